using System.Text;
using System.Text.Json;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Packaging;
using Codex.Plugin.Packaging.Capabilities;
using Codex.Plugin.Tests.Helpers;
using Codex.Plugin.Text;

namespace Codex.Plugin.Tests.Packaging;

[TestClass]
public sealed class PackagingTests
{
    [TestMethod]
    [DataRow("1.2.3", "1.2.3")]
    [DataRow("1.2", "1.2.0")]
    [DataRow("1", "1.0.0")]
    [DataRow("1.2.3.0", "1.2.3")]
    [DataRow("1.2.3.4", "1.2.3.4")]
    [DataRow("01.002.3", "1.2.3")]
    [DataRow("1.2.0-beta.1", "1.2.0-beta.1")]
    [DataRow("1.2.0-Beta", "1.2.0-Beta")]
    [DataRow("1.2.0+sha.5", "1.2.0")]
    [DataRow("1.2.0-rc.1+sha.5", "1.2.0-rc.1")]
    [DataRow("", null)]
    [DataRow(null, null)]
    [DataRow("x", null)]
    [DataRow("1.x", null)]
    [DataRow("v1.0.0", null)]
    [DataRow("1.0.0-", null)]
    [DataRow("1.0.0-a_b", null)]
    [DataRow("-1.0.0", null)]
    [DataRow("1.2.3.4.5", null)]
    [DataRow("99999999999.0.0", null)]
    [DataRow(" 1.0.0\n", "1.0.0")]
    public void VersionIsNormalized(string? version, string? expected) => Assert.AreEqual(expected, PackageVersions.Normalize(version));

    // CXP6003: the author's side; the task asks this for every file that a project packs.
    [TestMethod]
    [DataRow("build", true)]
    [DataRow("build/Contoso.targets", true)]
    [DataRow(@"build\Contoso.targets", true)]
    [DataRow("/build/x", true)]
    [DataRow("./build/x", true)]
    [DataRow(".//build/x", true)]
    [DataRow("plugin/../build/x", true)]
    [DataRow("BuildTransitive/net10.0/x.props", true)]
    [DataRow("buildMultiTargeting/x", true)]
    [DataRow("lib/netstandard2.0/_._", true)]
    [DataRow("ref/x.dll", true)]
    [DataRow("runtimes/linux-x64/native/x.so", true)]
    [DataRow("tools/init.ps1", true)]
    [DataRow("analyzers/dotnet/cs/x.dll", true)]
    [DataRow("content/x", true)]
    [DataRow("contentFiles/any/any/x.cs", true)]
    [DataRow("embed/x", true)]
    [DataRow("plugin/build/x.targets", false)]
    [DataRow("plugin/skills/lib/SKILL.md", false)]
    [DataRow("codexplugin.json", false)]
    [DataRow("README.md", false)]
    [DataRow("builds/x", false)]
    [DataRow("library/x", false)]
    [DataRow("", false)]
    [DataRow("/", false)]
    public void PlacesThatExecuteAreKnown(string packagePath, bool expected) => Assert.AreEqual(expected, PluginPackageFormat.IsExecuting(packagePath));

    [TestMethod]
    public void ManifestSurvivesTheWayToAFileAndBack()
    {
        using PluginFolder folder = Rich();
        PackageManifest manifest = PackageManifest.Describe(folder.OutputFolder);
        byte[] bytes = manifest.ToBytes();
        folder.Write("codexplugin.json", bytes);

        PackageManifest loaded = PackageManifest.Load(folder.FullPath("codexplugin.json"));

        Assert.AreEqual(manifest.Name, loaded.Name);
        Assert.AreEqual(manifest.Version, loaded.Version);
        CollectionAssert.AreEqual(manifest.Files.ToArray(), loaded.Files.ToArray());
        CollectionAssert.AreEqual(bytes, loaded.ToBytes());
        CollectionAssert.AreEqual(bytes, PackageManifest.Describe(folder.OutputFolder).ToBytes());
    }

    [TestMethod]
    public void ManifestListsEveryFileInOrder()
    {
        using PluginFolder folder = Rich();
        PackageManifest manifest = PackageManifest.Describe(folder.OutputFolder);
        TextAssert.AreLines(manifest.Files.Select(static file => file.Path), [.. folder.OutputFiles()]);
        PackageFileEntry script = manifest.Files.Single(static file => file.Path == "skills/review/run.sh");
        Assert.AreEqual(new PackageFileEntry("skills/review/run.sh", 10, "a8076d3d28d21e02012b20eaf7dbf75409a6277134439025f282e368e3305abf", Executable: true), script);
    }

    [TestMethod]
    public void CapabilitiesSayWhatAPluginBrings()
    {
        using PluginFolder folder = Rich();
        PackageManifest manifest = PackageManifest.Describe(folder.OutputFolder);
        TextAssert.AreLines(CapabilityDifference.Describe(manifest.Capabilities),
            "adds the hook SessionStart that runs './hooks/note.sh'",
            "adds the hook Stop that runs 'echo'",
            "adds the MCP server 'docs', which is remote (https://docs.contoso.com/mcp)",
            "adds the MCP server 'local', which runs the plugin's own 'node ./server/index.js'; it has env.MODE: secret",
            "adds the MCP server 'more', which is remote (http://docs.contoso.com:8080/); it has http_headers.X: secret",
            "adds the app 'github' (connector_1)",
            "adds the code server/index.js (JavaScript)",
            "adds the code skills/review/check.PY (Python)",
            "adds the code skills/review/run.sh (Shell)",
            "adds the skill 'other' (skills/other), which the model may use by itself",
            "adds the skill 'review' (skills/review), which the model may use by itself",
            "names the host docs.contoso.com");
    }

    [TestMethod]
    public void PluginWithoutAPartSaysNothingOfIt()
    {
        using PluginFolder folder = PluginFolder.WithSkill();
        folder.Compile().HasOnly();
        const string Expected =
            """
            {
              "skills": [
                {
                  "path": "skills/review",
                  "name": "review"
                }
              ]
            }

            """;
        Assert.AreEqual(Expected, Encoding.UTF8.GetString(CapabilityJson.ToBytes(PackageManifest.Describe(folder.OutputFolder).Capabilities)));
    }

    // CXP6006: the task reports it for these two exceptions.
    [TestMethod]
    public void FolderWithoutPluginIsNotDescribed()
    {
        using var folder = new PluginFolder();
        Assert.ThrowsExactly<DirectoryNotFoundException>(() => PackageManifest.Describe(folder.FullPath("bin/Release/plugin")));
        folder.Write("bin/Release/plugin/skills/review/SKILL.md", PluginFolder.ValidSkill);
        Assert.ThrowsExactly<JsonException>(() => PackageManifest.Describe(folder.FullPath("bin/Release/plugin")));

        string message = Diagnostic.Create(DiagnosticDescriptors.PluginNotBuilt, new Location("a.cxproj"), "bin/Release/plugin").Message;
        Assert.Contains("bin/Release/plugin", message);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("{")]
    [DataRow("null")]
    [DataRow("[]")]
    [DataRow("1")]
    [DataRow("{}")]
    [DataRow("{\"format\":2,\"name\":\"a\",\"version\":\"1.0.0\",\"capabilities\":{},\"files\":[]}")]
    [DataRow("{\"format\":\"1\",\"name\":\"a\",\"version\":\"1.0.0\",\"capabilities\":{},\"files\":[]}")]
    [DataRow("{\"format\":1.5,\"name\":\"a\",\"version\":\"1.0.0\",\"capabilities\":{},\"files\":[]}")]
    [DataRow("{\"format\":1,\"name\":null,\"version\":\"1.0.0\",\"capabilities\":{},\"files\":[]}")]
    [DataRow("{\"format\":1,\"name\":1,\"version\":\"1.0.0\",\"capabilities\":{},\"files\":[]}")]
    [DataRow("{\"format\":1,\"name\":\"a\",\"version\":\"1.0.0\",\"capabilities\":[],\"files\":[]}")]
    [DataRow("{\"format\":1,\"name\":\"a\",\"version\":\"1.0.0\",\"files\":[]}")]
    [DataRow("{\"format\":1,\"name\":\"a\",\"version\":\"1.0.0\",\"capabilities\":{},\"files\":[{}]}")]
    [DataRow("{\"format\":1,\"name\":\"a\",\"version\":\"1.0.0\",\"capabilities\":{},\"files\":[null]}")]
    [DataRow("{\"format\":1,\"name\":\"a\",\"version\":\"1.0.0\",\"capabilities\":{},\"files\":[{\"path\":null,\"size\":1,\"sha256\":\"\"}]}")]
    [DataRow("{\"format\":1,\"name\":\"a\",\"version\":\"1.0.0\",\"capabilities\":{},\"files\":{}}")]
    [DataRow("{\"format\":1,\"format\":1,\"name\":\"a\",\"version\":\"1.0.0\",\"capabilities\":{},\"files\":[]}")]
    public void ManifestThatIsNoneIsRefused(string text)
    {
        using var folder = new PluginFolder();
        folder.Write("codexplugin.json", text);
        Assert.Throws<JsonException>(() => PackageManifest.Load(folder.FullPath("codexplugin.json")));
    }

    private static PluginFolder Rich()
    {
        PluginFolder folder = PluginFolder.Of(
            """
            #skill
            #file skills/review/run.sh
            #!/bin/sh
            #file skills/review/check.PY
            print()
            #file skills/other/SKILL.md
            ---
            name: other
            description: d
            ---
            #file mcp/docs.json
            {"url":"https://docs.contoso.com/mcp"}
            #file mcp/more.json
            {"url":"http://docs.contoso.com:8080/","http_headers":{"X":"secret"}}
            #file mcp/local.json
            {"command":"node","args":["./server/index.js"],"env":{"MODE":"secret"}}
            #file apps/github.json
            {"id":"connector_1"}
            #file hooks/hooks.json
            {"hooks":{"SessionStart":[{"hooks":[{"type":"command","command":"./hooks/note.sh"}]}],"Stop":[{"matcher":"*","hooks":[{"type":"command","command":"echo"}]}]}}
            #file server/index.js
            #file Contoso.Review.cxproj
            <Project><ItemGroup><PluginFile Include="server/index.js" /></ItemGroup></Project>
            """);
        folder.Compile().HasOnly("CXP4011 hooks/hooks.json");
        return folder;
    }

    [TestMethod]
    [DataRow("Contoso.Review", true)]
    [DataRow("a-b.c_d", true)]
    [DataRow("_a", true)]
    [DataRow("Ünïcode", true)]
    [DataRow("", false)]
    [DataRow(null, false)]
    [DataRow("Contoso..Review", false)]
    [DataRow("Contoso.", false)]
    [DataRow("-a", false)]
    [DataRow("a b", false)]
    [DataRow("a+b", false)]
    public void PackageIdsAreThoseOfNuGet(string? id, bool accepted) => Assert.AreEqual(accepted, PackageIds.IsAccepted(id));

    [TestMethod]
    public void PackageIdHasALimit()
    {
        Assert.IsTrue(PackageIds.IsAccepted(new string('a', 100)));
        Assert.IsFalse(PackageIds.IsAccepted(new string('a', 101)));
    }

    // CXP1010
    [TestMethod]
    public void IdThatNuGetDoesNotAcceptIsFound()
    {
        using PluginFolder folder = PluginFolder.WithSkill();
        folder.Compile(static project => project with { RefusedPackageId = "Contoso..Review" }).HasOnly("CXP1010 Contoso.Review.cxproj");
        folder.Compile().HasOnly();
    }
}
