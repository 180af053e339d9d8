using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Manifest;
using Codex.Plugin.Read;
using Codex.Plugin.Text;

namespace Codex.Plugin.Check;

/// <summary>What a workspace's import and the public directory ask for beyond what Codex does.</summary>
internal sealed partial class AudienceRules
{
    private static readonly string[] s_required =
    [
        "description", "author.name", "interface.displayName", "interface.shortDescription", "interface.longDescription",
        "interface.developerName", "interface.category", "interface.defaultPrompt",
    ];

    private static readonly string[] s_requiredByDirectory = ["interface.composerIcon", "interface.logo"];

    private static readonly string[] s_requiredWithServer = ["interface.websiteURL", "interface.privacyPolicyURL", "interface.termsOfServiceURL"];

    // Of the directory: the longest text in code points, and whether it is one line.
    private static readonly (string Member, int Longest, bool OneLine)[] s_texts =
    [
        ("interface.displayName", 30, true), ("interface.shortDescription", 30, true), ("interface.longDescription", 4000, false), ("interface.developerName", 80, true),
    ];

    private readonly PluginProject _project;
    private readonly ProjectSource _projectSource;
    private readonly PluginManifest _manifest;
    private readonly PluginLayout _layout;
    private readonly SourceReader _sources;
    private readonly DiagnosticBag _diagnostics;

    private AudienceRules(PluginProject project, ProjectSource projectSource, PluginManifest manifest, PluginLayout layout, SourceReader sources, DiagnosticBag diagnostics)
    {
        _project = project;
        _projectSource = projectSource;
        _manifest = manifest;
        _layout = layout;
        _sources = sources;
        _diagnostics = diagnostics;
    }

    public static void Check(PluginProject project, ProjectSource projectSource, PluginManifest manifest, PluginLayout layout, SourceReader sources, DiagnosticBag diagnostics)
    {
        if (project.Audience == PluginAudience.Team)
        {
            return;
        }

        var rules = new AudienceRules(project, projectSource, manifest, layout, sources, diagnostics);
        rules.CheckImport();
        if (project.Audience == PluginAudience.Directory)
        {
            rules.CheckDirectory();
        }
    }

    /// <summary>The finding with the severity that it has for the audience.</summary>
    public static Diagnostic Weigh(Diagnostic found, PluginAudience audience) =>
        audience != PluginAudience.Team
        && (found.Descriptor == DiagnosticDescriptors.FrontmatterRepaired
            || found.Descriptor == DiagnosticDescriptors.BrandColorNotAccepted
            || found.Descriptor == DiagnosticDescriptors.UrlNotAccepted)
            ? found with { Severity = DiagnosticSeverity.Error }
            : found;

    /// <summary>What both ask for.</summary>
    private void CheckImport()
    {
        foreach (string member in s_required)
        {
            Require(member);
        }

        if (_manifest.Text("version") is { } version && !SemanticVersion().IsMatch(version))
        {
            Refuse(_manifest.At("version"), $"The version is '{version}'", "only MAJOR.MINOR.PATCH of Semantic Versioning");
        }

        foreach (SkillFacts skill in _sources.Skills.Select(static facts => facts.Skill!).Where(static skill => !skill.HasName))
        {
            Refuse(skill.NameLocation, "The skill has no 'name:'", "only skills that have one");
        }

        if (_sources.HasHooks)
        {
            Refuse(_sources.DeclaredHooks is { } declared ? declared.Commands : _manifest.Find("hooks") is null ? new Location(SourceTree.HooksFile) : _manifest.At("hooks"), "There are hooks", "none");
        }

        foreach ((string name, JsonObject app) in _sources.Apps)
        {
            if (app.Select(static member => member.Key).FirstOrDefault(static key => key is not ("id" or "category")) is { } key)
            {
                Refuse(AtApp(name), $"The app '{name}' has a member \"{key}\"", "only \"id\" and \"category\"");
            }
        }
    }

    private void CheckDirectory()
    {
        foreach (string member in s_requiredByDirectory)
        {
            Require(member);
        }

        CheckNames();
        CheckTexts();
        CheckPrompts();
        CheckColor("interface.brandColor", 1, "white");
        CheckColor("interface.brandColorDark", Luminance("#212121"), "#212121");
        CheckPictures();
        CheckParts();
    }

    private void CheckNames()
    {
        const int LongestVersion = 64;
        if (_manifest.Text("name") is { Length: > 0 } name && !DirectoryName().IsMatch(name))
        {
            Refuse(_manifest.At("name"), $"The plugin's name is '{name}'", "only letters, digits, '_' and '-', beginning with a letter or digit");
        }

        if (_manifest.Text("version") is { Length: > LongestVersion } version)
        {
            Refuse(_manifest.At("version"), $"The version has {version.Length} characters", $"at most {LongestVersion}");
        }
    }

    private void CheckTexts()
    {
        foreach ((string member, int longest, bool oneLine) in s_texts)
        {
            if (_manifest.Text(member) is { } text)
            {
                CheckText(member, text, longest, oneLine);
            }
        }

        const int MostCapabilities = 20;
        const int LongestCapability = 120;
        List<(string Member, string Text)> capabilities = [.. _manifest.Texts("interface.capabilities")];
        if (capabilities.Count > MostCapabilities)
        {
            Refuse(_manifest.At(capabilities[MostCapabilities].Member), $"There are {capabilities.Count} capabilities", $"at most {MostCapabilities}");
        }

        foreach ((string member, string text) in capabilities)
        {
            CheckText(member, text, LongestCapability, oneLine: true);
            if (string.IsNullOrWhiteSpace(text))
            {
                Refuse(_manifest.At(member), $"\"{member}\" is empty", "none that is");
            }
        }
    }

    private void CheckText(string member, string text, int longest, bool oneLine)
    {
        int length = CodexText.Length(text);
        if (length > longest)
        {
            Refuse(_manifest.At(member), $"\"{member}\" has {length} characters", $"at most {longest}");
        }

        if (oneLine && text.AsSpan().ContainsAny("\r\n\u0085\u2028\u2029"))
        {
            Refuse(_manifest.At(member), $"\"{member}\" has several lines", "one");
        }
    }

    private void CheckPrompts()
    {
        const int LongestPrompt = 128;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach ((string member, string text) in _manifest.Texts("interface.defaultPrompt"))
        {
            CheckText(member, text, LongestPrompt, oneLine: true);
            if (!seen.Add(Normalize(CodexText.Collapse(text))))
            {
                Refuse(_manifest.At(member), $"The prompt '{text}' is there twice", "each prompt once");
            }

            if (Mention().IsMatch(text))
            {
                Refuse(_manifest.At(member), $"The prompt '{text}' mentions '{Mention().Match(text).Value}'", "prompts without @mention");
            }
        }
    }

    /// <summary>Half a surrogate pair cannot be normalised.</summary>
    private static string Normalize(string text)
    {
        try
        {
            return text.Normalize(System.Text.NormalizationForm.FormKC);
        }
        catch (ArgumentException)
        {
            return text;
        }
    }

    private void CheckColor(string member, double background, string name)
    {
        const double LeastContrast = 2;
        if (_manifest.Text(member) is { } color && CodexText.IsColor(color))
        {
            double luminance = Luminance(color);
            double contrast = (Math.Max(luminance, background) + 0.05) / (Math.Min(luminance, background) + 0.05);
            if (contrast < LeastContrast)
            {
                // Rounded down, so that it never reads as enough.
                string shown = (Math.Floor(contrast * 100) / 100).ToString("0.00", CultureInfo.InvariantCulture);
                Refuse(_manifest.At(member), $"The colour {color} of \"{member}\" has a contrast of {shown}:1 against {name}", "2:1 or more");
            }
        }
    }

    /// <summary>The relative luminance of WCAG 2.</summary>
    private static double Luminance(string color)
    {
        return (0.2126 * Channel(1)) + (0.7152 * Channel(3)) + (0.0722 * Channel(5));

        double Channel(int start)
        {
            double value = int.Parse(color.AsSpan(start, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
            return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
        }
    }

    private void CheckPictures()
    {
        const long LargestPicture = 5 * 1024 * 1024;
        const string Screenshots = "interface.screenshots";
        foreach ((string member, ImageFacts image) in InterfaceRules.Pictures(_manifest, _sources))
        {
            if (image.Format == ImageFormat.Unknown)
            {
                continue;
            }

            if (image.Length > LargestPicture)
            {
                Refuse(_manifest.At(member), $"The picture of \"{member}\" has {image.Length:N0} bytes", $"at most {LargestPicture:N0}");
            }

            bool isScreenshot = member.StartsWith(Screenshots, StringComparison.Ordinal);
            if (isScreenshot && image.Format is not (ImageFormat.Png or ImageFormat.Jpeg))
            {
                Refuse(_manifest.At(member), $"The screenshot of \"{member}\" is {ImageReader.Name(image.Format)}", "PNG and JPEG");
            }
            else if (image is { Width: > 0, Height: > 0 } && !(isScreenshot ? IsScreenshotSize(image) : IsIconSize(image)))
            {
                Refuse(_manifest.At(member), $"The picture of \"{member}\" is {image.Width} x {image.Height}",
                    isScreenshot ? "screenshots 706 wide and 400 to 860 high" : "squares of 48 x 48 to 4096 x 4096");
            }
        }

        int screenshots = _manifest.Texts(Screenshots).Count();
        int prompts = _manifest.Texts("interface.defaultPrompt").Count();
        if (screenshots > 0 && screenshots != prompts)
        {
            Refuse(_manifest.At(Screenshots), $"There are {screenshots} screenshots and {prompts} prompts", "one screenshot for each prompt");
        }
    }

    private static bool IsScreenshotSize(ImageFacts image) => image is { Width: 706, Height: >= 400 and <= 860 };

    private static bool IsIconSize(ImageFacts image) => image.Width == image.Height && image.Width is >= 48 and <= 4096;

    private void CheckParts()
    {
        foreach ((string name, _) in _sources.Apps)
        {
            Refuse(AtApp(name), $"There is the app '{name}'", "no apps");
        }

        foreach ((string name, JsonObject server) in _sources.Servers)
        {
            bool isRemote = server["url"] is JsonValue url && url.TryGetValue(out string? address) && address.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
            if (!isRemote)
            {
                Refuse(AtServer(name), $"The MCP server '{name}' is not at an https address", "only one that is");
            }
        }

        if (_sources.Servers.Count > 1)
        {
            Refuse(AtServer(_sources.Servers[1].Key), $"There are {_sources.Servers.Count} MCP servers", "one");
        }

        if (_sources.Servers.Count > 0)
        {
            foreach (string member in s_requiredWithServer)
            {
                Require(member);
            }
        }
    }

    private void Require(string member)
    {
        // Codex takes both spellings.
        string other = member.EndsWith("URL", StringComparison.Ordinal) ? member[..^3] + "Url" : member;
        if (HasText(member) || HasText(other))
        {
            return;
        }

        ManifestMember declared = ManifestMember.About.Concat(ManifestMember.Interface).First(known => known.Path == member);
        string setting = declared.ItemType is { } itemType ? $"a {itemType} item" : declared.Properties[0];
        _diagnostics.Report(DiagnosticDescriptors.MissingForAudience, _manifest.At(member), member, _project.Audience.ToString(), setting);
    }

    private bool HasText(string member) => _manifest.Texts(member).Any(static value => !string.IsNullOrWhiteSpace(value.Text));

    private void Refuse(Location location, string found, string taken) =>
        _diagnostics.Report(DiagnosticDescriptors.RefusedByAudience, location, found, _project.Audience.ToString(), taken);

    private Location AtApp(string name) => At($"{SourceTree.AppsFolder}/{name}.json", _layout.AppFile, "App", name, _project.Apps.Any(app => app.Name == name));

    private Location AtServer(string name) =>
        _project.McpServers.Any(server => server.Name == name) ? _sources.DeclaredServers.First(server => server.Name == name).Location
        : At($"{SourceTree.McpFolder}/{name}.json", _layout.McpFile, "McpServer", name, isItem: false);

    /// <summary>The file that declares a part: what was read of it has no places any more.</summary>
    private Location At(string descriptor, string? map, string itemType, string name, bool isItem) =>
        isItem ? _projectSource.OfItem(null, itemType, name)
        : !_layout.WholeFolder && _sources.Files.ContainsKey(descriptor) ? new Location(descriptor)
        : map is not null && _sources.Files.ContainsKey(map) ? new Location(map)
        : _manifest.At("mcpServers");

    [GeneratedRegex(@"\A(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)(-(0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)(\.(0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*))*)?(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex SemanticVersion();

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9_-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex DirectoryName();

    // Not the '@' of a mail address.
    [GeneratedRegex(@"(?<![\w.])@\w[\w-]*", RegexOptions.CultureInvariant)]
    private static partial Regex Mention();
}
