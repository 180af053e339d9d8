using System.Text.RegularExpressions;

namespace Codex.Plugin.Manifest;

/// <summary>The rule of the portable format for names (Agent Plugins 1.0).</summary>
internal static partial class PortableName
{
    public static bool IsAccepted(string name) => name.Length <= 64 && Pattern().IsMatch(name);

    [GeneratedRegex(@"\A(?!.*(--|\.\.))[a-z0-9]([a-z0-9.-]*[a-z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
