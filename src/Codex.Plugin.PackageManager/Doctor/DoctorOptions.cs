using Codex.Plugin.Install;
using Codex.Plugin.PackageManager.Engine;
using Codex.Plugin.PackageManager.Projects;

namespace Codex.Plugin.PackageManager.Doctor;

/// <summary>What is looked at.</summary>
public sealed record DoctorOptions
{
    /// <summary>The absolute path of the folder whose <c>nuget.config</c> and <c>global.json</c> count.</summary>
    public required string Folder { get; init; }

    /// <summary>The marketplace projects that we keep; those that are not there are passed over.</summary>
    public IReadOnlyList<ManagedProject> Projects { get; init; } = [];

    /// <summary>The home of the Codex.</summary>
    public CodexHome Home { get; init; } = CodexHome.OfUser;

    /// <summary>What the user says where Codex is: a file, a folder that holds it, or the name of a command; null or empty: the <c>codex</c> on the <c>PATH</c>.</summary>
    public string? CodexPath { get; init; }

    /// <summary>The path of <c>dotnet</c>.</summary>
    public string Dotnet { get; init; } = DotnetHost.Path;

    /// <summary>The user's folder, whose <c>.agents/plugins/marketplace.json</c> Codex reads without being told.</summary>
    public string UserFolder { get; init; } = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    /// <summary>How long a feed may take to answer.</summary>
    public TimeSpan FeedLimit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The value of an environment variable, or null.</summary>
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;
}
