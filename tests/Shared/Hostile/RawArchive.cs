using System.IO.Compression;
using System.Text;

namespace Codex.Plugin.Tests.Hostile;

/// <summary>An entry of a ZIP archive. Nothing about it is checked.</summary>
/// <param name="Name">Anything.</param>
/// <param name="Content">The bytes as they are stored.</param>
internal sealed record RawEntry(string Name, byte[] Content)
{
    public const int Link = 0xA1FF;

    /// <summary>The names are UTF-8.</summary>
    public ushort Flags { get; init; } = 0x800;

    public bool Deflated { get; init; }

    public uint Crc { get; init; }

    public uint Length { get; init; }

    /// <summary>The mode as Unix has it; 0: none.</summary>
    public int Mode { get; init; }

    public static RawEntry Of(string name, byte[] content) => Of(name, stream => stream.Write(content));

    public static RawEntry Of(string name, Action<Stream> write)
    {
        // The library compresses and computes the checksum; its header is not used.
        using var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            using Stream stream = archive.CreateEntry("x").Open();
            write(stream);
        }

        using var read = new ZipArchive(zip);
        ZipArchiveEntry entry = read.Entries[0];
        const int Header = 30 + 1;
        bool deflated = BitConverter.ToUInt16(zip.GetBuffer(), 8) == 8;
        return new RawEntry(name, zip.GetBuffer().AsSpan(Header, (int)entry.CompressedLength).ToArray()) { Deflated = deflated, Crc = entry.Crc32, Length = (uint)entry.Length };
    }
}

/// <summary>Writes ZIP archives that no library would.</summary>
internal static class RawArchive
{
    public static byte[] ToBytes(IReadOnlyCollection<RawEntry> entries)
    {
        using var zip = new MemoryStream();
        using var directory = new MemoryStream();
        var file = new BinaryWriter(zip);
        var central = new BinaryWriter(directory);
        foreach (RawEntry entry in entries)
        {
            byte[] name = Encoding.UTF8.GetBytes(entry.Name);
            central.Write(0x02014b50);
            central.Write((ushort)(3 << 8 | 20));
            uint offset = (uint)zip.Length;
            file.Write(0x04034b50);
            WriteCommon(file, entry, name);
            file.Write(name);
            file.Write(entry.Content);
            WriteCommon(central, entry, name);
            central.Write((ushort)0);
            central.Write(0);
            central.Write(entry.Mode << 16);
            central.Write(offset);
            central.Write(name);
        }

        uint start = (uint)zip.Length;
        file.Write(directory.ToArray());
        file.Write(0x06054b50);
        file.Write(0);
        file.Write((ushort)entries.Count);
        file.Write((ushort)entries.Count);
        file.Write((uint)directory.Length);
        file.Write(start);
        file.Write((ushort)0);
        return zip.ToArray();
    }

    private static void WriteCommon(BinaryWriter writer, RawEntry entry, byte[] name)
    {
        const ushort Date = 0x5A21;
        writer.Write((ushort)20);
        writer.Write(entry.Flags);
        writer.Write((ushort)(entry.Deflated ? 8 : 0));
        writer.Write((ushort)0);
        writer.Write(Date);
        writer.Write(entry.Crc);
        writer.Write((uint)entry.Content.Length);
        writer.Write(entry.Length);
        writer.Write((ushort)name.Length);
        writer.Write((ushort)0);
    }
}
