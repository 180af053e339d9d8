using NuGet.Versioning;

namespace Codex.Plugin.PackageManager.Feeds;

/// <summary>The <c>.nupkg</c> of a plugin, whose id, version and package type have been looked at. Dispose of it to delete what was downloaded for it.</summary>
public sealed class PluginPackageFile : IDisposable
{
    private readonly bool _isTemporary;

    internal PluginPackageFile(string id, NuGetVersion version, string path, string? source, bool isTemporary)
    {
        Id = id;
        Version = version;
        Path = path;
        Source = source;
        _isTemporary = isTemporary;
    }

    /// <summary>The id as the package writes it.</summary>
    public string Id { get; }

    /// <summary>The version.</summary>
    public NuGetVersion Version { get; }

    /// <summary>The absolute path of the file.</summary>
    public string Path { get; }

    /// <summary>The key of the source that it came from; null where nobody knows, as with a package that was copied into the packages folder.</summary>
    public string? Source { get; }

    /// <summary>Whether it was in NuGet's packages folder already.</summary>
    public bool IsRestored => !_isTemporary;

    /// <summary>The size in bytes.</summary>
    public long Size => new FileInfo(Path).Length;

    /// <summary>Deletes the file if it was downloaded for this.</summary>
    public void Dispose()
    {
        if (_isTemporary)
        {
            Delete(Path);
        }
    }

    /// <summary>Deletes a temporary file if that can be.</summary>
    internal static void Delete(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The system cleans its folder for temporary files.
        }
    }
}
