using Codex.Plugin.Packaging.Marketplace;
using Codex.Plugin.Packaging.Policies;
using Codex.Plugin.Packaging.Trust;

namespace Codex.Plugin.Packaging.Inventory;

/// <summary>A table of a report. Texts are clean, and not yet escaped.</summary>
internal sealed record ReportTable(IReadOnlyList<string> Header, IReadOnlyList<IReadOnlyList<string>> Rows);

/// <summary>A part of a report.</summary>
internal sealed record ReportSection(string Title, IReadOnlyList<ReportTable> Tables);

/// <summary>The inventory for people, in no format yet.</summary>
/// <param name="Title">The heading.</param>
/// <param name="Text">What stands below it.</param>
/// <param name="Sections">The first one is the table of all plugins; one for each plugin follows.</param>
internal sealed record InventoryReport(string Title, string Text, IReadOnlyList<ReportSection> Sections)
{
    private static readonly Dictionary<string, string> s_kinds = new()
    {
        ["skill"] = "skill",
        ["mcpServer"] = "MCP server",
        ["mcpServer:variable"] = "variable that an MCP server gets",
        ["mcpServer:approval"] = "approval that an MCP server sets",
        ["hook"] = "hook",
        ["app"] = "app",
        ["code"] = "script or program",
        ["host"] = "host",
        ["permission"] = "permission that a skill asks for",
    };

    public static InventoryReport Of(InventoryDocument document)
    {
        string count = document.Plugins.Count == 1 ? "1 plugin" : $"{document.Plugins.Count} plugins";
        return new InventoryReport(
            InventoryText.Clean(document.Title),
            $"{count} of the marketplace '{InventoryText.Clean(document.Name)}'. What a plugin may do was computed from its files; title, description, authors and licence are what its author says.",
            [
                new ReportSection("Plugins", document.Plugins.Count == 0 ? [] :
                [
                    new ReportTable(
                        ["Plugin", "Version", "Policy", "Source", "Signed by", "Licence", "May do"],
                        [.. document.Plugins.Select(static plugin => Row(plugin.Restored.Name, plugin.Restored.Version, MarketplaceDocument.InstallationWords[plugin.Reviewed.Plugin.Policy.Installation],
                            Source(plugin), Signer(plugin.Reviewed.Signatures), plugin.Description.License?.ToString() ?? "not stated", CapabilityLine.Count(plugin.Reviewed.Capabilities)))]),
                ]),
                .. document.Plugins.Select(plugin => OfPlugin(plugin, document)),
            ]);
    }

    private static ReportSection OfPlugin(InventoryPlugin plugin, InventoryDocument document)
    {
        IReadOnlyList<CapabilityLine> lines = CapabilityLine.Of(plugin.Reviewed.Capabilities);
        var tables = new List<ReportTable> { new(["Fact", "Value"], [.. Facts(plugin, document).Where(static fact => !string.IsNullOrWhiteSpace(fact.Value)).Select(static fact => Row(fact.Name, fact.Value!))]) };
        if (lines.Count > 0)
        {
            tables.Add(new ReportTable(["May do", "Name", "Detail"], [.. lines.Select(static line => Row(s_kinds[line.Kind], line.Name, line.Text))]));
        }

        return new ReportSection($"{plugin.Title} ({InventoryText.Clean(plugin.Restored.Name)} {InventoryText.Clean(plugin.Restored.Version)})", tables);
    }

    private static IEnumerable<(string Name, string? Value)> Facts(InventoryPlugin plugin, InventoryDocument document)
    {
        PluginPolicy policy = plugin.Reviewed.Plugin.Policy;
        PackageSignatures signatures = plugin.Reviewed.Signatures;
        yield return ("Description", plugin.Description.Description);
        yield return ("Package", plugin.IsPackage ? $"{plugin.Restored.PackageId} {plugin.Restored.PackageVersion}" : "none: built from a project");
        yield return ("Feed", (plugin.Reviewed.Feed is { } feed ? feed with { Address = InventoryText.CleanAddress(feed.Address) } : null)?.ToString());
        yield return ("SHA-512 of the package", plugin.Description.ArchiveSha512);
        yield return ("Authors", string.Join(", ", plugin.Description.Authors));
        yield return ("Author signature", Signature(signatures.Author) ?? (plugin.IsPackage ? "none" : null));
        yield return ("Repository signature", Signature(signatures.Repository) ?? (plugin.IsPackage ? "none" : null));
        yield return ("Licence", plugin.Description.License?.ToString() ?? "not stated");
        yield return ("Sources", InventoryText.CleanAddress(plugin.Description.RepositoryUrl));
        yield return ("Installation", MarketplaceDocument.InstallationWords[policy.Installation]);
        yield return ("Authentication", MarketplaceDocument.AuthenticationWords[policy.Authentication]);
        yield return ("Products", policy.Products is null ? null : string.Join(", ", policy.Products));
        yield return ("Category", policy.Category);
        yield return ("Required by", string.Join(", ", plugin.Reviewed.Plugin.RequiredBy));
    }

    private static string Source(InventoryPlugin plugin) => !plugin.IsPackage ? "project" : plugin.Reviewed.Feed?.Name ?? "package";

    private static string Signer(PackageSignatures signatures) => (signatures.Author ?? signatures.Repository)?.Subject ?? "nobody";

    private static string? Signature(PackageSigner? signer) => signer is null ? null
        : $"{signer.Subject}, SHA-256 {signer.Fingerprint}" + (signer.Owners.Count == 0 ? "" : $", owners {string.Join(", ", signer.Owners)}");

    private static IReadOnlyList<string> Row(params IEnumerable<string> cells) => [.. cells.Select(static cell => InventoryText.Clean(cell))];
}
