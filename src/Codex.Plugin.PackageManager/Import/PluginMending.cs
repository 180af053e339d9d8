using System.Text;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Read;
using Codex.Plugin.Security;

namespace Codex.Plugin.PackageManager.Import;

/// <summary>Compiles a draft until nothing is an error any more, and takes out of it what is.</summary>
/// <param name="draft">The project.</param>
/// <param name="scratch">The absolute path of a folder for what is compiled; it is removed afterwards.</param>
/// <param name="findings">Where to say what was changed.</param>
/// <param name="cancellationToken">Ends the mending.</param>
internal sealed class PluginMending(PluginDraft draft, string scratch, FindingList findings, CancellationToken cancellationToken)
{
    // Each round takes something out, so this many are never needed for a plugin that anybody means.
    private const int MostRounds = 60;

    // What a build warns about, and what is of use to whoever imports.
    private static readonly Dictionary<string, string> s_withoutEffect = new(StringComparer.Ordinal)
    {
        ["CXP1009"] = "It is kept.", ["CXP1022"] = "It is kept.", ["CXP2016"] = "The key is kept.", ["CXP2023"] = "It is kept.", ["CXP2024"] = "The command is kept.",
        ["CXP2025"] = "The skill is kept.", ["CXP3006"] = "The member is kept.", ["CXP4007"] = "The setting is kept.", ["CXP4013"] = "The member is kept.", ["CXP5005"] = "The prompt is kept.",
    };

    private readonly JsonMending _json = new(draft, findings);
    private readonly HashSet<string> _mended = new(StringComparer.Ordinal);

    /// <summary>The names of the MCP servers of the plugin that was compiled last.</summary>
    public IReadOnlyList<string> Servers { get; private set; } = [];

    /// <summary>Mends the plugin.</summary>
    /// <exception cref="PluginRefusedException">It cannot be mended.</exception>
    public PluginSummary Mend()
    {
        string output = Path.Combine(scratch, "plugin");
        try
        {
            for (int round = 0; round < MostRounds; round++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                PluginCompilation compilation = PluginCompiler.Compile(draft.ToProject(), output, Path.Combine(scratch, "state"));
                Diagnostic[] errors = [.. compilation.Diagnostics.Where(static one => one.Severity == DiagnosticSeverity.Error)];
                if (errors.Length > 0)
                {
                    MendAll(errors);
                }
                else if (!MendContent(output))
                {
                    ReportWarnings(compilation.Diagnostics);
                    Servers = ReadServers(output);
                    return compilation.Summary!;
                }
            }

            throw new PluginRefusedException(null, "It has more mistakes than can be taken out of it one by one.");
        }
        finally
        {
            if (Directory.Exists(scratch))
            {
                Directory.Delete(scratch, recursive: true);
            }
        }
    }

    private void MendAll(Diagnostic[] errors)
    {
        foreach (IGrouping<string, Diagnostic> file in errors.GroupBy(static one => one.Location.Path, StringComparer.Ordinal))
        {
            string path = file.Key;
            Diagnostic first = file.First();
            if (path.Length == 0 || path == draft.FileName || Path.IsPathRooted(path))
            {
                throw new PluginRefusedException(first.Descriptor.Id, first.Message);
            }

            bool isManifest = path == draft.Manifest;
            Diagnostic? stays = isManifest || IsOfContent(file) ? MendInside(path, [.. file]) : first;
            if (stays is null)
            {
                continue;
            }

            if (isManifest || !Exclude(path, stays))
            {
                throw new PluginRefusedException(stays.Descriptor.Id, stays.Message, path);
            }
        }
    }

    /// <summary>Whether the file itself may stay once what was found is out of it.</summary>
    private static bool IsOfContent(IEnumerable<Diagnostic> found) =>
        found.All(static one => one.Location.Line > 0)
        && (found.First().Location.Path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || found.All(static one => one.Descriptor == DiagnosticDescriptors.SkillAgentValueIgnored));

    private Diagnostic? MendInside(string path, IReadOnlyList<Diagnostic> found)
    {
        if (!File.Exists(Path.Combine(draft.Folder, path)) || !_mended.Add($"{path}\n{string.Join('\n', found)}"))
        {
            // The same again: it does not help.
            return found[0];
        }

        return path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? _json.Mend(path, found) : RemoveLines(path, found);
    }

    /// <summary>Removes the lines of values that Codex ignores; null where all of them are lines of their own.</summary>
    private Diagnostic? RemoveLines(string path, IReadOnlyList<Diagnostic> found)
    {
        string file = Path.Combine(draft.Folder, path);
        List<string> lines = [.. Encoding.UTF8.GetString(File.ReadAllBytes(file)).Split('\n')];
        foreach (Diagnostic one in found.DistinctBy(static one => one.Location.Line).OrderByDescending(static one => one.Location.Line))
        {
            string line = one.Location.Line <= lines.Count ? lines[one.Location.Line - 1].Trim() : "";
            int colon = line.IndexOf(": ", StringComparison.Ordinal);
            if (colon <= 0 || line[0] is '-' or '{' or '[' || line[(colon + 2)..].TrimStart() is ['|' or '>' or '{' or '[' or '&', ..])
            {
                return one;
            }

            lines.RemoveAt(one.Location.Line - 1);
        }

        File.WriteAllText(file, string.Join('\n', lines));
        foreach (Diagnostic one in found)
        {
            findings.Lost(one.Location.ToString(), one.Descriptor.Id, "The line is left out.", one.Message, null);
        }

        return null;
    }

    private bool Exclude(string path, Diagnostic diagnostic)
    {
        if (!Path.Exists(Path.Combine(draft.Folder, path)) || !draft.Exclude(path, diagnostic.Descriptor.Id))
        {
            return false;
        }

        findings.Lost(diagnostic.Location.ToString(), diagnostic.Descriptor.Id, "It is kept out of the plugin (PluginExclude).", diagnostic.Message, $"Mend it, and remove its PluginExclude from {draft.FileName}.");
        return true;
    }

    /// <summary>Keeps out files whose content nobody who lays plugins out would let pass.</summary>
    private bool MendContent(string output)
    {
        var review = new ContentReview(new ContentSuppressions([]), static path => path);
        foreach (string file in Directory.EnumerateFiles(output, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }).Order(StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            review.Add(Path.GetRelativePath(output, file).Replace('\\', '/'), File.ReadAllBytes(file));
        }

        bool changed = false;
        foreach (Diagnostic found in review.Complete().Where(static one => one.Severity == DiagnosticSeverity.Error).DistinctBy(static one => one.Location.Path))
        {
            string path = found.Location.Path;
            changed = path != draft.Manifest && Exclude(path, found) ? true : throw new PluginRefusedException(found.Descriptor.Id, found.Message, path);
        }

        return changed;
    }

    private void ReportWarnings(IEnumerable<Diagnostic> diagnostics)
    {
        foreach (Diagnostic one in diagnostics)
        {
            if (one.Descriptor == DiagnosticDescriptors.VersionRewritten)
            {
                findings.Changed(one.Location.ToString(), one.Descriptor.Id, "The version is written as NuGet writes it.", one.Message, null);
            }
            else if (s_withoutEffect.TryGetValue(one.Descriptor.Id, out string? what))
            {
                findings.WithoutEffect(one.Location.ToString(), one.Descriptor.Id, what, one.Message, null);
            }
        }
    }

    private static string[] ReadServers(string output) =>
        LenientJson.Read(output, SourceTree.ProjectMcpFile, out _, out _)?.Root["mcpServers"] is { } servers
            ? [.. servers.Members.Select(static member => member.Name)] : [];
}
