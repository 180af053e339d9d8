using Codex.Plugin.Packaging.Marketplace;
using Codex.Plugin.Packaging.Policies;
using Codex.Plugin.Packaging.Restore;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Codex.Plugin.Tasks;

/// <summary>The item <c>CodexPlugin</c>: a restored plugin, with its name as identity, and what the project says about it.</summary>
internal static class PluginItem
{
    private const string InstallationPolicy = nameof(InstallationPolicy);
    private const string AuthenticationPolicy = nameof(AuthenticationPolicy);

    public static ITaskItem From(MarketplacePlugin marketplacePlugin)
    {
        (RestoredPlugin plugin, PluginPolicy policy, IReadOnlyList<string> requiredBy) = marketplacePlugin;
        ITaskItem2 item = new TaskItem();
        item.ItemSpec = plugin.Name;
        Set(nameof(plugin.Name), plugin.Name);
        Set(nameof(plugin.Version), plugin.Version);
        Set(nameof(plugin.Folder), plugin.Folder);
        Set(nameof(plugin.PackageId), plugin.PackageId);
        Set(nameof(plugin.PackageVersion), plugin.PackageVersion);
        Set(nameof(plugin.PackageFolder), plugin.PackageFolder);
        Set(nameof(plugin.Direct), plugin.Direct ? "true" : "false");
        Set(nameof(plugin.Sha512), plugin.Sha512);
        Set(nameof(plugin.ProjectFile), plugin.ProjectFile);
        Set(nameof(plugin.Dependencies), string.Join(';', plugin.Dependencies));
        Set(InstallationPolicy, MarketplaceDocument.InstallationWords[policy.Installation]);
        Set(AuthenticationPolicy, MarketplaceDocument.AuthenticationWords[policy.Authentication]);
        Set(nameof(policy.Products), policy.Products is null ? null : string.Join(';', policy.Products));
        Set(nameof(policy.Category), policy.Category);
        Set(nameof(MarketplacePlugin.RequiredBy), string.Join(';', requiredBy));
        Set(nameof(MarketplacePlugin.Trust), marketplacePlugin.Trust.ToText());
        return item;

        void Set(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                item.SetMetadataValueLiteral(name, value);
            }
        }
    }

    /// <summary>The item for a project that is referenced, with its path as identity.</summary>
    public static ITaskItem From(RestoredProject project)
    {
        ITaskItem2 item = new TaskItem();
        item.ItemSpec = project.ProjectFile;
        item.SetMetadataValueLiteral(nameof(project.PackageId), project.PackageId);
        item.SetMetadataValueLiteral(nameof(project.Direct), project.Direct ? "true" : "false");
        item.SetMetadataValueLiteral(nameof(project.MayBePlugin), project.MayBePlugin ? "true" : "false");
        item.SetMetadataValueLiteral(nameof(project.Dependencies), string.Join(';', project.Dependencies));
        return item;
    }

    public static RestoredProject ToProject(ITaskItem item) => new(
        item.GetMetadata(nameof(RestoredProject.PackageId)),
        item.ItemSpec,
        item.GetMetadata(nameof(RestoredProject.Direct)) == "true",
        List(item, nameof(RestoredProject.Dependencies)))
    {
        MayBePlugin = item.GetMetadata(nameof(RestoredProject.MayBePlugin)) == "true",
    };

    public static RestoredPlugin ToPlugin(ITaskItem item) => new(
        item.GetMetadata(nameof(RestoredPlugin.Name)),
        item.GetMetadata(nameof(RestoredPlugin.Version)),
        item.GetMetadata(nameof(RestoredPlugin.Folder)),
        item.GetMetadata(nameof(RestoredPlugin.PackageId)),
        item.GetMetadata(nameof(RestoredPlugin.PackageVersion)),
        item.GetMetadata(nameof(RestoredPlugin.PackageFolder)),
        item.GetMetadata(nameof(RestoredPlugin.Direct)) == "true",
        item.GetMetadata(nameof(RestoredPlugin.Sha512)))
    {
        Dependencies = List(item, nameof(RestoredPlugin.Dependencies)),
        ProjectFile = Text(item, nameof(RestoredPlugin.ProjectFile)),
    };

    public static MarketplacePlugin ToMarketplacePlugin(ITaskItem item)
    {
        var policy = new PluginPolicy
        {
            Installation = MarketplaceDocument.InstallationWords.Single(word => word.Value == item.GetMetadata(InstallationPolicy)).Key,
            Authentication = MarketplaceDocument.AuthenticationWords.Single(word => word.Value == item.GetMetadata(AuthenticationPolicy)).Key,
            Products = Text(item, nameof(PluginPolicy.Products))?.Split(';'),
            Category = Text(item, nameof(PluginPolicy.Category)),
        };
        return new MarketplacePlugin(ToPlugin(item), policy, List(item, nameof(MarketplacePlugin.RequiredBy)))
        {
            Trust = TrustPolicy.FromText(Text(item, nameof(MarketplacePlugin.Trust))),
        };
    }

    private static string? Text(ITaskItem item, string name) => item.GetMetadata(name) is { Length: > 0 } text ? text : null;

    private static string[] List(ITaskItem item, string name) => item.GetMetadata(name).Split(';', StringSplitOptions.RemoveEmptyEntries);
}
