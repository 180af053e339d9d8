using Codex.Plugin.Packaging;
using NuGet.Versioning;

namespace Codex.Plugin.Tool.Commands;

/// <summary>How a plugin and its version are written at the command line.</summary>
internal static class PluginArgument
{
    /// <summary>Splits <c>ID@VERSION</c>.</summary>
    /// <param name="argument">What the user wrote.</param>
    /// <param name="version">What the option says besides; null: nothing.</param>
    /// <exception cref="UsageException">It is no id, or there are two versions.</exception>
    public static (string Id, string? Version) Split(string argument, string? version = null)
    {
        int at = argument.IndexOf('@', StringComparison.Ordinal);
        string id = at < 0 ? argument : argument[..at];
        if (at >= 0 && version is not null)
        {
            throw new UsageException($"'{argument}' names a version, and --version another one. Use one of them.");
        }

        return PackageIds.IsAccepted(id)
            ? (id, at < 0 ? version : argument[(at + 1)..])
            : throw new UsageException($"'{id}' is no package id. An id has letters, digits, '.', '-' and '_', for instance Contoso.Review; search with 'codex-plugin search'.");
    }

    /// <summary>Reads a version or a range; a version alone means just that one, as with <c>dotnet add package</c>.</summary>
    /// <param name="text">Ex: <c>1.2.0</c>, <c>1.*</c>, <c>[1.0,2.0)</c>; null: any version.</param>
    /// <returns>The range, and the version where it is a single one.</returns>
    /// <exception cref="UsageException">It is neither.</exception>
    public static (VersionRange? Range, NuGetVersion? Exact) ParseRange(string? text)
    {
        if (text is null)
        {
            return (null, null);
        }

        if (NuGetVersion.TryParse(text, out NuGetVersion? version))
        {
            return (new VersionRange(version, includeMinVersion: true, version, includeMaxVersion: true), version);
        }

        return VersionRange.TryParse(text, out VersionRange? range)
            ? (range, null)
            : throw new UsageException($"'{text}' is no version and no range. Write for instance 1.2.0, 1.* or [1.0,2.0).");
    }
}
