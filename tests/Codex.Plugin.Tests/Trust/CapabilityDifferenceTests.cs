using System.Text.Json;
using System.Text.Json.Nodes;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Packaging;
using Codex.Plugin.Packaging.Capabilities;
using Codex.Plugin.Packaging.Trust;
using Codex.Plugin.Tests.Helpers;
using Codex.Plugin.Text;
using static Codex.Plugin.Tests.Trust.TrustScene;

namespace Codex.Plugin.Tests.Trust;

/// <summary>Every difference in words.</summary>
[TestClass]
public sealed class CapabilityDifferenceTests
{
    private static readonly PluginCapabilities s_none = new();

    private static readonly PluginCapabilities s_everything = new()
    {
        Skills = [new("skills/a", "a", true), new("skills/b", "b", false)],
        Servers =
        [
            new("build", ServerKind.Package) { Command = "dotnet", Arguments = ["dnx", "Contoso.Mcp@1.0.0"], Package = "Contoso.Mcp", PackageVersion = "1.0.0", Variables = ["A", "B"], ApprovalModes = ["default: approve"], Settings = ["env.X: 1"] },
            new("docs", ServerKind.Remote) { Url = "https://docs.contoso.com/mcp", Host = "docs.contoso.com" },
            new("local", ServerKind.Bundled) { Command = "./bin/docs" },
            new("other", ServerKind.Command) { Command = "contoso", Arguments = ["x y"] },
        ],
        Hooks = [new("Stop", "command", "sh check.sh") { Matcher = "Bash", WindowsAction = "check.cmd" }, new("Stop", "mcp_tool", "docs/find")],
        Apps = [new("github", "connector_1")],
        Code = [new("bin/docs", "Linux program")],
        Hosts = ["docs.contoso.com"],
        Permissions = [new("skills/a", "Bash(*)")],
    };

    [TestMethod]
    public void EverythingIsToldOfANewPlugin() => TextAssert.AreLines(CapabilityDifference.Describe(s_everything),
        "adds the hook Stop for 'Bash' that runs 'sh check.sh', on Windows 'check.cmd'",
        "adds the hook Stop that calls the MCP tool 'docs/find'",
        "adds the MCP server 'build', which runs the package Contoso.Mcp 1.0.0 ('dotnet dnx Contoso.Mcp@1.0.0'); it gets the variables A, B, sets its own approval (default: approve), has env.X: 1",
        "adds the MCP server 'docs', which is remote (https://docs.contoso.com/mcp)",
        "adds the MCP server 'local', which runs the plugin's own './bin/docs'",
        "adds the MCP server 'other', which runs 'contoso x y' of the machine",
        "adds the app 'github' (connector_1)",
        "adds the code bin/docs (Linux program)",
        "adds the skill 'a' (skills/a), which the model may use by itself",
        "adds the skill 'b' (skills/b), which is only used when asked for",
        "asks for Bash(*) in skills/a",
        "names the host docs.contoso.com");

    [TestMethod]
    public void LossesNeedNobody()
    {
        CapabilityDifference difference = CapabilityDifference.Between(s_everything, s_none);
        Assert.IsEmpty(difference.Gains);
        TextAssert.AreLines(difference.Losses,
            "no longer has the hook Stop for 'Bash' that runs 'sh check.sh', on Windows 'check.cmd'", "no longer has the hook Stop that calls the MCP tool 'docs/find'",
            "no longer has the MCP server 'build'", "no longer has the MCP server 'docs'", "no longer has the MCP server 'local'", "no longer has the MCP server 'other'",
            "no longer has the app 'github' (connector_1)", "no longer has the code bin/docs (Linux program)",
            "no longer has the skill 'a' (skills/a)", "no longer has the skill 'b' (skills/b)", "no longer asks for Bash(*) in skills/a", "no longer names the host docs.contoso.com");
    }

    [TestMethod]
    public void SameIsNone() => Assert.IsTrue(CapabilityDifference.Between(s_everything, s_everything with { Skills = [.. s_everything.Skills] }).IsNone);

    [TestMethod]
    public void SkillsChange()
    {
        Expect(Skills(new("a", "a", false)), Skills(new("a", "a", true)), "+the skill 'a' may now be used without being asked for");
        Expect(Skills(new("a", "a", true)), Skills(new("a", "a", false)), "-the skill 'a' is now only used when asked for");
        Expect(Skills(new("a", "a", true)), Skills(new("a", "deploy", true)), "+calls the skill 'a' (a) 'deploy' now");
        Expect(Skills(new("x/a", "a", true)), Skills(new("y/a", "a", true)), "-has moved the skill 'a' from x/a to y/a");

        static PluginCapabilities Skills(SkillCapability skill) => new() { Skills = [skill] };
    }

    [TestMethod]
    public void ServersChange()
    {
        ServerCapability remote = new("docs", ServerKind.Remote) { Url = "https://docs.contoso.com/mcp", Host = "docs.contoso.com" };
        ServerCapability bundled = new("docs", ServerKind.Bundled) { Command = "./bin/docs" };
        ServerCapability package = new("docs", ServerKind.Package) { Command = "npx", Arguments = ["-y", "mcp@1"], Package = "mcp", PackageVersion = "1" };
        Expect(Of(remote), Of(bundled), "+the MCP server 'docs' was remote (https://docs.contoso.com/mcp) and now runs the plugin's own './bin/docs'");
        Expect(Of(bundled), Of(remote), "+the MCP server 'docs' ran the plugin's own './bin/docs' and is now remote (https://docs.contoso.com/mcp)");
        Expect(Of(remote), Of(remote with { Url = "https://evil.contoso.com/", Host = "evil.contoso.com" }), "+the MCP server 'docs' was remote (https://docs.contoso.com/mcp) and is now remote (https://evil.contoso.com/)");
        Expect(Of(package), Of(package with { Arguments = ["-y", "mcp@2"], PackageVersion = "2" }), "+the MCP server 'docs' ran the package mcp 1 ('npx -y mcp@1') and now runs the package mcp 2 ('npx -y mcp@2')");
        Expect(Of(package), Of(package with { PackageVersion = null }), "+the MCP server 'docs' ran the package mcp 1 ('npx -y mcp@1') and now runs the package mcp in any version ('npx -y mcp@1')");

        // One argument or two is not the same, though it reads so.
        Expect(Of(bundled with { Arguments = ["a b"] }), Of(bundled with { Arguments = ["a", "b"] }), "+the MCP server 'docs' ran the plugin's own './bin/docs a b' and now runs the plugin's own './bin/docs a b'");
        Expect(Of(remote), Of(remote with { Variables = ["TOKEN"] }), "+the MCP server 'docs' now gets the variable TOKEN");
        Expect(Of(remote with { Variables = ["TOKEN"] }), Of(remote), "-the MCP server 'docs' no longer gets the variable TOKEN");
        Expect(Of(remote), Of(remote with { Settings = ["auth: chatgpt"] }), "+the MCP server 'docs' now has auth: chatgpt");
        Expect(Of(remote with { Settings = ["enabled_tools: a"] }), Of(remote), "+the MCP server 'docs' no longer has enabled_tools: a");
        Expect(Of(remote), Of(bundled with { Kind = ServerKind.Command, Command = "get", Url = remote.Url, Host = remote.Host }),
            "+the MCP server 'docs' was remote (https://docs.contoso.com/mcp) and now is remote (https://docs.contoso.com/mcp) and runs 'get' of the machine for its headers");
    }

    [TestMethod]
    [DataRow("", "default: approve", true)]
    [DataRow("", "x: prompt", false)]
    [DataRow("default: approve", "", false)]
    [DataRow("default: approve", "default: prompt", false)]
    [DataRow("default: prompt", "", true)]
    [DataRow("default: prompt", "default: auto", true)]
    [DataRow("default: approve|x: prompt", "default: approve", true)]
    [DataRow("default: approve|x: approve", "default: approve", true)]
    [DataRow("x: approve|y: prompt", "y: prompt", false)]
    public void ApprovalModesThatAskLessNeedConsent(string before, string now, bool needsConsent)
    {
        CapabilityDifference difference = CapabilityDifference.Between(Of(Server(before)), Of(Server(now)));
        Assert.HasCount(needsConsent ? 1 : 0, difference.Gains);
        Assert.HasCount(needsConsent ? 0 : 1, difference.Losses);
        Assert.Contains("for the approval of its tools", difference.Gains.Concat(difference.Losses).Single());

        static ServerCapability Server(string modes) => new("docs", ServerKind.Remote) { Url = "x", ApprovalModes = modes.Split('|', StringSplitOptions.RemoveEmptyEntries) };
    }

    [TestMethod]
    public void OthersChange()
    {
        HookCapability hook = new("Stop", "command", "a");
        Expect(s_none with { Hooks = [hook] }, s_none with { Hooks = [hook, hook] }, "+adds the hook Stop that runs 'a'");
        Expect(s_none with { Hooks = [hook] }, s_none with { Hooks = [hook with { Action = "b" }] }, "+adds the hook Stop that runs 'b'", "-no longer has the hook Stop that runs 'a'");
        Expect(s_none with { Apps = [new("a", "1")] }, s_none with { Apps = [new("a", "2")] }, "+the app 'a' was 1 and is now 2");
        Expect(s_none with { Code = [new("a", "Shell")] }, s_none with { Code = [new("a", "Linux program")] }, "+adds the code a (Linux program)", "-no longer has the code a (Shell)");
        Expect(s_none, s_none with { Code = [.. Enumerable.Range(10, 30).Select(static number => new CodeCapability($"bin/{number}.dll", ".NET assembly"))] },
            "+adds 30 files of code (.NET assembly): bin/10.dll, bin/11.dll, bin/12.dll, bin/13.dll, bin/14.dll, bin/15.dll, bin/16.dll, bin/17.dll, and 22 more");
    }

    [TestMethod]
    public void WayToAFileAndBackLosesNothing()
    {
        byte[] bytes = CapabilityJson.ToBytes(s_everything);
        PluginCapabilities read = CapabilityJson.Read(JsonNode.Parse(bytes)!.AsObject());
        Assert.IsTrue(CapabilityDifference.Between(s_everything, read).IsNone);
        CollectionAssert.AreEqual(bytes, CapabilityJson.ToBytes(read));
    }

    [TestMethod]
    [DataRow("""{ "other": [] }""", "other")]
    [DataRow("""{ "skills": {} }""", "skills")]
    [DataRow("""{ "skills": [ 1 ] }""", "skills[0]")]
    [DataRow("""{ "skills": [ { "path": "a" } ] }""", "name")]
    [DataRow("""{ "skills": [ { "path": "a", "name": 1 } ] }""", "name")]
    [DataRow("""{ "skills": [ { "path": "a", "name": "a", "implicit": "no" } ] }""", "implicit")]
    [DataRow("""{ "hosts": [ 1 ] }""", "hosts")]
    [DataRow("""{ "mcpServers": [ { "name": "a", "kind": "other" } ] }""", "kind")]
    [DataRow("""{ "mcpServers": [ { "name": "a", "kind": "remote", "more": 1 } ] }""", "more")]
    public void WhatNobodyHasWrittenIsNotRead(string json, string named) =>
        Assert.Contains(named, Assert.ThrowsExactly<JsonException>(() => CapabilityJson.Read(JsonNode.Parse(json)!.AsObject())).Message);

    // CXP8026
    [TestMethod]
    public void PackageThatLiesIsFound()
    {
        ReviewedPlugin reviewed = Review("Contoso.Review", s_everything);
        var honest = new PackageManifest("contoso-review", "1.0.0", s_everything, []);
        Assert.IsNull(CapabilityCheck.Compare(reviewed.Plugin.Plugin, honest, s_everything, new Location("a.csproj")));

        PackageManifest lying = honest with { Capabilities = s_everything with { Hooks = [], Hosts = ["docs.contoso.com", "more.contoso.com"] } };
        Diagnostic found = CapabilityCheck.Compare(reviewed.Plugin.Plugin, lying, s_everything, new Location("a.csproj"))!;
        Assert.AreEqual("CXP8026", found.Descriptor.Id);
        Assert.Contains("adds the hook Stop that calls the MCP tool 'docs/find'; no longer names the host more.contoso.com", found.Message);

        // One that other rules have described is measured by ours, and not called a liar.
        Assert.IsNull(CapabilityCheck.Compare(reviewed.Plugin.Plugin, lying with { CapabilityRules = CapabilityReader.Rules + 1 }, s_everything, new Location("a.csproj")));
    }

    private static PluginCapabilities Of(ServerCapability server) => new() { Servers = [server] };

    private static void Expect(PluginCapabilities before, PluginCapabilities now, params string[] expected)
    {
        CapabilityDifference difference = CapabilityDifference.Between(before, now);
        TextAssert.AreLines([.. difference.Gains.Select(static line => "+" + line), .. difference.Losses.Select(static line => "-" + line)], expected);
    }
}
