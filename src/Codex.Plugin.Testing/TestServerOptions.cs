using Codex.Plugin.Runtime.Servers;

namespace Codex.Plugin.Testing;

/// <summary>What a test says about the user who starts a server.</summary>
public sealed class TestServerOptions
{
    /// <summary>
    /// Variables of the user's environment. As in Codex, a server gets those that its <c>env_vars</c> or headers name, and a few such as <c>PATH</c> and <c>HOME</c>;
    /// of the variables of the test's own process it gets no others than these few.
    /// </summary>
    public IDictionary<string, string> EnvironmentVariables { get; } = new Dictionary<string, string>(OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);

    /// <summary>The folder of the user's session, in which Codex starts a server that declares no <c>cwd</c>; null means a folder for temporary files.</summary>
    public string? SessionFolder { get; set; }

    /// <summary>
    /// Whether the server may write lines to standard output that are no messages of the protocol before it answers. Codex skips them, the protocol forbids them,
    /// and other hosts do not start such a server; by default it has failed.
    /// </summary>
    public bool AllowTextOnStandardOutput { get; set; }

    internal ServerStartOptions ToStartOptions()
    {
        Dictionary<string, string> process = ServerEnvironment.OfThisProcess();
        var user = new Dictionary<string, string>(process.Comparer);
        foreach (string name in ServerEnvironment.InheritedNames(OperatingSystem.IsWindows()))
        {
            if (process.TryGetValue(name, out string? value))
            {
                user[name] = value;
            }
        }

        foreach ((string name, string value) in EnvironmentVariables)
        {
            user[name] = value;
        }

        return new ServerStartOptions { UserEnvironment = user, SessionFolder = SessionFolder };
    }
}
