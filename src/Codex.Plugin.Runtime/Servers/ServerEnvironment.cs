using System.Collections;

namespace Codex.Plugin.Runtime.Servers;

/// <summary>The environment that Codex 0.169 gives a server: a few names of the user's, what <c>env_vars</c> forwards, what <c>env</c> sets.</summary>
internal static class ServerEnvironment
{
    private static readonly string[] s_unix = ["HOME", "LOGNAME", "PATH", "SHELL", "USER", "__CF_USER_TEXT_ENCODING", "LANG", "LC_ALL", "TERM", "TMPDIR", "TZ"];

    private static readonly string[] s_windows =
    [
        "PATH", "PATHEXT", "SHELL", "COMSPEC", "SYSTEMROOT", "WINDIR", "SYSTEMDRIVE", "USERNAME", "USERDOMAIN", "USERPROFILE", "HOMEDRIVE", "HOMEPATH",
        "PROGRAMFILES", "PROGRAMFILES(X86)", "PROGRAMW6432", "PROGRAMDATA", "LOCALAPPDATA", "APPDATA", "TEMP", "TMP", "TMPDIR", "POWERSHELL", "PWSH",
    ];

    /// <summary>Files with certificates, whose paths Codex makes absolute.</summary>
    private static readonly string[] s_certificates =
    [
        "CODEX_CA_CERTIFICATE", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "NODE_EXTRA_CA_CERTS", "GIT_SSL_CAINFO", "CARGO_HTTP_CAINFO", "BUNDLE_SSL_CA_CERT",
        "npm_config_cafile", "NPM_CONFIG_CAFILE", "PIP_CERT",
    ];

    /// <summary>The names that every server gets.</summary>
    public static IEnumerable<string> InheritedNames(bool windows) => (windows ? s_windows : s_unix).Concat(s_certificates);

    /// <summary>The environment of this process.</summary>
    public static Dictionary<string, string> OfThisProcess()
    {
        var variables = new Dictionary<string, string>(NameComparer(OperatingSystem.IsWindows()));
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            variables[(string)variable.Key] = (string?)variable.Value ?? "";
        }

        return variables;
    }

    /// <summary>The environment of the server.</summary>
    /// <param name="server">The server.</param>
    /// <param name="user">The user's environment.</param>
    /// <param name="sessionFolder">The folder that relative paths of certificates begin at.</param>
    /// <param name="windows">Whether the machine runs Windows.</param>
    public static Dictionary<string, string> Create(PluginServer server, IReadOnlyDictionary<string, string> user, string sessionFolder, bool windows)
    {
        var given = new Dictionary<string, string>(NameComparer(windows));
        foreach ((string name, string value) in user)
        {
            given[name] = value;
        }

        var variables = new Dictionary<string, string>(NameComparer(windows));
        foreach (string name in windows ? s_windows : s_unix)
        {
            Forward(name);
        }

        foreach (string name in s_certificates)
        {
            if (given.TryGetValue(name, out string? file) && file.Length > 0)
            {
                variables[name] = Path.GetFullPath(file, sessionFolder);
            }
        }

        foreach (string name in server.EnvironmentVariables)
        {
            Forward(name);
        }

        foreach ((string name, string value) in server.Environment)
        {
            variables[name] = value;
        }

        return variables;

        void Forward(string name)
        {
            if (given.TryGetValue(name, out string? value))
            {
                variables[name] = value;
            }
        }
    }

    /// <summary>The variables that the declaration asks the user for and that are not set.</summary>
    public static IReadOnlyList<string> FindUnset(PluginServer server, IReadOnlyDictionary<string, string> user) =>
    [
        .. server.EnvironmentVariables.Where(name => !server.Environment.ContainsKey(name) && !user.ContainsKey(name))
            .Concat(server.EnvironmentHttpHeaders.Values.Where(name => string.IsNullOrWhiteSpace(user.GetValueOrDefault(name))))
            .Distinct(StringComparer.Ordinal),
    ];

    private static StringComparer NameComparer(bool windows) => windows ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
}
