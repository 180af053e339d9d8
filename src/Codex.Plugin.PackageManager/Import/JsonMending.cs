using System.Text.Json.Nodes;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Read;
using Codex.Plugin.Text;

namespace Codex.Plugin.PackageManager.Import;

/// <summary>Mends JSON files of a plugin by what the compiler says about them: it leaves out what Codex ignores, or drops, anyway.</summary>
/// <param name="draft">The project.</param>
/// <param name="findings">Where to say what was changed.</param>
internal sealed class JsonMending(PluginDraft draft, FindingList findings)
{
    private readonly HashSet<string> _translated = new(StringComparer.Ordinal);
    private readonly HashSet<string> _rewritten = new(StringComparer.Ordinal);

    /// <summary>Mends one file.</summary>
    /// <param name="path">The file, relative to the plugin.</param>
    /// <param name="diagnostics">All that was found in it.</param>
    /// <returns>The finding that cannot be mended in the file; null where all was.</returns>
    public Diagnostic? Mend(string path, IEnumerable<Diagnostic> diagnostics)
    {
        string file = Path.Combine(draft.Folder, path);
        var done = new HashSet<string>(StringComparer.Ordinal);

        // From the end, so that the places of the others stay where they are.
        foreach (Diagnostic diagnostic in diagnostics.OrderByDescending(static one => one.Location.Line).ThenByDescending(static one => one.Location.Column))
        {
            byte[] bytes = File.ReadAllBytes(file);
            if (!JsonSource.TryParse(new SourceText(path, bytes), out JsonSource? source, out string? problem, out _))
            {
                if (!_rewritten.Add(path) || LenientJson.TryMend(bytes) is not { } strict)
                {
                    return diagnostic;
                }

                File.WriteAllBytes(file, strict);
                findings.Changed(path, diagnostic.Descriptor.Id, "It is written as strict JSON.", $"Codex does not read it: {problem}.", null);
                // The places are others now.
                return null;
            }

            if (JsonEdit.Find(source!, diagnostic.Location) is not { Count: > 0 } way)
            {
                return diagnostic;
            }

            if (ServerOf(way) is { } server && diagnostic.Descriptor.Id.StartsWith("CXP3", StringComparison.Ordinal))
            {
                string key = $"{path}/{server.Member!.Name}";
                if (done.Contains(key) || (_translated.Add(key) && Translate(source!, server, diagnostic, file)))
                {
                    done.Add(key);
                    continue;
                }
            }

            byte[] mended = diagnostic.Descriptor == DiagnosticDescriptors.PluginNameNotAccepted && way[^1].Value.AsText() is not null
                ? JsonEdit.Replace(source!, way[^1].Value, JsonValue.Create(draft.Name))
                : Remove(source!, way, diagnostic);
            File.WriteAllBytes(file, mended);
        }

        return null;
    }

    private byte[] Remove(JsonSource source, IReadOnlyList<JsonStep> way, Diagnostic diagnostic)
    {
        JsonStep step = way[^1];
        string place = diagnostic.Location.ToString();
        string name = string.Concat(way.Select(static (one, i) => one.Member is null ? $"[{one.Index}]" : i == 0 ? one.Member.Name : $".{one.Member.Name}"));
        if (diagnostic.Descriptor == DiagnosticDescriptors.VersionNotAccepted)
        {
            draft.Version = VersionText.Near(step.Value.AsText()) ?? PluginDraft.DefaultVersion;
            findings.Changed(place, diagnostic.Descriptor.Id, $"The version is {draft.Version}, in the project.", diagnostic.Message, "Set Version in the project.");
        }
        else
        {
            findings.Lost(place, diagnostic.Descriptor.Id, $"\"{name}\" is left out.", diagnostic.Message, null);
        }

        return JsonEdit.Remove(source, step);
    }

    /// <summary>Writes a server of another host's shape in Codex's own, where the meaning is certain.</summary>
    private bool Translate(JsonSource source, JsonStep server, Diagnostic diagnostic, string file)
    {
        string before = server.Value.ToNode()?.ToJsonString() ?? "";
        JsonNode? after = McpTranslation.Translate(server.Value).ToNode();
        if (after is JsonObject translated && translated["cwd"] is null && NeedsFolder(translated))
        {
            translated["cwd"] = ".";
        }

        if (after is null || after.ToJsonString() == before)
        {
            return false;
        }

        File.WriteAllBytes(file, JsonEdit.Replace(source, server.Value, after));
        findings.Changed(source.At(server.Member!).ToString(), diagnostic.Descriptor.Id, $"The MCP server '{server.Member!.Name}' is written as Codex reads it.", diagnostic.Message, "Compare the two, and try the server.");
        return true;
    }

    private static bool NeedsFolder(JsonObject server) =>
        Starts(server["command"]) || (server["args"] is JsonArray arguments && arguments.Any(Starts));

    private static bool Starts(JsonNode? value) => value is JsonValue text && text.TryGetValue(out string? written) && written.StartsWith("./", StringComparison.Ordinal);

    /// <summary>The member that is an MCP server, where the way leads into one.</summary>
    private static JsonStep? ServerOf(IReadOnlyList<JsonStep> way)
    {
        int first = 0;
        while (first < way.Count && way[first].Member?.Name == "mcpServers")
        {
            first++;
        }

        return first < way.Count && way[first] is { Member: not null, Value.IsObject: true } step ? step : null;
    }
}
