using Codex.Plugin.Diagnostics;
using Codex.Plugin.Text;

namespace Codex.Plugin.Read;

/// <summary>What one <c>SKILL.md</c> says, as far as the rest of the build needs it.</summary>
/// <param name="Path">The file, relative to the project's folder.</param>
/// <param name="Name">The name under which Codex lists it; empty where the skill cannot be read.</param>
/// <param name="NameLocation">Where the name is written.</param>
/// <param name="Diagnostics">What is wrong with this file by itself.</param>
internal sealed record SkillFacts(string Path, string Name, Location NameLocation, IReadOnlyList<Diagnostic> Diagnostics);
