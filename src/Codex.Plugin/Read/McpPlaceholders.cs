using System.Text.RegularExpressions;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Text;

namespace Codex.Plugin.Read;

/// <summary>Placeholders, which other hosts fill and Codex does not.</summary>
internal static partial class McpPlaceholders
{
    private static readonly string[] s_roots = ["PLUGIN_ROOT", "CLAUDE_PLUGIN_ROOT", "COPILOT_PLUGIN_ROOT", "CURSOR_PLUGIN_ROOT", "CODEX_PLUGIN_ROOT", "extensionPath", "__dirname"];

    private static readonly string[] s_data = ["PLUGIN_DATA", "CLAUDE_PLUGIN_DATA", "COPILOT_PLUGIN_DATA"];

    private static readonly string[] s_workspaces = ["CLAUDE_PROJECT_DIR", "workspaceFolder", "workspacePath", "workspaceRoot"];

    /// <summary>The first placeholder in the text, or null.</summary>
    public static string? Find(string text) => Placeholder().Match(text) is { Success: true } match ? match.Value : null;

    /// <summary>Whether a host fills the placeholder of this name with a folder of its own, so that no variable of the user's is meant.</summary>
    public static bool IsOfHost(string name) => s_roots.Contains(name, StringComparer.Ordinal) || s_data.Contains(name, StringComparer.Ordinal) || s_workspaces.Contains(name, StringComparer.Ordinal);

    /// <summary>Reports the placeholders of the server.</summary>
    public static void Check(McpServer server, DiagnosticBag diagnostics)
    {
        Check(server["command"], "command", "Codex starts files of the plugin by a path that begins with './', and sets \"cwd\" for it.");
        Check(server["cwd"], "cwd", "A relative \"cwd\" is one in the plugin: write \".\" for the plugin's own folder.");
        Check(server["url"], "url", "An address has no variables; write it out.", withPercent: false);
        CheckArguments();
        foreach (JsonMember variable in server["env"]?.Members ?? [])
        {
            Check(variable.Value, $"env.{variable.Name}", "Name a variable of the user's in \"env_vars\", which forwards it under its own name.",
                "With \"cwd\": \".\" the server starts in the plugin's folder, and can find its files from there.");
        }

        foreach (JsonMember header in server["http_headers"]?.Members ?? [])
        {
            Check(header.Value, $"http_headers.{header.Name}", "Write \"env_http_headers\": { \"NAME\": \"VARIABLE\" } where a variable holds the whole value, or \"bearer_token_env_var\".");
        }

        foreach (string name in (ReadOnlySpan<string>)["client_id", "clientId", "client_secret", "clientSecret"])
        {
            Check(server["oauth"]?[name], $"oauth.{name}", "Write the id of a public client, which needs no secret; or leave both out, and Codex registers itself.", withPercent: false);
        }

        void CheckArguments()
        {
            const string Advice = "Write a file of the plugin as './file'; a variable of the user's reaches the server by \"env_vars\".";
            JsonSyntax[] arguments = [.. server["args"]?.Items ?? []];
            int script = McpCommandLine.ScriptOfShell(server);
            for (int i = 0; i < arguments.Length; i++)
            {
                if (i < script)
                {
                    Check(arguments[i], $"args[{i}]", Advice);
                }
                else if (arguments[i].AsText() is { } text && Placeholder().Matches(text).FirstOrDefault(IsUnset) is { } unset)
                {
                    // The shell fills it, with nothing.
                    Report(arguments[i], $"args[{i}]", unset.Value, "The shell knows no such variable either, since Codex does not set it: write a path that begins with './'.");
                }
            }
        }

        bool IsUnset(Match match)
        {
            string name = match.Groups["name"].Value;
            return IsOfHost(name) && server["env"]?[name] is null;
        }

        void Check(JsonSyntax? value, string path, string advice, string? adviceForRoot = null, bool withPercent = true)
        {
            if (value?.AsText() is { } text && Placeholder().Match(text) is { Success: true } match && (withPercent || match.Value[0] != '%'))
            {
                string name = match.Groups["name"].Value;
                Report(value, path, match.Value, AdviceFor(name, match.Value) ?? (s_roots.Contains(name, StringComparer.Ordinal) ? adviceForRoot : null) ?? advice);
            }
        }

        // Where the placeholder says what is meant.
        static string? AdviceFor(string name, string placeholder) =>
            s_data.Contains(name, StringComparer.Ordinal) ? "Codex gives a server of a plugin no folder for data: let the server choose one of the user's."
            : s_workspaces.Contains(name, StringComparer.Ordinal) ? "Without \"cwd\" the server starts in the folder of the session, which is the workspace: let it take its current folder."
            : placeholder.StartsWith("${input:", StringComparison.Ordinal) || placeholder.StartsWith("${user_config.", StringComparison.Ordinal)
                ? "Codex asks nobody: have the user set an environment variable, and name it in \"env_vars\", \"env_http_headers\" or \"bearer_token_env_var\"."
            : placeholder.Contains(":-", StringComparison.Ordinal) ? "Nor does it know defaults: name the variable in \"env_vars\", \"env_http_headers\" or \"bearer_token_env_var\", and let the server have the default."
            : null;

        void Report(JsonSyntax value, string path, string placeholder, string advice) =>
            diagnostics.Report(DiagnosticDescriptors.McpServerPlaceholder, server.At(value.Start), server.Name, path, placeholder, advice);
    }

    // ${NAME}, ${input:name}, $NAME, %NAME%, and ~/ at the beginning. In small letters the latter are too often something else.
    [GeneratedRegex(@"\$\{(?:env:)?(?<name>[A-Za-z_][A-Za-z0-9_]{0,100})[^{}]{0,100}\}|\$\{/\}|(?<![$\w\\])\$(?<name>[A-Z_][A-Z0-9_]{1,100})\b|%(?<name>[A-Za-z_][A-Za-z0-9_]{2,100})%|\A~/", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}
