using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Codex.Plugin.Packaging.Capabilities;
using Codex.Plugin.Tests.Helpers;
using static Codex.Plugin.Tests.Trust.TrustScene;

namespace Codex.Plugin.Tests.Trust;

/// <summary>Nothing that Codex loads is missing, wherever a package hides it.</summary>
[TestClass]
public sealed class CapabilityReaderTests
{
    private const string ServerMap = """{ "docs": { "url": "https://docs.contoso.com/mcp" } }""";
    private const string Hooks = """{ "hooks": { "Stop": [ { "hooks": [ { "type": "command", "command": "sh check.sh" } ] } ] } }""";
    private const string Apps = """{ "apps": { "github": { "id": "connector_1" } } }""";

    [TestMethod]
    public void WithoutAManifestThereIsNoPlugin() =>
        Assert.ThrowsExactly<JsonException>(() => CapabilityReader.Compute(["skills/review/SKILL.md"], static _ => default));

    [TestMethod]
    [DataRow("{")]
    [DataRow("[]")]
    [DataRow("""{ "name": "a", "name": "b" }""")]
    [DataRow("""{ "name": "a", }""")]
    [DataRow("\uFEFF{}")]
    public void ManifestThatCodexDoesNotReadIsNotDescribed(string manifest) => Assert.ThrowsExactly<JsonException>(() => Compute((ManifestFile, manifest)));

    [TestMethod]
    [DataRow("plugin.json", """{ "$schema": "https://agent-plugins.org/schemas/1.0.0/plugin.schema.json", "name": "other" }""")]
    [DataRow("plugin.json", """{ "$schema": "https://agent-plugins.org/schemas/9.9.9/plugin.schema.json" }""")]
    [DataRow("Plugin.JSON", """{ "$schema": "https://agent-plugins.org/schemas/1.0.0/plugin.schema.json", "name": "other" }""")]
    [DataRow("plugin.json", """{ "$schema": "https://contoso.com/", "$schema": "https://agent-plugins.org/schemas/1.0.0/plugin.schema.json" }""")]
    [DataRow("plugin.json", """{ "$schema": "https:\u002F/agent-plugins.org/schemas/1.0.0/plugin.schema.json" }""")]
    [DataRow("plugin.json", "{ // }")]
    public void SecondManifestIsRefused(string path, string content) =>
        Assert.Contains("second manifest", Assert.ThrowsExactly<JsonException>(() => Compute((path, content))).Message);

    [TestMethod]
    [DataRow("""{ "name": "other" }""")]
    [DataRow("""{ "$schema": "https://contoso.com/plugin.json" }""")]
    public void ManifestOfAnotherHostIsNone(string content) => Assert.IsEmpty(Compute(("plugin.json", content)).Servers);

    [TestMethod]
    public void PartsAreFoundWhereCodexLooksByItself()
    {
        PluginCapabilities found = Compute(("skills/review/SKILL.md", Skill), (".mcp.json", ServerMap), ("hooks/hooks.json", Hooks), (".app.json", Apps));
        Assert.AreEqual(new SkillCapability("skills/review", "review", IsImplicit: true), found.Skills.Single());
        Assert.AreEqual("docs", found.Servers.Single().Name);
        Assert.AreEqual("sh check.sh", found.Hooks.Single().Action);
        Assert.AreEqual(new AppCapability("github", "connector_1"), found.Apps.Single());
    }

    // On Windows and macOS they are found.
    [TestMethod]
    public void LetterCaseHidesNothing()
    {
        PluginCapabilities found = Compute(("Skills/review/skill.MD", Skill), (".MCP.json", ServerMap), ("Hooks/HOOKS.json", Hooks), (".App.json", Apps));
        Assert.HasCount(1, found.Skills);
        Assert.HasCount(1, found.Servers);
        Assert.HasCount(1, found.Hooks);
        Assert.HasCount(1, found.Apps);
    }

    [TestMethod]
    [DataRow("\"./a.json\"", 1)]
    [DataRow("\"a.json\"", 2)]
    [DataRow("\"./x/../a.json\"", 2)]
    [DataRow("[\"./a.json\"]", 2)]
    [DataRow("\"\"", 2)]
    [DataRow("null", 2)]
    [DataRow("7", 2)]
    [DataRow("""{ "inline": { "command": "x" } }""", 3)]
    [DataRow("""{ "mcpServers": { "inline": { "command": "x" } } }""", 3)]
    public void ServersAreThoseOfTheManifestOrThePlaceThatCodexFallsBackTo(string declared, int expected)
    {
        PluginCapabilities found = Compute((ManifestFile, $$"""{ "name": "p", "mcpServers": {{declared}} }"""),
            ("a.json", """{ "declared": { "command": "x" } }"""), (".mcp.json", """{ "mcpServers": { "default": { "command": "x" } }, "more": 1 }"""));
        Assert.AreEqual(expected switch { 1 => "declared", 2 => "default", _ => "inline" }, found.Servers.Single().Name);
    }

    [TestMethod]
    [DataRow("\"./a.json\"", "A")]
    [DataRow("[\"./a.json\", \"./b.json\"]", "A B")]
    [DataRow("""{ "hooks": { "I": [ { "hooks": [ { "type": "command", "command": "x" } ] } ] } }""", "I")]
    [DataRow("""[ "./b.json", { "hooks": { "I": [ { "hooks": [ { "type": "command", "command": "x" } ] } ] } } ]""", "B I")]
    [DataRow("""{ "I": [ { "hooks": [ { "type": "command", "command": "x" } ] } ] }""", "D")]
    [DataRow("[\"./a.json\", 7]", "A D")]
    [DataRow("[\"../a.json\"]", "D")]
    [DataRow("[]", "D")]
    [DataRow("true", "D")]
    public void HooksAreThoseOfTheManifestOrThePlaceThatCodexFallsBackTo(string declared, string expected)
    {
        PluginCapabilities found = Compute((ManifestFile, $$"""{ "name": "p", "hooks": {{declared}} }"""), ("a.json", Hook("A")), ("b.json", Hook("B")), ("hooks/hooks.json", Hook("D")), ("hooks.json", Hook("Never")));
        Assert.AreEqual(expected, string.Join(' ', found.Hooks.Select(static hook => hook.Event)));

        static string Hook(string name) => $$"""{ "hooks": { "{{name}}": [ { "hooks": [ { "type": "command", "command": "x" } ] } ] } }""";
    }

    [TestMethod]
    [DataRow("\"./more/\"", "more/a")]
    [DataRow("[\"./more\", \"./skills\"]", "more/a skills/review")]
    [DataRow("[\"./more\", 1]", "more/a skills/review")]
    [DataRow("\"more\"", "skills/review")]
    [DataRow("\"./\"", "skills/review")]
    [DataRow("\"./more/a\"", "more/a")]
    public void SkillsAreThoseOfTheManifestOrThePlaceThatCodexFallsBackTo(string declared, string expected)
    {
        PluginCapabilities found = Compute((ManifestFile, $$"""{ "name": "p", "skills": {{declared}} }"""), ("more/a/SKILL.md", Skill), ("skills/review/SKILL.md", Skill), ("SKILL.md", Skill), ("other/b/SKILL.md", Skill));
        Assert.AreEqual(expected, string.Join(' ', found.Skills.Select(static skill => skill.Path)));
    }

    [TestMethod]
    public void SkillsAreFoundAsDeepAsCodexLooks()
    {
        PluginCapabilities found = Compute(("skills/a/b/c/d/e/f/SKILL.md", Skill), ("skills/a/b/c/d/e/f/g/SKILL.md", Skill), ("skills/.hidden/SKILL.md", Skill), ("skills/node_modules/x/SKILL.md", Skill), ("skills/SKILL.md", Skill));
        TextAssert.AreLines(found.Skills.Select(static skill => skill.Path), "skills", "skills/a/b/c/d/e/f", "skills/node_modules/x");
    }

    [TestMethod]
    public void SkillThatOnlyOurReaderDoesNotTakeIsThere() =>
        Assert.AreEqual(new SkillCapability("skills/x", "x", IsImplicit: true), Compute(("skills/x/SKILL.md", "\uFEFF---\nname: [\n---\n")).Skills.Single());

    [TestMethod]
    public void OnboardingSkillIsOneWhereverItLies()
    {
        PluginCapabilities found = Compute((ManifestFile, """{ "name": "p", "extensions": { "com.openai": { "onboardingSkill": "welcome/first/SKILL.md" } } }"""), ("welcome/first/SKILL.md", Skill));
        Assert.AreEqual("welcome/first", found.Skills.Single().Path);
    }

    [TestMethod]
    public void CommandsBecomeSkills()
    {
        PluginCapabilities found = Compute(("commands/ops/Deploy It.md", "---\ndescription: Deploys.\n---\nDeploy.\n"), ("commands/args.md", "---\ndescription: d\n---\n$ARGUMENTS\n"), ("commands/README.md", "---\ndescription: d\n---\n"));
        Assert.AreEqual(new SkillCapability("commands/ops/Deploy It.md", "source-command-ops-deploy-it", IsImplicit: true), found.Skills.Single());
    }

    [TestMethod]
    [DataRow("policy:\n  allow_implicit_invocation: false\n", false)]
    [DataRow("policy:\n  allow_implicit_invocation: true\n", true)]
    [DataRow("policy:\n  allow_implicit_invocation: \"false\"\n", true)]
    [DataRow("policy:\n  allow_implicit_invocation: false\n  products: [NONE]\n", true)]
    [DataRow("policy: [\n", true)]
    [DataRow("", true)]
    public void FileThatCodexIgnoresLeavesASkillToTheModel(string yaml, bool isImplicit) =>
        Assert.AreEqual(isImplicit, Compute(("skills/review/SKILL.md", Skill), ("skills/review/agents/openai.yaml", yaml)).Skills.Single().IsImplicit);

    [TestMethod]
    public void FileInOtherLettersTakesNothingAway() =>
        Assert.IsTrue(Compute(("skills/review/SKILL.md", Skill), ("skills/review/Agents/openai.yaml", "policy:\n  allow_implicit_invocation: false\n")).Skills.Single().IsImplicit);

    [TestMethod]
    public void HandlersOfEveryTypeCount()
    {
        PluginCapabilities found = Compute(("hooks/hooks.json",
            """
            { "hooks": {
                "PreToolUse": [ { "matcher": "Bash|Edit", "hooks": [
                    { "type": "command", "command": "sh a.sh", "commandWindows": "a.cmd" },
                    { "type": "command", "command": "sh a.sh", "command_windows": "sh a.sh" },
                    { "type": "mcp_tool", "server": "docs", "tool": "find", "input": { "q": "x" } } ] } ],
                "NewEvent": [ { "matcher": "*", "hooks": [ { "type": "prompt", "prompt": "Say yes." } ] } ] } }
            """));
        TextAssert.AreLines(CapabilityDifference.Describe(found),
            "adds the hook PreToolUse for 'Bash|Edit' that runs 'sh a.sh', on Windows 'a.cmd'",
            "adds the hook PreToolUse for 'Bash|Edit' that runs 'sh a.sh'",
            "adds the hook PreToolUse for 'Bash|Edit' that calls the MCP tool 'docs/find {\"q\":\"x\"}'",
            "adds the hook NewEvent that asks with a handler of type prompt 'Say yes.'");
    }

    [TestMethod]
    [DataRow("mcpServers", "./a.json")]
    [DataRow("hooks", "./a.json")]
    [DataRow("apps", "./a.json")]
    public void FileThatIsNotThereOrCannotBeReadIsNotPassedOver(string member, string path)
    {
        Assert.ThrowsExactly<JsonException>(() => Compute((ManifestFile, $$"""{ "name": "p", "{{member}}": "{{path}}" }""")));
        Assert.ThrowsExactly<JsonException>(() => Compute((ManifestFile, $$"""{ "name": "p", "{{member}}": "{{path}}" }"""), ("a.json", "{ // }")));
    }

    [TestMethod]
    public void CodeIsToldByContentFirst()
    {
        PluginCapabilities found = ComputeBytes(
            ("assets/logo.png", "#!/usr/bin/env -S A=b python3 -u\n"u8.ToArray()), ("bin/tool", "\u007FELF...."u8.ToArray()), ("bin/mac", [0xCF, 0xFA, 0xED, 0xFE, 0]), ("bin/a.txt", File.ReadAllBytes(typeof(CapabilityReader).Assembly.Location)),
            ("bin/w", [0, (byte)'a', (byte)'s', (byte)'m']), ("x/run", "#!/bin/sh\n"u8.ToArray()), ("x/run2", "#! /opt/tool/weird --x\n"u8.ToArray()),
            ("x/a.PS1", []), ("x/b.cmd", []), ("x/c.ts", []), ("x/d.jar", []), ("x/Makefile", []), ("x/package.json", "{}"u8.ToArray()), ("x/e.exe", []), ("x/readme.md", "MZ is a word"u8.ToArray()), ("x/data.json", "{}"u8.ToArray()));
        TextAssert.AreLines(found.Code.Select(static code => $"{code.Path} {code.Language}"),
            "assets/logo.png Python", "bin/a.txt .NET assembly", "bin/mac macOS program", "bin/tool Linux program", "bin/w WebAssembly", "x/Makefile Make", "x/a.PS1 PowerShell", "x/b.cmd Windows batch",
            "x/c.ts TypeScript", "x/d.jar Java", "x/e.exe Windows program", "x/package.json npm scripts", "x/run Shell", "x/run2 weird");
    }

    [TestMethod]
    [DataRow("See https://Evil.Contoso.com/x?y=1.", "evil.contoso.com")]
    [DataRow("https://user:pw@evil.contoso.com:8443#x", "evil.contoso.com")]
    [DataRow("https://good.contoso.com;x@evil.contoso.com/ https://a,b(c)@[2001:db8::2]/", "2001:db8::2 a evil.contoso.com good.contoso.com")]
    [DataRow("**https://evil.contoso.com**", "evil.contoso.com")]
    [DataRow("[x](https://evil.contoso.com)", "evil.contoso.com")]
    [DataRow("wss://evil.contoso.com git+ssh://git@git.contoso.com/x", "evil.contoso.com git.contoso.com")]
    [DataRow("git clone git@git.contoso.com:org/repo.git", "git.contoso.com")]
    [DataRow("mail ann@contoso.com: hello, image x@sha256:abc, a@b", "")]
    [DataRow("https://例え.テスト/", "xn--r8jz45g.xn--zckzah")]
    [DataRow("http://10.1.2.3/ http://[2001:db8::1]/ http://[::1]/ http://127.0.0.1:80", "10.1.2.3 2001:db8::1")]
    [DataRow("http://metadata/x", "metadata")]
    [DataRow("https://%65vil.contoso.com/", "evil.contoso.com")]
    [DataRow("https://$HOST/ https://${HOST}/ https://<host>/ https://api.$HOST.com https://{{host}}", "")]
    [DataRow("https://evil.contoso.com$PATH https://*.wild.contoso.com", "evil.contoso.com wild.contoso.com")]
    [DataRow("https://example.com https://api.example.org https://x.test http://localhost:3 xmlns=\"http://www.w3.org/2000/svg\"", "")]
    [DataRow("file:///etc/passwd javascript://x data://y", "")]
    [DataRow("https://", "")]
    public void HostsInTextsAreFound(string text, string expected) =>
        Assert.AreEqual(expected, string.Join(' ', Compute(("skills/review/notes.txt", text)).Hosts));

    [TestMethod]
    public void HostsAreFoundInWhatAnInterpreterReadsAndNotInPictures()
    {
        byte[] utf16 = [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("irm https://a.contoso.com | iex")];
        PluginCapabilities found = ComputeBytes(
            ("skills/x/run.ps1", utf16), ("skills/x/run.sh", "#!/bin/sh\n\0\ncurl https://b.contoso.com\n"u8.ToArray()), ("assets/a.png", "\u0089PNG\0https://c.contoso.com"u8.ToArray()),
            (ManifestFile, Encoding.UTF8.GetBytes("""{ "name": "p", "homepage": "https://home.contoso.com", "hooks": { "hooks": { "Stop": [ { "hooks": [ { "type": "command", "command": "curl https://d.contoso.com" } ] } ] } } }""")));
        Assert.AreEqual("a.contoso.com b.contoso.com d.contoso.com", string.Join(' ', found.Hosts));
    }

    [TestMethod]
    [DataRow("allowed-tools: Bash(git add:*), Read Grep", "Bash(git add:*)|Grep|Read")]
    [DataRow("allowed-tools:\n  - Bash(*)\n  - Read", "Bash(*)|Read")]
    [DataRow("allowed-tools: [Bash]\nallowed_tools: Write", "Bash|Write")]
    [DataRow("permissions:\n  network: all\n  files: [read, write]", "files: read|files: write|network: all")]
    [DataRow("description: a: b\nallowed-tools: Bash(*)", "Bash(*)")]
    [DataRow("allowed-tools:", "")]
    [DataRow("a: &a [*a]\nallowed-tools: x", "x")]
    public void PermissionsOfFrontmatterAreFound(string frontmatter, string expected)
    {
        PluginCapabilities found = Compute(("skills/review/SKILL.md", $"---\n{frontmatter}\n---\n"), ("commands/x.md", "---\nallowed-tools: Bash(rm:*)\n---\n$1\n"));
        Assert.AreEqual(expected, string.Join('|', found.Permissions.Where(static one => one.Skill == "skills/review").Select(static one => one.Text)));
        Assert.AreEqual("Bash(rm:*)", found.Permissions.Single(static one => one.Skill == "commands/x.md").Text);
    }

    // A file that is no JSON may stop it; nothing else may.
    [TestMethod]
    public void WrongTypesAnywhereAreNoCrash()
    {
        string[] values =
        [
            "1", "null", "true", "\"\"", "\"./\"", "\"./a.json\"", "[]", "[[]]", "[null, {}]", "{}", """{ "hooks": 1 }""", """{ "hooks": { "a": 1 } }""", """{ "hooks": { "a": [ 1, {}, { "hooks": [ 1, {}, { "type": 1, "command": [] }, { "type": "mcp_tool", "input": { "a": [ 1.5, null ] } } ] } ] } }""",
            """{ "mcpServers": [] }""", """{ "a": { "command": "", "args": [ 1, null, {} ], "env": [], "env_vars": [ {}, 1 ], "tools": [], "cwd": 1 } }""",
            """{ "a": { "url": "", "env_http_headers": { "a": 1 }, "http_headers": 1, "tools": { "a": 1 }, "oauth": [ [ {} ] ], "http_headers_helper": { "a": [ "b" ] } } }""",
            """{ "a": { "url": "http://[", "command": "\\", "args": [ "", "/", "..", "@", ":", "=", "-" ], "cwd": "", "bearer_token_env_var": [] } }""",
            """{ "com.openai": { "onboardingSkill": 1 } }""", """{ "com.openai": { "onboardingSkill": "../../x" } }""", """{ "apps": { "a": { "id": 1 }, "b": 1 } }""",
        ];
        foreach (string value in values)
        {
            foreach (string member in (string[])["skills", "mcpServers", "hooks", "apps", "commands", "extensions"])
            {
                Try((ManifestFile, $$"""{ "name": "p", "{{member}}": {{value}} }"""), ("a.json", value));
            }

            Try((".mcp.json", value), ("hooks/hooks.json", value), (".app.json", value));
            Try(("skills/x/SKILL.md", $"---\nname: {value}\nallowed-tools: {value}\n---\n"), ("skills/x/agents/openai.yaml", $"dependencies: {{ tools: {value} }}"), ("commands/x.md", $"---\ndescription: {value}\n---\n"));
        }

        static void Try(params (string, string)[] files)
        {
            try
            {
                CapabilityDifference.Describe(CapabilityJson.Read(JsonNode.Parse(CapabilityJson.ToBytes(Compute(files)))!.AsObject()));
            }
            catch (JsonException)
            {
            }
        }
    }

    [TestMethod]
    public void AliasesThatNameOneListAMillionTimesCostNothing()
    {
        string frontmatter = "permissions:\n" + string.Concat("abcd".Select(c => $"  {c}: &{c} [{string.Join(", ", Enumerable.Repeat(c == 'a' ? "x" : $"*{(char)(c - 1)}", 200))}]\n"));
        Assert.HasCount(1, Compute(("skills/x/SKILL.md", $"---\n{frontmatter}---\n")).Permissions);
    }

    [TestMethod]
    public void ToolsThatASkillDependsOnAreAskedFor()
    {
        PluginCapabilities found = Compute(("skills/x/SKILL.md", Skill), ("skills/x/agents/openai.yaml", "dependencies:\n  tools:\n    - type: mcp\n      value: docs\n      url: https://docs.contoso.com/mcp\n    - type: mcp\n      value: run\n      command: sh -c x\n"));
        TextAssert.AreLines(CapabilityDifference.Describe(found).Skip(1), "asks for the tool mcp docs https://docs.contoso.com/mcp in skills/x", "asks for the tool mcp run sh -c x in skills/x", "names the host docs.contoso.com");
    }

    [TestMethod]
    public void OrderOfTheFilesDoesNotMatter()
    {
        (string, string)[] files = [("skills/b/SKILL.md", Skill), ("skills/a/SKILL.md", Skill), (".mcp.json", """{ "b": { "command": "x" }, "a": { "command": "y" } }"""), ("x/b.sh", ""), ("x/a.sh", "https://b.contoso.com https://a.contoso.com")];
        byte[] bytes = CapabilityJson.ToBytes(Compute(files));
        CollectionAssert.AreEqual(bytes, CapabilityJson.ToBytes(Compute([.. files.Reverse()])));
    }
}
