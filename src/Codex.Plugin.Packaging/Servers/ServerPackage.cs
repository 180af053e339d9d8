using System.Xml;
using NuGet.Packaging;
using NuGet.Packaging.Core;

namespace Codex.Plugin.Packaging.Servers;

/// <summary>What an extracted package says about the server in it.</summary>
/// <param name="Types">The package types of the nuspec; none is NuGet's <c>Dependency</c>.</param>
/// <param name="Needs">What <c>.mcp/server.json</c> asks for.</param>
public sealed record ServerPackage(IReadOnlyList<string> Types, ServerNeeds Needs)
{
    private const string ServerFile = ".mcp/server.json";

    /// <summary>Far above every description that there is.</summary>
    private const int LongestServerFile = 1 << 20;

    /// <summary>Reads a package.</summary>
    /// <param name="folder">The absolute path of the extracted package.</param>
    /// <param name="package">The package.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">As before.</exception>
    /// <exception cref="XmlException">The nuspec is none.</exception>
    /// <exception cref="PackagingException">As before.</exception>
    public static ServerPackage Read(string folder, ServerPackageId package)
    {
        ArgumentNullException.ThrowIfNull(package);
        var nuspec = new NuspecReader(Path.Combine(folder, package.Id.ToLowerInvariant() + PackagingCoreConstants.NuspecExtension));
        return new ServerPackage([.. nuspec.GetPackageTypes().Select(static type => type.Name)], ReadNeeds(Path.Combine(folder, ServerFile), package));
    }

    private static ServerNeeds ReadNeeds(string file, ServerPackageId package)
    {
        var info = new FileInfo(file);
        return !info.Exists ? ServerNeeds.None
            : info.Length > LongestServerFile ? ServerNeeds.None with { Problem = "it is longer than a megabyte" }
            : ServerNeeds.Read(File.ReadAllBytes(file), package);
    }
}
