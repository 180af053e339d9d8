namespace Codex.Plugin.Runtime.Development;

/// <summary>What Codex loads of one plugin. Every path in it is relative to the plugin, with <c>/</c>.</summary>
internal sealed record LoadedPlugin
{
    /// <summary>Why Codex loads nothing of it: somebody has switched it off. Null where nobody has.</summary>
    public string? Disabled { get; init; }

    /// <summary>Whether Codex had another content, or none, and has taken this one.</summary>
    public bool Taken { get; init; }

    public IReadOnlyList<LoadedSkill> Skills { get; init; } = [];

    public IReadOnlyList<SkillError> SkillErrors { get; init; } = [];

    /// <summary>Null where nobody has asked.</summary>
    public IReadOnlyList<LoadedServer>? Servers { get; init; }

    public IReadOnlyList<LoadedHook> Hooks { get; init; } = [];

    public IReadOnlyList<string> HookWarnings { get; init; } = [];

    public IReadOnlyList<LoadedApp> Apps { get; init; } = [];

    /// <summary>What Codex only logs: things of the plugin that it ignores.</summary>
    public IReadOnlyList<string> Ignored { get; init; } = [];
}

/// <summary>A skill.</summary>
/// <param name="Name">With the plugin's namespace: <c>plugin:skill</c>.</param>
/// <param name="Description">What the model reads.</param>
/// <param name="Path">Its SKILL.md.</param>
/// <param name="Enabled">Whether the user has it switched on.</param>
internal sealed record LoadedSkill(string Name, string Description, string Path, bool Enabled);

/// <summary>A skill that Codex drops.</summary>
internal sealed record SkillError(string Path, string Message);

/// <summary>An MCP server, asked for its tools.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Transport">Its command line or its URL.</param>
internal sealed record LoadedServer(string Name, string Transport)
{
    public IReadOnlyList<string> Tools { get; init; } = [];

    /// <summary>Why Codex cannot use it, a sentence; null where it can.</summary>
    public string? Error { get; init; }

    /// <summary>The end of what it wrote to standard error, where it does not start.</summary>
    public string StandardError { get; init; } = "";

    /// <summary>What is odd about its start, a sentence, though Codex copes with it; null where nothing is.</summary>
    public string? Oddity { get; init; }

    /// <summary>Whether the plugin itself says that Codex shall not start it.</summary>
    public bool SwitchedOff { get; init; }

    /// <summary>Who else has a server of this name, so that Codex does not start the plugin's; null where nobody has.</summary>
    public string? TakenBy { get; init; }
}

/// <summary>A hook.</summary>
/// <param name="Event">For instance <c>PreToolUse</c>.</param>
/// <param name="Matcher">What it is for; null where that is everything.</param>
/// <param name="Action">Its command, or the server and tool that it calls.</param>
/// <param name="Trust"><c>managed</c>, <c>untrusted</c>, <c>trusted</c> or <c>modified</c>.</param>
/// <param name="Enabled">Whether the user has it switched on.</param>
internal sealed record LoadedHook(string Event, string? Matcher, string Action, string Trust, bool Enabled);

/// <summary>An app.</summary>
/// <param name="Key">Its key in the plugin.</param>
/// <param name="Id">The id of its connector.</param>
/// <param name="Listed">Whether Codex lists it, which it does with a login only.</param>
internal sealed record LoadedApp(string Key, string Id, bool Listed);
