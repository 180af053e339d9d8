using System.IO.Compression;
using System.Text;
using Codex.Plugin.Sdk.Tests.Infrastructure;

namespace Codex.Plugin.Sdk.Tests;

/// <summary>What changes about a plugin between two builds of a marketplace ends in an error before anything is laid out, until somebody agrees.</summary>
[TestClass]
public sealed class TrustTests : EndToEndTest
{
    private const string Approvals = "market/plugins.approved.json";
    private const string RemoteServer = """<McpServer Include="docs" Url="https://docs.contoso.com/mcp" />""";
    private const string BundledServer = """<McpServer Include="docs" Command="node" Arguments="./docs.js" />""";

    [TestMethod]
    public async Task UpdateThatGainsSomethingNeedsConsent()
    {
        var folder = CreateFolderWithPackages();
        await PackAsync(folder, "1.0.0", RemoteServer);
        await PackAsync(folder, "1.1.0", RemoteServer, text: "Read it twice.");
        await PackAsync(folder, "1.2.0", RemoteServer + """<Hook Include="note" Event="SessionStart" Command="./hooks/note.sh" />""", text: "Read it twice.");
        await PackAsync(folder, "1.3.0", BundledServer, text: "Read it twice.");
        WriteMarket(folder, "1.0.0");

        // CI never begins it.
        (await BuildAsync(folder, "-p:ContinuousIntegrationBuild=true")).FailedWith("CXP8021");
        Assert.IsFalse(folder.Exists(Approvals));
        Assert.IsFalse(folder.Exists("market/bin/Debug/.agents"));

        (await BuildAsync(folder)).Succeeded().Says("plugins.approved.json is written and accepts:").Says("https://docs.contoso.com/mcp");
        string approved = folder.Read(Approvals);
        Assert.DoesNotContain(folder.Root, approved);
        Assert.DoesNotContain("1.0.0", approved);
        var before = folder.Snapshot("market");
        (await BuildAsync(folder, "--no-restore")).Succeeded().DoesNotSay("accepts");
        AssertSame(before, folder.Snapshot("market"));
        (await BuildAsync(folder, "-p:ContinuousIntegrationBuild=true")).Succeeded();

        // Another text is another version and no other power: bots raise it, and CI passes.
        WriteMarket(folder, "1.1.0");
        (await BuildAsync(folder, "-p:ContinuousIntegrationBuild=true")).Succeeded();
        Assert.AreEqual(approved, folder.Read(Approvals));
        var laidOut = folder.Snapshot("market/bin");

        WriteMarket(folder, "1.2.0");
        var refused = (await folder.RunInAsync("market", "restore")).FailedWith("CXP8020").Error("CXP8020");
        Assert.Contains("SessionStart", refused.Text);
        Assert.Contains("./hooks/note.sh", refused.Text);
        (await BuildAsync(folder)).FailedWith("CXP8020").Says("Contoso.Review 1.2.0").Says("-t:ApprovePlugins");
        (await BuildAsync(folder, "-t:ApprovePlugins", "-p:ContinuousIntegrationBuild=true")).FailedWith("CXP8025");
        AssertSame(laidOut, folder.Snapshot("market/bin"));
        Assert.AreEqual(approved, folder.Read(Approvals));

        (await BuildAsync(folder, "-t:ApprovePlugins")).Succeeded().Says("SessionStart");
        (await BuildAsync(folder, "-p:ContinuousIntegrationBuild=true")).Succeeded();
        Assert.IsTrue(folder.Exists("market/bin/Debug/plugins/contoso-review/hooks/note.sh"));
        laidOut = folder.Snapshot("market/bin");

        // A server that ran elsewhere runs here now.
        WriteMarket(folder, "1.3.0");
        var moved = (await BuildAsync(folder)).FailedWith("CXP8020").Error("CXP8020");
        Assert.Contains("was remote", moved.Text);
        Assert.Contains("./docs.js", moved.Text);
        AssertSame(laidOut, folder.Snapshot("market/bin"));

        // What is lost needs no consent, but the file follows, and CI does not write it.
        WriteMarket(folder, "1.1.0");
        (await BuildAsync(folder, "-p:ContinuousIntegrationBuild=true")).FailedWith("CXP8022");
        (await BuildAsync(folder)).Succeeded();
        Assert.AreEqual(approved, folder.Read(Approvals));

        // Another feed has the same package.
        string other = Directory.CreateDirectory(Path.Combine(folder.Root, "other")).FullName;
        File.Move(Path.Combine(folder.Feed, "Contoso.Review.1.1.0.nupkg"), Path.Combine(other, "Contoso.Review.1.1.0.nupkg"));
        folder.Write($"#file market/nuget.config\n<configuration><packageSources><add key=\"elsewhere\" value=\"{other}\" /></packageSources></configuration>");
        TestFolder.Delete(Path.Combine(folder.PackagesFolder, "contoso.review"));
        var elsewhere = (await BuildAsync(folder)).FailedWith("CXP8020").Error("CXP8020");
        Assert.Contains("now comes from the feed elsewhere", elsewhere.Text);
    }

    [TestMethod]
    public async Task WhatIsNotWhatWasReviewedIsNotLaidOut()
    {
        var folder = CreateFolderWithPackages();
        await PackAsync(folder, "1.0.0", RemoteServer);
        WriteMarket(folder, "1.0.0");
        (await BuildAsync(folder)).Succeeded();
        var laidOut = folder.Snapshot("market/bin");
        string package = Path.Combine(folder.PackagesFolder, "contoso.review/1.0.0");

        // Somebody edits what NuGet has extracted.
        string skill = Path.Combine(package, "plugin/skills/review/SKILL.md");
        string original = File.ReadAllText(skill);
        File.WriteAllText(skill, original.Replace("Read", "Burn", StringComparison.Ordinal));
        (await BuildAsync(folder)).FailedWith("CXP7003");
        AssertSame(laidOut, folder.Snapshot("market/bin"));
        File.WriteAllText(skill, original);
        (await BuildAsync(folder)).Succeeded();

        // A feed gives other bytes for the version that the lock file knows.
        string nupkg = Path.Combine(folder.Feed, "Contoso.Review.1.0.0.nupkg");
        byte[] published = File.ReadAllBytes(nupkg);
        Change(nupkg, "plugin/skills/review/SKILL.md", static text => text + "And more.\n");
        TestFolder.Delete(package);
        (await BuildAsync(folder)).Refuses("NU1403", "Contoso.Review.1.0.0");
        laidOut = folder.Snapshot("market/bin");

        // A package that lies about itself: the hash of each file is right, what it may do is not.
        File.WriteAllBytes(nupkg, published);
        Change(nupkg, "codexplugin.json", static text => text.Replace("\"mcpServers\"", "\"notServers\"", StringComparison.Ordinal));
        folder.Delete("market/packages.lock.json");
        TestFolder.Delete(package);
        Assert.AreNotEqual(0, (await BuildAsync(folder)).ExitCode);
        AssertSame(laidOut, folder.Snapshot("market/bin"));

        // A look-alike of a plugin that is there.
        File.WriteAllBytes(nupkg, published);
        TestFolder.Delete(package);
        await PackAsync(folder, "1.0.0", RemoteServer.Replace("docs", "docs2", StringComparison.Ordinal), id: "Contoso.Revievv");
        WriteMarket(folder, "1.0.0", """<PackageReference Include="Contoso.Revievv" Version="1.0.0" />""");
        var alike = (await BuildAsync(folder)).FailedWith("CXP8027").Error("CXP8027");
        Assert.Contains("Contoso.Review", alike.Text);
        Assert.Contains("Contoso.Revievv", alike.Text);
        AssertSame(laidOut, folder.Snapshot("market/bin"));
    }

    private static Task<DotnetResult> BuildAsync(TestFolder folder, params string[] arguments) => folder.RunInAsync("market", ["build", .. arguments]);

    private static void WriteMarket(TestFolder folder, string version, string more = "") => folder.Write($"""
        #file market/plugins.csproj
        <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION">
          <PropertyGroup>
            <OutputType>Marketplace</OutputType>
            <MarketplaceName>contoso</MarketplaceName>
            <RestorePackagesWithLockFile>true</RestorePackagesWithLockFile>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="Contoso.Review" Version="{version}" />
            {more}
          </ItemGroup>
        </Project>
        """);

    private static async Task PackAsync(TestFolder folder, string version, string items, string text = "Read the diff.", string id = "Contoso.Review")
    {
        folder.Write($"""
            #file {id}/{id}.cxproj
            <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION">
              <PropertyGroup>
                <Version>{version}</Version>
                <NoWarn>$(NoWarn);CXP4011</NoWarn>
              </PropertyGroup>
              <ItemGroup>
                {items}
              </ItemGroup>
            </Project>
            #file {id}/skills/review/SKILL.md
            ---
            name: review
            description: Reviews.
            ---
            {text}
            """);
        folder.Delete($"{id}/hooks", $"{id}/docs.js");
        if (items.Contains("note.sh", StringComparison.Ordinal))
        {
            folder.Write($"#file {id}/hooks/note.sh\n#!/bin/sh\necho note");
        }

        if (items.Contains("docs.js", StringComparison.Ordinal))
        {
            folder.Write($"#file {id}/docs.js\nconsole.error('docs');").Replace($"{id}/{id}.cxproj", "<McpServer", "<PluginFile Include=\"docs.js\" /><McpServer");
        }

        (await folder.RunInAsync(id, "pack", "-o", folder.Feed)).Succeeded();
    }

    private static void Change(string nupkg, string entry, Func<string, string> change)
    {
        using ZipArchive zip = ZipFile.Open(nupkg, ZipArchiveMode.Update);
        string text;
        using (var reader = new StreamReader(zip.GetEntry(entry)!.Open(), Encoding.UTF8))
        {
            text = reader.ReadToEnd();
        }

        zip.GetEntry(entry)!.Delete();
        using var writer = new StreamWriter(zip.CreateEntry(entry).Open());
        writer.Write(change(text));
    }
}
