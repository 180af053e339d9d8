namespace Codex.Plugin.Diagnostics;

/// <summary>What a project makes of warnings, by MSBuild's own properties.</summary>
public sealed class WarningSettings
{
    private static readonly char[] s_separators = [';', ',', ' ', '\t', '\r', '\n'];

    private readonly HashSet<string> _noWarn;
    private readonly HashSet<string> _asMessages;
    private readonly Predicate<string> _isError;

    /// <summary>The settings of a project.</summary>
    /// <param name="noWarn">The value of <c>NoWarn</c>.</param>
    /// <param name="asMessages">The value of <c>MSBuildWarningsAsMessages</c>; MSBuild's own targets add <c>NoWarn</c> to it.</param>
    /// <param name="isError">Whether warnings with this code are errors; nobody knows better than MSBuild.</param>
    public WarningSettings(string? noWarn = null, string? asMessages = null, Predicate<string>? isError = null)
    {
        _noWarn = Codes(noWarn);
        _asMessages = Codes(asMessages);
        _isError = isError ?? (static _ => false);
    }

    /// <summary>Whether the finding is a warning that the project does not want to see.</summary>
    /// <param name="diagnostic">The finding.</param>
    // MSBuild hears of NoWarn only through the other property.
    public bool IsSuppressed(Diagnostic diagnostic) => IsMessage(diagnostic) && _noWarn.Contains(diagnostic.Descriptor.Id);

    /// <summary>Whether the finding is a warning that is shown as a message.</summary>
    /// <param name="diagnostic">The finding.</param>
    public bool IsMessage(Diagnostic diagnostic)
    {
        ArgumentNullException.ThrowIfNull(diagnostic);
        return diagnostic.Severity == DiagnosticSeverity.Warning && _asMessages.Contains(diagnostic.Descriptor.Id);
    }

    /// <summary>Whether the finding is an error, by itself or because the project wants it to be one.</summary>
    /// <param name="diagnostic">The finding.</param>
    public bool IsError(Diagnostic diagnostic)
    {
        ArgumentNullException.ThrowIfNull(diagnostic);
        return diagnostic.Severity == DiagnosticSeverity.Error || (diagnostic.Severity == DiagnosticSeverity.Warning && !IsMessage(diagnostic) && _isError(diagnostic.Descriptor.Id));
    }

    private static HashSet<string> Codes(string? list) =>
        new((list ?? "").Split(s_separators, StringSplitOptions.RemoveEmptyEntries), StringComparer.OrdinalIgnoreCase);
}
