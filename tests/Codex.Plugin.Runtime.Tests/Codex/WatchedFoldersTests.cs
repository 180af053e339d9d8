using Codex.Plugin.Runtime.Development;

namespace Codex.Plugin.Runtime.Tests.Codex;

[TestClass]
public sealed class WatchedFoldersTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public required TestContext TestContext { get; set; }

    [TestMethod]
    [DataRow("plugin/skills/hello/SKILL.md", true)]
    [DataRow("plugin/Plugin.cxproj", true)]
    [DataRow("plugin/skills/hello/bin/tool", true, DisplayName = "bin of a skill")]
    [DataRow("plugin/bin/Debug/plugin/skills/hello/SKILL.md", false)]
    [DataRow("plugin/obj/project.assets.json", false)]
    [DataRow("plugin/.git/index", false)]
    [DataRow("plugin/out/plugin/x", false, DisplayName = "an output of another name")]
    [DataRow("server/Program.cs", true)]
    [DataRow("server/bin/Debug/server.dll", false)]
    [DataRow("library/Class1.cs", true, DisplayName = "a reference of a reference")]
    [DataRow("library/obj/x", false)]
    [DataRow("elsewhere/x", false)]
    public void SourcesAreToldFromOutputs(string path, bool expected) =>
        Assert.AreEqual(expected, Folders().IsSource(_folder.PathOf(path)));

    [TestMethod]
    public void FolderBelowAnotherIsWatchedWithIt()
    {
        _folder.Write("plugin/Plugin.cxproj", """<Project><ItemGroup><ProjectReference Include="mcp\Server.csproj;$(Other)" /></ItemGroup></Project>""");
        _folder.Write("plugin/mcp/Server.csproj", "not XML");

        var folders = new WatchedFolders(_folder.PathOf("plugin/Plugin.cxproj"), [], []);

        Assert.AreEqual(_folder.PathOf("plugin"), string.Join('\n', folders.Folders));
        Assert.IsFalse(folders.IsSource(_folder.PathOf("plugin/mcp/bin/x")));
        Assert.IsTrue(folders.IsSource(_folder.PathOf("plugin/mcp/Program.cs")));
    }

    [TestMethod]
    [Timeout(30_000, CooperativeCancellation = true)]
    public async Task ChangesAreReportedOnceTheyHaveComeToRest()
    {
        WatchedFolders folders = Folders();
        using var watcher = new SourceWatcher(folders);
        Task<IReadOnlyCollection<string>> waiting = watcher.WaitAsync(TestContext.CancellationToken);

        _folder.Write("plugin/bin/x", "output");
        _folder.Write("plugin/new/SKILL.md", "1");
        _folder.Write("plugin/skills/hello/SKILL.md", "1");

        Assert.Contains(_folder.PathOf("plugin/skills/hello/SKILL.md"), await waiting);
        Assert.DoesNotContain(_folder.PathOf("plugin/bin/x"), await waiting);
    }

    public void Dispose() => _folder.Dispose();

    private WatchedFolders Folders()
    {
        _folder.Write("plugin/skills/hello/SKILL.md", "");
        string project = _folder.Write("plugin/Plugin.cxproj", "<Project />");
        string server = _folder.Write("server/Server.csproj", """<Project><ItemGroup><ProjectReference Include="../library/Library.csproj" /></ItemGroup></Project>""");
        _folder.Write("library/Library.csproj", """<Project><ItemGroup><ProjectReference Include="../server/Server.csproj" /></ItemGroup></Project>""");
        return new WatchedFolders(project, [server], [_folder.PathOf("plugin/out")]);
    }
}
