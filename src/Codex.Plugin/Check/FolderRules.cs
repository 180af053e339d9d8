using Codex.Plugin.Diagnostics;
using Codex.Plugin.Read;
using Codex.Plugin.Text;

namespace Codex.Plugin.Check;

/// <summary>The rules for files that are there and should not be, or do nothing.</summary>
internal static class FolderRules
{
    /// <summary>The order in which Codex looks for the marketplace of a folder.</summary>
    public static readonly string[] MarketplaceFiles =
        [".agents/plugins/marketplace.json", ".agents/plugins/api_marketplace.json", ".claude-plugin/marketplace.json", ".cursor-plugin/marketplace.json"];

    // What other hosts read at the root of a plugin.
    private static readonly Dictionary<string, string> s_foreign = new(StringComparer.Ordinal)
    {
        ["agents"] = "Codex has no agents in plugins (the interface of a skill stands in skills/<name>/agents/openai.yaml)",
        [".lsp.json"] = "Codex has no language servers in plugins",
        ["output-styles"] = "Codex has no output styles",
        ["monitors"] = "Codex has no monitors",
        ["rules"] = "Codex has no rules in plugins",
    };

    public static void Check(PluginLayout layout, IReadOnlyList<SourceEntry> sources, DiagnosticBag diagnostics)
    {
        CheckMarketplaces(sources, diagnostics);
        string? junk = null;
        foreach (SourceEntry source in sources)
        {
            // One finding for a folder and all that is below it.
            if (junk is not null && source.Path.StartsWith(junk + "/", StringComparison.Ordinal))
            {
                continue;
            }

            if (FindJunk(source.Name, source.IsDirectory) is { } problem)
            {
                junk = source.Path;
                diagnostics.Report(DiagnosticDescriptors.JunkInPlugin, new Location(source.Path), source.Path, problem, source.IsDirectory ? "/**" : "");
            }

            if (layout.WholeFolder && s_foreign.TryGetValue(source.Path, out string? reason) && HasMore(source, sources))
            {
                diagnostics.Report(DiagnosticDescriptors.FileWithoutEffect, new Location(source.Path), source.Path, reason);
            }
        }
    }

    // An openai.yaml there has a finding of its own.
    private static bool HasMore(SourceEntry folder, IReadOnlyList<SourceEntry> sources) =>
        !folder.IsDirectory || sources.Any(source => !source.IsDirectory && source.Path.StartsWith(folder.Path + "/", StringComparison.Ordinal) && source.Name != "openai.yaml");

    private static void CheckMarketplaces(IReadOnlyList<SourceEntry> sources, DiagnosticBag diagnostics)
    {
        string? first = null;
        foreach (string path in MarketplaceFiles.Where(path => sources.Any(source => source.Path == path)))
        {
            if (first is not null)
            {
                diagnostics.Report(DiagnosticDescriptors.MarketplaceFileTwice, new Location(path), path, first);
            }

            first ??= path;
        }
    }

    /// <summary>Why nobody would publish that, to follow the path in a sentence; null for everything else.</summary>
    private static string? FindJunk(string name, bool isDirectory) => isDirectory
        ? name switch
        {
            ".git" or ".hg" or ".svn" => "is the data of version control",
            "node_modules" or ".venv" or "venv" => "holds installed packages",
            "__pycache__" or ".pytest_cache" or ".mypy_cache" or ".ruff_cache" or ".vs" or ".idea" => "is what a tool left behind",
            _ => null,
        }
        : name switch
        {
            ".env" or ".env.local" or ".env.production" or ".env.development" or ".npmrc" or ".netrc" or ".pypirc" => "holds secrets of its author",
            ".DS_Store" or "Thumbs.db" or "desktop.ini" => "is what an operating system left behind",
            ".git" => "is the data of version control",
            _ when name.EndsWith(".pyc", StringComparison.Ordinal) || name.EndsWith(".swp", StringComparison.Ordinal) || name.EndsWith('~') => "is what a tool left behind",
            _ => null,
        };
}
