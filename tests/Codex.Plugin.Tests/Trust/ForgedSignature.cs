using System.Buffers.Binary;
using System.IO.Compression;

namespace Codex.Plugin.Tests.Trust;

/// <summary>A signature with the certificate of somebody whose key the forger does not have: everything is right but the signature's value.</summary>
internal static class ForgedSignature
{
    /// <summary>Replaces the signature of a package; the archive stays whole.</summary>
    public static void Replace(string package)
    {
        byte[] signature = Read(package);
        byte[] forged = [.. signature];

        // The value is the last of the signature, where there are no time stamps.
        forged[^8] ^= 0x55;
        byte[] archive = File.ReadAllBytes(package);
        int at = archive.AsSpan().IndexOf(signature);
        forged.CopyTo(archive, at);
        ReplaceAll(archive, Crc32(signature), Crc32(forged));
        File.WriteAllBytes(package, archive);
        Assert.AreSequenceEqual(forged, Read(package));
    }

    private static byte[] Read(string package)
    {
        using ZipArchive zip = ZipFile.OpenRead(package);
        using Stream entry = zip.GetEntry(".signature.p7s")!.Open();
        using var content = new MemoryStream();
        entry.CopyTo(content);
        return content.ToArray();
    }

    private static void ReplaceAll(Span<byte> archive, byte[] old, byte[] replacement)
    {
        for (int at; (at = archive.IndexOf(old)) >= 0; archive = archive[at..])
        {
            replacement.CopyTo(archive[at..]);
        }
    }

    // ZIP's.
    private static byte[] Crc32(byte[] bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte one in bytes)
        {
            crc ^= one;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }

        byte[] result = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(result, ~crc);
        return result;
    }
}
