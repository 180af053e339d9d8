using System.Xml;
using System.Xml.Linq;

namespace Codex.Plugin.Text;

/// <summary>The project file as a source: where a property or an item is written. Read only when there is something to report.</summary>
/// <param name="projectFile">The absolute path of the project file.</param>
internal sealed class ProjectSource(string projectFile)
{
    private readonly string _directory = Path.GetDirectoryName(projectFile)!;
    private readonly Dictionary<string, XDocument?> _documents = new(StringComparer.Ordinal);

    /// <summary>The project file as a whole.</summary>
    public Location File => new(Show(projectFile));

    /// <summary>Where the property is set: in the last of the given names that the project file itself sets, else the file as a whole.</summary>
    public Location OfProperty(params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            XElement? element = Load(projectFile)?.Descendants()
                .LastOrDefault(e => e.Name.LocalName == name && e.Parent?.Name.LocalName == "PropertyGroup");
            if (element is not null)
            {
                return At(projectFile, element);
            }
        }

        return File;
    }

    /// <summary>Where the item is declared: the element with this <c>Include</c>, else the first of its type, else the file as a whole.</summary>
    /// <param name="definingFile">The file that declares it; null means the project file.</param>
    /// <param name="itemType">For instance <c>McpServer</c>.</param>
    /// <param name="include">The item's identity.</param>
    public Location OfItem(string? definingFile, string itemType, string include) => OfItem(definingFile, itemType, include, metadata: null, number: 0);

    /// <summary>Where the metadata of the item is written; the item where it is not written there.</summary>
    /// <param name="definingFile">The file that declares the item; null means the project file.</param>
    /// <param name="itemType">For instance <c>McpServer</c>.</param>
    /// <param name="include">The item's identity.</param>
    /// <param name="metadata">The name of the metadata; null for the item itself.</param>
    /// <param name="number">Which of the items of that identity it is, from 0.</param>
    public Location OfItem(string? definingFile, string itemType, string include, string? metadata, int number)
    {
        string file = string.IsNullOrEmpty(definingFile) ? projectFile : definingFile;
        List<XElement> elements = Items(file, itemType).ToList();
        List<XElement> same = elements.Where(e => ((string?)e.Attribute("Include"))?.Replace('\\', '/') == include.Replace('\\', '/')).ToList();
        XElement? element = same.ElementAtOrDefault(number) ?? same.FirstOrDefault() ?? elements.FirstOrDefault();
        return element is null ? new Location(Show(file)) : OfItem(file, element, metadata);
    }

    /// <summary>Where the metadata of the item is written; the item where it is not written there.</summary>
    /// <param name="file">The file that declares the item.</param>
    /// <param name="item">The item's element, of <see cref="Load"/>.</param>
    /// <param name="metadata">The name of the metadata; null for the item itself.</param>
    public Location OfItem(string file, XElement item, string? metadata = null) => At(file, metadata is null ? item : FindMetadata(item, metadata) ?? item);

    /// <summary>Whether an item of the type, in the project file or the given one, gets the metadata by name.</summary>
    public bool WritesMetadata(string? definingFile, string itemType, string metadata) =>
        ((string[])[projectFile, string.IsNullOrEmpty(definingFile) ? projectFile : definingFile])
        .Distinct()
        .Any(file => Items(file, itemType).Any(element => FindMetadata(element, metadata) is not null));

    /// <summary>The items of the type whose <c>Include</c> MSBuild takes for a pattern of file names, with their places.</summary>
    public IEnumerable<(string Include, Location Location)> Wildcards(string itemType) =>
        from element in Load(projectFile)?.Descendants() ?? []
        where element.Name.LocalName == itemType
        let include = (string?)element.Attribute("Include")
        where include is not null && include.AsSpan().ContainsAny('?', '*') && !include.Contains("@(", StringComparison.Ordinal)
        select (include, At(projectFile, element));

    private IEnumerable<XElement> Items(string file, string itemType) =>
        Load(file)?.Descendants().Where(e => e.Name.LocalName == itemType && e.Parent?.Name.LocalName != "ItemDefinitionGroup") ?? [];

    // MSBuild does not mind the case of the names.
    private static XObject? FindMetadata(XElement element, string metadata) =>
        (XObject?)element.Attributes().FirstOrDefault(attribute => attribute.Name.LocalName.Equals(metadata, StringComparison.OrdinalIgnoreCase))
        ?? element.Elements().FirstOrDefault(child => child.Name.LocalName.Equals(metadata, StringComparison.OrdinalIgnoreCase));

    private Location At(string file, XObject element)
    {
        var line = (IXmlLineInfo)element;
        return new Location(Show(file), line.LineNumber, line.LinePosition);
    }

    private string Show(string file)
    {
        string relative = Path.GetRelativePath(_directory, file);
        return relative.StartsWith("..", StringComparison.Ordinal) ? file : relative.Replace('\\', '/');
    }

    /// <summary>The file, with the places of its elements; null where it cannot be read, which MSBuild reports.</summary>
    public XDocument? Load(string file)
    {
        if (!_documents.TryGetValue(file, out XDocument? document))
        {
            try
            {
                document = XDocument.Load(file, LoadOptions.SetLineInfo);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or XmlException)
            {
                document = null;
            }

            _documents.Add(file, document);
        }

        return document;
    }
}
