using System.Text.Json;
using Codex.Plugin.Check;
using Codex.Plugin.Install;
using Codex.Plugin.Install.Config;
using Codex.Plugin.Packaging.Capabilities;

namespace Codex.Plugin.PackageManager.Doctor;

/// <summary>Whether Codex can read its home: the settings, the marketplaces in them, the plugins in its cache, and what we remember of what we have installed.</summary>
internal static class CodexHomeCheck
{
    private const string Area = "codex home";
    private const string Marketplace = "marketplace";

    private const string Breaks = "While it is so, Codex lists no marketplace at all.";

    public static IReadOnlyList<CheckResult> Run(DoctorOptions options)
    {
        CodexHome home = options.Home;
        string folder = CapabilityText.Show(home.Folder);
        if (!Directory.Exists(home.Folder))
        {
            return [options.Variable("CODEX_HOME") is { Length: > 0 }
                ? new CheckResult(Area, null, CheckState.Error, $"CODEX_HOME names '{folder}', which is not there: Codex does not start", "Create the folder, or remove the variable.")
                : new CheckResult(Area, null, CheckState.Note, $"there is no '{folder}' yet", "It comes with the first installation.")];
        }

        CodexConfig config;
        try
        {
            config = CodexConfig.Load(home.ConfigFile);
        }
        catch (CodexConfigException exception)
        {
            return [new CheckResult(Area, "config.toml", CheckState.Error, CapabilityText.Of($"{exception.Diagnostic.Location}: {exception.Message}"), "Mend that line: Codex does not start with it, and nothing can be installed.")];
        }

        var known = new Dictionary<string, CodexMarketplace?>(StringComparer.Ordinal);
        List<CheckResult> results = [new CheckResult(Area, null, CheckState.Ok, File.Exists(home.ConfigFile) ? $"'{CapabilityText.Show(home.ConfigFile)}' can be read" : $"'{folder}' has no config.toml yet")];
        foreach (string name in config.MarketplaceNames)
        {
            results.AddRange(CheckMarketplace(options, config, name, known));
        }

        results.AddRange(CheckUserMarketplace(options, known));
        results.AddRange(InstallStateCheck.Run(home, config));
        results.AddRange(CachedPluginsCheck.Run(home, config, known));
        return results;
    }

    private static List<CheckResult> CheckMarketplace(DoctorOptions options, CodexConfig config, string name, Dictionary<string, CodexMarketplace?> known)
    {
        string remove = $"Remove it from config.toml: codex plugin marketplace remove {CapabilityText.Show(name)}.";
        known.TryAdd(name, null);
        if (CodexMarketplace.FindNameProblem(name) is { } problem)
        {
            return [PluginName.IsReservedMarketplace(name) ? Result(CheckState.Warning, $"its name {problem}: it is passed over", remove) : Result(CheckState.Error, $"its name {problem}", $"{remove} {Breaks}")];
        }

        string? source = config.MarketplaceSource(name);
        if (config.MarketplaceSourceType(name) != "local")
        {
            string clone = Path.Combine(options.Home.Folder, ".tmp", "marketplaces", name);
            return Directory.Exists(clone) ? Read(clone)
                : [Result(CheckState.Error, config.MarketplaceSourceType(name) is null ? "its source_type is missing, so Codex takes it for a git repository, which it has not cloned" : "Codex has not cloned its repository", $"Run 'codex plugin marketplace upgrade {name}', or remove it. {Breaks}")];
        }

        return string.IsNullOrEmpty(source) ? [Result(CheckState.Error, "its entry in config.toml names no source", $"{remove} {Breaks}")]
            : !Path.IsPathFullyQualified(source) ? [Result(CheckState.Error, $"its folder '{CapabilityText.Show(source)}' is relative: Codex looks for it below whatever folder it is started in", "Write the absolute path into config.toml.")]
            : !Directory.Exists(source) ? [Result(CheckState.Error, $"its folder '{CapabilityText.Show(source)}' is gone", $"Build the marketplace again, or remove it: codex plugin marketplace remove {name}. {Breaks}")]
            : Read(source);

        List<CheckResult> Read(string folder)
        {
            try
            {
                CodexMarketplace marketplace = CodexMarketplace.Read(folder);
                List<CheckResult> results = [.. marketplace.Warnings.Select(warning => Result(CheckState.Warning, warning, $"Mend '{CapabilityText.Show(CodexMarketplace.FindFile(folder)!)}'."))];
                if (marketplace.Name != name)
                {
                    results.Add(Result(CheckState.Warning, $"'{CapabilityText.Show(folder)}' calls itself '{CapabilityText.Show(marketplace.Name)}', and Codex lists it by that name", "Remove it and add the folder again."));
                }

                if (marketplace.Name != name && config.MarketplaceNames.Contains(marketplace.Name))
                {
                    results.Add(Result(CheckState.Warning, $"config.toml has '{CapabilityText.Show(marketplace.Name)}' as well: one of the two is not seen", "Remove one of them."));
                }
                else if (!known.TryAdd(marketplace.Name, marketplace))
                {
                    known[marketplace.Name] ??= marketplace;
                }

                return results.Count > 0 ? results : [Result(CheckState.Ok, $"{Count(marketplace.Plugins.Count)} in '{CapabilityText.Show(folder)}'", null)];
            }
            catch (JsonException exception)
            {
                return [Result(CheckState.Error, $"Codex does not read '{CapabilityText.Show(folder)}': {CapabilityText.Show(exception.Message.TrimEnd('.'))}", $"Mend that file, or build the marketplace again. {Breaks}")];
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return [Result(CheckState.Error, CapabilityText.Show(exception.Message.TrimEnd('.')), $"Make it readable. {Breaks}")];
            }
        }

        CheckResult Result(CheckState state, string found, string? next) => new(Marketplace, CapabilityText.Show(name), state, found, next);
    }

    // Codex reads it without being told.
    private static CheckResult[] CheckUserMarketplace(DoctorOptions options, Dictionary<string, CodexMarketplace?> known)
    {
        string file = Path.Combine(options.UserFolder, ".agents", "plugins", "marketplace.json");
        if (!File.Exists(file))
        {
            return [];
        }

        string shown = CapabilityText.Show(file);
        try
        {
            CodexMarketplace marketplace = CodexMarketplace.Read(options.UserFolder);
            string name = CapabilityText.Show(marketplace.Name);
            if (!known.TryAdd(marketplace.Name, marketplace))
            {
                // What lies in the user's folder wins over what is registered.
                known[marketplace.Name] = marketplace;
                return [new CheckResult(Marketplace, name, CheckState.Warning, $"'{shown}' has the same name as a marketplace in config.toml, and Codex lists the plugins of the former", "Give one of them another name.")];
            }

            return marketplace.Warnings.Count > 0
                ? [.. marketplace.Warnings.Select(warning => new CheckResult(Marketplace, name, CheckState.Warning, warning, $"Mend '{shown}'."))]
                : [new CheckResult(Marketplace, name, CheckState.Ok, $"{Count(marketplace.Plugins.Count)} in '{shown}', which Codex reads without being told")];
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            return [new CheckResult(Marketplace, null, CheckState.Error, $"Codex does not read '{shown}': {CapabilityText.Show(exception.Message.TrimEnd('.'))}", "Mend or delete that file.")];
        }
    }

    private static string Count(int plugins) => plugins == 1 ? "1 plugin" : $"{plugins} plugins";
}
