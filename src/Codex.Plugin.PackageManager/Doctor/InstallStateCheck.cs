using System.Text.Json;
using Codex.Plugin.Install;
using Codex.Plugin.Install.Config;
using Codex.Plugin.Packaging.Capabilities;

namespace Codex.Plugin.PackageManager.Doctor;

/// <summary>What we remember of the marketplaces that we have installed, and whether it is still so.</summary>
internal static class InstallStateCheck
{
    private const string Area = "marketplace";

    public static IEnumerable<CheckResult> Run(CodexHome home, CodexConfig config)
    {
        var own = new DirectoryInfo(Path.GetDirectoryName(home.OwnFolder("_"))!);
        return own.Exists ? own.EnumerateDirectories().OrderBy(static folder => folder.Name, StringComparer.Ordinal).SelectMany(folder => Check(home, config, folder.Name)) : [];
    }

    private static IEnumerable<CheckResult> Check(CodexHome home, CodexConfig config, string name)
    {
        string file = home.StateFile(name);
        string shown = CapabilityText.Show(name);
        InstallState? state;
        string? problem = null;
        try
        {
            state = InstallState.Load(file);
        }
        catch (JsonException exception)
        {
            state = null;
            problem = exception.Message.TrimEnd('.');
        }

        if (problem is not null)
        {
            yield return new CheckResult(Area, shown, CheckState.Error, $"what was remembered of its installation cannot be read: {CapabilityText.Show(problem)}",
                $"Delete '{CapabilityText.Show(file)}' and install the marketplace again; what was there before it cannot be put back then.");
        }

        if (state is null)
        {
            yield break;
        }

        string project = CapabilityText.Show(state.Project);
        if (config.MarketplaceSource(name) is not { } source)
        {
            yield return new CheckResult(Area, shown, CheckState.Warning, $"it was installed from '{project}', and Codex has it no longer", "Install it again, or take back the rest with 'dotnet build -t:Uninstall' in its project.");
        }
        else if (!state.Folders.Any(folder => HomeSnapshot.Real(folder) == HomeSnapshot.Real(source)))
        {
            yield return new CheckResult(Area, shown, CheckState.Warning, $"it was installed from '{project}', and Codex reads another one of this name in '{CapabilityText.Show(source)}'", $"Remove the other one, then install again: codex plugin marketplace remove {shown}");
        }
        else if (!File.Exists(state.Project))
        {
            yield return new CheckResult(Area, shown, CheckState.Warning, $"it was installed from '{project}', which is not there any more: nothing updates it", $"Bring the project back, or remove the marketplace: codex plugin marketplace remove {shown}");
        }
    }
}
