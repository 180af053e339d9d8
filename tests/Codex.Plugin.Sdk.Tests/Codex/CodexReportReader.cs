using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Codex.Plugin.Sdk.Tests.Codex;

/// <summary>Installs plugins and asks Codex, in all the places where it says so, what it has loaded; a reader for each plugin.</summary>
internal sealed class CodexReportReader
{
    private static readonly string[] Subjects = ["plugin", "skill", "hook", "mcp"];

    private readonly string _pluginName;
    private readonly string _pluginId;
    private readonly string _marketplaceFolder;
    private readonly string _homeFolder;
    private readonly List<string> _pluginFolders = [];
    private readonly List<string> _log = [];
    private JsonElement? _summary;
    private JsonElement _detail;
    private string? _version;
    private string? _installError;

    private CodexReportReader(CodexHome home, string marketplaceFolder, string marketplace, string pluginName)
    {
        _pluginName = pluginName;
        _pluginId = $"{pluginName}@{marketplace}";
        _marketplaceFolder = marketplaceFolder;
        _homeFolder = home.Folder;
    }

    /// <summary>Installs one plugin, as a user does. It is alone in this home: all that Codex says there is about it.</summary>
    public static async Task<CodexReport> ReadAsync(CodexHome home, string marketplaceFolder, string pluginName)
    {
        string marketplace;
        try
        {
            marketplace = await home.AddMarketplaceAsync(marketplaceFolder);
        }
        catch (CodexException e)
        {
            return new CodexReport { Name = pluginName, InstallError = e.Message };
        }

        var reader = new CodexReportReader(home, marketplaceFolder, marketplace, pluginName);
        try
        {
            reader.SetInstalled(await home.InstallAsync(pluginName, marketplace));
        }
        catch (CodexException e)
        {
            reader._installError = reader.Neutral(e.Message);
        }

        JsonElement skills, hooks;
        var server = await home.StartServerAsync();
        await using (server)
        {
            var marketplacePath = await ListAsync(server, home, marketplace, [reader]);
            await reader.ReadPluginAsync(server, marketplacePath);
            (skills, hooks) = await ListPartsAsync(server, home);
        }

        var servers = await home.RunJsonAsync("mcp", "list", "--json");
        reader._log.InsertRange(0, AboutPlugins(server.Log));
        return reader.Report(skills, hooks, _ => true, servers.EnumerateArray());
    }

    /// <summary>Installs all the plugins through one server, and asks once for what can be asked once.</summary>
    /// <exception cref="CodexException">Codex fails with these plugins installed.</exception>
    /// <exception cref="TimeoutException">Codex hangs with these plugins installed.</exception>
    public static async Task<CodexBatchAnswer> ReadAllAsync(CodexHome home, string marketplaceFolder, IReadOnlyList<string> pluginNames)
    {
        var marketplace = await home.AddMarketplaceAsync(marketplaceFolder);
        CodexReportReader[] readers = [.. pluginNames.Select(name => new CodexReportReader(home, marketplaceFolder, marketplace, name))];
        var log = new List<(CodexReportReader? Asked, string Text)>();
        JsonElement skills, hooks;
        var server = await home.StartServerAsync();
        await using (server)
        {
            var marketplacePath = await ListAsync(server, home, marketplace, readers);
            await server.TakeLogAsync();
            foreach (var reader in readers)
            {
                await reader.InstallAsync(server, home, marketplace, marketplacePath);
                await reader.ReadPluginAsync(server, marketplacePath);
                log.AddRange(AboutPlugins(await server.TakeLogAsync()).Select(text => ((CodexReportReader?)reader, text)));
            }

            (skills, hooks) = await ListPartsAsync(server, home);
            log.AddRange(AboutPlugins(await server.TakeLogAsync()).Select(text => ((CodexReportReader?)null, text)));
        }

        var servers = await home.RunJsonAsync("mcp", "list", "--json");

        // Most of what Codex logs names the plugin; of the rest, when it was said tells which plugin it is about.
        var nobodys = new List<string>();
        foreach (var (asked, text) in log)
        {
            if ((readers.FirstOrDefault(reader => reader.IsNamedIn(text)) ?? asked) is { } owner)
            {
                owner._log.Add(text);
            }
            else if (!readers.Any(reader => reader._log.Contains(text)))
            {
                nobodys.Add(text);
            }
        }

        // Names of servers are global: of two plugins with one name, Codex drops the server of the second.
        var owners = new Dictionary<string, CodexReportReader>(StringComparer.Ordinal);
        var incomplete = new HashSet<CodexReportReader>();
        foreach (var reader in readers.OrderBy(reader => reader._pluginId, StringComparer.Ordinal))
        {
            incomplete.UnionWith(reader.ServerNames.Where(name => owners.TryAdd(name, reader) is false).Select(_ => reader));
        }

        return new CodexBatchAnswer(
            [
                .. readers.Select(reader => incomplete.Contains(reader)
                    ? null
                    : reader.Report(skills, hooks, reader.IsNamedIn, servers.EnumerateArray().Where(server => owners.GetValueOrDefault(server.Text("name")!) == reader))),
            ],
            [.. nobodys.Distinct(StringComparer.Ordinal)]);
    }

    /// <returns>The path of the marketplace's file; null where Codex does not list it.</returns>
    private static async Task<string?> ListAsync(CodexAppServer server, CodexHome home, string marketplace, IEnumerable<CodexReportReader> readers)
    {
        var listed = (await server.CallAsync("plugin/list", new { cwds = new[] { home.WorkFolder } })).Items("marketplaces")
            .FirstOrDefault(item => item.Text("name") == marketplace);
        var plugins = listed.Items("plugins").ToLookup(plugin => plugin.Text("id"), StringComparer.Ordinal);
        foreach (var reader in readers)
        {
            reader.SetSummary(plugins[reader._pluginId].Select(plugin => (JsonElement?)plugin).FirstOrDefault());
        }

        return listed.Text("path");
    }

    private static async Task<(JsonElement Skills, JsonElement Hooks)> ListPartsAsync(CodexAppServer server, CodexHome home)
    {
        var cwds = new[] { home.WorkFolder };
        var skills = (await server.CallAsync("skills/list", new { cwds, forceReload = true })).GetProperty("data")[0];
        var hooks = (await server.CallAsync("hooks/list", new { cwds })).GetProperty("data")[0];
        return (skills, hooks);
    }

    private async Task InstallAsync(CodexAppServer server, CodexHome home, string marketplace, string? marketplacePath)
    {
        try
        {
            await server.CallAsync("plugin/install", new { marketplacePath, pluginName = _pluginName });
            SetInstalled(Directory.GetDirectories(Path.Combine(home.CodexFolder, "plugins", "cache", marketplace, _pluginName)).Single());
        }
        catch (CodexException e) when (!server.HasEnded)
        {
            _installError = e.Message;
        }
    }

    private async Task ReadPluginAsync(CodexAppServer server, string? marketplacePath)
    {
        if (marketplacePath is null)
        {
            return;
        }

        try
        {
            _detail = (await server.CallAsync("plugin/read", new { marketplacePath, pluginName = _pluginName })).GetProperty("plugin");
            SetSummary(_detail.Object("summary"));
        }
        catch (CodexException e) when (!server.HasEnded)
        {
            _log.Add(e.Message);
        }
    }

    private void SetInstalled(string folder)
    {
        _version = Path.GetFileName(folder);
        _pluginFolders.Insert(0, folder);
    }

    private void SetSummary(JsonElement? summary)
    {
        _summary = summary;
        if (summary.Object("source").Text("path") is { } source && !_pluginFolders.Contains(source))
        {
            _pluginFolders.Add(source);
        }
    }

    /// <summary>The servers that Codex read of this plugin.</summary>
    private IEnumerable<string> ServerNames => _detail.Items("mcpServers").Select(name => name.GetString()!).Distinct(StringComparer.Ordinal);

    private CodexReport Report(JsonElement skills, JsonElement hooks, Func<string, bool> isOwn, IEnumerable<JsonElement> servers) => new()
    {
        Name = _summary.Text("name") ?? _pluginName,
        InstallError = _installError is null ? null : Neutral(_installError),
        Version = _version,
        Description = _detail.Text("description"),
        Keywords = [.. _summary.Items("keywords").Select(item => item.GetString()!)],
        InstallPolicy = _summary.Text("installPolicy"),
        AuthPolicy = _summary.Text("authPolicy"),
        Interface = Compact(_summary.Object("interface")) ?? [],
        Skills = [.. skills.Items("skills").Where(IsOfPlugin).Select(ReadSkill)
            .OrderBy(skill => skill.Path, StringComparer.Ordinal)],
        SkillErrors = [.. skills.Items("errors").Where(error => isOwn(error.Text("path")!))
            .Select(error => new CodexSkillError(Relative(error.Text("path"))!, Neutral(error.Text("message")!)))
            .OrderBy(error => error.Path, StringComparer.Ordinal)],
        McpServers = new SortedDictionary<string, CodexMcpServer>(
            servers.ToDictionary(server => server.Text("name")!, ReadServer), StringComparer.Ordinal),
        Hooks = [.. hooks.Items("hooks").Where(IsOfPlugin).Select(ReadHook)],
        HookWarnings = [.. hooks.Items("warnings").Select(warning => warning.GetString()!).Where(isOwn).Select(warning => Neutral(warning))],
        Apps = [.. _detail.Items("apps").Select(app => app.Text("id")!)],
        Warnings = [.. _log.Select(text => Neutral(text)).Distinct(StringComparer.Ordinal)],
    };

    // The other lines are about this machine: its sandbox, its network.
    private static IEnumerable<string> AboutPlugins(IEnumerable<string> log) =>
        from line in log
        let entry = CodexLogEntry.TryParse(line)
        where entry is not null
            && Subjects.Any(word => entry.Target.Contains(word, StringComparison.Ordinal))
            && !entry.Message.Contains("curated plugin", StringComparison.Ordinal)
            && !entry.Message.StartsWith("MCP server may or may not require login", StringComparison.Ordinal)
        select entry.ToString();

    /// <summary>Whether the text holds a path of the plugin, or its id.</summary>
    private bool IsNamedIn(string text) => _pluginFolders.Append(_pluginId).Any(name =>
    {
        for (var start = text.IndexOf(name, StringComparison.Ordinal); start >= 0; start = text.IndexOf(name, start + 1, StringComparison.Ordinal))
        {
            if (!IsPartOfName(text.ElementAtOrDefault(start - 1)) && !IsPartOfName(text.ElementAtOrDefault(start + name.Length)))
            {
                return true;
            }
        }

        return false;

        static bool IsPartOfName(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '+';
    });

    private bool IsOfPlugin(JsonElement item) => item.Text("pluginId") == _pluginId;

    private CodexSkill ReadSkill(JsonElement skill) =>
        new(skill.Text("name")!, skill.Text("description")!, skill.Text("shortDescription"), skill.Flag("enabled"), Relative(skill.Text("path"))!)
        {
            Interface = Compact(skill.Object("interface")),
        };

    private CodexMcpServer ReadServer(JsonElement server)
    {
        var transport = server.GetProperty("transport");
        return new CodexMcpServer(transport.Text("type")!)
        {
            Enabled = server.Flag("enabled"),
            Command = transport.Text("command"),
            Args = transport.Texts("args"),
            Env = transport.Map("env"),
            EnvVars = transport.Texts("env_vars"),
            Cwd = Relative(transport.Text("cwd")),
            Url = transport.Text("url"),
            BearerTokenEnvVar = transport.Text("bearer_token_env_var"),
            HttpHeaders = transport.Map("http_headers"),
            EnvHttpHeaders = transport.Map("env_http_headers"),
            StartupTimeoutSeconds = server.Number("startup_timeout_sec"),
            ToolTimeoutSeconds = server.Number("tool_timeout_sec"),
        };
    }

    private CodexHook ReadHook(JsonElement hook) =>
        new(hook.Text("eventName")!, hook.Text("matcher"), hook.Text("handlerType")!, Neutral(hook.Text("command")))
        {
            Key = hook.Text("key")?.Replace(_pluginId + ":", "", StringComparison.Ordinal),
            Server = hook.Text("server"),
            Tool = hook.Text("tool"),
            TimeoutSeconds = (int)(hook.Number("timeoutSec") ?? 0),
            Async = hook.Flag("async"),
            StatusMessage = hook.Text("statusMessage"),
            AdditionalContextLimit = hook.Number("additionalContextLimit"),
            SourcePath = Relative(hook.Text("sourcePath")),
            TrustStatus = hook.Text("trustStatus"),
        };

    private JsonObject? Compact(JsonElement? value)
    {
        if (value is not { ValueKind: JsonValueKind.Object } source)
        {
            return null;
        }

        var result = new JsonObject();
        foreach (var member in source.EnumerateObject())
        {
            switch (member.Value.ValueKind)
            {
                case JsonValueKind.Null:
                case JsonValueKind.Array when member.Value.GetArrayLength() == 0:
                    break;
                case JsonValueKind.String:
                    result[member.Name] = Relative(member.Value.GetString());
                    break;
                case JsonValueKind.Array:
                    result[member.Name] = new JsonArray([.. member.Value.EnumerateArray().Select(item => (JsonNode?)Relative(item.ToString()))]);
                    break;
                default:
                    result[member.Name] = JsonNode.Parse(member.Value.GetRawText());
                    break;
            }
        }

        return result;
    }

    // A text that is no path inside the plugin is returned as it is.
    private string? Relative(string? path)
    {
        if (path is not null && _pluginFolders.FirstOrDefault(folder => IsInside(path, folder)) is { } root)
        {
            return Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/');
        }

        return path;
    }

    private static bool IsInside(string path, string folder) =>
        path.StartsWith(folder, StringComparison.Ordinal)
        && (path.Length == folder.Length || path[folder.Length] == Path.DirectorySeparatorChar);

    // Two runs, in two homes, must say the same.
    [return: NotNullIfNotNull(nameof(text))]
    private string? Neutral(string? text)
    {
        foreach (var folder in _pluginFolders)
        {
            text = text?.Replace("file://" + folder, "<plugin>", StringComparison.Ordinal).Replace(folder, "<plugin>", StringComparison.Ordinal);
        }

        return text?.Replace(_marketplaceFolder, "<marketplace>", StringComparison.Ordinal).Replace(_homeFolder, "<home>", StringComparison.Ordinal);
    }
}
