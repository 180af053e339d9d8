using Codex.Plugin.Diagnostics;
using Codex.Plugin.Packaging.Marketplace;
using Codex.Plugin.Read;
using Codex.Plugin.Text;

namespace Codex.Plugin.Packaging.Policies;

/// <summary>Reads policies as people write them, in any letter case, and reports what Codex would not understand.</summary>
internal static class PolicyReader
{
    private static readonly string[] s_products = ["CHATGPT", "CODEX", "ATLAS"];
    private static readonly string[] s_names = [.. MarketplaceProject.PolicyNames, .. TrustPolicyReader.Names];

    /// <summary>The policies of an item or of the project's properties.</summary>
    /// <param name="settings">By the names of <see cref="MarketplaceProject.PolicyNames"/>, escaped.</param>
    /// <param name="nameOf">What the author calls the metadata of that name.</param>
    /// <param name="subject">Whose they are, for messages.</param>
    /// <param name="at">Where the metadata of that name is written.</param>
    /// <param name="diagnostics">Where to report.</param>
    public static DeclaredPolicy Read(IReadOnlyDictionary<string, string> settings, Func<string, string> nameOf, string subject, Func<string, Location> at, DiagnosticBag diagnostics)
    {
        var values = new ItemMetadata(settings);
        return new DeclaredPolicy
        {
            Installation = ReadWord(nameof(PluginPolicy.Installation) + "Policy", MarketplaceDocument.InstallationWords),
            InstallationAt = () => at(nameof(PluginPolicy.Installation) + "Policy"),
            Authentication = ReadWord(nameof(PluginPolicy.Authentication) + "Policy", MarketplaceDocument.AuthenticationWords),
            Products = ReadProducts(nameof(PluginPolicy.Products)),
            Category = values[nameof(PluginPolicy.Category)] is { } category ? EscapedText.Unescape(category) : null,
        };

        T? ReadWord<T>(string name, IReadOnlyDictionary<T, string> words)
            where T : struct, Enum
        {
            if (values[name] is not { } written)
            {
                return null;
            }

            string word = EscapedText.Unescape(written);
            foreach ((T policy, string allowed) in words)
            {
                if (allowed.Equals(word, StringComparison.OrdinalIgnoreCase))
                {
                    return policy;
                }
            }

            Report(name, word, [.. words.Values]);
            return null;
        }

        string[]? ReadProducts(string name)
        {
            if (values[name] is not { } written)
            {
                return null;
            }

            string[] stated = [.. EscapedText.Split(written)];
            if (stated.FirstOrDefault(static product => !s_products.Contains(product, StringComparer.OrdinalIgnoreCase)) is { } unknown)
            {
                Report(name, unknown, s_products);
                return null;
            }

            string[] products = [.. s_products.Where(product => stated.Contains(product, StringComparer.OrdinalIgnoreCase))];
            if (!products.Contains("CODEX", StringComparer.Ordinal))
            {
                diagnostics.Report(DiagnosticDescriptors.ProductsWithoutCodex, at(name), subject, string.Join(';', products));
            }

            return products;
        }

        void Report(string name, string word, string[] allowed) => diagnostics.Report(DiagnosticDescriptors.PolicyNotAccepted, at(name),
            nameOf(name), subject, word, $"{string.Join(", ", allowed[..^1])} or {allowed[^1]}", SimilarName.Find(word, allowed) is { } similar ? $"Did you mean {similar}?" : "",
            "which Codex does not know and for which it would refuse the whole marketplace");
    }

    /// <summary>Reports metadata that were meant to be a policy.</summary>
    /// <param name="item">The item.</param>
    /// <param name="subject">Whose they are, for messages.</param>
    /// <param name="source">The item as a source.</param>
    /// <param name="diagnostics">Where to report.</param>
    public static void CheckNames(PolicyItem item, string subject, ItemSource source, DiagnosticBag diagnostics)
    {
        // A reference has other metadata too, of NuGet and of the build.
        bool isPolicy = item.ItemType == PolicyItem.PluginPolicy;
        foreach ((string name, string? near) in ItemMetadata.Unknown(item.Settings.Keys, s_names, source.Writes))
        {
            string? similar = near ?? FindAbbreviated(name);
            if (isPolicy || (similar is not null && source.Writes(name)))
            {
                diagnostics.Report(DiagnosticDescriptors.PolicyUnknown, source.At(name), name, subject,
                    similar is null ? $"There are {string.Join(", ", MarketplaceProject.PolicyNames)}, and about trust {TrustPolicyReader.Names[0]} to {TrustPolicyReader.Names[^1]} (docs/policies.md)." : $"Did you mean {similar}?");
            }
        }
    }

    // InstallPolicy, AuthPolicy, MinimumAge: too far from the name for a misspelling.
    private static string? FindAbbreviated(string name) =>
        name.Length >= 8 && TrustPolicyReader.Names.FirstOrDefault(known => known.StartsWith(name, StringComparison.OrdinalIgnoreCase)) is { } longer ? longer
        : !name.EndsWith("Policy", StringComparison.OrdinalIgnoreCase) || name.Length <= "Policy".Length ? null
        : MarketplaceProject.PolicyNames.FirstOrDefault(known => known.EndsWith("Policy", StringComparison.Ordinal) && char.ToUpperInvariant(name[0]) == known[0]);
}
