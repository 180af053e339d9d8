using Codex.Plugin.Tests.Helpers;

namespace Codex.Plugin.Tests.Rules;

/// <summary>Manifests written by hand: what Codex rejects, ignores or takes for something else.</summary>
[TestClass]
public sealed class ManifestRuleTests
{
    private const string Manifest = ".codex-plugin/plugin.json";
    private const string Schema = "https://agent-plugins.org/schemas/1.0.0/plugin.schema.json";

    [TestMethod]
    [DataRow("CXP1011 (1,1)", "")]
    [DataRow("CXP1011 (1,1)", "[]")]
    [DataRow("CXP1011 (1,1)", "\"name\"")]
    [DataRow("CXP1011 (1,1)", "\uFEFF{\"name\":\"p\"}")]
    [DataRow("CXP1011 (1,13)", "{\"name\":\"p\",}")]
    [DataRow("CXP1011 (1,2)", "{// no\n\"name\":\"p\"}")]
    [DataRow("CXP1011 (2,2)", "{\"name\":\"p\",\n \"name\":\"q\"}")]
    [DataRow("CXP1011 (1,14)", "{\"name\":\"p\"} x")]
    [DataRow("CXP1011 (1,9)", "{\"name\":\"\\ud800\"}")]
    [DataRow("CXP1011 (1,48)", "{\"interface\":{\"websiteURL\":\"https://a.example\",\"websiteUrl\":\"https://a.example\"}}")]
    [DataRow("CXP1012 (1,9)", "{\"name\":5}")]
    [DataRow("CXP1012 (1,9)", "{\"name\":null}")]
    [DataRow("CXP1012 (1,24)", "{\"name\":\"p\",\"keywords\":\"a\"}")]
    [DataRow("CXP1012 (1,25)", "{\"name\":\"p\",\"keywords\":[5]}")]
    [DataRow("CXP1012 (1,24)", "{\"name\":\"p\",\"keywords\":null}")]
    [DataRow("CXP1012 (1,28)", "{\"name\":\"p\",\"description\": 4}")]
    [DataRow("CXP1012 (1,20)", "{\"name\":\"p\",\"apps\":{}}")]
    [DataRow("CXP1012 (1,26)", "{\"name\":\"p\",\"mcpServers\":[]}")]
    [DataRow("CXP1012 (1,34)", "{\"name\":\"p\",\"skills\":[\"./skills\",3]}")]
    [DataRow("CXP1012 (1,25)", "{\"name\":\"p\",\"interface\":\"x\"}")]
    [DataRow("CXP1012 (1,40)", "{\"name\":\"p\",\"interface\":{\"displayName\":4}}")]
    [DataRow("CXP1012 (1,42)", "{\"name\":\"p\",\"interface\":{\"capabilities\": \"Read\"}}")]
    [DataRow("CXP1012 (1,40)", "{\"name\":\"p\",\"interface\":{\"screenshots\":null}}")]
    [DataRow("CXP1013 (1,13)", "{\"name\":\"p\",\"agents\":[]}")]
    [DataRow("CXP1013 (1,13)", "{\"name\":\"p\",\"Description\":\"x\"}")]
    [DataRow("CXP1013 (1,26)", "{\"name\":\"p\",\"interface\":{\"supportURL\":\"https://a.example\"}}")]
    [DataRow("CXP1014 (1,22)", "{\"name\":\"p\",\"skills\":\"skills\"}")]
    [DataRow("CXP1014 (1,22)", "{\"name\":\"p\",\"skills\":\".\\\\skills\"}")]
    [DataRow("CXP1014 (1,22)", "{\"name\":\"p\",\"skills\":\"./a/../skills\"}")]
    [DataRow("CXP1014 (1,22)", "{\"name\":\"p\",\"skills\":\".//skills\"}")]
    [DataRow("CXP1014 (1,22)", "{\"name\":\"p\",\"skills\":\"./\"}")]
    [DataRow("CXP1005 (1,59)", "{\"name\":\"p\",\"extensions\":{\"com.openai\":{\"onboardingSkill\":\"./skills/none/SKILL.md\"}}}")]
    [DataRow("CXP1012 (1,23)", "{\"name\":\"p\",\"version\":1}")]
    [DataRow("CXP1014 (1,20)", "{\"name\":\"p\",\"apps\":\"/apps.json\"}")]
    [DataRow("CXP1014 (1,34)", "{\"name\":\"p\",\"skills\":[\"./skills\",\"../x\"]}")]
    [DataRow("CXP1005 (1,22)", "{\"name\":\"p\",\"skills\":\"./nope\"}")]
    [DataRow("CXP1005 (1,22)", "{\"name\":\"p\",\"skills\":\"./SKILLS\"}")]
    [DataRow("CXP1005 (1,26)", "{\"name\":\"p\",\"mcpServers\":\"./mcp\"}")]
    [DataRow("CXP1005 (1,20)", "{\"name\":\"p\",\"apps\":\"./skills\"}")]
    [DataRow("CXP1001 (1,9)", "{\"name\":\"a b\"}")]
    [DataRow("CXP1001 (1,9)", "{\"name\":\"\"}")]
    [DataRow("CXP1002 (1,23)", "{\"name\":\"p\",\"version\":\"banana\"}")]
    [DataRow("CXP1021 (1,23)", "{\"name\":\"p\",\"version\":\"1.2\"}")]
    [DataRow("CXP1021 (1,23)", "{\"name\":\"p\",\"version\":\"1.2.0+abc\"}")]
    public void IsFoundAtItsPlace(string expected, string manifest)
    {
        using PluginFolder folder = PluginFolder.WithSkill().Write(Manifest, manifest);

        PluginCompilation compilation = folder.Compile();

        string place = expected.Replace(" (", $" {Manifest}(", StringComparison.Ordinal);
        Assert.Contains(place, compilation.Diagnostics.Select(static found => $"{found.Descriptor.Id} {found.Location}"), string.Join('\n', compilation.Diagnostics));
    }

    [TestMethod]
    [DataRow("{}")]
    [DataRow("{\"name\":\"p\"}")]
    [DataRow("{\"name\":\"p\",\"version\":\" 1.2.0\",\"description\":null,\"skills\":null,\"mcpServers\":null,\"apps\":null,\"hooks\":null,\"interface\":null}", "CXP1021")]
    [DataRow("{\"name\":\"p\",\"skills\":\"./skills\"}")]
    [DataRow("{\"name\":\"p\",\"skills\":\"././skills//\"}")]
    [DataRow("{\"name\":\"p\",\"skills\":[\"./skills/review\"]}")]
    [DataRow("{\"name\":\"p\",\"skills\":[\"./skills/\",\"./skills/review\"]}")]
    [DataRow("{\"name\":\"p\",\"skills\":[]}")]
    [DataRow("{\"name\":\"p\",\"skills\":\"\"}")]
    [DataRow("{\"name\":\"p\",\"author\":\"Contoso\",\"homepage\":5,\"license\":{},\"id\":null,\"$schema\":\"x\",\"extensions\":{\"com.openai\":{\"onboardingSkill\":\"./skills/review/SKILL.md\"}}}")]
    [DataRow("{\"name\":\"p\",\"mcpServers\":{\"docs\":{\"url\":\"https://docs.contoso.com/mcp\"}}}")]
    [DataRow("{\"name\":\"p\",\"mcpServers\":{\"mcpServers\":{\"docs\":{\"url\":\"https://docs.contoso.com/mcp\"}}}}")]
    [DataRow("{\"name\":\"p\",\"interface\":{\"displayName\":null,\"capabilities\":[],\"screenshots\":[],\"defaultPrompt\":\"Review my branch\",\"websiteUrl\":\"https://contoso.com\"}}")]
    public void IsAdopted(string manifest, string? warning = null)
    {
        using PluginFolder folder = PluginFolder.WithSkill().Write(Manifest, manifest);

        PluginCompilation compilation = folder.Compile();

        Assert.IsTrue(compilation.Success, string.Join('\n', compilation.Diagnostics));
        Assert.AreEqual(warning ?? "", string.Join(' ', compilation.Diagnostics.Select(static found => found.Descriptor.Id)));
        Assert.AreEqual(1, compilation.Summary!.Skills);
    }

    [TestMethod]
    [DataRow(".codex-plugin")]
    [DataRow(".claude-plugin")]
    [DataRow(".cursor-plugin")]
    public void WholeFolderIsThePlugin(string manifestFolder)
    {
        using PluginFolder folder = PluginFolder.WithSkill()
            .Write($"{manifestFolder}/plugin.json", "{\"name\":\"p\",\"version\":\"2.0.0\"}")
            .Write("scripts/run.sh", "#!/bin/sh\n")
            .Write("mcp/data.json", "[1]")
            .Write("bin/tool", "x")
            .Write("bin/Debug/old.txt", "x")
            .Write("obj/project.assets.json", "{}")
            .Write("nuget.config", "<configuration/>")
            .Write(".git/HEAD", "x")
            .Write("README.md", "# P\n");

        PluginCompilation compilation = folder.Compile();

        Assert.IsTrue(compilation.Success, string.Join('\n', compilation.Diagnostics));
        string[] expected = ["README.md", "bin/tool", "mcp/data.json", "scripts/run.sh", PluginFolder.SkillFile, Manifest];
        if (manifestFolder != ".codex-plugin")
        {
            expected = [.. expected, $"{manifestFolder}/plugin.json"];
        }

        Array.Sort(expected, StringComparer.Ordinal);
        TextAssert.AreLines(folder.OutputFiles(), expected);
        Assert.IsTrue(folder.Compile().UpToDate);
    }

    [TestMethod]
    public void PartsKeepTheirPlaces()
    {
        using PluginFolder folder = PluginFolder.Of("""
            #file .codex-plugin/plugin.json
            {
              "name": "p",
              "version": "1.2.0",
              "author": { "name": "Contoso", "email": "a@contoso.com" },
              "skills": ["./prompts", "./more/one"],
              "mcpServers": "./config/servers.json",
              "hooks": "./config/hooks.json",
              "interface": { "displayName": "P" }
            }
            #file prompts/a/SKILL.md
            ---
            name: a
            description: Is a.
            ---
            #file more/one/SKILL.md
            ---
            name: one
            description: Is one.
            ---
            #file config/servers.json
            { "docs": { "url": "https://docs.contoso.com/mcp" } }
            #file config/hooks.json
            { "hooks": {} }
            """);

        folder.Compile().HasOnly();

        Assert.AreEqual("""
            {
              "name": "p",
              "version": "1.2.0",
              "author": {
                "name": "Contoso",
                "email": "a@contoso.com"
              },
              "skills": [
                "./prompts/",
                "./more/one/"
              ],
              "mcpServers": "./.mcp.json",
              "hooks": "./config/hooks.json",
              "interface": {
                "displayName": "P"
              }
            }

            """.ReplaceLineEndings("\n"), folder.ReadOutput(Manifest));
        Assert.Contains("docs.contoso.com", folder.ReadOutput(".mcp.json"));
    }

    [TestMethod]
    public void ProjectFillsWhatTheManifestLeavesOut()
    {
        using PluginFolder folder = PluginFolder.Of("""
            #skill
            #file Contoso.Review.cxproj
            <Project>
              <PropertyGroup>
                <Authors>Contoso</Authors>
                <Title>Contoso Review</Title>
                <Version>2.1.0</Version>
              </PropertyGroup>
              <ItemGroup>
                <McpServer Include="docs" Url="https://docs.contoso.com/mcp" />
              </ItemGroup>
            </Project>
            #file .codex-plugin/plugin.json
            { "description": "Reviews.", "interface": { "displayName": "Contoso Review" } }
            """);

        folder.Compile().HasOnly();

        string manifest = folder.ReadOutput(Manifest);
        foreach (string text in (ReadOnlySpan<string>)["\"name\": \"contoso-review\"", "\"version\": \"2.1.0\"", "\"name\": \"Contoso\"", "\"displayName\": \"Contoso Review\"", "\"description\": \"Reviews.\"", "./.mcp.json"])
        {
            Assert.Contains(text, manifest);
        }

        Assert.DoesNotContain("shortDescription", manifest, "what neither says is not made up");
    }

    [TestMethod]
    [DataRow("<Version>1.3.0</Version>", "{\"name\":\"p\",\"version\":\"1.2.0\"}")]
    [DataRow("<PluginName>q</PluginName>", "{\"name\":\"p\"}")]
    [DataRow("<Authors>Fabrikam</Authors>", "{\"name\":\"p\",\"author\":{\"name\":\"Contoso\"}}")]
    [DataRow("<PackageTags>a;b</PackageTags>", "{\"name\":\"p\",\"keywords\":[\"a\"]}")]
    [DataRow("<BrandColor>#000000</BrandColor>", "{\"name\":\"p\",\"interface\":{\"brandColor\":\"#FFFFFF\"}}")]
    public void ValueGivenTwiceIsRefused(string property, string manifest)
    {
        using PluginFolder folder = PluginFolder.WithSkill().Write(Manifest, manifest)
            .Write("Contoso.Review.cxproj", $"<Project>\n  <PropertyGroup>\n    {property}\n  </PropertyGroup>\n</Project>\n");

        folder.Compile().HasOnly("CXP1015 Contoso.Review.cxproj(3,6)");

        folder.Write(Manifest, "{}").Compile().HasOnly();
    }

    [TestMethod]
    [DataRow("CXP1017 plugin.json(1,12)", $"{{\"$schema\":\"https://agent-plugins.org/schemas/1.1.0/plugin.schema.json\",\"name\":\"p\"}}")]
    [DataRow("CXP1017 plugin.json(1,1)", $"{{\"$schema\":\"{Schema}\"}}")]
    [DataRow("CXP1017 plugin.json(1,80)", $"{{\"$schema\":\"{Schema}\",\"name\":\"P\"}}")]
    [DataRow("CXP1017 plugin.json(1,84)", $"{{\"$schema\":\"{Schema}\",\"name\":\"p\",}}")]
    [DataRow("CXP1017 plugin.json(1,12)", $"{{\"$schema\":\" {Schema}\",\"name\":\"p\"}}")]
    [DataRow("CXP1012 plugin.json(1,98)", $"{{\"$schema\":\"{Schema}\",\"name\":\"p\",\"description\":null}}")]
    [DataRow("CXP1013 plugin.json(1,84)", $"{{\"$schema\":\"{Schema}\",\"name\":\"p\",\"skills\":\"./skills/\"}}")]
    [DataRow("CXP1009 plugin.json", "{\"name\":\"p\"}")]
    public void PortableManifestThatIsNone(string expected, string manifest)
    {
        using PluginFolder folder = PluginFolder.WithSkill().Write("plugin.json", manifest);

        folder.Compile().HasOnly(expected);
    }

    [TestMethod]
    [DataRow("CXP1016 .app.json", ".app.json", "{\"apps\":{\"x\":{\"id\":\"connector_1\"}}}")]
    [DataRow("CXP1016 skills/group/nested/SKILL.md", "skills/group/nested/SKILL.md", "---\nname: nested\ndescription: Is lost.\n---\n")]
    public void PartLostToThePortableManifest(string expected, string path, string content)
    {
        using PluginFolder folder = PluginFolder.WithSkill().Write("plugin.json", $"{{\"$schema\":\"{Schema}\",\"name\":\"p\"}}");
        folder.Compile().HasOnly();

        PluginCompilation compilation = folder.Write(path, content).Compile();

        Assert.Contains(expected, compilation.Diagnostics.Select(static found => $"{found.Descriptor.Id} {found.Location}"));
    }

    [TestMethod]
    public void PortableManifestBecomesCodexsOwn()
    {
        using PluginFolder folder = PluginFolder.WithSkill().Write("plugin.json",
            $"{{\"$schema\":\"{Schema}\",\"name\":\"p.q\",\"description\":\"Reviews.\",\"author\":{{\"name\":\"Contoso\"}},\"homepage\":\"https://contoso.com\"}}");

        folder.Compile().HasOnly();

        TextAssert.AreLines(folder.OutputFiles(), Manifest, PluginFolder.SkillFile);
        string manifest = folder.ReadOutput(Manifest);
        foreach (string text in (ReadOnlySpan<string>)["\"name\": \"p.q\"", "\"displayName\": \"p.q\"", "\"category\": \"Other\"", "\"developerName\": \"Contoso\"", "\"websiteURL\": \"https://contoso.com\""])
        {
            Assert.Contains(text, manifest);
        }
    }

    [TestMethod]
    [DataRow("CXP1022 agents", "agents/reviewer.md")]
    [DataRow("CXP1022 .lsp.json", ".lsp.json")]
    [DataRow("CXP6007 .env", ".env")]
    [DataRow("CXP6007 server/node_modules", "server/node_modules/left-pad/index.js")]
    [DataRow("CXP6007 scripts/__pycache__", "scripts/__pycache__/x.pyc")]
    [DataRow("CXP2011 SKILL.md", "SKILL.md")]
    public void FileThatShouldNotBeThere(string expected, string path)
    {
        using PluginFolder folder = PluginFolder.WithSkill().Write(Manifest, "{\"name\":\"p\"}").Write(path, "x");

        folder.Compile().HasOnly(expected);
    }

    [TestMethod]
    [DataRow(".codex-plugin/PLUGIN.JSON")]
    [DataRow(".codex-plugin/plugin.jsonc")]
    [DataRow(".claude-plugin/.plugin.json")]
    [DataRow(".codex-plugin/deeper/plugin.json")]
    public void MisspeltManifestIsNotTakenForNone(string path)
    {
        using PluginFolder folder = PluginFolder.WithSkill().Write(path, "{\"name\":\"p\"}");

        folder.Compile().HasOnly($"CXP1009 {string.Join('/', path.Split('/')[..2])}");
    }

    [TestMethod]
    [DataRow(".mcp.jsonc")]
    [DataRow("app.json")]
    [DataRow("mcp/docs.yaml")]
    [DataRow("mcp/docs")]
    [DataRow("skills/other/skill.txt")]
    [DataRow("skills/group/other/.SKILL.md")]
    [DataRow("apps/.github.json5")]
    [DataRow("hooks/hooks.JSON")]
    [DataRow("hooks/deeper/hooks.json")]
    public void MisspeltPartIsNotTakenForNone(string path)
    {
        using PluginFolder folder = PluginFolder.WithSkill().Write(path, "{}");

        TextAssert.AreLines(folder.Compile().Diagnostics.Where(static found => found.Descriptor.Id != "CXP2001").Select(static found => $"{found.Descriptor.Id} {found.Location}"), $"CXP1022 {path}");
    }

    [TestMethod]
    [DataRow("mcp/docs.json/x")]
    [DataRow("hooks/hooks.json/x")]
    public void PartThatIsAFolderIsFound(string path)
    {
        using PluginFolder folder = PluginFolder.WithSkill().Write(path, "{}");

        folder.Compile().HasOnly($"CXP1022 {path[..^2]}");
    }

    [TestMethod]
    public void OneOfTwoMarketplacesIsNotRead()
    {
        using PluginFolder folder = PluginFolder.WithSkill().Write(".agents/plugins/marketplace.json", "{}").Write(".claude-plugin/marketplace.json", "{}");

        folder.Compile().HasOnly("CXP7002 .claude-plugin/marketplace.json");

        TextAssert.AreLines(folder.OutputFiles(), Manifest, PluginFolder.SkillFile);
    }

    [TestMethod]
    public void NameOfAReferencedPluginIsRefused()
    {
        using PluginFolder folder = PluginFolder.WithSkill();
        ReferencedPlugin common = new("contoso-common", "Contoso.Common 1.0.0", folder.FullPath("nowhere"));

        folder.Compile(project => project with { References = [common] }).HasOnly();
        folder.Compile(project => project with { References = [common with { Name = "contoso-review" }] }).HasOnly("CXP1024 Contoso.Review.cxproj");
        folder.Compile(project => project with { References = [common, common with { Package = "Contoso.Other 1.0.0" }] }).HasOnly("CXP1024 Contoso.Review.cxproj");
    }

    [TestMethod]
    [DataRow(".codex-plugin/plugin.json")]
    [DataRow("mcp/docs.json")]
    [DataRow("hooks/hooks.json")]
    [DataRow("apps/x.json")]
    public void HugeFileIsNotRead(string path)
    {
        using PluginFolder folder = PluginFolder.WithSkill().Write(path, "");
        using (FileStream file = File.OpenWrite(folder.FullPath(path)))
        {
            file.SetLength(100_000_000);
        }

        folder.Compile().HasOnly($"CXP1023 {path}");
    }
}
