using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Codex.Plugin.Sdk.Tests.Codex;

/// <summary>What the real Codex has loaded of one installed plugin. Every path in it is relative to the plugin.</summary>
internal sealed record CodexReport
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        IndentSize = 2,
        NewLine = "\n",
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public required string Name { get; init; }

    /// <summary>Why Codex did not install the plugin; whatever needs an installed plugin is then empty.</summary>
    public string? InstallError { get; init; }

    /// <summary>How Codex fails as a whole, for all plugins, once this one is installed.</summary>
    public string? Crash { get; init; }

    /// <summary>The folder that Codex keeps the plugin in; <c>local</c> for one without a version.</summary>
    public string? Version { get; init; }

    public string? Description { get; init; }

    public IReadOnlyList<string> Keywords { get; init; } = [];

    /// <summary>AVAILABLE, INSTALLED_BY_DEFAULT or NOT_AVAILABLE.</summary>
    public string? InstallPolicy { get; init; }

    /// <summary>ON_INSTALL or ON_USE.</summary>
    public string? AuthPolicy { get; init; }

    /// <summary>The members that are neither null nor empty, under the names that Codex answers with.</summary>
    public JsonObject Interface { get; init; } = [];

    public IReadOnlyList<CodexSkill> Skills { get; init; } = [];

    public IReadOnlyList<CodexSkillError> SkillErrors { get; init; } = [];

    public IReadOnlyDictionary<string, CodexMcpServer> McpServers { get; init; } = new Dictionary<string, CodexMcpServer>();

    public IReadOnlyList<CodexHook> Hooks { get; init; } = [];

    public IReadOnlyList<string> HookWarnings { get; init; } = [];

    /// <summary>Connector ids. Codex lists them only with a login: empty here, whatever the plugin says.</summary>
    public IReadOnlyList<string> Apps { get; init; } = [];

    /// <summary>What Codex only logs: fields, files and servers that it ignores. Each text once, in order.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Loads a copy of a plugin folder through a marketplace made for it, which calls it as the manifest does.</summary>
    public static async Task<CodexReport> LoadPluginAsync(string pluginFolder, string? name = null)
    {
        using var home = await CodexHome.CreateAsync();
        name ??= TestMarketplace.ReadPluginName(pluginFolder);
        var marketplace = TestMarketplace.Create(Path.Combine(home.Folder, "marketplace"), pluginFolder, name);
        return await CodexReportReader.ReadAsync(home, marketplace, name);
    }

    /// <summary>Loads one plugin of a marketplace as it is, in place.</summary>
    public static async Task<CodexReport> LoadMarketplaceAsync(string marketplaceFolder, string pluginName)
    {
        using var home = await CodexHome.CreateAsync();
        return await CodexReportReader.ReadAsync(home, Path.GetFullPath(marketplaceFolder), pluginName);
    }

    /// <summary>The whole report as text that two runs write alike.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Options);

    public override string ToString() => ToJson();
}

/// <summary>A skill; its name has the plugin's namespace: <c>plugin:skill</c>.</summary>
internal sealed record CodexSkill(string Name, string Description, string? ShortDescription, bool Enabled, string Path)
{
    /// <summary>From <c>agents/openai.yaml</c>; null without one.</summary>
    public JsonObject? Interface { get; init; }
}

internal sealed record CodexSkillError(string Path, string Message);

/// <summary>A server of type <c>stdio</c> or <c>streamable_http</c>.</summary>
internal sealed record CodexMcpServer(string Type)
{
    public bool Enabled { get; init; }

    public string? Command { get; init; }

    public IReadOnlyList<string>? Args { get; init; }

    public IReadOnlyDictionary<string, string>? Env { get; init; }

    /// <summary>Names, or Codex's own JSON for one with a source.</summary>
    public IReadOnlyList<string>? EnvVars { get; init; }

    public string? Cwd { get; init; }

    public string? Url { get; init; }

    public string? BearerTokenEnvVar { get; init; }

    public IReadOnlyDictionary<string, string>? HttpHeaders { get; init; }

    public IReadOnlyDictionary<string, string>? EnvHttpHeaders { get; init; }

    public double? StartupTimeoutSeconds { get; init; }

    public double? ToolTimeoutSeconds { get; init; }
}

/// <summary>A hook; its event is spelt as Codex answers: <c>preToolUse</c>.</summary>
internal sealed record CodexHook(string Event, string? Matcher, string HandlerType, string? Command)
{
    /// <summary>By which Codex remembers the trust in it, without the plugin's id: <c>hooks/hooks.json:stop:0:0</c>.</summary>
    public string? Key { get; init; }

    /// <summary>Of a tool's hook.</summary>
    public string? Server { get; init; }

    /// <summary>Of a tool's hook.</summary>
    public string? Tool { get; init; }

    public int TimeoutSeconds { get; init; }

    public bool Async { get; init; }

    public string? StatusMessage { get; init; }

    public double? AdditionalContextLimit { get; init; }

    public string? SourcePath { get; init; }

    public string? TrustStatus { get; init; }
}
