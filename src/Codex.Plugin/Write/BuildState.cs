using Codex.Plugin.Diagnostics;
using Codex.Plugin.Read;

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
    public static BuildState? Load(string path) => StateFile.Load(path, Format, static reader => new BuildState
    {
        Declared = reader.ReadBytes(reader.ReadInt32()),
        Sources = StateFile.ReadList(reader, static r => new SourceEntry(r.ReadString(), r.ReadString(), r.ReadBoolean(), StateFile.ReadStamp(r))),
        Facts = StateFile.ReadList(reader, ReadFacts).ToDictionary(static facts => facts.Path, StringComparer.Ordinal),
        Outputs = StateFile.ReadStamps(reader),
        Warnings = StateFile.ReadList(reader, StateFile.ReadDiagnostic),
        Summary = new PluginSummary(reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt64()),
    });

    /// <summary>Writes the state, as a whole or not at all.</summary>
    public void Save(string path) => StateFile.Save(path, Format, this, static (writer, state) =>
    {
        writer.Write(state.Declared.Length);
        writer.Write(state.Declared);
        StateFile.WriteList(writer, state.Sources, static (w, entry) =>
        {
            w.Write(entry.Path);
            w.Write(entry.FullPath);
            w.Write(entry.IsDirectory);
            StateFile.WriteStamp(w, entry.Stamp);
        });
        StateFile.WriteList(writer, [.. state.Facts.Values], WriteFacts);
        StateFile.WriteStamps(writer, state.Outputs);
        StateFile.WriteList(writer, state.Warnings, StateFile.WriteDiagnostic);
        writer.Write(state.Summary.Skills);
        writer.Write(state.Summary.McpServers);
        writer.Write(state.Summary.Apps);
        writer.Write(state.Summary.Hooks);
        writer.Write(state.Summary.Bytes);
    });

    private static FileFacts ReadFacts(BinaryReader reader) => new(reader.ReadString(), StateFile.ReadList(reader, StateFile.ReadDiagnostic))
    {
        References = StateFile.ReadList(reader, static r => new FileReference((FileReferenceKind)r.ReadInt32(), r.ReadString(), r.ReadString(), StateFile.ReadLocation(r))),
        Skill = reader.ReadBoolean() ? new SkillFacts(reader.ReadString(), StateFile.ReadLocation(reader), reader.ReadBoolean(), reader.ReadInt32(), StateFile.ReadLocation(reader), reader.ReadInt32(), reader.ReadBoolean()) : null,
        IsForPeopleOnly = reader.ReadBoolean(),
        Image = reader.ReadBoolean() ? new ImageFacts((ImageFormat)reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt64()) : null,
    };

    private static void WriteFacts(BinaryWriter writer, FileFacts facts)
    {
        writer.Write(facts.Path);
        StateFile.WriteList(writer, facts.Diagnostics, StateFile.WriteDiagnostic);
        StateFile.WriteList(writer, facts.References, static (w, reference) =>
        {
            w.Write((int)reference.Kind);
            w.Write(reference.Target);
            w.Write(reference.Written);
            StateFile.WriteLocation(w, reference.Location);
        });
        writer.Write(facts.Skill is not null);
        if (facts.Skill is { } skill)
        {
            writer.Write(skill.Name);
            StateFile.WriteLocation(writer, skill.NameLocation);
            writer.Write(skill.HasName);
            writer.Write(skill.DescriptionLength);
            StateFile.WriteLocation(writer, skill.DescriptionLocation);
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
}
