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
    public Diagnostic? Mend(string path, IReadOnlyList<Diagnostic> diagnostics)
    {
        byte[] bytes = File.ReadAllBytes(Path.Combine(draft.Folder, path));
        if (!JsonSource.TryParse(new SourceText(path, bytes), out JsonSource? source, out string? problem, out _))
        {
            return Rewrite(path, bytes, problem!) ? null : diagnostics[0];
        }

        var edits = new Dictionary<string, Edit>(StringComparer.Ordinal);
        foreach (Diagnostic diagnostic in diagnostics)
        {
            if (JsonEdit.Find(source!, diagnostic.Location) is not { Count: > 0 } way)
            {
                return diagnostic;
            }

            JsonStep[]? server = diagnostic.Descriptor.Id.StartsWith("CXP3", StringComparison.Ordinal) ? ServerOf(way) : null;
            string? key = server is null ? null : Key(server);
            if (key is not null && edits.TryGetValue(key, out Edit? known) && known.Replacement is not null)
            {
                continue;
            }

            if (key is not null && _translated.Add($"{path}/{key}") && Translate(server![^1].Value) is { } translated)
            {
                edits[key] = new Edit(server, diagnostic) { Replacement = translated };
                continue;
            }

            IReadOnlyList<JsonStep> lost = server is null ? way : WhatIsLost(way, server, diagnostic);
            edits.TryAdd(Key(lost), new Edit(lost, diagnostic));
        }

        // From the end, so that the others stay where they are; what is lost with something around it needs no edit of its own.
        foreach (Edit edit in edits.Values.Where(edit => !edit.Way.SkipLast(1).Select((_, i) => Key([.. edit.Way.Take(i + 1)])).Any(edits.ContainsKey))
            .OrderByDescending(static edit => edit.Way[^1].Member?.NameStart ?? edit.Way[^1].Value.Start))
        {
            Apply(path, source!, edit);
        }

        return null;
    }

    private bool Rewrite(string path, byte[] bytes, string problem)
    {
        if (!_rewritten.Add(path) || LenientJson.TryMend(bytes) is not { } strict)
        {
            return false;
        }

        File.WriteAllBytes(Path.Combine(draft.Folder, path), strict);
        findings.Changed(path, path == draft.Manifest ? "CXP1011" : null, "It is written as strict JSON.", $"Codex does not read it: {problem}.", null);
        return true;
    }

    private void Apply(string path, JsonSource original, Edit edit)
    {
        string file = Path.Combine(draft.Folder, path);
        JsonSource now = JsonSource.TryParse(new SourceText(path, File.ReadAllBytes(file)), out JsonSource? read, out string? problem, out _) ? read! : throw new InvalidOperationException($"{path} was damaged by a change: {problem}");
        JsonStep step = JsonEdit.Follow(now.Root, edit.Way);
        Diagnostic diagnostic = edit.Diagnostic;
        string place = diagnostic.Location.ToString();
        byte[] mended;
        if (edit.Replacement is not null)
        {
            mended = JsonEdit.Replace(now, step.Value, edit.Replacement);
            findings.Changed(original.At(edit.Way[^1].Member!).ToString(), diagnostic.Descriptor.Id, $"The MCP server '{step.Member!.Name}' is written as Codex reads it.", diagnostic.Message, "Compare the two, and try the server.");
        }
        else if (diagnostic.Descriptor == DiagnosticDescriptors.PluginNameNotAccepted && step.Value.AsText() is not null)
        {
            mended = JsonEdit.Replace(now, step.Value, JsonValue.Create(draft.Name));
            findings.Changed(place, diagnostic.Descriptor.Id, $"The name is '{draft.Name}'.", diagnostic.Message, null);
        }
        else if (diagnostic.Descriptor == DiagnosticDescriptors.VersionNotAccepted)
        {
            draft.Version = VersionText.Near(step.Value.AsText()) ?? PluginDraft.DefaultVersion;
            mended = JsonEdit.Remove(now, step);
            findings.Changed(place, diagnostic.Descriptor.Id, $"The version is {draft.Version}, in the project.", diagnostic.Message, null);
        }
        else
        {
            mended = JsonEdit.Remove(now, step);
            findings.Lost(place, diagnostic.Descriptor.Id, $"\"{Key(edit.Way)}\" is left out.", diagnostic.Message, null);
        }

        File.WriteAllBytes(file, mended);
    }

    private static string Key(IReadOnlyList<JsonStep> way) =>
        string.Concat(way.Select(static (one, i) => one.Member is null ? $"[{one.Index}]" : i == 0 ? one.Member.Name : $".{one.Member.Name}"));

    /// <summary>A server of another host's shape in Codex's own, where the meaning is certain; null where it is the same.</summary>
    private static JsonNode? Translate(JsonSyntax server)
    {
        JsonNode? translated = McpTranslation.Translate(server).ToNode();
        if (translated is JsonObject members && members["cwd"] is null && NeedsFolder(members))
        {
            members["cwd"] = ".";
        }

        return translated?.ToJsonString() == server.ToNode()?.ToJsonString() ? null : translated;
    }

    private static bool NeedsFolder(JsonObject server) =>
        Starts(server["command"]) || (server["args"] is JsonArray arguments && arguments.Any(Starts));

    private static bool Starts(JsonNode? value) => value is JsonValue text && text.TryGetValue(out string? written) && written.StartsWith("./", StringComparison.Ordinal);

    /// <summary>The way to what Codex drops, or what makes no sense without the part that was found.</summary>
    private static IReadOnlyList<JsonStep> WhatIsLost(IReadOnlyList<JsonStep> way, JsonStep[] server, Diagnostic diagnostic)
    {
        if (diagnostic.Descriptor.Id is "CXP3006" or "CXP3008" or "CXP3018")
        {
            return way;
        }

        // A variable or a header less, and the server may still do; an argument less, and it is another one.
        bool isSetting = diagnostic.Descriptor.Id is "CXP3009" or "CXP3022" && way.Count > server.Length + 1 && way[server.Length].Member?.Name is "env" or "http_headers" or "env_http_headers";
        return isSetting ? way : server;
    }

    /// <summary>The way to the MCP server that the way leads into; null where it leads into none.</summary>
    private static JsonStep[]? ServerOf(IReadOnlyList<JsonStep> way)
    {
        int first = 0;
        while (first < way.Count && way[first].Member?.Name == "mcpServers")
        {
            first++;
        }

        return first < way.Count && way[first].Member is not null ? [.. way.Take(first + 1)] : null;
    }

    private sealed record Edit(IReadOnlyList<JsonStep> Way, Diagnostic Diagnostic)
    {
        /// <summary>What comes to its place; null: nothing.</summary>
        public JsonNode? Replacement { get; init; }
    }
}
