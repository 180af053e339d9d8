using Codex.Plugin.PackageManager.Projects;

namespace Codex.Plugin.Tool.Tests.Projects;

/// <summary>What was before a change, and how it comes back.</summary>
[TestClass]
public sealed class ProjectTransactionTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("codex-plugin-transaction-").FullName;

    private ManagedProject Project => new(Path.Combine(_root, "kept", "plugins.csproj"), "my-plugins", ProjectScope.User);

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [TestMethod]
    public void EverythingComesBack()
    {
        string elsewhere = Path.Combine(_root, "Directory.Packages.props");
        Write(Project.File, "old");
        Write(elsewhere, "old versions");

        var transaction = ProjectTransaction.Begin(Project, []);
        Assert.IsTrue(ProjectTransaction.IsPending(Project));
        Write(Project.File, "new");
        Write(Project.LockFile, "new lock");
        File.Delete(elsewhere);
        transaction.RollBack();

        Assert.AreEqual("old", File.ReadAllText(Project.File));
        Assert.AreEqual("old versions", File.ReadAllText(elsewhere));
        Assert.IsFalse(File.Exists(Project.LockFile), "it was not there");
        Assert.IsFalse(ProjectTransaction.IsPending(Project));
        Assert.IsFalse(ProjectTransaction.Recover(Project));
    }

    /// <summary>As a process that was killed leaves it: at any point, even while it put things back.</summary>
    [TestMethod]
    public void WhatWasLeftBehindIsPutBack()
    {
        Write(Project.File, "old");
        Write(Project.LockFile, "old lock");
        ProjectTransaction.Begin(Project, []);
        Write(Project.File, "new");
        Write(Project.LockFile, "new lock");
        string kept = Path.Combine(Project.Folder, "obj", "codex-plugin.undo");
        File.Move(Path.Combine(kept, "0"), Project.File, overwrite: true);

        Assert.IsTrue(ProjectTransaction.Recover(Project));

        Assert.AreEqual("old", File.ReadAllText(Project.File));
        Assert.AreEqual("old lock", File.ReadAllText(Project.LockFile));
    }

    [TestMethod]
    public void WhatIsThroughStays()
    {
        Write(Project.File, "old");
        var transaction = ProjectTransaction.Begin(Project, []);
        Write(Project.File, "new");

        transaction.Commit();

        Assert.IsFalse(ProjectTransaction.Recover(Project));
        Assert.AreEqual("new", File.ReadAllText(Project.File));
        Assert.IsEmpty(Directory.GetFileSystemEntries(Path.Combine(Project.Folder, "obj")));
    }

    [TestMethod]
    public void AHalfWrittenCopyIsNone()
    {
        Write(Project.File, "old");
        Write(Path.Combine(Project.Folder, "obj", "codex-plugin.undo.writing", "0"), "half");

        Assert.IsFalse(ProjectTransaction.Recover(Project));
        ProjectTransaction.Begin(Project, []).RollBack();

        Assert.AreEqual("old", File.ReadAllText(Project.File));
    }

    private static void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
