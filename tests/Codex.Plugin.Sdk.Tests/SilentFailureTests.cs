using System.Reflection;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Packaging;
using Codex.Plugin.Sdk.Tests.Codex;
using Codex.Plugin.Sdk.Tests.Generation;
using Codex.Plugin.Sdk.Tests.Rows;

namespace Codex.Plugin.Sdk.Tests;

/// <summary>The table of what Codex does in silence, held against the real Codex: it does so still, the build says so, and the mended plugin is whole.</summary>
[TestClass]
public sealed class SilentFailureTests
{
    private const string RowProperty = "row";

    // Rows 31 to 33 and 38 are about marketplaces, which the SDK writes itself.
    private static readonly int[] s_rows = [.. Enumerable.Range(1, 30), .. Enumerable.Range(34, 4)];

    private static readonly string s_folder = Directory.CreateTempSubdirectory("codex-rows-").FullName;
    private static readonly Lazy<IReadOnlyDictionary<string, Outcome>> s_built = new(() => SilentFailure.All.ToDictionary(one => one.Title, Build));
    private static readonly Lazy<Task> s_asked = new(() => Task.Run(AskAsync));

    public required TestContext TestContext { get; set; }

    private static IEnumerable<object[]> Cases => SilentFailure.All.Select(one => new object[] { one.Title });

    [ClassCleanup]
    public static void RemoveFolder() => Directory.Delete(s_folder, recursive: true);

    public static string NameOf(MethodInfo method, object[] data) => $"{data[0]}: {method.Name}";

    [TestMethod]
    public void EveryRowHasACase()
    {
        var own = typeof(SilentFailureTests).GetMethods().SelectMany(method => method.GetCustomAttributes<TestPropertyAttribute>())
            .Where(property => property.Name == RowProperty).Select(property => int.Parse(property.Value, System.Globalization.CultureInfo.InvariantCulture));
        var covered = SilentFailure.All.Select(one => one.Row).Concat(own).ToHashSet();

        Assert.IsEmpty(s_rows.Except(covered), "rows without a case: " + string.Join(", ", s_rows.Except(covered)));
        Assert.HasCount(SilentFailure.All.Count, SilentFailure.All.Select(one => one.Title).Distinct(StringComparer.Ordinal), "titles");
    }

    [TestMethod]
    [DynamicData(nameof(Cases), DynamicDataDisplayName = nameof(NameOf))]
    public void BuildSaysSo(string title)
    {
        var (one, bad, good) = s_built.Value[title];
        var said = Lines(bad).Except(Lines(good), StringComparer.Ordinal).ToList();

        if (one.Build.Count != said.Count || said.Zip(one.Build, (line, expected) => line == one.Named(expected)).Contains(false))
        {
            Assert.Fail($"{title}\nthe build should say:\n{Indent(one.Build.Select(one.Named))}\nit says:\n{Indent(bad.Diagnostics.Select(diagnostic => diagnostic.ToString()))}");
        }

        Assert.IsTrue(good.Success, $"{title}\nthe mended plugin is not built:\n{Indent(good.Diagnostics.Select(diagnostic => diagnostic.ToString()))}");
        Assert.IsEmpty(
            good.Diagnostics.Select(diagnostic => diagnostic.Descriptor.Id).Intersect(one.Build.Select(line => line.Split(' ')[1]), StringComparer.Ordinal),
            $"{title}\nthe mended plugin has the mistake still");
    }

    [TestMethod]
    [DynamicData(nameof(Cases), DynamicDataDisplayName = nameof(NameOf))]
    public async Task CodexDoesSo(string title)
    {
        await CodexCli.RequireAsync();
        await s_asked.Value;
        var outcome = s_built.Value[title];
        var one = outcome.Case;
        Assert.IsNotNull(outcome.GoodReport, $"{title}\nthe mended plugin is not built");
        var (bad, good) = (CodexFacts.Of(outcome.BadReport!), CodexFacts.Of(outcome.GoodReport));
        var complaints = CodexFacts.Complaints(outcome.BadReport!);
        List<string> wrong =
        [
            .. one.Lost.Select(one.Named).Where(bad.Contains).Select(fact => $"Codex should not have of the bad plugin: {fact}"),
            .. one.Lost.Select(one.Named).Where(fact => !good.Contains(fact)).Select(fact => $"Codex should have of the good plugin: {fact}"),
            .. one.Instead.Select(one.Named).Where(fact => !bad.Contains(fact)).Select(fact => $"Codex should have of the bad plugin: {fact}"),
            .. one.Instead.Select(one.Named).Where(good.Contains).Select(fact => $"Codex should not have of the good plugin: {fact}"),
            .. one.Trace.Where(trace => !complaints.Any(complaint => Matches(complaint, one.Named(trace)))).Select(trace => $"Codex should say of the bad plugin: {trace}"),
            .. complaints.Where(complaint => !one.Trace.Any(trace => Place(trace) == Place(complaint))).Select(complaint => $"Codex should not say of the bad plugin: {complaint}"),
            .. CodexFacts.Complaints(outcome.GoodReport).Select(complaint => $"Codex should not say of the good plugin: {complaint}"),
        ];
        if (wrong.Count > 0)
        {
            TestContext.WriteLine($"of the bad plugin, Codex says:\n{outcome.BadReport}\nof the good plugin, Codex says:\n{outcome.GoodReport}");
            Assert.Fail($"{title}\n{Indent(wrong)}\nthe build says of the bad plugin:\n{Indent(outcome.Bad.Diagnostics.Select(diagnostic => diagnostic.ToString()))}");
        }

        static string Place(string text) => text[..text.IndexOf(": ", StringComparison.Ordinal)];

        static bool Matches(string complaint, string trace) =>
            Place(complaint) == Place(trace) && complaint.Contains(trace[(Place(trace).Length + 2)..], StringComparison.Ordinal);
    }

    /// <summary>Codex takes the name of the folder, which must be that of the marketplace's entry.</summary>
    [TestMethod]
    [TestProperty(RowProperty, "4")]
    [DataRow("no name", """{ "version": "1.0.0" }""", "")]
    [DataRow("empty name", """{ "name": "", "version": "1.0.0" }""", "error CXP1001 .codex-plugin/plugin.json(1,11)")]
    public async Task SkillsOfANamelessPluginAreCalledByItsVersion(string condition, string manifest, string build)
    {
        await CodexCli.RequireAsync();
        // The folder that it is copied to.
        const string Name = "plugin00000";
        var bad = Plugin(4, Name, "#file .codex-plugin/plugin.json\n" + manifest);
        var folder = Path.Combine(s_folder, condition);
        bad.CreateBad().WriteTo(folder);

        Assert.AreEqual("1.0.0:keep", (await CodexReport.LoadPluginAsync(folder, Name)).Skills.Single().Name);
        Assert.AreEqual(build, Said(bad, folder: folder));
        var mended = build.Length == 0 ? bad : Plugin(4, Name);
        Assert.IsTrue(mended.CreateBad().Compile(Path.Combine(folder, "mended")).Success);
        Assert.AreEqual("plugin00000:keep", (await CodexReport.LoadPluginAsync(GeneratedPlugin.OutputFolder(Path.Combine(folder, "mended")))).Skills.Single().Name);
    }

    [TestMethod]
    [TestProperty(RowProperty, "8")]
    public async Task SameVersionWithOtherContentReachesNobody()
    {
        await CodexCli.RequireAsync();
        using var home = await CodexHome.CreateAsync();
        var (same, newer) = (Plugin(8, "same"), Plugin(8, "newer"));
        var folder = FolderOf(same, "good");
        Assert.IsTrue(same.CreateBad().Compile(folder).Success);
        newer.CreateBad().WriteTo(FolderOf(newer, "raw"));
        var published = PackageManifest.Describe(GeneratedPlugin.OutputFolder(folder));
        var marketplace = TestMarketplace.Create(Path.Combine(home.Folder, "marketplace"), [(GeneratedPlugin.OutputFolder(folder), same.Name), (FolderOf(newer, "raw"), newer.Name)]);
        await home.AddMarketplaceAsync(marketplace);
        var sameInstalled = await home.InstallAsync(same.Name, TestMarketplace.Name);
        var newerInstalled = await home.InstallAsync(newer.Name, TestMarketplace.Name);

        foreach (var plugin in new[] { "plugin00000", "plugin00001" })
        {
            await File.AppendAllTextAsync(Path.Combine(marketplace, "plugins", plugin, SilentFailure.KeptSkill), "More.");
        }

        await File.WriteAllTextAsync(Path.Combine(marketplace, "plugins", "plugin00001", ".codex-plugin", "plugin.json"), """{ "name": "newer", "version": "1.0.1" }""");
        var refreshed = Path.Combine(Path.GetDirectoryName(newerInstalled)!, "1.0.1", SilentFailure.KeptSkill);
        await using (var server = await home.StartServerAsync())
        {
            await server.CallAsync("plugin/list", new { cwds = new[] { home.WorkFolder } });
            for (var giveUp = DateTime.UtcNow + CodexHome.Timeout; !File.Exists(refreshed) && DateTime.UtcNow < giveUp;)
            {
                await Task.Delay(20);
            }
        }

        Assert.EndsWith("More.", await File.ReadAllTextAsync(refreshed), "the one with another version");
        Assert.IsFalse((await File.ReadAllTextAsync(Path.Combine(sameInstalled, SilentFailure.KeptSkill))).EndsWith("More.", StringComparison.Ordinal), "the one with the same version");

        var packages = Path.Combine(s_folder, "packages");
        var package = Directory.CreateDirectory(Path.Combine(packages, "contoso.same", "1.0.0")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(package, "codexplugin.json"), published.ToBytes());
        await File.AppendAllTextAsync(Path.Combine(folder, SilentFailure.KeptSkill), "More.");
        PluginCompiler.Compile(same.CreateBad().Project(folder), GeneratedPlugin.OutputFolder(folder), Path.Combine(folder, "obj", "state"));
        var changed = PackageManifest.Describe(GeneratedPlugin.OutputFolder(folder));
        Assert.AreEqual("CXP6008", PublishedVersion.FindDifference(changed, "Contoso.Same", "1.0.0", packages, "same.cxproj")?.Descriptor.Id);
        Assert.IsNull(PublishedVersion.FindDifference(changed, "Contoso.Same", "1.0.1", packages, "same.cxproj"));
    }

    [TestMethod]
    [TestProperty(RowProperty, "16")]
    public async Task SkillsOfTwoPluginsWithOneNameAreNotToldApart()
    {
        await CodexCli.RequireAsync();
        var plugin = Plugin(16, "twice");
        plugin.CreateBad().WriteTo(FolderOf(plugin, "raw"));
        using var home = await CodexHome.CreateAsync();
        foreach (var name in new[] { "one", "two" })
        {
            var marketplace = TestMarketplace.Create(Path.Combine(home.Folder, name), FolderOf(plugin, "raw"), plugin.Name);
            var file = Path.Combine(marketplace, ".agents", "plugins", "marketplace.json");
            await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace(TestMarketplace.Name, name, StringComparison.Ordinal));
            await home.AddMarketplaceAsync(marketplace);
            await home.InstallAsync(plugin.Name, name);
        }

        await using (var server = await home.StartServerAsync())
        {
            var skills = (await server.CallAsync("skills/list", new { cwds = new[] { home.WorkFolder }, forceReload = true })).GetProperty("data")[0];
            Assert.HasCount(2, skills.Items("skills").Where(skill => skill.Text("name") == "twice:keep"));
            Assert.IsEmpty(skills.Items("errors"));
        }

        // The names of skills begin with the plugin's: two plugins of one name are what it takes.
        Assert.AreEqual("error CXP1024 .codex-plugin/plugin.json(1,11)", Said(plugin, FolderOf(plugin, "raw"), "twice"));
        Assert.AreEqual("", Said(plugin, FolderOf(plugin, "raw"), "other"));
    }

    [TestMethod]
    [TestProperty(RowProperty, "22")]
    public async Task ServerOfTwoPluginsIsThereOnce()
    {
        await CodexCli.RequireAsync();
        const string Servers = "#file .mcp.json\n{ \"mcpServers\": { \"docs\": { \"url\": \"https://rowname.contoso.example/mcp\" } } }";
        var (one, two) = (Plugin(22, "one", Servers), Plugin(22, "two", Servers));
        var other = Plugin(22, "other", Servers.Replace("docs", "other-docs", StringComparison.Ordinal));
        foreach (var plugin in new[] { one, two, other })
        {
            plugin.CreateBad().WriteTo(FolderOf(plugin, "raw"));
        }

        Assert.AreEqual("https://one.contoso.example/mcp", await UrlsAsync(one, two));
        Assert.AreEqual("https://one.contoso.example/mcp https://other.contoso.example/mcp", await UrlsAsync(one, other));
        Assert.AreEqual("error CXP3016 .mcp.json(1,27)", Said(two, FolderOf(one, "raw"), "one"));
        Assert.AreEqual("", Said(other, FolderOf(one, "raw"), "one"));

        async Task<string> UrlsAsync(params SilentFailure[] plugins)
        {
            using var home = await CodexHome.CreateAsync();
            await home.AddMarketplaceAsync(TestMarketplace.Create(Path.Combine(home.Folder, "marketplace"), [.. plugins.Select(plugin => (FolderOf(plugin, "raw"), plugin.Name))]));
            foreach (var plugin in plugins)
            {
                await home.InstallAsync(plugin.Name, TestMarketplace.Name);
            }

            var servers = await home.RunJsonAsync("mcp", "list", "--json");
            return string.Join(' ', servers.EnumerateArray().Select(server => server.GetProperty("transport").Text("url")).Order(StringComparer.Ordinal));
        }
    }

    [TestMethod]
    [TestProperty(RowProperty, "34")]
    public async Task SecondMarketplaceOfAFolderIsNotRead()
    {
        await CodexCli.RequireAsync();
        static string Marketplace(string path, string plugin) =>
            $$"""#file {{path}}{{"\n"}}{ "name": "contoso", "plugins": [ { "name": "{{plugin}}", "source": "./plugins/{{plugin}}" } ] }{{"\n"}}""";
        const string Both = "#file plugins/first/.codex-plugin/plugin.json\n{ \"name\": \"first\", \"version\": \"1.0.0\" }\n#file plugins/second/.codex-plugin/plugin.json\n{ \"name\": \"second\", \"version\": \"1.0.0\" }\n";
        var two = Plugin(34, "two-files", Both + Marketplace(".agents/plugins/marketplace.json", "first") + Marketplace(".claude-plugin/marketplace.json", "second"));
        var one = Plugin(34, "one-file", Both + Marketplace(".claude-plugin/marketplace.json", "second"));
        two.CreateBad().WriteTo(FolderOf(two, "raw"));
        one.CreateBad().WriteTo(FolderOf(one, "raw"));

        Assert.IsNull((await CodexReport.LoadMarketplaceAsync(FolderOf(two, "raw"), "first")).InstallError);
        Assert.IsNotNull((await CodexReport.LoadMarketplaceAsync(FolderOf(two, "raw"), "second")).InstallError);
        Assert.IsNull((await CodexReport.LoadMarketplaceAsync(FolderOf(one, "raw"), "second")).InstallError);
        Assert.AreEqual("warning CXP7002 .claude-plugin/marketplace.json", Said(two));
        Assert.AreEqual("", Said(one));
    }

    [TestMethod]
    [TestProperty(RowProperty, "36")]
    public async Task WhateverLiesInTheFolderIsCopiedToEverybody()
    {
        await CodexCli.RequireAsync();
        const string Secret = "skills/keep/.env";
        const string Module = "skills/keep/node_modules/left/index.js";
        var bad = Plugin(36, "junk", $"#file {Secret}\nTOKEN=0123\n#file {Module}\nmodule.exports = 1;");
        bad.CreateBad().WriteTo(FolderOf(bad, "raw"));

        using var home = await CodexHome.CreateAsync();
        await home.AddMarketplaceAsync(TestMarketplace.Create(Path.Combine(home.Folder, "marketplace"), FolderOf(bad, "raw"), bad.Name));
        var installed = await home.InstallAsync(bad.Name, TestMarketplace.Name);

        Assert.IsTrue(File.Exists(Path.Combine(installed, Secret)));
        Assert.IsTrue(File.Exists(Path.Combine(installed, Module)));
        Assert.AreEqual($"warning CXP6007 {Secret}\nwarning CXP6007 skills/keep/node_modules", Said(bad));
        Assert.AreEqual("", Said(Plugin(36, "clean")));
    }

    /// <summary>Packages do not keep the mode of a file, and Codex takes it as it is; whether it starts is seen in a session.</summary>
    [TestMethod]
    [TestProperty(RowProperty, "37")]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task BuildMakesCommandsExecutable()
    {
        await CodexCli.RequireAsync();
        const string Script = "skills/keep/scripts/run.sh";
        var plugin = Plugin(37, "mode", $$"""
            #file .mcp.json
            { "mcpServers": { "run": { "command": "./{{Script}}", "cwd": "." } } }
            #file {{Script}}
            #!/bin/sh
            """);
        plugin.CreateBad().WriteTo(FolderOf(plugin, "raw"));
        Assert.IsTrue(plugin.CreateGood().Compile(FolderOf(plugin, "good")).Success);

        Assert.IsFalse(await IsExecutableAsync(FolderOf(plugin, "raw")));
        Assert.IsTrue(await IsExecutableAsync(GeneratedPlugin.OutputFolder(FolderOf(plugin, "good"))));

        async Task<bool> IsExecutableAsync(string folder)
        {
            using var home = await CodexHome.CreateAsync();
            await home.AddMarketplaceAsync(TestMarketplace.Create(Path.Combine(home.Folder, "marketplace"), folder, plugin.Name));
            var installed = await home.InstallAsync(plugin.Name, TestMarketplace.Name);
            return File.GetUnixFileMode(Path.Combine(installed, Script)).HasFlag(UnixFileMode.UserExecute);
        }
    }

    private static SilentFailure Plugin(int row, string name, string files = "") => new(row, name, files) { Name = name };

    /// <summary>What the build says of the plugin, where it references another one.</summary>
    private static string Said(SilentFailure one, string? reference = null, string referenceName = "", string? folder = null)
    {
        var plugin = one.CreateBad();
        if (folder is null)
        {
            folder = FolderOf(one, "said-" + referenceName);
            plugin.WriteTo(folder);
        }

        var project = plugin.Project(folder);
        if (reference is not null)
        {
            project = project with { References = [new ReferencedPlugin(referenceName, "Contoso.Other 1.0.0", reference)] };
        }

        return string.Join('\n', Lines(PluginCompiler.Compile(project, GeneratedPlugin.OutputFolder(folder), Path.Combine(folder, "obj", "state"))));
    }

    private static Outcome Build(SilentFailure one) =>
        new(one, one.CreateBad().Compile(FolderOf(one, "bad")), one.CreateGood().Compile(FolderOf(one, "good")));

    private static async Task AskAsync()
    {
        Outcome[] all = [.. s_built.Value.Values];
        foreach (var outcome in all)
        {
            // Without what the build has made.
            outcome.Case.CreateBad().WriteTo(FolderOf(outcome.Case, "raw"));
        }

        var (bad, _) = await CodexBatch.LoadAsync([.. all.Select(outcome => FolderOf(outcome.Case, "raw"))]);
        for (var i = 0; i < all.Length; i++)
        {
            all[i].BadReport = bad[i];
        }

        Outcome[] built = [.. all.Where(outcome => outcome.Good.Success)];
        var (good, _) = await CodexBatch.LoadAsync([.. built.Select(outcome => GeneratedPlugin.OutputFolder(FolderOf(outcome.Case, "good")))]);
        for (var i = 0; i < built.Length; i++)
        {
            built[i].GoodReport = good[i];
        }
    }

    private static string FolderOf(SilentFailure one, string kind) => Path.Combine(s_folder, kind, one.Name);

    private static IEnumerable<string> Lines(PluginCompilation compilation) =>
        compilation.Diagnostics.Select(diagnostic => $"{(diagnostic.Severity == DiagnosticSeverity.Error ? "error" : "warning")} {diagnostic.Descriptor.Id} {diagnostic.Location}");

    private static string Indent(IEnumerable<string> lines) => string.Join('\n', lines.DefaultIfEmpty("nothing").Select(line => "  " + line));

    private sealed record Outcome(SilentFailure Case, PluginCompilation Bad, PluginCompilation Good)
    {
        public CodexReport? BadReport { get; set; }

        public CodexReport? GoodReport { get; set; }
    }
}
