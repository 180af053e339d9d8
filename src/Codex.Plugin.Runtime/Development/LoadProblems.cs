using System.Globalization;
using System.Text.RegularExpressions;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Text;

namespace Codex.Plugin.Runtime.Development;

/// <summary>What Codex does not load, as diagnostics at the source that has to change.</summary>
internal static partial class LoadProblems
{
    /// <param name="plugin">The plugin.</param>
    /// <param name="loaded">What Codex says about it.</param>
    /// <param name="sources">Where its parts come from.</param>
    public static IEnumerable<Diagnostic> Find(DevelopmentPlugin plugin, LoadedPlugin loaded, SourceMap sources)
    {
        if (loaded.Disabled is { } reason)
        {
            yield return Create(DiagnosticDescriptors.PluginDisabled, sources.Project, plugin.Id, reason.Length > 0 ? $" ({reason})" : "");
            yield break;
        }

        foreach (SkillError error in loaded.SkillErrors)
        {
            // The place is one in the frontmatter, which begins after the first line.
            (int line, int column) = Place(error.Message);
            yield return Create(DiagnosticDescriptors.SkillNotLoaded, sources.File(error.Path, line > 0 ? line + 1 : 0, column), error.Message);
        }

        foreach (LoadedServer server in loaded.Servers ?? [])
        {
            Location location = sources.Server(server.Name);
            if (server.TakenBy is { } owner)
            {
                yield return Create(DiagnosticDescriptors.ServerNameTaken, location, server.Name, owner);
            }
            else if (server.Error is { } error)
            {
                yield return Create(DiagnosticDescriptors.ServerNotStarted, location, error.TrimEnd('.'));
            }
            else if (server.Tools.Count == 0 && !server.SwitchedOff)
            {
                yield return Create(DiagnosticDescriptors.ServerWithoutTools, location, server.Name);
            }

            if (server.Oddity is { } oddity)
            {
                yield return Create(DiagnosticDescriptors.ServerStartsOddly, location, oddity);
            }
        }

        foreach (string warning in loaded.HookWarnings)
        {
            (int line, int column) = Place(warning);
            yield return Create(DiagnosticDescriptors.HookNotLoaded, sources.File("hooks/hooks.json", line, column), warning);
        }

        foreach (string ignored in loaded.Ignored)
        {
            yield return Create(DiagnosticDescriptors.IgnoredByCodex, sources.Project, ignored);
        }
    }

    // At full length: what Codex says in its log is said nowhere else.
    public static Diagnostic Create(DiagnosticDescriptor descriptor, Location location, params object?[] arguments) =>
        new(descriptor, location, Diagnostic.Printable(descriptor.FormatMessage(arguments)));

    private static (int Line, int Column) Place(string message) =>
        LineAndColumn().Match(message) is { Success: true } match && int.TryParse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out int line) && int.TryParse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture, out int column)
            ? (line, column)
            : (0, 0);

    [GeneratedRegex(@"at line (\d+),? column (\d+)")]
    private static partial Regex LineAndColumn();
}
