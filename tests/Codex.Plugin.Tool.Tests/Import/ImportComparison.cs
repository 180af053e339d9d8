using System.Text.Json.Nodes;
using Codex.Plugin.PackageManager.Import;
using Codex.Plugin.Sdk.Tests.Codex;
using Codex.Plugin.Sdk.Tests.Infrastructure;

namespace Codex.Plugin.Tool.Tests.Import;

/// <summary>What the real Codex says of a marketplace, and of what an import has made of it.</summary>
internal sealed record ImportComparison(IReadOnlyList<(string Plugin, CodexReport? Original, CodexReport? Result)> Plugins)
{
    private static readonly string[] Files = [".agents/plugins/marketplace.json", ".claude-plugin/marketplace.json"];

    /// <summary>Asks about every plugin of the result.</summary>
    /// <param name="original">The source's folder; it is not changed.</param>
    /// <param name="built">The folder that the built project has laid out.</param>
    /// <param name="result">What the import says.</param>
    public static async Task<ImportComparison> ReadAsync(string original, string built, ImportResult result)
    {
        string[] names = [.. result.Plugins.Select(static plugin => plugin.Name)];
        IReadOnlyList<CodexReport?> before = await ReadAsync(original, result.Marketplace, names);
        IReadOnlyList<CodexReport?> after = await ReadAsync(built, result.Marketplace, names);
        return new ImportComparison([.. names.Select((name, i) => (name, before[i], after[i]))]);
    }

    /// <summary>The plugins of which Codex says something else, with the lines that differ.</summary>
    public IReadOnlyList<(string Plugin, string Lines)> Differences =>
    [
        .. Plugins.Where(static one => one.Original?.ToJson() != one.Result?.ToJson())
            .Select(static one => (one.Plugin, Difference(one.Original?.ToJson() ?? "", one.Result?.ToJson() ?? ""))),
    ];

    private static async Task<IReadOnlyList<CodexReport?>> ReadAsync(string folder, string marketplace, IReadOnlyList<string> names)
    {
        using var home = await CodexHome.CreateAsync();
        string copy = Path.Combine(home.Folder, "marketplace");
        TestFolder.CopyFolder(folder, copy);

        // Of one name, since it is a part of many messages; and Codex keeps some names for itself.
        string file = Files.Select(path => Path.Combine(copy, path)).First(File.Exists);
        JsonNode json = JsonNode.Parse(File.ReadAllText(file))!;
        json["name"] = marketplace;
        File.WriteAllText(file, json.ToJsonString());
        // Without a log-in, with which it complains at any time that it does not reach its server; so it lists no apps.
        return (await CodexReportReader.ReadAllAsync(home, copy, names)).Reports;
    }

    private static string Difference(string original, string result)
    {
        string[] before = original.Split('\n');
        string[] after = result.Split('\n');
        return string.Join('\n', before.Except(after).Select(static line => $"- {line.Trim()}").Concat(after.Except(before).Select(static line => $"+ {line.Trim()}")));
    }
}
