using System.Text;
using Codex.Plugin.Manifest;
using Codex.Plugin.Packaging;
using Codex.Plugin.Sdk.Tests.Generation;

namespace Codex.Plugin.Sdk.Tests.Rows;

/// <summary>One condition of a row of the table of silent failures: a plugin as its author wrote it, and the same plugin mended.</summary>
/// <remarks>
/// Both are texts in which each file begins with a line <c>#file PATH</c>; <c>#link PATH TARGET</c> makes a link.
/// Each plugin gets a manifest where it does not bring its own, and the skill <c>keep</c> unless <c>#without</c> names its path; <c>rowname</c> stands for a name that no other case has.
/// </remarks>
/// <param name="Row">The row of the table.</param>
/// <param name="Condition">What is wrong.</param>
/// <param name="Bad">The files of the plugin with the mistake.</param>
internal sealed record SilentFailure(int Row, string Condition, string Bad)
{
    /// <summary>As long as the names that stand in its place, so that columns can be told.</summary>
    public const string NamePlaceholder = "rowname";

    /// <summary>The skill that every plugin has.</summary>
    public const string KeptSkill = "skills/keep/SKILL.md";

    private const string DefaultManifest = """
        { "name": "rowname", "version": "1.0.0", "description": "Is one of many." }

        """;

    private const string DefaultSkill = """
        ---
        name: keep
        description: Is well and stays.
        ---
        Keep it.

        """;

    /// <summary>The files of the mended plugin; null where the build mends the mistake by itself.</summary>
    public string? Good { get; init; }

    /// <summary>What the build says of the bad plugin and not of the good one, each <c>severity ID PATH(LINE,COLUMN)</c>.</summary>
    public IReadOnlyList<string> Build { get; init; } = [];

    /// <summary>What Codex has of the good plugin and not of the bad one; see <see cref="CodexFacts"/>.</summary>
    public IReadOnlyList<string> Lost { get; init; } = [];

    /// <summary>What Codex has of the bad plugin and not of the good one.</summary>
    public IReadOnlyList<string> Instead { get; init; } = [];

    /// <summary>Where Codex complains of the bad plugin, each <c>PLACE: a part of what it says</c>; none where it says nothing at all.</summary>
    public IReadOnlyList<string> Trace { get; init; } = [];

    /// <summary>The name of the plugin in place of <see cref="NamePlaceholder"/>.</summary>
    public string Name { get; set; } = "";

    /// <summary>As the tests are called.</summary>
    public string Title => $"row {Row}: {Condition}";

    /// <summary>Every case; the names are in order.</summary>
    public static IReadOnlyList<SilentFailure> All { get; } = Number(
        [.. ManifestRows.All, .. SkillRows.All, .. McpServerRows.All, .. AppAndHookRows.All, .. InterfaceRows.All]);

    public GeneratedPlugin CreateBad() => Create(Bad);

    public GeneratedPlugin CreateGood() => Create(Good ?? Bad);

    /// <summary>The expectation of one line; none where the case gives several itself.</summary>
    public static IReadOnlyList<string> Said(string build) => build.Length == 0 ? [] : [build];

    /// <summary>The text with the name of this case in it.</summary>
    public string Named(string text) => text.Replace(NamePlaceholder, Name, StringComparison.Ordinal);

    private static SilentFailure[] Number(SilentFailure[] all)
    {
        for (var i = 0; i < all.Length; i++)
        {
            all[i].Name = $"case{i:000}";
        }

        return all;
    }

    private GeneratedPlugin Create(string text)
    {
        var plugin = new GeneratedPlugin { Seed = Row, IsHandWritten = true, Project = Describe };
        var without = new HashSet<string>(StringComparer.Ordinal);
        string? path = null;
        var content = new StringBuilder();
        foreach (var line in Named(text).Replace("\r\n", "\n", StringComparison.Ordinal).TrimEnd('\n').Split('\n'))
        {
            var words = line.Split(' ', 3);
            switch (words[0])
            {
                case "#file":
                    End();
                    path = line["#file ".Length..];
                    break;
                case "#link":
                    End();
                    plugin.Files.Add(words[1], new GeneratedFile(null, words[2]));
                    break;
                case "#without":
                    End();
                    without.Add(words[1]);
                    break;
                default:
                    content.Append(line).Append('\n');
                    break;
            }
        }

        End();
        if (!plugin.Files.Keys.Any(file => file == "plugin.json" || file.StartsWith(".codex-plugin/", StringComparison.Ordinal)))
        {
            plugin.Add(".codex-plugin/plugin.json", Named(DefaultManifest));
        }

        if (!without.Contains(KeptSkill) && !plugin.Files.ContainsKey(KeptSkill))
        {
            plugin.Add(KeptSkill, DefaultSkill);
        }

        return plugin;

        void End()
        {
            if (path is not null)
            {
                plugin.Add(path, content.ToString());
            }

            path = null;
            content.Clear();
        }
    }

    /// <summary>What a project file of one line comes to.</summary>
    private PluginProject Describe(string folder)
    {
        var version = ManifestProperties.Read(folder)?.Version ?? "1.0.0";
        return new PluginProject
        {
            ProjectFile = Path.Combine(folder, Name + ".cxproj"),
            Name = Name,
            Version = PackageVersions.Normalize(version),
            DeclaredVersion = version,
            Interface = new PluginInterface { DisplayName = Name },
            Defaulted = new HashSet<string>
            {
                "name", "version", "description", "author.name", "interface.displayName", "interface.shortDescription",
                "interface.longDescription", "interface.developerName", "interface.websiteURL",
            },
        };
    }
}
