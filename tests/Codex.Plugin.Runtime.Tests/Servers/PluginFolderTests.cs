using Codex.Plugin.Runtime.Servers;
using Codex.Plugin.Runtime.Tests.Helpers;

namespace Codex.Plugin.Runtime.Tests.Servers;

[TestClass]
public sealed class PluginFolderTests
{
    [TestMethod]
    public void PluginIsReadAsCodexReadsIt()
    {
        using var test = new TestPlugin("""{ "name": "acme-tools", "version": "1.2.3", "description": "Tools.", "skills": "./skills/", "mcpServers": "./.mcp.json" }""");
        test.Write("skills/review/SKILL.md", "---\nname: review\ndescription: Reviews\n  a branch.\n---\n# Review\n\nRead `references/rules.md`.\n")
            .Write("skills/review/references/rules.md", "rules")
            .Write("skills/group/unnamed/SKILL.md", "---\ndescription: Has no name.\n---\n")
            .Write("skills/.hidden/SKILL.md", "---\ndescription: Hidden.\n---\n")
            .Write("skills/broken/SKILL.md", "no frontmatter")
            .Write(".mcp.json", """
                {
                  "mcpServers": {
                    "remote": { "url": "https://acme.example/mcp", "bearer_token_env_var": "TOKEN", "http_headers": { "X-A": "1" }, "env_http_headers": { "X-B": "B" }, "enabled": false },
                    "local": { "command": "dotnet", "args": ["./mcp/x.dll"], "cwd": ".", "env": { "A": "b" }, "env_vars": ["C", { "name": "D" }], "startup_timeout_ms": 1500, "tool_timeout_sec": 2.5, "disabled_tools": ["x"] },
                    "both": { "command": "x", "startup_timeout_sec": 3, "startup_timeout_ms": 1500, "enabled_tools": ["a"] },
                    "neither": { "args": [] }
                  }
                }
                """);

        PluginFolder plugin = PluginFolder.Load(test.Folder + "/");

        Assert.AreEqual(test.Folder, plugin.Path);
        Assert.AreEqual("acme-tools 1.2.3 Tools.", $"{plugin.Name} {plugin.Version} {plugin.Description}");
        Assert.AreEqual("review, unnamed", string.Join(", ", plugin.Skills.Select(static skill => skill.Name)));
        PluginSkill review = plugin.Skills[0];
        Assert.AreEqual("Reviews a branch.", review.Description);
        Assert.AreEqual("# Review\n\nRead `references/rules.md`.\n", review.Text);
        Assert.AreEqual("SKILL.md, references/rules.md", string.Join(", ", review.Files));
        Assert.AreEqual(test.PathOf("skills/review"), review.Folder);

        Assert.AreEqual("both, local, remote", string.Join(", ", plugin.Servers.Select(static server => server.Name)));
        PluginServer both = plugin.Servers[0];
        PluginServer local = plugin.Servers[1];
        PluginServer remote = plugin.Servers[2];
        Assert.AreEqual(ServerTransport.Stdio, local.Transport);
        Assert.AreEqual("dotnet ./mcp/x.dll . b C,D", $"{local.Command} {local.Arguments[0]} {local.WorkingDirectory} {local.Environment["A"]} {string.Join(',', local.EnvironmentVariables)}");
        Assert.AreEqual(TimeSpan.FromSeconds(1.5), local.StartupTimeout);
        Assert.AreEqual(TimeSpan.FromSeconds(2.5), local.ToolTimeout);
        Assert.IsFalse(local.Offers("x"));
        Assert.IsTrue(local.Offers("y"));
        Assert.AreEqual(TimeSpan.FromSeconds(3), both.StartupTimeout);
        Assert.IsTrue(both.Offers("a"));
        Assert.IsFalse(both.Offers("b"));
        Assert.AreEqual(ServerTransport.Http, remote.Transport);
        Assert.IsFalse(remote.Enabled);
        Assert.AreEqual("https://acme.example/mcp TOKEN 1 B", $"{remote.Url} {remote.BearerTokenVariable} {remote.HttpHeaders["X-A"]} {remote.EnvironmentHttpHeaders["X-B"]}");
        Assert.AreEqual(TimeSpan.FromSeconds(30), remote.StartupTimeout);
        Assert.AreEqual(TimeSpan.FromSeconds(300), remote.ToolTimeout);
    }

    [TestMethod]
    [DataRow("""{ "name": "p", "mcpServers": { "inline": { "command": "x" } } }""", "inline")]
    [DataRow("""{ "name": "p", "mcpServers": { "mcpServers": { "wrapped": { "command": "x" } } } }""", "wrapped")]
    [DataRow("""{ "name": "p", "mcpServers": "./other.json" }""", "other")]
    [DataRow("""{ "name": "p", "mcpServers": "../other.json" }""", "file")]
    [DataRow("""{ "name": "p" }""", "file")]
    [DataRow("""{ "name": "p", "mcpServers": "./missing.json" }""", "")]
    public void ServersAreWhereTheManifestSays(string manifest, string expected)
    {
        using var test = new TestPlugin(manifest);
        test.Write(".mcp.json", """{ "file": { "command": "x" } }""").Write("other.json", """{ "other": { "command": "x" } }""");

        Assert.AreEqual(expected, string.Join(", ", PluginFolder.Load(test.Folder).Servers.Select(static server => server.Name)));
    }

    [TestMethod]
    public void HugeTimeoutIsNoProblem()
    {
        using var test = new TestPlugin();
        test.Write(".mcp.json", """{ "x": { "command": "x", "startup_timeout_sec": 9e18, "tool_timeout_sec": 0 } }""");

        PluginServer server = PluginFolder.Load(test.Folder).Servers.Single();

        Assert.AreEqual(TimeSpan.FromDays(24), server.StartupTimeout);
        Assert.AreEqual(TimeSpan.Zero, server.ToolTimeout);
    }

    [TestMethod]
    public void FolderWithoutPluginIsExplained()
    {
        using var test = new TestPlugin();
        Directory.Delete(test.PathOf(".codex-plugin"), recursive: true);

        Assert.AreEqual($"'{test.Folder}' is no plugin: it has no .codex-plugin/plugin.json. Build the plugin's project, and name the folder that the build prints.",
            Assert.ThrowsExactly<PluginFolderException>(() => PluginFolder.Load(test.Folder)).Message);
        Assert.AreEqual($"'{test.PathOf("nowhere")}' is no plugin: the folder is not there. Build the plugin's project, and name the folder that the build prints.",
            Assert.ThrowsExactly<PluginFolderException>(() => PluginFolder.Load(test.PathOf("nowhere"))).Message);
    }

    [TestMethod]
    public void FileThatCodexCannotReadIsExplained()
    {
        using var test = new TestPlugin();
        test.Write(".mcp.json", "{\n  \"x\": 1,\n}");

        Assert.AreEqual($".mcp.json(3,1): Codex cannot read this file of the plugin in '{test.Folder}': *.",
            System.Text.RegularExpressions.Regex.Replace(Assert.ThrowsExactly<PluginFolderException>(() => PluginFolder.Load(test.Folder)).Message, "(?<=': ).*(?=\\.$)", "*"));
    }
}
