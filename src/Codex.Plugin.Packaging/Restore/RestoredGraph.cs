using System.Text.Json;

namespace Codex.Plugin.Packaging.Restore;

/// <summary>Who needs whom, as <c>project.assets.json</c> says.</summary>
internal sealed class RestoredGraph
{
    private readonly Dictionary<string, HashSet<string>> _dependencies = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="assets">The whole file.</param>
    /// <param name="assetsFile">Its absolute path.</param>
    /// <param name="libraries">Its libraries.</param>
    public RestoredGraph(JsonElement assets, string assetsFile, JsonElement libraries)
    {
        foreach (JsonElement target in Members(assets, "targets").Select(static target => target.Value).Where(static target => target.ValueKind == JsonValueKind.Object))
        {
            foreach (JsonProperty library in target.EnumerateObject())
            {
                string id = IdOf(library.Name);
                if (!_dependencies.TryGetValue(id, out HashSet<string>? dependencies))
                {
                    _dependencies.Add(id, dependencies = new(StringComparer.OrdinalIgnoreCase));
                }

                dependencies.UnionWith(Members(library.Value, "dependencies").Select(static dependency => dependency.Name));
            }
        }

        // The paths are relative to the restored project, which the file names.
        string? restored = assets.TryGetProperty("project", out JsonElement project) && project.TryGetProperty("restore", out JsonElement restore)
            && restore.TryGetProperty("projectPath", out JsonElement path) ? path.GetString() : null;
        string folder = Path.GetDirectoryName(restored ?? assetsFile)!;
        var direct = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        if (restored is not null)
        {
            direct.UnionWith(Members(project.GetProperty("restore"), "frameworks").SelectMany(static framework => Members(framework.Value, "projectReferences"))
                .Select(reference => Path.GetFullPath(reference.Name, folder)));
        }

        Projects =
        [
            .. from library in libraries.EnumerateObject()
               where library.Value.GetProperty("type").GetString() == "project"
               let file = library.Value.TryGetProperty("msbuildProject", out JsonElement relative) ? Path.GetFullPath(relative.GetString()!, folder) : null
               where file is not null
               select new RestoredProject(IdOf(library.Name), file, direct.Contains(file), []),
        ];
    }

    /// <summary>The projects that the restored one references, directly or not; without their dependencies.</summary>
    public IReadOnlyList<RestoredProject> Projects { get; }

    /// <summary>The ids of those among the nodes that the library needs, itself or through what is none of them.</summary>
    public string[] Needs(string id, IReadOnlySet<string> nodes)
    {
        var needs = new SortedSet<string>(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { id };
        var rest = new Stack<string>([id]);
        while (rest.TryPop(out string? one))
        {
            foreach (string dependency in _dependencies.GetValueOrDefault(one) ?? [])
            {
                if (!seen.Add(dependency))
                {
                    continue;
                }

                if (nodes.Contains(dependency))
                {
                    needs.Add(dependency);
                }
                else
                {
                    rest.Push(dependency);
                }
            }
        }

        return [.. needs];
    }

    private static string IdOf(string library) => library.Split('/')[0];

    private static JsonElement.ObjectEnumerator Members(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out JsonElement members) && members.ValueKind == JsonValueKind.Object ? members.EnumerateObject() : default;
}
