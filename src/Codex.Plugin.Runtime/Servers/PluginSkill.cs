namespace Codex.Plugin.Runtime.Servers;

/// <summary>A skill of a built plugin.</summary>
public sealed record PluginSkill
{
    /// <summary>The name under which Codex lists it, without the plugin's.</summary>
    public required string Name { get; init; }

    /// <summary>The description, with every run of white space collapsed to a blank, as Codex shows it to the model.</summary>
    public required string Description { get; init; }

    /// <summary>The text below the frontmatter: what the model reads when it uses the skill.</summary>
    public required string Text { get; init; }

    /// <summary>The absolute path of the skill's <c>SKILL.md</c>.</summary>
    public required string Path { get; init; }

    /// <summary>The files of the skill, relative to its folder, with <c>/</c>, in ordinal order; <c>SKILL.md</c> is one of them.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>The absolute path of the skill's folder.</summary>
    public string Folder => System.IO.Path.GetDirectoryName(Path)!;
}
