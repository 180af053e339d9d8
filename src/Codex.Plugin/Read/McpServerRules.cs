using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Text;

namespace Codex.Plugin.Read;

/// <summary>What a server says as a whole: how it is reached, and values that Codex takes and that fail later.</summary>
internal static partial class McpServerRules
{
    private static readonly string[] s_notForStdio =
        ["http_headers", "env_http_headers", "bearer_token_env_var", "http_headers_helper", "oauth", "oauth_resource", "auth"];

    // A name in one of the ways in which shells and other hosts write variables, or with a value.
    private static readonly SearchValues<char> s_notInVariables = SearchValues.Create("=$%{}\0");

    private static readonly string[] s_notForHttp = ["args", "env", "env_vars", "cwd"];

    /// <summary>Longer, and Codex's clock overflows: it panics, and no server starts.</summary>
    private const double MostSecondsOfClock = 9e18;

    private const int LongestAddress = 32768;

    /// <summary>Whether the server can be reached; else that is reported, and there is no more to say about it.</summary>
    public static bool CheckTransport(McpServer server, DiagnosticBag diagnostics)
    {
        if (FindTransportProblem(server, out JsonSyntax? at) is { } problem)
        {
            diagnostics.Report(DiagnosticDescriptors.McpServerNotUsable, server.At((at ?? server.Value).Start), server.Name, problem);
            return false;
        }

        bool isStdio = server["command"] is not null;
        foreach (string name in isStdio ? s_notForStdio : s_notForHttp)
        {
            // Codex looks at members of these only, so that an empty one is none.
            if (server.Value.Find(name) is { } member && server[name] is { } value && !(name == "oauth" && value.Members.Count == 0))
            {
                diagnostics.Report(DiagnosticDescriptors.McpServerMemberNotForTransport, server.At(member.NameStart), server.Name, name, isStdio ? "command" : "url", "Remove it.");
            }
        }

        if (server["bearer_token"] is not null)
        {
            string advice = isStdio ? "Remove it." : "Write \"bearer_token_env_var\" with the name of an environment variable that holds the token.";
            diagnostics.Report(DiagnosticDescriptors.McpServerMemberNotForTransport, server.At(server.Value.Find("bearer_token")!.NameStart), server.Name, "bearer_token", isStdio ? "command" : "url", advice);
        }

        CheckType(server, isStdio, diagnostics);
        return true;
    }

    /// <summary>Reports values that Codex takes and that fail when the server is used, and tools that are approved beforehand.</summary>
    public static void CheckValues(McpServer server, DiagnosticBag diagnostics)
    {
        if (!ServerName().IsMatch(server.Name))
        {
            Fails(server.Value, "it never starts a server of this name", "A name has only letters and digits (ASCII) and _ : @ / . -.");
        }

        foreach (string name in (ReadOnlySpan<string>)["startup_timeout_sec", "startup_timeout_ms", "tool_timeout_sec"])
        {
            // Codex looks at the milliseconds only where there are no seconds.
            if (server[name] is not { Kind: JsonValueKind.Number } value || (name == "startup_timeout_ms" && server["startup_timeout_sec"] is not null)
                || !double.TryParse(value.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double time))
            {
                continue;
            }

            if (time == 0)
            {
                Fails(value, $"with \"{name}\": 0 it gives up at once", "Write a time, or remove the member for the default.");
            }
            else if (time is > MostSecondsOfClock and <= McpServerShape.MostSeconds && name != "startup_timeout_ms")
            {
                Fails(value, $"\"{name}\" is more than its clock can hold, and it crashes", "Write a time in seconds.");
            }
        }

        if (server["environment_id"] is { } id && id.AsText() is { } environment && environment != "local")
        {
            Fails(id, $"there is no environment '{environment}'", "Remove \"environment_id\", or write \"local\".");
        }

        CheckVariables();
        CheckHeaders();
        foreach (JsonSyntax text in TextsOf(server, "command", "args", "env", "cwd"))
        {
            if (text.Text!.Contains('\0', StringComparison.Ordinal))
            {
                Fails(text, "no process can be started with a NUL character in a text", "Remove \"\\u0000\".");
            }
        }

        if (server["command"] is { Text: { } command } written && command.IndexOf(' ', StringComparison.Ordinal) is > 0 and int blank && command.AsSpan(0, blank).IndexOfAny('/', '\\') < 0)
        {
            Fails(written, $"no program is called '{command}', blanks included: the text is not split", "Put what follows the program into \"args\".");
        }

        Approval(server["default_tools_approval_mode"], "default_tools_approval_mode");
        foreach (JsonMember tool in server["tools"]?.Members ?? [])
        {
            Approval(tool.Value["approval_mode"], $"tools.{tool.Name}.approval_mode");
        }

        void CheckVariables()
        {
            foreach (JsonSyntax variable in server["env_vars"]?.Items ?? [])
            {
                CheckVariable(variable["name"] ?? variable, "is forwarded");
                if (variable["source"] is { Text: "remote" } source)
                {
                    Fails(source, "a server of a plugin gets no variable of a remote source, and does not start", "Remove \"source\".");
                }
            }

            CheckVariable(server["bearer_token_env_var"], "is found, and the server does not start");
            foreach (JsonMember header in server["env_http_headers"]?.Members ?? [])
            {
                CheckVariable(header.Value, "is found, and the header is left out");
            }
        }

        void CheckVariable(JsonSyntax? variable, string consequence)
        {
            if (variable?.AsText() is { } name && (name.Length == 0 || name.AsSpan().ContainsAny(s_notInVariables)))
            {
                Fails(variable, $"no environment variable '{name}' {consequence}", "Write the name of the variable alone, for instance \"CONTOSO_TOKEN\".");
            }
        }

        void CheckHeaders()
        {
            foreach (string name in (ReadOnlySpan<string>)["http_headers", "env_http_headers"])
            {
                foreach (JsonMember header in server[name]?.Members ?? [])
                {
                    if (!IsHeaderName(header.Name))
                    {
                        diagnostics.Report(DiagnosticDescriptors.McpServerFails, server.At(header.NameStart), server.Name, $"'{header.Name}' is no name of a header, and it leaves it out", "A name has letters and digits (ASCII) and -.");
                    }
                    else if (name == "http_headers" && header.Value.AsText() is { } text && !IsHeaderValue(text))
                    {
                        Fails(header.Value, $"the value of the header '{header.Name}' has a control character, and it leaves the header out", "Write the value in one line.");
                    }
                }
            }
        }

        void Fails(JsonSyntax at, string problem, string advice) =>
            diagnostics.Report(DiagnosticDescriptors.McpServerFails, server.At(at.Start), server.Name, problem, advice);

        void Approval(JsonSyntax? mode, string path)
        {
            if (mode?.AsText() == "approve")
            {
                diagnostics.Report(DiagnosticDescriptors.McpServerApprovesItself, server.At(mode.Start), server.Name, path);
            }
        }
    }

    /// <summary>The texts in the members, also those in their arrays and objects.</summary>
    public static IEnumerable<JsonSyntax> TextsOf(McpServer server, params string[] members) =>
        from name in members
        let value = server[name]
        where value is not null
        from text in (IEnumerable<JsonSyntax>)[value, .. value.Items, .. value.Members.Select(static member => member.Value)]
        where text.AsText() is not null
        select text;

    /// <summary>Whether HTTP allows the name for a header.</summary>
    public static bool IsHeaderName(string name) => HeaderName().IsMatch(name);

    /// <summary>Whether HTTP allows the value for a header.</summary>
    public static bool IsHeaderValue(string value) => !value.Any(static c => c is (< ' ' and not '\t') or '\u007F');

    /// <summary>The absolute address, or null. No server takes one of many thousand characters, and reading it would take its time.</summary>
    public static Uri? ToUri(string text) => text.Length <= LongestAddress && Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) ? uri : null;

    private static string? FindTransportProblem(McpServer server, out JsonSyntax? at)
    {
        JsonSyntax? command = server["command"];
        JsonSyntax? url = server["url"];
        at = null;
        if (command is not null == url is not null)
        {
            at = url;
            return url is not null ? "has both a \"command\" and a \"url\"" : "has neither a \"command\" nor a \"url\"";
        }

        at = command ?? url!;
        string member = command is not null ? "command" : "url";
        if (string.IsNullOrWhiteSpace(at.AsText()))
        {
            return $"has a \"{member}\" that is not a text or is empty";
        }

        // A placeholder in it is reported as such.
        bool usable = command is not null || McpPlaceholders.Find(at.Text!) is not null
            || ToUri(at.Text!) is { Scheme: "http" or "https" };
        return usable ? null : $"has the \"url\" '{at.Text}', which is not absolute";
    }

    private static void CheckType(McpServer server, bool isStdio, DiagnosticBag diagnostics)
    {
        if (server["type"] is not { } type)
        {
            return;
        }

        string? text = type.AsText();
        bool known = text is "stdio" or "http" or "streamable_http" or "streamable-http";
        if (known && text == "stdio" == isStdio)
        {
            return;
        }

        string problem = text is null ? "is not a text, and it ignores it"
            : known ? $"is '{text}', which a server with a \"{(isStdio ? "command" : "url")}\" is not, and it ignores it"
            : $"is '{text}', which it does not know";
        Diagnostic found = Diagnostic.Create(DiagnosticDescriptors.McpServerTypeUnknown, server.At(type.Start), server.Name, problem);

        // What it ignores does no harm; what it does not know is another protocol.
        diagnostics.Add(known || text is null ? found with { Severity = DiagnosticSeverity.Warning } : found);
    }

    [GeneratedRegex(@"\A[a-zA-Z0-9_:@/.-]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex ServerName();

    // A "token" of HTTP.
    [GeneratedRegex(@"\A[!#$%&'*+.^_`|~0-9A-Za-z-]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex HeaderName();
}
