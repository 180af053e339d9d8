using System.Reflection;
using System.Runtime.CompilerServices;
using Codex.Plugin.Runtime.Servers;

namespace Codex.Plugin.Testing;

/// <summary>A built plugin, in a test.</summary>
public sealed class PluginUnderTest
{
    private readonly PluginFolder _folder;

    private PluginUnderTest(PluginFolder folder)
    {
        _folder = folder;
        Skills = new PluginSkills(folder.Name, folder.Skills);
    }

    /// <summary>The plugin's name, as Codex reads it.</summary>
    public string Name => _folder.Name;

    /// <summary>The plugin's version; null where it has none.</summary>
    public string? Version => _folder.Version;

    /// <summary>The plugin's description; null where it has none.</summary>
    public string? Description => _folder.Description;

    /// <summary>The absolute path of the plugin's folder, which Codex loads.</summary>
    public string Folder => _folder.Path;

    /// <summary>The skills that Codex finds, by name.</summary>
    public PluginSkills Skills { get; }

    /// <summary>The MCP servers, as Codex reads their declarations.</summary>
    public IReadOnlyList<PluginServer> Servers => _folder.Servers;

    /// <summary>The one plugin that the test project references.</summary>
    /// <exception cref="PluginFolderException">It references none, or several, or the plugin has not been built.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static PluginUnderTest Load() => new(PluginReferences.Of(Assembly.GetCallingAssembly()).Load(null));

    /// <summary>One of the plugins that the test project references.</summary>
    /// <param name="name">The plugin's name, or its project's.</param>
    /// <exception cref="PluginFolderException">It references none of that name, or the plugin has not been built.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static PluginUnderTest Load(string name) => new(PluginReferences.Of(Assembly.GetCallingAssembly()).Load(name));

    /// <summary>The plugin in a folder, wherever it comes from.</summary>
    /// <param name="folder">The folder with <c>.codex-plugin/plugin.json</c>.</param>
    /// <exception cref="PluginFolderException">There is no plugin.</exception>
    public static PluginUnderTest LoadFrom(string folder) => new(PluginFolder.Load(folder));

    /// <summary>Starts an MCP server the way Codex does, and connects to it.</summary>
    /// <param name="name">The server's name.</param>
    /// <param name="options">What the test says about the user's environment.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="PluginServerException">The server did not start within its <c>startup_timeout_sec</c>; the message says why.</exception>
    /// <exception cref="ArgumentException">The plugin has no server of that name.</exception>
    public async Task<McpServerUnderTest> StartServerAsync(string name, TestServerOptions? options = null, CancellationToken cancellationToken = default)
    {
        PluginServer server = Servers.FirstOrDefault(server => server.Name == name)
            ?? throw new ArgumentException($"The plugin '{Name}' has no MCP server '{name}'. It has: {string.Join(", ", Servers.Select(static server => server.Name))}.", nameof(name));
        options ??= new TestServerOptions();
        ServerSession session = await ServerSession.OpenAsync(_folder, server, options.ToStartOptions(), cancellationToken).ConfigureAwait(false);
        ServerProbeResult result = session.Result is { State: ServerState.Ready, StrayOutput: not null } && !options.AllowTextOnStandardOutput
            ? session.Result with { State = ServerState.SpokeBeforeProtocol }
            : session.Result;
        if (result.State != ServerState.Ready)
        {
            // The process has to be gone before the test is.
            await session.DisposeAsync().ConfigureAwait(false);
            throw new PluginServerException(result);
        }

        return new McpServerUnderTest(server, session);
    }
}
