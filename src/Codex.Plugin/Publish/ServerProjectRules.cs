using System.Xml;
using System.Xml.Linq;
using Codex.Plugin.Check;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Text;
using Codex.Plugin.Write;

namespace Codex.Plugin.Publish;

/// <summary>The rules about items <c>ProjectReference</c> with the metadata <c>McpServer</c>, asked before the projects are built.</summary>
public static class ServerProjectRules
{
    /// <summary>The metadata with the runtime identifiers.</summary>
    public const string RuntimeIdentifiers = "RuntimeIdentifiers";

    /// <summary>The metadata with the framework of a project that has several.</summary>
    public const string TargetFramework = "TargetFramework";

    /// <summary>The metadata that asks for a build with the .NET runtime in it.</summary>
    public const string SelfContained = "SelfContained";

    /// <summary>The metadata that asks for native code.</summary>
    public const string PublishAot = "PublishAot";

    /// <summary>The runtime identifiers of a server's project, in their order; none where it runs wherever <c>dotnet</c> does.</summary>
    /// <param name="server">The server.</param>
    public static IReadOnlyList<string> MachinesOf(McpServerItem server)
    {
        ArgumentNullException.ThrowIfNull(server);
        return [.. Setting(server, RuntimeIdentifiers).Split([';', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
    }

    /// <summary>What is wrong with the references.</summary>
    /// <param name="projectFile">The plugin's project.</param>
    /// <param name="servers">The references; <see cref="McpServerItem.Include"/> is the path of the project.</param>
    /// <param name="find">What the server's project says about itself, by its absolute path; null where that is not known.</param>
    public static IReadOnlyList<Diagnostic> Check(string projectFile, IReadOnlyList<McpServerItem> servers, Func<string, ServerProject?> find)
    {
        ArgumentException.ThrowIfNullOrEmpty(projectFile);
        ArgumentNullException.ThrowIfNull(servers);
        ArgumentNullException.ThrowIfNull(find);
        var diagnostics = new DiagnosticBag();
        var source = new ProjectSource(projectFile);
        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (McpServerItem server in servers)
        {
            Location location = source.OfItem(server.DefiningFile, server.ItemType, server.Include ?? server.Name);
            if (FindNameProblem(server, names) is { } name)
            {
                diagnostics.Report(DiagnosticDescriptors.ServerProjectName, location, server.Name, name);
            }

            if (FindSettingProblem(server) is { } setting)
            {
                diagnostics.Report(DiagnosticDescriptors.ServerProjectSetting, location, server.Name, setting.Found, setting.Advice);
            }

            string path = Path.GetFullPath(server.Include!.Replace('\\', '/'), Path.GetDirectoryName(projectFile)!);
            if (FindProjectProblem(server, path, find) is { } project)
            {
                diagnostics.Report(DiagnosticDescriptors.ServerProjectNotUsable, location, server.Name, server.Include, project.Found, project.Advice);
            }
        }

        return diagnostics.ToSortedList();
    }

    /// <summary>Says that the server's project was restored without what the machine needs; null where there is no such thing to say.</summary>
    /// <param name="projectFile">The plugin's project.</param>
    /// <param name="server">The server.</param>
    /// <param name="runtimeIdentifier">The machine.</param>
    /// <param name="restored">What was restored.</param>
    public static Diagnostic? CheckRestored(string projectFile, McpServerItem server, string runtimeIdentifier, RestoredProject restored)
    {
        ArgumentNullException.ThrowIfNull(server);
        ArgumentNullException.ThrowIfNull(restored);
        string? property = !restored.Machines.Contains(runtimeIdentifier) ? $"<RuntimeIdentifiers>{string.Join(';', MachinesOf(server))}</RuntimeIdentifiers>"
            : IsTrue(server, PublishAot) && !restored.HasNativeCompiler ? "<PublishAot>true</PublishAot>"
            : null;
        Location location = new ProjectSource(projectFile).OfItem(server.DefiningFile, server.ItemType, server.Include ?? server.Name);
        return property is null ? null : Diagnostic.Create(DiagnosticDescriptors.ServerProjectNotRestored, location, server.Name, server.Include, runtimeIdentifier, property);
    }

    /// <summary>Says that what was published cannot be started.</summary>
    /// <param name="projectFile">The plugin's project.</param>
    /// <param name="server">The server.</param>
    /// <param name="found">What is wrong with it.</param>
    public static Diagnostic NotStartable(string projectFile, McpServerItem server, string found)
    {
        ArgumentNullException.ThrowIfNull(server);
        Location location = new ProjectSource(projectFile).OfItem(server.DefiningFile, server.ItemType, server.Include ?? server.Name);
        return Diagnostic.Create(DiagnosticDescriptors.ServerProjectNotUsable, location, server.Name, server.Include, found, "A server is a project with <OutputType>Exe</OutputType> that 'dotnet publish' publishes.");
    }

    internal static bool IsTrue(McpServerItem server, string name) => Setting(server, name).Equals("true", StringComparison.OrdinalIgnoreCase);

    private static string Setting(McpServerItem server, string name) => server.Settings.GetValueOrDefault(name, "").Trim();

    private static string? FindNameProblem(McpServerItem server, Dictionary<string, string> names)
    {
        string name = server.Name;
        int odd = name.AsSpan().IndexOfAnyExcept(ServerFolder.Characters);
        string? problem = odd >= 0 ? $"contains '{(char.IsSurrogate(name[odd]) ? "a character beyond U+FFFF" : name[odd])}'"
            : name[0] == '.' ? "begins with a dot"
            : name[0] == '-' ? "begins with a hyphen"
            : name.Length > ServerFolder.LongestName ? $"has more than {ServerFolder.LongestName} characters"
            : FileNames.FindProblem(name)
            ?? (MachinesOf(server).Contains(ServerLauncher.FileName(name), StringComparer.OrdinalIgnoreCase) ? "is also the runtime identifier of one of its builds" : null);
        if (problem is null && !names.TryAdd(name, name) && names[name] != name)
        {
            problem = $"differs only by case from '{names[name]}', which is the same folder on Windows and macOS";
        }

        return problem;
    }

    private static (string Found, string Advice)? FindSettingProblem(McpServerItem server)
    {
        IReadOnlyList<string> machines = MachinesOf(server);
        foreach (string machine in machines)
        {
            if (!ServerMachines.IsKnown(machine))
            {
                string advice = ServerMachines.FindSimilar(machine) is { } similar ? $"Did you mean '{similar}'?" : "There are win-x64, win-arm64, osx-arm64, osx-x64, linux-x64, linux-arm64, linux-musl-x64 and others like them.";
                return ($"{RuntimeIdentifiers} names '{machine}', which no launcher can tell from other machines", advice);
            }
        }

        if (machines.GroupBy(static machine => machine, StringComparer.Ordinal).FirstOrDefault(static group => group.Count() > 1) is { } twice)
        {
            return ($"{RuntimeIdentifiers} names '{twice.Key}' twice", "Remove one of them.");
        }

        foreach (string name in (ReadOnlySpan<string>)[SelfContained, PublishAot])
        {
            string value = Setting(server, name);
            if (value.Length > 0 && !bool.TryParse(value, out _))
            {
                return ($"{name} is '{value}'", "Write 'true' or 'false'.");
            }

            if (IsTrue(server, name) && machines.Count == 0)
            {
                return ($"{name} makes a build for one kind of machine, and none is named", "Name them, for instance RuntimeIdentifiers=\"linux-x64;osx-arm64;win-x64\".");
            }
        }

        if (IsTrue(server, PublishAot) && Setting(server, SelfContained).Equals("false", StringComparison.OrdinalIgnoreCase))
        {
            return ("native code (PublishAot) is always self-contained, and SelfContained is 'false'", "Remove one of the two.");
        }

        return IsTrue(server, PublishAot) && machines.FirstOrDefault(static machine => !ServerMachines.IsOfThisSystem(machine)) is { } foreign
            ? ($"native code (PublishAot) for '{foreign}' is compiled only on that operating system, not here", "Build the plugin there, or write SelfContained=\"true\" instead, which needs no native compiler.")
            : null;
    }

    private static (string Found, string Advice)? FindProjectProblem(McpServerItem server, string path, Func<string, ServerProject?> find)
    {
        if (Path.GetExtension(path).Equals(".cxproj", StringComparison.OrdinalIgnoreCase))
        {
            return ("it is a plugin, not a program", "Reference the server's project; a plugin is referenced without McpServer.");
        }

        if (!File.Exists(path))
        {
            return (Directory.Exists(path) ? "it is a folder" : "there is no such file", "Give the path of the server's project file.");
        }

        if (find(path) is not { } project)
        {
            return null;
        }

        string chosen = Setting(server, TargetFramework);
        string several = string.Join(", ", project.TargetFrameworks);
        if (chosen.Length == 0 && project is { HasSingleTargetFramework: false, TargetFrameworks.Count: > 1 })
        {
            return ($"it has several target frameworks ({several})", $"Choose one on the reference: TargetFramework=\"{project.TargetFrameworks[^1]}\".");
        }

        if (chosen.Length > 0 && project.TargetFrameworks.Count > 0 && !project.TargetFrameworks.Contains(chosen, StringComparer.OrdinalIgnoreCase))
        {
            return ($"its target framework is not '{chosen}' but {several}", "Write that, or add the framework to the project.");
        }

        int number = chosen.Length == 0 ? 0 : Math.Max(0, project.TargetFrameworks.ToList().FindIndex(framework => framework.Equals(chosen, StringComparison.OrdinalIgnoreCase)));
        if (number < project.Monikers.Count && !project.Monikers[number].StartsWith(".NETCoreApp,", StringComparison.OrdinalIgnoreCase))
        {
            return ($"its target framework is {project.TargetFrameworks[number]}, which 'dotnet' cannot start", "Target .NET, for instance net10.0.");
        }

        string framework = number < project.TargetFrameworks.Count ? project.TargetFrameworks[number] : "";
        return Property(project, framework, "_IsExecutable") is "" ? ("it builds a library", "Set <OutputType>Exe</OutputType> in it.")
            : MachinesOf(server).Count == 0 && Property(project, framework, "SelfContained") is { } self && self.Equals("true", StringComparison.OrdinalIgnoreCase)
                ? ("it is self-contained, which is a build for one kind of machine", "Name the machines on the reference, for instance RuntimeIdentifiers=\"linux-x64;win-x64\", or remove SelfContained from the project.")
            : null;
    }

    /// <summary>The property's value; null where the project does not tell it.</summary>
    private static string? Property(ServerProject project, string framework, string name)
    {
        try
        {
            return XElement.Parse(project.Properties).Elements("TargetFramework")
                .FirstOrDefault(element => string.Equals((string?)element.Attribute("Name"), framework, StringComparison.OrdinalIgnoreCase))
                ?.Element(name)?.Value.Trim();
        }
        catch (XmlException)
        {
            return null;
        }
    }
}
