using System.Text.Json.Serialization;

namespace Codex.Plugin.PackageManager.Engine;

/// <summary>What a build tells while it runs: a line of JSON each.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The message, or the name of the target.</param>
public sealed record BuildEvent(BuildEventKind Kind, string Text)
{
    /// <summary>The code of an error or a warning, for instance <c>CXP8020</c>; null: it has none.</summary>
    public string? Code { get; init; }

    /// <summary>The absolute path of the file, or what the build knows of it; null: none.</summary>
    public string? File { get; init; }

    /// <summary>The line, from 1; 0: unknown.</summary>
    public int Line { get; init; }

    /// <summary>The column, from 1; 0: unknown.</summary>
    public int Column { get; init; }

    /// <summary>The page that explains an error or a warning; null: none.</summary>
    public string? Help { get; init; }
}

/// <summary>The kinds of events.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BuildEventKind>))]
public enum BuildEventKind
{
    /// <summary>An error.</summary>
    Error,

    /// <summary>A warning.</summary>
    Warning,

    /// <summary>A message of high importance, which the console would show.</summary>
    Message,

    /// <summary>A target begins.</summary>
    Target,
}
