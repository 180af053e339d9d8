using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Packaging.Capabilities;
using Codex.Plugin.Packaging.Inventory;
using Codex.Plugin.Packaging.Marketplace;
using Codex.Plugin.Packaging.Policies;
using Codex.Plugin.Packaging.Restore;
using Codex.Plugin.Packaging.Trust;

namespace Codex.Plugin.Tests.Inventory;

/// <summary>Reviewed plugins that are made by hand, and the inventory of them.</summary>
internal sealed class InventoryScene : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("codex-inventory-").FullName;
    private readonly List<ReviewedPlugin> _plugins = [];

    public string Title { get; init; } = "Contoso plugins";

    public string Folder => Path.Combine(_root, "bin", "inventory");

    public string Bom => Read(PluginInventory.BomFile);

    public string Markdown => Read(PluginInventory.MarkdownFile);

    public string Html => Read(PluginInventory.HtmlFile);

    /// <summary>A package whose nuspec has the given elements.</summary>
    public InventoryScene Add(string id, string metadata = "", Func<ReviewedPlugin, ReviewedPlugin>? with = null, params string[] requiredBy)
    {
        const string Version = "1.2.0";
        string folder = Directory.CreateDirectory(Path.Combine(_root, "packages", id.ToLowerInvariant(), Version)).FullName;
        byte[] nuspec = Encoding.UTF8.GetBytes($"""
            <?xml version="1.0" encoding="utf-8"?>
            <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
              <metadata>
                <id>{id}</id>
                <version>{Version}</version>
                <packageTypes><packageType name="CodexPlugin" /></packageTypes>
                {metadata}
              </metadata>
            </package>
            """);
        using var content = new MemoryStream();
        using (var zip = new ZipArchive(content, ZipArchiveMode.Create, leaveOpen: true))
        {
            using Stream entry = zip.CreateEntry(id + ".nuspec").Open();
            entry.Write(nuspec);
        }

        byte[] archive = content.ToArray();
        File.WriteAllBytes(Path.Combine(folder, $"{id}.{Version}.nupkg".ToLowerInvariant()), archive);
        var plugin = new RestoredPlugin(id.ToLowerInvariant().Replace('.', '-'), Version, Path.Combine(folder, "plugin"), id, Version, folder, requiredBy.Length == 0, Convert.ToBase64String(SHA512.HashData(archive)));
        var reviewed = new ReviewedPlugin(new MarketplacePlugin(plugin, PluginPolicy.Default, requiredBy), new PluginCapabilities(), PackageSignatures.None, new PackageFeed("contoso", "https://user:a1b2c3d4e5@nuget.contoso.com/v3/index.json?key=1"));
        _plugins.Add(with?.Invoke(reviewed) ?? reviewed);
        return this;
    }

    /// <summary>A plugin that a project has built.</summary>
    public InventoryScene AddProject(string name, string manifest)
    {
        string folder = Path.Combine(_root, name, "plugin");
        Directory.CreateDirectory(Path.Combine(folder, ".codex-plugin"));
        File.WriteAllText(Path.Combine(folder, ".codex-plugin", "plugin.json"), manifest);
        var plugin = new RestoredPlugin(name, "1.0.0", folder, name, "1.0.0", "", true, "") { ProjectFile = Path.Combine(_root, name, name + ".cxproj") };
        _plugins.Add(new ReviewedPlugin(new MarketplacePlugin(plugin, PluginPolicy.Default, []), new PluginCapabilities(), PackageSignatures.None, null));
        return this;
    }

    public IReadOnlyList<Diagnostic> TryWrite() => PluginInventory.Write("contoso", Title, _plugins, Folder, "plugins.csproj");

    public InventoryScene Write()
    {
        Assert.AreEqual("", string.Join('\n', TryWrite()));
        return this;
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private string Read(string file) => File.ReadAllText(Path.Combine(Folder, file));
}
