using System.Text.RegularExpressions;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Text;

namespace Codex.Plugin.Read;

/// <summary>Placeholders, which other hosts fill and Codex does not.</summary>
internal static partial class McpPlaceholders
{
    private static readonly string[] s_ofOtherHosts = ["PLUGIN_ROOT", "PLUGIN_DATA", "CLAUDE_PLUGIN_ROOT", "CLAUDE_PLUGIN_DATA", "CLAUDE_PROJECT_DIR", "CURSOR_PLUGIN_ROOT", "extensionPath", "workspaceFolder"];

    /// <summary>The first placeholder in the text, or null.</summary>
    public static string? Find(string text) => Placeholder().Match(text) is { Success: true } match ? match.Value : null;

    /// <summary>Reports the placeholders of the server.</summary>
    public static void Check(McpServer server, DiagnosticBag diagnostics)
    {
        Check(server["command"], "command", "Codex starts files of the plugin by a path that begins with './', and sets \"cwd\" for it.");
        Check(server["cwd"], "cwd", "A relative \"cwd\" is one in the plugin: write \".\" for the plugin's own folder.");
        Check(server["url"], "url", "An address has no variables; write it out.", withPercent: false);
        CheckArguments();
        foreach (JsonMember variable in server["env"]?.Members ?? [])
        {
            Check(variable.Value, $"env.{variable.Name}", "Name a variable of the user's in \"env_vars\", which forwards it.");
        }

        foreach (JsonMember header in server["http_headers"]?.Members ?? [])
        {
            Check(header.Value, $"http_headers.{header.Name}", "Write \"env_http_headers\": { \"NAME\": \"VARIABLE\" }, or \"bearer_token_env_var\".");
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
            return s_ofOtherHosts.Contains(name, StringComparer.Ordinal) && server["env"]?[name] is null;
        }

        void Check(JsonSyntax? value, string path, string advice, bool withPercent = true)
        {
            if (value?.AsText() is { } text && Placeholder().Match(text) is { Success: true } match && (withPercent || match.Value[0] != '%'))
            {
                Report(value, path, match.Value, advice);
            }
        }

        void Report(JsonSyntax value, string path, string placeholder, string advice) =>
            diagnostics.Report(DiagnosticDescriptors.McpServerPlaceholder, server.At(value.Start), server.Name, path, placeholder, advice);
    }

    // ${NAME}, ${input:name}, $NAME, %NAME%, and ~/ at the beginning. In small letters the latter are too often something else.
    [GeneratedRegex(@"\$\{(?<name>[A-Za-z_][A-Za-z0-9_]{0,100})[^{}]{0,100}\}|(?<![$\w\\])\$(?<name>[A-Z_][A-Z0-9_]{1,100})\b|%(?<name>[A-Za-z_][A-Za-z0-9_]{2,100})%|\A~/", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}
