using System.Text.Json;
using Codex.Plugin.Packaging.Capabilities;
using Codex.Plugin.Runtime.Codex;
using NuGet.Versioning;

namespace Codex.Plugin.PackageManager.Doctor;

/// <summary>Whether there is a Codex, whether we know it, and whether it can read its marketplaces.</summary>
internal static class CodexCheck
{
    private const string Area = "codex";

    // The one that everything was asked of.
    private static readonly SemanticVersion s_known = new(0, 169, 0);

    public static async Task<IReadOnlyList<CheckResult>> RunAsync(DoctorOptions options, CancellationToken cancellation)
    {
        if (CodexExecutable.Find(options.CodexPath, options.Folder, Machine.Current) is not { } executable)
        {
            string place = string.IsNullOrWhiteSpace(options.CodexPath) ? "on the PATH" : $"at '{CapabilityText.Show(options.CodexPath)}'";
            return [new CheckResult(Area, null, CheckState.Warning, $"there is no codex {place}", "Plugins are installed all the same; install Codex to use them: npm install -g @openai/codex")];
        }

        var codex = new CodexCommand(executable, options.Home.Folder);
        try
        {
            CheckResult version = Judge(await codex.GetVersionAsync(cancellation).ConfigureAwait(false), executable);
            return Directory.Exists(options.Home.Folder) ? [version, await AskAsync(codex, options, cancellation).ConfigureAwait(false)] : [version];
        }
        catch (CodexException exception)
        {
            return [new CheckResult(Area, null, CheckState.Error, $"'{CapabilityText.Show(executable)}' does not start: {CapabilityText.Of(exception.Message.TrimEnd('.'))}", "Install Codex again.")];
        }
    }

    internal static CheckResult Judge(string? version, string executable)
    {
        string place = $"in '{CapabilityText.Show(Path.GetDirectoryName(executable) ?? executable)}'";
        if (!SemanticVersion.TryParse(version ?? "", out SemanticVersion? parsed))
        {
            return new CheckResult(Area, null, CheckState.Unknown, $"codex {place} does not say its version", "Run 'codex --version'.");
        }

        int order = (parsed.Major, parsed.Minor).CompareTo((s_known.Major, s_known.Minor));
        return order == 0 ? new CheckResult(Area, null, CheckState.Ok, $"Codex {parsed} {place}")
            : order < 0 ? new CheckResult(Area, null, CheckState.Warning, $"Codex {parsed} {place} is older than {s_known.Major}.{s_known.Minor}, which this version was made for", "Update Codex: an older one reads plugins otherwise.")
            : new CheckResult(Area, null, CheckState.Note, $"Codex {parsed} {place} is newer than {s_known.Major}.{s_known.Minor}, which this version was made for", "Look for a newer Codex.Plugin.Tool: dotnet tool update -g Codex.Plugin.Tool");
    }

    // One marketplace that it cannot read takes all others with it.
    private static async Task<CheckResult> AskAsync(CodexCommand codex, DoctorOptions options, CancellationToken cancellation)
    {
        try
        {
            // In its home, where no repository's settings count.
            JsonElement answer = await codex.RunJsonAsync(options.Home.Folder, cancellation, "plugin", "marketplace", "list", "--json").ConfigureAwait(false);
            string[] names = [.. answer.Items("marketplaces").Select(static one => CapabilityText.Show(one.Text("name") ?? "?"))];
            return new CheckResult(Area, null, CheckState.Ok, names.Length == 0 ? "Codex reads its configuration; it has no marketplaces" : $"Codex reads its marketplaces: {string.Join(", ", names)}");
        }
        catch (CodexException exception)
        {
            return new CheckResult(Area, null, CheckState.Error, $"Codex cannot list its marketplaces: {CapabilityText.Of(exception.Message.TrimEnd('.'))}",
                "Mend or remove what it names; one bad marketplace hides all others from 'codex plugin list'.");
        }
    }
}
