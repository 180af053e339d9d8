using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.Versioning;
using Codex.Plugin.Tests.Helpers;

namespace Codex.Plugin.Tests.Rules;

/// <summary>Paths that a project declares, links, and files that are not files.</summary>
[TestClass]
public sealed class PathTests
{
    [TestMethod]
    [DataRow("assets/logo.svg", null)]
    [DataRow("./assets/logo.svg", null)]
    [DataRow(@".\assets\logo.svg", null)]
    [DataRow("assets//logo.svg", null)]
    [DataRow("{root}/assets/logo.svg", null)]
    [DataRow("../logo.svg", "CXP1004")]
    [DataRow(@"..\logo.svg", "CXP1004")]
    [DataRow("assets/../assets/logo.svg", "CXP1004")]
    [DataRow("/etc/hostname", "CXP1004")]
    [DataRow("{root}/../logo.svg", "CXP1004")]
    [DataRow("{root}2/logo.svg", "CXP1004")]
    [DataRow(@"C:\assets\logo.svg", "CXP1004")]
    [DataRow("C:/assets/logo.svg", "CXP1004")]
    [DataRow("d:logo.svg", "CXP1004")]
    [DataRow("assets/other.svg", "CXP1005")]
    [DataRow("assets/logo.svg/x", "CXP1005")]
    [DataRow("assets", "CXP1005")]
    [DataRow(".", "CXP1005")]
    [DataRow("skills", "CXP1005")]
    public void DeclaredPathIsChecked(string path, string? id)
    {
        using PluginFolder folder = PluginFolder.WithSkill().Write("assets/logo.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>");
        string declared = path.Replace("{root}", folder.Root, StringComparison.Ordinal);

        PluginCompilation compilation = folder.Compile(project => project with { Interface = project.Interface with { Logo = declared } });
        compilation.HasOnly(id is null ? [] : [$"{id} Contoso.Review.cxproj"]);
        if (id is null)
        {
            Assert.Contains("\"logo\": \"./assets/logo.svg\"", folder.ReadOutput(".codex-plugin/plugin.json"));
        }
    }

    [TestMethod]
    public void EveryDeclaredPathIsChecked()
    {
        using PluginFolder folder = PluginFolder.WithSkill();
        PluginCompilation compilation = folder.Compile(project => project with
        {
            Interface = project.Interface with { Logo = "a", LogoDark = "b", ComposerIcon = "c", Screenshots = [new FileItem("d")] },
            Files = [new FileItem("e")],
        });
        compilation.HasOnly([.. Enumerable.Repeat("CXP1005 Contoso.Review.cxproj", 5)]);
    }

    [TestMethod]
    public void LinksThatLeaveAreFound()
    {
        using PluginFolder folder = PluginFolder.WithSkill()
            .Link("skills/review/absolute.md", Path.GetTempPath())
            .Link("skills/review/dangling.md", "nothing.md")
            .Link("skills/review/loop.md", "loop.md")
            .Link("skills/review/cycle", "..")
            .Link("skills/review/itself", ".")
            .Link("assets", "..")
            .Link("hooks", "nowhere");
        File.WriteAllText(Path.Combine(folder.Root, "..", "outside.md"), "Text");
        folder.Link("skills/review/outside.md", "../../../outside.md");

        folder.Compile().HasOnly(
            "CXP1006 assets",
            "CXP1006 hooks",
            "CXP1006 skills/review/absolute.md",
            "CXP1006 skills/review/cycle",
            "CXP1006 skills/review/dangling.md",
            "CXP1006 skills/review/itself",
            "CXP1006 skills/review/loop.md",
            "CXP1006 skills/review/outside.md");
    }

    [TestMethod]
    public void DeclaredFileBehindALinkThatLeavesIsFound()
    {
        using PluginFolder folder = PluginFolder.WithSkill().Link("server", "../outside");
        Directory.CreateDirectory(Path.Combine(folder.Root, "..", "outside"));
        File.WriteAllText(Path.Combine(folder.Root, "..", "outside", "run.sh"), "#!/bin/sh");
        folder.Compile(project => project with { Files = [new FileItem("server/run.sh")] }).HasOnly("CXP1006 server/run.sh");
    }

    [TestMethod]
    public void LinksThatStayBecomeFiles()
    {
        using PluginFolder folder = PluginFolder.WithSkill()
            .Write("common/style.md", "Style")
            .Write("common/more/deep.md", "Deep")
            .Link("skills/review/style.md", "../../common/style.md")
            .Link("skills/review/common", "../../common")
            .Link("skills/review/two-steps.md", "style.md");

        folder.Compile().HasOnly();

        Assert.AreEqual("Style", folder.ReadOutput("skills/review/style.md"));
        Assert.AreEqual("Style", folder.ReadOutput("skills/review/two-steps.md"));
        Assert.AreEqual("Deep", folder.ReadOutput("skills/review/common/more/deep.md"));
        foreach (string path in folder.OutputFiles())
        {
            Assert.IsNull(new FileInfo(Path.Combine(folder.OutputFolder, path)).LinkTarget, path);
        }

        // A link's target is what counts as changed, not the link.
        folder.Write("common/style.md", "Other");
        Assert.IsFalse(folder.Compile().UpToDate);
        Assert.AreEqual("Other", folder.ReadOutput("skills/review/style.md"));
    }

    [TestMethod]
    public void ProjectBehindALinkCompiles()
    {
        using PluginFolder folder = PluginFolder.WithSkill().Write("common/a.md", "A").Link("skills/review/a.md", "../../common/a.md");
        folder.Compile().HasOnly();
        string link = folder.Root + ".link";
        Directory.CreateSymbolicLink(link, folder.Root);

        PluginProject project = ProjectXml.Read(Path.Combine(link, "Contoso.Review.cxproj"));
        PluginCompiler.Compile(project, Path.Combine(link, "bin/plugin"), Path.Combine(link, "obj/state")).HasOnly();

        Assert.AreEqual("A", File.ReadAllText(folder.FullPath("bin/plugin/skills/review/a.md")));
    }

    // CXP1007: root may read everything, but nobody can open a socket as a file.
    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public void SourceThatCannotBeReadIsFound()
    {
        using PluginFolder folder = PluginFolder.WithSkill();
        string socket = folder.FullPath("skills/review/socket");
        using (Bind(socket))
        {
            folder.Compile().HasOnly("CXP1007 skills/review/socket");
        }

        File.Delete(socket);
        folder.Compile().HasOnly();
    }

    [TestMethod]
    [UnsupportedOSPlatform("windows")]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    [DataRow("skills/review/SKILL.md")]
    [DataRow("skills/review/pipe")]
    [DataRow("mcp/docs.json")]
    [DataRow(".mcp.json")]
    [DataRow("apps/docs.json")]
    [DataRow("hooks/hooks.json")]
    [DataRow("assets/pipe")]
    public void PipeIsAFindingAndDoesNotHang(string path)
    {
        using PluginFolder folder = PluginFolder.WithSkill().Write(path, "").Delete(path);
        Shell.Run(folder.Root, $"mkfifo '{path}'");

        Task<PluginCompilation> compilation = Task.Factory.StartNew(() => folder.Compile(), TaskCreationOptions.LongRunning);
        bool ended = Task.WaitAny([compilation], TimeSpan.FromSeconds(5)) == 0;
        for (Stopwatch patience = Stopwatch.StartNew(); !compilation.IsCompleted && patience.Elapsed < TimeSpan.FromSeconds(10);)
        {
            // Whoever waits at the other end gets an end of file, so that a failing test does not stop the run.
            Shell.Run(folder.Root, $": <> '{path}'");
            Task.WaitAny([compilation], TimeSpan.FromMilliseconds(50));
        }

        Assert.IsTrue(ended, "the compiler waits for a writer");
        Assert.IsFalse(compilation.Result.Success);
        Assert.AreEqual(path, Assert.ContainsSingle(compilation.Result.Diagnostics).Location.Path);
    }

    private static Socket Bind(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        return socket;
    }
}
