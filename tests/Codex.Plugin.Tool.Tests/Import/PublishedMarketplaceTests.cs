using Codex.Plugin.PackageManager.Import;
using Codex.Plugin.Sdk.Tests.Codex;
using Codex.Plugin.Sdk.Tests.Infrastructure;

namespace Codex.Plugin.Tool.Tests.Import;

/// <summary>Published marketplaces of others, where a folder with one is named: <c>CXP_MARKETPLACE=/tmp/plugins</c>.</summary>
[TestClass]
public sealed class PublishedMarketplaceTests : EndToEndTest
{
    [TestMethod]
    [Timeout(3_600_000, CooperativeCancellation = true)]
    public async Task BuiltMarketplaceIsForCodexWhatTheOriginalWas()
    {
        if (Environment.GetEnvironmentVariable("CXP_MARKETPLACE") is not { Length: > 0 } source)
        {
            Assert.Inconclusive("CXP_MARKETPLACE names no folder with a marketplace.");
            return;
        }

        await CodexCli.RequireAsync();
        var folder = CreateFolder();
        ImportResult result = await PluginImporter.ImportAsync(
            new ImportOptions { Source = source, Output = "imported", SdkVersion = Repository.Version, WorkingDirectory = folder.Folder }, cancellationToken: TestContext.CancellationToken);
        Say($"{result.Plugins.Count} plugins, {result.Plugins.Sum(static one => one.Content.Skills)} skills, {result.Plugins.Sum(static one => one.Content.McpServers)} MCP servers, {result.Plugins.Sum(static one => one.Content.Apps)} apps, {result.Plugins.Sum(static one => one.Content.Hooks)} hooks");
        foreach (var group in result.Findings.GroupBy(static one => (one.Kind, one.Code)))
        {
            Say($"{group.Key.Kind} {group.Key.Code}: {group.Count()}");
        }

        (await folder.RunInAsync("imported", "build", "-m:2", "-nodeReuse:false")).SucceededWithWarnings();

        ImportComparison comparison = await ImportComparison.ReadAsync(source, folder.PathOf("imported/bin/Debug"), result);
        Assert.HasCount(result.Plugins.Count, comparison.Plugins.Where(static one => one.Result is { InstallError: null }));
        Say($"Codex: {comparison.Plugins.Sum(static one => one.Result!.Skills.Count)} skills, {comparison.Plugins.Sum(static one => one.Result!.McpServers.Count)} MCP servers, {comparison.Plugins.Count - comparison.Differences.Count} of {comparison.Plugins.Count} plugins as they were");
        foreach ((string plugin, string lines) in comparison.Differences)
        {
            Say($"{plugin}\n{lines}");
        }

        string[] unlisted = [.. comparison.Differences.Select(static one => one.Plugin).Except(result.Findings.Select(static one => one.Plugin))!];
        AssertList(unlisted);
    }

    private static void Say(string text) => Console.WriteLine(text);
}
