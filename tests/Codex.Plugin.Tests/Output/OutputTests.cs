using System.Runtime.Versioning;
using System.Text;
using Codex.Plugin.Tests.Helpers;
using Codex.Plugin.Write;

namespace Codex.Plugin.Tests.Output;

/// <summary>The bytes that Codex reads.</summary>
[TestClass]
public sealed class OutputTests
{
    private const string Rich =
        """
        #skill
        #file Contoso.Review.cxproj
        <Project Sdk="Codex.Plugin.Sdk/1.0.0">
          <PropertyGroup>
            <Version>1.2</Version>
            <Authors>Contoso</Authors>
            <Title>Contoso "Review"</Title>
            <Description>Reviews &lt;pull&gt; requests &amp; more — schön.</Description>
            <ShortDescription>Reviews.</ShortDescription>
            <LongDescription>Reviews at length.</LongDescription>
            <PackageProjectUrl>https://contoso.com/review</PackageProjectUrl>
            <RepositoryUrl>https://github.com/contoso/review</RepositoryUrl>
            <PackageLicenseExpression>MIT</PackageLicenseExpression>
            <PackageTags>review;quality</PackageTags>
            <PluginCategory>Developer Tools</PluginCategory>
            <WebsiteUrl>https://contoso.com</WebsiteUrl>
            <PrivacyPolicyUrl>https://contoso.com/privacy</PrivacyPolicyUrl>
            <TermsOfServiceUrl>https://contoso.com/terms</TermsOfServiceUrl>
            <BrandColor>#007ACC</BrandColor>
            <ComposerIcon>assets/icon.svg</ComposerIcon>
            <Logo>./assets/logo.svg</Logo>
            <LogoDark>assets\logo.svg</LogoDark>
          </PropertyGroup>
          <ItemGroup>
            <PluginCapability Include="Read" />
            <PluginCapability Include="Write" />
            <DefaultPrompt Include="Review my branch" />
            <Screenshot Include="assets/1.svg" />
            <McpServer Include="zebra" Url="https://docs.contoso.com/mcp?a=1&amp;b=2" BearerTokenEnvVar="CONTOSO_TOKEN" />
            <McpServer Include="local" Command="node" Arguments="./server/index.js;--stdio" />
            <App Include="github" ConnectorId="connector_0123" Category="Code" />
            <PluginFile Include="server/index.js" />
            <PluginFile Include="server/tool" />
            <PluginFile Include="sub/notes.md" />
          </ItemGroup>
        </Project>
        #file server/index.js
        console.log("hello")
        #file server/tool
        #!/bin/sh
        #file sub/notes.md
        Notes
        #file assets/icon.svg
        <svg xmlns="http://www.w3.org/2000/svg" />
        #file assets/logo.svg
        <svg xmlns="http://www.w3.org/2000/svg" />
        #file assets/1.svg
        <svg xmlns="http://www.w3.org/2000/svg" />
        #file mcp/own.json
        { "command": "server/tool", "env": { "A": "\u00e9\u003c" }, "startup_timeout_sec": 1.50 }
        #file mcp/elsewhere.json
        { "command": "tool", "cwd": "sub" }
        #file .app.json
        { "apps": { "calendar": { "id": "connector_9" } } }
        #file hooks/hooks.json
        { "hooks": { "Stop": [ { "hooks": [ { "type": "mcp_tool", "server": "own", "tool": "note" } ] } ] } }
        """;

    private const string Manifest =
        """
        {
          "name": "contoso-review",
          "version": "1.2.0",
          "description": "Reviews <pull> requests & more — schön.",
          "author": {
            "name": "Contoso"
          },
          "homepage": "https://contoso.com/review",
          "repository": "https://github.com/contoso/review",
          "license": "MIT",
          "keywords": [
            "review",
            "quality"
          ],
          "skills": "./skills/",
          "mcpServers": "./.mcp.json",
          "apps": "./.app.json",
          "hooks": "./hooks/hooks.json",
          "interface": {
            "displayName": "Contoso \"Review\"",
            "shortDescription": "Reviews.",
            "longDescription": "Reviews at length.",
            "developerName": "Contoso",
            "category": "Developer Tools",
            "capabilities": [
              "Read",
              "Write"
            ],
            "websiteURL": "https://contoso.com",
            "privacyPolicyURL": "https://contoso.com/privacy",
            "termsOfServiceURL": "https://contoso.com/terms",
            "defaultPrompt": [
              "Review my branch"
            ],
            "brandColor": "#007ACC",
            "composerIcon": "./assets/icon.svg",
            "logo": "./assets/logo.svg",
            "logoDark": "./assets/logo.svg",
            "screenshots": [
              "./assets/1.svg"
            ]
          }
        }

        """;

    private const string Servers =
        """
        {
          "mcpServers": {
            "elsewhere": {
              "command": "tool",
              "cwd": "sub"
            },
            "local": {
              "command": "node",
              "args": [
                "./server/index.js",
                "--stdio"
              ],
              "cwd": "."
            },
            "own": {
              "command": "server/tool",
              "env": {
                "A": "é<"
              },
              "startup_timeout_sec": 1.50,
              "cwd": "."
            },
            "zebra": {
              "url": "https://docs.contoso.com/mcp?a=1&b=2",
              "bearer_token_env_var": "CONTOSO_TOKEN"
            }
          }
        }

        """;

    private const string Apps =
        """
        {
          "apps": {
            "calendar": {
              "id": "connector_9"
            },
            "github": {
              "id": "connector_0123",
              "category": "Code"
            }
          }
        }

        """;

    [TestMethod]
    public void RichProjectGivesExactlyTheseBytes()
    {
        using PluginFolder folder = PluginFolder.Of(Rich);
        folder.Compile().HasOnly();

        TextAssert.AreLines(folder.OutputFiles(),
            ".app.json", ".codex-plugin/plugin.json", ".mcp.json", "assets/1.svg", "assets/icon.svg", "assets/logo.svg",
            "hooks/hooks.json", "server/index.js", "server/tool", PluginFolder.SkillFile, "sub/notes.md");
        HasBytes(folder, ".codex-plugin/plugin.json", Manifest);
        HasBytes(folder, ".mcp.json", Servers);
        HasBytes(folder, ".app.json", Apps);
        HasBytes(folder, "hooks/hooks.json", "{ \"hooks\": { \"Stop\": [ { \"hooks\": [ { \"type\": \"mcp_tool\", \"server\": \"own\", \"tool\": \"note\" } ] } ] } }\n");
        HasBytes(folder, PluginFolder.SkillFile, PluginFolder.ValidSkill);
    }

    [TestMethod]
    public void SmallProjectNamesOnlyWhatIsThere()
    {
        using PluginFolder folder = PluginFolder.WithSkill();
        folder.Compile().HasOnly();
        HasBytes(folder, ".codex-plugin/plugin.json",
            """
            {
              "name": "contoso-review",
              "version": "1.0.0",
              "skills": "./skills/",
              "interface": {
                "displayName": "Contoso.Review"
              }
            }

            """);
    }

    [TestMethod]
    public void SourcesAreCopiedByteForByte()
    {
        byte[] bytes = [.. Enumerable.Range(0, 256).Select(static i => (byte)i), .. "\r\n\r\n"u8];
        byte[] skill = [.. "---\r\nname: x\r\ndescription: d\r\n---\r\nBody\r\n"u8];
        byte[] large = new byte[300_000];
        new Random(1).NextBytes(large);
        using PluginFolder folder = new PluginFolder().Write("skills/x/SKILL.md", skill).Write("assets/a.bin", bytes).Write("assets/b.bin", large).Write("assets/empty", []);
        folder.Compile().HasOnly();
        foreach (string path in (ReadOnlySpan<string>)["skills/x/SKILL.md", "assets/a.bin", "assets/b.bin", "assets/empty"])
        {
            CollectionAssert.AreEqual(File.ReadAllBytes(folder.FullPath(path)), File.ReadAllBytes(Path.Combine(folder.OutputFolder, path)), path);
        }
    }

    [TestMethod]
    public void SameSourcesGiveTheSameBytesInAnotherFolder()
    {
        using PluginFolder one = PluginFolder.Of(Rich);
        using PluginFolder two = PluginFolder.Of(Rich);
        one.Compile();
        two.Compile();
        TextAssert.AreLines(
            one.Snapshot().Select(static file => $"{file.Key} {file.Value.Content}"),
            [.. two.Snapshot().Select(static file => $"{file.Key} {file.Value.Content}")]);
    }

    [TestMethod]
    [UnsupportedOSPlatform("windows")]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public void ContentDecidesWhatIsExecutable()
    {
        const UnixFileMode Plain = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        const UnixFileMode Executable = Plain | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        using PluginFolder folder = PluginFolder.WithSkill()
            .Write("skills/review/run.sh", "#!/bin/sh\n")
            .Write("skills/review/notes.md", "Text")
            .Write("skills/review/tool", [0x7F, (byte)'E', (byte)'L', (byte)'F', 1]);
        File.SetUnixFileMode(folder.FullPath("skills/review/run.sh"), UnixFileMode.UserRead);
        File.SetUnixFileMode(folder.FullPath("skills/review/notes.md"), (UnixFileMode)0b111_111_111);
        folder.Compile().HasOnly();

        Assert.AreEqual(Executable, Mode("skills/review/run.sh"));
        Assert.AreEqual(Executable, Mode("skills/review/tool"));
        Assert.AreEqual(Plain, Mode("skills/review/notes.md"));
        Assert.AreEqual(Plain, Mode(PluginFolder.SkillFile));
        Assert.AreEqual(Plain, Mode(".codex-plugin/plugin.json"));

        // The bit follows the content from build to build.
        folder.Write("skills/review/notes.md", "#!/bin/sh\n");
        File.SetUnixFileMode(folder.FullPath("skills/review/run.sh"), Plain);
        folder.Write("skills/review/run.sh", "Text").Compile().HasOnly();
        Assert.AreEqual(Executable, Mode("skills/review/notes.md"));
        Assert.AreEqual(Plain, Mode("skills/review/run.sh"));

        UnixFileMode Mode(string path) => File.GetUnixFileMode(Path.Combine(folder.OutputFolder, path));
    }

    [TestMethod]
    [DataRow("#!", true)]
    [DataRow("#!/usr/bin/env python3", true)]
    [DataRow("\x7f" + "ELF", true)]
    [DataRow("#", false)]
    [DataRow("", false)]
    [DataRow(" #!/bin/sh", false)]
    [DataRow("MZ", false)]
    public void ExecutableIsToldByItsStart(string start, bool expected) => Assert.AreEqual(expected, ExecutableFile.Is(Encoding.Latin1.GetBytes(start)));

    [TestMethod]
    [DataRow("skills", "./skills/")]
    [DataRow("hooks", "./hooks/hooks.json")]
    public void PartThatIsNotThereIsNotNamed(string member, string path)
    {
        using PluginFolder folder = new PluginFolder().Write("mcp/docs.json", "{\"command\":\"docs\"}").Write("hooks/README.md", "Text");
        folder.Compile().HasOnly();
        Assert.DoesNotContain($"\"{member}\": \"{path}\"", folder.ReadOutput(".codex-plugin/plugin.json"));
        Assert.DoesNotContain("mcp/docs.json", folder.OutputFiles());
    }

    private static void HasBytes(PluginFolder folder, string path, string expected)
    {
        byte[] bytes = File.ReadAllBytes(Path.Combine(folder.OutputFolder, path));
        Assert.AreEqual(expected.ReplaceLineEndings("\n"), Encoding.UTF8.GetString(bytes));
        Assert.IsFalse(bytes.AsSpan().StartsWith("\uFEFF"u8));
        Assert.DoesNotContain((byte)'\r', bytes);
    }
}
