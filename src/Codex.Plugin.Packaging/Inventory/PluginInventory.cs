using System.Text.Json;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Packaging.Trust;
using Codex.Plugin.Text;
using Codex.Plugin.Write;

namespace Codex.Plugin.Packaging.Inventory;

/// <summary>Writes the inventory of a marketplace: for programs as CycloneDX, for people as Markdown and HTML.</summary>
public static class PluginInventory
{
    /// <summary>The name of the file for programs.</summary>
    public const string BomFile = "bom.json";

    /// <summary>The name of the file for a review.</summary>
    public const string MarkdownFile = "plugins.md";

    /// <summary>The name of the file for a browser.</summary>
    public const string HtmlFile = "plugins.html";

    /// <summary>Writes the files; one that already says this is not touched.</summary>
    /// <param name="name">The marketplace's name.</param>
    /// <param name="title">What people see; null or empty: the name.</param>
    /// <param name="plugins">The plugins, as they were reviewed.</param>
    /// <param name="folder">The absolute folder for the files.</param>
    /// <param name="projectFile">The project, as messages show it.</param>
    public static IReadOnlyList<Diagnostic> Write(string name, string? title, IReadOnlyList<ReviewedPlugin> plugins, string folder, string projectFile)
    {
        try
        {
            InventoryDocument document = InventoryDocument.Of(name, title, plugins);
            var report = InventoryReport.Of(document);
            Write(Path.Combine(folder, BomFile), CycloneDxBom.ToBytes(document));
            Write(Path.Combine(folder, MarkdownFile), MarkdownReport.ToBytes(report));
            Write(Path.Combine(folder, HtmlFile), HtmlReport.ToBytes(report));
            return [];
        }
        catch (Exception exception) when (exception is JsonException || OutputException.Covers(exception))
        {
            return [Diagnostic.Create(DiagnosticDescriptors.InventoryNotWritten, new Location(projectFile), exception.Message.TrimEnd('.'))];
        }
    }

    private static void Write(string path, byte[] bytes)
    {
        if (!File.Exists(path) || !File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes))
        {
            AtomicFile.Write(path, bytes);
        }
    }
}
