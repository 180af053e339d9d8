using Codex.Plugin.Diagnostics;
using Codex.Plugin.Read;

namespace Codex.Plugin.Check;

/// <summary>Whether the files exist to which skills link.</summary>
internal static class SkillLinks
{
    public static void Check(IReadOnlyDictionary<string, SourceEntry> files, IReadOnlyDictionary<string, FileFacts> facts, DiagnosticBag diagnostics)
    {
        HashSet<string>? folders = null;
        ILookup<string, string>? otherCases = null;
        foreach (FileReference link in facts.Values.SelectMany(static file => file.References).Where(static reference => reference.Kind == FileReferenceKind.Link))
        {
            if (files.ContainsKey(link.Target) || (folders ??= FoldersOf(files.Keys)).Contains(link.Target))
            {
                continue;
            }

            otherCases ??= files.Keys.ToLookup(static path => path, StringComparer.OrdinalIgnoreCase);
            string? otherCase = otherCases[link.Target].FirstOrDefault();
            diagnostics.Report(DiagnosticDescriptors.SkillLinkBroken, link.Location, link.Written,
                otherCase is null ? $"there is no {link.Target} in the plugin. Add the file, or mend the link" : $"letter case counts, and the file is named {otherCase}. Write the link like it");
        }
    }

    private static HashSet<string> FoldersOf(IEnumerable<string> files)
    {
        var folders = new HashSet<string>(StringComparer.Ordinal) { "" };
        foreach (string file in files)
        {
            for (int slash = file.LastIndexOf('/'); slash > 0 && folders.Add(file[..slash]); slash = file.LastIndexOf('/', slash - 1))
            {
            }
        }

        return folders;
    }
}
