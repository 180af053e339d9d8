namespace Codex.Plugin.Diagnostics;

/// <summary>Every rule there is, a file an area, in the order of its id. Each has a page in <c>docs/diagnostics</c> and a test; a test holds the three together.</summary>
public static partial class DiagnosticDescriptors
{
    private static IReadOnlyList<DiagnosticDescriptor>? s_all;

    /// <summary>All rules, in the order of their id.</summary>
    // Made when first asked for: the fields of the other files are not in a known order before.
    public static IReadOnlyList<DiagnosticDescriptor> All =>
        s_all ??= [.. Project, .. Skills, .. McpServers, .. AppsAndHooks, .. Interface, .. Packages, .. Marketplaces, .. Content, .. Trust, .. TrustPolicies, .. Deployed, .. ThisMachine];

    /// <summary>The rule with this id, or null where there is none.</summary>
    /// <param name="id">For instance <c>CXP2004</c>.</param>
    public static DiagnosticDescriptor? Find(string id) => All.FirstOrDefault(descriptor => descriptor.Id == id);
}
