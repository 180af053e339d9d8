using System.Text.Json;

namespace Codex.Plugin.Publish;

/// <summary>What NuGet has restored for a project, as far as publishing depends on it.</summary>
/// <param name="AssetsFile">The <c>project.assets.json</c>.</param>
/// <param name="Machines">The runtime identifiers.</param>
/// <param name="HasNativeCompiler">Whether the compiler of native code is among it.</param>
/// <param name="HasTrimmer">Whether the tool that trims assemblies is among it.</param>
public sealed record RestoredProject(string AssetsFile, IReadOnlySet<string> Machines, bool HasNativeCompiler, bool HasTrimmer)
{
    /// <summary>Reads the <c>project.assets.json</c> in a folder above the file; null where there is none, or none that can be read.</summary>
    /// <param name="builtFile">A file that the project's build makes.</param>
    public static RestoredProject? Find(string builtFile)
    {
        for (string? folder = Path.GetDirectoryName(builtFile); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            string assets = Path.Combine(folder, "project.assets.json");
            if (File.Exists(assets))
            {
                return Read(assets);
            }
        }

        return null;
    }

    private static RestoredProject? Read(string assets)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(assets));

            // 'net10.0' and 'net10.0/linux-x64'.
            HashSet<string> machines = [.. json.RootElement.GetProperty("targets").EnumerateObject()
                .Select(static target => target.Name)
                .Where(static name => name.Contains('/', StringComparison.Ordinal))
                .Select(static name => name[(name.LastIndexOf('/') + 1)..])];
            string[] tools = [.. json.RootElement.GetProperty("project").GetProperty("frameworks").EnumerateObject()
                .Where(static framework => framework.Value.TryGetProperty("downloadDependencies", out _))
                .SelectMany(static framework => framework.Value.GetProperty("downloadDependencies").EnumerateArray())
                .Select(static package => package.GetProperty("name").GetString()!)];
            return new RestoredProject(
                assets,
                machines,
                tools.Any(static name => name.EndsWith("ILCompiler", StringComparison.OrdinalIgnoreCase)),
                json.RootElement.GetProperty("libraries").EnumerateObject().Any(static library => library.Name.StartsWith("Microsoft.NET.ILLink.Tasks/", StringComparison.OrdinalIgnoreCase)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }
}
