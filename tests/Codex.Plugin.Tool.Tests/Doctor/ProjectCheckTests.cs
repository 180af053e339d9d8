using Codex.Plugin.PackageManager.Doctor;
using Codex.Plugin.PackageManager.Projects;

namespace Codex.Plugin.Tool.Tests.Doctor;

/// <summary>What ails a marketplace project that the tool keeps.</summary>
[TestClass]
public sealed class ProjectCheckTests : IDisposable
{
    private readonly DoctorScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [TestMethod]
    public void ProjectThatIsNotThereIsOnlyNoted() => Assert.StartsWith("project : Note: no plugins are installed yet", Check());

    [TestMethod]
    public void ProjectThatIsNotRestoredIsAWarning()
    {
        _scene.Write("project/plugins.csproj", "<Project />");
        Assert.AreEqual("project contoso: Warning: 'ROOT/project/plugins.csproj' is not restored -> Run 'codex-plugin restore --marketplace contoso'.", Check());
    }

    [TestMethod]
    public void InterruptedChangeIsAWarning()
    {
        _scene.Write("project/plugins.csproj", "<Project />").Write("project/obj/codex-plugin.undo/files", "");
        Assert.StartsWith("project contoso: Warning: a change of 'ROOT/project/plugins.csproj' was interrupted", Check());
    }

    [TestMethod]
    public void DamagedRestoreIsAnError()
    {
        _scene.Write("project/plugins.csproj", "<Project />").Write("project/obj/project.assets.json", "damaged");
        Assert.StartsWith("project contoso: Error: What ROOT/project/plugins.csproj has restored cannot be read", Check());
    }

    [TestMethod]
    public void MissingLockFileIsAWarning()
    {
        _scene.Write("project/plugins.csproj", "<Project />").Write("project/obj/project.assets.json", """{ "version": 3, "targets": { ".NETStandard,Version=v2.0": {} }, "libraries": {}, "packageFolders": {}, "project": { "frameworks": { "netstandard2.0": {} } } }""");
        Assert.Contains("there is no packages.lock.json", Check());
        _scene.Write("project/packages.lock.json", "{}");
        Assert.AreEqual("project contoso: Ok: 0 plugins restored for 'ROOT/project/plugins.csproj' -> ", Check());
    }

    private string Check() => _scene.Show(ProjectCheck.Run(_scene.Options with { Projects = [new ManagedProject(Path.Combine(_scene.Folder, "plugins.csproj"), "contoso", ProjectScope.User)] }));
}
