using Codex.Plugin.Diagnostics;
using Codex.Plugin.Packaging.Capabilities;
using Codex.Plugin.Packaging.Restore;
using Codex.Plugin.Text;

namespace Codex.Plugin.Packaging.Trust;

/// <summary>Compares what a package says about its plugin with what the plugin is.</summary>
public static class CapabilityCheck
{
    private const int MostLines = 12;

    /// <summary>The finding for a package whose <c>codexplugin.json</c> says something else than its files; null where it does not, or was written by other rules.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <param name="manifest">What the package says.</param>
    /// <param name="computed">What the plugin may do, computed from the verified files.</param>
    /// <param name="location">Where the project references the package.</param>
    public static Diagnostic? Compare(RestoredPlugin plugin, PackageManifest manifest, PluginCapabilities computed, Location location)
    {
        ArgumentNullException.ThrowIfNull(plugin);
        ArgumentNullException.ThrowIfNull(manifest);

        // What counts is what is computed; an older package is merely not up to it.
        if (manifest.CapabilityRules != CapabilityReader.Rules || CapabilityJson.ToBytes(manifest.Capabilities).AsSpan().SequenceEqual(CapabilityJson.ToBytes(computed)))
        {
            return null;
        }

        CapabilityDifference difference = CapabilityDifference.Between(manifest.Capabilities, computed);
        string[] lines = [.. difference.Gains, .. difference.Losses];
        string words = lines.Length == 0 ? "has the same in another order"
            : string.Join("; ", lines.Take(MostLines)) + (lines.Length > MostLines ? $"; and {lines.Length - MostLines} more" : "");
        DiagnosticDescriptor descriptor = DiagnosticDescriptors.CapabilitiesNotAsPacked;
        return new Diagnostic(descriptor, location, Diagnostic.Printable(descriptor.FormatMessage([plugin.PackageId, plugin.PackageVersion, words])));
    }
}
