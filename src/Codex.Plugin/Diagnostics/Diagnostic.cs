using Codex.Plugin.Text;

namespace Codex.Plugin.Diagnostics;

/// <summary>One finding at one place.</summary>
/// <param name="Descriptor">The rule.</param>
/// <param name="Location">Where it was found.</param>
/// <param name="Message">What was found, what is allowed and how to mend it; one line.</param>
public sealed record Diagnostic(DiagnosticDescriptor Descriptor, Location Location, string Message)
{
    /// <summary>The rule's severity, or what the plugin's audience makes of it.</summary>
    public DiagnosticSeverity Severity { get; init; } = Descriptor.DefaultSeverity;

    /// <summary>A finding of <paramref name="descriptor"/> with its message filled in.</summary>
    /// <param name="descriptor">The rule.</param>
    /// <param name="location">Where it was found.</param>
    /// <param name="arguments">The values of the message's placeholders. Line breaks and control characters in them become spaces, so that a diagnostic stays one line.</param>
    public static Diagnostic Create(DiagnosticDescriptor descriptor, Location location, params object?[] arguments)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        object?[] shown = Array.ConvertAll(arguments, static argument => argument is string text ? Printable(Shorten(text)) : argument);
        return new Diagnostic(descriptor, location, descriptor.FormatMessage(shown));
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Location}: {Word(Severity)} {Descriptor.Id}: {Message}";

    /// <summary>The severity as it is written in messages and logs.</summary>
    internal static string Word(DiagnosticSeverity severity) => severity switch
    {
        DiagnosticSeverity.Error => "error",
        DiagnosticSeverity.Warning => "warning",
        _ => "note",
    };

    private static string Shorten(string text)
    {
        const int Longest = 200;
        return text.Length <= Longest ? text : string.Concat(text.AsSpan(0, Longest), "...");
    }

    /// <summary>The text with control characters as blanks, so that it stays on one line.</summary>
    /// <param name="text">For instance a path, which on Linux may hold a line feed.</param>
    public static string Printable(string text) =>
        text.Any(char.IsControl)
            ? string.Create(text.Length, text, static (span, source) =>
            {
                for (int i = 0; i < span.Length; i++)
                {
                    span[i] = char.IsControl(source[i]) ? ' ' : source[i];
                }
            })
            : text;
}
