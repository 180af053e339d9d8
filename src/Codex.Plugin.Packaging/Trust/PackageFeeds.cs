using System.Text.Json;
using Codex.Plugin.Packaging.Capabilities;
using Codex.Plugin.Packaging.Servers;
using NuGet.Configuration;

namespace Codex.Plugin.Packaging.Trust;

/// <summary>
/// Says where packages came from, without anything of the machine: the key of the source in <c>nuget.config</c>, with the address where that is the same for everybody.
/// </summary>
public sealed class PackageFeeds
{
    /// <summary>How the name of a feed begins that no configuration names.</summary>
    internal const string Unnamed = "a source that nuget.config does not name";

    /// <summary>What NuGet leaves beside an extracted package, once it is whole.</summary>
    internal const string MetadataFile = ".nupkg.metadata";

    private readonly List<(string Key, string Source)> _sources = [];

    private PackageFeeds(IReadOnlyList<string> configFiles)
    {
        if (configFiles.Count == 0)
        {
            return;
        }

        ISettings settings = Settings.LoadSettingsGivenConfigPaths([.. configFiles]);
        _sources.AddRange(PackageSourceProvider.LoadPackageSources(settings).Select(static source => (source.Name, Normalize(source.Source))));
    }

    /// <summary>The feeds of a restored project.</summary>
    /// <param name="assetsFile">The absolute path of <c>project.assets.json</c>, which lists the configuration files.</param>
    /// <exception cref="IOException">A configuration cannot be read.</exception>
    public static PackageFeeds Read(string assetsFile) => Of(RestoredSources.Read(assetsFile).ConfigFiles);

    /// <summary>The feeds that the configuration files name.</summary>
    /// <param name="configFiles">The absolute paths, the nearest first; what is not there any more is passed over.</param>
    /// <exception cref="IOException">A configuration cannot be read.</exception>
    public static PackageFeeds Of(IEnumerable<string> configFiles)
    {
        try
        {
            return new PackageFeeds([.. configFiles.Where(File.Exists)]);
        }
        catch (NuGetConfigurationException exception)
        {
            throw new IOException(exception.Message, exception);
        }
    }

    /// <summary>Where the package came from; null where nobody knows, as with one that was copied into the packages folder.</summary>
    /// <param name="packageFolder">The absolute path of the extracted package.</param>
    public PackageFeed? Find(string packageFolder)
    {
        if (ReadSource(packageFolder) is not { Length: > 0 } written)
        {
            return null;
        }

        string source = Normalize(written);
        string? key = _sources.Find(one => one.Source.Equals(source, IsAddress(source) || OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal)).Key;

        string? address = IsAddress(source) && !new Uri(source).IsLoopback ? ServerCapabilities.PlainUrl(source) : null;
        return new PackageFeed(CapabilityText.Of(key ?? Unnamed), address);
    }

    /// <summary>The source that NuGet has written beside the package; null where it has not.</summary>
    internal static string? ReadSource(string packageFolder)
    {
        try
        {
            return StrictJson.Text(StrictJson.ReadObject(Path.Combine(packageFolder, MetadataFile)), "source");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    private static bool IsAddress(string source) =>
        Uri.TryCreate(source, UriKind.Absolute, out Uri? uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps);

    private static string Normalize(string source)
    {
        if (IsAddress(source))
        {
            return new Uri(source).AbsoluteUri.TrimEnd('/');
        }

        try
        {
            string path = Uri.TryCreate(source, UriKind.Absolute, out Uri? uri) && uri.IsFile ? uri.LocalPath : source;
            return Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        }
        catch (ArgumentException)
        {
            return source;
        }
    }
}
