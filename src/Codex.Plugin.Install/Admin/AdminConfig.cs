using System.Text;
using System.Text.Json;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Text;
using Codex.Plugin.Write;

namespace Codex.Plugin.Install.Admin;

/// <summary>Writes the snippets that an administrator needs: the requirements of a machine, and a repository's configuration for a team.</summary>
public static class AdminConfig
{
    /// <summary>The name of the file with the requirements.</summary>
    public const string RequirementsFile = "requirements.toml";

    /// <summary>The name of the file for a repository's <c>.codex</c> folder.</summary>
    public const string TeamFile = "config.toml";

    /// <summary>Writes both files; one that already says this is not touched.</summary>
    /// <param name="marketplace">The marketplace.</param>
    /// <param name="folder">The absolute folder for the two files.</param>
    /// <param name="projectFile">The project, as messages show it.</param>
    public static IReadOnlyList<Diagnostic> Write(AdminMarketplace marketplace, string folder, string projectFile)
    {
        ArgumentNullException.ThrowIfNull(marketplace);
        try
        {
            AdminPlugin[] plugins = [.. marketplace.Plugins.Select(AdminPlugin.Read).OrderBy(static plugin => plugin.Name, StringComparer.Ordinal)];
            Write(Path.Combine(folder, RequirementsFile), AdminSnippets.Requirements(marketplace, plugins));
            Write(Path.Combine(folder, TeamFile), AdminSnippets.Team(marketplace, plugins));
            return [];
        }
        catch (Exception exception) when (exception is JsonException || OutputException.Covers(exception))
        {
            return [Diagnostic.Create(DiagnosticDescriptors.AdminConfigNotWritten, new Location(projectFile), exception.Message.TrimEnd('.'))];
        }
    }

    private static void Write(string path, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        if (!File.Exists(path) || !File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes))
        {
            AtomicFile.Write(path, bytes);
        }
    }
}
