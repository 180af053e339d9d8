using Codex.Plugin.PackageManager.Installed;
using Codex.Plugin.PackageManager.Projects;
using Codex.Plugin.Packaging.Capabilities;

namespace Codex.Plugin.PackageManager.Doctor;

/// <summary>Whether the marketplace projects that we keep are as our last command should have left them.</summary>
internal static class ProjectCheck
{
    private const string Area = "project";

    public static IReadOnlyList<CheckResult> Run(DoctorOptions options)
    {
        CheckResult[] results = [.. options.Projects.DistinctBy(static project => project.File, StringComparer.Ordinal).Where(static project => project.Exists).SelectMany(Check)];
        return results.Length > 0 ? results : [new CheckResult(Area, null, CheckState.Note, "no plugins are installed yet", "Install one: codex-plugin install ID")];
    }

    private static IEnumerable<CheckResult> Check(ManagedProject project)
    {
        string subject = CapabilityText.Show(project.MarketplaceName ?? Path.GetFileName(project.File));
        string option = project.Scope switch
        {
            ProjectScope.Repository => " --repo",
            ProjectScope.Named => $" --project {CapabilityText.Show(project.File)}",
            _ when project.MarketplaceName is { } name && name != ManagedProject.DefaultMarketplace => $" --marketplace {name}",
            _ => "",
        };
        if (ProjectTransaction.IsPending(project))
        {
            return [Result(CheckState.Warning, $"a change of '{CapabilityText.Show(project.File)}' was interrupted", $"The next command puts back what was there before: codex-plugin restore{option}")];
        }

        if (!File.Exists(project.AssetsFile))
        {
            return [Result(CheckState.Warning, $"'{CapabilityText.Show(project.File)}' is not restored", $"Run 'codex-plugin restore{option}'.")];
        }

        IReadOnlyList<InstalledPackage> plugins;
        try
        {
            plugins = InstalledPlugins.Read(project);
        }
        catch (ManagedProjectException exception)
        {
            return [Result(CheckState.Error, CapabilityText.Show(exception.Message.TrimEnd('.')), $"Run 'codex-plugin restore{option}'.")];
        }

        var results = new List<CheckResult>();
        if (!File.Exists(project.LockFile))
        {
            results.Add(Result(CheckState.Warning, "there is no packages.lock.json: nothing says which content the packages must have", $"Run 'codex-plugin restore{option}'."));
        }

        string[] gone = [.. plugins.Where(static plugin => !Directory.Exists(plugin.PackageFolder)).Select(static plugin => $"{plugin.Id} {plugin.Version}")];
        if (gone.Length > 0)
        {
            results.Add(Result(CheckState.Warning, $"the packages folder has no {string.Join(", ", gone)} any more", $"Run 'codex-plugin restore{option}'."));
        }

        string[] others = [.. plugins.Where(static plugin => plugin.InCodex is not null && plugin.InCodex != plugin.Version).Select(static plugin => $"{plugin.Id} {plugin.Version} (Codex: {plugin.InCodex})")];
        if (others.Length > 0)
        {
            results.Add(Result(CheckState.Warning, $"Codex has another version of {string.Join(", ", others)}", $"Run 'codex-plugin sync{option}'."));
        }

        return results.Count > 0 ? results : [Result(CheckState.Ok, $"{(plugins.Count == 1 ? "1 plugin" : $"{plugins.Count} plugins")} restored for '{CapabilityText.Show(project.File)}'", null)];

        CheckResult Result(CheckState state, string found, string? next) => new(Area, subject, state, found, next);
    }
}
