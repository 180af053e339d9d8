using System.Text;
using Codex.Plugin.Install.Config;
using Codex.Plugin.Packaging.Marketplace;
using Codex.Plugin.Packaging.Policies;

namespace Codex.Plugin.Install.Tests.Helpers;

/// <summary>A user's Codex home and a project that lays out a marketplace, in a folder that is removed afterwards.</summary>
internal sealed class TestMachine : IDisposable
{
    public const string Marketplace = "contoso";

    public TestMachine()
    {
        Folder = Directory.CreateTempSubdirectory("cxp-install-").FullName;
        Home = new CodexHome(Path.Combine(Folder, "home"));
        Project = Path.Combine(Folder, "project", "plugins.csproj");
        Output = Path.Combine(Folder, "project", "bin");
        WriteFile(Project, "<Project />");
    }

    public string Folder { get; }

    public CodexHome Home { get; }

    public string Project { get; set; }

    public string Output { get; set; }

    public bool InPlace { get; set; }

    public Action<string, string>? Move { get; set; }

    public string Config
    {
        get => File.Exists(Home.ConfigFile) ? Encoding.UTF8.GetString(File.ReadAllBytes(Home.ConfigFile)) : "";
        set => WriteFile(Home.ConfigFile, value);
    }

    public string RegisteredFolder => InPlace ? Output : Home.MirrorFolder(Marketplace);

    public string ExpectedMarketplaceTable => $"[marketplaces.{Marketplace}]\nsource_type = \"local\"\nsource = \"{RegisteredFolder}\"\n";

    public InstallOptions Options => new() { Home = Home, Marketplace = Marketplace, ProjectFile = Project, Folder = Output, InPlace = InPlace };

    public MarketplaceInstaller Installer => new(Options) { Move = Move };

    public static TestPlugin Has(string name, string version = "1.0.0", InstallationPolicy policy = InstallationPolicy.InstalledByDefault, string text = "text", params string[] requiredBy) =>
        new(name, version, policy, text, requiredBy);

    /// <summary>What the project's build does.</summary>
    public TestMachine LayOut(params TestPlugin[] plugins)
    {
        if (Directory.Exists(Output))
        {
            Directory.Delete(Output, recursive: true);
        }

        foreach (TestPlugin plugin in plugins)
        {
            WritePlugin(Path.Combine(Output, "plugins", plugin.Name), plugin);
        }

        var document = new MarketplaceDocument(Marketplace, "Contoso", [.. plugins.OrderBy(static plugin => plugin.Name, StringComparer.Ordinal).Select(static plugin =>
            new MarketplaceEntry(plugin.Name, "plugins/" + plugin.Name, new PluginPolicy { Installation = plugin.Policy, Products = plugin.Products }) { RequiredBy = plugin.RequiredBy })]);
        WriteFile(Path.Combine(Output, MarketplaceDocument.File), Encoding.UTF8.GetString(document.ToBytes()));
        return this;
    }

    /// <summary>What <c>codex plugin add</c> does.</summary>
    public void AddToCache(TestPlugin plugin, string? folder = null) =>
        WritePlugin(Path.Combine(Home.PluginCache(Marketplace, plugin.Name), folder ?? plugin.Version), plugin);

    public InstallResult Install()
    {
        InstallResult result = Installer.Install();
        AssertNoDiagnostics(result);
        return result;
    }

    public InstallResult Uninstall()
    {
        InstallResult result = Installer.Uninstall();
        AssertNoDiagnostics(result);
        return result;
    }

    /// <summary>The plugins that Codex would load: name, version and the text in its skill; with <c>off</c> where its user has switched it off.</summary>
    public string Loaded => string.Join(' ', FindLoaded().Order(StringComparer.Ordinal));

    /// <summary>Every file and folder with its content and its times: two of them are equal only where nothing was written in between.</summary>
    public string[] TakeSnapshot(bool withTimes = true) =>
        [.. Directory.EnumerateFileSystemEntries(Home.Folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }).Order(StringComparer.Ordinal).Select(path =>
            Path.GetRelativePath(Home.Folder, path)
            + (withTimes ? $" {File.GetLastWriteTimeUtc(path).Ticks} {File.GetCreationTimeUtc(path).Ticks}" : "")
            + (File.Exists(path) ? " " + TextPatch.Hash(File.ReadAllBytes(path)) : ""))];

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    public static void AssertNoDiagnostics(InstallResult result) =>
        Assert.AreEqual("", string.Join('\n', result.Diagnostics));

    public static void AssertRows(InstallResult result, params string[] expected) =>
        Assert.AreEqual(string.Join('\n', expected), string.Join('\n', result.Rows.Select(static row => $"{row.Plugin} {row.Before ?? "-"} {row.After ?? "-"} {row.Action}: {row.Reason}")));

    public static void AssertIds(InstallResult result, params string[] ids) =>
        Assert.AreEqual(string.Join(' ', ids), string.Join(' ', result.Diagnostics.Select(static diagnostic => diagnostic.Descriptor.Id)), string.Join('\n', result.Diagnostics));

    public static void WriteFile(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, Encoding.UTF8.GetBytes(text));
    }

    private static void WritePlugin(string folder, TestPlugin plugin)
    {
        WriteFile(Path.Combine(folder, ".codex-plugin", "plugin.json"), $$"""{"name":"{{plugin.Name}}","version":"{{plugin.Version}}"}""");
        WriteFile(Path.Combine(folder, "skills", "one", "SKILL.md"), plugin.Text);
        WriteFile(Path.Combine(folder, "bin", "run.sh"), "#!/bin/sh\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path.Combine(folder, "bin", "run.sh"), (UnixFileMode)0b111_101_101);
        }
    }

    private IEnumerable<string> FindLoaded()
    {
        CodexConfig config = CodexConfig.Load(Home.ConfigFile);
        var cache = new PluginCache(Home.MarketplaceCache(Marketplace), static (_, _) => null);
        foreach (string plugin in config.PluginIds.Where(static id => id.EndsWith("@" + Marketplace, StringComparison.Ordinal)).Select(static id => id[..id.LastIndexOf('@')]))
        {
            string? version = CodexVersionOrder.FindActive(cache.FindVersions(plugin));
            string text = version is null ? "missing" : $"{version}:{File.ReadAllText(Path.Combine(Home.PluginCache(Marketplace, plugin), version, "skills", "one", "SKILL.md"))}";
            yield return $"{plugin}:{text}{(config.PluginEnabled($"{plugin}@{Marketplace}") == false ? ":off" : "")}";
        }
    }
}

internal sealed record TestPlugin(string Name, string Version, InstallationPolicy Policy, string Text, string[] RequiredBy)
{
    public string[]? Products { get; init; }
}
