using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Codex.Plugin.PackageManager.Import;

/// <summary>Writes a project file as people do.</summary>
internal static class ProjectText
{
    private static readonly XmlWriterSettings s_readable = new() { OmitXmlDeclaration = true, Indent = true, IndentChars = "  ", NewLineChars = "\n", Encoding = new UTF8Encoding(false) };

    /// <summary>A project of our SDK, whose version <c>global.json</c> has.</summary>
    /// <param name="groups">Its groups; those without content are left out.</param>
    public static XElement Create(params IEnumerable<XElement> groups) =>
        new("Project", new XAttribute("Sdk", "Codex.Plugin.Sdk"), groups.Where(static group => group.HasElements));

    /// <summary>A property, for a text that must not be evaluated.</summary>
    public static XElement Property(string name, string value) => new(name, MSBuildText.Escape(value));

    /// <summary>Writes the project to a file.</summary>
    public static void Write(XElement project, string file)
    {
        using var stream = new MemoryStream();
        using (var writer = XmlWriter.Create(stream, s_readable))
        {
            project.WriteTo(writer);
        }

        stream.WriteByte((byte)'\n');
        File.WriteAllBytes(file, stream.ToArray());
    }
}
