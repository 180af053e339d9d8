using Codex.Plugin.Diagnostics;
using Codex.Plugin.Text;

namespace Codex.Plugin.Security;

/// <summary>Files whose content is not what their name says, and what cannot be reviewed: compiled code and archives.</summary>
internal static class FileContentRules
{
    /// <summary>Checks one file by its first bytes.</summary>
    public static void Check(string path, Func<string> shown, ReadOnlySpan<byte> bytes, List<Diagnostic> found)
    {
        FileSignature? signature = FileSignature.Find(path, bytes);
        string extension = Path.GetExtension(path);
        bool isHarmlessByName = FileName.IsText(path) || FileName.IsMedia(path);
        switch (signature?.Category)
        {
            case FileCategory.Executable:
                Report(isHarmlessByName ? DiagnosticDescriptors.ProgramBehindAnotherName : DiagnosticDescriptors.ExecutableInPlugin);
                break;
            case FileCategory.Archive when !FileName.IsDocument(path):
                Report(isHarmlessByName ? DiagnosticDescriptors.ProgramBehindAnotherName : DiagnosticDescriptors.ArchiveInPlugin);
                break;
            case FileCategory.Compressed:
                // Compressed data is one file, and often just large.
                Report(isHarmlessByName ? DiagnosticDescriptors.ProgramBehindAnotherName : DiagnosticDescriptors.ArchiveInPlugin, IsTar(path) ? DiagnosticSeverity.Warning : DiagnosticSeverity.Note);
                break;
            case FileCategory.Image when FileName.IsImage(path):
                if (!signature.Extensions.Contains(extension + " ", StringComparison.OrdinalIgnoreCase))
                {
                    Report(DiagnosticDescriptors.ContentIsNotWhatItsNameSays, DiagnosticSeverity.Note);
                }

                break;
            case FileCategory.Image or FileCategory.Other:
                if (isHarmlessByName && !signature.Extensions.Contains(extension + " ", StringComparison.OrdinalIgnoreCase))
                {
                    Report(DiagnosticDescriptors.ContentIsNotWhatItsNameSays);
                }

                break;
            default:
                if (FindMismatch(path, bytes) is var (descriptor, name))
                {
                    Add(descriptor, name);
                }

                break;
        }

        void Report(DiagnosticDescriptor descriptor, DiagnosticSeverity? severity = null) => Add(descriptor, signature!.Name, severity);

        void Add(DiagnosticDescriptor descriptor, string name, DiagnosticSeverity? severity = null)
        {
            bool namesExtension = descriptor == DiagnosticDescriptors.ProgramBehindAnotherName || descriptor == DiagnosticDescriptors.ContentIsNotWhatItsNameSays;
            Diagnostic diagnostic = Diagnostic.Create(descriptor, new Location(shown()), namesExtension ? [extension, name] : [name]);
            found.Add(diagnostic with { Severity = severity is { } given && descriptor.DefaultSeverity != DiagnosticSeverity.Error ? given : diagnostic.Severity });
        }
    }

    private static bool IsTar(string path) => path.Contains(".tar.", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".tgz", StringComparison.OrdinalIgnoreCase);

    /// <summary>What a file without a known beginning must not be under its name.</summary>
    private static (DiagnosticDescriptor Descriptor, string Name)? FindMismatch(string path, ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return null;
        }

        if (FileName.IsText(path))
        {
            bool isUtf16 = bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]);
            return !isUtf16 && bytes.Contains((byte)0) ? (DiagnosticDescriptors.ContentIsNotWhatItsNameSays, "no text: it has bytes that are 0") : null;
        }

        if (!FileName.IsImage(path))
        {
            return null;
        }

        ReadOnlySpan<byte> start = bytes[..Math.Min(bytes.Length, 1024)];
        return bytes.StartsWith("#!"u8) || start.IndexOf("<?php"u8) >= 0 || start.IndexOf("<script"u8) >= 0 ? (DiagnosticDescriptors.ProgramBehindAnotherName, "a script")
            : !start.ContainsAnyInRange((byte)0, (byte)8) ? (DiagnosticDescriptors.ContentIsNotWhatItsNameSays, "a text")
            : null;
    }
}
