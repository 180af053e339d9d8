using System.Diagnostics;
using System.Text.Json;

namespace Codex.Plugin.Sdk.Tests.Codex;

/// <summary>A throw-away home in which Codex knows nothing of this machine's user.</summary>
internal sealed class CodexHome : IDisposable
{
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    // Everything else of the environment (keys, proxies, Codex's own variables) would make results depend on the machine.
    private static readonly string[] InheritedVariables =
        ["PATH", "PATHEXT", "ComSpec", "SystemRoot", "SystemDrive", "windir", "TEMP", "TMP", "TMPDIR"];

    private static readonly string[] ProxyVariables =
        ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];

    // Codex would fetch OpenAI's catalogue in the background, in a child process of its own; port 9 answers nobody.
    private const string DeadProxy = "http://127.0.0.1:9";

    private readonly string _executable;

    public CodexHome(string executable)
    {
        _executable = executable;
        Folder = Directory.CreateTempSubdirectory("codex-home-").FullName;
        UserHome = Directory.CreateDirectory(Path.Combine(Folder, "home")).FullName;
        CodexFolder = Directory.CreateDirectory(Path.Combine(UserHome, ".codex")).FullName;
        WorkFolder = Directory.CreateDirectory(Path.Combine(Folder, "work")).FullName;
    }

    /// <summary>The temporary folder that holds all the others.</summary>
    public string Folder { get; }

    public string UserHome { get; }

    /// <summary><c>CODEX_HOME</c>.</summary>
    public string CodexFolder { get; }

    /// <summary>The folder that commands run in; empty, so that no repository's marketplace is found.</summary>
    public string WorkFolder { get; }

    /// <inheritdoc cref="CodexCli.RequireAsync"/>
    public static async Task<CodexHome> CreateAsync() => new((await CodexCli.RequireAsync()).Executable!);

    public Task<ProcessResult> RunAsync(params string[] args) => ChildProcess.RunAsync(Describe(args), Timeout);

    /// <returns>The marketplace's name.</returns>
    public async Task<string> AddMarketplaceAsync(string folder)
    {
        var answer = await RunJsonAsync("plugin", "marketplace", "add", folder, "--json");
        return answer.GetProperty("marketplaceName").GetString()!;
    }

    /// <returns>The folder that Codex loads the plugin from.</returns>
    public async Task<string> InstallAsync(string plugin, string marketplace)
    {
        var answer = await RunJsonAsync("plugin", "add", $"{plugin}@{marketplace}", "--json");
        return answer.GetProperty("installedPath").GetString()!;
    }

    /// <summary>Starts the servers of all installed plugins: <c>server: tool, tool</c>, or what Codex says instead of tools.</summary>
    public async Task<IReadOnlyList<string>> ListToolsAsync()
    {
        await using var codex = await StartServerAsync();
        var answer = await codex.CallAsync("mcpServerStatus/list", new { detail = "full" });
        return
        [
            .. answer.GetProperty("data").EnumerateArray()
                .Select(static server => $"{server.Text("name")}: {server.Text("toolsError") ?? string.Join(", ", server.GetProperty("tools").EnumerateObject().Select(static tool => tool.Name))}")
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>Makes Codex believe that somebody has logged in to ChatGPT, without whom it lists no apps. Nobody has signed the token.</summary>
    public void LogIn()
    {
        string token = $"{Part(new { alg = "none" })}.{Part(new Dictionary<string, object>
        {
            ["email"] = "somebody@contoso.example",
            ["exp"] = 4102444800,
            ["https://api.openai.com/auth"] = new { chatgpt_plan_type = "pro", chatgpt_user_id = "somebody", chatgpt_account_id = "contoso" },
        })}.AAAA";
        File.WriteAllText(Path.Combine(CodexFolder, "auth.json"), JsonSerializer.Serialize(new
        {
            auth_mode = "chatgpt",
            tokens = new { id_token = token, access_token = token, refresh_token = "none", account_id = "contoso" },
            last_refresh = DateTime.UtcNow,
        }));

        static string Part(object content) => System.Buffers.Text.Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(content));
    }

    /// <exception cref="CodexException">Codex refused.</exception>
    public async Task<JsonElement> RunJsonAsync(params string[] args)
    {
        var result = await RunAsync(args);
        if (result.ExitCode != 0)
        {
            throw new CodexException(Summarize(result.StandardError));
        }

        return JsonElement.Parse(result.StandardOutput);
    }

    /// <param name="environment">Variables besides those of the home.</param>
    public Task<CodexAppServer> StartServerAsync(IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = Describe("app-server");
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return CodexAppServer.StartAsync(start, "codex-plugin-sdk-tests", Timeout);
    }

    public ProcessStartInfo Describe(params string[] args)
    {
        var start = ChildProcess.Describe(_executable, args, WorkFolder);
        start.Environment.Clear();
        foreach (var name in InheritedVariables)
        {
            if (Environment.GetEnvironmentVariable(name) is { } value)
            {
                start.Environment[name] = value;
            }
        }

        start.Environment["HOME"] = UserHome;
        start.Environment["USERPROFILE"] = UserHome;
        start.Environment["APPDATA"] = Path.Combine(UserHome, "AppData", "Roaming");
        start.Environment["LOCALAPPDATA"] = Path.Combine(UserHome, "AppData", "Local");
        start.Environment["CODEX_HOME"] = CodexFolder;
        foreach (var name in ProxyVariables)
        {
            start.Environment[name] = DeadProxy;
        }

        start.Environment["NO_PROXY"] = start.Environment["no_proxy"] = "127.0.0.1,localhost";
        return start;
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(Folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A virus scanner may still hold a file; the system cleans its temporary folder.
        }
    }

    private static string Summarize(string standardError)
    {
        // Codex says this in every home below the temporary folder.
        var lines = standardError.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(line => !line.Contains("could not create PATH aliases", StringComparison.Ordinal));
        return string.Join(' ', lines);
    }
}
