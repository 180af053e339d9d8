using System.Collections.Frozen;
using System.Globalization;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Text;

namespace Codex.Plugin.Read;

/// <summary>Secrets in a server, which everyone can read who gets the plugin: by their form anywhere, and by their place.</summary>
internal static class McpSecrets
{
    /// <summary>Nobody mends more at once.</summary>
    private const int MostFindings = 50;

    private static readonly FrozenSet<string> s_headers = FrozenSet.ToFrozenSet(
    [
        "Authorization", "Proxy-Authorization", "Cookie", "X-Api-Key", "Api-Key", "ApiKey", "X-Auth-Key", "X-Auth-Token", "X-Access-Token", "Private-Token", "X-Functions-Key",
        "Ocp-Apim-Subscription-Key", "X-Goog-Api-Key", "X-Amz-Security-Token", "X-Vault-Token", "CF-Access-Client-Secret",
    ], StringComparer.OrdinalIgnoreCase);

    // Options that say whether, not which.
    private static readonly string[] s_switches = ["no-", "use-", "with-", "require-", "print-", "show-", "allow-", "skip-"];

    /// <summary>Whether a header of this name holds a secret.</summary>
    public static bool IsSecretHeader(string name) => s_headers.Contains(name) || SecretText.IsSecretName(name);

    /// <summary>Reports the secrets of the server.</summary>
    public static void Check(McpServer server, DiagnosticBag diagnostics)
    {
        int script = McpCommandLine.ScriptOfShell(server);
        foreach ((JsonSyntax value, string path, string found) in Find(server, script).Take(MostFindings))
        {
            diagnostics.Report(DiagnosticDescriptors.McpServerSecret, server.At(value.Start), server.Name, path, found, AdviceFor(path));
        }
    }

    private static IEnumerable<(JsonSyntax Value, string Path, string Found)> Find(McpServer server, int script)
    {
        foreach ((JsonSyntax value, string path) in TextsOf(server.Value, ""))
        {
            // That member is refused as it is.
            if (path == "bearer_token")
            {
                continue;
            }

            string text = value.Text!;
            if (SecretText.Find(text) is { } secret)
            {
                yield return (value, path, $"{secret.Kind} ('{SecretText.Hint(text.AsSpan(secret.Start, secret.Length))}')");
            }
            else if (FindByPlace(server, path, text, script) is { } literal && McpPlaceholders.Find(literal) is null)
            {
                yield return (value, path, $"a literal value in the place of a secret ('{SecretText.Hint(literal)}')");
            }
        }
    }

    /// <summary>The value that stands where only a secret can; null where there is none.</summary>
    private static string? FindByPlace(McpServer server, string path, string text, int script) => path.Split('.', 2) switch
    {
        ["http_headers", { } name] => InHeader(name, text),
        ["env", { } name] => Named(name, text),
        ["oauth", "client_secret" or "clientSecret"] => text.Length > 0 ? text : null,
        ["url"] => InQuery(text),
        [{ } member] when member.StartsWith("args[", StringComparison.Ordinal) && int.TryParse(member.AsSpan("args[".Length).TrimEnd(']'), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number < script
            => InArgument(server, number, text),
        _ => null,
    };

    private static string? InHeader(string name, string value)
    {
        if (!IsSecretHeader(name))
        {
            return null;
        }

        string text = value.Trim();
        bool hasScheme = name.EndsWith("Authorization", StringComparison.OrdinalIgnoreCase) && text.IndexOf(' ', StringComparison.Ordinal) > 0;
        string credentials = hasScheme ? text[(text.IndexOf(' ', StringComparison.Ordinal) + 1)..] : text;
        return credentials.Length == 0 || text.ToUpperInvariant() is "BEARER" or "BASIC" || SecretText.IsNothing(credentials) ? null : credentials;
    }

    private static string? InQuery(string url)
    {
        int query = url.IndexOf('?', StringComparison.Ordinal);
        if (query < 0)
        {
            return null;
        }

        foreach (string parameter in url[(query + 1)..].Split('#')[0].Split('&'))
        {
            int equals = parameter.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                continue;
            }

            string name = parameter[..equals];
            string value = parameter[(equals + 1)..];
            if (Named(name, value) is not null || (name.ToUpperInvariant() is "KEY" or "AUTH" or "CODE" or "SIG" or "SIGNATURE" && SecretText.LooksRandom(value)))
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>An option with its value, in one argument or two; a variable for a container; a header.</summary>
    private static string? InArgument(McpServer server, int number, string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals > 0 && SecretText.IsSecretName(text[..equals]) && IsOption(text[..equals].TrimStart('-')))
        {
            return Named(text[..equals].TrimStart('-'), text[(equals + 1)..]);
        }

        // --header=Authorization: ..., or without the option; an equals sign behind the colon is one of the value.
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0 && text[((equals < colon ? equals : -1) + 1)..colon].Trim() is var header && s_headers.Contains(header))
        {
            return InHeader(header, text[(colon + 1)..]);
        }

        IReadOnlyList<JsonSyntax> arguments = server["args"]?.Items ?? [];
        return number > 0 && number < arguments.Count && arguments[number - 1].AsText() is { } option && option.StartsWith("--", StringComparison.Ordinal) && !text.StartsWith('-')
            && IsOption(option[2..]) ? Named(option[2..], text) : null;

        static bool IsOption(string name) => name.AsSpan().IndexOfAny(" :/?&") < 0 && !s_switches.Any(start => name.StartsWith(start, StringComparison.OrdinalIgnoreCase));
    }

    private static string? Named(string name, string value) => SecretText.IsSecretName(name) && SecretText.IsSecretValue(value) ? value : null;

    private static string AdviceFor(string path) => path.Split('.', '[')[0] switch
    {
        "http_headers" when path.EndsWith("Authorization", StringComparison.OrdinalIgnoreCase) =>
            "Write \"bearer_token_env_var\", or \"env_http_headers\", with the name of a variable that the user sets.",
        "http_headers" => "Write \"env_http_headers\": { \"NAME\": \"VARIABLE\" } with the name of a variable that the user sets.",
        "env" when path.Length > "env.".Length => $"Write \"env_vars\": [\"{path["env.".Length..]}\"] instead, which forwards what the user has set.",
        "args" => "Let the server read a variable that the user sets, and name it in \"env_vars\".",
        "url" => "Send it in a header, by \"bearer_token_env_var\" or \"env_http_headers\", which name a variable that the user sets.",
        "oauth" => "Register a public client, which has no secret, or leave \"oauth\" out, and Codex registers itself.",
        "env_vars" or "env_http_headers" or "bearer_token_env_var" => "Write the name of the variable, not what it holds.",
        _ => "Remove it.",
    };

    /// <summary>The texts in the value, however deep, with their paths.</summary>
    private static IEnumerable<(JsonSyntax Value, string Path)> TextsOf(JsonSyntax value, string path)
    {
        if (value.AsText() is not null)
        {
            yield return (value, path);
        }

        foreach (JsonMember member in value.Members)
        {
            foreach ((JsonSyntax, string) inside in TextsOf(member.Value, path.Length == 0 ? member.Name : $"{path}.{member.Name}"))
            {
                yield return inside;
            }
        }

        for (int i = 0; i < value.Items.Count; i++)
        {
            foreach ((JsonSyntax, string) inside in TextsOf(value.Items[i], $"{path}[{i}]"))
            {
                yield return inside;
            }
        }
    }
}
