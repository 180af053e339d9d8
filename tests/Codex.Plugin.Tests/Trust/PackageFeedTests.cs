using Codex.Plugin.Packaging.Trust;
using Codex.Plugin.Tests.Helpers;

namespace Codex.Plugin.Tests.Trust;

/// <summary>A feed is named without anything of the machine.</summary>
[TestClass]
public sealed class PackageFeedTests : IDisposable
{
    private readonly PluginFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    [DataRow("https://pkgs.contoso.com/v3/index.json", "contoso (https://pkgs.contoso.com/v3/index.json)")]
    [DataRow("https://PKGS.contoso.com/v3/index.json/", "contoso (https://pkgs.contoso.com/v3/index.json)")]
    [DataRow("http://127.0.0.1:5000/v3/index.json", "local-server")]
    [DataRow("http://localhost:7/x", "a source that nuget.config does not name")]
    [DataRow("https://user:pw@other.contoso.com/v3/index.json?key=abc", "a source that nuget.config does not name (https://other.contoso.com/v3/index.json)")]
    [DataRow("FOLDER/feed", "folder")]
    [DataRow("FOLDER/feed/", "folder")]
    [DataRow("FOLDER/elsewhere", "a source that nuget.config does not name")]
    [DataRow("", null)]
    public void SourceIsNamedByItsKey(string source, string? expected) => Assert.AreEqual(expected, Find($$"""{ "version": 2, "contentHash": "x", "source": "{{source}}" }""".Replace("FOLDER", _folder.Root.Replace('\\', '/'), StringComparison.Ordinal)));

    [TestMethod]
    [DataRow("{}")]
    [DataRow("{")]
    [DataRow("""{ "source": 7 }""")]
    [DataRow(null)]
    public void PackageThatDoesNotSayIsUnknown(string? metadata) => Assert.IsNull(Find(metadata));

    [TestMethod]
    public void ConfigurationThatCannotBeReadIsAnError()
    {
        _folder.Write("nuget.config", "<configuration>");
        Assert.ThrowsExactly<IOException>(() => PackageFeeds.Of([_folder.FullPath("nuget.config")]));
    }

    [TestMethod]
    public void AssetsFileNamesTheConfigurations()
    {
        WriteConfiguration();
        _folder.Write("project.assets.json", $$"""{ "project": { "restore": { "configFilePaths": ["{{_folder.FullPath("nuget.config").Replace('\\', '/')}}", "/not/there"] } } }""");
        _folder.Write("package/.nupkg.metadata", """{ "source": "https://pkgs.contoso.com/v3/index.json" }""");
        Assert.AreEqual("contoso (https://pkgs.contoso.com/v3/index.json)", PackageFeeds.Read(_folder.FullPath("project.assets.json")).Find(_folder.FullPath("package"))?.ToString());
        Assert.AreEqual("a source that nuget.config does not name (https://pkgs.contoso.com/v3/index.json)", PackageFeeds.Read(_folder.FullPath("none")).Find(_folder.FullPath("package"))?.ToString());
    }

    private string? Find(string? metadata)
    {
        WriteConfiguration();
        if (metadata is not null)
        {
            _folder.Write("package/.nupkg.metadata", metadata);
        }

        return PackageFeeds.Of([_folder.FullPath("nuget.config")]).Find(_folder.FullPath("package"))?.ToString();
    }

    private void WriteConfiguration() => _folder.Write("nuget.config",
        """
        <configuration>
          <packageSources>
            <clear />
            <add key="contoso" value="https://pkgs.contoso.com/v3/index.json" />
            <add key="local-server" value="http://127.0.0.1:5000/v3/index.json" allowInsecureConnections="true" />
            <add key="folder" value="feed" />
          </packageSources>
        </configuration>
        """);
}
