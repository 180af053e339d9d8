using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Codex.Plugin.Runtime.Servers;
using Codex.Plugin.Runtime.Tests.Helpers;

namespace Codex.Plugin.Runtime.Tests.Servers;

[TestClass]
public sealed class HttpServerTests
{
    private static readonly Dictionary<string, string> s_user = new() { ["ACME_TOKEN"] = "secret", ["ACME_TEAM"] = "blue", ["ACME_EMPTY"] = "" };

    [TestMethod]
    public async Task GoodServerIsReadyWithItsTools()
    {
        await using var server = new TestHttpServer();

        ServerProbeResult result = await ProbeAsync(server.Url);

        ServerProbeTests.HasState(ServerState.Ready, null, result);
        Assert.AreEqual("search", result.Tools.Single().Name);
    }

    [TestMethod]
    public async Task HeadersAreThoseOfTheDeclarationAndOfTheUser()
    {
        await using var server = new TestHttpServer();

        ServerProbeResult result = await ProbeAsync(server.Url, new
        {
            bearer_token_env_var = "ACME_TOKEN",
            http_headers = new Dictionary<string, string> { ["X-Plain"] = "1", ["X-Team"] = "red", ["Authorization"] = "Bearer other", ["bad name"] = "x", ["X-Line"] = "a\nb", ["Accept"] = "x" },
            env_http_headers = new Dictionary<string, string> { ["X-Team"] = "ACME_TEAM", ["X-Empty"] = "ACME_EMPTY" },
        });

        ServerProbeTests.HasState(ServerState.Ready, null, result);
        Assert.AreEqual("Bearer secret", server.Headers["Authorization"]);
        Assert.AreEqual("1", server.Headers["X-Plain"]);
        Assert.AreEqual("blue", server.Headers["X-Team"]);
        Assert.IsNull(server.Headers["X-Empty"]);
        Assert.IsNull(server.Headers["X-Line"]);
        Assert.AreNotEqual("x", server.Headers["Accept"]);
    }

    [TestMethod]
    [DataRow("ACME_UNSET", "not set")]
    [DataRow("ACME_EMPTY", "empty")]
    public async Task TokenThatIsNotSetIsNamed(string variable, string found)
    {
        await using var server = new TestHttpServer();

        ServerProbeResult result = await ProbeAsync(server.Url, new { bearer_token_env_var = variable });

        ServerProbeTests.HasState(ServerState.VariableMissing,
            $"The MCP server 'acme' does not start: the environment variable {variable}, which bearer_token_env_var names, is {found}; set it to the server's token.", result);
        Assert.AreEqual(variable, result.UnsetVariables.Single());
        Assert.AreEqual(0, server.Requests);
    }

    [TestMethod]
    [DataRow(401, "; log in with 'codex mcp login acme', or declare bearer_token_env_var.")]
    [DataRow(403, "; the token or the account has not the right.")]
    [DataRow(404, "; its url is not that of an MCP server with streamable HTTP, which is all that Codex speaks.")]
    [DataRow(405, "; its url is not that of an MCP server with streamable HTTP, which is all that Codex speaks.")]
    [DataRow(500, "; look at the server's log.")]
    public async Task HttpErrorIsReported(int status, string advice)
    {
        await using var server = new TestHttpServer { Status = status };

        ServerProbeTests.HasState(ServerState.Unreachable, $"The MCP server 'acme' at {server.Url} answered 'initialize' with HTTP {status}{advice}", await ProbeAsync(server.Url));
    }

    [TestMethod]
    public async Task HeaderWithoutValueIsNamedWhereTheServerRefuses()
    {
        await using var server = new TestHttpServer { Status = 403 };

        ServerProbeResult result = await ProbeAsync(server.Url, new { env_http_headers = new Dictionary<string, string> { ["X-Key"] = "ACME_UNSET" } });

        ServerProbeTests.HasState(ServerState.VariableMissing,
            $"The MCP server 'acme' at {server.Url} answered 'initialize' with HTTP 403, and the environment variable ACME_UNSET, which env_http_headers names, is not set; set what it needs.", result);
    }

    [TestMethod]
    public async Task ErrorIsQuoted()
    {
        await using var server = new TestHttpServer { Error = "no licence" };

        ServerProbeTests.HasState(ServerState.ProtocolError, "The MCP server 'acme' answered 'initialize' with an error: no licence.", await ProbeAsync(server.Url));
    }

    [TestMethod]
    public async Task PageIsNoAnswer()
    {
        await using var server = new TestHttpServer { Page = "<html>" };

        ServerProbeTests.HasState(ServerState.ProtocolError, $"The MCP server 'acme' at {server.Url} answered 'initialize' with something that is no message of the protocol: *", await ProbeAsync(server.Url));
    }

    [TestMethod]
    public async Task ClosedPortIsUnreachable()
    {
        string url;
        await using (var server = new TestHttpServer())
        {
            url = server.Url;
        }

        ServerProbeTests.HasState(ServerState.Unreachable, $"The MCP server 'acme' cannot be reached at {url}: Connection refused*; check the url and the network.", await ProbeAsync(url));
    }

    [TestMethod]
    [DataRow("nope")]
    [DataRow("")]
    [DataRow("ftp://acme.example/mcp")]
    public async Task WhatIsNoUrlIsReported(string url) => ServerProbeTests.HasState(ServerState.Unreachable,
        $"The MCP server 'acme' cannot be reached: its url \"{url}\" is no URL; write one that begins with https://.", await ProbeAsync(url));

    [TestMethod]
    public async Task SilenceEndsAtTheTimeout()
    {
        await using var server = new TestHttpServer { Silent = true };

        ServerProbeResult result = await ProbeAsync(server.Url, new { startup_timeout_sec = 1.5 });

        ServerProbeTests.HasState(ServerState.NoAnswer, "The MCP server 'acme' did not answer 'initialize' within 1.5 s, its startup_timeout_sec; *", result);
        Assert.IsLessThan(TimeSpan.FromSeconds(6), result.Duration);
    }

    private static Task<ServerProbeResult> ProbeAsync(string url, object? members = null) =>
        TestPlugin.ProbeAsync(TestPlugin.With(new JsonObject { ["url"] = url, ["startup_timeout_sec"] = 60 }, members), new ServerStartOptions { UserEnvironment = s_user });

    /// <summary>An MCP server with streamable HTTP on this machine.</summary>
    private sealed class TestHttpServer : IAsyncDisposable
    {
        private readonly HttpListener _listener;
        private readonly TaskCompletionSource _end = new();
        private readonly Task _serving;

        public TestHttpServer()
        {
            // Another process may take the port in between.
            for (int tries = 0; ; tries++)
            {
                using var probe = new TcpListener(IPAddress.Loopback, 0);
                probe.Start();
                Url = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/mcp";
                probe.Stop();
                _listener = new HttpListener();
                _listener.Prefixes.Add(Url + "/");
                try
                {
                    _listener.Start();
                    break;
                }
                catch (HttpListenerException) when (tries < 10)
                {
                    _listener.Close();
                }
            }

            _serving = ServeAsync();
        }

        public string Url { get; }

        public int Status { get; init; } = 200;

        public string? Error { get; init; }

        public string? Page { get; init; }

        public bool Silent { get; init; }

        public int Requests { get; private set; }

        public System.Collections.Specialized.NameValueCollection Headers { get; private set; } = [];

        public async ValueTask DisposeAsync()
        {
            _end.SetResult();
            _listener.Close();
            await _serving;
        }

        private async Task ServeAsync()
        {
            try
            {
                while (true)
                {
                    HttpListenerContext context = await _listener.GetContextAsync();
                    Requests++;
                    if (Silent)
                    {
                        await _end.Task;
                        return;
                    }

                    await AnswerAsync(context);
                }
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                // Closed.
            }
        }

        private async Task AnswerAsync(HttpListenerContext context)
        {
            using var reader = new StreamReader(context.Request.InputStream);
            string text = await reader.ReadToEndAsync();
            JsonNode? request = text.Length == 0 ? null : JsonNode.Parse(text);
            Headers = context.Request.Headers;
            byte[] answer = [];
            if (Status != 200 || context.Request.HttpMethod != "POST")
            {
                context.Response.StatusCode = Status == 200 ? 405 : Status;
            }
            else if (Page is not null)
            {
                context.Response.ContentType = "text/html";
                answer = Encoding.UTF8.GetBytes(Page);
            }
            else if (request?["id"] is { } id)
            {
                JsonObject result = (string?)request["method"] == "initialize"
                    ? new JsonObject { ["protocolVersion"] = "2025-06-18", ["capabilities"] = new JsonObject { ["tools"] = new JsonObject() }, ["serverInfo"] = new JsonObject { ["name"] = "x", ["version"] = "1" } }
                    : new JsonObject { ["tools"] = new JsonArray(new JsonObject { ["name"] = "search", ["inputSchema"] = new JsonObject { ["type"] = "object" } }) };
                var message = new JsonObject { ["jsonrpc"] = "2.0", ["id"] = id.DeepClone() };
                message[Error is null ? "result" : "error"] = Error is null ? result : new JsonObject { ["code"] = -32000, ["message"] = Error };
                context.Response.ContentType = "application/json";
                answer = Encoding.UTF8.GetBytes(message.ToJsonString());
            }
            else
            {
                context.Response.StatusCode = 202;
            }

            context.Response.ContentLength64 = answer.Length;
            await context.Response.OutputStream.WriteAsync(answer);
            context.Response.Close();
        }
    }
}
