using Codex.Plugin.PackageManager.Import;
using Codex.Plugin.Sdk.Tests.Infrastructure;

namespace Codex.Plugin.Tool.Tests.Import;

/// <summary>A test that imports the folder <c>source</c> into the folder <c>imported</c>.</summary>
public abstract class ImportTest : EndToEndTest
{
    private protected const string Plugin = """
        #file source/.codex-plugin/plugin.json
        { "name": "contoso-review", "version": "1.2.0", "description": "Reviews branches." }
        #file source/skills/review/SKILL.md
        ---
        name: review
        description: Reviews a branch. Use before a merge.
        ---
        Review it.
        """;

    private protected static Task<ImportResult> ImportAsync(TestFolder folder, string source = "source", string? name = null, bool dryRun = false, CancellationToken cancellationToken = default) =>
        PluginImporter.ImportAsync(
            new ImportOptions { Source = source, Output = "imported", Name = name, DryRun = dryRun, SdkVersion = Repository.Version, WorkingDirectory = folder.Folder }, cancellationToken: cancellationToken);

    private protected static Task<ImportException> RefusesAsync(TestFolder folder, string source = "source") =>
        Assert.ThrowsExactlyAsync<ImportException>(() => ImportAsync(folder, source));

    /// <summary>The findings as lines: what became of what, with which code.</summary>
    private protected static IEnumerable<string> Lines(ImportResult result) =>
        result.Findings.Select(static one => $"{one.Kind} {one.Plugin ?? "-"} {one.Path}{(one.Code is null ? "" : " " + one.Code)}");

    /// <summary>A marketplace with one line a plugin: its name, and the text of its entry after that.</summary>
    private protected static string Marketplace(params string[] entries) =>
        $"#file source/.agents/plugins/marketplace.json\n{{ \"name\": \"contoso\", \"interface\": {{ \"displayName\": \"Contoso\" }}, \"plugins\": [ {string.Join(",\n", entries)} ] }}\n";

    /// <summary>A plugin of a marketplace, with one skill.</summary>
    private protected static string Member(string folder, string? name = null) => $$"""

        #file source/{{folder}}/.codex-plugin/plugin.json
        { "name": "{{name ?? folder.Split('/')[^1]}}", "version": "1.0.0", "description": "Is one of several." }
        {{Skill("tasks", $"source/{folder}/")}}
        """;
}
