using Codex.Plugin.Diagnostics;
using Codex.Plugin.Packaging.Marketplace;
using Codex.Plugin.Packaging.Policies;
using Codex.Plugin.Packaging.Trust;
using Codex.Plugin.Tests.Feeds;
using Codex.Plugin.Tests.Helpers;
using Codex.Plugin.Text;

namespace Codex.Plugin.Tests.Trust;

/// <summary>Vulnerable plugins are found before they are installed.</summary>
[TestClass]
public sealed class VulnerablePluginTests
{
    private const string Advisory = "https://advisories.example/CVE-2026-1";

    private DirectoryInfo _folder = null!;

    [TestInitialize]
    public void CreateFolder() => _folder = Directory.CreateTempSubdirectory("codex-vulnerable-");

    [TestCleanup]
    public void DeleteFolder() => _folder.Delete(recursive: true);

    [TestMethod]
    public void VersionThatAnAuditSourceNamesIsFound()
    {
        using var feed = new StaticFeed().WithVulnerability("Contoso.Review", "(, 1.1.0)", 3, Advisory);
        Config($"""<auditSources><clear /><add key="audit" value="{feed.Address}" allowInsecureConnections="true" /></auditSources>""");
        Finds(Find(), $"CXP8060: Contoso.Review 1.0.0 has a known vulnerability of critical severity, {Advisory}.");
    }

    [TestMethod]
    public void PackageSourcesAreAskedWhereThereAreNoAuditSources()
    {
        using var feed = new StaticFeed().WithVulnerability("contoso.review", "[1.0.0]", 0, Advisory);
        Config($"""<packageSources><clear /><add key="feed" value="{feed.Address}" allowInsecureConnections="true" /></packageSources>""");
        Finds(Find(), $"CXP8060: Contoso.Review 1.0.0 has a known vulnerability of low severity, {Advisory}.");
        Finds(Find(sources: [feed.Address]), $"CXP8060: Contoso.Review 1.0.0 has a known vulnerability of low severity, {Advisory}.");
    }

    [TestMethod]
    public void WhatTheRestoreFoundIsFound()
    {
        Config("<packageSources><clear /></packageSources>");
        string logs = $$"""
            [ { "code": "NU1903", "level": "Warning", "message": "Package 'Contoso.Review' 1.0.0 has a known high severity vulnerability, {{Advisory}}", "libraryId": "Contoso.Review" },
              { "code": "NU1903", "level": "Warning", "message": "Package 'Newtonsoft.Json' 1.0.0 has one, https://x.example/1", "libraryId": "Newtonsoft.Json" },
              { "code": "NU1603", "level": "Warning", "message": "https://x.example/2", "libraryId": "Contoso.Review" } ]
            """;
        Finds(Find(logs), $"CXP8060: Contoso.Review 1.0.0 has a known vulnerability of high severity, {Advisory}.");
        Finds(Find(logs, suppressed: [Advisory]));
        Finds(Find(logs, level: "critical"));
        Assert.HasCount(1, Find(logs, level: "High"));
    }

    [TestMethod]
    public void OtherVersionsSuppressedAdvisoriesAndLowerLevelsAreNot()
    {
        using var feed = new StaticFeed().WithVulnerability("Contoso.Review", "[1.0.0]", 1, Advisory);
        Config($"""<packageSources><clear /><add key="feed" value="{feed.Address}" allowInsecureConnections="true" /></packageSources>""");
        Assert.HasCount(1, Find(level: "moderate"));
        Finds(Find(level: "high"));
        Finds(Find(suppressed: [Advisory]));
        Finds(Find(version: "1.0.1"));
    }

    [TestMethod]
    public void PluginThatNobodyGetsIsTakenAwayByInstall()
    {
        using var feed = new StaticFeed().WithVulnerability("Contoso.Review", "[1.0.0]", 3, Advisory);
        Config($"""<packageSources><clear /><add key="feed" value="{feed.Address}" allowInsecureConnections="true" /></packageSources>""");
        Finds(Find(policy: InstallationPolicy.NotAvailable));
        Finds(Find(sha512: ""));
    }

    [TestMethod]
    public void SourceThatDoesNotAnswerIsAWarning()
    {
        var feed = new StaticFeed();
        Config($"""<packageSources><clear /><add key="down" value="{feed.Address}" allowInsecureConnections="true" /></packageSources>""");
        feed.Dispose();
        IReadOnlyList<Diagnostic> found = Find();
        Assert.HasCount(1, found);
        Assert.StartsWith("plugins.csproj: warning CXP8061: The source 'down' could not be asked for vulnerabilities: ", found[0].ToString());

        using var half = new StaticFeed().WithVulnerability("Contoso.Review", "[1.0.0]", 3, Advisory).Answer("base.json", "{ damaged");
        Config($"""<packageSources><clear /><add key="half" value="{half.Address}" allowInsecureConnections="true" /></packageSources>""");
        Assert.AreEqual("CXP8061", Find().Single().Descriptor.Id);
        Config("<packageSources");
        Assert.Contains("'nuget.config'", Find().Single().Message);
    }

    [TestMethod]
    public void SourceWithoutSuchDataIsNothing()
    {
        using var feed = new StaticFeed().WithRegistration("Contoso.Review", ("1.0.0", "2026-01-01T00:00:00Z"));
        Config($"""<packageSources><clear /><add key="feed" value="{feed.Address}" allowInsecureConnections="true" /><add key="folder" value="{_folder.FullName}" /></packageSources>""");
        Finds(Find());
    }

    private void Config(string sources) => File.WriteAllText(Path.Combine(_folder.FullName, "nuget.config"), $"<configuration>{sources}</configuration>");

    private IReadOnlyList<Diagnostic> Find(
        string logs = "[]", string version = "1.0.0", string? level = null, string[]? suppressed = null, InstallationPolicy policy = InstallationPolicy.Available, string sha512 = "x", string[]? sources = null)
    {
        string record = Path.Combine(_folder.FullName, MarketplaceRecord.File);
        Directory.CreateDirectory(Path.GetDirectoryName(record)!);
        File.WriteAllBytes(record, new MarketplaceRecord([], new Dictionary<string, RecordedProject>
        {
            ["plugins.csproj"] = new([new RecordedPlugin("contoso-review", version, "Contoso.Review", version, new PluginPolicy { Installation = policy }, []) { Sha512 = sha512 }]),
        }).ToBytes());
        string assets = Path.Combine(_folder.FullName, "project.assets.json");
        File.WriteAllText(assets, $$"""{ "project": { "restore": { "sources": { {{string.Join(", ", (sources ?? []).Select(static source => $"\"{source}\": {{}}"))}} } } }, "logs": {{logs}} }""");
        return new VulnerablePlugins(new NuGetConfig(_folder.FullName), assets, new Location("plugins.csproj")) { Suppressed = suppressed ?? [], Level = level }
            .FindAsync(_folder.FullName, CancellationToken.None).GetAwaiter().GetResult();
    }

    private static void Finds(IReadOnlyList<Diagnostic> found, params string[] expected) =>
        TextAssert.AreLines(found.Select(static diagnostic => $"{diagnostic.Descriptor.Id}: {diagnostic.Message[..(diagnostic.Message.IndexOf(". ", StringComparison.Ordinal) + 1)]}"), expected);
}
