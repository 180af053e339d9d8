using System.Text.Json;
using System.Text.Json.Nodes;
using Codex.Plugin.Runtime.Servers;

namespace Codex.Plugin.Runtime.Tests.Helpers;

/// <summary>A built plugin in a temporary folder.</summary>
internal sealed class TestPlugin : IDisposable
{
    public TestPlugin(string manifest = """{ "name": "acme-tools", "version": "1.2.3", "description": "Tools." }""")
    {
        Folder = Directory.CreateTempSubdirectory("codex-plugin-runtime-").FullName;
        Write(".codex-plugin/plugin.json", manifest);
    }

    /// <summary>The server with which anything can go wrong.</summary>
    public static string ServerAssembly => Path.Combine(AppContext.BaseDirectory, "TestServer.dll");

    public string Folder { get; }

    public string PathOf(string path) => Path.Combine(Folder, path);

    public TestPlugin Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(path))!);
        File.WriteAllText(PathOf(path), text);
        return this;
    }

    /// <summary>Declares servers, in the format of <c>.mcp.json</c>.</summary>
    public TestPlugin Servers(params (string Name, JsonObject Declaration)[] servers) =>
        Write(".mcp.json", new JsonObject { ["mcpServers"] = new JsonObject(servers.Select(static server => KeyValuePair.Create(server.Name, (JsonNode?)server.Declaration))) }.ToJsonString());

    /// <summary>The declaration of a test server, with further members.</summary>
    public static JsonObject Server(string mode, object? members = null, params string[] arguments)
    {
        var server = new JsonObject
        {
            ["command"] = "dotnet",
            ["args"] = new JsonArray([ServerAssembly, mode, .. arguments.Select(static argument => (JsonNode?)argument)]),
            ["cwd"] = ".",
            ["startup_timeout_sec"] = 60,
        };
        return With(server, members);
    }

    public static JsonObject With(JsonObject server, object? members)
    {
        foreach ((string name, JsonNode? value) in members is null ? [] : JsonSerializer.SerializeToNode(members)!.AsObject())
        {
            server[name] = value?.DeepClone();
        }

        return server;
    }

    /// <summary>Starts the one server.</summary>
    public static async Task<ServerProbeResult> ProbeAsync(JsonObject server, ServerStartOptions? options = null)
    {
        using var plugin = new TestPlugin();
        plugin.Servers(("acme", server));
        return await ServerProbe.RunAsync(PluginFolder.Load(plugin.Folder), "acme", options);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
