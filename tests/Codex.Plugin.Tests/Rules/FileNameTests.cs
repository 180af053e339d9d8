using Codex.Plugin.Check;
using Codex.Plugin.Tests.Helpers;

namespace Codex.Plugin.Tests.Rules;

[TestClass]
public sealed class FileNameTests
{
    [TestMethod]
    [DataRow("notes.md")]
    [DataRow("with space.md")]
    [DataRow("über.md")]
    [DataRow("[Content_Types].md")]
    [DataRow("100%.md")]
    [DataRow("50%2")]
    [DataRow("%zz")]
    [DataRow(".hidden")]
    [DataRow("console.md")]
    [DataRow("com0")]
    [DataRow("com10")]
    [DataRow("a&b'c(d)+e,f=g@h~i$j!k#l^m`n{o}")]
    public void NameThatTravels(string name)
    {
        Assert.IsNull(FileNames.FindProblem(name));
        using PluginFolder folder = PluginFolder.WithSkill();
        folder.Write($"skills/review/{name}", "Text").Compile().HasOnly();
        Assert.AreEqual("Text", folder.ReadOutput($"skills/review/{name}"));
    }

    [TestMethod]
    [DataRow("a%20b.md")]
    [DataRow("%41")]
    [DataRow("a%%2Fb")]
    [DataRow("a:b")]
    [DataRow("a*b")]
    [DataRow("a?b")]
    [DataRow("a\"b")]
    [DataRow("a<b")]
    [DataRow("a>b")]
    [DataRow("a|b")]
    [DataRow("a;b")]
    [DataRow("a\\b")]
    [DataRow("a\nb")]
    [DataRow("a\u001fb")]
    [DataRow("ends.")]
    [DataRow("ends ")]
    [DataRow("aux")]
    [DataRow("NUL.txt")]
    [DataRow("Con.tar.gz")]
    [DataRow("com1")]
    [DataRow("LPT9.md")]
    [DataRow("prn.")]
    [DataRow("_rels")]
    [DataRow("x.psmdcp")]
    [DataRow("x.nuspec")]
    public void NameThatDoesNotTravel(string name)
    {
        Assert.IsNotNull(FileNames.FindProblem(name));
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using PluginFolder folder = PluginFolder.WithSkill();
        folder.Write($"skills/review/{name}", "Text");
        folder.Compile().HasOnly($"CXP6001 skills/review/{name}");
    }

    [TestMethod]
    public void NamesOfFoldersCountAsWell()
    {
        using PluginFolder folder = PluginFolder.WithSkill().Write("skills/review/aux/notes.md", "Text").Write("server/a%20b/run.sh", "#!/bin/sh");
        PluginCompilation compilation = folder.Compile(project => project with { Files = [new FileItem("server/a%20b/run.sh")] });
        // A folder of a declared file counts like one below skills.
        TextAssert.AreLines(compilation.Diagnostics.Select(static found => found.Descriptor.Id), "CXP6001", "CXP6001");
    }

    // A Linux name is any bytes; .NET shows what is not UTF-8 as U+FFFD and cannot open it again.
    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public void NameThatIsNotUtf8IsFound()
    {
        using PluginFolder folder = PluginFolder.WithSkill();
        Shell.Run(folder.Root, "printf x > \"skills/review/$(printf 'a\\377b')\"");
        PluginCompilation compilation = folder.Compile();

        // .NET cannot delete it either.
        Shell.Run(folder.Root, "rm -r skills");
        Assert.IsFalse(compilation.Success);
        Assert.AreEqual("skills/review/a\uFFFDb", Assert.ContainsSingle(compilation.Diagnostics).Location.Path);
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public void TwinsByCaseAreFoundForFoldersToo()
    {
        using PluginFolder folder = PluginFolder.WithSkill()
            .Write("skills/review/Docs/a.md", "A")
            .Write("skills/review/docs/b.md", "B");
        folder.Compile().HasOnly("CXP6002 skills/review/docs");
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public void TwinOfAGeneratedFileIsFound()
    {
        using PluginFolder folder = PluginFolder.WithSkill().Write("mcp/docs.json", "{\"command\":\"docs\"}").Write(".MCP.json", "{}");
        PluginCompilation compilation = folder.Compile(project => project with { Files = [new FileItem(".MCP.json")] });
        Assert.IsTrue(compilation.Diagnostics.Any(static found => found.Descriptor.Id == "CXP6002"), "on Windows it would overwrite .mcp.json");
    }

    [TestMethod]
    public void ExcludedFileIsNotChecked()
    {
        using PluginFolder folder = PluginFolder.WithSkill().Write("skills/review/x.nuspec", "Text");
        folder.Compile(project => project with { ExcludedFiles = [folder.FullPath("skills/review/x.nuspec")] }).HasOnly();
        Assert.DoesNotContain("skills/review/x.nuspec", folder.OutputFiles());
    }
}
