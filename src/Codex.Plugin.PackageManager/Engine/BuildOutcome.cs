namespace Codex.Plugin.PackageManager.Engine;

/// <summary>How a build ended.</summary>
/// <param name="ExitCode">That of <c>dotnet</c>; 0: well.</param>
/// <param name="Events">Errors, warnings and messages in their order, each once.</param>
/// <param name="Rest">What <c>dotnet</c> printed besides, for instance that there is no SDK.</param>
public sealed record BuildOutcome(int ExitCode, IReadOnlyList<BuildEvent> Events, string Rest)
{
    /// <summary>Whether it ended well, without an error.</summary>
    public bool Succeeded => ExitCode == 0 && !Errors.Any();

    /// <summary>The errors.</summary>
    public IEnumerable<BuildEvent> Errors => Events.Where(static one => one.Kind == BuildEventKind.Error);

    /// <summary>The messages that a console would show.</summary>
    public IEnumerable<string> Messages => Events.Where(static one => one.Kind == BuildEventKind.Message).Select(static one => one.Text);
}
