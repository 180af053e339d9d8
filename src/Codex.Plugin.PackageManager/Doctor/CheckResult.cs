namespace Codex.Plugin.PackageManager.Doctor;

/// <summary>How well something is.</summary>
public enum CheckState
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>Nothing is wrong; somebody may want to know.</summary>
    Note,

    /// <summary>Something does not do what somebody may expect.</summary>
    Warning,

    /// <summary>Something does not work.</summary>
    Error,

    /// <summary>It could not be found out.</summary>
    Unknown,
}

/// <summary>What one check has found.</summary>
/// <param name="Area">What it is about. Ex: <c>codex</c>, <c>feed</c>, <c>marketplace</c>.</param>
/// <param name="Subject">Which of them; null where there is only one. Ex: <c>contoso</c>.</param>
/// <param name="State">How well it is.</param>
/// <param name="Found">What was found; one line, shown harmlessly.</param>
/// <param name="Next">What to do; null where there is nothing to do.</param>
public sealed record CheckResult(string Area, string? Subject, CheckState State, string Found, string? Next = null);
