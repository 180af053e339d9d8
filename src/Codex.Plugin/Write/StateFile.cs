using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Read;
using Codex.Plugin.Text;

namespace Codex.Plugin.Write;

/// <summary>What one build leaves to the next: a file that counts as none where it is damaged or written by another version.</summary>
internal static class StateFile
{
    /// <summary>Reads the file; null where there is none, or none that this version has written.</summary>
    /// <param name="path">An absolute path.</param>
    /// <param name="format">What changes with the content's form.</param>
    /// <param name="read">Reads the content.</param>
    public static T? Load<T>(string path, int format, Func<BinaryReader, T> read)
        where T : class
    {
        try
        {
            byte[] bytes = File.ReadAllBytes(path);
            int length = bytes.Length - sizeof(uint);
            if (length < 0 || BitConverter.ToUInt32(bytes, length) != Checksum(bytes.AsSpan(0, length)))
            {
                return null;
            }

            using var reader = new BinaryReader(new MemoryStream(bytes, 0, length));
            return reader.ReadInt32() == format && reader.ReadString() == Version(typeof(T)) ? read(reader) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException or ArgumentException or OutOfMemoryException)
        {
            // Absent or damaged: then everything counts as changed.
            return null;
        }
    }

    /// <summary>Writes the file, as a whole or not at all.</summary>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public static void Save<T>(string path, int format, T state, Action<BinaryWriter, T> write)
        where T : class => OutputException.Guard(path, () =>
    {
        var content = new MemoryStream();
        using (var writer = new BinaryWriter(content, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(format);
            writer.Write(Version(typeof(T)));
            write(writer, state);
            writer.Flush();
            writer.Write(Checksum(content.GetBuffer().AsSpan(0, (int)content.Length)));
        }

        AtomicFile.Write(path, content.GetBuffer().AsSpan(0, (int)content.Length));
    });

    public static List<T> ReadList<T>(BinaryReader reader, Func<BinaryReader, T> read)
    {
        int count = reader.ReadInt32();
        var list = new List<T>();
        for (int i = 0; i < count; i++)
        {
            list.Add(read(reader));
        }

        return list;
    }

    public static void WriteList<T>(BinaryWriter writer, IReadOnlyList<T> list, Action<BinaryWriter, T> write)
    {
        writer.Write(list.Count);
        foreach (T item in list)
        {
            write(writer, item);
        }
    }

    public static FileStamp ReadStamp(BinaryReader reader) => new(reader.ReadInt64(), reader.ReadInt64());

    public static void WriteStamp(BinaryWriter writer, FileStamp stamp)
    {
        writer.Write(stamp.Length);
        writer.Write(stamp.LastWrite);
    }

    /// <summary>Stamps of files by path.</summary>
    public static Dictionary<string, FileStamp> ReadStamps(BinaryReader reader)
    {
        var stamps = new Dictionary<string, FileStamp>(StringComparer.Ordinal);
        for (int count = reader.ReadInt32(); count > 0; count--)
        {
            stamps.Add(reader.ReadString(), ReadStamp(reader));
        }

        return stamps;
    }

    public static void WriteStamps(BinaryWriter writer, IReadOnlyDictionary<string, FileStamp> stamps)
    {
        writer.Write(stamps.Count);
        foreach ((string path, FileStamp stamp) in stamps)
        {
            writer.Write(path);
            WriteStamp(writer, stamp);
        }
    }

    public static Location ReadLocation(BinaryReader reader) => new(reader.ReadString(), reader.ReadInt32(), reader.ReadInt32());

    public static void WriteLocation(BinaryWriter writer, Location location)
    {
        writer.Write(location.Path);
        writer.Write(location.Line);
        writer.Write(location.Column);
    }

    public static Diagnostic ReadDiagnostic(BinaryReader reader)
    {
        string id = reader.ReadString();
        DiagnosticDescriptor descriptor = DiagnosticDescriptors.Find(id) ?? throw new FormatException(id);
        return new Diagnostic(descriptor, ReadLocation(reader), reader.ReadString()) { Severity = (DiagnosticSeverity)reader.ReadInt32() };
    }

    public static void WriteDiagnostic(BinaryWriter writer, Diagnostic diagnostic)
    {
        writer.Write(diagnostic.Descriptor.Id);
        WriteLocation(writer, diagnostic.Location);
        writer.Write(diagnostic.Message);
        writer.Write((int)diagnostic.Severity);
    }

    /// <summary>CRC-32C: a damaged state must count as none.</summary>
    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (byte b in bytes)
        {
            crc = BitOperations.Crc32C(crc, b);
        }

        return ~crc;
    }

    private static string Version(Type state) => state.Module.ModuleVersionId.ToString("N");
}
