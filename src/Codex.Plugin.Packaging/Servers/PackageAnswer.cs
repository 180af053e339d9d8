namespace Codex.Plugin.Packaging.Servers;

/// <summary>What became of the question for a package.</summary>
/// <param name="Kind">Whether there is an answer, and which.</param>
/// <param name="Text">The package's folder where it was found; else the reason, to follow in a sentence.</param>
public sealed record PackageAnswer(PackageAnswerKind Kind, string Text);

/// <summary>The answers to the question for a package.</summary>
public enum PackageAnswerKind
{
    /// <summary>The package is in a packages folder.</summary>
    Found,

    /// <summary>The feeds do not have it, or NuGet refuses what they have.</summary>
    NotFound,

    /// <summary>Nobody could tell.</summary>
    Unanswered,
}
