using Codex.Plugin.Tests.Helpers;

namespace Codex.Plugin.Tests.Rules;

/// <summary>What a workspace's import (CXP1019, CXP1020) and the public directory ask for, each limit on both sides.</summary>
[TestClass]
public sealed class AudienceRuleTests
{
    private const string Project = "Contoso.Review.cxproj";

    public static IEnumerable<object?[]> Changes =>
    [
        .. Row("nothing", static p => p, null),
        .. Missing("description", static p => p with { Description = " " }),
        .. Missing("author.name", static p => p with { Author = null }),
        .. Missing("interface.displayName", static p => Show(p, s => s with { DisplayName = null })),
        .. Missing("interface.shortDescription", static p => Show(p, s => s with { ShortDescription = "" })),
        .. Missing("interface.longDescription", static p => Show(p, s => s with { LongDescription = null })),
        .. Missing("interface.developerName", static p => Show(p, s => s with { DeveloperName = null })),
        .. Missing("interface.category", static p => Show(p, s => s with { Category = null })),
        .. Missing("interface.defaultPrompt", static p => Show(p, s => s with { DefaultPrompts = [] })),
        .. Missing("interface.logo", static p => Show(p, s => s with { Logo = null }), PluginAudience.Workspace),
        .. Missing("interface.composerIcon", static p => Show(p, s => s with { ComposerIcon = null }), PluginAudience.Workspace),
        .. Missing("interface.websiteURL", static p => Show(p, s => s with { WebsiteUrl = null }), PluginAudience.Workspace),
        .. Missing("interface.privacyPolicyURL", static p => Show(p, s => s with { PrivacyPolicyUrl = null }), PluginAudience.Workspace),
        .. Missing("interface.termsOfServiceURL", static p => Show(p, s => s with { TermsOfServiceUrl = null }), PluginAudience.Workspace),

        .. Refused("version 1.0.0.1", static p => p with { Version = "1.0.0.1" }, PluginAudience.Team),
        .. Refused("version 1.0.0-01", static p => p with { Version = "1.0.0-01" }, PluginAudience.Team),
        .. Row("version 1.0.0-0.a.01b", static p => p with { Version = "1.0.0-0.a.01b" }, null),
        .. Row("version of 64", static p => p with { Version = "1.0.0-" + new string('a', 58) }, null),
        .. Refused("version of 65", static p => p with { Version = "1.0.0-" + new string('a', 59) }),

        .. Row("name a_B-1", static p => p with { Name = "a_B-1" }, null),
        .. Refused("name a.b", static p => p with { Name = "a.b" }),
        .. Refused("name _a", static p => p with { Name = "_a" }),
        .. Refused("name -a", static p => p with { Name = "-a" }),

        .. Longest("displayName", 30, static (s, text) => s with { DisplayName = text }, oneLine: true),
        .. Longest("shortDescription", 30, static (s, text) => s with { ShortDescription = text }, oneLine: true),
        .. Longest("longDescription", 4000, static (s, text) => s with { LongDescription = text }, oneLine: false),
        .. Longest("developerName", 80, static (s, text) => s with { DeveloperName = text }, oneLine: true),
        .. Longest("capability", 120, static (s, text) => s with { Capabilities = [text] }, oneLine: true),
        .. Longest("prompt", 128, static (s, text) => s with { DefaultPrompts = [text] }, oneLine: true),

        .. Row("20 capabilities", static p => Show(p, s => s with { Capabilities = Numbers(20) }), null),
        .. Refused("21 capabilities", static p => Show(p, s => s with { Capabilities = Numbers(21) })),
        .. Refused("empty capability", static p => Show(p, s => s with { Capabilities = [" "] })),

        .. Row("3 prompts", static p => Show(p, s => s with { DefaultPrompts = ["a", "A", "a@contoso.com"] }), null),
        .. Row("4 prompts", static p => Show(p, s => s with { DefaultPrompts = Numbers(4) }), PluginAudience.Workspace, "CXP5005", warningFor: PluginAudience.Workspace),
        .. Refused("prompt twice", static p => Show(p, s => s with { DefaultPrompts = ["a  b", "ａ b "] })),
        .. Refused("prompt with mention", static p => Show(p, s => s with { DefaultPrompts = ["Ask @docs"] })),
        .. Refused("prompt with mention first", static p => Show(p, s => s with { DefaultPrompts = ["@docs"] })),

        .. Row("address of 1024", static p => Show(p, s => s with { WebsiteUrl = "https://contoso.com/" + new string('a', 1004) }), null),
        .. Row("address of 1025", static p => Show(p, s => s with { WebsiteUrl = "https://contoso.com/" + new string('a', 1005) }), PluginAudience.Workspace, "CXP5007"),
        .. Row("colour by name", static p => Show(p, s => s with { BrandColor = "blue" }), PluginAudience.Team, "CXP5006", warningFor: PluginAudience.Team),
        .. Row("colour of 1.94:1", static p => Show(p, s => s with { BrandColor = "#BABABA" }), PluginAudience.Workspace),
        .. Row("colour of more than 2:1", static p => Show(p, s => s with { BrandColor = "#B5B5B5" }), null),
        .. Refused("colour white", static p => Show(p, s => s with { BrandColor = "#FFFFFF" })),
        .. Row("colour black", static p => Show(p, s => s with { BrandColor = "#000000" }), null),

        .. Icon("48.png", true),
        .. Icon("4096.png", true),
        .. Icon("47.png", false),
        .. Icon("4097.png", false),
        .. Icon("48x49.png", false),
        .. Icon("48.svg", true),
        .. Icon("47.svg", false),
        .. Icon("any.svg", true),
        .. Icon("48.webp", true),
        .. Icon("5MiB.png", true),
        .. Icon("5MiB+1.png", false),
        .. Screenshots(true, "706x400.png", "706x860.jpg"),
        .. Screenshots(false, "706x399.png", "706x400.png"),
        .. Screenshots(false, "706x400.png", "706x861.jpg"),
        .. Screenshots(false, "706x400.png", "705x400.png"),
        .. Screenshots(false, "706x400.png", "707x400.png"),
        .. Screenshots(false, "706x400.png", "706x400.webp"),
        .. Screenshots(false, "706x400.png"),

        .. Refused("app", static p => p with { Apps = [new AppItem("github", "connector_1", "Code")] }),
        .. Refused("second server", static p => p with { McpServers = [.. p.McpServers, new McpServerItem("more") { Settings = new Dictionary<string, string> { ["Url"] = "https://contoso.com/mcp" } }] }),
        .. Refused("http server", static p => p with { McpServers = [new McpServerItem("docs") { Settings = new Dictionary<string, string> { ["Url"] = "http://contoso.com/mcp" } }] }),
        .. Refused("local server", static p => p with { McpServers = [new McpServerItem("docs") { Settings = new Dictionary<string, string> { ["Command"] = "docs" } }] }),
        .. Row("no server, no addresses", static p => Show(p, s => s with { WebsiteUrl = null, PrivacyPolicyUrl = null, TermsOfServiceUrl = null }) with { McpServers = [] }, null),
    ];

    /// <summary>For each audience only what it refuses; a looser one takes the same plugin.</summary>
    [TestMethod]
    [DynamicData(nameof(Changes))]
    public void EachAudienceRefusesWhatItDoesNotTake(string name, object change, PluginAudience? strictest, string id, PluginAudience? warningFor)
    {
        foreach (PluginAudience audience in Enum.GetValues<PluginAudience>())
        {
            using PluginFolder folder = Folder(name);
            PluginCompilation compilation = folder.Compile(project => ((Func<PluginProject, PluginProject>)change)(Complete(project)) with { Audience = audience });
            bool isRefused = strictest is not null && audience > strictest;
            string found = string.Join('\n', compilation.Diagnostics);
            Assert.AreEqual(!isRefused, compilation.Success, $"{name} for {audience}: {found}");
            Assert.AreEqual(isRefused || audience <= warningFor ? 1 : 0, compilation.Diagnostics.Count, $"{name} for {audience}: {found}");
            if (isRefused)
            {
                Assert.AreEqual(id, compilation.Diagnostics[0].Descriptor.Id, found);
                Assert.DoesNotMatchRegex(@"\{\d", found);
            }
        }
    }

    [TestMethod]
    public void MessageNamesMemberAudienceAndProperty()
    {
        using PluginFolder folder = PluginFolder.WithSkill();
        PluginCompilation compilation = folder.Compile(static p => Show(Complete(p), s => s with { DefaultPrompts = [], Category = null }) with { Audience = PluginAudience.Workspace, McpServers = [] });
        string text = string.Join('\n', compilation.Diagnostics.Where(static found => found.Descriptor.Id == "CXP1019"));
        Assert.Contains("\"interface.category\", and a plugin for the audience Workspace needs it. Set PluginCategory in", text);
        Assert.Contains("Set a DefaultPrompt item in", text);
    }

    [TestMethod]
    public void PlacesInWrittenFiles()
    {
        using PluginFolder folder = PluginFolder.Of("""
            #file .codex-plugin/plugin.json
            { "name": "a", "version": "1.0.0-01", "description": "d", "author": { "name": "c" }, "hooks": "./h.json",
              "interface": { "displayName": "a", "shortDescription": "b", "longDescription": "c", "developerName": "d", "category": "e",
                "defaultPrompt": "Ask", "websiteUrl": "http://contoso.com" } }
            #file h.json
            { "hooks": { "Stop": [ { "hooks": [ { "type": "mcp_tool", "server": "docs", "tool": "sync" } ] } ] } }
            #file .app.json
            { "apps": { "github": { "id": "connector_1", "note": "x" } } }
            #file skills/a/SKILL.md
            ---
            description: Has no name.
            ---
            #file skills/b/SKILL.md
            ---
            name: b
            description: Not strict: a colon.
            ---
            """);
        folder.Compile(static project => project with { Audience = PluginAudience.Workspace, Version = "1.0.0-01", DeclaredVersion = "1.0.0-01" }).HasOnly(
            "CXP1020 .app.json", "CXP1020 .codex-plugin/plugin.json(1,27)", "CXP1020 .codex-plugin/plugin.json(1,95)", "CXP5007 .codex-plugin/plugin.json(3,43)",
            "CXP1020 skills/a/SKILL.md(1,1)", "CXP2015 skills/a/SKILL.md(1,1)", "CXP2012 skills/b/SKILL.md(3,24)");
        PluginCompilation team = folder.Compile(static project => project with { Version = "1.0.0-01", DeclaredVersion = "1.0.0-01" }).HasOnly("CXP2015 skills/a/SKILL.md(1,1)", "CXP2012 skills/b/SKILL.md(3,24)");
        Assert.IsTrue(team.Success);
        Assert.IsFalse(folder.Compile(static project => project with { Audience = PluginAudience.Workspace, Version = "1.0.0-01", DeclaredVersion = "1.0.0-01" }).Success, "the facts of the last build are weighed anew");
    }

    [TestMethod]
    public void HooksOfTheProjectAreRefused()
    {
        using PluginFolder folder = PluginFolder.WithSkill().Write("hooks/hooks.json", """{ "hooks": { "Stop": [ { "hooks": [ { "type": "mcp_tool", "server": "docs", "tool": "sync" } ] } ] } }""");
        folder.Compile(static p => Complete(p) with { McpServers = [], Interface = Complete(p).Interface with { Logo = null, ComposerIcon = null }, Audience = PluginAudience.Workspace }).HasOnly("CXP1020 hooks/hooks.json");
    }

    [TestMethod]
    public void DarkColourIsMeasuredAgainstDark()
    {
        foreach ((string color, bool accepted) in ((string, bool)[])[("#212121", false), ("#505050", false), ("#515151", true), ("#FFFFFF", true)])
        {
            using PluginFolder folder = Folder("").Write(".codex-plugin/plugin.json", $$$"""{ "name": "a", "version": "1.0.0", "interface": { "brandColorDark": "{{{color}}}" } }""");
            PluginCompilation compilation = folder.Compile(static p => Complete(p) with { Audience = PluginAudience.Directory });
            Assert.AreEqual(accepted, !compilation.Diagnostics.Any(static found => found.Descriptor.Id == "CXP1020"), $"{color}: {string.Join('\n', compilation.Diagnostics)}");
        }
    }

    private static PluginProject Complete(PluginProject project) => project with
    {
        Description = "Reviews the current branch.",
        Author = "Contoso",
        Interface = new PluginInterface
        {
            DisplayName = "Review", ShortDescription = "Reviews.", LongDescription = "Reviews the current branch.\nThen says what is wrong.", DeveloperName = "Contoso", Category = "Developer Tools",
            DefaultPrompts = ["Review my branch"], Logo = "assets/48.png", ComposerIcon = "assets/48.png",
            WebsiteUrl = "https://contoso.com", PrivacyPolicyUrl = "https://contoso.com/privacy", TermsOfServiceUrl = "https://contoso.com/terms",
        },
        McpServers = [new McpServerItem("docs") { Settings = new Dictionary<string, string> { ["Url"] = "https://docs.contoso.com/mcp" } }],
    };

    private static PluginProject Show(PluginProject project, Func<PluginInterface, PluginInterface> change) => project with { Interface = change(project.Interface) };

    private static PluginFolder Folder(string name)
    {
        PluginFolder folder = PluginFolder.WithSkill().Write("assets/48.png", Pictures.Png(48, 48));
        foreach (string picture in name.Split(' ').Where(static word => word.Contains('.', StringComparison.Ordinal) && char.IsAsciiLetter(word[^1])))
        {
            string stem = Path.GetFileNameWithoutExtension(picture);
            int[] sizes = [.. stem.Split('x').Select(static number => int.TryParse(number, out int size) ? size : 48)];
            (int width, int height) = (sizes[0], sizes[^1]);
            folder.Write($"assets/{picture}", Path.GetExtension(picture) switch
            {
                ".png" => Pictures.Png(width, height, stem.StartsWith("5MiB", StringComparison.Ordinal) ? (5 * 1024 * 1024) - Pictures.Png(1, 1).Length + (stem.Length > 4 ? 1 : 0) : 0),
                ".jpg" => Pictures.Jpeg(width, height),
                ".webp" => Pictures.WebP("VP8 ", width, height),
                _ => Pictures.Svg(stem == "any" ? "" : $"width='{width}' height='{height}'"),
            });
        }

        return folder;
    }

    private static IEnumerable<object?[]> Row(string name, Func<PluginProject, PluginProject> change, PluginAudience? strictest, string id = "CXP1020", PluginAudience? warningFor = null) =>
        [[name, change, strictest, id, warningFor]];

    private static IEnumerable<object?[]> Refused(string name, Func<PluginProject, PluginProject> change, PluginAudience strictest = PluginAudience.Workspace) => Row(name, change, strictest);

    private static IEnumerable<object?[]> Missing(string member, Func<PluginProject, PluginProject> change, PluginAudience strictest = PluginAudience.Team) =>
        Row($"without {member}", change, strictest, "CXP1019");

    private static IEnumerable<object?[]> Longest(string name, int longest, Func<PluginInterface, string, PluginInterface> set, bool oneLine) =>
    [
        .. Row($"{name} of {longest}", p => Show(p, s => set(s, string.Concat(Enumerable.Repeat("😀", longest)))), null),
        .. Refused($"{name} of {longest + 1}", p => Show(p, s => set(s, new string('a', longest + 1)))),
        .. Row($"{name} of two lines", p => Show(p, s => set(s, "a\nb")), oneLine ? PluginAudience.Workspace : null),
    ];

    private static IEnumerable<object?[]> Icon(string file, bool accepted) =>
        Row($"icon {file}", p => Show(p, s => s with { Logo = $"assets/{file}" }), accepted ? null : PluginAudience.Workspace);

    private static IEnumerable<object?[]> Screenshots(bool accepted, params string[] files) =>
        Row($"screenshots {string.Join(' ', files)}", p => Show(p, s => s with { DefaultPrompts = ["a", "b"], Screenshots = [.. files.Select(static file => new FileItem($"assets/{file}"))] }), accepted ? null : PluginAudience.Workspace);

    private static string[] Numbers(int count) => [.. Enumerable.Range(1, count).Select(static i => $"Number {i}")];
}
