using Codex.Plugin.Packaging.Marketplace;

namespace Codex.Plugin.Tests.Packaging;

[TestClass]
public sealed class RepositoryRootTests : IDisposable
{
    // The folder for temporary files is in no repository.
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("codex-root-");

    [TestMethod]
    [DataRow("repo/.git/ repo/src/app/", "repo")]
    [DataRow("repo/.git/ repo/src/App.sln repo/src/app/", "repo")]
    [DataRow("worktree/.git worktree/src/app/", "worktree")]
    [DataRow("repo/.git/ repo/modules/one/.git repo/modules/one/src/app/", "repo/modules/one")]
    [DataRow("all/App.sln all/src/app/", "all")]
    [DataRow("all/App.slnx all/src/app/", "all")]
    [DataRow("all/App.SLNX all/src/app/", "all")]
    [DataRow("all/App.sln all/src/Part.slnx all/src/app/", "all/src")]
    [DataRow("all/App.slnf all/App.sln.DotSettings all/src/app/", "all/src/app")]
    [DataRow("all/.gitignore all/src/app/", "all/src/app")]
    [DataRow("app/.git/ app/App.sln", "app")]
    public void RootIsTheRepositoryOrTheSolutionOrTheProject(string layout, string expected)
    {
        foreach (string path in layout.Split(' '))
        {
            string full = Path.Combine(_root.FullName, path);
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            if (!path.EndsWith('/'))
            {
                File.WriteAllText(full, "");
            }
        }

        string project = Directory.EnumerateDirectories(_root.FullName, "app", SearchOption.AllDirectories).Single();
        Assert.AreEqual(Path.Combine(_root.FullName, expected), RepositoryRoot.Find(project));
        Assert.AreEqual(Path.Combine(_root.FullName, expected), RepositoryRoot.Find(project + Path.DirectorySeparatorChar));
    }

    [TestMethod]
    [DataRow("/src/contoso", "contoso")]
    [DataRow("/src/Contoso.Tools_2", "contoso-tools-2")]
    [DataRow("/src/My Repo (copy)", "my-repo-copy")]
    [DataRow("/src/c++", "c")]
    [DataRow("/src/-x-/", "x")]
    [DataRow("/src/été", "t")]
    [DataRow("/src/リポジトリ", "plugins")]
    [DataRow("/src/...", "plugins")]
    [DataRow("/", "plugins")]
    [DataRow("/src/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void FolderGivesANameThatCodexAccepts(string folder, string expected) => Assert.AreEqual(expected, RepositoryRoot.NameOf(folder));

    public void Dispose() => _root.Delete(recursive: true);
}
