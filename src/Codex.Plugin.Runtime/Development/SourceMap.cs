using System.Xml;
using System.Xml.Linq;
using Codex.Plugin.Text;

namespace Codex.Plugin.Runtime.Development;

/// <summary>Tells from which source a part of the built plugin comes.</summary>
internal sealed class SourceMap(string projectFile, string pluginFolder)
{
    private readonly string _projectFolder = Path.GetDirectoryName(projectFile)!;

    /// <summary>The project file.</summary>
    public Location Project => new(Path.GetFileName(projectFile));

    /// <summary>The source of a file of the plugin; the built file where the project has none at the same place.</summary>
    /// <param name="path">Relative to the plugin, with <c>/</c>.</param>
    /// <param name="line">The line, or 0.</param>
    /// <param name="column">The column, or 0.</param>
    public Location File(string path, int line = 0, int column = 0) =>
        System.IO.File.Exists(Path.Combine(_projectFolder, path)) ? new Location(path, line, column)
        : System.IO.File.Exists(Path.Combine(pluginFolder, path)) ? new Location(Path.GetRelativePath(_projectFolder, Path.Combine(pluginFolder, path)).Replace(Path.DirectorySeparatorChar, '/'), line, column)
        : Project;

    /// <summary>Where a server is declared: an item of the project, a file of its own, or one for all.</summary>
    public Location Server(string name)
    {
        string descriptor = $"mcp/{name}.json";
        return System.IO.File.Exists(Path.Combine(_projectFolder, descriptor)) ? new Location(descriptor)
            : Item(name) is { } item ? item
            : System.IO.File.Exists(Path.Combine(_projectFolder, ".mcp.json")) ? new Location(".mcp.json")
            : Project;
    }

    private Location? Item(string name)
    {
        try
        {
            IXmlLineInfo? item = XDocument.Load(projectFile, LoadOptions.SetLineInfo).Descendants().FirstOrDefault(element =>
                (element.Name.LocalName == "McpServer" && (string?)element.Attribute("Include") == name)
                || (element.Name.LocalName == "ProjectReference" && ((string?)element.Attribute("McpServer") ?? element.Elements().FirstOrDefault(static child => child.Name.LocalName == "McpServer")?.Value) == name));
            return item is null ? null : Project with { Line = item.LineNumber, Column = item.LinePosition };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or XmlException)
        {
            return null;
        }
    }
}
