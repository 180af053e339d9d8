using System.Text;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Packaging.Capabilities;
using Codex.Plugin.Packaging.Trust;
using Codex.Plugin.Tests.Helpers;
using Codex.Plugin.Text;
using static Codex.Plugin.Tests.Trust.TrustScene;

namespace Codex.Plugin.Tests.Trust;

/// <summary>Nobody gets more than somebody has agreed to.</summary>
[TestClass]
public sealed class ApprovalTests : IDisposable
{
    private static readonly Location s_project = new("plugins.csproj");
    private static readonly PluginCapabilities s_plain = new() { Skills = [new("skills/review", "review", true)] };
    private static readonly PackageSigner s_author = new("CN=Contoso", "ab12");

    private readonly PluginFolder _folder = new();

    private string FilePath => _folder.FullPath(PluginApprovals.FileName);

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void FirstBuildWritesTheFileAndListsWhatItAccepts()
    {
        ReviewedPlugin[] reviewed = [Review("Contoso.Review", s_plain, author: s_author), Review("alpha", s_plain, feed: null), Review("Own", s_plain, project: "/own.cxproj")];
        ApprovalResult result = Check(reviewed);
        Assert.IsEmpty(result.Diagnostics);
        Assert.IsFalse(File.Exists(FilePath), "a check writes nothing");
        TextAssert.AreLines(result.Lines,
            "plugins.approved.json is written and accepts:",
            "  alpha",
            "    is new: the plugin 'alpha' from an unknown feed, not signed by an author",
            "    adds the skill 'review' (skills/review), which the model may use by itself",
            "  Contoso.Review",
            "    is new: the plugin 'contoso-review' from the feed contoso, signed by 'CN=Contoso' (SHA-256 ab12)",
            "    adds the skill 'review' (skills/review), which the model may use by itself");

        Assert.IsNull(ApprovalCheck.Record(FilePath, result));
        const string Expected =
            """
            {
              "format": 1,
              "plugins": {
                "alpha": {
                  "name": "alpha",
                  "capabilities": {
                    "skills": [
                      {
                        "path": "skills/review",
                        "name": "review"
                      }
                    ]
                  }
                },
                "Contoso.Review": {
                  "name": "contoso-review",
                  "feed": "contoso",
                  "author": {
                    "subject": "CN=Contoso",
                    "fingerprint": "ab12"
                  },
                  "capabilities": {
                    "skills": [
                      {
                        "path": "skills/review",
                        "name": "review"
                      }
                    ]
                  }
                }
              }
            }

            """;
        Assert.AreEqual(Expected, File.ReadAllText(FilePath));
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void SecondBuildHasNothingToDo(bool isContinuousIntegration)
    {
        ReviewedPlugin[] reviewed = [Review("Contoso.Review", s_plain), Review("Contoso.Deploy", s_plain)];
        Approve(reviewed);

        // A version without new powers is none of the file's business, nor is the order.
        ApprovalResult result = Check([Review("Contoso.Deploy", s_plain, version: "2.0.0"), Review("Contoso.Review", s_plain, version: "7.1.0")], isContinuousIntegration);
        Assert.IsEmpty(result.Diagnostics);
        Assert.IsEmpty(result.Lines);
        Assert.IsNull(result.Pending);
    }

    [TestMethod]
    public void LineEndsOfGitAreNoDifference()
    {
        ReviewedPlugin[] reviewed = [Review("Contoso.Review", s_plain)];
        Approve(reviewed);
        File.WriteAllText(FilePath, File.ReadAllText(FilePath).Replace("\n", "\r\n", StringComparison.Ordinal));
        Assert.IsEmpty(Check(reviewed, isContinuousIntegration: true).Diagnostics);
    }

    // CXP8020
    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void PluginThatGainsSomethingNeedsConsent(bool isContinuousIntegration)
    {
        Approve([Review("Contoso.Review", s_plain, author: s_author), Review("Contoso.Same", s_plain)]);
        PluginCapabilities more = s_plain with { Hooks = [new("PreToolUse", "command", "sh hooks/check.sh")], Hosts = ["api.contoso.com"] };
        ApprovalResult result = Check([Review("contoso.review", more, "other", name: "renamed", version: "1.1.0"), Review("Contoso.Same", s_plain), Review("Contoso.New", s_plain)], isContinuousIntegration);

        Assert.IsNull(result.Pending);
        Assert.HasCount(2, result.Diagnostics);
        Assert.IsTrue(result.Diagnostics.All(static found => found is { Descriptor.Id: "CXP8020", Severity: DiagnosticSeverity.Error, Location.Path: "plugins.csproj" }));
        Assert.Contains("Contoso.New 1.0.0 is not what plugins.approved.json has approved: it is new: the plugin 'contoso-new' from the feed contoso, not signed by an author; adds the skill", result.Diagnostics[0].Message);
        Assert.AreEqual(
            "contoso.review 1.1.0 is not what plugins.approved.json has approved: it was called 'contoso-review' and is now called 'renamed'; came from the feed contoso and now comes from the feed other; "
            + "was signed by 'CN=Contoso' (SHA-256 ab12) and is now not signed by an author; adds the hook PreToolUse that runs 'sh hooks/check.sh'; names the host api.contoso.com. "
            + "Look at it; if you agree, run 'dotnet build -t:ApprovePlugins' and commit the file. If not, stay with the version before.",
            result.Diagnostics[1].Message);
        Assert.Contains("    adds the hook PreToolUse that runs 'sh hooks/check.sh'", result.Lines);
    }

    [TestMethod]
    public void SignaturesThatComeOrChangeNeedConsent()
    {
        Approve([Review("Contoso.Review", s_plain)]);
        Assert.Contains("was not signed by an author and is now signed by 'CN=Contoso'", Check([Review("Contoso.Review", s_plain, author: s_author)]).Diagnostics.Single().Message);
        Approve([Review("Contoso.Review", s_plain, author: s_author)]);
        Assert.Contains("(SHA-256 cd34)", Check([Review("Contoso.Review", s_plain, author: s_author with { Fingerprint = "cd34" })]).Diagnostics.Single().Message);
        Assert.Contains("'CN=Evil'", Check([Review("Contoso.Review", s_plain, author: s_author with { Subject = "CN=Evil" })]).Diagnostics.Single().Message);
    }

    [TestMethod]
    public void FeedThatNobodyKnowsAnyMoreNeedsConsent()
    {
        Approve([Review("Contoso.Review", s_plain)]);
        Assert.Contains("came from the feed contoso and now comes from an unknown feed", Check([Review("Contoso.Review", s_plain, feed: null)]).Diagnostics.Single().Message);
    }

    [TestMethod]
    public void LongDifferenceIsCutInTheMessageOnly()
    {
        Approve([Review("Contoso.Review", s_plain)]);
        ApprovalResult result = Check([Review("Contoso.Review", s_plain with { Hosts = [.. Enumerable.Range(10, 50).Select(static number => $"h{number}.contoso.com")] })]);
        Assert.Contains("; and 38 more. Look", result.Diagnostics.Single().Message);
        Assert.Contains("    names the host h59.contoso.com", result.Lines);
    }

    // CXP8022
    [TestMethod]
    public void HarmlessDifferenceIsWrittenLocallyAndAnErrorElsewhere()
    {
        Approve([Review("Contoso.Review", s_plain with { Hosts = ["api.contoso.com"] }), Review("Contoso.Gone", s_plain)]);
        ReviewedPlugin[] now = [Review("Contoso.Review", s_plain)];

        Diagnostic found = Check(now, isContinuousIntegration: true).Diagnostics.Single();
        Assert.AreEqual("CXP8022", found.Descriptor.Id);
        Assert.Contains("Contoso.Gone is no longer in the marketplace; Contoso.Review no longer names the host api.contoso.com", found.Message);

        ApprovalResult result = Check(now);
        Assert.IsEmpty(result.Diagnostics);
        Assert.AreEqual("plugins.approved.json is brought up to date:", result.Lines[0]);
        Assert.IsNull(ApprovalCheck.Record(FilePath, result));
        Assert.IsEmpty(Check(now, isContinuousIntegration: true).Diagnostics);
    }

    [TestMethod]
    public void FileInAnotherFormIsNotUpToDate()
    {
        ReviewedPlugin[] reviewed = [Review("Contoso.Review", s_plain)];
        Approve(reviewed);
        File.AppendAllText(FilePath, "\n");
        Assert.Contains("in another form or order", Check(reviewed, isContinuousIntegration: true).Diagnostics.Single().Message);
        Assert.IsNotNull(Check(reviewed).Pending);
    }

    // CXP8021
    [TestMethod]
    public void ServerDoesNotWriteTheFile()
    {
        ApprovalResult result = Check([Review("Contoso.Review", s_plain)], isContinuousIntegration: true);
        Assert.AreEqual("CXP8021", result.Diagnostics.Single().Descriptor.Id);
        Assert.Contains("one plugin", result.Diagnostics.Single().Message);
        Assert.IsNull(result.Pending);
        Assert.IsEmpty(Check([Review("Own", s_plain, project: "/own.cxproj")], isContinuousIntegration: true).Diagnostics, "there is nothing to approve");
    }

    // CXP8025
    [TestMethod]
    public void ServerDoesNotApprove()
    {
        ApprovalResult result = ApprovalCheck.ApproveAll(FilePath, [Review("Contoso.Review", s_plain)], isContinuousIntegration: true, s_project);
        Assert.AreEqual("CXP8025", result.Diagnostics.Single().Descriptor.Id);
        Assert.IsNull(result.Pending);
    }

    [TestMethod]
    public void ApprovingSaysWhatItApproves()
    {
        Approve([Review("Contoso.Review", s_plain)]);
        ReviewedPlugin[] now = [Review("Contoso.Review", s_plain with { Hosts = ["api.contoso.com"] })];
        ApprovalResult result = ApprovalCheck.ApproveAll(FilePath, now, isContinuousIntegration: false, s_project);
        TextAssert.AreLines(result.Lines, "plugins.approved.json accepts now:", "  Contoso.Review", "    names the host api.contoso.com");
        Assert.IsNull(ApprovalCheck.Record(FilePath, result));
        Assert.IsEmpty(Check(now).Diagnostics);
        TextAssert.AreLines(ApprovalCheck.ApproveAll(FilePath, now, isContinuousIntegration: false, s_project).Lines, "plugins.approved.json is up to date.");
    }

    // CXP8023
    [TestMethod]
    [DataRow("", 0, 0, "is empty")]
    [DataRow("{", 1, 2, "")]
    [DataRow("[]", 1, 1, "must be an object")]
    [DataRow("{\n  \"format\": 2,\n  \"plugins\": {}\n}", 1, 1, "the format 2")]
    [DataRow("{\n  \"format\": 1\n}", 1, 1, "has no \"plugins\"")]
    [DataRow("{\n  \"format\": 1,\n  \"plugins\": {},\n  \"more\": 1\n}", 4, 3, "\"more\"")]
    [DataRow("{\n  \"format\": 1,\n  \"plugins\": {\n    \"A\": { \"name\": \"a\", \"capabilities\": { \"hosts\": 1 } }\n  }\n}", 4, 52, "A.capabilities.hosts")]
    [DataRow("{\n  \"format\": 1,\n  \"plugins\": {\n    \"A\": { \"name\": \"a\", \"capabilities\": {} },\n    \"a\": { \"name\": \"a\", \"capabilities\": {} }\n  }\n}", 5, 5, "twice")]
    [DataRow("{\n  \"format\": 1,\n<<<<<<< ours\n  \"plugins\": {}\n=======\n  \"plugins\": {}\n>>>>>>> theirs\n}", 3, 1, "merge conflict")]
    public void DamagedFileIsLeftAlone(string content, int line, int column, string named)
    {
        File.WriteAllText(FilePath, content);
        ReviewedPlugin[] reviewed = [Review("Contoso.Review", s_plain)];
        foreach (ApprovalResult result in (ApprovalResult[])[Check(reviewed), Check(reviewed, isContinuousIntegration: true), ApprovalCheck.ApproveAll(FilePath, reviewed, isContinuousIntegration: false, s_project)])
        {
            Diagnostic found = result.Diagnostics.Single();
            Assert.AreEqual("CXP8023", found.Descriptor.Id);
            Assert.AreEqual(new Location(FilePath, line, column), found.Location);
            Assert.Contains(named, found.Message);
            Assert.IsNull(result.Pending);
        }

        Assert.AreEqual(content, File.ReadAllText(FilePath));
    }

    [TestMethod]
    public void LinkInThePlaceOfTheFileIsNotFollowed()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Inconclusive("Links need rights on Windows.");
        }

        File.CreateSymbolicLink(FilePath, _folder.FullPath("nowhere"));
        Assert.AreEqual("CXP8023", Check([Review("Contoso.Review", s_plain)]).Diagnostics.Single().Descriptor.Id);
    }

    // CXP8024
    [TestMethod]
    public void FileThatCannotBeWrittenIsAnError()
    {
        ApprovalResult result = Check([Review("Contoso.Review", s_plain)]);
        _folder.Write("file", "");
        Diagnostic found = ApprovalCheck.Record(_folder.FullPath("file/plugins.approved.json"), result)!;
        Assert.AreEqual("CXP8024", found.Descriptor.Id);
    }

    [TestMethod]
    public void HostileTextsStayOnOneLineEach()
    {
        PluginCapabilities hostile = Compute(("hooks/hooks.json", """{ "hooks": { "Stop": [ { "hooks": [ { "type": "command", "command": "sh a.sh'\n    is fine\u001b[2K\u202E" } ] } ] } }"""));
        Approve([Review("Contoso.Review", s_plain)]);
        ApprovalResult result = Check([Review("Contoso.Review", hostile)]);
        string all = string.Join('|', result.Lines) + result.Diagnostics.Single().Message + Encoding.UTF8.GetString(PluginApprovals.Of([Review("Contoso.Review", hostile)]).ToBytes()).Replace("\n", "", StringComparison.Ordinal);
        Assert.IsFalse(all.Any(static c => char.IsControl(c) || c == '\u202E'), all);
    }

    [TestMethod]
    public void WayToTheFileAndBackLosesNothing()
    {
        PluginApprovals approvals = PluginApprovals.Of([Review("Contoso.Review", Compute((".mcp.json", """{ "a": { "command": "x" }, "b": { "url": "https://b.contoso.com" } }"""), ("skills/x/SKILL.md", Skill)), author: s_author), Review("B", s_plain, feed: null)]);
        CollectionAssert.AreEqual(approvals.ToBytes(), PluginApprovals.Parse("x", approvals.ToBytes()).ToBytes());
    }

    private ApprovalResult Check(IReadOnlyList<ReviewedPlugin> reviewed, bool isContinuousIntegration = false) => ApprovalCheck.Check(FilePath, reviewed, isContinuousIntegration, s_project);

    private void Approve(IReadOnlyList<ReviewedPlugin> reviewed) => Assert.IsNull(ApprovalCheck.Record(FilePath, ApprovalCheck.ApproveAll(FilePath, reviewed, isContinuousIntegration: false, s_project)));
}
