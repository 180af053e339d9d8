using Codex.Plugin.Runtime.Development;

namespace Codex.Plugin.Run;

/// <summary>The command line. What the user writes after <c>dotnet run --</c> follows what the SDK's targets have written.</summary>
internal sealed class RunOptions
{
    public const string Usage = """
        Loads the built plugin into Codex and prints what Codex loads.

        Usage: dotnet run [options of dotnet run] [-- OPTIONS]

          --watch      Do so again whenever a file of the project changes, until Ctrl+C.
          --no-codex   Only put the plugin into the development marketplace.
          --help       Print this.
        """;

    private readonly Dictionary<string, List<string>> _values = new(StringComparer.Ordinal);

    private RunOptions()
    {
    }

    public bool Watch { get; private set; }

    public bool WithoutCodex { get; private set; }

    public bool Help { get; private set; }

    public string ProjectFile => One("--project") ?? "";

    public string Configuration => One("--configuration") ?? "Debug";

    public string? NoWarn => One("--nowarn");

    public string? WarningsAsErrors => One("--warnaserror");

    public bool TreatWarningsAsErrors { get; private set; }

    public bool FullPaths { get; private set; }

    /// <summary>Folders that the build writes to.</summary>
    public IEnumerable<string> Outputs => _values.GetValueOrDefault("--output", []);

    /// <summary>The projects that this one references.</summary>
    public IEnumerable<string> References => _values.GetValueOrDefault("--reference", []);

    public PluginRunSettings Settings => new(ProjectFile, Path.TrimEndingDirectorySeparator(One("--plugin") ?? "")) { CodexPath = One("--codex"), WithoutCodex = WithoutCodex };

    /// <summary>Reads the command line.</summary>
    /// <returns>The options, or what is wrong.</returns>
    public static (RunOptions Options, string? Problem) Parse(string[] arguments)
    {
        var options = new RunOptions();
        for (int i = 0; i < arguments.Length; i++)
        {
            switch (arguments[i])
            {
                case "--watch":
                    options.Watch = true;
                    break;
                case "--no-codex":
                    options.WithoutCodex = true;
                    break;
                case "--help" or "-h" or "-?":
                    options.Help = true;
                    break;
                case "--treatwarningsaserrors":
                    options.TreatWarningsAsErrors = true;
                    break;
                case "--fullpaths":
                    options.FullPaths = true;
                    break;
                case "--project" or "--plugin" or "--configuration" or "--codex" or "--nowarn" or "--warnaserror" or "--output" or "--reference" when i + 1 < arguments.Length:
                    string name = arguments[i];
                    if (!options._values.TryGetValue(name, out List<string>? values))
                    {
                        options._values.Add(name, values = []);
                    }

                    values.Add(arguments[++i]);
                    break;
                default:
                    return (options, $"unknown option '{arguments[i]}'");
            }
        }

        return (options, options.Help || (options.ProjectFile.Length > 0 && options.Settings.PluginFolder.Length > 0) ? null : "it is started by 'dotnet run' in a plugin project");
    }

    private string? One(string name) => _values.TryGetValue(name, out List<string>? values) && values[^1].Length > 0 ? values[^1] : null;
}
