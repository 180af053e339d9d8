using Codex.Plugin.Text;

namespace Codex.Plugin.Diagnostics;

/// <summary>One finding at one place.</summary>
/// <param name="Descriptor">The rule.</param>
/// <param name="Location">Where it was found.</param>
/// <param name="Message">What was found, what is allowed and how to mend it; one line.</param>
public sealed record Diagnostic(DiagnosticDescriptor Descriptor, Location Location, string Message)
{
    /// <summary>A finding of <paramref name="descriptor"/> with its message filled in.</summary>
    /// <param name="descriptor">The rule.</param>
    /// <param name="location">Where it was found.</param>
    /// <param name="arguments">The values of the message's placeholders. Line breaks and control characters in them become spaces, so that a diagnostic stays one line.</param>
    public static Diagnostic Create(DiagnosticDescriptor descriptor, Location location, params object?[] arguments)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        object?[] shown = Array.ConvertAll(arguments, static argument => argument is string text ? Printable(text) : argument);
        return new Diagnostic(descriptor, location, descriptor.FormatMessage(shown));
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Location}: {(Descriptor.DefaultSeverity == DiagnosticSeverity.Error ? "error" : "warning")} {Descriptor.Id}: {Message}";

    private static string Printable(string text)
    {
        const int Longest = 200;
        string shown = text.Length <= Longest ? text : string.Concat(text.AsSpan(0, Longest), "...");
        return shown.AsSpan().ContainsAnyInRange('\0', '\x1f')
            ? string.Create(shown.Length, shown, static (span, source) =>
            {
                for (int i = 0; i < span.Length; i++)
                {
                    span[i] = char.IsControl(source[i]) ? ' ' : source[i];
                }
            })
            : shown;
    }
}
