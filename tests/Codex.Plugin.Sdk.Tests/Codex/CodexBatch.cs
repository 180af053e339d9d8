namespace Codex.Plugin.Sdk.Tests.Codex;

/// <summary>What Codex answered about the plugins of one home.</summary>
/// <param name="Reports">One a plugin; null where another plugin has taken the name of a server, so that this one has to be asked about again.</param>
/// <param name="Nobodys">Lines of the log that name no plugin and that none explains.</param>
internal sealed record CodexBatchAnswer(IReadOnlyList<CodexReport?> Reports, IReadOnlyList<string> Nobodys);

/// <summary>Asks one Codex about many plugins, which takes little longer than about one.</summary>
internal sealed class CodexBatch
{
    private readonly IReadOnlyList<(string Folder, string Name)> _plugins;
    private readonly CodexReport?[] _reports;
    private readonly List<string> _nobodys = [];

    private CodexBatch(IReadOnlyList<(string Folder, string Name)> plugins)
    {
        _plugins = plugins;
        _reports = new CodexReport?[plugins.Count];
    }

    /// <summary>Loads copies of the folders, each called as its manifest does.</summary>
    /// <returns>The reports, in the order of the folders, and the lines of the log that belong to nobody.</returns>
    public static async Task<(IReadOnlyList<CodexReport> Reports, IReadOnlyList<string> Nobodys)> LoadAsync(IReadOnlyList<string> pluginFolders)
    {
        var batch = new CodexBatch([.. pluginFolders.Select(folder => (folder, TestMarketplace.ReadPluginName(folder)))]);
        // A marketplace holds a name once.
        var copies = Enumerable.Range(0, pluginFolders.Count)
            .GroupBy(i => batch._plugins[i].Name, StringComparer.Ordinal)
            .SelectMany(same => same.Select((i, copy) => (i, copy)))
            .GroupBy(plugin => plugin.copy, plugin => plugin.i);
        foreach (var plugins in copies)
        {
            await batch.LoadAsync([.. plugins]);
        }

        return (batch._reports!, batch._nobodys);
    }

    private async Task LoadAsync(int[] plugins)
    {
        if (plugins.Length == 0)
        {
            return;
        }

        try
        {
            using var home = await CodexHome.CreateAsync();
            (string Folder, string Name)[] entries = [.. plugins.Select(i => _plugins[i])];
            var marketplace = TestMarketplace.Create(Path.Combine(home.Folder, "marketplace"), entries);
            var answer = await CodexReportReader.ReadAllAsync(home, marketplace, [.. entries.Select(plugin => plugin.Name)]);
            for (var i = 0; i < plugins.Length; i++)
            {
                _reports[plugins[i]] = answer.Reports[i];
            }

            _nobodys.AddRange(answer.Nobodys);
        }
        catch (Exception e) when (e is CodexException or TimeoutException)
        {
            if (plugins.Length == 1)
            {
                _reports[plugins[0]] = new CodexReport { Name = _plugins[plugins[0]].Name, Crash = e.Message };
                return;
            }

            // One plugin can take all others with it: the halves find out which.
            await LoadAsync(plugins[..(plugins.Length / 2)]);
            await LoadAsync(plugins[(plugins.Length / 2)..]);
            return;
        }

        await LoadAsync([.. plugins.Where(i => _reports[i] is null)]);
    }
}
