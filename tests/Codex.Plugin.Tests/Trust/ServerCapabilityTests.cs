using Codex.Plugin.Packaging.Capabilities;
using static Codex.Plugin.Tests.Trust.TrustScene;

namespace Codex.Plugin.Tests.Trust;

/// <summary>Where the code of a server comes from, and what the server gets.</summary>
[TestClass]
public sealed class ServerCapabilityTests
{
    private static readonly (string, string)[] s_files = [("bin/docs", "#!/bin/sh\n"), ("server/index.js", ""), ("server/__main__.py", ""), ("config/settings.json", "{}")];

    [TestMethod]
    [DataRow("""{ "url": "https://docs.contoso.com/mcp" }""", ServerKind.Remote)]
    [DataRow("""{ "command": "dotnet", "args": ["dnx", "Contoso.Mcp@1.0.0", "--yes"], "cwd": "." }""", ServerKind.Package)]
    [DataRow("""{ "command": "npx", "args": ["-y", "@contoso/mcp"], "cwd": "." }""", ServerKind.Package)]
    [DataRow("""{ "command": "npx", "args": ["--unheard-of", "@contoso/mcp"], "cwd": "." }""", ServerKind.Package)]
    [DataRow("""{ "command": "npx", "args": ["-y", "@contoso/mcp", "--config", "./config/settings.json"], "cwd": "." }""", ServerKind.Package)]
    [DataRow("""{ "command": "npx", "args": ["tsx", "./server/index.js"], "cwd": "." }""", ServerKind.Bundled)]
    [DataRow("""{ "command": "npx", "args": ["./server"], "cwd": "." }""", ServerKind.Bundled)]
    [DataRow("""{ "command": "uvx", "args": ["--from", "./server", "x"], "cwd": "." }""", ServerKind.Bundled)]
    [DataRow("""{ "command": "cmd", "args": ["/c", "npx", "-y", "pkg"], "cwd": "." }""", ServerKind.Package)]
    [DataRow("""{ "command": "sh", "args": ["-c", "npx -y pkg"], "cwd": "." }""", ServerKind.Package)]
    [DataRow("""{ "command": "sh", "args": ["-c", "npx -y pkg; curl x | sh"], "cwd": "." }""", ServerKind.Command)]
    [DataRow("""{ "command": "sh", "args": ["-c", "exec ./bin/docs"], "cwd": "." }""", ServerKind.Bundled)]
    [DataRow("""{ "command": "docker", "args": ["run", "-i", "--rm", "ghcr.io/contoso/mcp:1.2"], "cwd": "." }""", ServerKind.Package)]
    [DataRow("""{ "command": "./bin/docs", "cwd": "." }""", ServerKind.Bundled)]
    [DataRow("""{ "command": "bin/docs", "cwd": "." }""", ServerKind.Bundled)]
    [DataRow("""{ "command": "./docs", "cwd": "bin" }""", ServerKind.Bundled)]
    [DataRow("""{ "command": "../bin/docs", "cwd": "./server" }""", ServerKind.Bundled)]
    [DataRow("""{ "command": "./BIN/DOCS", "cwd": "." }""", ServerKind.Bundled)]
    [DataRow("""{ "command": ".\\bin\\docs", "cwd": "." }""", ServerKind.Bundled)]
    [DataRow("""{ "command": "node", "args": ["server"], "cwd": "." }""", ServerKind.Bundled)]
    [DataRow("""{ "command": "node", "args": ["--require=./server/index"], "cwd": "." }""", ServerKind.Bundled)]
    [DataRow("""{ "command": "python", "args": ["-m", "server"], "cwd": "." }""", ServerKind.Bundled)]
    [DataRow("""{ "command": "npx", "args": ["pkg"], "env": { "NODE_OPTIONS": "--require ./server/index.js" }, "cwd": "." }""", ServerKind.Bundled)]
    [DataRow("""{ "command": "npx", "args": ["pkg"], "env": { "PATH": "./bin:/usr/bin" }, "cwd": "." }""", ServerKind.Bundled)]
    [DataRow("""{ "command": "tool", "args": ["config/settings.json"], "cwd": "." }""", ServerKind.Bundled)]
    [DataRow("""{ "command": "./bin/docs" }""", ServerKind.Command)]
    [DataRow("""{ "command": "./bin/docs", "cwd": "/" }""", ServerKind.Command)]
    [DataRow("""{ "command": "./bin/docs", "cwd": ".." }""", ServerKind.Command)]
    [DataRow("""{ "command": "contoso-mcp", "args": ["--stdio"], "cwd": "." }""", ServerKind.Command)]
    [DataRow("""{ "command": "x", "url": "https://docs.contoso.com" }""", ServerKind.Command)]
    [DataRow("""{ "url": "https://docs.contoso.com", "http_headers_helper": "gettoken" }""", ServerKind.Command)]
    [DataRow("""{ "url": "https://docs.contoso.com", "http_headers_helper": "./bin/docs", "cwd": "." }""", ServerKind.Bundled)]
    [DataRow("""{ "command": "x", "enabled": false }""", ServerKind.Command)]
    public void KindSaysWhereTheCodeComesFrom(string json, ServerKind expected) => Assert.AreEqual(expected, Server(json, s_files).Kind);

    [TestMethod]
    [DataRow("npx", "-y @contoso/mcp@1.2.3", "@contoso/mcp", "1.2.3")]
    [DataRow("npx", "-p @contoso/mcp run", "@contoso/mcp", null)]
    [DataRow("npx", "github:contoso/mcp#abc", "github:contoso/mcp", "abc")]
    [DataRow("uvx", "contoso-mcp==1.0", "contoso-mcp", "1.0")]
    [DataRow("uvx", "--from contoso[cli]>=2 mcp", "contoso", ">=2")]
    [DataRow("dotnet", "dnx Contoso.Mcp --version 2.0.0 --yes", "Contoso.Mcp", "2.0.0")]
    [DataRow("dnx", "Contoso.Mcp@2.0.0", "Contoso.Mcp", "2.0.0")]
    [DataRow("docker", "run --rm -e A contoso/mcp", "contoso/mcp", null)]
    [DataRow("docker", "run registry.contoso.com:5000/mcp:1.0", "registry.contoso.com:5000/mcp", "1.0")]
    [DataRow("docker", "run contoso/mcp:1@sha256:abc", "contoso/mcp", "sha256:abc")]
    [DataRow("go", "run github.com/contoso/mcp@v1.0.0", "github.com/contoso/mcp", "v1.0.0")]
    [DataRow("deno", "run -A npm:@contoso/mcp@1.0.0", "@contoso/mcp", "1.0.0")]
    [DataRow("bunx", "contoso-mcp", "contoso-mcp", null)]
    [DataRow("npx", "--unheard-of x", null, null)]
    public void PackageIsNamed(string command, string arguments, string? package, string? version)
    {
        ServerCapability server = Server($$"""{ "command": "{{command}}", "args": [{{string.Join(", ", arguments.Split(' ').Select(static one => $"\"{one}\""))}}] }""");
        Assert.AreEqual(ServerKind.Package, server.Kind);
        Assert.AreEqual((package, version), (server.Package, server.PackageVersion));
    }

    [TestMethod]
    [DataRow("https://user:pw@Docs.Contoso.com/mcp?key=abc#x", "https://docs.contoso.com/mcp", "docs.contoso.com")]
    [DataRow("https://docs.contoso.com:8443/s/a1b2c3d4e5f6a1b2c3d4e5f6/mcp", "https://docs.contoso.com:8443/s/a1b2.../mcp", "docs.contoso.com")]
    [DataRow("https://bücher.contoso.com/", "https://bücher.contoso.com/", "xn--bcher-kva.contoso.com")]
    [DataRow("no address?x=1", "no address", null)]
    public void AddressIsShownWithoutWhatMayBeSecret(string url, string expected, string? host)
    {
        ServerCapability server = Server($$"""{ "url": "{{url}}" }""");
        Assert.AreEqual((expected, host), (server.Url, server.Host));
    }

    [TestMethod]
    public void EverythingThatAServerGetsIsListed()
    {
        ServerCapability server = Server(
            """
            { "url": "https://docs.contoso.com/mcp", "env_vars": ["B", { "name": "A", "source": "remote" }], "bearer_token_env_var": "C", "env_http_headers": { "X": "D", "Y": "A" },
              "http_headers": { "X-Mode": "fast" }, "auth": "chatgpt", "scopes": ["read", "write"], "oauth": { "client_id": "id", "callback_port": 7 }, "oauth_resource": "https://r.contoso.com", "enabled_tools": ["a"],
              "default_tools_approval_mode": "approve", "tools": { "delete": { "approval_mode": "prompt" }, "x": { "output_token_limit": 1 } },
              "description": "ignored", "headers": { "ignored": "x" }, "startup_timeout_sec": 10 }
            """);
        Assert.AreEqual("A B C D", string.Join(' ', server.Variables));
        Assert.AreEqual("default: approve|delete: prompt", string.Join('|', server.ApprovalModes));
        Assert.IsTrue(server.ApprovesItself);
        Assert.AreEqual("auth: chatgpt|enabled_tools: a|http_headers.X-Mode: fast|oauth.callback_port: 7|oauth.client_id: id|oauth_resource: https://r.contoso.com|scopes: read, write", string.Join('|', server.Settings));
    }

    [TestMethod]
    [DataRow("\".\"", "")]
    [DataRow("\"./\"", "")]
    [DataRow("\"server\"", "cwd: server")]
    [DataRow("\"/tmp\"", "cwd: /tmp")]
    [DataRow("null", "cwd: (that of the session)")]
    public void FolderIsListedUnlessItIsThePlugins(string folder, string expected) =>
        Assert.AreEqual(expected, string.Join('|', Server($$"""{ "command": "x", "cwd": {{folder}} }""").Settings));

    [TestMethod]
    public void ServerWithNeitherCommandNorAddressIsNone() => Assert.IsEmpty(Compute((".mcp.json", """{ "a": { "args": [] }, "b": 1, "c": { "command": 1 } }""")).Servers);
}
