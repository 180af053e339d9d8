namespace Codex.Plugin.PackageManager.Feeds;

/// <summary>Why a feed gave no answer that can be used.</summary>
public enum FeedProblem
{
    /// <summary>Nothing else in this list.</summary>
    Other,

    /// <summary>Nobody answers at the address, the connection broke, or the folder is not there.</summary>
    Unreachable,

    /// <summary>The feed wants other credentials (401) or allows less to these (403).</summary>
    Unauthorized,

    /// <summary>The answer did not come in time.</summary>
    Slow,

    /// <summary>The feed itself failed: a status of 429 or 500 and more.</summary>
    Failing,

    /// <summary>There is no such plugin, no such version, or no feed at the address (404).</summary>
    NotFound,

    /// <summary>The answer is not what a feed answers, or the package is not what the feed says it is.</summary>
    Invalid,

    /// <summary>An address without TLS that <c>nuget.config</c> does not allow.</summary>
    Insecure,

    /// <summary>The feed lacks what was asked for, such as a search.</summary>
    Unsupported,

    /// <summary>No source is configured, enabled and allowed for this, or there is none of that name.</summary>
    NoSource,
}
