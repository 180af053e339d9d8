using System.Xml.Linq;

namespace Codex.Plugin.Text;

/// <summary>An item of the project as a source. The files are read only when there is something to report.</summary>
/// <param name="project">The project file.</param>
/// <param name="definingFile">The file that declares the item; null means the project file.</param>
/// <param name="itemType">For instance <c>McpServer</c>.</param>
/// <param name="include">The item's identity.</param>
/// <param name="number">Which of the items of that identity it is, from 0.</param>
internal sealed class ItemSource(ProjectSource project, string? definingFile, string itemType, string include, int number = 0)
{
    private readonly XElement? _element;

    /// <summary>An item whose element is known.</summary>
    /// <param name="project">The project file.</param>
    /// <param name="file">The file that declares the item.</param>
    /// <param name="element">The element.</param>
    public ItemSource(ProjectSource project, string file, XElement element)
        : this(project, file, element.Name.LocalName, "") => _element = element;

    /// <summary>Where the metadata is written; the item where it is not written there.</summary>
    /// <param name="metadata">Its name; null for the item itself.</param>
    public Location At(string? metadata = null) => _element is null
        ? project.OfItem(definingFile, itemType, include, metadata, number)
        : project.OfItem(definingFile!, _element, metadata);

    /// <summary>Whether an item of this type gets the metadata by name, and not only from item definitions or from what it was made of.</summary>
    public bool Writes(string metadata) => project.WritesMetadata(definingFile, itemType, metadata);
}
