using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Codex.Plugin.Runtime.Codex;
using Codex.Plugin.Runtime.Servers;

namespace Codex.Plugin.Runtime.Development;

/// <summary>
/// Makes the user's own Codex take a plugin of the development marketplace, and asks it what it loads of it. It is the user's Codex, since trust, switches
/// and servers of the same name are his; no server of another plugin is started for that, since Codex can be asked for one server at a time.
/// </summary>
internal sealed class PluginLoader(CodexCommand codex, DevelopmentMarketplace marketplace, BuiltPlugin built, DevelopmentPlugin plugin, string projectFolder)
{
    // What Codex takes to say how a start has ended, beyond the server's own time.
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_longestStartup = TimeSpan.FromMinutes(10);

    // Said elsewhere in the report, or nothing that a plugin can mend.
    private static readonly string[] s_otherTopics = ["MCP server startup failed", "Failed to list resource", "MCP server may or may not require login"];

    private readonly string _cacheFolder = Path.Combine(CodexCommand.HomeFolder, "plugins", "cache", DevelopmentMarketplace.Name, plugin.Name);

    private string InstalledFolder => Path.Combine(_cacheFolder, plugin.Version);

    /// <param name="askServers">Whether to start the plugin's servers and ask for their tools.</param>
    /// <param name="cancellationToken">Ends everything that was started.</param>
    /// <exception cref="CodexException">Codex refused, or did not answer; the message says which command.</exception>
    public async Task<LoadedPlugin> LoadAsync(bool askServers, CancellationToken cancellationToken)
    {
        // In the folder, so that its name need not go through a command script of Windows.
        await RunAsync(cancellationToken, "plugin", "marketplace", "add", ".", "--json").ConfigureAwait(false);

        LoadedPlugin loaded;
        CodexAppServer server = await codex.StartServerAsync(projectFolder).ConfigureAwait(false);
        await using (server.ConfigureAwait(false))
        {
            loaded = await AskAsync(server, askServers, cancellationToken).ConfigureAwait(false);
        }

        return loaded with { Ignored = [.. Ignored(server.Log)] };
    }

    private async Task<LoadedPlugin> AskAsync(CodexAppServer server, bool askServers, CancellationToken cancellationToken)
    {
        JsonElement detail = (await CallAsync(server, "plugin/read", new { marketplacePath = marketplace.File, pluginName = plugin.Name }, cancellationToken).ConfigureAwait(false)).GetProperty("plugin");
        JsonElement? summary = detail.Object("summary");
        bool installed = summary.GetValueOrDefault().Flag("installed");
        if (installed && !summary.GetValueOrDefault().Flag("enabled"))
        {
            return new LoadedPlugin { Disabled = summary.Text("disabledReason") ?? "" };
        }

        bool taken = !installed || !Directory.Exists(InstalledFolder);
        if (taken)
        {
            await RunAsync(cancellationToken, "plugin", "add", "--json", "--", plugin.Id).ConfigureAwait(false);
        }

        string[] cwds = [projectFolder];
        JsonElement skills = (await CallAsync(server, "skills/list", new { cwds, forceReload = true }, cancellationToken).ConfigureAwait(false)).GetProperty("data")[0];
        JsonElement hooks = (await CallAsync(server, "hooks/list", new { cwds }, cancellationToken).ConfigureAwait(false)).GetProperty("data")[0];
        HashSet<string?> listedApps = [.. detail.Items("apps").Select(static app => app.Text("id"))];
        return new LoadedPlugin
        {
            Taken = taken,
            Skills = [.. skills.Items("skills").Where(IsOfPlugin).Select(ReadSkill).OrderBy(static skill => skill.Name, StringComparer.Ordinal)],
            SkillErrors = [.. skills.Items("errors").Where(error => IsOfPlugin(error.Text("path"))).Select(error => new SkillError(Relative(error.Text("path")!), Neutral(error.Text("message") ?? "")))],
            Hooks = [.. hooks.Items("hooks").Where(IsOfPlugin).Select(ReadHook)],
            HookWarnings = [.. hooks.Items("warnings").Select(static warning => warning.GetString() ?? "").Where(IsOfPlugin).Select(Neutral)],
            Apps = [.. built.Apps.Select(app => ReadApp(app, listedApps))],
            Servers = askServers ? await AskServersAsync(server, cancellationToken).ConfigureAwait(false) : null,
        };
    }

    private async Task<IReadOnlyList<LoadedServer>> AskServersAsync(CodexAppServer server, CancellationToken cancellationToken)
    {
        PluginFolder folder;
        try
        {
            folder = PluginFolder.Load(InstalledFolder);
        }
        catch (PluginFolderException)
        {
            // Then Codex cannot read it either, and says so.
            return [];
        }

        if (folder.Servers.Count == 0)
        {
            return [];
        }

        JsonElement config = await CallAsync(server, "config/read", new { }, cancellationToken).ConfigureAwait(false);
        HashSet<string> own = [.. config.Object("config").Object("mcp_servers") is { ValueKind: JsonValueKind.Object } servers ? servers.EnumerateObject().Select(static member => member.Name) : []];
        return await Task.WhenAll(folder.Servers.Select(declared =>
            own.Contains(declared.Name) ? Task.FromResult(Describe(declared) with { TakenBy = "the user's config.toml" })
            : !declared.Enabled ? Task.FromResult(Describe(declared) with { SwitchedOff = true })
            : AskServerAsync(server, folder, declared, cancellationToken))).ConfigureAwait(false);
    }

    // A process is started by ourselves first: Codex does not say what it wrote, and twice its timeout would be long to wait.
    // A server at a URL is for Codex first, which may have logged in there.
    private async Task<LoadedServer> AskServerAsync(CodexAppServer server, PluginFolder folder, PluginServer declared, CancellationToken cancellationToken)
    {
        LoadedServer described = Describe(declared);
        ServerProbeResult? probe = declared.Url is null ? await ProbeAsync(folder, declared, cancellationToken).ConfigureAwait(false) : null;
        if (probe is not null && probe.State != ServerState.Ready)
        {
            return Failed(described, probe, "it does not start");
        }

        described = described with { Oddity = probe?.Message };
        LoadedServer asked = await AskCodexAsync(server, described, declared, cancellationToken).ConfigureAwait(false);
        return probe is null && asked.Error is not null && await ProbeAsync(folder, declared, cancellationToken).ConfigureAwait(false) is { State: not ServerState.Ready } reason
            ? Failed(described, reason, asked.Error)
            : asked;
    }

    private static LoadedServer Failed(LoadedServer server, ServerProbeResult probe, string otherwise) =>
        server with { Error = probe.Message ?? otherwise, StandardError = probe.StandardError };

    private Task<ServerProbeResult> ProbeAsync(PluginFolder folder, PluginServer declared, CancellationToken cancellationToken) =>
        ServerProbe.RunAsync(folder, declared.Name, new ServerStartOptions { SessionFolder = projectFolder }, cancellationToken);

    private async Task<LoadedServer> AskCodexAsync(CodexAppServer server, LoadedServer described, PluginServer declared, CancellationToken cancellationToken)
    {
        string name = described.Name;
        string codexSays = $"Codex says of the MCP server '{name}': ";
        JsonElement answer;
        try
        {
            answer = await server.CallAsync("mcpServerStatus/list", new { serverName = name, detail = "toolsAndAuthOnly" }, Wait(declared) + s_grace, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is TimeoutException or CodexException)
        {
            return described with { Error = codexSays + exception.Message };
        }

        JsonElement status = answer.Items("data").FirstOrDefault(item => item.Text("name") == name);
        if (status.ValueKind == JsonValueKind.Undefined)
        {
            return described with { Error = $"Codex does not list the MCP server '{name}': it is switched off in the user's config.toml, or not allowed on this machine" };
        }

        if (status.Text("pluginId") is { } owner && owner != plugin.Id)
        {
            return described with { TakenBy = $"the plugin {owner}" };
        }

        if (status.Text("toolsError") is { } error)
        {
            return described with { Error = codexSays + Explain(Neutral(error)) };
        }

        return described with
        {
            Tools = [.. (status.Object("tools") is { ValueKind: JsonValueKind.Object } tools ? tools.EnumerateObject().Select(static tool => tool.Name) : []).Order(StringComparer.Ordinal)],
        };
    }

    // Codex names each layer of an error, and some of them twice.
    private static string Explain(string error)
    {
        const string Topic = "MCP startup failed: ";
        string[] layers = (error.StartsWith(Topic, StringComparison.Ordinal) ? error[Topic.Length..] : error).Split(": ");
        return string.Join(": ", layers.Distinct(StringComparer.Ordinal));
    }

    private static LoadedServer Describe(PluginServer declared) => new(declared.Name, declared.Url ?? string.Join(' ', [declared.Command, .. declared.Arguments]));

    private static TimeSpan Wait(PluginServer declared) => declared.StartupTimeout < s_longestStartup ? declared.StartupTimeout : s_longestStartup;

    private LoadedSkill ReadSkill(JsonElement skill) =>
        new(skill.Text("name") ?? "", skill.Text("description") ?? "", Relative(skill.Text("path") ?? ""), skill.Flag("enabled"));

    private static LoadedHook ReadHook(JsonElement hook)
    {
        string name = hook.Text("eventName") ?? "";
        return new LoadedHook(
            name.Length > 0 ? char.ToUpperInvariant(name[0]) + name[1..] : name,
            hook.Text("matcher"),
            hook.Text("command") ?? string.Join(' ', new[] { hook.Text("server"), hook.Text("tool"), hook.Text("toolName") }.OfType<string>()),
            hook.Text("trustStatus") ?? "",
            hook.Flag("enabled"));
    }

    private static LoadedApp ReadApp(KeyValuePair<string, JsonObject> app, HashSet<string?> listed)
    {
        string id = BuiltPlugin.Text(app.Value, "id") ?? "";
        return new LoadedApp(app.Key, id, listed.Contains(id));
    }

    private IEnumerable<string> Ignored(IEnumerable<string> log) =>
        (from line in log
         let entry = CodexLogEntry.TryParse(line)
         where entry is not null && !s_otherTopics.Any(topic => entry.Message.StartsWith(topic, StringComparison.Ordinal))
         let text = entry.ToString()
         where IsOfPlugin(text)
         select Neutral(text)).Distinct(StringComparer.Ordinal);

    private bool IsOfPlugin(JsonElement item) => item.Text("pluginId") == plugin.Id;

    private bool IsOfPlugin(string? text) =>
        text is not null && (text.Contains(InstalledFolder, StringComparison.Ordinal) || text.Contains(plugin.Folder, StringComparison.Ordinal) || text.Contains(plugin.Id, StringComparison.Ordinal));

    private string Relative(string path) =>
        path.StartsWith(InstalledFolder, StringComparison.Ordinal) ? Path.GetRelativePath(InstalledFolder, path).Replace(Path.DirectorySeparatorChar, '/') : path;

    // One text for the installed copy and the one in the marketplace.
    private string Neutral(string text)
    {
        foreach (string folder in (ReadOnlySpan<string>)[InstalledFolder, plugin.Folder])
        {
            text = text.Replace(folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal).Replace(folder, plugin.Name, StringComparison.Ordinal);
        }

        return text;
    }

    private async Task RunAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        try
        {
            await codex.RunJsonAsync(marketplace.Folder, cancellationToken, arguments).ConfigureAwait(false);
        }
        catch (CodexException exception)
        {
            throw new CodexException(string.Create(CultureInfo.InvariantCulture, $"'codex {string.Join(' ', arguments)}': {exception.Message}"));
        }
    }

    private static async Task<JsonElement> CallAsync(CodexAppServer server, string method, object parameters, CancellationToken cancellationToken)
    {
        try
        {
            return await server.CallAsync(method, parameters, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is CodexException or TimeoutException)
        {
            throw new CodexException($"'codex app-server', asked for {method}: {exception.Message}");
        }
    }
}
