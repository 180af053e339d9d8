using System.Buffers;

namespace Codex.Plugin.Publish;

/// <summary>The folder of the plugin that a server's project is published into.</summary>
internal static class ServerFolder
{
    /// <summary>What a name is made of that is a folder, a part of a shell's command line and of a batch file.</summary>
    public static readonly SearchValues<char> Characters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    /// <summary>Long enough for a name, and short enough for Windows.</summary>
    public const int LongestName = 64;

    /// <summary>The folder, relative to the plugin's.</summary>
    public static string Of(string server) => $"mcp/{server}";

    /// <summary>The folder of one of the server's builds, relative to the plugin's.</summary>
    public static string Of(string server, PublishedServer published) =>
        published.RuntimeIdentifier is { } machine ? $"{Of(server)}/{machine}" : Of(server);
}
