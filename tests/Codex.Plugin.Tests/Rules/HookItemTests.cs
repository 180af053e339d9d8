using System.Text.Json.Nodes;
using Codex.Plugin.Tests.Helpers;

namespace Codex.Plugin.Tests.Rules;

/// <summary>What Hook and App items become, where it is written, and what is wrong with them.</summary>
[TestClass]
public sealed class HookItemTests
{
    private const string HooksFile = "hooks/hooks.json";
    private const string ProjectFile = "hooks/project.json";
    private const string Tool = """Server="notes" Tool="save" """;

    /// <summary>The metadata of a hook besides a command or a tool, and what Codex gets.</summary>
    [TestMethod]
    [DataRow("""Command="echo a; date +%%F" """, """{"Stop":[{"hooks":[{"type":"command","command":"echo a; date +%%F"}]}]}""")]
    [DataRow("""Command="${PLUGIN_ROOT}/a.sh %3B&quot;$A&quot;" CommandWindows="a.cmd" """, """{"Stop":[{"hooks":[{"type":"command","command":"${PLUGIN_ROOT}/a.sh ;\"$A\"","commandWindows":"a.cmd"}]}]}""")]
    [DataRow("""Event="PreToolUse" Matcher="^Bash$|mcp__.*" Command="a" """, """{"PreToolUse":[{"matcher":"^Bash$|mcp__.*","hooks":[{"type":"command","command":"a"}]}]}""")]
    [DataRow("""Command="a" Timeout="30" """, """{"Stop":[{"hooks":[{"type":"command","command":"a","timeout":30}]}]}""")]
    [DataRow("""Command="a" Async="True" """, """{"Stop":[{"hooks":[{"type":"command","command":"a","async":true}]}]}""")]
    [DataRow("""Command="a" StatusMessage="Looking" """, """{"Stop":[{"hooks":[{"type":"command","command":"a","statusMessage":"Looking"}]}]}""")]
    [DataRow("""Event="SessionStart" Command="a" AdditionalContextLimit="500" """, """{"SessionStart":[{"hooks":[{"type":"command","command":"a","additionalContextLimit":500}]}]}""")]
    [DataRow(Tool, """{"Stop":[{"hooks":[{"type":"mcp_tool","server":"notes","tool":"save"}]}]}""")]
    [DataRow(Tool + """Input='{ "a": [1.50, {"b;c": true}] }' Timeout="5" StatusMessage="m" """, """{"Stop":[{"hooks":[{"type":"mcp_tool","server":"notes","tool":"save","input":{"a":[1.50,{"b;c":true}]},"timeout":5,"statusMessage":"m"}]}]}""")]
    public void ItemBecomesHandler(string metadata, string json)
    {
        using PluginFolder folder = Folder($"""<Hook Include="Stop" {metadata}/>""").Write("a.sh", "#!/bin/sh").Write("Contoso.Review.cxproj", Project($"""<Hook Include="Stop" {metadata}/><PluginFile Include="a.sh" />"""));
        folder.Compile().HasOnly(metadata.Contains("Command", StringComparison.Ordinal) ? ["CXP4011 Contoso.Review.cxproj(3,2)"] : []);
        Assert.AreEqual(json, Hooks(folder, HooksFile));
        Assert.AreEqual("./hooks/hooks.json", (string?)Manifest(folder)["hooks"]);
    }

    [TestMethod]
    public void HooksStandInTheOrderOfTheProjectEachInAGroupOfItsOwn()
    {
        using PluginFolder folder = Folder($"""<Hook Include="b" Event="Stop" {Tool}/><Hook Include="PreToolUse" Matcher="Bash" {Tool}/><Hook Include="PreToolUse" Matcher="Edit" {Tool}/><Hook Include="Stop" {Tool}/><Hook Include="PreToolUse" Matcher="Bash" {Tool}/>""");
        PluginCompilation compilation = folder.Compile().HasOnly();
        Assert.AreEqual(
            "Stop:2 PreToolUse:Bash,Edit,Bash",
            string.Join(' ', JsonNode.Parse(folder.ReadOutput(HooksFile))!["hooks"]!.AsObject().Select(static one => $"{one.Key}:{(one.Key == "Stop" ? one.Value!.AsArray().Count : string.Join(',', one.Value!.AsArray().Select(static group => (string?)group!["matcher"])))}")));
        Assert.AreEqual(5, compilation.Summary!.Hooks);
    }

    [TestMethod]
    public void BesideAFileTheyGetOneOfTheirOwn()
    {
        using PluginFolder folder = Folder($"""<Hook Include="Stop" {Tool}/>""").Write(HooksFile, """{"hooks":{"Interrupt":[]}}""");
        folder.Compile().HasOnly();
        Assert.AreEqual("""["./hooks/hooks.json","./hooks/project.json"]""", Manifest(folder)["hooks"]!.ToJsonString());
        Assert.AreEqual("""{"Interrupt":[]}""", Hooks(folder, HooksFile));
        Assert.AreEqual("""{"Stop":[{"hooks":[{"type":"mcp_tool","server":"notes","tool":"save"}]}]}""", Hooks(folder, ProjectFile));

        folder.Write("hooks/Project.json", "{}");
        folder.Compile().HasOnly();
        Assert.AreEqual("""["./hooks/hooks.json","./hooks/project-2.json"]""", Manifest(folder)["hooks"]!.ToJsonString());
        Assert.DoesNotContain(ProjectFile, folder.OutputFiles());
    }

    [TestMethod]
    [DataRow("", "\"./hooks/hooks.json\"")]
    [DataRow("\"hooks\":\"./hooks/mine.json\",", """["./hooks/mine.json","./hooks/hooks.json"]""")]
    [DataRow("\"hooks\":[\"./hooks/mine.json\",\"./hooks/other.json\"],", """["./hooks/mine.json","./hooks/other.json","./hooks/hooks.json"]""")]
    [DataRow("\"hooks\":{\"hooks\":{\"Stop\":[]}},", """[{"hooks":{"Stop":[]}},{"hooks":{"Stop":[{"hooks":[{"type":"mcp_tool","server":"notes","tool":"save"}]}]}}]""")]
    [DataRow("\"hooks\":[{\"hooks\":{\"Stop\":[]}},{\"hooks\":{}}],", """[{"hooks":{"Stop":[]}},{"hooks":{}},{"hooks":{"Stop":[{"hooks":[{"type":"mcp_tool","server":"notes","tool":"save"}]}]}}]""")]
    public void BesideThoseOfAnAdoptedManifestTheyAreOfTheSameKind(string hooks, string expected)
    {
        using PluginFolder folder = Folder($"""<Hook Include="Stop" {Tool}/>""")
            .Write(".codex-plugin/plugin.json", $$"""{{{hooks}}"name":"contoso-review","version":"1.0.0","description":"d"}""")
            .Write("hooks/mine.json", """{"hooks":{}}""").Write("hooks/other.json", """{"hooks":{}}""");
        folder.Compile().HasOnly();
        Assert.AreEqual(expected, Manifest(folder)["hooks"]!.ToJsonString());
    }

    [TestMethod]
    [DataRow("CXP4014", "Did you mean Matcher?", """<Hook Include="PreToolUse" §Macher="Bash" Server="notes" Tool="save" />""")]
    [DataRow("CXP4014", "Did you mean Command?", """<Hook Include="Stop" §Comand="a" />""")]
    [DataRow("CXP4014", "A hook with Command runs it", """<Hook Include="Stop" §Type="mcp_tool" Server="notes" Tool="save" />""")]
    [DataRow("CXP4014", "It has Event, Matcher, Command, ", """<Hook Include="Stop" §Colour="red" Server="notes" Tool="save" />""")]
    [DataRow("CXP4015", "it has no Command, and no Server and Tool", """<§Hook Include="Stop" />""")]
    [DataRow("CXP4015", "it has a Server and no Tool", """<Hook Include="Stop" §Server="notes" />""")]
    [DataRow("CXP4015", "it has Input and no Server", """<Hook Include="Stop" §Input="{}" />""")]
    [DataRow("CXP4015", "it has both Command and Server", """<Hook Include="Stop" Command="a" §Server="notes" Tool="save" />""")]
    [DataRow("CXP4015", "it has no Command, in whose place CommandWindows runs", """<Hook Include="Stop" §CommandWindows="a" />""")]
    [DataRow("CXP4015", "Timeout must be a whole number, 0 or more, for instance 30, and is '1.5'", """<Hook Include="Stop" Server="notes" Tool="save" §Timeout="1.5" />""")]
    [DataRow("CXP4015", "Async must be true or false, and is 'on'", """<Hook Include="Stop" Command="a" §Async="on" />""")]
    [DataRow("CXP4015", "AdditionalContextLimit must be a whole number", """<Hook Include="SessionStart" Command="a" §AdditionalContextLimit="-1" />""")]
    [DataRow("CXP4015", "Input must be a JSON object, and cannot be read", """<Hook Include="Stop" Server="notes" Tool="save" §Input="{a}" />""")]
    [DataRow("CXP4015", "Input must be a JSON object, for instance", """<Hook Include="Stop" Server="notes" Tool="save" §Input="[]" />""")]
    [DataRow("CXP4005", "Did you mean \"PreToolUse\"?", """<§Hook Include="PreToolUs" Server="notes" Tool="save" />""")]
    [DataRow("CXP4005", "Name one in Event. The events are", """<§Hook Include="check" Server="notes" Tool="save" />""")]
    [DataRow("CXP4005", "Codex has no event 'preToolUse'", """<Hook Include="check" §Event="preToolUse" Server="notes" Tool="save" />""")]
    // What is checked for every hook is found at the metadata.
    [DataRow("CXP4004", "\"input\" must hold neither null", """<Hook Include="Stop" Server="notes" Tool="save" §Input='{"a":null}' />""")]
    [DataRow("CXP4006", "is no regular expression of Rust's", """<Hook Include="PreToolUse" §Matcher="*Bash" Server="notes" Tool="save" />""")]
    [DataRow("CXP4007", "does nothing for Stop", """<Hook Include="Stop" §Matcher="Bash" Server="notes" Tool="save" />""")]
    [DataRow("CXP4007", "Codex does not know it in a mcp_tool handler", """<Hook Include="Stop" Server="notes" Tool="save" §Async="true" />""")]
    [DataRow("CXP4009", "crashes", """<Hook Include="Stop" Server="notes" Tool="save" §Timeout="9223372036854775808" />""")]
    [DataRow("CXP4010", "'hooks/a.sh'", """<Hook Include="Stop" §Command="${PLUGIN_ROOT}/hooks/a.sh" />""")]
    [DataRow("CXP4014", "Did you mean ConnectorId?", """<App Include="github" §ConectorId="connector_1" />""")]
    [DataRow("CXP4014", "Did you mean Category?", """<App Include="github" ConnectorId="connector_1" §Categori="Code" />""")]
    [DataRow("CXP4014", "It has ConnectorId and Category.", """<App Include="github" ConnectorId="connector_1" §Colour="red" />""")]
    public void WrongItemIsFoundWhereItIsWritten(string id, string message, string item)
    {
        int mark = item.IndexOf('§', StringComparison.Ordinal);
        using PluginFolder folder = Folder(item.Remove(mark, 1));
        PluginCompilation compilation = folder.Compile().HasOnly($"{id} Contoso.Review.cxproj(3,{mark + 1})");
        Assert.Contains(message, compilation.Diagnostics[0].Message);
    }

    [TestMethod]
    public void OneOfSeveralItemsOfANameIsFound()
    {
        using PluginFolder folder = Folder($"""<Hook Include="Stop" {Tool}/>{"\n"}<Hook Include="Stop" {Tool} Timeout="x" />""");
        folder.Compile().HasOnly("CXP4015 Contoso.Review.cxproj(4,50)");
    }

    [TestMethod]
    public void DeepInputIsNotWritten()
    {
        using (PluginFolder folder = Folder($"""<Hook Include="Stop" {Tool} Input='{Nested(121)}' />"""))
        {
            folder.Compile().HasOnly();
        }

        using (PluginFolder folder = Folder($"""<Hook Include="Stop" {Tool} Input='{Nested(122)}' />"""))
        {
            folder.Compile().HasOnly("CXP4015 Contoso.Review.cxproj(3,50)");
        }

        static string Nested(int depth) => string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth);
    }

    [TestMethod]
    public void AudienceThatTakesNoHooksSaysWhere()
    {
        using PluginFolder folder = Folder($"""<Hook Include="Stop" {Tool}/>""");
        PluginCompilation compilation = folder.Compile(static project => project with { Audience = PluginAudience.Workspace });
        Assert.IsTrue(compilation.Diagnostics.Any(static found => $"{found.Descriptor.Id} {found.Location}" == "CXP1020 Contoso.Review.cxproj(3,2)"), string.Join('\n', compilation.Diagnostics));
    }

    // The items stand in line 3, from column 1 on.
    private static PluginFolder Folder(string items) => PluginFolder.WithSkill().Write("Contoso.Review.cxproj", Project(items));

    private static string Project(string items) => $"<Project>\n<ItemGroup>\n{items}\n</ItemGroup>\n</Project>\n";

    private static JsonObject Manifest(PluginFolder folder) => JsonNode.Parse(folder.ReadOutput(".codex-plugin/plugin.json"))!.AsObject();

    private static string Hooks(PluginFolder folder, string path) =>
        JsonNode.Parse(folder.ReadOutput(path))!["hooks"]!.ToJsonString(new System.Text.Json.JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
