using Codex.Plugin.Diagnostics;
using Codex.Plugin.Text;
using Codex.Plugin.Write;

namespace Codex.Plugin.Packaging.Trust;

/// <summary>What became of the question whether somebody has agreed to the plugins.</summary>
/// <param name="Diagnostics">What is wrong; with an error among them, nothing may be laid out.</param>
/// <param name="Lines">What to tell people, a line each: what the file accepts that is written now, and what an error is about in full.</param>
public sealed record ApprovalResult(IReadOnlyList<Diagnostic> Diagnostics, IReadOnlyList<string> Lines)
{
    /// <summary>What the file must hold, to be written when the lay-out has succeeded; null where it stays as it is.</summary>
    public byte[]? Pending { get; init; }
}

/// <summary>Compares the plugins of a marketplace with <c>plugins.approved.json</c>.</summary>
public static class ApprovalCheck
{
    // A message is one line, and nobody reads ten screens of it; the lines have the rest.
    private const int MostLines = 12;
    private const int LongestLine = 300;

    private const string Approve = "dotnet build -t:ApprovePlugins";

    /// <summary>Checks, and writes nothing.</summary>
    /// <param name="file">The path of <c>plugins.approved.json</c>, as diagnostics show it too.</param>
    /// <param name="reviewed">The plugins of the marketplace.</param>
    /// <param name="isContinuousIntegration">Whether this is a build that approves nothing (<c>ContinuousIntegrationBuild</c>).</param>
    /// <param name="location">The project.</param>
    /// <param name="distinct">The package ids of which somebody says that they are told apart; null: none.</param>
    public static ApprovalResult Check(string file, IReadOnlyList<ReviewedPlugin> reviewed, bool isContinuousIntegration, Location location, IReadOnlyList<string>? distinct = null)
    {
        ArgumentNullException.ThrowIfNull(reviewed);
        if (!TryRead(file, out byte[]? bytes, out PluginApprovals? approved, out Diagnostic? damage))
        {
            return new ApprovalResult([damage!], []);
        }

        // Before all others: who agrees to what is new must not overlook it.
        IReadOnlyList<Diagnostic> lookAlikes = LookAlikes.Check(reviewed, approved ?? PluginApprovals.None, location, distinct);
        if (lookAlikes.Count > 0)
        {
            return new ApprovalResult(lookAlikes, []);
        }

        var now = PluginApprovals.Of(reviewed);
        if (bytes is null)
        {
            return now.Plugins.Count == 0 ? new ApprovalResult([], [])
                : isContinuousIntegration ? new ApprovalResult([Diagnostic.Create(DiagnosticDescriptors.ApprovalsMissing, location, Path.GetFileName(file), Count(now))], [])
                : new ApprovalResult([], Lines(ApprovalDifference.Between(PluginApprovals.None, reviewed), $"{Path.GetFileName(file)} is written and accepts:")) { Pending = now.ToBytes() };
        }

        IReadOnlyList<ApprovalDifference> differences = ApprovalDifference.Between(approved!, reviewed);
        ApprovalDifference[] refused = [.. differences.Where(static difference => difference.NeedsConsent.Count > 0)];
        if (refused.Length > 0)
        {
            return new ApprovalResult([.. refused.Select(difference => NeedsConsent(difference, reviewed, location))], Lines(refused, "Nobody has approved:"));
        }

        byte[] wanted = now.ToBytes();
        return wanted.AsSpan().SequenceEqual(Normalize(bytes)) ? new ApprovalResult([], [])
            : isContinuousIntegration ? new ApprovalResult([NotCurrent(file, differences, location)], [])
            : new ApprovalResult([], Lines(differences, $"{Path.GetFileName(file)} is brought up to date:")) { Pending = wanted };
    }

    /// <summary>Agrees to all plugins as they are (<c>-t:ApprovePlugins</c>), and writes nothing yet.</summary>
    /// <param name="file">The path of <c>plugins.approved.json</c>, as diagnostics show it too.</param>
    /// <param name="reviewed">The plugins of the marketplace.</param>
    /// <param name="isContinuousIntegration">Whether this is a build that approves nothing.</param>
    /// <param name="location">The project.</param>
    /// <param name="distinct">The package ids of which somebody says that they are told apart; null: none.</param>
    public static ApprovalResult ApproveAll(string file, IReadOnlyList<ReviewedPlugin> reviewed, bool isContinuousIntegration, Location location, IReadOnlyList<string>? distinct = null)
    {
        if (isContinuousIntegration)
        {
            return new ApprovalResult([Diagnostic.Create(DiagnosticDescriptors.ApprovalOnServer, location)], []);
        }

        if (!TryRead(file, out byte[]? bytes, out PluginApprovals? approved, out Diagnostic? damage))
        {
            return new ApprovalResult([damage!], []);
        }

        IReadOnlyList<Diagnostic> lookAlikes = LookAlikes.Check(reviewed, approved ?? PluginApprovals.None, location, distinct);
        if (lookAlikes.Count > 0)
        {
            return new ApprovalResult(lookAlikes, []);
        }

        byte[] wanted = PluginApprovals.Of(reviewed).ToBytes();
        return bytes is not null && wanted.AsSpan().SequenceEqual(Normalize(bytes)) ? new ApprovalResult([], [$"{Path.GetFileName(file)} is up to date."])
            : new ApprovalResult([], Lines(ApprovalDifference.Between(approved ?? PluginApprovals.None, reviewed), $"{Path.GetFileName(file)} accepts now:")) { Pending = wanted };
    }

    /// <summary>Writes what a check has left to write, once the plugins are laid out.</summary>
    /// <param name="file">The absolute path of <c>plugins.approved.json</c>.</param>
    /// <param name="result">What the check gave.</param>
    /// <returns>What went wrong; null where nothing did.</returns>
    public static Diagnostic? Record(string file, ApprovalResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        try
        {
            if (result.Pending is { } bytes)
            {
                AtomicFile.Write(file, bytes);
            }

            return null;
        }
        catch (Exception exception) when (OutputException.Covers(exception))
        {
            return Diagnostic.Create(DiagnosticDescriptors.ApprovalsNotWritable, new Location(file), Path.GetFileName(file), exception.Message.TrimEnd('.'));
        }
    }

    private static bool TryRead(string file, out byte[]? bytes, out PluginApprovals? approved, out Diagnostic? damage)
    {
        (bytes, approved, damage) = (null, null, null);
        try
        {
            // A link or a folder of this name is something, and not nothing.
            if (!File.Exists(file) && !Directory.Exists(file) && new FileInfo(file).LinkTarget is null)
            {
                return true;
            }

            bytes = StrictJson.ReadFile(file);
            approved = PluginApprovals.Parse(file, bytes);
            return true;
        }
        catch (ApprovalsException exception)
        {
            damage = Damaged(exception.Message, exception.Location);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or System.Text.Json.JsonException)
        {
            damage = Damaged(exception.Message.TrimEnd('.'), new Location(file));
        }

        return false;

        Diagnostic Damaged(string problem, Location location) => Diagnostic.Create(DiagnosticDescriptors.ApprovalsDamaged, location, Path.GetFileName(file), problem);
    }

    private static Diagnostic NeedsConsent(ApprovalDifference difference, IReadOnlyList<ReviewedPlugin> reviewed, Location location)
    {
        string version = reviewed.First(one => one.Plugin.Plugin.PackageId.Equals(difference.PackageId, StringComparison.OrdinalIgnoreCase)).Plugin.Plugin.PackageVersion;
        return Create(DiagnosticDescriptors.PluginNeedsConsent, location, difference.PackageId, version, Join(difference.NeedsConsent), Approve);
    }

    private static Diagnostic NotCurrent(string file, IReadOnlyList<ApprovalDifference> differences, Location location) =>
        Create(DiagnosticDescriptors.ApprovalsNotCurrent, location, Path.GetFileName(file),
            differences.Count == 0 ? "it says the same in another form or order" : Join([.. differences.SelectMany(static one => one.Harmless.Select(line => $"{one.PackageId} {line}"))]));

    // As Diagnostic.Create does, but for the length: the difference is what the message is for.
    private static Diagnostic Create(DiagnosticDescriptor descriptor, Location location, params object?[] arguments) =>
        new(descriptor, location, Diagnostic.Printable(descriptor.FormatMessage(arguments)));

    private static string Join(IReadOnlyList<string> lines)
    {
        string joined = string.Join("; ", lines.Take(MostLines).Select(static line => line.Length <= LongestLine ? line : $"{line[..LongestLine]}..."));
        return lines.Count <= MostLines ? joined : $"{joined}; and {lines.Count - MostLines} more";
    }

    private static string[] Lines(IReadOnlyList<ApprovalDifference> differences, string heading) =>
    [
        heading,
        .. differences.SelectMany(static one => (IEnumerable<string>)[$"  {one.PackageId}", .. one.NeedsConsent.Concat(one.Harmless).Select(static line => $"    {line}")]),
    ];

    // Line ends are git's business.
    private static byte[] Normalize(byte[] bytes) => [.. bytes.Where(static b => b != '\r')];

    private static string Count(PluginApprovals now) => now.Plugins.Count == 1 ? "one plugin" : $"{now.Plugins.Count} plugins";
}
