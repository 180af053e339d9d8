using System.Text.Json.Nodes;
using Codex.Plugin.Read;

namespace Codex.Plugin.Write;

/// <summary>Writes the hooks that the project declares beside those that the author has in files or in a manifest.</summary>
internal static class HookOutput
{
    /// <summary>Writes the file that the hooks need.</summary>
    /// <returns>The member <c>hooks</c> of the manifest: paths only or objects only, since Codex reads no mixture.</returns>
    public static JsonNode Write(HookItems items, PluginLayout layout, IReadOnlyCollection<string> sources, OutputFolder output)
    {
        JsonObject json = items.ToJson();
        if (layout.InlineHooks.Count > 0)
        {
            return new JsonArray([.. layout.InlineHooks.Select(static inline => inline.Value.ToNode()), json]);
        }

        // Windows and macOS do not tell names apart by case.
        var taken = new HashSet<string>(sources, StringComparer.OrdinalIgnoreCase);
        string file = SourceTree.HooksFile;
        for (int number = 1; taken.Contains(file); number++)
        {
            file = number == 1 ? "hooks/project.json" : $"hooks/project-{number}.json";
        }

        List<string> files = [.. layout.HookFiles.Where(sources.Contains)];
        output.Write(file, JsonOutput.ToBytes(writer => json.WriteTo(writer)));
        files.Add(file);
        return files is [var only] ? $"./{only}" : new JsonArray([.. files.Select(static name => JsonValue.Create($"./{name}"))]);
    }
}
