using System.Formats.Tar;

namespace Codex.Plugin.Read;

/// <summary>Tells a file from a pipe, a socket or a device, which would let a build wait for ever.</summary>
internal static class RegularFile
{
    /// <summary>Whether the path is a file. To be asked only where the size is 0, as it is for everything that is none.</summary>
    /// <remarks>The BCL has no property for it; the tar writer asks the system for the kind, without opening what is not a file.</remarks>
    public static bool Is(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return true;
        }

        try
        {
            using var archive = new MemoryStream();
            using (var writer = new TarWriter(archive, TarEntryFormat.Pax, leaveOpen: true))
            {
                writer.WriteEntry(path, "entry");
            }

            archive.Position = 0;
            using var reader = new TarReader(archive);
            return reader.GetNextEntry() is { EntryType: TarEntryType.RegularFile };
        }
        catch (IOException)
        {
            // A socket cannot stand in an archive; a file that vanished meanwhile is none either.
            return false;
        }
    }
}
