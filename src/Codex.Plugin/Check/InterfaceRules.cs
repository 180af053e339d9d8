using Codex.Plugin.Diagnostics;
using Codex.Plugin.Manifest;
using Codex.Plugin.Read;
using Codex.Plugin.Text;

namespace Codex.Plugin.Check;

/// <summary>The rules for what Codex shows of a plugin. Codex itself takes nearly anything here, and shows nothing in its place.</summary>
internal static class InterfaceRules
{
    /// <summary>Codex shows this many prompts.</summary>
    public const int MostPrompts = 3;

    /// <summary>Codex drops a longer prompt (code points, white space collapsed).</summary>
    private const int LongestPrompt = 512;

    private static readonly string[] s_pictures = ["interface.logo", "interface.logoDark", "interface.composerIcon", "interface.composerIconDark", "interface.screenshots"];

    private static readonly string[] s_addresses =
    [
        "interface.websiteURL", "interface.websiteUrl", "interface.privacyPolicyURL", "interface.privacyPolicyUrl",
        "interface.termsOfServiceURL", "interface.termsOfServiceUrl", "interface.supportURL", "interface.supportUrl",
    ];

    public static void Check(PluginProject project, PluginManifest manifest, SourceReader sources, DiagnosticBag diagnostics)
    {
        CheckPictures(manifest, sources, diagnostics);
        CheckPrompts(project.Audience, manifest, diagnostics);
        CheckColors(project.Audience, manifest, diagnostics);
        CheckAddresses(project.Audience, manifest, diagnostics);
    }

    /// <summary>The pictures of the manifest that there are, each read.</summary>
    public static IEnumerable<(string Member, ImageFacts Image)> Pictures(PluginManifest manifest, SourceReader sources)
    {
        foreach ((string member, string written) in s_pictures.SelectMany(manifest.Texts))
        {
            if (ManifestPath.TryRead(written, out string path, out _) && Read(path, sources) is { Image: { } image })
            {
                yield return (member, image);
            }
        }
    }

    private static void CheckPictures(PluginManifest manifest, SourceReader sources, DiagnosticBag diagnostics)
    {
        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach ((string member, string written) in s_pictures.SelectMany(manifest.Texts))
        {
            // An empty text counts as absent.
            if (written.Length == 0)
            {
                continue;
            }

            bool isAccepted = ManifestPath.TryRead(written, out string path, out string? problem);
            if (isAccepted && sources.Files.ContainsKey(path))
            {
                Check(path, manifest.At(member));
            }
            else if (!isAccepted && !manifest.IsOfProject(member))
            {
                diagnostics.Report(DiagnosticDescriptors.ManifestPathNotAccepted, manifest.At(member), written, problem);
            }
            else if (!manifest.IsOfProject(member))
            {
                // What the project names was looked for already.
                diagnostics.Report(DiagnosticDescriptors.PathDoesNotExist, manifest.At(member), member, written, FindMissing(path, sources));
            }
        }

        foreach (FileReference icon in sources.Facts.Values.SelectMany(static facts => facts.References).Where(static reference => reference.Kind == FileReferenceKind.Icon).ToList())
        {
            if (sources.Files.ContainsKey(icon.Target))
            {
                Check(icon.Target, icon.Location);
            }
        }

        void Check(string path, Location location)
        {
            if (!done.Add(path))
            {
                return;
            }

            try
            {
                bool isSomethingElse = sources.Facts.TryGetValue(path, out FileFacts? facts) && facts.Image is null;
                facts = Read(path, sources);
                if (isSomethingElse)
                {
                    diagnostics.AddRange(facts!.Diagnostics);
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                diagnostics.Report(DiagnosticDescriptors.SourceNotReadable, location, exception.Message);
            }
        }
    }

    private static FileFacts? Read(string path, SourceReader sources) =>
        sources.Files.TryGetValue(path, out SourceEntry? source) ? sources.ReadImage(source) : null;

    private static string FindMissing(string path, SourceReader sources) =>
        sources.Sources.Any(source => source.IsDirectory && source.Path == path) ? "is a folder, not a file"
        : sources.Files.Keys.FirstOrDefault(other => other.Equals(path, StringComparison.OrdinalIgnoreCase)) is { } similar ? $"does not exist; there is '{similar}'"
        : "does not exist in the plugin";

    private static void CheckPrompts(PluginAudience audience, PluginManifest manifest, DiagnosticBag diagnostics)
    {
        int shown = 0;
        foreach ((string member, string text) in manifest.Texts("interface.defaultPrompt"))
        {
            // Those that are dropped do not count.
            string prompt = CodexText.Collapse(text);
            int length = CodexText.Length(prompt);
            string? problem =
                length == 0 ? "is empty"
                : length > LongestPrompt ? $"has {length:N0} characters"
                : ++shown > MostPrompts ? $"is number {shown}"
                : null;
            if (problem is not null)
            {
                Diagnostic found = Diagnostic.Create(DiagnosticDescriptors.PromptNotShown, manifest.At(member), prompt, problem, MostPrompts, LongestPrompt);
                diagnostics.Add(found with { Severity = audience == PluginAudience.Directory ? DiagnosticSeverity.Error : found.Severity });
            }
        }
    }

    private static void CheckColors(PluginAudience audience, PluginManifest manifest, DiagnosticBag diagnostics)
    {
        foreach (string member in (string[])["interface.brandColor", "interface.brandColorDark"])
        {
            if (manifest.Text(member) is { Length: > 0 } color && !CodexText.IsColor(color))
            {
                diagnostics.Add(AudienceRules.Weigh(Diagnostic.Create(DiagnosticDescriptors.BrandColorNotAccepted, manifest.At(member), color, member), audience));
            }
        }
    }

    private static void CheckAddresses(PluginAudience audience, PluginManifest manifest, DiagnosticBag diagnostics)
    {
        foreach (string member in s_addresses)
        {
            if (manifest.Text(member) is { Length: > 0 } address && FindProblem(address, audience) is { } problem)
            {
                diagnostics.Add(AudienceRules.Weigh(Diagnostic.Create(DiagnosticDescriptors.UrlNotAccepted, manifest.At(member), address, member, problem), audience));
            }
        }
    }

    private static string? FindProblem(string address, PluginAudience audience)
    {
        const int LongestAddress = 1024;
        if (!Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) || (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp) || uri.Host.Length == 0)
        {
            return "is no absolute http or https address";
        }

        return audience == PluginAudience.Team ? null
            : uri.Scheme != Uri.UriSchemeHttps ? $"is not https, which the audience {audience} asks for"
            : audience != PluginAudience.Directory ? null
            : CodexText.Length(address) > LongestAddress ? $"has {CodexText.Length(address):N0} characters, and the audience {audience} takes {LongestAddress:N0}"
            : uri.UserInfo.Length > 0 ? $"holds a user name, which the audience {audience} does not take"
            : null;
    }
}
