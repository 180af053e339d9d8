using System.Xml;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Text;
using NuGet.Packaging.Core;

namespace Codex.Plugin.Packaging.Servers;

/// <summary>Checks that the packages of a plugin's servers can be started as the plugin says.</summary>
public static class ServerPackageCheck
{
    /// <summary>What <c>dotnet dnx</c> starts; it refuses a package that is an <c>McpServer</c> only.</summary>
    private const string ToolType = "DotnetTool";

    /// <summary>The part of such a package for one runtime identifier.</summary>
    private const string ToolPartType = "DotnetToolRidPackage";

    /// <summary>What is wrong, in the order of the servers.</summary>
    /// <param name="servers">The servers.</param>
    /// <param name="answers">The answer for every package, by <see cref="ServerPackageId.Path"/>.</param>
    /// <param name="projectFile">The absolute path of the project file.</param>
    public static IReadOnlyList<Diagnostic> Check(IEnumerable<PackagedServer> servers, IReadOnlyDictionary<string, PackageAnswer> answers, string projectFile)
    {
        ArgumentNullException.ThrowIfNull(servers);
        ArgumentNullException.ThrowIfNull(answers);
        var source = new ProjectSource(projectFile);
        var diagnostics = new DiagnosticBag();
        foreach (PackagedServer server in servers)
        {
            Check(server, answers[server.Package.Path], source.OfItem(server.DefiningFile, "McpServer", server.Name), diagnostics);
        }

        return diagnostics.ToSortedList();
    }

    private static void Check(PackagedServer server, PackageAnswer answer, Location location, DiagnosticBag diagnostics)
    {
        switch (answer.Kind)
        {
            case PackageAnswerKind.Found:
                CheckPackage(server, answer.Text, location, diagnostics);
                break;
            case PackageAnswerKind.NotFound:
                diagnostics.Add(Explain(DiagnosticDescriptors.ServerPackageNotFound, server, answer.Text, location));
                break;
            default:
                diagnostics.Add(Explain(DiagnosticDescriptors.ServerPackageNotChecked, server, answer.Text, location));
                break;
        }
    }

    /// <summary>With the whole of the reason, which NuGet may need several addresses for.</summary>
    private static Diagnostic Explain(DiagnosticDescriptor descriptor, PackagedServer server, string reason, Location location)
    {
        const int Longest = 600;
        string shown = reason.Length <= Longest ? reason.TrimEnd('.', ' ') : string.Concat(reason.AsSpan(0, Longest), " ...");
        return new Diagnostic(descriptor, location, Diagnostic.Printable(descriptor.FormatMessage([server.Name, server.Package, shown])));
    }

    private static void CheckPackage(PackagedServer server, string folder, Location location, DiagnosticBag diagnostics)
    {
        ServerPackage package;
        try
        {
            package = ServerPackage.Read(folder, server.Package);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or XmlException or PackagingException)
        {
            diagnostics.Add(Explain(DiagnosticDescriptors.ServerPackageNotChecked, server, $"it is damaged in {folder}: {exception.Message}", location));
            return;
        }

        if (CheckTypes(server, package.Types, location, diagnostics))
        {
            CheckNeeds(server, package.Needs, location, diagnostics);
        }
    }

    /// <returns>Whether the package holds a program at all.</returns>
    private static bool CheckTypes(PackagedServer server, IReadOnlyList<string> types, Location location, DiagnosticBag diagnostics)
    {
        if (types.Contains(ToolType, StringComparer.OrdinalIgnoreCase))
        {
            return true;
        }

        bool isPart = types.Contains(ToolPartType, StringComparer.OrdinalIgnoreCase);
        string found = types.Count == 0 ? "no package type, which makes it a library" : $"the package type {string.Join(", ", types)}";
        string advice = isPart ? "It is the part of a tool for one operating system and processor: name the package that it belongs to."
            : types.Contains("McpServer", StringComparer.OrdinalIgnoreCase) ? "Its author has to pack it with PackAsTool."
            : "";
        Diagnostic diagnostic = Diagnostic.Create(DiagnosticDescriptors.ServerPackageType, location, server.Name, server.Package.ToString(), isPart ? "can be started on some machines only" : "cannot be started", found, advice);

        // It does start, where the machine is the right one.
        diagnostics.Add(isPart ? diagnostic with { Severity = DiagnosticSeverity.Warning } : diagnostic);
        return isPart;
    }

    private static void CheckNeeds(PackagedServer server, ServerNeeds needs, Location location, DiagnosticBag diagnostics)
    {
        if (needs.Problem is not null)
        {
            diagnostics.Report(DiagnosticDescriptors.ServerPackageNeeds, location, server.Name, server.Package.ToString(), $"has a .mcp/server.json that cannot be read, since {needs.Problem}", "Whether it needs environment variables or arguments is for its documentation to say.");
            return;
        }

        foreach (NeededVariable variable in needs.Variables)
        {
            CheckVariable(server, variable, needs.IsOutdated, location, diagnostics);
        }

        NeededArgument[] missing = [.. needs.Arguments.Where(argument => !IsGiven(argument, server.Arguments, needs.Arguments))];
        if (missing.Length > 0)
        {
            diagnostics.Report(DiagnosticDescriptors.ServerPackageNeeds, location, server.Name, server.Package.ToString(), $"wants arguments that it does not get: {string.Join(' ', missing.Select(static argument => argument.ToString().Replace(';', ' ')))}", $"Write Arguments=\"{string.Join(';', needs.Arguments)}\".");
        }
    }

    private static void CheckVariable(PackagedServer server, NeededVariable variable, bool isOutdated, Location location, DiagnosticBag diagnostics)
    {
        bool isForwarded = server.ForwardedVariables.Contains(variable.Name, StringComparer.Ordinal);
        bool isSet = server.Environment.TryGetValue(variable.Name, out string? value);
        string described = string.IsNullOrWhiteSpace(variable.Description) ? variable.Name : $"{variable.Name} ({variable.Description.Trim().TrimEnd('.')})";
        if (variable.Value is not null)
        {
            // The registry leaves it to the host to set it, and Codex does not read the file.
            if (!isForwarded && !isSet)
            {
                diagnostics.Report(DiagnosticDescriptors.ServerPackageNeeds, location, server.Name, server.Package.ToString(), $"wants the environment variable {described} to be '{variable.Value}'", $"Write Environment=\"{variable.Name}={variable.Value}\".");
            }

            return;
        }

        string take = $"EnvVars=\"{variable.Name}\", which takes it from the environment of whoever runs Codex";
        if (variable.IsSecret && !string.IsNullOrEmpty(value))
        {
            Report("takes a secret from", "and Environment gives its value to everybody who gets the plugin", $"Take it out of Environment and write {take}.");
        }
        else if (!isForwarded && !isSet)
        {
            Report("needs", "and Codex hands on only what is declared", $"Write {take}{(variable.IsSecret ? "" : $", or Environment=\"{variable.Name}=...\"")}.");
        }

        void Report(string wants, string problem, string advice)
        {
            Diagnostic diagnostic = Diagnostic.Create(DiagnosticDescriptors.ServerPackageVariable, location, server.Name, server.Package.ToString(), wants, described, problem, advice);

            // What the shape of today means is certain; the old one has long been refused by its own registry.
            diagnostics.Add(isOutdated ? diagnostic with { Severity = DiagnosticSeverity.Warning } : diagnostic);
        }
    }

    private static bool IsGiven(NeededArgument argument, IReadOnlyList<string> given, IReadOnlyList<NeededArgument> all)
    {
        if (argument.Name is { } name)
        {
            return given.Any(one => one == name || one.StartsWith(name + "=", StringComparison.Ordinal));
        }

        // Which of several is which nobody can tell, only that there are enough.
        return argument.Value is { } value ? given.Contains(value, StringComparer.Ordinal)
            : given.Count(static one => !one.StartsWith('-')) >= all.Count(static one => one.Name is null);
    }
}
