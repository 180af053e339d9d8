namespace Codex.Plugin.Read;

/// <summary>Reads one kind of file by itself.</summary>
/// <param name="FindSizeProblem">What the size alone tells; null where nothing.</param>
/// <param name="ReadBytes">Reads the content.</param>
internal sealed record FileReader(Func<SourceEntry, Diagnostics.Diagnostic?> FindSizeProblem, Func<SourceEntry, byte[], FileFacts> ReadBytes)
{
    /// <summary>Reads the file, unless it is too large to be what its name says.</summary>
    /// <param name="source">The file.</param>
    /// <param name="bytes">Its content; null where it was not read.</param>
    public FileFacts Read(SourceEntry source, out byte[]? bytes)
    {
        bytes = null;
        if (FindSizeProblem(source) is { } problem)
        {
            return new FileFacts(source.Path, [problem]);
        }

        bytes = source.ReadAll();
        return ReadBytes(source, bytes);
    }
}

/// <summary>Which files are checked by themselves, and by whom.</summary>
internal static class FileReaders
{
    private static readonly FileReader s_skill = new(SkillReader.FindSizeProblem, SkillReader.Read);
    private static readonly FileReader s_skillAgent = new(SkillAgentReader.FindSizeProblem, SkillAgentReader.Read);
    private static readonly FileReader s_command = new(CommandReader.FindSizeProblem, CommandReader.Read);

    /// <summary>The reader for the file, or null where it is only copied.</summary>
    /// <param name="path">The file.</param>
    /// <param name="layout">Where the parts of the plugin are.</param>
    /// <param name="exists">Whether there is a file of this path.</param>
    public static FileReader? For(string path, PluginLayout layout, Func<string, bool> exists) =>
        layout.IsSkill(path) ? s_skill
        : SkillAgentReader.SkillFolderOf(path) is { } folder && $"{folder}/{SkillReader.FileName}" is { } skill && layout.IsSkill(skill) && exists(skill) ? s_skillAgent
        : layout.IsCommand(path) ? s_command
        : null;
}
