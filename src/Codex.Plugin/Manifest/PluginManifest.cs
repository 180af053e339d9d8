using System.Text.Json;
using System.Text.Json.Nodes;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Text;

namespace Codex.Plugin.Manifest;

/// <summary>What the manifest of the plugin will say, and where each value of it comes from: the project, or a manifest written by hand.</summary>
internal sealed class PluginManifest
{
    private readonly PluginProject _project;
    private readonly ProjectSource _projectSource;
    private readonly HashSet<string> _ofProject = new(StringComparer.Ordinal);

    private PluginManifest(PluginProject project, ProjectSource projectSource, AdoptedManifest? adopted)
    {
        _project = project;
        _projectSource = projectSource;
        Adopted = adopted;
        Json = adopted?.Json ?? [];
    }

    /// <summary>The manifest written by hand; null where there is none.</summary>
    public AdoptedManifest? Adopted { get; }

    /// <summary>What is written; the parts of the plugin are added last.</summary>
    public JsonObject Json { get; }

    /// <summary>Joins what the project declares with the manifest written by hand. A value given twice differently is reported.</summary>
    public static PluginManifest Create(PluginProject project, ProjectSource projectSource, AdoptedManifest? adopted, DiagnosticBag diagnostics)
    {
        var manifest = new PluginManifest(project, projectSource, adopted);
        foreach (ManifestMember member in (IEnumerable<ManifestMember>)[.. ManifestMember.About, .. ManifestMember.Interface])
        {
            manifest.Add(member, diagnostics);
        }

        return manifest;
    }

    /// <summary>The text, or null where there is none or it is of another type.</summary>
    /// <param name="member">For instance <c>interface.logo</c>.</param>
    public string? Text(string member) => Find(member) is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    /// <summary>The texts of an array, or the one text in its place, each with the member's path.</summary>
    /// <param name="member">For instance <c>interface.screenshots</c>.</param>
    public IEnumerable<(string Member, string Text)> Texts(string member)
    {
        if (Text(member) is { } single)
        {
            yield return (member, single);
        }

        if (Find(member) is JsonArray array)
        {
            for (int i = 0; i < array.Count; i++)
            {
                if (array[i] is JsonValue value && value.GetValueKind() == JsonValueKind.String)
                {
                    yield return ($"{member}[{i}]", value.GetValue<string>());
                }
            }
        }
    }

    /// <summary>The value, or null.</summary>
    public JsonNode? Find(string member)
    {
        JsonNode? node = Json;
        foreach (string name in member.Split('.'))
        {
            node = (node as JsonObject)?[name];
        }

        return node;
    }

    /// <summary>Whether the value is the project's; else it is that of the manifest written by hand.</summary>
    public bool IsOfProject(string member) => Adopted is null || _ofProject.Contains(WithoutIndex(member));

    /// <summary>Where the value is written, or where it would be.</summary>
    /// <param name="member">For instance <c>interface.screenshots[1]</c>.</param>
    public Location At(string member)
    {
        if (!IsOfProject(member))
        {
            return Adopted!.At(member);
        }

        string path = WithoutIndex(member);
        ManifestMember? declared = ManifestMember.About.Concat(ManifestMember.Interface).FirstOrDefault(known => known.Path == path);
        return declared switch
        {
            null => _projectSource.File,
            { ItemType: { } itemType } => _projectSource.OfItem(null, itemType, IndexedInclude(member)),
            _ => _projectSource.OfProperty(declared.Properties),
        };
    }

    private void Add(ManifestMember member, DiagnosticBag diagnostics)
    {
        JsonNode? declared = member.Declared(_project);
        if (declared is null)
        {
            return;
        }

        JsonNode? existing = Find(member.Path);
        bool isDefault = Adopted is not null && _project.Defaulted.Contains(member.Path);
        if (existing is not null and not JsonValue { } && existing is JsonArray { Count: 0 })
        {
            existing = null;
        }

        if (existing is null)
        {
            // What a hand-written manifest leaves out stays out, but Codex needs these two.
            if (!isDefault || member.Path is "name" or "version")
            {
                Set(member.Path, declared);
            }

            return;
        }

        if (member.Path == "version")
        {
            if (Text(member.Path) is null)
            {
                // Another type, which is reported as such.
                return;
            }

            // The package has the version as NuGet writes it, and the plugin must have the same.
            if (!isDefault && _project.DeclaredVersion != Text(member.Path))
            {
                ReportTwice(member, Text(member.Path) ?? "", _project.DeclaredVersion ?? "", diagnostics);
                return;
            }

            if (_project.Version != Text(member.Path))
            {
                diagnostics.Report(DiagnosticDescriptors.VersionRewritten, At(member.Path), Text(member.Path), _project.Version);
                Json["version"] = declared;
            }

            return;
        }

        if (!isDefault && !JsonNode.DeepEquals(existing, declared))
        {
            ReportTwice(member, existing.ToJsonString(), declared.ToJsonString(), diagnostics);
        }
    }

    private void ReportTwice(ManifestMember member, string written, string declared, DiagnosticBag diagnostics)
    {
        Location location = member.ItemType is null ? _projectSource.OfProperty(member.Properties) : _projectSource.OfItem(null, member.ItemType, "");
        diagnostics.Report(DiagnosticDescriptors.ValueGivenTwice, location, member.ItemType ?? member.Properties[0], declared, Adopted!.Path, member.Path, written);
    }

    private void Set(string path, JsonNode value)
    {
        _ofProject.Add(path);
        JsonObject parent = Json;
        string[] names = path.Split('.');
        foreach (string name in names[..^1])
        {
            if (parent[name] is not JsonObject child)
            {
                parent[name] = child = [];
            }

            parent = child;
        }

        parent[names[^1]] = value;
    }

    private static string WithoutIndex(string member)
    {
        int bracket = member.IndexOf('[', StringComparison.Ordinal);
        return bracket < 0 ? member : member[..bracket];
    }

    private string IndexedInclude(string member)
    {
        int bracket = member.IndexOf('[', StringComparison.Ordinal);
        return bracket < 0 ? "" : Texts(WithoutIndex(member)).FirstOrDefault(value => value.Member == member).Text is { } text
            ? text.StartsWith("./", StringComparison.Ordinal) ? text[2..] : text
            : "";
    }
}
