namespace Codex.Plugin.Tool.Commands;

/// <summary>What a thin door to <c>dotnet</c> has called.</summary>
/// <param name="Arguments">The arguments of <c>dotnet</c>.</param>
/// <param name="DotnetExitCode">How it ended.</param>
internal sealed record DotnetResult(IReadOnlyList<string> Arguments, int DotnetExitCode);
