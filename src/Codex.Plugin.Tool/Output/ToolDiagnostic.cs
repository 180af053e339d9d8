using System.Text.Json.Serialization;
using Codex.Plugin.PackageManager.Engine;

namespace Codex.Plugin.Tool.Output;

/// <summary>An error, a warning or a note.</summary>
/// <param name="Severity">How bad it is.</param>
/// <param name="Code">For instance <c>CXP8020</c> or <c>NU1101</c>; null: it has none.</param>
/// <param name="Message">What was found, and what to do.</param>
internal sealed record ToolDiagnostic(ToolSeverity Severity, string? Code, string Message)
{
    /// <summary>The file, if it is about one.</summary>
    public string? File { get; init; }

    /// <summary>From 1; null: unknown.</summary>
    public int? Line { get; init; }

    /// <summary>From 1; null: unknown.</summary>
    public int? Column { get; init; }

    /// <summary>The page that explains it.</summary>
    public string? Help { get; init; }

    /// <summary>The key of the feed that it is about.</summary>
    public string? Source { get; init; }

    /// <summary>What a build has said.</summary>
    public static ToolDiagnostic Of(BuildEvent one) => new(one.Kind == BuildEventKind.Error ? ToolSeverity.Error : ToolSeverity.Warning, one.Code, one.Text)
    {
        File = one.File,
        Line = one.Line > 0 ? one.Line : null,
        Column = one.Column > 0 ? one.Column : null,
        Help = one.Help,
    };

    /// <summary>As MSBuild writes it: <c>file(line,column): error CODE: message</c>.</summary>
    public override string ToString()
    {
        string place = File is null ? "" : Line is null ? $"{File}: " : $"{File}({Line},{Column ?? 1}): ";
        return $"{place}{Severity.ToString().ToLowerInvariant()}{(Code is null ? "" : $" {Code}")}: {Message}";
    }
}

/// <summary>How bad something is.</summary>
[JsonConverter(typeof(ToolSeverityConverter))]
internal enum ToolSeverity
{
    /// <summary>The command fails.</summary>
    Error,

    /// <summary>The command goes on.</summary>
    Warning,

    /// <summary>Only said.</summary>
    Note,
}

/// <summary>The words in lower case.</summary>
internal sealed class ToolSeverityConverter() : JsonStringEnumConverter<ToolSeverity>(System.Text.Json.JsonNamingPolicy.CamelCase);
