using System.Reflection;
using System.Text.Json;
using Codex.Plugin.Text;
using Codex.Plugin.Write;

namespace Codex.Plugin.Diagnostics;

/// <summary>The findings of a build as SARIF 2.1.0, which editors, CI and code scanning read. Without time and without the machine's paths: the same sources, the same bytes.</summary>
public static class SarifLog
{
    // Paths are relative to the project's folder; where that is, only the reader knows.
    private const string ProjectFolder = "PROJECTDIR";

    private static readonly string s_version = typeof(SarifLog).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>The bytes of the log.</summary>
    /// <param name="diagnostics">The findings, in the order in which they appear in the log.</param>
    /// <param name="projectFolder">The absolute path that the locations of the findings are relative to.</param>
    /// <param name="settings">What the project makes of warnings.</param>
    public static byte[] ToBytes(IReadOnlyList<Diagnostic> diagnostics, string projectFolder, WarningSettings settings)
    {
        ArgumentNullException.ThrowIfNull(diagnostics);
        ArgumentNullException.ThrowIfNull(settings);
        List<DiagnosticDescriptor> rules = [.. diagnostics.Select(static diagnostic => diagnostic.Descriptor).Distinct().OrderBy(static rule => rule.Id, StringComparer.Ordinal)];
        return JsonOutput.ToBytes(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
            writer.WriteString("version", "2.1.0");
            writer.WriteStartArray("runs");
            writer.WriteStartObject();
            WriteTool(writer, rules);
            writer.WriteStartObject("originalUriBaseIds");
            writer.WriteStartObject(ProjectFolder);
            WriteText(writer, "description", "The folder of the project file.");
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteStartArray("results");
            foreach (Diagnostic diagnostic in diagnostics)
            {
                WriteResult(writer, diagnostic, rules.IndexOf(diagnostic.Descriptor), projectFolder, settings);
            }

            writer.WriteEndArray();
            writer.WriteString("columnKind", "utf16CodeUnits");
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    private static void WriteTool(Utf8JsonWriter writer, IEnumerable<DiagnosticDescriptor> rules)
    {
        writer.WriteStartObject("tool");
        writer.WriteStartObject("driver");
        writer.WriteString("name", "Codex.Plugin.Sdk");
        writer.WriteString("semanticVersion", s_version);
        writer.WriteString("informationUri", DiagnosticDescriptor.ProjectLink);
        writer.WriteStartArray("rules");
        foreach (DiagnosticDescriptor rule in rules)
        {
            writer.WriteStartObject();
            writer.WriteString("id", rule.Id);
            WriteText(writer, "shortDescription", rule.Title);
            WriteText(writer, "fullDescription", rule.Description);
            writer.WriteString("helpUri", rule.HelpLink);
            writer.WriteStartObject("defaultConfiguration");
            writer.WriteString("level", Diagnostic.Word(rule.DefaultSeverity));
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter writer, Diagnostic diagnostic, int rule, string projectFolder, WarningSettings settings)
    {
        bool suppressed = settings.IsSuppressed(diagnostic);
        writer.WriteStartObject();
        writer.WriteString("ruleId", diagnostic.Descriptor.Id);
        writer.WriteNumber("ruleIndex", rule);
        writer.WriteString("level", settings.IsMessage(diagnostic) && !suppressed ? "note" : settings.IsError(diagnostic) ? "error" : Diagnostic.Word(diagnostic.Severity));
        WriteText(writer, "message", diagnostic.Message);
        writer.WriteStartArray("locations");
        writer.WriteStartObject();
        WriteLocation(writer, diagnostic.Location, projectFolder);
        writer.WriteEndObject();
        writer.WriteEndArray();
        if (suppressed)
        {
            writer.WriteStartArray("suppressions");
            writer.WriteStartObject();
            writer.WriteString("kind", "external");
            writer.WriteString("justification", "NoWarn");
            writer.WriteEndObject();
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void WriteLocation(Utf8JsonWriter writer, Location location, string projectFolder)
    {
        // Also what lies outside, a Directory.Build.props for instance; only on another drive it stays absolute.
        string path = Path.IsPathFullyQualified(location.Path) ? Path.GetRelativePath(projectFolder, location.Path) : location.Path;
        bool absolute = Path.IsPathFullyQualified(path);
        writer.WriteStartObject("physicalLocation");
        writer.WriteStartObject("artifactLocation");
        writer.WriteString("uri", absolute ? new Uri(path).AbsoluteUri : Encode(path));
        if (!absolute)
        {
            writer.WriteString("uriBaseId", ProjectFolder);
        }

        writer.WriteEndObject();
        if (location.Line > 0)
        {
            writer.WriteStartObject("region");
            writer.WriteNumber("startLine", location.Line);
            if (location.Column > 0)
            {
                writer.WriteNumber("startColumn", location.Column);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter writer, string member, string text)
    {
        writer.WriteStartObject(member);
        writer.WriteString("text", text);
        writer.WriteEndObject();
    }

    private static string Encode(string path) =>
        string.Join('/', path.Replace(Path.DirectorySeparatorChar, '/').Split('/').Select(Uri.EscapeDataString));
}
