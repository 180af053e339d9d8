using System.Collections.Frozen;
using System.Text.Json;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Text;
using static Codex.Plugin.Read.JsonShape;

namespace Codex.Plugin.Read;

/// <summary>
/// The members of a server that Codex 0.169 reads, and their types: it drops a server with a wrong one, ignores what it does not know,
/// and takes <c>null</c> for absent.
/// </summary>
internal static class McpServerShape
{
    /// <summary>Codex turns seconds into a duration of less than 2^64; this is the number before it.</summary>
    public const double MostSeconds = 18446744073709549568;

    private static readonly JsonShape s_text = OrNull(AnyText);
    private static readonly JsonShape s_texts = OrNull(Texts);
    private static readonly JsonShape s_flag = OrNull(Flag);
    private static readonly JsonShape s_textMap = OrNull(TextMap);
    private static readonly JsonShape s_seconds = OrNull(Number(0, MostSeconds, "a number of seconds"));
    private static readonly JsonShape s_count = OrNull(Integer(1, ulong.MaxValue, "a whole number, at least 1"));
    private static readonly JsonShape s_approval = OrNull(OneOf("auto", "prompt", "writes", "approve"));

    private static readonly JsonShape s_environmentVariable = Either("the name of an environment variable, or an object with \"name\" and \"source\"", AnyText,
        new ObjectShape([("name", AnyText), ("source", OrNull(OneOf("local", "remote")))]) { Required = ["name"] });

    private static readonly JsonShape s_oauth = new ObjectShape(
    [
        ("client_id", s_text), ("clientId", s_text), ("client_secret", s_text), ("clientSecret", s_text),
        ("callback_port", OrNull(Integer(0, ushort.MaxValue, "a whole number from 0 to 65535"))), ("callbackPort", OrNull(Integer(0, ushort.MaxValue, "a whole number from 0 to 65535"))),
        ("callback_url", s_text), ("callbackUrl", s_text),
        ("token_endpoint_auth_method", Any), ("authorization_server_issuer", Any),
    ])
    {
        Hints = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["tokenEndpointAuthMethod"] = "Remove it: Codex takes none from a plugin.",
            ["authorizationServerIssuer"] = "Remove it: Codex takes none from a plugin.",
            ["scopes"] = "It belongs beside \"oauth\".",
            ["scope"] = "An array \"scopes\" belongs beside \"oauth\".",
            ["resource"] = "Write \"oauth_resource\" beside \"oauth\".",
        },
    };

    // An array is an empty object to Codex's parser.
    private static readonly JsonShape s_tool = Either("an object", Object(("approval_mode", s_approval), ("output_token_limit", s_count)), ArrayOf(Any, "an array"));

    private static readonly ObjectShape s_server = new(
    [
        // How the server is reached is checked by itself, with messages of its own.
        ("command", Any), ("url", Any), ("type", Any),
        ("args", s_texts), ("env", s_textMap), ("env_vars", OrNull(ArrayOf(s_environmentVariable, "an array of names of environment variables"))), ("cwd", s_text),
        ("http_headers", s_textMap), ("env_http_headers", s_textMap), ("bearer_token_env_var", s_text), ("bearer_token", Any),
        ("http_headers_helper", OrNull(NonBlank)), ("oauth", Either("an object", s_oauth, Any)), ("oauth_resource", s_text),
        ("auth", OrNull(OneOf("oauth", "chatgpt"))), ("scopes", s_texts),
        ("enabled", s_flag), ("required", s_flag), ("supports_parallel_tool_calls", s_flag),
        ("startup_timeout_sec", s_seconds), ("startup_timeout_ms", OrNull(Integer(0, ulong.MaxValue, "a whole number of milliseconds"))), ("tool_timeout_sec", s_seconds),
        ("startup_readiness", OrNull(OneOf("connection", "catalog"))),
        ("tool_input_schema_max_bytes", s_count), ("omit_tools_from", OrNull(ArrayOf(OneOf("code_mode", "deferred", "direct"), "an array"))),
        ("environment_id", s_text), ("name", s_text),
        ("enabled_tools", s_texts), ("disabled_tools", s_texts), ("default_tools_approval_mode", s_approval), ("tools", OrNull(MapOf(s_tool, "an object"))),
    ])
    {
        Hints = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["headers"] = "Write \"http_headers\", and \"env_http_headers\" or \"bearer_token_env_var\" for secrets.",
            ["requestInit"] = "Write \"http_headers\" for headers.",
            ["disabled"] = "Write \"enabled\": false.",
            ["timeout"] = "Write \"tool_timeout_sec\" for calls, \"startup_timeout_sec\" for the start, both in seconds; other hosts count milliseconds.",
            ["startup_timeout"] = "Write \"startup_timeout_sec\".",
            ["tool_timeout"] = "Write \"tool_timeout_sec\".",
            ["envFile"] = "Name the variables in \"env_vars\", or give their values in \"env\".",
            ["env_file"] = "Name the variables in \"env_vars\", or give their values in \"env\".",
            ["environment"] = "Write \"env\".",
            ["alwaysAllow"] = "Those who install the plugin approve tools.",
            ["autoApprove"] = "Those who install the plugin approve tools.",
            ["trust"] = "Those who install the plugin approve tools.",
            ["headersHelper"] = "Write \"http_headers_helper\"; Codex runs it in the folder of the session.",
            ["serverUrl"] = "Write \"url\".",
            ["httpUrl"] = "Write \"url\".",
            ["uri"] = "Write \"url\".",
            ["endpoint"] = "Write \"url\".",
            ["transport"] = "Codex goes by \"command\" and \"url\"; remove it.",
            ["transportType"] = "Codex goes by \"command\" and \"url\"; remove it.",
            ["workingDirectory"] = "Write \"cwd\".",
            ["working_directory"] = "Write \"cwd\".",
            ["includeTools"] = "Write \"enabled_tools\".",
            ["allowedTools"] = "Write \"enabled_tools\".",
            ["allowed_tools"] = "Write \"enabled_tools\".",
            ["excludeTools"] = "Write \"disabled_tools\".",
            ["authorization"] = "Write \"bearer_token_env_var\" with the name of an environment variable.",
            ["token"] = "Write \"bearer_token_env_var\" with the name of an environment variable.",
            ["experimental_environment"] = "Remove it.",
        },
    };

    /// <summary>The names that Codex knows.</summary>
    public static IEnumerable<string> Names => s_server.Names;

    /// <summary>Members that people write for people.</summary>
    private static readonly FrozenSet<string> s_remarks = FrozenSet.ToFrozenSet(
    [
        "note", "notes", "comment", "comments", "description", "title", "displayName", "display_name", "label", "version", "homepage", "documentation", "author", "license", "icon", "gallery", "tags",
    ], StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a member is nothing but a remark.</summary>
    public static bool IsRemark(string name) => s_remarks.Contains(name) || name.StartsWith('_') || name.StartsWith('$') || name.StartsWith('/') || name.StartsWith('#');

    /// <summary>Reports what differs from the shape.</summary>
    public static void Check(McpServer server, DiagnosticBag diagnostics)
    {
        foreach (JsonProblem problem in s_server.Check(server.Value))
        {
            Location place = server.At(problem.Offset);
            if (problem.Kind == JsonProblemKind.UnknownMember && !problem.Path.StartsWith("env_vars[", StringComparison.Ordinal))
            {
                ReportIgnored(server, problem, place, diagnostics);
            }
            else if (problem.Kind == JsonProblemKind.UnknownMember)
            {
                diagnostics.Report(DiagnosticDescriptors.McpServerMemberWrong, place, server.Name, problem.Path, "left out: such an object has \"name\" and \"source\"");
            }
            else
            {
                diagnostics.Report(DiagnosticDescriptors.McpServerMemberWrong, place, server.Name, problem.Path, problem.Text);
            }
        }

        CheckOAuth(server, diagnostics);
    }

    private static void ReportIgnored(McpServer server, JsonProblem problem, Location place, DiagnosticBag diagnostics)
    {
        JsonMember? member = server.Value.Members.FirstOrDefault(member => member.NameStart == problem.Offset && member.Name == problem.Path);
        bool isRemark = member is not null && IsRemark(member.Name);
        string advice = isRemark ? "A remark does no harm; it is better kept in a README."
            : McpTranslation.NameInCodex(problem.Path) is { } name && server[name] is not null ? $"\"{name}\" is there as well: keep that one."
            : problem.Text.Length > 0 ? problem.Text : "Remove it.";
        Diagnostic found = Diagnostic.Create(DiagnosticDescriptors.McpServerMemberUnknown, place, server.Name, problem.Path, advice);

        // Where the member says nothing, nothing is lost.
        diagnostics.Add(isRemark || member is { Value: { } value } && SaysNothing(value) ? found with { Severity = DiagnosticSeverity.Warning } : found);
    }

    private static bool SaysNothing(JsonSyntax value) => value.Kind switch
    {
        JsonValueKind.Null or JsonValueKind.False => true,
        JsonValueKind.Object => value.Members.Count == 0,
        JsonValueKind.Array => value.Items.Count == 0,
        JsonValueKind.String => value.Text!.Length == 0,
        _ => false,
    };

    private static void CheckOAuth(McpServer server, DiagnosticBag diagnostics)
    {
        if (server["oauth"] is not { } oauth)
        {
            return;
        }

        if (!oauth.IsObject)
        {
            diagnostics.Add(Diagnostic.Create(DiagnosticDescriptors.McpServerMemberUnknown, server.At(oauth.Start), server.Name, "oauth",
                "It is no object of settings; Codex finds out by itself whether a server wants OAuth.") with { Severity = DiagnosticSeverity.Warning });
            return;
        }

        JsonSyntax? Setting(string name) => oauth[name] is { Kind: not JsonValueKind.Null } value ? value : null;
        JsonSyntax? secret = Setting("client_secret") ?? Setting("clientSecret");
        JsonSyntax? id = Setting("client_id") ?? Setting("clientId");
        if (secret is not null && string.IsNullOrEmpty(id?.Text))
        {
            diagnostics.Report(DiagnosticDescriptors.McpServerMemberWrong, server.At(secret.Start), server.Name, "oauth.client_secret", "beside a \"client_id\"");
        }

        foreach (string name in (ReadOnlySpan<string>)["token_endpoint_auth_method", "authorization_server_issuer"])
        {
            if (Setting(name) is { } setting)
            {
                diagnostics.Report(DiagnosticDescriptors.McpServerMemberWrong, server.At(setting.Start), server.Name, $"oauth.{name}", "left out: Codex takes it only from an administrator");
            }
        }
    }
}
