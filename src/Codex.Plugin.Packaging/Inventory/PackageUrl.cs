using Codex.Plugin.Packaging.Capabilities;

namespace Codex.Plugin.Packaging.Inventory;

/// <summary>Package URLs, by which scanners know packages of every registry.</summary>
internal static class PackageUrl
{
    /// <summary>That of a NuGet package.</summary>
    public static string OfNuGet(string id, string? version) => Make("nuget", id, version);

    /// <summary>That of the package that a server is started from; null where it cannot be told which registry it is of.</summary>
    public static string? OfServer(ServerCapability server)
    {
        if (server.Package is not { Length: > 0 } package)
        {
            return null;
        }

        string? version = IsExact(server.PackageVersion) ? server.PackageVersion : null;
        return Path.GetFileNameWithoutExtension(server.Command?.Replace('\\', '/') ?? "").ToLowerInvariant() switch
        {
            "dotnet" or "dnx" => OfNuGet(package, version),
            "npx" or "npm" or "pnpm" or "pnpx" or "bunx" or "bun" or "yarn" => Make("npm", package, version),
            "uvx" or "uv" or "pipx" => Make("pypi", package.ToLowerInvariant().Replace('_', '-'), version),
            "docker" or "podman" => Make("docker", package, server.PackageVersion),
            _ => null,
        };
    }

    private static string Make(string type, string name, string? version) =>
        $"pkg:{type}/{string.Join('/', name.Split('/').Select(Uri.EscapeDataString))}" + (version is null ? "" : "@" + Uri.EscapeDataString(version));

    // A range or a tag such as 'latest' names no one version.
    private static bool IsExact(string? version) =>
        version is { Length: > 0 } && char.IsAsciiDigit(version[0]) && version.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '+' or '_' or '!') && !version.Contains(".x", StringComparison.OrdinalIgnoreCase);
}
