using Codex.Plugin.Packaging.Capabilities;
using Codex.Plugin.Packaging.Marketplace;

namespace Codex.Plugin.Packaging.Trust;

/// <summary>A plugin of a marketplace with what decides whether it is trusted.</summary>
/// <param name="Plugin">The plugin, and what the project says about it.</param>
/// <param name="Capabilities">What it may do, computed from the verified files.</param>
/// <param name="Signatures">Who signed its package; <see cref="PackageSignatures.None"/> for a project's.</param>
/// <param name="Feed">Where the package came from; null for a project's, and where nobody knows.</param>
public sealed record ReviewedPlugin(MarketplacePlugin Plugin, PluginCapabilities Capabilities, PackageSignatures Signatures, PackageFeed? Feed);
