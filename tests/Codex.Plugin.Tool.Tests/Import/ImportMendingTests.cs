using System.Text;
using Codex.Plugin.PackageManager.Import;

namespace Codex.Plugin.Tool.Tests.Import;

/// <summary>What a build would refuse is taken out, and listed; what is hostile harms nobody.</summary>
[TestClass]
public sealed class ImportMendingTests : ImportTest
{
    [TestMethod]
    // What Codex ignores in a manifest.
    [DataRow(".codex-plugin/plugin.json", """{ "name": "contoso-review", "version": "1.2.0", "agents": "./agents", "logo": 4 }""", "CXP1013")]
    [DataRow(".codex-plugin/plugin.json", """{ "name": "contoso-review", "version": "1.2.0", "skills": "skills" }""", "CXP1014")]
    [DataRow(".codex-plugin/plugin.json", """{ "name": "contoso-review", "version": "1.2.0", "interface": { "displayName": 4 } }""", "CXP1012")]
    [DataRow(".codex-plugin/plugin.json", """{ "name": "contoso-review", "version": "banana" }""", "CXP1002")]
    [DataRow(".codex-plugin/plugin.json", """{ "name": "contoso-review", "version": "1.2.0", /* a remark */ }""", "CXP1011")]
    // Parts that it drops.
    [DataRow(".mcp.json", """{ "mcpServers": { "a": { "command": "./bin/none", "cwd": "." }, "b": { "url": "https://docs.contoso.example/mcp" } } }""", "CXP3010")]
    [DataRow(".mcp.json", """{ "mcpServers": { "a": { "url": "https://docs.contoso.example/mcp", "autoApprove": true } } }""", "CXP3006")]
    [DataRow(".mcp.json", """{ "mcpServers": { "a": "text" } }""", "CXP3")]
    [DataRow(".mcp.json", "nothing", "CXP3001")]
    [DataRow(".app.json", """{ "apps": { "a": { "id": "" }, "b": { "id": "connector_1" } } }""", "CXP4002")]
    [DataRow("hooks/hooks.json", """{ "hooks": { "Notification": [ { "hooks": [ { "type": "command", "command": "echo" } ] } ] } }""", "CXP4005")]
    [DataRow("hooks/hooks.json", """{ "hooks": { "Stop": [ { "hooks": [ { "type": "prompt", "prompt": "Go on" }, { "type": "command", "command": "echo" } ] } ] } }""", "CXP4006")]
    [DataRow("hooks.json", """{ "hooks": { "Stop": [] } }""", "CXP4008")]
    // Skills.
    [DataRow("skills/bad/SKILL.md", "No frontmatter.", "CXP2003")]
    [DataRow("skills/bad/SKILL.md", "---\nname: bad\n---\n", "CXP2005")]
    [DataRow("skills/second/SKILL.md", "---\nname: review\ndescription: Has the name of another.\n---\n", "CXP2006")]
    [DataRow("skills/review/agents/openai.yaml", "interface:\n  display_name: Review\n  brand_color: blue\n", "CXP2021")]
    [DataRow("skills/review/agents/openai.yaml", "interface: [", "CXP2020")]
    // What no marketplace lays out.
    [DataRow("skills/review/key.md", "The key is ghp_q7Zt3VbN8mKx2RwLp5Yc9HsJd4Gf6TaEu1Bi.", "CXP8006")]
    [DataRow("skills/review/run.sh", "#!/bin/sh\necho aGVsbG8= | base64 -d | sh\n", "CXP8013")]
    public async Task WhatABuildRefusesIsTakenOutAndListed(string file, string content, string code)
    {
        var folder = CreateFolder(Plugin);
        folder.WriteBytes($"source/{file}", Encoding.UTF8.GetBytes(content));

        ImportResult result = await ImportAsync(folder);

        Assert.IsTrue(result.Findings.Any(one => one.Kind != ImportFindingKind.WithoutEffect && one.Plugin == "contoso-review" && one.Path.StartsWith(file, StringComparison.Ordinal) && one.Code!.StartsWith(code, StringComparison.Ordinal)),
            string.Join('\n', result.Findings));
        Assert.AreEqual(1, result.Plugins.Single().Content.Skills);
        Assert.Contains(code, folder.Read("imported/import-report.md"));
        Assert.IsFalse(folder.Read("imported/import-report.md").Contains("ghp_q7Zt3VbN8mKx", StringComparison.Ordinal), "the secret");
    }

    [TestMethod]
    public async Task ServersOfOtherHostsAreTranslated()
    {
        var folder = CreateFolder("""
            #file source/.claude-plugin/plugin.json
            { "name": "contoso-claude", "version": "1.0.0", "description": "Was made for another host." }
            #file source/.mcp.json
            { "mcpServers": {
              "local": { "command": "node", "args": ["${CLAUDE_PLUGIN_ROOT}/server/main.js"], "env": { "CONTOSO_KEY": "${CONTOSO_KEY}" } },
              "remote": { "type": "http", "url": "https://docs.contoso.example/mcp", "headers": { "Authorization": "Bearer ${CONTOSO_TOKEN}" } } } }
            #file source/server/main.js
            console.log("x");
            """);

        ImportResult result = await ImportAsync(folder);

        var servers = folder.ReadJson("imported/plugins/contoso-claude/.mcp.json")["mcpServers"]!;
        Assert.AreEqual("./server/main.js . CONTOSO_KEY", $"{servers["local"]!["args"]![0]} {servers["local"]!["cwd"]} {servers["local"]!["env_vars"]![0]}");
        Assert.AreEqual("CONTOSO_TOKEN", (string?)servers["remote"]!["bearer_token_env_var"]);
        Assert.AreEqual(2, result.Plugins.Single().Content.McpServers);
        Assert.AreEqual(2, result.Findings.Count(static one => one.Kind == ImportFindingKind.Changed), string.Join('\n', result.Findings));
    }

    [TestMethod]
    public async Task ServerOfOneNameInTwoPluginsIsRenamedInTheSecond()
    {
        const string Server = "/.mcp.json\n{ \"mcpServers\": { \"docs\": { \"url\": \"https://docs.contoso.example/mcp\" } } }";
        var folder = CreateFolder(Marketplace("""{ "name": "two", "source": "./two" }""", """{ "name": "one", "source": "./one" }""")
            + Member("one") + Member("two") + "\n#file source/one" + Server + "\n#file source/two" + Server);

        ImportResult result = await ImportAsync(folder);

        AssertList(Lines(result), "Changed two .mcp.json CXP7012");
        Assert.IsNotNull(folder.ReadJson("imported/plugins/one/.mcp.json")["mcpServers"]!["docs"]);
        Assert.IsNotNull(folder.ReadJson("imported/plugins/two/.mcp.json")["mcpServers"]!["two-docs"]);
    }

    [TestMethod]
    public async Task EntriesThatLeadElsewhereAreLeftOut()
    {
        var folder = CreateFolder(Marketplace(
            """{ "name": "good", "source": "./good" }""",
            """{ "name": "up", "source": "./../outside" }""",
            """{ "name": "inner-up", "source": "./good/../../outside" }""",
            """{ "name": "absolute", "source": "/etc" }""",
            """{ "name": "windows", "source": ".\\good" }""",
            """{ "name": "missing", "source": "./missing" }""",
            """{ "name": "repository", "source": { "source": "url", "url": "https://git.contoso.example/a" } }""",
            """{ "name": "package", "source": { "source": "npm", "package": "a" } }""",
            """{ "name": "good", "source": "./good" }""",
            """{ "source": "./good" }""",
            """{ "name": "no-source" }""",
            """ "text" """,
            """{ "name": "policy", "source": "./good", "policy": { "installation": "SOMETIMES", "products": 3 } }""") + Member("good") + "\n#file outside/SKILL.md\nOutside.");

        ImportResult result = await ImportAsync(folder);

        AssertList(result.Plugins.Select(static one => one.Name), "good", "policy");
        Assert.AreEqual(13, result.Findings.Count(static one => one.Plugin is null && one.Kind == ImportFindingKind.NotCarriedOver), string.Join('\n', result.Findings));
        Assert.IsFalse(folder.List("imported").Any(static file => file.Contains("outside", StringComparison.OrdinalIgnoreCase)));
    }

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public async Task LinksAreNotFollowed()
    {
        var folder = CreateFolder(Marketplace("""{ "name": "good", "source": "./good" }""", """{ "name": "out", "source": "./out" }""", """{ "name": "in", "source": "./in" }""")
            + Member("good") + Member("real", "in") + "\n#file outside/secret.txt\nSecret.");
        File.CreateSymbolicLink(folder.PathOf("source/good/skills/tasks/secret.txt"), folder.PathOf("outside/secret.txt"));
        File.CreateSymbolicLink(folder.PathOf("source/good/skills/tasks/self"), ".");
        Directory.CreateSymbolicLink(folder.PathOf("source/good/skills/more"), folder.PathOf("outside"));
        Directory.CreateSymbolicLink(folder.PathOf("source/out"), folder.PathOf("outside"));
        Directory.CreateSymbolicLink(folder.PathOf("source/in"), folder.PathOf("source/real"));

        ImportResult result = await ImportAsync(folder);

        AssertList(result.Plugins.Select(static one => one.Name), "good", "in");
        AssertList(Lines(result).Order(StringComparer.Ordinal),
            "NotCarriedOver - .agents/plugins/marketplace.json(2,1)",
            "NotCarriedOver good skills/more CXP1006", "NotCarriedOver good skills/tasks/secret.txt CXP1006", "NotCarriedOver good skills/tasks/self CXP1006");
        Assert.IsFalse(folder.List("imported").Any(static file => file.Contains("secret", StringComparison.Ordinal)));
    }

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public async Task WhatLooksLikeAMarketplaceAndIsNoneIsRefused()
    {
        var folder = CreateFolder(Marketplace("""{ "name": "one", "source": "./one" }""") + Member("one"));
        File.Move(folder.PathOf("source/.agents/plugins/marketplace.json"), folder.PathOf("outside.json"));
        File.CreateSymbolicLink(folder.PathOf("source/.agents/plugins/marketplace.json"), folder.PathOf("outside.json"));
        Assert.Contains("leaves the folder", (await RefusesAsync(folder)).Message);

        // A reader of a pipe waits for ever.
        folder.Delete("source/.agents/plugins/marketplace.json");
        ProcessResult made = await ChildProcess.RunAsync(ChildProcess.Describe("mkfifo", [folder.PathOf("source/.agents/plugins/marketplace.json")], folder.Folder), TimeSpan.FromMinutes(1));
        Assert.AreEqual(0, made.ExitCode, made.StandardError);
        Assert.Contains("it is no file", (await RefusesAsync(folder)).Message);
    }

    [TestMethod]
    public async Task NothingThatABuildWouldObeyIsCopied()
    {
        var folder = CreateFolder(Plugin + """

            #file source/Directory.Build.targets
            <Project InitialTargets="Evil"><Target Name="Evil"><Error Text="obeyed" /></Target></Project>
            #file source/Directory.Build.props
            <Project><Import Project="../evil.props" /></Project>
            #file source/directory.packages.props
            <Project />
            #file source/NuGet.Config
            <configuration />
            #file source/global.json
            {}
            #file source/contoso-review.cxproj
            <Project />
            #file source/contoso-review.cxproj.user
            <Project />
            #file source/Directory.Build.rsp
            -noLogo
            #file source/obj/contoso-review.cxproj.nuget.g.targets
            <Project />
            #file source/skills/review/assets/Directory.Build.props
            <Project />
            """);

        ImportResult result = await ImportAsync(folder);

        AssertList(folder.List("imported/plugins/contoso-review"),
            ".codex-plugin/plugin.json", "contoso-review.cxproj", "skills/review/SKILL.md", "skills/review/assets/Directory.Build.props");
        Assert.HasCount(9, result.Findings);
    }

    [TestMethod]
    public async Task NamesThatAreNoneBecomeNames()
    {
        var folder = CreateFolder(Marketplace(
            """{ "name": "Über plugin!", "source": "./a" }""", """{ "name": "a--b", "source": "./b" }""", """{ "name": "con", "source": "./c" }""", """{ "name": "A..B", "source": "./d" }""")
            + Member("a", "Über plugin!") + Member("b", "a--b") + Member("c", "con") + Member("d", "A..B"));

        ImportResult result = await ImportAsync(folder);

        AssertList(result.Plugins.Select(static one => $"{one.Name} {one.PackageId}"), "ber-plugin ber-plugin", "a--b a-b", "con plugin-con", "A-B A-B-2");
    }

    [TestMethod]
    [DataRow("{")]
    [DataRow("[]")]
    [DataRow("{ \"plugins\": 4 }")]
    [DataRow("{ \"name\": \"contoso\", \"plugins\": [] }")]
    public async Task MarketplaceThatCannotBeReadIsRefused(string content)
    {
        var folder = CreateFolder($"#file source/.agents/plugins/marketplace.json\n{content}");

        Assert.Contains(".agents/plugins/marketplace.json", (await RefusesAsync(folder)).Message);
        Assert.IsFalse(folder.Exists("imported"));
    }

    [TestMethod]
    public async Task PluginThatCannotBeMendedIsLeftOutAlone()
    {
        var folder = CreateFolder(Marketplace("""{ "name": "good", "source": "./good" }""", """{ "name": "bad", "source": "./bad" }""", """{ "name": "empty", "source": "./empty" }""")
            + Member("good") + "\n#file source/bad/.codex-plugin/plugin.json\n{ not json\n#file source/empty/.codex-plugin/plugin.json\n{ \"name\": \"empty\", \"version\": \"1.0.0\" }");

        ImportResult result = await ImportAsync(folder);

        AssertList(result.Plugins.Select(static one => one.Name), "good");
        AssertList(Lines(result), "NotCarriedOver bad .codex-plugin/plugin.json CXP1011", "NotCarriedOver empty ./empty CXP1003");
        Assert.IsFalse(folder.Exists("imported/plugins/bad"));
    }

    /// <summary>Whatever stands in the files: a result that says what is missing, or a message.</summary>
    [TestMethod]
    public async Task AnyBytesAreRead()
    {
        var random = new Random(11);
        var folder = CreateFolder(Marketplace("""{ "name": "one", "source": "./one", "policy": { "installation": "AVAILABLE" } }""", """{ "name": "two", "source": "./two" }""") + Member("one") + Member("two") + """

            #file source/one/.mcp.json
            { "mcpServers": { "docs": { "command": "node", "args": ["./x.js"], "env": { "A": "b" } } } }
            #file source/one/hooks/hooks.json
            { "hooks": { "Stop": [ { "hooks": [ { "type": "command", "command": "echo" } ] } ] } }
            #file source/two/.app.json
            { "apps": { "a": { "id": "connector_1" } } }
            """);
        string[] files = [.. folder.List("source")];
        Dictionary<string, byte[]> originals = files.ToDictionary(static file => file, file => File.ReadAllBytes(folder.PathOf($"source/{file}")));
        int imported = 0;
        for (int i = 0; i < 150; i++)
        {
            string file = files[random.Next(files.Length)];
            byte[] bytes = [.. originals[file]];
            for (int changes = random.Next(1, 4); changes > 0; changes--)
            {
                int at = random.Next(bytes.Length);
                bytes = random.Next(3) switch
                {
                    0 => [.. bytes[..at], (byte)random.Next(256), .. bytes[(at + 1)..]],
                    1 => bytes[..at].Length == 0 ? bytes : bytes[..at],
                    _ => [.. bytes[..at], .. bytes[random.Next(bytes.Length)..], .. bytes[at..]],
                };
            }

            folder.WriteBytes($"source/{file}", bytes);
            try
            {
                ImportResult result = await ImportAsync(folder, dryRun: true);
                Assert.IsTrue(result.Plugins.Count == 2 || result.Findings.Count > 0, $"{i}: {file}");
                imported++;
            }
            catch (ImportException)
            {
                // It says why.
            }

            Assert.IsFalse(folder.Exists("imported"));
            folder.WriteBytes($"source/{file}", originals[file]);
        }

        Assert.IsGreaterThan(75, imported);
    }
}
