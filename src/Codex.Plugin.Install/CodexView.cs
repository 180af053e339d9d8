using System.Text.Json;
using Codex.Plugin.Runtime.Codex;

namespace Codex.Plugin.Install;

/// <summary>What Codex itself says about what was installed. It is asked, and told nothing.</summary>
internal static class CodexView
{
    /// <summary>What Codex sees otherwise, each to follow "Codex" in a sentence.</summary>
    public static async Task<IReadOnlyList<string>> CompareAsync(string codex, InstallOptions options, InstallResult result, CancellationToken cancellationToken)
    {
        try
        {
            // In its home, where no repository's settings count.
            JsonElement answer = await new CodexCommand(codex, options.Home.Folder)
                .RunJsonAsync(options.Home.Folder, cancellationToken, "plugin", "list", "--json", "--available").ConfigureAwait(false);
            return Compare(answer, options.Marketplace, result);
        }
        catch (Exception exception) when (exception is CodexException or InvalidOperationException)
        {
            return [$"does not say what it sees: {exception.Message.TrimEnd('.')}"];
        }
    }

    internal static IReadOnlyList<string> Compare(JsonElement answer, string marketplace, InstallResult result)
    {
        Dictionary<string, JsonElement> listed = answer.Items("installed").Concat(answer.Items("available"))
            .Where(plugin => plugin.Text("marketplaceName") == marketplace)
            .DistinctBy(static plugin => plugin.Text("name"), StringComparer.Ordinal)
            .ToDictionary(static plugin => plugin.Text("name") ?? "", StringComparer.Ordinal);
        List<InstallRow> expected = [.. result.Rows.Where(static row => row.After is not null && !row.IsHidden)];
        if (listed.Count == 0 && expected.Count > 0)
        {
            return [$"lists no plugin of '{marketplace}'. An administrator may allow only certain sources (codex doctor, requirements.toml): '{result.RegisteredFolder}' must be one of them"];
        }

        var differences = new List<string>();
        foreach (InstallRow row in expected)
        {
            differences.AddRange(listed.TryGetValue(row.Plugin, out JsonElement plugin) ? Compare(row, plugin) : [$"does not list '{row.Plugin}'"]);
        }

        differences.AddRange(result.Rows.Where(row => row.After is null && listed.TryGetValue(row.Plugin, out JsonElement plugin) && plugin.Flag("installed"))
            .Select(static row => $"still has '{row.Plugin}' installed"));
        return differences;
    }

    // What another version of Codex does not say is no difference.
    private static IEnumerable<string> Compare(InstallRow row, JsonElement plugin)
    {
        if (plugin.Member("installed") is { ValueKind: JsonValueKind.False })
        {
            yield return $"does not have '{row.Plugin}' installed";
        }
        else if (plugin.Text("version") is { } version && version != row.After)
        {
            yield return $"has '{row.Plugin}' {version} instead of {row.After}";
        }
        else if (!row.IsOff && plugin.Member("enabled") is { ValueKind: JsonValueKind.False })
        {
            yield return $"has '{row.Plugin}' switched off";
        }
    }
}
