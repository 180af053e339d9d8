using System.Text;
using System.Text.Json.Nodes;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Read;
using Codex.Plugin.Tests.Helpers;
using Codex.Plugin.Text;

namespace Codex.Plugin.Tests.Rules;

/// <summary>The <c>mcp.json</c> of the portable format: what Codex 0.169 makes of it, and what it becomes in Codex's own format.</summary>
[TestClass]
public sealed class PortableServerTests
{
    private const string Schema = "\"$schema\":\"https://agent-plugins.org/schemas/1.0.0/mcp.schema.json\"";

    /// <summary>The server of the portable format, and that of Codex's own; null where the latter cannot express it.</summary>
    internal static IEnumerable<(string Portable, string? Own)> Good =>
    [
        (Stdio(), "{\"command\":\"node\",\"cwd\":\".\"}"),
        ("{\"type\":\"stdio\",\"command\":\"./bin/x\"}", "{\"command\":\"./bin/x\",\"cwd\":\".\"}"),
        ("{\"type\":\"stdio\",\"command\":\"./bin/../bin//./x\"}", "{\"command\":\"./bin/x\",\"cwd\":\".\"}"),
        ("{\"type\":\"stdio\",\"command\":\"./bin/x\",\"cwd\":\"./sub\"}", "{\"command\":\"../bin/x\",\"cwd\":\"./sub\"}"),
        (Stdio("\"args\":[]"), "{\"command\":\"node\",\"args\":[],\"cwd\":\".\"}"),
        (Stdio("\"args\":[\"-a\",\"b c\"],\"env\":{\"A\":\"b\"}"), "{\"command\":\"node\",\"args\":[\"-a\",\"b c\"],\"env\":{\"A\":\"b\"},\"cwd\":\".\"}"),
        (Stdio("\"cwd\":\"./\""), "{\"command\":\"node\",\"cwd\":\".\"}"),
        (Stdio("\"cwd\":\"./sub/../sub/\""), "{\"command\":\"node\",\"cwd\":\"./sub\"}"),
        (Stdio("\"cwd\":\"${PLUGIN_ROOT}\""), "{\"command\":\"node\",\"cwd\":\".\"}"),
        (Stdio("\"cwd\":\"${PLUGIN_ROOT}/sub\""), "{\"command\":\"node\",\"cwd\":\"./sub\"}"),
        (Stdio("\"args\":[\"${PLUGIN_ROOT}/bin/x\",\"${PLUGIN_ROOT}\"]"), "{\"command\":\"node\",\"args\":[\"./bin/x\",\".\"],\"cwd\":\".\"}"),
        (Stdio("\"args\":[\"${PLUGIN_ROOT}/bin/x\",\"${PLUGIN_ROOT}\"],\"cwd\":\"./sub\""), "{\"command\":\"node\",\"args\":[\"../bin/x\",\"..\"],\"cwd\":\"./sub\"}"),
        (Stdio("\"args\":[\"--root=${PLUGIN_ROOT}\"]"), null),
        (Stdio("\"args\":[\"${PLUGIN_DATA}/x\"]"), null),
        (Stdio("\"env\":{\"A\":\"${PLUGIN_ROOT}/x\"}"), null),
        (Stdio("\"cwd\":\"${PLUGIN_DATA}\""), null),
        (Stdio("\"cwd\":\"${PLUGIN_DATA}/x\""), null),
        ("{\"type\":\"streamable-http\",\"url\":\"https://contoso.com/mcp?a=b\"}", "{\"url\":\"https://contoso.com/mcp?a=b\"}"),
        ("{\"type\":\"streamable-http\",\"url\":\"http://localhost:8080/\"}", "{\"url\":\"http://localhost:8080/\"}"),
        ("{\"type\":\"streamable-http\",\"url\":\"http://127.0.0.2/\"}", "{\"url\":\"http://127.0.0.2/\"}"),
        ("{\"type\":\"streamable-http\",\"url\":\"http://[::1]/\"}", "{\"url\":\"http://[::1]/\"}"),
        (Http("\"headers\":{\"X-A\":\"b\",\"Cookie\":\"none\"}"), "{\"url\":\"https://contoso.com\",\"http_headers\":{\"X-A\":\"b\",\"Cookie\":\"none\"}}"),
        (Http("\"headers\":{}"), "{\"url\":\"https://contoso.com\",\"http_headers\":{}}"),
    ];

    /// <summary>Servers that Codex drops.</summary>
    internal static IEnumerable<string> Dropped =>
    [
        "{}", "[]", "null", "\"x\"", "{\"command\":\"node\"}", "{\"type\":\"stdio\"}", "{\"type\":\"streamable-http\"}", "{\"type\":\"sse\",\"url\":\"https://contoso.com\"}", "{\"type\":\"http\",\"url\":\"https://contoso.com\"}",
        "{\"type\":\"STDIO\",\"command\":\"node\"}", "{\"type\":1,\"command\":\"node\"}", "{\"type\":\"stdio\",\"command\":\"\"}", "{\"type\":\"stdio\",\"command\":\"bin/x\"}", "{\"type\":\"stdio\",\"command\":\"/bin/sh\"}",
        "{\"type\":\"stdio\",\"command\":\"./\"}", "{\"type\":\"stdio\",\"command\":\"./../x\"}", "{\"type\":\"stdio\",\"command\":\"./a\\\\b\"}", "{\"type\":\"stdio\",\"command\":\"${PLUGIN_ROOT}/x\"}", "{\"type\":\"stdio\",\"command\":\"~/x\"}",
        Stdio("\"args\":null"), Stdio("\"args\":[1]"), Stdio("\"args\":\"x\""), Stdio("\"env\":null"), Stdio("\"env\":{\"A\":1}"), Stdio("\"env\":{\"PLUGIN_ROOT\":\"x\"}"), Stdio("\"env\":{\"PLUGIN_DATA\":\"x\"}"),
        Stdio("\"cwd\":\".\""), Stdio("\"cwd\":\"sub\""), Stdio("\"cwd\":\"/opt\""), Stdio("\"cwd\":\"\""), Stdio("\"cwd\":\"./..\""), Stdio("\"cwd\":\"${PLUGIN_ROOT}sub\""), Stdio("\"cwd\":\"${PLUGIN_ROOT}/../x\""), Stdio("\"cwd\":null"),
        Stdio("\"_meta\":{}"), Stdio("\"url\":\"https://contoso.com\""), Stdio("\"startup_timeout_sec\":5"), Stdio("\"env_vars\":[\"A\"]"),
        Http("\"args\":[]"), Http("\"headers\":null"), Http("\"headers\":{\"A\":1}"), Http("\"headers\":{\"a b\":\"c\"}"), Http("\"headers\":{\"A\":\"b\\nc\"}"), Http("\"headers\":{\"X\":\"1\",\"x\":\"2\"}"), Http("\"http_headers\":{}"),
        .. "http://contoso.com|https://u@contoso.com|https://u:p@contoso.com|https://contoso.com/#||x|ftp://contoso.com|http://0.0.0.0/|http://a.localhost/|https://contoso.com:99999/|https://".Split('|').Select(static url => $"{{\"type\":\"streamable-http\",\"url\":\"{url}\"}}"),
    ];

    [TestMethod]
    public void ServersAreTranslated()
    {
        foreach ((string portable, string? own) in Good)
        {
            (IReadOnlyList<Diagnostic> found, JsonNode? server) = Read($"{{{Schema},\"mcpServers\":{{\"docs\":{portable}}}}}");
            TextAssert.AreLines(found.Select(one => $"{portable} {one.Descriptor.Id}"), own is null ? [$"{portable} CXP3015"] : []);
            Assert.AreEqual(own, server?.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
        }
    }

    [TestMethod]
    public void ServersThatCodexDropsAreRefused()
    {
        foreach (string portable in Dropped)
        {
            (IReadOnlyList<Diagnostic> found, JsonNode? server) = Read($"{{{Schema},\"mcpServers\":{{\"docs\":{portable}}}}}");
            Assert.IsTrue(found.Count > 0 && found.All(static one => one.Descriptor.Id == "CXP3014" && one.Severity == DiagnosticSeverity.Error), $"{portable}: {string.Join('\n', found)}");
            Assert.IsNull(server);
        }
    }

    [TestMethod]
    [DataRow("{\"mcpServers\":{}}")]
    [DataRow("{\"$schema\":\"https://contoso.com\",\"mcpServers\":{}}")]
    [DataRow("{" + Schema + "}")]
    [DataRow("{" + Schema + ",\"mcpServers\":[]}")]
    [DataRow("{" + Schema + ",\"mcpServers\":{},\"x\":1}")]
    [DataRow("[]")]
    public void FileIsClosed(string text) => Assert.AreEqual("CXP3014", Assert.ContainsSingle(Read(text).Found).Descriptor.Id);

    [TestMethod]
    [DataRow("Authorization")]
    [DataRow("content-type")]
    [DataRow("Mcp-Session-Id")]
    public void HeaderThatCodexTakesOutIsFound(string header) =>
        Assert.AreEqual("CXP3014", Assert.ContainsSingle(Read($"{{{Schema},\"mcpServers\":{{\"docs\":{Http($"\"headers\":{{\"{header}\":\"none\"}}")}}}}}").Found).Descriptor.Id);

    [TestMethod]
    public void PluginIsBuiltInCodexsOwnFormat()
    {
        using PluginFolder folder = PluginFolder.WithSkill()
            .Write("plugin.json", "{\"$schema\":\"https://agent-plugins.org/schemas/1.0.0/plugin.schema.json\",\"name\":\"contoso-review\"}")
            .Write("mcp.json", $"{{{Schema},\"mcpServers\":{{\n\"docs\":{{\"type\":\"stdio\",\"command\":\"./bin/x\"}}}}}}")
            .Write("bin/x", "#!/bin/sh\n");
        folder.Compile().HasOnly();
        TextAssert.AreLines(folder.OutputFiles(), ".codex-plugin/plugin.json", ".mcp.json", "bin/x", PluginFolder.SkillFile);
        Assert.AreEqual("{\"command\":\"./bin/x\",\"cwd\":\".\"}", JsonNode.Parse(folder.ReadOutput(".mcp.json"))!["mcpServers"]!["docs"]!.ToJsonString());

        // The place is that of the portable file.
        folder.Delete("bin/x").Compile().HasOnly("CXP3010 mcp.json(2,34)");
    }

    private static string Stdio(string? member = null) => "{\"type\":\"stdio\",\"command\":\"node\"" + (member is null ? "" : "," + member) + "}";

    private static string Http(string member) => "{\"type\":\"streamable-http\",\"url\":\"https://contoso.com\"," + member + "}";

    private static (IReadOnlyList<Diagnostic> Found, JsonNode? Server) Read(string text)
    {
        var diagnostics = new DiagnosticBag();
        var file = new SourceEntry("bin/x", Path.Combine(Path.GetTempPath(), "codex-plugin-none"), false, FileStamp.None);
        var reader = new McpServerReader(new Dictionary<string, SourceEntry> { ["bin/x"] = file, ["sub/x"] = file }, diagnostics);
        reader.AddPortable(new SourceText("mcp.json", Encoding.UTF8.GetBytes(text)));
        return (diagnostics.ToSortedList(), reader.Servers.SingleOrDefault().Value);
    }
}
