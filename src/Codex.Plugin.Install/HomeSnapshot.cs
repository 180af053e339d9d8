using Codex.Plugin.Check;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Install.Config;
using Codex.Plugin.Text;

namespace Codex.Plugin.Install;

/// <summary>What there is in a user's Codex under a marketplace's name: its settings, its cache, and what we remember.</summary>
internal sealed class HomeSnapshot
{
    // What is registered from our own folder can only be ours.
    private static readonly HomeBefore s_nothing = new(HadConfig: true, null, new Dictionary<string, PluginBefore>());

    private readonly InstallOptions _options;

    /// <param name="options">The marketplace and the home.</param>
    /// <param name="state">What we remember; null: we have not been here, or cannot read it.</param>
    /// <param name="isUninstallation">Whether everything goes that is ours by its folder, where we remember nothing.</param>
    /// <param name="move">How folders are renamed; null: as the file system does.</param>
    /// <exception cref="CodexConfigException">The settings cannot be read.</exception>
    public HomeSnapshot(InstallOptions options, InstallState? state, Action<string, string>? move, bool isUninstallation = false)
    {
        _options = options;
        State = state;
        Config = CodexConfig.Load(options.Home.ConfigFile);
        string cache = options.Home.MarketplaceCache(options.Marketplace);
        Cache = new PluginCache(cache, FindBackup) { Move = move ?? Directory.Move };
        Before = state?.Before ?? (Source is { } source && (isUninstallation ? IsOurs(source) : IsBelow(source, options.Home.OwnFolder(options.Marketplace))) ? s_nothing : ReadBefore());
    }

    public InstallState? State { get; }

    public CodexConfig Config { get; }

    public PluginCache Cache { get; }

    /// <summary>What was there before our first touch.</summary>
    public HomeBefore Before { get; }

    /// <summary>Where the marketplace is registered from; null: nowhere.</summary>
    public string? Source => Config.MarketplaceSource(_options.Marketplace);

    /// <summary>The names of the plugins that have an entry in the settings or a folder in the cache.</summary>
    public IEnumerable<string> Plugins => ConfiguredPlugins().Concat(Cache.Plugins).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    public string IdOf(string plugin) => $"{plugin}@{_options.Marketplace}";

    public string BackupOf(string plugin, string version) => Path.Combine(_options.Home.BackupFolder(_options.Marketplace), plugin, version);

    /// <summary>Whether we have registered the folder, or may take it over.</summary>
    public bool IsOurs(string folder) =>
        IsBelow(folder, _options.Home.OwnFolder(_options.Marketplace)) || State?.Folders.Any(ours => IsSame(ours, folder)) == true || IsSame(folder, _options.Folder);

    /// <summary>Where the folder really is, as Codex itself writes it.</summary>
    public static string Real(string folder) => RealPath.ResolveExisting(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));

    public CodexConfigException ChangedMeanwhile() =>
        new(Diagnostic.Create(DiagnosticDescriptors.ConfigChangedMeanwhile, new Location(_options.Home.ConfigFile), MarketplaceInstaller.MostAttempts));

    public InstalledPlugin Find(string plugin, WantedPlugin? wanted)
    {
        string? version = CodexVersionOrder.FindActive(Cache.FindVersions(plugin));
        bool isAsWanted = wanted is not null && version == wanted.Version && Cache.Holds(plugin, version, PluginFiles.OfPlugin(wanted.Folder));
        return new InstalledPlugin(version, Config.PluginEnabled(IdOf(plugin)), isAsWanted);
    }

    private static bool IsSame(string left, string right) => IsBelow(left, right) && IsBelow(right, left);

    private static bool IsBelow(string path, string folder) => Path.IsPathFullyQualified(path) && RealPath.IsInside(Real(path), Real(folder));

    private string? FindBackup(string plugin, string version) =>
        Before.Plugins.TryGetValue(plugin, out PluginBefore? before) && before.Versions.Contains(version) ? BackupOf(plugin, version) : null;

    // A name that is no folder's name is nobody's whom we could have installed.
    private IEnumerable<string> ConfiguredPlugins()
    {
        string ending = "@" + _options.Marketplace;
        return Config.PluginIds.Where(id => id.EndsWith(ending, StringComparison.Ordinal)).Select(id => id[..^ending.Length]).Where(static name => PluginName.FindProblem(name) is null);
    }

    private HomeBefore ReadBefore()
    {
        // Taken out of a copy, which is not saved.
        CodexConfig copy = CodexConfig.Load(_options.Home.ConfigFile);
        RemovedEntry? marketplace = copy.RemoveMarketplace(_options.Marketplace);
        return new HomeBefore(
            File.Exists(_options.Home.ConfigFile),
            marketplace,
            Plugins.ToDictionary(static plugin => plugin, plugin => new PluginBefore(copy.RemovePlugin(IdOf(plugin)), Cache.FindVersions(plugin)), StringComparer.Ordinal));
    }
}
