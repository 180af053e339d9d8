using Codex.Plugin.PackageManager.Doctor;
using InstallHome = Codex.Plugin.Install.CodexHome;

namespace Codex.Plugin.Tool.Tests.Doctor;

/// <summary>A user with a Codex home and a folder with a <c>nuget.config</c>, in a temporary folder.</summary>
internal sealed class DoctorScene : IDisposable
{
    private readonly Dictionary<string, string> _variables = [];

    public DoctorScene()
    {
        Root = Directory.CreateTempSubdirectory("codex-plugin-doctor-").FullName;
        Home = Directory.CreateDirectory(Path.Combine(Root, "home", ".codex")).FullName;
        Folder = Directory.CreateDirectory(Path.Combine(Root, "project")).FullName;
        Options = new DoctorOptions
        {
            Folder = Folder,
            Home = new InstallHome(Home),
            UserFolder = Path.Combine(Root, "home"),
            CodexPath = Path.Combine(Root, "no-codex"),
            Variable = name => _variables.GetValueOrDefault(name),
        };
    }

    public string Root { get; }

    /// <summary><c>CODEX_HOME</c>.</summary>
    public string Home { get; }

    /// <summary>Where <c>nuget.config</c> is.</summary>
    public string Folder { get; }

    public DoctorOptions Options { get; set; }

    public DoctorScene With(string variable, string value)
    {
        _variables[variable] = value;
        return this;
    }

    public DoctorScene Write(string path, string text)
    {
        string file = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text.Replace("ROOT", Root, StringComparison.Ordinal));
        return this;
    }

    /// <summary>Codex's settings; ROOT stands for the scene's folder.</summary>
    public DoctorScene Config(string text) => Write("home/.codex/config.toml", text);

    public DoctorScene NuGet(string text) => Write("project/nuget.config", text);

    /// <summary>A marketplace with one plugin in a folder, and its entry in the settings.</summary>
    public DoctorScene Marketplace(string name = "contoso", string version = "1.0.0")
    {
        Write($"{name}/.agents/plugins/marketplace.json", $$"""{ "name": "{{name}}", "plugins": [ { "name": "review", "source": "./plugins/review" } ] }""");
        Write($"{name}/plugins/review/.codex-plugin/plugin.json", $$"""{ "name": "review", "version": "{{version}}" }""");
        return Config($"""
            [marketplaces.{name}]
            source_type = "local"
            source = "ROOT/{name}"

            """);
    }

    public DoctorScene Append(string text)
    {
        File.AppendAllText(Path.Combine(Home, "config.toml"), text);
        return this;
    }

    /// <summary>A version of a plugin in Codex's cache.</summary>
    public DoctorScene Cached(string marketplace, string plugin, string version) =>
        Write($"home/.codex/plugins/cache/{marketplace}/{plugin}/{version}/.codex-plugin/plugin.json", $$"""{ "name": "{{plugin}}", "version": "{{version}}" }""");

    /// <summary>What is wrong with the home, a line each; the scene's folder stands as ROOT.</summary>
    public string CheckHome() => Show(CodexHomeCheck.Run(Options));

    /// <summary>What is wrong with the feeds.</summary>
    public async Task<string> CheckFeedsAsync() => Show(await FeedCheck.RunAsync(Options, CancellationToken.None));

    public string Show(IEnumerable<CheckResult> results) => string.Join('\n', results.Select(static one => $"{one.Area} {one.Subject}: {one.State}: {one.Found} -> {one.Next}")).Replace(Root, "ROOT", StringComparison.Ordinal);

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
