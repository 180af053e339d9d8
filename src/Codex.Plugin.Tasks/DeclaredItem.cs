using Codex.Plugin.Security;
using Microsoft.Build.Framework;

namespace Codex.Plugin.Tasks;

/// <summary>What an item of the project says, as its author wrote it.</summary>
internal static class DeclaredItem
{
    /// <summary>The file that declares the item.</summary>
    public static string DefiningFile(ITaskItem item) => item.GetMetadata("DefiningProjectFullPath");

    /// <summary>The metadata as MSBuild keeps them: once unescaped, the semicolons of a value cannot be told from those between values.</summary>
    public static Dictionary<string, string> Settings(ITaskItem item, Func<string, bool>? isSetting = null)
    {
        var escaped = (ITaskItem2)item;
        return item.CloneCustomMetadata().Keys.Cast<string>()
            .Where(name => isSetting?.Invoke(name) != false)
            .ToDictionary(static name => name, escaped.GetMetadataValueEscaped, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>An item <c>ContentSuppression</c>.</summary>
    public static ContentSuppressionItem Suppression(ITaskItem item) => new(item.ItemSpec, DefiningFile(item), Settings(item));

    /// <summary>The version of a server's package as written: its own, or the one that is managed centrally; null where there is no package, or no version.</summary>
    public static string? PackageVersion(ITaskItem server, IEnumerable<ITaskItem> centralVersions)
    {
        string package = server.GetMetadata("Package").Trim();
        string version = server.GetMetadata("Version").Trim();
        return package.Length == 0 ? null
            : version.Length > 0 ? version
            : centralVersions.LastOrDefault(central => central.ItemSpec.Equals(package, StringComparison.OrdinalIgnoreCase))?.GetMetadata("Version").Trim();
    }
}
