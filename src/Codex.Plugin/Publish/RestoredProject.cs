using System.Text.Json;

namespace Codex.Plugin.Publish;

/// <summary>What NuGet has restored for a project, as far as builds for single machines need it.</summary>
/// <param name="Machines">The runtime identifiers.</param>
/// <param name="HasNativeCompiler">Whether the compiler of native code is among it.</param>
internal sealed record RestoredProject(IReadOnlySet<string> Machines, bool HasNativeCompiler)
{
    /// <summary>Reads the <c>project.assets.json</c> in a folder above the file; null where there is none, or none that can be read.</summary>
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
            bool hasNativeCompiler = json.RootElement.GetProperty("project").GetProperty("frameworks").EnumerateObject()
                .Where(static framework => framework.Value.TryGetProperty("downloadDependencies", out _))
                .SelectMany(static framework => framework.Value.GetProperty("downloadDependencies").EnumerateArray())
                .Any(static package => package.GetProperty("name").GetString()!.EndsWith("ILCompiler", StringComparison.OrdinalIgnoreCase));
            return new RestoredProject(machines, hasNativeCompiler);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }
}
