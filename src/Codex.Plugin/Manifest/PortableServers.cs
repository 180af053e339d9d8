using System.Net;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Read;
using Codex.Plugin.Text;
using static Codex.Plugin.Read.JsonShape;

namespace Codex.Plugin.Manifest;

/// <summary>Turns the servers of the portable format into those of Codex's own.</summary>
internal static class PortableServers
{
    public const string File = "mcp.json";

    /// <summary>The schema that Codex knows; any other costs all servers.</summary>
    public const string Schema = ManifestFile.PortableSchemas + "1.0.0/mcp.schema.json";

    private const string Root = "${PLUGIN_ROOT}";
    private const string Data = "${PLUGIN_DATA}";

    private static readonly ObjectShape s_file = new([("$schema", OneOf(Schema)), ("mcpServers", MapOf(Any, "an object that maps names to servers"))])
    {
        Required = ["$schema", "mcpServers"],
    };

    private static readonly ObjectShape s_stdio = new([("type", AnyText), ("command", AnyText), ("args", Texts), ("env", TextMap), ("cwd", AnyText)])
    {
        Required = ["command"],
        Hints = new Dictionary<string, string>(StringComparer.Ordinal) { ["url"] = "A server with a \"url\" has the \"type\" \"streamable-http\"." },
    };

    private static readonly ObjectShape s_http = new([("type", AnyText), ("url", AnyText), ("headers", TextMap)])
    {
        Required = ["url"],
        Hints = new Dictionary<string, string>(StringComparer.Ordinal) { ["command"] = "A server with a \"command\" has the \"type\" \"stdio\".", ["http_headers"] = "In the portable format it is called \"headers\"." },
    };

    /// <summary>Headers that are the client's business; Codex takes them out.</summary>
    private static readonly HashSet<string> s_headersOfClient = new(StringComparer.OrdinalIgnoreCase)
    {
        "Authorization", "Proxy-Authorization", "Content-Type", "Content-Length", "Accept", "Host", "User-Agent", "Connection", "Transfer-Encoding", "TE", "Trailer", "Upgrade",
        "Mcp-Session-Id", "Mcp-Protocol-Version", "Last-Event-ID",
    };

    /// <summary>The servers of the file that Codex loads, in its own format; the others are reported.</summary>
    public static IEnumerable<McpServer> Read(SourceText text, DiagnosticBag diagnostics)
    {
        if (JsonSource.Parse(text, DiagnosticDescriptors.McpJsonNotReadable, diagnostics) is not { } json)
        {
            return [];
        }

        if (!json.Root.IsObject)
        {
            diagnostics.Report(DiagnosticDescriptors.PortableServerNotAccepted, json.At(json.Root), "Codex drops all servers of the file", "it is not an object", "");
            return [];
        }

        IReadOnlyList<JsonProblem> problems = s_file.Check(json.Root);
        foreach (JsonProblem problem in problems)
        {
            string advice = problem.Kind == JsonProblemKind.UnknownMember ? "The portable format has only \"$schema\" and \"mcpServers\" there." : "";
            diagnostics.Report(DiagnosticDescriptors.PortableServerNotAccepted, text.At(problem.Offset), "Codex drops all servers of the file", Describe(problem), advice);
        }

        return problems.Count > 0 ? [] : json.Root["mcpServers"]!.Members.Select(server => new Reader(server, text, diagnostics).Read()).OfType<McpServer>();
    }

    private static string Describe(JsonProblem problem) => problem.Kind switch
    {
        JsonProblemKind.UnknownMember => $"it does not know \"{problem.Path}\"",
        JsonProblemKind.MissingMember => $"\"{problem.Path}\" is missing; it must be {problem.Text}",
        _ => $"\"{problem.Path}\" must be {problem.Text}",
    };

    /// <summary>Reads one server.</summary>
    private sealed class Reader(JsonMember member, SourceText text, DiagnosticBag diagnostics)
    {
        private readonly JsonSyntax _server = member.Value;
        private bool _isLost;

        public McpServer? Read()
        {
            string? type = _server["type"]?.AsText();
            if (type is not ("stdio" or "streamable-http"))
            {
                string problem = !_server.IsObject ? "it is not an object" : "its \"type\" must be \"stdio\" or \"streamable-http\"";
                Drop((_server["type"] ?? _server).Start, problem, type is "http" or "streamable_http" or "sse" ? "Write \"streamable-http\"." : "");
                return null;
            }

            foreach (JsonProblem problem in (type == "stdio" ? s_stdio : s_http).Check(_server))
            {
                Drop(problem.Offset, Describe(problem), problem.Kind == JsonProblemKind.UnknownMember ? problem.Text : "");
            }

            if (_isLost)
            {
                return null;
            }

            List<JsonMember> members = type == "stdio" ? ReadStdio() : ReadHttp();
            return _isLost ? null : new McpServer(member.Name, JsonSyntax.OfMembers(members, _server.Start), text.At, text.Path);
        }

        private List<JsonMember> ReadStdio()
        {
            var members = new List<JsonMember>();
            string folder = ReadFolder();
            JsonMember command = _server.Find("command")!;
            members.Add(command with { Value = JsonSyntax.OfText(ReadCommand(command.Value, folder), command.Value.Start) });
            if (_server.Find("args") is { } arguments)
            {
                members.Add(arguments with { Value = JsonSyntax.OfItems([.. arguments.Value.Items.Select((argument, number) => ReadArgument(argument, number, folder))], arguments.Value.Start) });
            }

            if (_server.Find("env") is { } environment)
            {
                foreach (JsonMember variable in environment.Value.Members)
                {
                    if (variable.Name is "PLUGIN_ROOT" or "PLUGIN_DATA")
                    {
                        Drop(variable.NameStart, $"\"env\" sets {variable.Name}, which is Codex's", "Remove it.");
                    }

                    RefusePlaceholders(variable.Value, $"env.{variable.Name}");
                }

                members.Add(environment);
            }

            JsonSyntax place = _server["cwd"] ?? _server;
            members.Add(new JsonMember("cwd", place.Start, JsonSyntax.OfText(folder.Length == 0 ? "." : $"./{folder}", place.Start)));
            return members;
        }

        /// <summary>The folder in which the server starts, relative to the plugin.</summary>
        private string ReadFolder()
        {
            if (_server["cwd"] is not { } written)
            {
                return "";
            }

            string path = written.Text!;
            if (path == Data || path.StartsWith(Data + "/", StringComparison.Ordinal))
            {
                NotExpressible(written, "cwd", Data, "Start the server in the plugin, or write .codex-plugin/plugin.json and .mcp.json instead.");
                return "";
            }

            string? inside = path == Root ? "" : path.StartsWith(Root + "/", StringComparison.Ordinal) ? path[(Root.Length + 1)..]
                : path.StartsWith("./", StringComparison.Ordinal) ? path[2..]
                : null;
            if (inside is null || Normalize(inside) is not { } folder)
            {
                Drop(written.Start, $"\"cwd\" is '{path}'", $"It must be a folder of the plugin, beginning with './' or '{Root}'.");
                return "";
            }

            return folder;
        }

        private string ReadCommand(JsonSyntax written, string folder)
        {
            string command = written.Text!;
            bool isPath = command.AsSpan().IndexOfAny('/', '\\') >= 0;
            if (command.Length > 0 && !isPath)
            {
                return command;
            }

            if (!command.StartsWith("./", StringComparison.Ordinal) || Normalize(command[2..]) is not { Length: > 0 } path)
            {
                Drop(written.Start, $"\"command\" is '{command}'", "It must be a program of the PATH, or a file of the plugin, beginning with './'.");
                return command;
            }

            return DeclaredPath.FromFolder(folder, path);
        }

        private JsonSyntax ReadArgument(JsonSyntax written, int number, string folder)
        {
            string argument = written.Text!;
            if (argument == Root || (argument.StartsWith(Root + "/", StringComparison.Ordinal) && Normalize(argument[(Root.Length + 1)..]) is not null))
            {
                string path = DeclaredPath.FromFolder(folder, Normalize(argument[Root.Length..].TrimStart('/'))!);
                if (path.AsSpan().IndexOf(Root) < 0 && path.AsSpan().IndexOf(Data) < 0)
                {
                    return JsonSyntax.OfText(path, written.Start);
                }
            }

            RefusePlaceholders(written, $"args[{number}]");
            return written;
        }

        private void RefusePlaceholders(JsonSyntax value, string path)
        {
            foreach (string placeholder in (ReadOnlySpan<string>)[Root, Data])
            {
                if (value.Text!.Contains(placeholder, StringComparison.Ordinal))
                {
                    NotExpressible(value, path, placeholder, "The server starts in the plugin's folder, so that './file' as an argument names a file of the plugin.");
                    return;
                }
            }
        }

        private List<JsonMember> ReadHttp()
        {
            JsonMember url = _server.Find("url")!;
            if (FindUrlProblem(url.Value.Text!) is { } problem)
            {
                Drop(url.Value.Start, $"\"url\" {problem}", "It must be an absolute https address without user and fragment; http is for this machine only.");
            }

            var members = new List<JsonMember> { url };
            if (_server.Find("headers") is not { } headers)
            {
                return members;
            }

            var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            foreach (JsonMember header in headers.Value.Members)
            {
                if (!McpServerRules.IsHeaderName(header.Name) || !McpServerRules.IsHeaderValue(header.Value.Text!))
                {
                    Drop(header.NameStart, $"'{header.Name}' is no header with a value in one line", "");
                }
                else if (!seen.Add(header.Name))
                {
                    Drop(header.NameStart, $"the header '{header.Name}' appears twice", "Case does not count in names of headers.");
                }
                else if (s_headersOfClient.Contains(header.Name))
                {
                    diagnostics.Report(DiagnosticDescriptors.PortableServerNotAccepted, text.At(header.NameStart), $"Codex takes a header out of the MCP server '{member.Name}'",
                        $"'{header.Name}' is the client's business in the portable format", "Remove it, or write .codex-plugin/plugin.json and .mcp.json instead.");
                }
            }

            members.Add(new JsonMember("http_headers", headers.NameStart, headers.Value));
            return members;
        }

        private static string? FindUrlProblem(string written)
        {
            if (McpServerRules.ToUri(written) is not { Scheme: "https" or "http" } url)
            {
                return $"is '{written}'";
            }

            string host = url.Host.Trim('[', ']');
            bool isLocal = string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out IPAddress? address) && IPAddress.IsLoopback(address));
            return url.Scheme == "http" && !isLocal ? "is http"
                : url.UserInfo.Length > 0 ? "has a user"
                : written.Contains('#', StringComparison.Ordinal) ? "has a fragment"
                : null;
        }

        /// <summary>The path inside the plugin; null where it leads out of it, or is one of Windows.</summary>
        private static string? Normalize(string path) => path.Contains('\\', StringComparison.Ordinal) ? null : DeclaredPath.Resolve(path);

        private void Drop(int offset, string problem, string advice)
        {
            _isLost = true;
            diagnostics.Report(DiagnosticDescriptors.PortableServerNotAccepted, text.At(offset), $"Codex drops the MCP server '{member.Name}' without a word", problem, advice);
        }

        private void NotExpressible(JsonSyntax value, string path, string placeholder, string advice)
        {
            _isLost = true;
            diagnostics.Report(DiagnosticDescriptors.PortableServerNotExpressible, text.At(value.Start), member.Name, path, placeholder, advice);
        }
    }
}
