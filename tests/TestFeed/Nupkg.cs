using System.IO.Compression;
using NuGet.Packaging.Signing;

namespace Codex.Plugin.Tests.Feed;

/// <summary>Other bytes for a version, from its own.</summary>
public static class Nupkg
{
    /// <summary>Without the signature; NuGet's content hash stays the same.</summary>
    public static async Task<byte[]> RemoveSignatureAsync(byte[] nupkg)
    {
        using var signed = new MemoryStream(nupkg);
        using var unsigned = new MemoryStream();
        using (var archive = new SignedPackageArchive(signed, unsigned))
        {
            await archive.RemoveSignatureAsync(CancellationToken.None);
        }

        return unsigned.ToArray();
    }

    /// <summary>With another text for an entry, or one more entry.</summary>
    public static byte[] With(byte[] nupkg, string entry, string text)
    {
        using var changed = new MemoryStream();
        changed.Write(nupkg);
        using (var zip = new ZipArchive(changed, ZipArchiveMode.Update, leaveOpen: true))
        {
            zip.GetEntry(entry)?.Delete();
            using var writer = new StreamWriter(zip.CreateEntry(entry).Open());
            writer.Write(text);
        }

        return changed.ToArray();
    }
}
