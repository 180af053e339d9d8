using System.Text;
using Codex.Plugin.Check;
using Codex.Plugin.Packaging;

namespace Codex.Plugin.PackageManager.Import;

/// <summary>Names that are accepted, made of names that need not be.</summary>
internal static class ImportNames
{
    /// <summary>The name of a plugin that Codex takes; the same where it does already.</summary>
    public static string ForPlugin(string name) =>
        PluginName.FindProblem(name) is null ? name : Join(name, static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-', "plugin");

    /// <summary>The name of a marketplace that Codex takes; the same where it does already.</summary>
    public static string ForMarketplace(string name)
    {
        if (PluginName.FindMarketplaceProblem(name) is null)
        {
            return name;
        }

        string made = Join(name.ToLowerInvariant(), static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c), "plugins");
        return PluginName.FindMarketplaceProblem(made) is null ? made : $"imported-{made}"[..Math.Min(PluginName.LongestLength, made.Length + 9)].TrimEnd('-');
    }

    /// <summary>The id of a package for the plugin that none of the others has; it is the project's and the folder's name too.</summary>
    /// <param name="plugin">The plugin's name.</param>
    /// <param name="taken">The ids of the others; the new one is added.</param>
    public static string ForPackage(string plugin, ISet<string> taken)
    {
        string wanted = IsPlain(plugin) ? plugin : Join(plugin, static c => char.IsAsciiLetterOrDigit(c), "plugin");
        if (!IsPlain(wanted))
        {
            wanted = $"plugin-{wanted}";
        }

        string id = wanted;
        for (int number = 2; !taken.Add(id); number++)
        {
            id = $"{wanted}-{number}";
        }

        return id;
    }

    private static bool IsPlain(string id) => PackageIds.IsAccepted(id) && FileNames.FindProblem(id) is null && char.IsAsciiLetterOrDigit(id[0]);

    // The parts of the name, with single hyphens between them.
    private static string Join(string name, Func<char, bool> isAccepted, string otherwise)
    {
        var joined = new StringBuilder(name.Length);
        foreach (char c in name)
        {
            if (isAccepted(c))
            {
                joined.Append(c);
            }
            else if (joined.Length > 0 && joined[^1] != '-')
            {
                joined.Append('-');
            }
        }

        string made = joined.ToString(0, Math.Min(joined.Length, PluginName.LongestLength)).Trim('-');
        return made.Length == 0 ? otherwise : made;
    }
}
