namespace Codex.Plugin.Benchmarks;

/// <summary>The installed command line.</summary>
/// <param name="Program">The path of <c>codex-plugin</c>.</param>
/// <param name="Installed">A marketplace project with one plugin, installed.</param>
internal sealed record ToolSetup(string Program, string Installed);
