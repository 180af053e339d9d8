using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Packaging.Capabilities;
using Codex.Plugin.Packaging.Inventory;
using Codex.Plugin.Packaging.Policies;
using Codex.Plugin.Packaging.Trust;
using Codex.Plugin.Tests.Helpers;
using Codex.Plugin.Tests.Shared;
using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Codex.Plugin.Tests.Inventory;

/// <summary>What <c>-t:PluginInventory</c> writes about plugins that were reviewed.</summary>
[TestClass]
public sealed class InventoryTests
{
    // The form of a token, and nobody's.
    private const string Token = "ghp_" + "R7kQ2mZx9LwT4vYb1NcD8sHf3GjP6aUe5oXi";

    private const string Metadata = """
        <title>Contoso Review</title>
        <authors>Contoso, Fabrikam</authors>
        <description>Reviews pull requests.</description>
        <license type="expression">MIT OR Apache-2.0</license>
        <projectUrl>https://contoso.com/review</projectUrl>
        <repository type="git" url="https://github.com/contoso/review" commit="0123456789abcdef" />
        <copyright>(c) Contoso</copyright>
        """;

    private static readonly MarkdownPipeline s_pipeline = new MarkdownPipelineBuilder().UsePipeTables().UseAutoLinks().Build();

    private static readonly PluginCapabilities s_everything = new()
    {
        Skills = [new SkillCapability("skills/review", "review", true), new SkillCapability("skills/ship", "ship", false)],
        Servers =
        [
            new ServerCapability("build", ServerKind.Package) { Command = "dotnet", Arguments = ["dnx", "Contoso.Build.Mcp@2.1.0", "--yes"], Package = "Contoso.Build.Mcp", PackageVersion = "2.1.0", Variables = ["CONTOSO_TOKEN"], ApprovalModes = ["default: approve"] },
            new ServerCapability("docs", ServerKind.Remote) { Url = "https://docs.contoso.com/mcp", Host = "docs.contoso.com" },
            new ServerCapability("files", ServerKind.Package) { Command = "npx", Arguments = ["-y", "@contoso/files@latest"], Package = "@contoso/files", PackageVersion = "latest" },
            new ServerCapability("own", ServerKind.Bundled) { Command = "node", Arguments = ["./server.js"] },
            new ServerCapability("git", ServerKind.Command) { Command = "git-mcp" },
        ],
        Hooks = [new HookCapability("PreToolUse", "command", "./check.sh") { Matcher = "Bash", WindowsAction = "check.cmd" }],
        Apps = [new AppCapability("github", "connector_0123")],
        Code = [new CodeCapability("check.sh", "Shell"), new CodeCapability("server.js", "JavaScript")],
        Hosts = ["docs.contoso.com"],
        Permissions = [new PermissionCapability("skills/review", "Bash(git:*)")],
    };

    private static readonly PackageSignatures s_signed = new(
        new PackageSigner("CN=Contoso, O=Contoso", new string('a', 64)),
        new PackageSigner("CN=Feed", new string('b', 64)) { Owners = ["contoso"], ServiceIndex = "https://nuget.contoso.com/v3/index.json" });

    private static InventoryScene CreateFull() => new InventoryScene()
        .Add("Contoso.Review", Metadata, static plugin => plugin with
        {
            Capabilities = s_everything,
            Signatures = s_signed,
            Plugin = plugin.Plugin with { Policy = new PluginPolicy { Installation = InstallationPolicy.InstalledByDefault, Products = ["CODEX"], Category = "Tools" } },
        })
        .Add("Contoso.Common", "<authors>Contoso</authors><description>Common.</description><license type=\"file\">LICENSE.txt</license>", static plugin => plugin with { Feed = new PackageFeed("local") }, "contoso-review", "contoso-local")
        .AddProject("contoso-local", """{"name":"contoso-local","version":"1.0.0","description":"Local.","author":{"name":"Contoso"},"license":"Contoso's own","interface":{"displayName":"Local things"}}""");

    [TestMethod]
    public void BomIsValidCycloneDx()
    {
        using InventoryScene full = CreateFull().Write();
        CycloneDxSchema.AssertValid(Repository.Root, Encoding.UTF8.GetBytes(full.Bom));

        using InventoryScene empty = new InventoryScene().Write();
        CycloneDxSchema.AssertValid(Repository.Root, Encoding.UTF8.GetBytes(empty.Bom));

        using InventoryScene hostile = CreateHostile().Write();
        CycloneDxSchema.AssertValid(Repository.Root, Encoding.UTF8.GetBytes(hostile.Bom));
    }

    [TestMethod]
    public void BomSaysWhatThePluginsAre()
    {
        using InventoryScene scene = CreateFull().Write();
        JsonNode bom = JsonNode.Parse(scene.Bom)!;

        Assert.AreEqual("marketplace:contoso", (string?)bom["metadata"]!["component"]!["bom-ref"]);
        JsonNode review = bom["components"]!.AsArray().Single(static component => (string?)component!["name"] == "Contoso.Review")!;
        Assert.AreEqual("pkg:nuget/Contoso.Review@1.2.0", (string?)review["purl"]);
        Assert.AreEqual("MIT OR Apache-2.0", (string?)review["licenses"]![0]!["expression"]);
        Assert.AreEqual("Contoso|Fabrikam", string.Join('|', review["authors"]!.AsArray().Select(static author => (string?)author!["name"])));
        Assert.MatchesRegex("^[0-9a-f]{128}$", (string)review["hashes"]![0]!["content"]!);
        TextAssert.AreLines(
            review["externalReferences"]!.AsArray().Select(static reference => $"{reference!["type"]} {reference["url"]}"),
            ["distribution https://nuget.contoso.com/v3/index.json", "vcs https://github.com/contoso/review", "website https://contoso.com/review"]);
        TextAssert.AreLines(
            review["properties"]!.AsArray().Select(static property => $"{property!["name"]} {property["value"]}".Replace("codex:plugin:", "", StringComparison.Ordinal)).Where(static line => !line.StartsWith("contentHash", StringComparison.Ordinal)),
            [
                "name contoso-review", "version 1.2.0", "title Contoso Review", "source package", "feed contoso", "direct true",
                "policy:installation INSTALLED_BY_DEFAULT", "policy:authentication ON_INSTALL", "policy:product CODEX", "policy:category Tools",
                "signed true",
                "signature:author CN=Contoso, O=Contoso", $"signature:author:fingerprint {new string('a', 64)}",
                "signature:repository CN=Feed", $"signature:repository:fingerprint {new string('b', 64)}",
                "signature:repository:serviceIndex https://nuget.contoso.com/v3/index.json", "signature:repository:owner contoso",
                "skill review: skills/review; the model may take it up by itself", "skill ship: skills/ship; only when it is asked for",
                "mcpServer build: package Contoso.Build.Mcp 2.1.0: dotnet dnx Contoso.Build.Mcp@2.1.0 --yes", "mcpServer:variable build: CONTOSO_TOKEN", "mcpServer:approval build: default: approve",
                "mcpServer docs: remote: https://docs.contoso.com/mcp",
                "mcpServer files: package @contoso/files latest: npx -y @contoso/files@latest",
                "mcpServer own: bundled: node ./server.js", "mcpServer git: command: git-mcp",
                "hook PreToolUse: command ./check.sh; on Windows check.cmd; for Bash", "app github: connector_0123",
                "code check.sh: Shell", "code server.js: JavaScript", "host docs.contoso.com", "permission skills/review: Bash(git:*)",
            ]);
        TextAssert.AreLines(
            bom["components"]!.AsArray().Skip(3).Select(static component => (string?)component!["purl"] ?? ""),
            ["pkg:npm/%40contoso/files", "pkg:nuget/Contoso.Build.Mcp@2.1.0"]);
        Assert.AreEqual("https://docs.contoso.com/mcp", (string?)bom["services"]![0]!["endpoints"]![0]);
        TextAssert.AreLines(
            bom["dependencies"]!.AsArray().Select(static dependency => $"{dependency!["ref"]}: {string.Join(' ', dependency["dependsOn"]?.AsArray().Select(static other => (string?)other) ?? [])}"),
            [
                "marketplace:contoso: pkg:nuget/Contoso.Review@1.2.0 plugin:contoso-local@1.0.0",
                "pkg:nuget/Contoso.Common@1.2.0: ",
                "plugin:contoso-local@1.0.0: pkg:nuget/Contoso.Common@1.2.0",
                "pkg:nuget/Contoso.Review@1.2.0: pkg:npm/%40contoso/files pkg:nuget/Contoso.Build.Mcp@2.1.0 pkg:nuget/Contoso.Common@1.2.0 service:contoso-review/docs",
            ]);
    }

    [TestMethod]
    public void ReportsSayWhatThePluginsAre()
    {
        using InventoryScene scene = CreateFull().Write();

        foreach (string expected in (ReadOnlySpan<string>)["Contoso Review", "INSTALLED_BY_DEFAULT", "CN=Contoso, O=Contoso", "MIT OR Apache-2.0", "approves its own tools", "LICENSE.txt in the package", "Local things", "./check.sh", "connector_0123"])
        {
            Assert.Contains(expected, scene.Html.Replace("&#39;", "'", StringComparison.Ordinal));
            Assert.Contains(expected, Markdown.ToPlainText(scene.Markdown, s_pipeline));
        }
    }

    [TestMethod]
    public void SameInputSameBytes()
    {
        using InventoryScene one = CreateFull().Write();
        using InventoryScene other = CreateFull().Write();
        using InventoryScene different = CreateFull().Add("Contoso.More", "<authors>a</authors><description>d</description>").Write();

        // Archives are zipped in another second, perhaps.
        Assert.AreEqual(WithoutHashes(one.Bom), WithoutHashes(other.Bom));
        Assert.AreNotEqual(Serial(one.Bom), Serial(different.Bom));
        Assert.DoesNotContain(Path.GetTempPath(), one.Bom + one.Markdown + one.Html);
        Assert.DoesNotContain("/home/me", one.Bom + one.Markdown + one.Html);
        Assert.DoesNotContain("timestamp", one.Bom);

        string bom = one.Bom;
        DateTime time = File.GetLastWriteTimeUtc(Path.Combine(one.Folder, PluginInventory.BomFile));
        one.Write();
        Assert.AreEqual(bom, one.Bom);
        Assert.AreEqual(time, File.GetLastWriteTimeUtc(Path.Combine(one.Folder, PluginInventory.BomFile)), "what says the same is not written again");
    }

    [TestMethod]
    public void NoSecretIsWritten()
    {
        using InventoryScene scene = new InventoryScene { Title = "Contoso " + Token }
            .Add("Contoso.Review", $"""
                <title>{Token}</title>
                <authors>{Token}</authors>
                <description>Use {Token} to log in.</description>
                <licenseUrl>https://contoso.com/license?token={Token}</licenseUrl>
                <projectUrl>https://user:{Token}@contoso.com/</projectUrl>
                <repository type="git" url="https://contoso:{Token}@github.com/contoso/review" />
                <copyright>{Token}</copyright>
                """, static plugin => plugin with
            {
                Feed = new PackageFeed(Token),
                Signatures = new PackageSignatures(new PackageSigner("CN=" + Token, new string('a', 64)), new PackageSigner("CN=Feed", new string('b', 64)) { Owners = [Token], ServiceIndex = "https://a/?" + Token }),
                Plugin = plugin.Plugin with { Policy = new PluginPolicy { Category = Token } },
                Capabilities = new PluginCapabilities
                {
                    Skills = [new SkillCapability("skills/" + Token, Token, true)],
                    Servers =
                    [
                        new ServerCapability("a", ServerKind.Command) { Command = "run", Arguments = ["--token", Token], Variables = [Token], ApprovalModes = [Token + ": approve"] },
                        new ServerCapability("b", ServerKind.Remote) { Url = "https://x:" + Token + "@contoso.com/?key=" + Token },
                        new ServerCapability("c", ServerKind.Remote) { Url = "https://contoso.com/" + Token },
                        new ServerCapability("d", ServerKind.Package) { Command = "npx", Package = "files", PackageVersion = Token, Arguments = [Token] },
                    ],
                    Hooks = [new HookCapability("Stop", "command", "curl -H " + Token) { Matcher = Token, WindowsAction = Token }],
                    Apps = [new AppCapability(Token, Token)],
                    Code = [new CodeCapability(Token, "Shell")],
                    Hosts = [Token],
                    Permissions = [new PermissionCapability(Token, Token)],
                },
            })
            .Write();

        foreach (string text in (ReadOnlySpan<string>)[scene.Bom, scene.Markdown, scene.Html])
        {
            Assert.DoesNotContain(Token, text);
            Assert.DoesNotContain("R7kQ2mZx9LwT4vYb1N", text.Replace("\\", "", StringComparison.Ordinal));
        }
    }

    [TestMethod]
    public void TextsOfPluginsStayTexts()
    {
        using InventoryScene scene = CreateHostile().Write();

        string[] tags = ["<!DOCTYPE", "</body", "</h1", "</h2", "</head", "</html", "</p", "</section", "</style", "</table", "</tbody", "</td", "</th", "</thead", "</title", "</tr", "<body", "<h1", "<h2", "<head", "<html", "<meta", "<p", "<section", "<style", "<table", "<tbody", "<td", "<th", "<thead", "<title", "<tr"];
        TextAssert.AreLines(Regex.Matches(scene.Html, "<[^>]*>").Select(static tag => Regex.Match(tag.Value, @"</?!?\w+").Value).Distinct().Order(StringComparer.Ordinal), [.. tags.Order(StringComparer.Ordinal)]);

        MarkdownDocument document = Render(scene.Markdown);
        TextAssert.AreLines(document.Descendants<Inline>().Where(static inline => inline is not (LiteralInline or ContainerInline { Parent: null } or HtmlEntityInline)).Select(static inline => $"{inline.GetType().Name} {inline}"));
        TextAssert.AreLines(document.Select(static block => block.GetType().Name).Distinct().Order(StringComparer.Ordinal), ["HeadingBlock", "ParagraphBlock", "Table"]);
        foreach (Table table in document.OfType<Table>())
        {
            Assert.AreEqual(1, table.Select(static row => ((TableRow)row).Count).Distinct().Count());
        }

        foreach (string text in (ReadOnlySpan<string>)[scene.Bom, scene.Markdown, scene.Html])
        {
            Assert.IsFalse(text.EnumerateRunes().Any(static rune => (Rune.IsControl(rune) && rune.Value != '\n') || rune.Value is 0x202E or 0x200B or 0xE0041), text);
            Assert.Contains("U+202E", text);
        }
    }

    [TestMethod]
    [DataRow("<license type=\"expression\">MIT</license>", "MIT", "{\"expression\":\"MIT\"}")]
    [DataRow("<license type=\"file\">LICENSE.md</license>", "LICENSE.md in the package", "{\"license\":{\"name\":\"LICENSE.md in the package\"}}")]
    [DataRow("<licenseUrl>https://contoso.com/license?a=b</licenseUrl>", "https://contoso.com/license?a=b", "{\"license\":{\"name\":\"https://contoso.com/license?a=b\",\"url\":\"https://contoso.com/license\"}}")]
    [DataRow("", "not stated", null)]
    public void LicencesOfEveryForm(string metadata, string shown, string? bom)
    {
        using InventoryScene scene = new InventoryScene().Add("Contoso.Review", "<authors>a</authors><description>d</description>" + metadata).Write();

        Assert.Contains($"<td>{shown}</td>", scene.Html);
        Assert.AreEqual(bom, JsonNode.Parse(scene.Bom)!["components"]![0]!["licenses"]?[0]!.ToJsonString());
    }

    [TestMethod]
    [DataRow("/usr/bin/dotnet", "Contoso.Mcp", "1.0.0", "pkg:nuget/Contoso.Mcp@1.0.0")]
    [DataRow("npx.cmd", "@contoso/mcp", "1.0.0-beta.1", "pkg:npm/%40contoso/mcp@1.0.0-beta.1")]
    [DataRow("npx", "mcp", "^1.0.0", "pkg:npm/mcp")]
    [DataRow("npx", "mcp", null, "pkg:npm/mcp")]
    [DataRow("uvx", "Contoso_Mcp", "1.0", "pkg:pypi/contoso-mcp@1.0")]
    [DataRow("docker", "contoso/mcp", "latest", "pkg:docker/contoso/mcp@latest")]
    [DataRow("go", "contoso.com/mcp", "1.0", null)]
    public void PackagesOfServersHaveTheUrlOfTheirRegistry(string command, string package, string? version, string? expected) =>
        Assert.AreEqual(expected, PackageUrl.OfServer(new ServerCapability("a", ServerKind.Package) { Command = command, Package = package, PackageVersion = version }));

    [TestMethod]
    public void InventoryThatCannotBeWrittenIsReported()
    {
        using InventoryScene scene = CreateFull();
        Directory.CreateDirectory(Path.GetDirectoryName(scene.Folder)!);
        File.WriteAllText(scene.Folder, "a file");

        Diagnostic found = scene.TryWrite().Single();
        Assert.AreEqual("CXP8085", found.Descriptor.Id);
    }

    [TestMethod]
    public void DamagedPackageIsReported()
    {
        using InventoryScene scene = new InventoryScene().Add("Contoso.Review", "<authors>a</authors>")
            .Add("Contoso.Other", "<authors>a</authors>", static plugin =>
            {
                File.WriteAllText(Directory.GetFiles(plugin.Plugin.Plugin.PackageFolder).Single(), "no archive");
                return plugin;
            });

        Diagnostic found = scene.TryWrite().Single();
        Assert.AreEqual("CXP8085", found.Descriptor.Id);
        Assert.Contains("Contoso.Other 1.2.0", found.Message);
    }

    private static InventoryScene CreateHostile()
    {
        const string Hostile = "a | b `c` <script>alert(1)</script>\n# heading\n- item | *x* _y_ [z](javascript:alert(1)) ![i](https://evil) \\| \u202Ereversed\u200B\U000E0041 &lt; &amp; --> \" ' www.evil.com\u0007";
        string xml = System.Security.SecurityElement.Escape(Hostile.Replace("\u0007", "", StringComparison.Ordinal));
        return new InventoryScene { Title = Hostile }.Add("Contoso.Review", $"<title>{xml}</title><authors>{xml}</authors><description>{xml}</description><copyright>{xml}</copyright><license type=\"file\">{xml}</license>", plugin => plugin with
        {
            Feed = new PackageFeed(Hostile),
            Signatures = new PackageSignatures(new PackageSigner("CN=" + Hostile, new string('a', 64)), null),
            Plugin = plugin.Plugin with { Policy = new PluginPolicy { Category = Hostile } },
            Capabilities = new PluginCapabilities
            {
                Skills = [new SkillCapability(Hostile, Hostile, true)],
                Servers = [new ServerCapability(Hostile, ServerKind.Remote) { Url = "https://contoso.com/" + Hostile }, new ServerCapability("p", ServerKind.Package) { Command = "npx", Package = Hostile, PackageVersion = Hostile }],
                Hooks = [new HookCapability(Hostile, "command", Hostile)],
                Hosts = [Hostile],
            },
        });
    }

    private static MarkdownDocument Render(string markdown) => Markdown.Parse(markdown, s_pipeline);

    private static string WithoutHashes(string bom) => Regex.Replace(bom, "[0-9a-f]{128}|\"[A-Za-z0-9+/]{86}==\"|urn:uuid:[0-9a-f-]+", "");

    private static string? Serial(string bom) => (string?)JsonNode.Parse(bom)!["serialNumber"];
}
