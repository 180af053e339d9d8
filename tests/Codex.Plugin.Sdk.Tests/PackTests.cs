using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Codex.Plugin.Sdk.Tests.Infrastructure;

namespace Codex.Plugin.Sdk.Tests;

[TestClass]
public sealed class PackTests : EndToEndTest
{
    private const string Package = "bin/Release/Contoso.Hello.1.0.0.nupkg";

    [TestMethod]
    public async Task PackageHoldsThePluginAndWhatNuGetShows()
    {
        var folder = CreateFolder(Hello).Write("""
            #file Contoso.Hello.cxproj
            <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION">
              <PropertyGroup>
                <Authors>Contoso</Authors>
                <Description>Says hello to everyone.</Description>
                <PackageIcon>icon.png</PackageIcon>
                <PackageLicenseExpression>MIT</PackageLicenseExpression>
                <RepositoryUrl>https://git.contoso.example/hello</RepositoryUrl>
                <RepositoryType>git</RepositoryType>
              </PropertyGroup>
              <ItemGroup>
                <None Include="icon.png" Pack="true" PackagePath="/" />
              </ItemGroup>
            </Project>
            #file README.md
            # Hello
            #file skills/hello/scripts/run.sh
            #!/bin/sh
            echo hello
            """);
        folder.WriteBytes("icon.png", File.ReadAllBytes(Repository.PathOf("docs", "icon.png")));

        (await folder.RunAsync("pack")).Succeeded();

        var package = TestPackage.Open(folder.PathOf(Package));
        AssertList(package.Files, "README.md", "codexplugin.json", "icon.png",
            "plugin/.codex-plugin/plugin.json", "plugin/skills/hello/SKILL.md", "plugin/skills/hello/scripts/run.sh");
        AssertList(package.PackageTypes, "CodexPlugin");
        Assert.AreEqual("README.md", package.Value("readme"));
        Assert.AreEqual("icon.png", package.Value("icon"));
        Assert.AreEqual("MIT", package.Value("license"));
        Assert.AreEqual("Says hello to everyone.", package.Value("description"));
        foreach (var path in folder.List("bin/Release/plugin"))
        {
            CollectionAssert.AreEqual(File.ReadAllBytes(folder.PathOf($"bin/Release/plugin/{path}")), package.Entries["plugin/" + path], path);
        }
    }

    [TestMethod]
    public async Task PackageSaysWhatItHolds()
    {
        var folder = CreateFolder(Hello + """

            #file skills/hello/scripts/run.sh
            #!/bin/sh
            echo hello
            #file mcp/tickets.json
            { "url": "https://tickets.contoso.example/mcp" }
            """);

        (await folder.RunAsync("pack")).Succeeded();

        var package = TestPackage.Open(folder.PathOf(Package));
        var manifest = JsonNode.Parse(package.Text("codexplugin.json"))!;
        Assert.AreEqual("contoso-hello", (string?)manifest["name"]);
        Assert.AreEqual("1.0.0", (string?)manifest["version"]);
        Assert.Contains("tickets.contoso.example", manifest["capabilities"]!.ToJsonString());
        var expected = package.Entries.Where(entry => entry.Key.StartsWith("plugin/", StringComparison.Ordinal))
            .Select(entry => $"{entry.Key["plugin/".Length..]} {entry.Value.Length} {Convert.ToHexStringLower(SHA256.HashData(entry.Value))} {entry.Key.EndsWith(".sh", StringComparison.Ordinal)}");
        var actual = manifest["files"]!.AsArray().Select(file => $"{file!["path"]} {file["size"]} {file["sha256"]} {(bool?)file["executable"] ?? false}");
        AssertList(actual.Order(StringComparer.Ordinal), [.. expected.Order(StringComparer.Ordinal)]);
    }

    [TestMethod]
    public async Task SameSourcesGiveTheSameBytes()
    {
        const string Sources = Hello + """

            #file README.md
            # Hello
            #file skills/hello/scripts/run.sh
            #!/bin/sh
            echo hello
            #file skills/hello/references/a.md
            a
            """;
        var plain = CreateFolder(Sources);
        var cloned = CreateFolder(Sources);
        await GitAsync(cloned, "init", "-q");
        await GitAsync(cloned, "remote", "add", "origin", "https://git.contoso.example/hello.git");
        await GitAsync(cloned, "add", ".");
        await GitAsync(cloned, "-c", "user.name=a", "-c", "user.email=a@contoso.example", "commit", "-q", "-m", "first");
        cloned.With("TZ", "Asia/Tokyo").With("LC_ALL", "tr_TR.UTF-8").With("LANG", "tr_TR.UTF-8");
        foreach (var file in cloned.List("skills"))
        {
            File.SetLastWriteTimeUtc(cloned.PathOf("skills/" + file), new DateTime(2011, 2, 3, 4, 5, 6, DateTimeKind.Utc));
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(cloned.PathOf("skills/" + file), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }

        (await plain.RunAsync("pack")).Succeeded();
        (await cloned.RunAsync("pack")).Succeeded();

        CollectionAssert.AreEqual(File.ReadAllBytes(plain.PathOf(Package)), File.ReadAllBytes(cloned.PathOf(Package)), Differences(plain, cloned));
    }

    [TestMethod]
    public async Task RepositoryIsPublishedWhenAskedFor()
    {
        var folder = CreateFolder(Hello);
        await GitAsync(folder, "init", "-q");
        await GitAsync(folder, "remote", "add", "origin", "https://git.contoso.example/hello.git");
        await GitAsync(folder, "add", ".");
        await GitAsync(folder, "-c", "user.name=a", "-c", "user.email=a@contoso.example", "commit", "-q", "-m", "first");

        (await folder.RunAsync("pack", "-p:RepositoryUrl=https://git.contoso.example/hello", "-p:RepositoryType=git")).Succeeded();

        var repository = TestPackage.Open(folder.PathOf(Package)).Metadata.Elements().Single(element => element.Name.LocalName == "repository");
        Assert.AreEqual("https://git.contoso.example/hello", (string?)repository.Attribute("url"));
        Assert.AreEqual(40, ((string?)repository.Attribute("commit"))?.Length);
    }

    [TestMethod]
    public async Task SourceDateEpochWins()
    {
        var folder = CreateFolder(Hello).With("SOURCE_DATE_EPOCH", "1700000000");
        (await folder.RunAsync("pack")).Succeeded();
        Assert.IsTrue(TestPackage.Open(folder.PathOf(Package)).Times.TrueForAll(time => time.Year == 2023), "the time of SOURCE_DATE_EPOCH");

        // Before the first time that a zip can hold.
        folder.With("SOURCE_DATE_EPOCH", "0");
        (await folder.RunAsync("pack", "-o", "out")).Succeeded();
        Assert.IsTrue(TestPackage.Open(folder.PathOf("out/Contoso.Hello.1.0.0.nupkg")).Times.TrueForAll(time => time.Year == 1980), "the first time of a zip");
    }

    [TestMethod]
    [DataRow("<None Include=\"x.targets\" Pack=\"true\" PackagePath=\"build/Contoso.Hello.targets\" />")]
    [DataRow("<None Include=\"x.targets\" Pack=\"true\" PackagePath=\"buildTransitive\\\" />")]
    [DataRow("<None Include=\"x.targets\" Pack=\"true\" PackagePath=\"docs/;tools/\" />")]
    [DataRow("<None Include=\"x.targets\" Pack=\"true\" PackagePath=\"./Lib/netstandard2.0\" />")]
    [DataRow("<Content Include=\"x.targets\" Pack=\"true\" />")]
    [DataRow("<Content Include=\"x.targets\" Pack=\"true\" PackagePath=\"analyzers/dotnet/cs/\" />")]
    [DataRow("<None Include=\"x.targets\" Pack=\"true\" PackagePath=\"docs/../build/\" />")]
    public async Task WhatWouldExecuteIsNotPacked(string item)
    {
        var folder = CreateFolder(Hello).Write($"""
            #file Contoso.Hello.cxproj
            <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION">
              <ItemGroup>
                {item}
              </ItemGroup>
            </Project>
            #file x.targets
            <Project />
            """);

        (await folder.RunAsync("pack")).FailedWith("CXP6003");

        Assert.IsFalse(folder.Exists(Package));
    }

    [TestMethod]
    public async Task PackWithoutBuildPacksWhatWasBuilt()
    {
        var folder = CreateFolder(Hello);
        (await folder.RunAsync("restore")).Succeeded();
        (await folder.RunAsync("pack", "--no-build")).FailedWith("CXP6006");
        Assert.IsFalse(folder.Exists(Package));

        (await folder.RunAsync("build", "-c", "Release")).Succeeded();
        (await folder.RunAsync("pack", "--no-build")).Succeeded();
        Assert.Contains("plugin/skills/hello/SKILL.md", TestPackage.Open(folder.PathOf(Package)).Files);
    }

    [TestMethod]
    public async Task DeletedSkillLeavesTheNextPackage()
    {
        var folder = CreateFolder(Hello + Skill("second"));
        (await folder.RunAsync("pack")).Succeeded();

        folder.Delete("skills/second");
        (await folder.RunAsync("pack")).Succeeded();

        AssertList(TestPackage.Open(folder.PathOf(Package)).Files, "codexplugin.json", "plugin/.codex-plugin/plugin.json", "plugin/skills/hello/SKILL.md");
        Assert.DoesNotContain("second", TestPackage.Open(folder.PathOf(Package)).Text("codexplugin.json"));
    }

    [TestMethod]
    public async Task SecondPackGivesTheSamePackage()
    {
        var folder = CreateFolder(Hello);
        (await folder.RunAsync("pack")).Succeeded();
        var first = File.ReadAllBytes(folder.PathOf(Package));
        var plugin = folder.Snapshot("bin/Release/plugin");

        (await folder.RunAsync("pack")).Succeeded();

        CollectionAssert.AreEqual(first, File.ReadAllBytes(folder.PathOf(Package)));
        AssertSame(plugin, folder.Snapshot("bin/Release/plugin"));
    }

    [TestMethod]
    public async Task OddFileNamesSurvivePackAndRestore()
    {
        string[] names =
        [
            "with space.md", "ünï.md", "日本.txt", "a+b.md", "a#b.md", "a&b.md", "a@b.md", "$(x).md", "[x].md", "(x).md", "it's.md", "~x.md", "a,b.md", "a=b.md", "a!b.md",
            "{x}.md", "^x`.md", "100%.md", "LICENSE", "Makefile", ".hidden", ".config/settings", "folder.with.dots/file", "folder with space/a b", "a--b.md", "emoji😀.md",
            "build/x.targets", "lib/y.dll", "tools/run", "package/z.txt", "empty",
        ];
        var folder = CreateFolderWithPackages(Hello);
        foreach (var name in names)
        {
            folder.WriteBytes($"skills/hello/{name}", name == "empty" ? [] : Encoding.UTF8.GetBytes($"{name}\r\n\0"));
        }

        // The texts hold a byte that is 0, which is another matter (CXP8009).
        (await folder.RunAsync("pack", "-o", folder.Feed, "-p:NoWarn=CXP8009")).Succeeded();
        var consumer = folder.Write("""
            #file consumer/App.cxproj
            <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION">
              <ItemGroup>
                <PackageReference Include="Contoso.Hello" Version="1.0.0" />
              </ItemGroup>
            </Project>
            #file consumer/skills/app/SKILL.md
            ---
            name: app
            description: Uses hello.
            ---
            """);
        (await consumer.RunInAsync("consumer", "build")).Succeeded();

        var restored = Path.Combine(folder.PackagesFolder, "contoso.hello", "1.0.0", "plugin");
        AssertList(TestFolder.ListFiles(restored), [.. folder.List("bin/Release/plugin")]);
        foreach (var name in names)
        {
            CollectionAssert.AreEqual(File.ReadAllBytes(folder.PathOf($"skills/hello/{name}")), File.ReadAllBytes(Path.Combine(restored, "skills/hello", name)), name);
        }

        (await folder.RunInAsync("consumer", "msbuild", "-t:LayOutMarketplace", "-p:NoWarn=CXP8009")).Succeeded();
        AssertList(folder.List("consumer/bin/Debug/marketplace/plugins/contoso-hello"), [.. folder.List("bin/Release/plugin")]);
    }

    [TestMethod]
    [DataRow("scripts/run.ps1")]
    [DataRow("tools/install.ps1")]
    [DataRow("tools/web.config.transform")]
    public async Task ScriptsOfSkillsAreNotTakenForThoseOfNuGet(string name)
    {
        var folder = CreateFolder(Hello).WriteBytes($"skills/hello/{name}", "text"u8);

        (await folder.RunAsync("pack", "-p:TreatWarningsAsErrors=true")).Succeeded();
    }

    [TestMethod]
    [DataRow("p%20ct.md")]
    [DataRow("_rels/x.md")]
    [DataRow("[Content_Types].xml")]
    [DataRow("x.psmdcp")]
    [DataRow("x.nuspec")]
    [DataRow("semi;colon.md")]
    [DataRow("back\\slash.md")]
    [DataRow("colon:x.md")]
    [DataRow("dot.")]
    [DataRow("con.md")]
    public async Task NamesThatDoNotTravelAreErrors(string name)
    {
        var folder = CreateFolder(Hello).WriteBytes($"skills/hello/{name}", "text"u8);

        var build = await folder.RunAsync("build");

        build.FailedWith("CXP6001");
        Assert.IsFalse(folder.Exists("bin/Debug/plugin"));
    }

    [TestMethod]
    public async Task DescriptionReadmeAndIdHaveDefaults()
    {
        var folder = CreateFolder(Hello);
        File.Move(folder.PathOf("Contoso.Hello.cxproj"), folder.PathOf("Contoso.Foo_Bar 2.cxproj"));

        (await folder.RunAsync("pack")).Succeeded();

        var package = TestPackage.Open(folder.PathOf("bin/Release/Contoso.Foo_Bar-2.1.0.0.nupkg"));
        Assert.AreEqual("Contoso.Foo_Bar-2", package.Value("id"));
        Assert.DoesNotContain("Package Description", package.Value("description")!);
        Assert.AreEqual("contoso-foo-bar-2", (string?)folder.ReadJson("bin/Release/plugin/.codex-plugin/plugin.json")["name"]);
    }

    private static async Task GitAsync(TestFolder folder, params string[] arguments)
    {
        var result = await ChildProcess.RunAsync(ChildProcess.Describe("git", arguments, folder.Folder), TimeSpan.FromMinutes(1));
        Assert.AreEqual(0, result.ExitCode, result.StandardError);
    }

    private static string Differences(TestFolder one, TestFolder other)
    {
        var first = TestPackage.Open(one.PathOf(Package));
        var second = TestPackage.Open(other.PathOf(Package));
        return string.Join('\n', first.Entries.Keys.Union(second.Entries.Keys)
            .Where(path => !first.Entries.TryGetValue(path, out var a) || !second.Entries.TryGetValue(path, out var b) || !a.AsSpan().SequenceEqual(b))
            .Select(path => $"{path}:\n{(first.Entries.ContainsKey(path) ? first.Text(path) : "none")}\n{(second.Entries.ContainsKey(path) ? second.Text(path) : "none")}"));
    }
}
