using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Codex.Plugin.Sdk.Tests.Codex;

/// <summary>Installs one plugin and asks Codex, in all the places where it says so, what it has loaded.</summary>
internal sealed class CodexReportReader
{
    private static readonly string[] Subjects = ["plugin", "skill", "hook", "mcp"];

    private readonly string _pluginId;
    private readonly string _marketplaceFolder;
    private readonly string _homeFolder;
    private readonly List<string> _pluginFolders = [];

    private CodexReportReader(string pluginId, string marketplaceFolder, string homeFolder)
    {
        _pluginId = pluginId;
        _marketplaceFolder = marketplaceFolder;
        _homeFolder = homeFolder;
    }

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

        string? installError = null, version = null;
        var reader = new CodexReportReader($"{pluginName}@{marketplace}", marketplaceFolder, home.Folder);
        try
        {
            var installed = await home.InstallAsync(pluginName, marketplace);
            version = Path.GetFileName(installed);
            reader._pluginFolders.Add(installed);
        }
        catch (CodexException e)
        {
            installError = reader.Neutral(e.Message);
        }

        var report = await reader.AskAsync(home, pluginName);
        return report with { InstallError = installError, Version = version };
    }

    private async Task<CodexReport> AskAsync(CodexHome home, string pluginName)
    {
        JsonElement listed, detail = default, skills, hooks;
        string? readError = null;
        var cwds = new[] { home.WorkFolder };
        var server = await CodexAppServer.StartAsync(home);
        await using (server)
        {
            var marketplaces = (await server.CallAsync("plugin/list", new { cwds })).GetProperty("marketplaces");
            listed = marketplaces.EnumerateArray()
                .SelectMany(marketplace => marketplace.GetProperty("plugins").EnumerateArray())
                .FirstOrDefault(plugin => plugin.GetProperty("id").ValueEquals(_pluginId));
            var marketplacePath = marketplaces.EnumerateArray()
                .Where(marketplace => _pluginId.EndsWith("@" + marketplace.GetProperty("name").GetString(), StringComparison.Ordinal))
                .Select(marketplace => marketplace.GetProperty("path").GetString())
                .FirstOrDefault();
            if (marketplacePath is not null)
            {
                try
                {
                    detail = (await server.CallAsync("plugin/read", new { marketplacePath, pluginName })).GetProperty("plugin");
                }
                catch (CodexException e)
                {
                    readError = e.Message;
                }
            }

            skills = (await server.CallAsync("skills/list", new { cwds, forceReload = true })).GetProperty("data")[0];
            hooks = (await server.CallAsync("hooks/list", new { cwds })).GetProperty("data")[0];
        }

        // With only one plugin in this home every server is the plugin's.
        var servers = await home.RunJsonAsync("mcp", "list", "--json");

        var summary = detail.Object("summary") ?? (listed.ValueKind == JsonValueKind.Object ? listed : null);
        if (summary.Object("source").Text("path") is { } source)
        {
            _pluginFolders.Add(source);
        }

        var log = server.Log.Select(CodexLogEntry.TryParse).OfType<CodexLogEntry>().Where(IsAboutPlugins).Select(entry => entry.ToString());
        return new CodexReport
        {
            Name = summary.Text("name") ?? pluginName,
            Description = detail.Text("description"),
            Keywords = [.. summary.Items("keywords").Select(item => item.GetString()!)],
            InstallPolicy = summary.Text("installPolicy"),
            AuthPolicy = summary.Text("authPolicy"),
            Interface = Compact(summary.Object("interface")) ?? [],
            Skills = [.. skills.Items("skills").Where(IsOfPlugin).Select(ReadSkill)
                .OrderBy(skill => skill.Path, StringComparer.Ordinal)],
            SkillErrors = [.. skills.Items("errors").Select(error => new CodexSkillError(Relative(error.Text("path"))!, Neutral(error.Text("message")!)))
                .OrderBy(error => error.Path, StringComparer.Ordinal)],
            McpServers = new SortedDictionary<string, CodexMcpServer>(
                servers.EnumerateArray().ToDictionary(server => server.Text("name")!, ReadServer), StringComparer.Ordinal),
            Hooks = [.. hooks.Items("hooks").Where(IsOfPlugin).Select(ReadHook)],
            HookWarnings = [.. hooks.Items("warnings").Select(warning => Neutral(warning.GetString()!))],
            Apps = [.. detail.Items("apps").Select(app => app.Text("id")!)],
            Warnings = [.. log.Append(readError).OfType<string>().Select(text => Neutral(text)).Distinct(StringComparer.Ordinal)],
        };
    }

    private bool IsOfPlugin(JsonElement item) => item.Text("pluginId") == _pluginId;

    // The other lines are about this machine: its sandbox, its network.
    private static bool IsAboutPlugins(CodexLogEntry entry) =>
        Subjects.Any(word => entry.Target.Contains(word, StringComparison.Ordinal))
        && !entry.Message.Contains("curated plugin", StringComparison.Ordinal);

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
            TimeoutSeconds = (int)(hook.Number("timeoutSec") ?? 0),
            Async = hook.Flag("async"),
            StatusMessage = hook.Text("statusMessage"),
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
