using System.Text;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Tests.Helpers;
using Codex.Plugin.Text;
using Sarif = Microsoft.CodeAnalysis.Sarif;

namespace Codex.Plugin.Tests.Output;

/// <summary>The SARIF file, read by a library that is not ours.</summary>
[TestClass]
public sealed class SarifLogTests
{
    private const string Folder = "/home/somebody/Contoso.Review";

    private static readonly Diagnostic s_error = Diagnostic.Create(DiagnosticDescriptors.SkillNameNotAccepted, new Location("skills/x/SKILL.md", 2, 7), "xxx", 65);
    private static readonly Diagnostic s_warning = Diagnostic.Create(DiagnosticDescriptors.FolderWithoutSkill, new Location("skills/drafts"), "skills/drafts");

    [TestMethod]
    public void EveryFindingHasItsRuleItsLevelAndItsPlace()
    {
        Sarif.Run run = Read(s_warning, s_error, s_warning with { Location = new Location("skills/more", 3) });

        Sarif.ToolComponent driver = run.Tool.Driver;
        Assert.AreEqual("Codex.Plugin.Sdk", driver.Name);
        Assert.MatchesRegex(@"^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$", driver.SemanticVersion);
        Assert.IsTrue(driver.InformationUri.IsAbsoluteUri);
        Assert.AreEqual(Sarif.ColumnKind.Utf16CodeUnits, run.ColumnKind);
        TextAssert.AreLines(driver.Rules.Select(static rule => rule.Id), "CXP2001", "CXP2004");
        foreach (Sarif.ReportingDescriptor rule in driver.Rules)
        {
            DiagnosticDescriptor descriptor = DiagnosticDescriptors.Find(rule.Id)!;
            Assert.AreEqual(descriptor.Title, rule.ShortDescription.Text);
            Assert.IsGreaterThan(descriptor.Title.Length, rule.FullDescription.Text.Length);
            Assert.AreEqual(descriptor.HelpLink, rule.HelpUri.AbsoluteUri);
            Assert.AreEqual(descriptor.DefaultSeverity.ToString(), rule.DefaultConfiguration.Level.ToString());
        }

        TextAssert.AreLines(run.Results.Select(Show), "CXP2001 0 Warning skills/drafts", "CXP2004 1 Error skills/x/SKILL.md(2,7)", "CXP2001 0 Warning skills/more(3,0)");
        Assert.AreEqual(s_error.Message, run.Results[1].Message.Text);
        Assert.IsNull(run.Results[0].Locations[0].PhysicalLocation.Region);
        Assert.IsTrue(run.Results.All(static result => result.Suppressions is null));
    }

    [TestMethod]
    public void NothingFoundIsALogToo()
    {
        Sarif.Run run = Read();

        Assert.IsEmpty(run.Results);
        Assert.IsEmpty(run.Tool.Driver.Rules);
    }

    [TestMethod]
    [DataRow("", "", false, "Warning")]
    [DataRow("CS1591,cxp2001", ";CS1591,cxp2001", false, "Warning, suppressed")]
    [DataRow("CXP2001", "CXP2001", true, "Warning, suppressed")]
    [DataRow("CXP2001", "CXP2012", false, "Warning", DisplayName = "MSBuild does not look at NoWarn itself")]
    [DataRow("", "CXP2012; CXP2001", true, "Note")]
    [DataRow("", "", true, "Error")]
    public void LevelIsWhatTheProjectMakesOfAWarning(string noWarn, string asMessages, bool isError, string expected)
    {
        var settings = new WarningSettings(noWarn, asMessages, code => isError && code == "CXP2001");
        Sarif.Result result = Assert.ContainsSingle(Read(settings, s_warning).Results);
        Assert.AreEqual(expected, result.Level + (result.Suppressions is null ? "" : ", suppressed"));
        if (result.Suppressions is not null)
        {
            Assert.AreEqual(Sarif.SuppressionKind.External, Assert.ContainsSingle(result.Suppressions).Kind);
        }
    }

    [TestMethod]
    public void ErrorStaysAnError()
    {
        Sarif.Result result = Assert.ContainsSingle(Read(new WarningSettings("CXP2004", "CXP2004"), s_error).Results);
        Assert.AreEqual(Sarif.FailureLevel.Error, result.Level);
        Assert.IsNull(result.Suppressions);
    }

    [TestMethod]
    public void SeverityOfTheFindingCountsNotThatOfItsRule()
    {
        Sarif.Run run = Read(s_warning with { Severity = DiagnosticSeverity.Error });
        Assert.AreEqual(Sarif.FailureLevel.Error, run.Results[0].Level);
        Assert.AreEqual(Sarif.FailureLevel.Warning, run.Tool.Driver.Rules[0].DefaultConfiguration.Level);
    }

    [TestMethod]
    public void NoteStaysANote()
    {
        Diagnostic note = s_warning with { Severity = DiagnosticSeverity.Note };
        Assert.AreEqual("note", note.ToString().Split(": ")[1].Split(' ')[0]);
        foreach (WarningSettings settings in (WarningSettings[])[new WarningSettings(), new WarningSettings(isError: static _ => true), new WarningSettings(note.Descriptor.Id, note.Descriptor.Id)])
        {
            Sarif.Result result = Assert.ContainsSingle(Read(settings, note).Results);
            Assert.AreEqual(Sarif.FailureLevel.Note, result.Level);
            Assert.IsNull(result.Suppressions);
        }
    }

    [TestMethod]
    [DataRow("skills/a b/SKILL.md", "skills/a%20b/SKILL.md")]
    [DataRow("skills/ä#?%/SKILL.md", "skills/%C3%A4%23%3F%25/SKILL.md")]
    [DataRow("c:d/x.md", "c%3Ad/x.md")]
    [DataRow("a\nb", "a%0Ab")]
    [DataRow("/home/somebody/Directory.Build.props", "../Directory.Build.props")]
    [DataRow("/home/somebody/Contoso.Review/a/b.props", "a/b.props")]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public void PathIsAUriRelativeToTheProject(string path, string expected)
    {
        Sarif.Run run = Read(s_error with { Location = new Location(path, 1, 1) });
        Sarif.ArtifactLocation location = run.Results[0].Locations[0].PhysicalLocation.ArtifactLocation;
        Assert.AreEqual(expected, location.Uri.OriginalString);
        Assert.IsFalse(location.Uri.IsAbsoluteUri);
        Assert.AreEqual("PROJECTDIR", location.UriBaseId);
        Assert.IsTrue(run.OriginalUriBaseIds.ContainsKey(location.UriBaseId));
    }

    [TestMethod]
    public void SameFindingsAreTheSameBytesWithoutThePathOfTheMachine()
    {
        byte[] bytes = SarifLog.ToBytes([s_error, s_warning], Folder, new WarningSettings());
        CollectionAssert.AreEqual(bytes, SarifLog.ToBytes([s_error, s_warning], "/elsewhere", new WarningSettings()));
        Assert.DoesNotContain("somebody", Encoding.UTF8.GetString(bytes));
    }

    [TestMethod]
    [DataRow("\0 \u001b \u2028 \" \\ </script>")]
    [DataRow("{0} {{ } [a](b)")]
    public void HostileMessageIsStillJson(string message)
    {
        Sarif.Run run = Read(s_error with { Message = message });
        Assert.AreEqual(message, run.Results[0].Message.Text);
    }

    [TestMethod]
    public void LoneSurrogateIsReplaced()
    {
        Sarif.Result result = Read(new Diagnostic(DiagnosticDescriptors.SkillNameNotAccepted, new Location("a\ud800b"), "lone \ud800 surrogate \udc00")).Results[0];
        Assert.AreEqual("lone \ufffd surrogate \ufffd", result.Message.Text);
        Assert.AreEqual("a%EF%BF%BDb", result.Locations[0].PhysicalLocation.ArtifactLocation.Uri.OriginalString);
    }

    [TestMethod]
    public void EveryRuleCanBeDescribed()
    {
        Sarif.Run run = Read([.. DiagnosticDescriptors.All.Select(static rule => new Diagnostic(rule, new Location("a.cxproj"), "text"))]);
        Assert.HasCount(DiagnosticDescriptors.All.Count, run.Tool.Driver.Rules);
        foreach (Sarif.ReportingDescriptor rule in run.Tool.Driver.Rules)
        {
            Assert.DoesNotMatchRegex(@"\{\d", rule.FullDescription.Text);
        }
    }

    [TestMethod]
    [DataRow("out.sarif", "out.sarif")]
    [DataRow("logs/a/out.sarif", "logs/a/out.sarif")]
    [DataRow("logs\\out.sarif", "logs/out.sarif")]
    [DataRow("out.sarif,version=2.1", "out.sarif")]
    [DataRow("out.sarif;Version=2", "out.sarif")]
    public void FileIsWrittenWhereTheProjectSays(string errorLog, string expected)
    {
        using var folder = new PluginFolder();
        Assert.IsNull(ErrorLog.Write(errorLog, folder.FullPath("Contoso.Review.cxproj"), [s_error], new WarningSettings()));
        Assert.AreEqual(folder.FullPath(expected), ErrorLog.FindFile(errorLog, folder.Root));
        CollectionAssert.AreEqual(SarifLog.ToBytes([s_error], folder.Root, new WarningSettings()), File.ReadAllBytes(folder.FullPath(expected)));
    }

    [TestMethod]
    [DataRow("out.sarif,version=1")]
    [DataRow("out.sarif,version=1.0")]
    [DataRow("out.sarif,version=3")]
    [DataRow("out.sarif,version=")]
    [DataRow("out.sarif,2.1")]
    [DataRow("out.sarif,version=2.1,more")]
    [DataRow(",version=2.1")]
    [DataRow("folder")]
    [DataRow("folder/")]
    [DataRow("file/out.sarif")]
    [DataRow("/")]
    [DataRow(".")]
    [DataRow("a\0b")]
    public void FileThatCannotBeWrittenIsAFinding(string errorLog)
    {
        using var folder = new PluginFolder();
        folder.Write("file", "in the way").Write("folder/file", "");
        Diagnostic? found = ErrorLog.Write(errorLog, folder.FullPath("Contoso.Review.cxproj"), [s_error], new WarningSettings());
        CompilationAssert.AreOnly([found!], "CXP1008 Contoso.Review.cxproj");
        Assert.IsTrue(errorLog.Contains('.', StringComparison.Ordinal) || ErrorLog.FindFile(errorLog, folder.Root) is null);
        TextAssert.AreLines(Directory.EnumerateFiles(folder.Root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal), folder.FullPath("file"), folder.FullPath("folder/file"));
    }

    [TestMethod]
    public void LogInTheFolderOfAnAdoptedManifestIsNoSource()
    {
        using PluginFolder folder = PluginFolder.Of(
            """
            #skill
            #file .codex-plugin/plugin.json
            { "name": "contoso-review", "version": "1.0.0", "description": "Reviews.", "skills": "./skills/" }
            #file out.sarif
            {}
            """);
        Assert.IsTrue(folder.Compile().Success);
        Assert.DoesNotContain("out.sarif", folder.OutputFiles());
    }

    private static Sarif.Run Read(params Diagnostic[] diagnostics) => Read(new WarningSettings(), diagnostics);

    private static Sarif.Run Read(WarningSettings settings, params Diagnostic[] diagnostics)
    {
        byte[] bytes = SarifLog.ToBytes(diagnostics, Folder, settings);
        Sarif.SarifLog log = Sarif.SarifLog.Load(new MemoryStream(bytes));
        Assert.AreEqual(Sarif.SarifVersion.Current, log.Version);
        return Assert.ContainsSingle(log.Runs);
    }

    private static string Show(Sarif.Result result)
    {
        Sarif.PhysicalLocation location = Assert.ContainsSingle(result.Locations).PhysicalLocation;
        return $"{result.RuleId} {result.RuleIndex} {result.Level} {location.ArtifactLocation.Uri}{(location.Region is { } region ? $"({region.StartLine},{region.StartColumn})" : "")}";
    }
}
