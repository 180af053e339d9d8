using System.Text.Json.Nodes;
using Codex.Plugin.Sdk.Tests.Infrastructure;
using Microsoft.CodeAnalysis.Sarif;

namespace Codex.Plugin.Sdk.Tests;

/// <summary>What <c>ErrorLog</c> asks for, read by a library that is not ours, and checked for what the schema of SARIF 2.1.0 requires.</summary>
[TestClass]
public sealed class SarifTests : EndToEndTest
{
    /// <summary>Warning CXP2012, at the second colon.</summary>
    private const string LenientFrontmatter = """

        #file skills/ask me/SKILL.md
        ---
        name: ask me
        description: Asks. Use when: something is unclear.
        ---
        Ask.
        """;

    private const string Warning = "CXP2012 Warning skills/ask%20me/SKILL.md(3,28)";

    [TestMethod]
    public async Task LogHoldsEveryFindingWhetherTheBuildSucceedsFailsOrHasNothingToDo()
    {
        var folder = CreateFolder(Hello);
        (await folder.RunAsync("build", "-p:ErrorLog=out.sarif")).Succeeded();
        AssertList(Read(folder, "out.sarif"));
        var clean = folder.Read("out.sarif");

        folder.Write(LenientFrontmatter);
        (await folder.RunAsync("build", "-p:ErrorLog=out.sarif")).SucceededWithWarnings("CXP2012");
        AssertList(Read(folder, "out.sarif"), Warning);
        var bytes = folder.Read("out.sarif");
        Assert.DoesNotContain(folder.Folder, bytes);

        folder.Delete("out.sarif");
        (await folder.RunAsync("build", "-p:ErrorLog=out.sarif")).SucceededWithWarnings("CXP2012");
        Assert.AreEqual(bytes, folder.Read("out.sarif"), "nothing had to be done");

        folder.Write("#file skills/x/SKILL.md\nno frontmatter");
        (await folder.RunAsync("build", "-p:ErrorLog=logs/all.sarif%2Cversion=2.1")).FailedWith("CXP2003");
        AssertList(Read(folder, "logs/all.sarif"), Warning, "CXP2003 Error skills/x/SKILL.md(1,1)");

        folder.Delete("skills/x", "skills/ask me");
        (await folder.RunAsync("build", "-p:ErrorLog=out.sarif")).Succeeded();
        Assert.AreEqual(clean, folder.Read("out.sarif"));

        // It ends restore already, before there is a compiler.
        (await folder.RunAsync("build", "-p:ErrorLog=out.sarif", "-p:Version=banana")).FailedWith("CXP1002");
        AssertList(Read(folder, "out.sarif"), "CXP1002 Error Contoso.Hello.cxproj(0,0)");
        AssertList(folder.List("bin/Debug/plugin"), ".codex-plugin/plugin.json", "skills/hello/SKILL.md");
    }

    [TestMethod]
    public async Task LevelsAreThoseOfTheBuild()
    {
        var folder = CreateFolder(Hello + LenientFrontmatter);
        (await BuildAsync()).SucceededWithWarnings("CXP2012");
        AssertList(Read(folder, "out.sarif"), Warning);

        (await BuildAsync("-p:NoWarn=CS1591%2CCXP2012")).Succeeded();
        AssertList(Read(folder, "out.sarif"), Warning + " suppressed");
        (await BuildAsync("-p:MSBuildWarningsAsMessages=CXP2012")).Succeeded();
        AssertList(Read(folder, "out.sarif"), Warning.Replace("Warning", "Note", StringComparison.Ordinal));

        string error = Warning.Replace("Warning", "Error", StringComparison.Ordinal);
        foreach (string setting in (string[])["-p:WarningsAsErrors=CXP2012", "-p:TreatWarningsAsErrors=true", "-warnaserror:CXP2012"])
        {
            (await BuildAsync(setting)).FailedWith("CXP2012");
            AssertList(Read(folder, "out.sarif"), error);
        }

        (await BuildAsync("-p:TreatWarningsAsErrors=true", "-p:WarningsNotAsErrors=CXP2012")).SucceededWithWarnings("CXP2012");
        AssertList(Read(folder, "out.sarif"), Warning);

        Task<DotnetResult> BuildAsync(params string[] settings) => folder.RunAsync(["build", "-p:ErrorLog=out.sarif", .. settings]);
    }

    [TestMethod]
    public async Task LogThatCannotBeWrittenIsAnError()
    {
        var folder = CreateFolder(Hello);

        (await folder.RunAsync("build", "-p:ErrorLog=skills")).FailedWith("CXP1008").Says("1 Error(s)");
        (await folder.RunAsync("build", "-p:ErrorLog=out.sarif%2Cversion=1")).FailedWith("CXP1008").Says("version=2.1");

        Assert.IsFalse(folder.Exists("out.sarif"));
        (await folder.RunAsync("build")).Succeeded();
    }

    /// <summary>The results of the file, after a check of what every such file must have.</summary>
    private static List<string> Read(TestFolder folder, string path)
    {
        JsonNode json = folder.ReadJson(path);
        Assert.AreEqual("2.1.0", (string?)json["version"]);
        Assert.HasCount(1, json["runs"]!.AsArray());
        Assert.AreEqual("utf16CodeUnits", (string?)json["runs"]![0]!["columnKind"]);
        foreach (JsonNode? result in json["runs"]![0]!["results"]!.AsArray())
        {
            Assert.Contains((string?)result!["level"], (string?[])["none", "note", "warning", "error"]);
        }

        Run run = Assert.ContainsSingle(SarifLog.Load(folder.PathOf(path)).Runs);
        ToolComponent driver = run.Tool.Driver;
        Assert.AreEqual("Codex.Plugin.Sdk", driver.Name);
        Assert.AreEqual(Repository.Version, driver.SemanticVersion);
        foreach (ReportingDescriptor rule in driver.Rules)
        {
            Assert.IsTrue(rule.HelpUri.IsAbsoluteUri);
            Assert.IsNotEmpty(rule.ShortDescription.Text);
            Assert.IsNotEmpty(rule.FullDescription.Text);
        }

        return [.. run.Results.Select(result => Show(run, result))];
    }

    private static string Show(Run run, Result result)
    {
        Assert.AreEqual(result.RuleId, run.Tool.Driver.Rules[result.RuleIndex].Id);
        Assert.IsNotEmpty(result.Message.Text);
        PhysicalLocation location = Assert.ContainsSingle(result.Locations).PhysicalLocation;
        Assert.IsTrue(Uri.IsWellFormedUriString(location.ArtifactLocation.Uri.OriginalString, UriKind.Relative));
        Assert.IsTrue(run.OriginalUriBaseIds.ContainsKey(location.ArtifactLocation.UriBaseId));
        if (location.Region is { } region)
        {
            Assert.IsGreaterThanOrEqualTo(1, region.StartLine);
            Assert.IsGreaterThanOrEqualTo(1, region.StartColumn);
        }

        return $"{result.RuleId} {result.Level} {location.ArtifactLocation.Uri.OriginalString}({location.Region?.StartLine ?? 0},{location.Region?.StartColumn ?? 0}){(result.Suppressions is { Count: > 0 } ? " suppressed" : "")}";
    }
}
