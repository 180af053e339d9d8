using Codex.Plugin.Read;
using static Codex.Plugin.Read.JsonShape;

namespace Codex.Plugin.Manifest;

/// <summary>The types of what Codex reads of a manifest, and where it takes null for absent; a wrong one costs the whole plugin or the member.</summary>
internal static class ManifestShapes
{
    private static readonly JsonShape s_text = OrNull(AnyText);

    private static readonly Dictionary<string, string> s_directoryOnly = new(StringComparer.Ordinal)
    {
        ["supportURL"] = "Only the public directory reads it: set PluginAudience to Directory.",
        ["supportUrl"] = "Only the public directory reads it, as \"supportURL\": set PluginAudience to Directory.",
        ["brandColorDark"] = "Only the public directory reads it: set PluginAudience to Directory.",
        ["composerIconDark"] = "Only the public directory reads it: set PluginAudience to Directory.",
    };

    private static readonly (string Name, JsonShape Shape)[] s_interface =
    [
        ("displayName", s_text), ("shortDescription", s_text), ("longDescription", s_text), ("developerName", s_text), ("category", s_text),
        ("capabilities", Texts),
        ("websiteURL", s_text), ("websiteUrl", s_text), ("privacyPolicyURL", s_text), ("privacyPolicyUrl", s_text), ("termsOfServiceURL", s_text), ("termsOfServiceUrl", s_text),
        ("defaultPrompt", OrNull(Either("a text or an array of texts", AnyText, Texts))),
        ("brandColor", s_text), ("composerIcon", s_text), ("logo", s_text), ("logoDark", s_text), ("screenshots", Texts),
    ];

    /// <summary>The members of <c>interface</c>.</summary>
    public static ObjectShape Interface(PluginAudience audience) => audience == PluginAudience.Directory
        ? Object([.. s_interface, .. s_directoryOnly.Keys.Select(static name => (name, s_text))])
        : new ObjectShape(s_interface) { Hints = s_directoryOnly };

    /// <summary>The manifest in Codex's own format.</summary>
    public static ObjectShape Legacy(PluginAudience audience) => new(
    [
        ("name", AnyText), ("version", s_text), ("description", s_text), ("keywords", Texts),
        ("skills", OrNull(Either("a path or an array of paths", AnyText, Texts))),
        ("mcpServers", OrNull(Either("a path or an object of servers", AnyText, MapOf(Any, "an object of servers")))),
        ("apps", OrNull(TextAs("the path of a file; apps themselves belong into .app.json"))),
        ("hooks", OrNull(Either("a path, an object with a member \"hooks\", or an array of those", AnyText, MapOf(Any, "an object"), ArrayOf(Either("a path or an object with a member \"hooks\"", AnyText, MapOf(Any, "an object")), "an array")))),
        ("commands", OrNull(Either("a path or an array of paths", AnyText, Texts))),
        ("interface", OrNull(Interface(audience))),
        ("extensions", OrNull(MapOf(Any, "an object"))),
        // Not read by Codex, but by those who receive the plugin.
        ("author", Any), ("homepage", Any), ("repository", Any), ("license", Any), ("$schema", Any), ("id", Any),
    ])
    {
        Hints = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["agents"] = "Codex has no agents in plugins.",
            ["lspServers"] = "Codex has no language servers in plugins.",
            ["outputStyles"] = "Codex has no output styles in plugins.",
            ["displayName"] = "It belongs into \"interface\".",
            ["category"] = "It belongs into \"interface\".",
            ["dependencies"] = "A plugin that this one needs is a PackageReference of the project.",
        },
    };

    /// <summary>The portable format.</summary>
    public static ObjectShape PortableManifest { get; } = new(
    [
        ("$schema", AnyText), ("name", AnyText), ("version", AnyText), ("description", AnyText), ("homepage", AnyText), ("repository", AnyText), ("license", AnyText),
        ("author", Object(("name", AnyText), ("email", AnyText), ("url", AnyText))), ("keywords", Texts), ("extensions", MapOf(MapOf(Any, "an object"), "an object of objects")),
    ])
    {
        Required = ["name"],
        Hints = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["interface"] = "In the portable format it belongs into \"extensions\" / \"com.openai\".",
            ["skills"] = "In the portable format skills are always in skills/NAME/SKILL.md.",
            ["mcpServers"] = "In the portable format servers are always in mcp.json.",
            ["hooks"] = "The portable format has no hooks: use .codex-plugin/plugin.json instead.",
            ["apps"] = "The portable format has no apps: use .codex-plugin/plugin.json instead.",
        },
    };
}
