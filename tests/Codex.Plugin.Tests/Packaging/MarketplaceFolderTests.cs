using System.Text;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Packaging.Marketplace;
using Codex.Plugin.Packaging.Policies;
using Codex.Plugin.Tests.Helpers;
using Codex.Plugin.Text;
using Codex.Plugin.Write;

namespace Codex.Plugin.Tests.Packaging;

/// <summary>What a lay-out changes in a folder, and what not.</summary>
[TestClass]
public sealed class MarketplaceFolderTests : IDisposable
{
    private const string Project = "plugins.csproj";

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("codex-marketplace-");
    private readonly MarketplaceScene _scene;

    public MarketplaceFolderTests() => _scene = MarketplaceScene.Create(_root.FullName);

    private string Document => Path.Combine(_scene.Folder, MarketplaceDocument.File);

    private string Record => Path.Combine(_scene.Folder, MarketplaceRecord.File);

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void OneSetFollowsTheOther(bool remembers)
    {
        foreach (char set in "ABAABB")
        {
            CompilationAssert.AreOnly(_scene.LayOut(set, remembers ? _scene.StateFile : null));
            _scene.HasOnly(set);
        }
    }

    [TestMethod]
    public void NothingChangedWritesAndReadsNothing()
    {
        CompilationAssert.AreOnly(_scene.LayOut('A', _scene.StateFile));
        Dictionary<string, FileStampText> before = Stamps();
        var folder = new MarketplaceFolder(_scene.Folder, new Location(Project)) { StateFile = _scene.StateFile };
        CompilationAssert.AreOnly(folder.Update([(byte)'A'], static (_, _) => throw new InvalidOperationException("nobody asked")));
        CollectionAssert.AreEquivalent(before, Stamps());

        // Without the state everything is read, and still nothing written.
        CompilationAssert.AreOnly(_scene.LayOut('A'));
        CollectionAssert.AreEquivalent(before.Where(static file => !file.Key.Contains("obj", StringComparison.Ordinal)).ToArray(), Stamps().Where(static file => !file.Key.Contains("obj", StringComparison.Ordinal)).ToArray());
    }

    [TestMethod]
    [DataRow("edited")]
    [DataRow("edited and as long")]
    [DataRow("deleted")]
    [DataRow("added")]
    [DataRow("no execute bit")]
    [DataRow("folder deleted")]
    [DataRow("folder is a link")]
    [DataRow("folder is a file")]
    [DataRow("marketplace.json edited")]
    [DataRow("marketplace.json deleted")]
    [DataRow("marketplace.json is none")]
    [DataRow("left over")]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public void ChangedOutputIsRepaired(string change)
    {
        foreach (string? state in (string?[])[null, _scene.StateFile])
        {
            CompilationAssert.AreOnly(_scene.LayOut('A', state));
            string plugin = Path.Combine(_scene.Folder, "plugins/same");
            string file = Path.Combine(plugin, "skills/same-1/SKILL.md");
            switch (change)
            {
                case "edited":
                    File.AppendAllText(file, "x");
                    break;
                case "edited and as long":
                    File.WriteAllText(file, new string('x', (int)new FileInfo(file).Length));
                    break;
                case "deleted":
                    File.Delete(file);
                    break;
                case "added":
                    File.WriteAllText(file + ".orig", "");
                    break;
                case "no execute bit" when !OperatingSystem.IsWindows():
                    File.SetUnixFileMode(Path.Combine(plugin, "run.sh"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
                    break;
                case "folder deleted":
                    Directory.Delete(plugin, recursive: true);
                    break;
                case "folder is a link":
                    Directory.Move(plugin, plugin + "-elsewhere");
                    Directory.CreateSymbolicLink(plugin, plugin + "-elsewhere");
                    break;
                case "folder is a file":
                    Directory.Delete(plugin, recursive: true);
                    File.WriteAllText(plugin, "");
                    break;
                case "marketplace.json edited":
                    File.WriteAllText(Document, File.ReadAllText(Document).Replace("Set A", "Set X", StringComparison.Ordinal));
                    break;
                case "marketplace.json deleted":
                    File.Delete(Document);
                    break;
                case "marketplace.json is none":
                    File.WriteAllText(Document, "<<<<<<< HEAD");
                    break;
                default:
                    Directory.CreateDirectory(Path.Combine(_scene.Folder, ".agents/plugins/.writing-7/next/same"));
                    break;
            }

            CompilationAssert.AreOnly(_scene.LayOut('A', state));
            if (Directory.Exists(plugin + "-elsewhere"))
            {
                // It was led to, and is not ours.
                Assert.IsTrue(File.Exists(Path.Combine(plugin + "-elsewhere", "run.sh")));
                Directory.Delete(plugin + "-elsewhere", recursive: true);
            }

            _scene.HasOnly('A');
        }
    }

    [TestMethod]
    public void ChangedSourceIsLaidOut()
    {
        CompilationAssert.AreOnly(_scene.LayOut('A', _scene.StateFile));
        string file = Path.Combine(_scene.Source('A', "changed"), "skills/same/1/SKILL.md");
        File.AppendAllText(file, "more");
        CompilationAssert.AreOnly(_scene.LayOut('A', _scene.StateFile));
        _scene.HasOnly('A');
    }

    [TestMethod]
    public void MarketplaceOfSomebodyElseIsNotTouched()
    {
        File.WriteAllText(Document, """{ "name": "contoso", "plugins": [] }""");
        HasUntouched(() => _scene.LayOut('A', _scene.StateFile), $"CXP7030 {Project}", Document);
    }

    [TestMethod]
    [DataRow("plugins/changed/.codex-plugin/plugin.json")]
    [DataRow("plugins/changed")]
    public void PluginFolderOfSomebodyElseIsNotTouched(string file)
    {
        string path = Path.Combine(_scene.Folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "theirs");
        HasUntouched(() => _scene.LayOut('A', _scene.StateFile), $"CXP7031 {Project}", Path.Combine(_scene.Folder, "plugins/changed"));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("[]")]
    [DataRow("{}")]
    [DataRow("<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> feature\n")]
    [DataRow("{\"format\":2,\"plugins\":[],\"projects\":{}}")]
    [DataRow("{\"format\":1,\"plugins\":[],\"plugins\":[],\"projects\":{}}")]
    [DataRow("{\"format\":1,\"plugins\":[\"../../bin\"],\"projects\":{}}")]
    [DataRow("{\"format\":1,\"plugins\":[\"..\"],\"projects\":{}}")]
    [DataRow("{\"format\":1,\"plugins\":[\"\"],\"projects\":{}}")]
    [DataRow("{\"format\":1,\"plugins\":[null],\"projects\":{}}")]
    [DataRow("{\"format\":1,\"plugins\":[\"\\ud800\"],\"projects\":{}}")]
    [DataRow("{\"format\":1,\"plugins\":[],\"projects\":{\"a\":{}}}")]
    [DataRow("{\"format\":1,\"plugins\":[],\"projects\":{\"a\":{\"plugins\":[{\"name\":\"x\"}]}}}")]
    public void DamagedRecordIsFound(string record)
    {
        CompilationAssert.AreOnly(_scene.LayOut('A'));
        File.WriteAllText(Record, record);
        HasUntouched(() => _scene.LayOut('B', _scene.StateFile), $"CXP7032 {Project}", Record);
        HasUntouched(() => new MarketplaceFolder(_scene.Folder, new Location(Project)).Remove(), $"CXP7032 {Project}", Record);
    }

    [TestMethod]
    [DataRow(".agents/plugins/api_marketplace.json")]
    [DataRow(".claude-plugin/marketplace.json")]
    [DataRow(".cursor-plugin/marketplace.json")]
    public void SecondMarketplaceFileIsFoundEachTime(string file)
    {
        string path = Path.Combine(_scene.Folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "{}");
        for (int i = 0; i < 2; i++)
        {
            CompilationAssert.AreOnly(_scene.LayOut('A', _scene.StateFile), $"CXP7002 {Project}");
        }
    }

    [TestMethod]
    public void WarningsAreRepeated()
    {
        for (int i = 0; i < 2; i++)
        {
            CompilationAssert.AreOnly(new MarketplaceFolder(_scene.Folder, new Location(Project)) { StateFile = _scene.StateFile }.Update([], (_, diagnostics) =>
            {
                diagnostics.Add(Diagnostic.Create(DiagnosticDescriptors.MarketplaceFileTwice, new Location(Project), "a", "b"));
                return _scene.Set('A');
            }), $"CXP7002 {Project}");
        }
    }

    [TestMethod]
    public void ErrorOfTheSetLeavesEverything()
    {
        CompilationAssert.AreOnly(_scene.LayOut('A'));
        HasUntouched(() => new MarketplaceFolder(_scene.Folder, new Location(Project)).Update([], (_, diagnostics) =>
        {
            diagnostics.Add(Diagnostic.Create(DiagnosticDescriptors.MarketplaceNameNotAccepted, new Location(Project), "?", "is none"));
            return _scene.Set('B');
        }), $"CXP7001 {Project}");
    }

    [TestMethod]
    public void PluginWithoutSourceStays()
    {
        CompilationAssert.AreOnly(_scene.LayOut('A'));
        MarketplaceSet whole = _scene.Set('A');
        MarketplaceSet part = whole with { Sources = [.. whole.Sources.Take(1)] };
        CompilationAssert.AreOnly(new MarketplaceFolder(_scene.Folder, new Location(Project)).Update([], (_, _) => part));
        _scene.HasOnly('A');

        // What does not lie there has no entry, until the project that brings it is built.
        Directory.Delete(Path.Combine(_scene.Folder, "plugins/same"), recursive: true);
        CompilationAssert.AreOnly(new MarketplaceFolder(_scene.Folder, new Location(Project)).Update([], (_, _) => part));
        TextAssert.AreLines(MarketplaceDocument.Load(Document).Plugins.Select(static entry => entry.Name), "changed", "changed-too", "only-a");
        CompilationAssert.AreOnly(_scene.LayOut('A'));
        _scene.HasOnly('A');
    }

    [TestMethod]
    public void PluginWithoutSourceIsTakenFromWhereAKilledRunLeftIt()
    {
        CompilationAssert.AreOnly(_scene.LayOut('A'));

        // As a run leaves it that is killed after its first marketplace.json.
        string staged = ".agents/plugins/.writing-1/plugins/changed";
        Directory.CreateDirectory(Path.Combine(_scene.Folder, staged, ".."));
        Directory.Move(Path.Combine(_scene.Folder, "plugins/changed"), Path.Combine(_scene.Folder, staged));
        File.WriteAllText(Document, File.ReadAllText(Document).Replace("./plugins/changed\"", $"./{staged}\"", StringComparison.Ordinal));
        Assert.AreEqual("A", _scene.Follow());

        CompilationAssert.AreOnly(new MarketplaceFolder(_scene.Folder, new Location(Project)).Update([], (_, _) => _scene.Set('A') with { Sources = [] }));
        _scene.HasOnly('A');
    }

    [TestMethod]
    [DataRow("../../source/A/same")]
    [DataRow(".agents/plugins/.writing-1/../../../../source/A/same/plugins/same")]
    [DataRow("bin/plugins/same")]
    public void OnlyPathsOfOursCount(string path)
    {
        CompilationAssert.AreOnly(_scene.LayOut('A'));
        File.WriteAllText(Document, File.ReadAllText(Document).Replace("./plugins/same\"", $"./{path}\"", StringComparison.Ordinal));
        CompilationAssert.AreOnly(new MarketplaceFolder(_scene.Folder, new Location(Project)).Update([], (_, _) => _scene.Set('A') with { Sources = [] }));
        TextAssert.AreLines(MarketplaceDocument.Load(Document).Plugins.Select(static entry => entry.Name), "changed", "changed-too", "only-a");
    }

    [TestMethod]
    public void RecordSaysWhatIsOursAndWhatTheProjectsBrought()
    {
        var project = new RecordedProject([new RecordedPlugin("same", "1.0.0", "Same", "1.0.0", new PluginPolicy { Products = ["CODEX"], Category = "Other" }, ["changed"]) { Sha512 = "abc" }]) { Title = "Set A" };
        var folder = new MarketplaceFolder(_scene.Folder, new Location(Project));
        CompilationAssert.AreOnly(folder.Update([], (_, _) => _scene.Set('A') with { Projects = new Dictionary<string, RecordedProject> { ["src/app.csproj"] = project } }));
        CompilationAssert.AreOnly(folder.Update([], (record, _) =>
        {
            TextAssert.AreLines(record.Owned, "changed", "changed-too", "only-a", "same");
            Assert.AreEqual("Set A", record.Projects["src/app.csproj"].Title);
            Assert.AreEqual("Same", record.Projects["src/app.csproj"].Plugins[0].PackageId);
            Assert.AreEqual(Encoding.UTF8.GetString(record.ToBytes()), File.ReadAllText(Record));
            return _scene.Set('B') with { Projects = record.Projects };
        }));
        TextAssert.AreLines(MarketplaceRecord.Load(Record).Owned, "changed", "changed-too", "only-b", "same");
        Assert.DoesNotContain(_root.FullName, File.ReadAllText(Record));
    }

    [TestMethod]
    public void RemovedIsWhatIsOurs()
    {
        CompilationAssert.AreOnly(_scene.LayOut('A'));
        CompilationAssert.AreOnly(new MarketplaceFolder(_scene.Folder, new Location(Project)).Remove());
        TextAssert.AreLines(FolderFiles.Scan(_scene.Folder).Keys.Order(StringComparer.Ordinal),
            ".agents/plugins/notes.md", ".agents/skills/own/SKILL.md", "README.md", "bin/Debug/Contoso.1.0.0.nupkg", "plugins/own/.codex-plugin/plugin.json");

        // Without a record nothing is ours.
        File.WriteAllText(Document, "{}");
        HasUntouched(() => new MarketplaceFolder(_scene.Folder, new Location(Project)).Remove());
    }

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public void FolderBehindALinkIsTheSameFolder()
    {
        string link = Path.Combine(_root.FullName, "link");
        Directory.CreateSymbolicLink(link, _scene.Folder);
        CompilationAssert.AreOnly(new MarketplaceFolder(link, new Location(Project)) { StateFile = _scene.StateFile }.Update([(byte)'A'], (_, _) => _scene.Set('A')));
        _scene.HasOnly('A');
        Assert.IsNotNull(new DirectoryInfo(link).LinkTarget);
        CompilationAssert.AreOnly(new MarketplaceFolder(_scene.Folder, new Location(Project)) { StateFile = _scene.StateFile }.Update([(byte)'A'], static (_, _) => throw new InvalidOperationException("another folder?")));
    }

    [TestMethod]
    [DataRow("skills/link/SKILL.md")]
    [DataRow("linked")]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public void LinkInASourceIsRefused(string path)
    {
        CompilationAssert.AreOnly(_scene.LayOut('A'));
        string link = Path.Combine(_scene.Source('B', "changed"), path);
        Directory.CreateDirectory(Path.GetDirectoryName(link)!);
        File.CreateSymbolicLink(link, _root.FullName);
        Assert.Contains("is a link", Assert.Throws<InvalidOperationException>(() => _scene.LayOut('B')).Message);
        _scene.HasOnly('A');
    }

    public void Dispose() => _root.Delete(recursive: true);

    private void HasUntouched(Func<IReadOnlyList<Diagnostic>> layOut, string? found = null, string? named = null)
    {
        Dictionary<string, FileStampText> before = Stamps();
        IReadOnlyList<Diagnostic> diagnostics = layOut();
        CompilationAssert.AreOnly(diagnostics, found is null ? [] : [found]);
        if (named is not null)
        {
            Assert.Contains(named, diagnostics[0].Message);
        }

        CollectionAssert.AreEquivalent(before, Stamps());
        Assert.IsFalse(MarketplaceStaging.FindAny(_scene.Folder));
    }

    private Dictionary<string, FileStampText> Stamps() =>
        FolderFiles.Scan(_root.FullName).ToDictionary(static file => file.Key, static file => new FileStampText(file.Value.ToString()), StringComparer.Ordinal);

    private sealed record FileStampText(string Text);
}
