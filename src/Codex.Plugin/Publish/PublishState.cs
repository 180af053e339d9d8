using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Codex.Plugin.Write;

namespace Codex.Plugin.Publish;

/// <summary>Tells whether a server must be published again: what it was made of, and what came out.</summary>
public static class PublishState
{
    private const string Format = "1";

    /// <summary>A line that differs when the file does: its path, its size and its time of last write.</summary>
    /// <param name="path">An absolute path, or nothing.</param>
    public static string Describe(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var file = path.Length == 0 ? null : new FileInfo(path);
        if (file is not { Exists: true })
        {
            return $"{path}|";
        }

        // Building and publishing write these in turn, with other times and the same content.
        bool isWrittenInTurn = path.EndsWith(".deps.json", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".runtimeconfig.json", StringComparison.OrdinalIgnoreCase);
        return isWrittenInTurn
            ? $"{path}|{Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)))}"
            : string.Create(CultureInfo.InvariantCulture, $"{path}|{file.Length}|{file.LastWriteTimeUtc.Ticks}");
    }

    /// <summary>The file that is started, where the folder still holds what was published from the same inputs; else null.</summary>
    /// <param name="stateFile">What <see cref="Save"/> wrote.</param>
    /// <param name="inputs">The <see cref="Hash"/> of everything that decides what is published.</param>
    /// <param name="folder">The folder that was published into.</param>
    public static string? FindEntryPoint(string stateFile, string inputs, string folder)
    {
        try
        {
            return File.ReadAllText(stateFile).Split('\n') is [Format, var entryPoint, var published, var made, ""] && published == inputs && made == Hash(FilesOf(folder)) ? entryPoint : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Removes what was published, so that files which are published no more are gone, and a build that fails leaves nothing.</summary>
    /// <param name="stateFile">What <see cref="Save"/> wrote.</param>
    /// <param name="folder">The folder that was published into.</param>
    public static void Reset(string stateFile, string folder)
    {
        if (File.Exists(stateFile))
        {
            File.Delete(stateFile);
        }

        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Remembers what was published.</summary>
    /// <param name="stateFile">The absolute path of the file to write.</param>
    /// <param name="inputs">As for <see cref="FindEntryPoint"/>.</param>
    /// <param name="folder">The folder that was published into.</param>
    /// <param name="entryPoint">The file that is started, relative to the folder.</param>
    public static void Save(string stateFile, string inputs, string folder, string entryPoint) =>
        AtomicFile.Write(stateFile, Encoding.UTF8.GetBytes($"{Format}\n{entryPoint}\n{inputs}\n{Hash(FilesOf(folder))}\n"));

    /// <summary>The file that starts the published server: an assembly for <c>dotnet</c>, or an executable. Null where there is none.</summary>
    /// <param name="folder">The folder that was published into.</param>
    /// <param name="assembly">The name of the assembly that the server's project builds.</param>
    /// <param name="runtimeIdentifier">The machine that it is published for, or null.</param>
    public static string? FindPublished(string folder, string assembly, string? runtimeIdentifier)
    {
        string name = Path.GetFileNameWithoutExtension(assembly);
        string? entryPoint =
            NeedsDotnet(Path.Combine(folder, name + ".runtimeconfig.json")) ? name + ".dll"
            : runtimeIdentifier is null ? null
            : ServerMachines.IsWindows(runtimeIdentifier) ? name + ".exe"
            : name;
        return entryPoint is not null && File.Exists(Path.Combine(folder, entryPoint)) ? entryPoint : null;
    }

    // A self-contained build lists the frameworks that are in it; native code and a single file have no such file.
    private static bool NeedsDotnet(string runtimeConfig)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(runtimeConfig));
            return !json.RootElement.GetProperty("runtimeOptions").TryGetProperty("includedFrameworks", out _);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return false;
        }
    }

    private static IEnumerable<string> FilesOf(string folder) =>
        Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }).Order(StringComparer.Ordinal).Select(Describe)
            : [];

    /// <summary>A text that differs when a line does.</summary>
    /// <param name="lines">The lines, in an order that counts.</param>
    public static string Hash(IEnumerable<string> lines) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))));
}
