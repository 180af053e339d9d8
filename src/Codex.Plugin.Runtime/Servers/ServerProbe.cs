namespace Codex.Plugin.Runtime.Servers;

/// <summary>Starts a server of a plugin the way Codex does, asks it for its tools, and ends it.</summary>
public static class ServerProbe
{
    /// <summary>Starts a server with the environment of this process; a server that does not start is no exception.</summary>
    /// <param name="pluginFolder">The folder of the built plugin.</param>
    /// <param name="serverName">The server's name.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="PluginFolderException">There is no plugin in the folder.</exception>
    /// <exception cref="ArgumentException">The plugin has no server of that name.</exception>
    public static Task<ServerProbeResult> RunAsync(string pluginFolder, string serverName, CancellationToken cancellationToken = default) =>
        RunAsync(PluginFolder.Load(pluginFolder), serverName, cancellationToken: cancellationToken);

    /// <summary>Starts a server; one that does not start is no exception.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <param name="serverName">The server's name.</param>
    /// <param name="options">Where it is started from.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="ArgumentException">The plugin has no server of that name.</exception>
    public static async Task<ServerProbeResult> RunAsync(PluginFolder plugin, string serverName, ServerStartOptions? options = null, CancellationToken cancellationToken = default)
    {
        PluginServer server = plugin.Servers.FirstOrDefault(server => server.Name == serverName)
            ?? throw new ArgumentException($"The plugin '{plugin.Name}' has no MCP server '{serverName}'. It has: {string.Join(", ", plugin.Servers.Select(static server => server.Name))}.", nameof(serverName));
        ServerSession session = await ServerSession.OpenAsync(plugin, server, options ?? new ServerStartOptions(), cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            return session.Result;
        }
    }
}
