using System.Collections;
using Codex.Plugin.Runtime.Servers;

namespace Codex.Plugin.Testing;

/// <summary>The skills of a plugin, in the order of their names.</summary>
public sealed class PluginSkills : IReadOnlyList<PluginSkill>
{
    private readonly string _plugin;
    private readonly IReadOnlyList<PluginSkill> _skills;

    internal PluginSkills(string plugin, IReadOnlyList<PluginSkill> skills)
    {
        _plugin = plugin;
        _skills = skills;
    }

    /// <inheritdoc/>
    public int Count => _skills.Count;

    /// <inheritdoc/>
    public PluginSkill this[int index] => _skills[index];

    /// <summary>The skill of that name.</summary>
    /// <param name="name">The name, without the plugin's.</param>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public PluginSkill this[string name] => _skills.FirstOrDefault(skill => skill.Name == name)
        ?? throw new KeyNotFoundException($"Codex finds no skill '{name}' in the plugin '{_plugin}'. It finds: {(Count == 0 ? "none" : string.Join(", ", _skills.Select(static skill => skill.Name)))}.");

    /// <inheritdoc/>
    public IEnumerator<PluginSkill> GetEnumerator() => _skills.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
