namespace Codex.Plugin.PackageManager.Feeds;

/// <summary>
/// A feed gave no answer that can be used. The message names the source, says what happened and what to do next, and never holds credentials.
/// </summary>
public sealed class FeedException : Exception
{
    /// <summary>Such an exception.</summary>
    /// <param name="source">The key of the source, or several with commas; empty where no source was asked.</param>
    /// <param name="problem">What kind of problem it is.</param>
    /// <param name="message">What happened and what to do next.</param>
    /// <param name="inner">The cause, whose texts may hold addresses as they are; null for none.</param>
    public FeedException(string source, FeedProblem problem, string message, Exception? inner = null)
        : base(message, inner)
    {
        Source = source;
        Problem = problem;
    }

    /// <summary>The key of the source in <c>nuget.config</c>, or its address without user and query; several with commas; empty where none was asked.</summary>
    public override string? Source { get; set; }

    /// <summary>What kind of problem it is.</summary>
    public FeedProblem Problem { get; }

    /// <inheritdoc/>
    // A stack of causes would show addresses as they are written, with what stands in them.
    public override string ToString() => $"{nameof(FeedException)} ({Problem}): {Message}";
}
