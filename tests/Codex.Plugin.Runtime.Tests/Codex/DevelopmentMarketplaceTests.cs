using System.Text.Json.Nodes;
using Codex.Plugin.Runtime.Development;

namespace Codex.Plugin.Runtime.Tests.Codex;

[TestClass]
public sealed class DevelopmentMarketplaceTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly DevelopmentMarketplace _marketplace;

    public DevelopmentMarketplaceTests() => _marketplace = new DevelopmentMarketplace(_folder.PathOf("user/development"));

    private string Project => _folder.PathOf("Hello.cxproj");

    [TestMethod]
    public void PluginIsCopiedWithTheHashOfItsContentInItsVersion()
    {
        string built = _folder.WritePlugin("hello", "1.2.0");

        DevelopmentPlugin plugin = Put(built);

        Assert.MatchesRegex(@"^1\.2\.0\+codex\.[0-9a-f]{12}$", plugin.Version);
        Assert.IsTrue(plugin.Changed);
        Assert.IsNull(plugin.ChangedFiles);
        Assert.AreEqual("hello@codex-plugin-development", plugin.Id);
        Assert.AreEqual(plugin.Version, (string?)JsonNode.Parse(File.ReadAllText(Path.Combine(plugin.Folder, ".codex-plugin/plugin.json")))!["version"]);
        Assert.AreEqual(File.ReadAllText(Path.Combine(built, "skills/hello/SKILL.md")), File.ReadAllText(Path.Combine(plugin.Folder, "skills/hello/SKILL.md")));
        Assert.AreEqual(plugin.Folder, EntryFolder("hello"));
    }

    [TestMethod]
    public void VersionThatHasBuildMetadataKeepsOneSuffix() =>
        Assert.MatchesRegex(@"^1\.0\.0-rc\.1\+codex\.[0-9a-f]{12}$", Put(_folder.WritePlugin("hello", "1.0.0-rc.1+sha.5")).Version);

    [TestMethod]
    public void SecondRunWritesNothing()
    {
        string built = _folder.WritePlugin("hello");
        DevelopmentPlugin first = Put(built);
        string[] before = [.. _folder.Snapshot("user")];

        DevelopmentPlugin second = Put(built);

        Assert.IsFalse(second.Changed);
        Assert.AreEqual(first.Version, second.Version);
        Assert.AreEqual(string.Join('\n', before), string.Join('\n', _folder.Snapshot("user")));
    }

    [TestMethod]
    public void ChangeGetsAnotherVersionAndSaysWhatChanged()
    {
        string built = _folder.WritePlugin("hello");
        _folder.Write("bin/Debug/plugin/assets/old.svg", "<svg/>");
        DevelopmentPlugin first = Put(built);

        _folder.Write("bin/Debug/plugin/skills/hello/SKILL.md", "---\nname: hello\ndescription: Says it again.\n---\n");
        _folder.Write("bin/Debug/plugin/skills/hello/new.md", "new");
        File.Delete(Path.Combine(built, "assets/old.svg"));
        DevelopmentPlugin second = Put(built);

        Assert.AreNotEqual(first.Version, second.Version);
        Assert.AreEqual("assets/old.svg skills/hello/SKILL.md skills/hello/new.md", string.Join(' ', second.ChangedFiles!));
        Assert.AreEqual(second.Folder, EntryFolder("hello"));
        Assert.IsFalse(Directory.Exists(first.Folder));
    }

    [TestMethod]
    public void OtherPluginsStay()
    {
        DevelopmentPlugin hello = Put(_folder.WritePlugin("hello"));

        DevelopmentPlugin other = Put(_folder.WritePlugin("other", folder: "other/plugin"), _folder.PathOf("Other.cxproj"));

        Assert.AreEqual(hello.Folder, EntryFolder("hello"));
        Assert.AreEqual(other.Folder, EntryFolder("other"));
        Assert.IsTrue(Directory.Exists(hello.Folder));
    }

    [TestMethod]
    public void NamesThatDifferByCaseDoNotShareAFolder()
    {
        Assert.AreEqual("hello", DevelopmentMarketplace.FolderName("hello"));
        Assert.AreNotEqual(DevelopmentMarketplace.FolderName("hello"), DevelopmentMarketplace.FolderName("Hello"), ignoreCase: true);
        Assert.AreNotEqual(DevelopmentMarketplace.FolderName("HELLO"), DevelopmentMarketplace.FolderName("Hello"), ignoreCase: true);
    }

    [TestMethod]
    public void RunThatWasKilledWhileItCopiedLeavesTheOld()
    {
        string built = _folder.WritePlugin("hello");
        DevelopmentPlugin old = Put(built);
        _folder.Write("bin/Debug/plugin/skills/hello/new.md", "new");
        string half = Path.Combine(Path.GetDirectoryName(old.Folder)!, PluginFiles.Read(built).Hash + ".writing");
        Directory.CreateDirectory(Path.Combine(half, "skills"));
        File.WriteAllText(Path.Combine(half, "skills/half"), "");
        Assert.AreEqual(old.Folder, EntryFolder("hello"));

        DevelopmentPlugin plugin = Put(built);

        Assert.AreEqual(plugin.Folder, EntryFolder("hello"));
        Assert.IsFalse(Directory.Exists(half));
        Assert.IsFalse(File.Exists(Path.Combine(plugin.Folder, "skills/half")));
        Assert.IsTrue(File.Exists(Path.Combine(plugin.Folder, "skills/hello/new.md")));
    }

    [TestMethod]
    public void RunThatWasKilledBeforeItsEntryLeavesTheOld()
    {
        string built = _folder.WritePlugin("hello");
        DevelopmentPlugin old = Put(built);
        string document = File.ReadAllText(_marketplace.File);
        _folder.Write("bin/Debug/plugin/skills/hello/new.md", "new");
        DevelopmentPlugin plugin = Put(built);
        Directory.CreateDirectory(old.Folder);
        File.WriteAllText(_marketplace.File, document);

        Assert.IsTrue(Put(built).Changed);
        Assert.AreEqual(plugin.Folder, EntryFolder("hello"));
        Assert.IsFalse(Directory.Exists(old.Folder));
    }

    [TestMethod]
    public void DamagedCopyIsMadeAnew()
    {
        string built = _folder.WritePlugin("hello");
        DevelopmentPlugin first = Put(built);
        File.Delete(Path.Combine(first.Folder, "skills/hello/SKILL.md"));

        Assert.IsTrue(Put(built).Changed);
        Assert.IsTrue(File.Exists(Path.Combine(first.Folder, "skills/hello/SKILL.md")));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("{")]
    [DataRow("[]")]
    [DataRow("""{ "plugins": [ null, 1, { "name": "../x", "source": { "path": "./plugins" } }, { "name": "gone", "source": { "path": "./plugins/gone" } } ] }""")]
    public void DamagedMarketplaceIsMadeAnew(string document)
    {
        string built = _folder.WritePlugin("hello");
        Put(built);
        File.WriteAllText(_marketplace.File, document);

        DevelopmentPlugin plugin = Put(built);

        Assert.AreEqual(plugin.Folder, EntryFolder("hello"));
        Assert.HasCount(1, JsonNode.Parse(File.ReadAllText(_marketplace.File))!["plugins"]!.AsArray());
    }

    [TestMethod]
    public async Task ManyRunsAtOnceLeaveAllPlugins()
    {
        string[] names = [.. Enumerable.Range(0, 8).Select(static i => $"plugin{i}")];
        string[] built = [.. names.Select(name => _folder.WritePlugin(name, folder: $"{name}/plugin"))];

        await Task.WhenAll(built.Concat(built).Select(folder => Task.Run(() => Put(folder, folder + ".cxproj"))));

        foreach (string name in names)
        {
            Assert.IsTrue(File.Exists(Path.Combine(EntryFolder(name)!, "skills/hello/SKILL.md")));
        }
    }

    [TestMethod]
    public void ProjectOfTheSameNameIsNamedOnce()
    {
        string built = _folder.WritePlugin("hello");
        string other = _folder.Write("elsewhere/Hello.cxproj", "<Project />");
        Put(built, other);

        Assert.AreEqual(other, Put(built).OtherProject);
        Assert.IsNull(Put(built).OtherProject);
        File.Delete(other);
        Put(built, other);
        Assert.IsNull(Put(built, _folder.Write("third/Hello.cxproj", "<Project />")).OtherProject, "a project that was moved is no other project");
    }

    [TestMethod]
    public void ExecuteBitsAreKeptAndCount()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Inconclusive("There are no execute bits here.");
            return;
        }

        string built = _folder.WritePlugin("hello");
        string script = _folder.Write("bin/Debug/plugin/mcp/tool", "#!/bin/sh\n");
        string data = _folder.Write("bin/Debug/plugin/mcp/data", "data");
        DevelopmentPlugin plugin = Put(built);
        Assert.AreEqual(UnixFileMode.UserExecute, File.GetUnixFileMode(Path.Combine(plugin.Folder, "mcp/tool")) & UnixFileMode.UserExecute);
        Assert.AreEqual(UnixFileMode.None, File.GetUnixFileMode(Path.Combine(plugin.Folder, "mcp/data")) & UnixFileMode.UserExecute);

        File.SetUnixFileMode(script, File.GetUnixFileMode(script) | UnixFileMode.UserExecute);
        Assert.AreEqual(plugin.Version, Put(built).Version, "a script is executable by what it is");
        File.SetUnixFileMode(data, File.GetUnixFileMode(data) | UnixFileMode.UserExecute);
        Assert.AreNotEqual(plugin.Version, Put(built).Version);
    }

    [TestMethod]
    public void HashTellsNamesFromContents()
    {
        using var other = new TestFolder();
        _folder.Write("a/x", "1");
        _folder.Write("b/x1", "");
        other.Write("a/x", "1");

        Assert.AreNotEqual(PluginFiles.Read(_folder.PathOf("a")).Hash, PluginFiles.Read(_folder.PathOf("b")).Hash);
        Assert.AreEqual(PluginFiles.Read(_folder.PathOf("a")).Hash, PluginFiles.Read(other.PathOf("a")).Hash);
    }

    public void Dispose() => _folder.Dispose();

    private DevelopmentPlugin Put(string built, string? project = null) => _marketplace.Put(BuiltPlugin.Read(built), project ?? Project);

    private string? EntryFolder(string plugin) =>
        JsonNode.Parse(File.ReadAllText(_marketplace.File))!["plugins"]!.AsArray()
            .Where(entry => (string?)entry!["name"] == plugin)
            .Select(entry => Path.GetFullPath((string)entry!["source"]!["path"]!, _marketplace.Folder))
            .SingleOrDefault();
}
