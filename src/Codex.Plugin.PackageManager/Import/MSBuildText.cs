using System.Text;
using System.Xml;

namespace Codex.Plugin.PackageManager.Import;

/// <summary>Texts of strangers in project files: MSBuild must neither evaluate them nor take them for lists or patterns.</summary>
internal static class MSBuildText
{
    private const string Special = "%$@'();?*";

    /// <summary>The text as MSBuild reads it back: with codes for what it would evaluate, and without what XML cannot hold.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (Special.Contains(c, StringComparison.Ordinal))
            {
                escaped.Append('%').Append(((int)c).ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
            }
            else if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                escaped.Append(c).Append(text[++i]);
            }
            else if (XmlConvert.IsXmlChar(c))
            {
                escaped.Append(c);
            }
        }

        return escaped.ToString();
    }

    /// <summary>A comment's content.</summary>
    public static string Comment(string text) => $" {string.Concat(text.Where(XmlConvert.IsXmlChar)).Replace("--", "- -", StringComparison.Ordinal)} ";
}
