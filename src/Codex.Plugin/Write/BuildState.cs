using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Read;
using Codex.Plugin.Text;

namespace Codex.Plugin.Write;

/// <summary>What the last successful build saw and wrote, so that the next one can tell what changed, and repeat the warnings where nothing did.</summary>
internal sealed class BuildState
{
    private const int Format = 2;

    /// <summary>Everything the project declares, as bytes.</summary>
    public required byte[] Declared { get; init; }

    /// <summary>The sources.</summary>
    public required IReadOnlyList<SourceEntry> Sources { get; init; }

    /// <summary>What was read from each file that is checked by itself, by path.</summary>
    public required IReadOnlyDictionary<string, FileFacts> Facts { get; init; }

    /// <summary>The files of the plugin.</summary>
    public required IReadOnlyDictionary<string, FileStamp> Outputs { get; init; }

    /// <summary>The warnings.</summary>
    public required IReadOnlyList<Diagnostic> Warnings { get; init; }

    /// <summary>What the plugin holds.</summary>
    public required PluginSummary Summary { get; init; }

    /// <summary>Whether a build of these sources into this folder would change nothing.</summary>
    public bool IsUpToDate(byte[] declared, IReadOnlyList<SourceEntry> sources, Dictionary<string, FileStamp> outputs) =>
        Declared.AsSpan().SequenceEqual(declared)
        && Sources.SequenceEqual(sources)
        && Outputs.Count == outputs.Count
        && Outputs.All(output => outputs.TryGetValue(output.Key, out FileStamp? stamp) && stamp == output.Value);

    /// <summary>Reads the state; null where there is none, or none that this version of the compiler wrote.</summary>
    public static BuildState? Load(string path)
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
            if (reader.ReadInt32() != Format || reader.ReadString() != CompilerIdentity)
            {
                return null;
            }

            return new BuildState
            {
                Declared = reader.ReadBytes(reader.ReadInt32()),
                Sources = ReadList(reader, static r => new SourceEntry(r.ReadString(), r.ReadString(), r.ReadBoolean(), ReadStamp(r))),
                Facts = ReadList(reader, ReadFacts).ToDictionary(static facts => facts.Path, StringComparer.Ordinal),
                Outputs = ReadOutputs(reader),
                Warnings = ReadList(reader, ReadDiagnostic),
                Summary = new PluginSummary(reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt64()),
            };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException or ArgumentException or OutOfMemoryException)
        {
            // Absent or damaged: then everything counts as changed.
            return null;
        }
    }

    /// <summary>Writes the state, as a whole or not at all.</summary>
    public void Save(string path) => OutputException.Guard(path, () =>
    {
        var content = new MemoryStream();
        using (var writer = new BinaryWriter(content, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Format);
            writer.Write(CompilerIdentity);
            writer.Write(Declared.Length);
            writer.Write(Declared);
            WriteList(writer, Sources, static (w, entry) =>
            {
                w.Write(entry.Path);
                w.Write(entry.FullPath);
                w.Write(entry.IsDirectory);
                WriteStamp(w, entry.Stamp);
            });
            WriteList(writer, [.. Facts.Values], WriteFacts);
            writer.Write(Outputs.Count);
            foreach ((string output, FileStamp stamp) in Outputs)
            {
                writer.Write(output);
                WriteStamp(writer, stamp);
            }

            WriteList(writer, Warnings, WriteDiagnostic);
            writer.Write(Summary.Skills);
            writer.Write(Summary.McpServers);
            writer.Write(Summary.Apps);
            writer.Write(Summary.Hooks);
            writer.Write(Summary.Bytes);
            writer.Flush();
            writer.Write(Checksum(content.GetBuffer().AsSpan(0, (int)content.Length)));
        }

        AtomicFile.Write(path, content.GetBuffer().AsSpan(0, (int)content.Length));
    });

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

    private static string CompilerIdentity { get; } = typeof(BuildState).Module.ModuleVersionId.ToString("N");

    private static List<T> ReadList<T>(BinaryReader reader, Func<BinaryReader, T> read)
    {
        int count = reader.ReadInt32();
        var list = new List<T>();
        for (int i = 0; i < count; i++)
        {
            list.Add(read(reader));
        }

        return list;
    }

    private static void WriteList<T>(BinaryWriter writer, IReadOnlyList<T> list, Action<BinaryWriter, T> write)
    {
        writer.Write(list.Count);
        foreach (T item in list)
        {
            write(writer, item);
        }
    }

    private static Dictionary<string, FileStamp> ReadOutputs(BinaryReader reader)
    {
        var outputs = new Dictionary<string, FileStamp>(StringComparer.Ordinal);
        for (int count = reader.ReadInt32(); count > 0; count--)
        {
            outputs.Add(reader.ReadString(), ReadStamp(reader));
        }

        return outputs;
    }

    private static FileFacts ReadFacts(BinaryReader reader) => new(reader.ReadString(), ReadList(reader, ReadDiagnostic))
    {
        References = ReadList(reader, static r => new FileReference((FileReferenceKind)r.ReadInt32(), r.ReadString(), r.ReadString(), ReadLocation(r))),
        Skill = reader.ReadBoolean() ? new SkillFacts(reader.ReadString(), ReadLocation(reader), reader.ReadBoolean(), reader.ReadInt32(), ReadLocation(reader), reader.ReadInt32(), reader.ReadBoolean()) : null,
        IsForPeopleOnly = reader.ReadBoolean(),
        Image = reader.ReadBoolean() ? new ImageFacts((ImageFormat)reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt64()) : null,
    };

    private static void WriteFacts(BinaryWriter writer, FileFacts facts)
    {
        writer.Write(facts.Path);
        WriteList(writer, facts.Diagnostics, WriteDiagnostic);
        WriteList(writer, facts.References, static (w, reference) =>
        {
            w.Write((int)reference.Kind);
            w.Write(reference.Target);
            w.Write(reference.Written);
            WriteLocation(w, reference.Location);
        });
        writer.Write(facts.Skill is not null);
        if (facts.Skill is { } skill)
        {
            writer.Write(skill.Name);
            WriteLocation(writer, skill.NameLocation);
            writer.Write(skill.HasName);
            writer.Write(skill.DescriptionLength);
            WriteLocation(writer, skill.DescriptionLocation);
            writer.Write(skill.DescriptionBytes);
            writer.Write(skill.NameIsNumber);
        }

        writer.Write(facts.IsForPeopleOnly);
        writer.Write(facts.Image is not null);
        if (facts.Image is { } image)
        {
            writer.Write((int)image.Format);
            writer.Write(image.Width);
            writer.Write(image.Height);
            writer.Write(image.Length);
        }
    }

    private static FileStamp ReadStamp(BinaryReader reader) => new(reader.ReadInt64(), reader.ReadInt64());

    private static void WriteStamp(BinaryWriter writer, FileStamp stamp)
    {
        writer.Write(stamp.Length);
        writer.Write(stamp.LastWrite);
    }

    private static Location ReadLocation(BinaryReader reader) => new(reader.ReadString(), reader.ReadInt32(), reader.ReadInt32());

    private static void WriteLocation(BinaryWriter writer, Location location)
    {
        writer.Write(location.Path);
        writer.Write(location.Line);
        writer.Write(location.Column);
    }

    private static Diagnostic ReadDiagnostic(BinaryReader reader)
    {
        string id = reader.ReadString();
        DiagnosticDescriptor descriptor = DiagnosticDescriptors.Find(id) ?? throw new FormatException(id);
        return new Diagnostic(descriptor, ReadLocation(reader), reader.ReadString()) { Severity = (DiagnosticSeverity)reader.ReadInt32() };
    }

    private static void WriteDiagnostic(BinaryWriter writer, Diagnostic diagnostic)
    {
        writer.Write(diagnostic.Descriptor.Id);
        WriteLocation(writer, diagnostic.Location);
        writer.Write(diagnostic.Message);
        writer.Write((int)diagnostic.Severity);
    }
}
