using System.Text.Json.Nodes;
using Codex.Plugin.Sdk.Tests.Codex;

namespace Codex.Plugin.Sdk.Tests.Rows;

/// <summary>A report as lines that can be there or missing: <c>skill p:x</c>, <c>server docs.cwd = .</c>, <c>interface.logo = assets/logo.svg</c>.</summary>
internal static class CodexFacts
{
    /// <summary>What Codex has loaded.</summary>
    public static IReadOnlySet<string> Of(CodexReport report)
    {
        var json = JsonNode.Parse(report.ToJson())!;
        var facts = new HashSet<string>(StringComparer.Ordinal);
        Flatten("version", json["version"]);
        Flatten("description", json["description"]);
        Flatten("interface", json["interface"]);
        foreach (var skill in json["skills"]!.AsArray())
        {
            Flatten($"skill {skill!["name"]}", skill);
        }

        foreach (var (name, server) in json["mcpServers"]!.AsObject())
        {
            Flatten($"server {name}", server);
        }

        foreach (var hook in json["hooks"]!.AsArray())
        {
            Flatten($"hook {hook!["event"]}", hook);
        }

        return facts;

        void Flatten(string path, JsonNode? node)
        {
            switch (node)
            {
                case JsonObject members:
                    facts.Add(path);
                    foreach (var (name, value) in members)
                    {
                        Flatten($"{path}.{name}", value);
                    }

                    break;
                case JsonArray items:
                    for (var i = 0; i < items.Count; i++)
                    {
                        Flatten($"{path}[{i}]", items[i]);
                    }

                    break;
                case not null:
                    facts.Add($"{path} = {node}");
                    break;
            }
        }
    }

    /// <summary>What Codex complains of, each with the place where it says so.</summary>
    public static IReadOnlyList<string> Complaints(CodexReport report) =>
    [
        .. report.Crash is null ? [] : new[] { $"crash: {report.Crash}" },
        .. report.InstallError is null ? [] : new[] { $"install: {report.InstallError}" },
        .. report.SkillErrors.Select(error => $"skills/list: {error.Path}: {error.Message}"),
        .. report.HookWarnings.Select(warning => $"hooks/list: {warning}"),
        .. report.Warnings.Select(warning => $"log: {warning}"),
    ];
}
