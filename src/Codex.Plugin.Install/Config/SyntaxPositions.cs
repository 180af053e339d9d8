using Tomlyn.Syntax;

namespace Codex.Plugin.Install.Config;

/// <summary>Positions of the parser, whose ends are inclusive, as ranges of a string.</summary>
internal static class SyntaxPositions
{
    public static int Start(this SyntaxNodeBase node) => node.Span.Start.Offset;

    public static int End(this SyntaxNodeBase node) => node.Span.End.Offset + 1;
}
