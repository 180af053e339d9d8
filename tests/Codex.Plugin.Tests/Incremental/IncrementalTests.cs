using Codex.Plugin.Tests.Helpers;

namespace Codex.Plugin.Tests.Incremental;

/// <summary>What a build does when another one has gone before.</summary>
[TestClass]
public sealed class IncrementalTests
{
    private const string Manifest = ".codex-plugin/plugin.json";
    private const string Notes = "skills/review/references/notes.md";

    private const string Rich =
        """
        #skill
        #file skills/review/references/notes.md
        Notes
        #file skills/review/run.sh
        #!/bin/sh
        #file skills/other/SKILL.md
        ---
        name: other
        description: Use when: asked
        ---
        #file mcp/docs.json
        {"url":"https://docs.contoso.com/mcp"}
        #file apps/github.json
        {"id":"connector_1"}
        #file hooks/hooks.json
        {"hooks":{}}
        """;

    private const string RichWarning = "CXP2012 skills/other/SKILL.md(3,22)";

    [TestMethod]
    public void UnchangedProjectIsUpToDateAndNothingIsTouched()
    {
        using PluginFolder folder = PluginFolder.Of(Rich);
        PluginCompilation first = folder.Compile().HasOnly(RichWarning);
        Assert.IsFalse(first.UpToDate);
        var before = folder.Snapshot();
        DateTime state = File.GetLastWriteTimeUtc(folder.StateFile);

        PluginCompilation second = folder.Compile().HasOnly(RichWarning);

        Assert.IsTrue(second.UpToDate);
        Assert.AreEqual(string.Join('\n', first.Diagnostics), string.Join('\n', second.Diagnostics), "warnings are shown again");
        AreSame(before, folder.Snapshot());
        Assert.AreEqual(state, File.GetLastWriteTimeUtc(folder.StateFile));
    }

    [TestMethod]
    [DataRow("skills/review/references/notes.md", "Other", "skills/review/references/notes.md")]
    [DataRow("skills/other/SKILL.md", "---\nname: third\ndescription: d\n---\n", "skills/other/SKILL.md")]
    [DataRow("mcp/docs.json", "{\"url\":\"https://docs.contoso.com/2\"}", ".mcp.json")]
    [DataRow("apps/github.json", "{\"id\":\"connector_2\"}", ".app.json")]
    [DataRow("hooks/hooks.json", "{\"hooks\":{\"Stop\":[]}}", "hooks/hooks.json")]
    public void OneEditTouchesOneOutput(string edited, string text, string output)
    {
        using PluginFolder folder = PluginFolder.Of(Rich);
        folder.Compile();
        var before = folder.Snapshot();

        PluginCompilation compilation = folder.Write(edited, text).Compile();

        Assert.IsFalse(compilation.UpToDate);
        TextAssert.AreLines(Differences(before, folder.Snapshot()), output);
        Assert.IsTrue(folder.Compile().UpToDate);
    }

    [TestMethod]
    public void EditThatChangesNoByteTouchesNoGeneratedOutput()
    {
        using PluginFolder folder = PluginFolder.Of(Rich);
        folder.Compile();
        var before = folder.Snapshot();
        folder.Write("mcp/docs.json", "{ \"url\" : \"https://docs.contoso.com/mcp\" }").Compile().HasOnly(RichWarning);
        AreSame(before, folder.Snapshot());
        Assert.IsTrue(folder.Compile().UpToDate);
    }

    [TestMethod]
    public void PropertyTouchesTheManifestOnly()
    {
        using PluginFolder folder = PluginFolder.Of(Rich);
        folder.Compile();
        var before = folder.Snapshot();

        folder.Compile(static project => project with { Description = "New" }).HasOnly(RichWarning);

        TextAssert.AreLines(Differences(before, folder.Snapshot()), Manifest);
        Assert.IsTrue(folder.Compile(static project => project with { Description = "New" }).UpToDate);
    }

    [TestMethod]
    public void EveryDeclarationCounts()
    {
        using PluginFolder folder = PluginFolder.WithSkill().Write("assets/a.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>").Write("server/a.sh", "#!/bin/sh");
        PublishedServer[] published = [folder.Publish("m", "Server.dll"), folder.Publish("m", "m", "linux-x64")];
        folder.Compile();
        PluginProject last = ProjectXml.Read(folder.FullPath("Contoso.Review.cxproj"));
        Func<PluginProject, PluginProject>[] changes =
        [
            p => p with { Name = "other" },
            p => p with { Version = "1.0.1" },
            p => p with { Description = "d" },
            p => p with { Author = "a" },
            p => p with { Homepage = "https://contoso.com" },
            p => p with { Repository = "https://contoso.com/r" },
            p => p with { License = "MIT" },
            p => p with { Keywords = ["k"] },
            p => p with { Keywords = ["k", ""] },
            p => p with { Interface = p.Interface with { DisplayName = "n" } },
            p => p with { Interface = p.Interface with { ShortDescription = "s" } },
            p => p with { Interface = p.Interface with { LongDescription = "s" } },
            p => p with { Interface = p.Interface with { DeveloperName = "s" } },
            p => p with { Interface = p.Interface with { Category = "s" } },
            p => p with { Interface = p.Interface with { Capabilities = ["s"] } },
            p => p with { Interface = p.Interface with { WebsiteUrl = "https://contoso.com/s" } },
            p => p with { Interface = p.Interface with { PrivacyPolicyUrl = "https://contoso.com/s" } },
            p => p with { Interface = p.Interface with { TermsOfServiceUrl = "https://contoso.com/s" } },
            p => p with { Interface = p.Interface with { DefaultPrompts = ["s"] } },
            p => p with { Interface = p.Interface with { BrandColor = "#000000" } },
            p => p with { Interface = p.Interface with { ComposerIcon = "assets/a.svg" } },
            p => p with { Interface = p.Interface with { Logo = "assets/a.svg" } },
            p => p with { Interface = p.Interface with { LogoDark = "assets/a.svg" } },
            p => p with { Interface = p.Interface with { Screenshots = [new FileItem("assets/a.svg")] } },
            p => p with { McpServers = [new McpServerItem("m") { Settings = new Dictionary<string, string> { ["Url"] = "https://contoso.com" } }] },
            p => p with { McpServers = [new McpServerItem("m") { Settings = new Dictionary<string, string> { ["Url"] = "https://contoso.com", ["BearerTokenEnvVar"] = "T" } }] },
            p => p with { McpServers = [new McpServerItem("m") { Settings = new Dictionary<string, string> { ["Command"] = "c" } }] },
            p => p with { McpServers = [new McpServerItem("m") { Settings = new Dictionary<string, string> { ["Command"] = "c", ["Arguments"] = "a" } }] },
            p => p with { McpServers = [Server("McpServer", "Command", "c", "Arguments", "a;b")] },
            p => p with { McpServers = [Server("McpServer", "Package", "P") with { DeclaredPackageVersion = "1.0", PackageVersion = "1.0.0" }] },
            p => p with { McpServers = [Server("McpServer", "Package", "P") with { DeclaredPackageVersion = "1.1", PackageVersion = "1.1.0" }] },
            p => p with { McpServers = [Server("ProjectReference") with { Published = [published[0]] }] },
            p => p with { McpServers = [Server("ProjectReference", "Arguments", "a") with { Published = [published[0]] }] },
            p => p with { McpServers = [Server("ProjectReference", "Arguments", "a") with { Published = [published[1]] }] },
            p => p with { Hooks = [Hook("h", "Event", "Stop", "Server", "s", "Tool", "t")] },
            p => p with { Hooks = [Hook("h", "Event", "SessionStart", "Server", "s", "Tool", "t")] },
            p => p with { Hooks = [Hook("h", "Event", "SessionStart", "Server", "s", "Tool", "t"), Hook("Stop", "Server", "s", "Tool", "t")] },
            p => p with { Apps = [new AppItem("a", "c")] },
            p => p with { Apps = [new AppItem("a", "c", "k")] },
            p => p with { Files = [new FileItem("server/a.sh")] },
            p => p with { ExcludedFiles = [folder.FullPath("assets/a.svg")] },
        ];
        foreach (Func<PluginProject, PluginProject> change in changes)
        {
            PluginProject next = change(last);
            PluginCompilation compilation = folder.Compile(_ => next).HasOnly();
            Assert.IsFalse(compilation.UpToDate, next.ToString());
            Assert.IsTrue(folder.Compile(_ => next).UpToDate, next.ToString());
            last = next;
        }
    }

    private static McpServerItem Server(string itemType, params string[] settings) => new("m") { ItemType = itemType, Settings = Settings(settings) };

    private static HookItem Hook(string name, params string[] settings) => new(name) { Settings = Settings(settings) };

    private static Dictionary<string, string> Settings(string[] settings) => settings.Chunk(2).ToDictionary(static setting => setting[0], static setting => setting[1]);

    [TestMethod]
    public void AddedFileComesAndDeletedFileGoes()
    {
        using PluginFolder folder = PluginFolder.Of(Rich);
        folder.Compile();
        var before = folder.Snapshot();

        folder.Write("skills/review/deep/new.md", "New").Compile();
        TextAssert.AreLines(Differences(before, folder.Snapshot()), "skills/review/deep/new.md");

        folder.Delete("skills/review/deep/new.md").Compile();
        AreSame(before, folder.Snapshot());
        Assert.IsFalse(Directory.Exists(Path.Combine(folder.OutputFolder, "skills/review/deep")), "its folder goes with it");
    }

    [TestMethod]
    public void RenamedFileMoves()
    {
        using PluginFolder folder = PluginFolder.Of(Rich);
        folder.Compile();
        File.Move(folder.FullPath(Notes), folder.FullPath("skills/review/references/more.md"));
        folder.Compile();
        Assert.DoesNotContain(Notes, folder.OutputFiles());
        Assert.AreEqual("Notes\n", folder.ReadOutput("skills/review/references/more.md"));
    }

    [TestMethod]
    public void RenamedFolderMoves()
    {
        using PluginFolder folder = PluginFolder.Of(Rich);
        folder.Compile();
        Directory.Move(folder.FullPath("skills/review"), folder.FullPath("skills/check"));
        folder.Compile().HasOnly("CXP2015 skills/check/SKILL.md(2,7)", RichWarning);
        Assert.Contains("skills/check/references/notes.md", folder.OutputFiles());
        Assert.IsFalse(Directory.Exists(Path.Combine(folder.OutputFolder, "skills/review")));
    }

    [TestMethod]
    public void OlderFileCountsAsChanged()
    {
        using PluginFolder folder = PluginFolder.Of(Rich);
        folder.Compile();
        folder.Write(Notes, "Older");
        File.SetLastWriteTimeUtc(folder.FullPath(Notes), new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.IsFalse(folder.Compile().UpToDate);
        Assert.AreEqual("Older", folder.ReadOutput(Notes));
    }

    [TestMethod]
    public void EditOfTheSameLengthCounts()
    {
        using PluginFolder folder = PluginFolder.Of(Rich);
        folder.Compile();
        folder.Write(Notes, "nOTES\n").Write("mcp/docs.json", "{\"url\":\"https://docs.contoso.com/MCP\"}\n").Compile();
        Assert.AreEqual("nOTES\n", folder.ReadOutput(Notes));
        Assert.Contains("https://docs.contoso.com/MCP", folder.ReadOutput(".mcp.json"));
    }

    [TestMethod]
    public void FileBecomesFolderAndBack()
    {
        using PluginFolder folder = PluginFolder.WithSkill().Write("skills/review/x", "File");
        folder.Compile();
        folder.Delete("skills/review/x").Write("skills/review/x/y", "Below").Compile().HasOnly();
        Assert.AreEqual("Below", folder.ReadOutput("skills/review/x/y"));

        Directory.Delete(folder.FullPath("skills/review/x"), recursive: true);
        folder.Write("skills/review/x", "File").Compile().HasOnly();
        Assert.AreEqual("File", folder.ReadOutput("skills/review/x"));
    }

    [TestMethod]
    public void LastServerTakesItsFileAlong()
    {
        using PluginFolder folder = PluginFolder.Of(Rich);
        folder.Compile();
        folder.Delete("mcp/docs.json").Delete("apps/github.json").Delete("hooks/hooks.json").Compile().HasOnly(RichWarning);
        TextAssert.AreLines(folder.OutputFiles(), Manifest, "skills/other/SKILL.md", PluginFolder.SkillFile, Notes, "skills/review/run.sh");
        Assert.DoesNotContain("mcpServers", folder.ReadOutput(Manifest));
    }

    [TestMethod]
    [DataRow(".codex-plugin/plugin.json")]
    [DataRow("skills/review/SKILL.md")]
    [DataRow("skills/review/references/notes.md")]
    [DataRow(".mcp.json")]
    [DataRow("hooks/hooks.json")]
    public void DeletedOutputComesBack(string path)
    {
        using PluginFolder folder = PluginFolder.Of(Rich);
        folder.Compile();
        var before = folder.Snapshot();
        File.Delete(Path.Combine(folder.OutputFolder, path));

        folder.Compile().HasOnly(RichWarning);

        TextAssert.AreLines(Differences(before, folder.Snapshot()), path);
        Assert.AreEqual(before[path].Content, folder.Snapshot()[path].Content);
    }

    [TestMethod]
    [DataRow(".codex-plugin/plugin.json")]
    [DataRow("skills/review/SKILL.md")]
    [DataRow("skills/review/references/notes.md")]
    [DataRow(".mcp.json")]
    public void TamperedOutputIsRestored(string path)
    {
        using PluginFolder folder = PluginFolder.Of(Rich);
        folder.Compile();
        var before = folder.Snapshot();
        string file = Path.Combine(folder.OutputFolder, path);
        byte[] bytes = File.ReadAllBytes(file);
        bytes[^2] ^= 1;
        File.WriteAllBytes(file, bytes);

        folder.Compile().HasOnly(RichWarning);

        Assert.AreEqual(before[path].Content, folder.Snapshot()[path].Content);
        Assert.IsTrue(folder.Compile().UpToDate);
    }

    [TestMethod]
    public void DeletedOutputFolderComesBack()
    {
        using PluginFolder folder = PluginFolder.Of(Rich);
        folder.Compile();
        var before = folder.Snapshot();
        Directory.Delete(folder.OutputFolder, recursive: true);
        folder.Compile().HasOnly(RichWarning);
        SameContent(before, folder.Snapshot());
    }

    [TestMethod]
    public void ForeignFileInTheOutputFolderIsRemoved()
    {
        using PluginFolder folder = PluginFolder.Of(Rich);
        folder.Compile();
        var before = folder.Snapshot();
        folder.Write("bin/Debug/plugin/skills/foreign/deep/SKILL.md", PluginFolder.ValidSkill).Write("bin/Debug/plugin/.hidden", "x");

        folder.Compile().HasOnly(RichWarning);

        AreSame(before, folder.Snapshot());
        Assert.IsFalse(Directory.Exists(Path.Combine(folder.OutputFolder, "skills/foreign")));
    }

    [TestMethod]
    public void ForeignLinkInTheOutputFolderGoesWithoutWhatItPointsTo()
    {
        using PluginFolder folder = PluginFolder.Of(Rich);
        folder.Compile();
        var before = folder.Snapshot();
        string outside = folder.Root + ".outside";
        Directory.CreateDirectory(outside);
        File.WriteAllText(Path.Combine(outside, "precious.md"), "Text");
        folder.Link("bin/Debug/plugin/skills/link", outside);

        folder.Compile().HasOnly(RichWarning);

        Assert.IsTrue(File.Exists(Path.Combine(outside, "precious.md")), "a file outside the output folder was deleted");
        Assert.IsFalse(Path.Exists(Path.Combine(folder.OutputFolder, "skills/link")));
        AreSame(before, folder.Snapshot());
    }

    [TestMethod]
    public void LinkInTheOutputFolderIsNotWrittenThrough()
    {
        using PluginFolder folder = PluginFolder.Of(Rich);
        folder.Compile();
        var before = folder.Snapshot();
        string outside = folder.Root + ".outside";
        Directory.CreateDirectory(outside);
        File.WriteAllText(Path.Combine(outside, "notes.md"), "Precious");
        File.Delete(Path.Combine(folder.OutputFolder, Notes));
        folder.Link("bin/Debug/plugin/" + Notes, Path.Combine(outside, "notes.md"));

        folder.Compile().HasOnly(RichWarning);

        Assert.AreEqual("Precious", File.ReadAllText(Path.Combine(outside, "notes.md")));
        Assert.IsNull(new FileInfo(Path.Combine(folder.OutputFolder, Notes)).LinkTarget);
        TextAssert.AreLines(Differences(before, folder.Snapshot()), Notes);
    }

    [TestMethod]
    public void ErrorLeavesTheOutputAsItWas()
    {
        using PluginFolder folder = PluginFolder.Of(Rich);
        folder.Compile();
        var before = folder.Snapshot();

        folder.Write(Notes, "Changed").Write("skills/zebra/SKILL.md", "text").Delete("mcp/docs.json");
        folder.Compile().HasOnly(RichWarning, "CXP2003 skills/zebra/SKILL.md(1,1)");
        AreSame(before, folder.Snapshot());
        NothingIsLeftBeside(folder);

        // And again: the state of the last good build must not hide the error.
        folder.Compile().HasOnly(RichWarning, "CXP2003 skills/zebra/SKILL.md(1,1)");

        folder.Write("skills/zebra/SKILL.md", "---\nname: zebra\ndescription: d\n---\n").Compile().HasOnly(RichWarning);
        Assert.AreEqual("Changed", folder.ReadOutput(Notes));
        Assert.DoesNotContain(".mcp.json", folder.OutputFiles());
    }

    [TestMethod]
    public void FirstBuildWithAnErrorWritesNothing()
    {
        using PluginFolder folder = PluginFolder.WithSkill().Write("mcp/docs.json", "{}");
        folder.Compile().HasOnly("CXP3002 mcp/docs.json(1,1)");
        Assert.IsFalse(Directory.Exists(folder.OutputFolder));
        NothingIsLeftBeside(folder);
    }

    [TestMethod]
    public void FolderOfAKilledBuildIsCleaned()
    {
        using PluginFolder folder = PluginFolder.Of(Rich).Write("bin/Debug/plugin.writing/skills/ghost/SKILL.md", PluginFolder.ValidSkill);
        folder.Compile().HasOnly(RichWarning);
        Assert.DoesNotContain("skills/ghost/SKILL.md", folder.OutputFiles());
        NothingIsLeftBeside(folder);

        folder.Write("bin/Debug/plugin.writing/skills/ghost/SKILL.md", PluginFolder.ValidSkill).Write(Notes, "Changed").Compile().HasOnly(RichWarning);
        Assert.DoesNotContain("skills/ghost/SKILL.md", folder.OutputFiles());
        NothingIsLeftBeside(folder);

        // A build that only removes something has nothing to write beside the folder.
        folder.Write("bin/Debug/plugin.writing/skills/ghost/SKILL.md", PluginFolder.ValidSkill).Delete(Notes).Compile().HasOnly(RichWarning);
        NothingIsLeftBeside(folder);
    }

    [TestMethod]
    public void OutputThatIsAFileIsFound()
    {
        using PluginFolder folder = PluginFolder.WithSkill().Write("bin/Debug/plugin", "in the way");
        folder.Compile().HasOnly("CXP1008 Contoso.Review.cxproj");
        NothingIsLeftBeside(folder);

        folder.Delete("bin/Debug/plugin").Compile().HasOnly();
    }

    [TestMethod]
    [DataRow("bin")]
    [DataRow("obj")]
    public void ParentThatIsAFileIsFound(string path)
    {
        using PluginFolder folder = PluginFolder.WithSkill().Write(path, "in the way");
        folder.Compile().HasOnly("CXP1008 Contoso.Review.cxproj");
    }

    [TestMethod]
    public void TruncatedStateIsHarmless() => DamagedStateIsHarmless(static (state, i) => state[..i]);

    [TestMethod]
    public void FlippedBitInTheStateIsHarmless() => DamagedStateIsHarmless(static (state, i) =>
    {
        byte[] damaged = [.. state];
        damaged[i] ^= (byte)(1 << (i % 8));
        return damaged;
    });

    [TestMethod]
    public void StateThatIsNoneIsHarmless() =>
        DamagedStateIsHarmless(static (state, i) => [.. Enumerable.Repeat((byte)i, i)]);

    [TestMethod]
    public void StateThatIsAFolderIsAFinding()
    {
        using PluginFolder folder = PluginFolder.WithSkill();
        Directory.CreateDirectory(folder.StateFile);
        folder.Compile().HasOnly("CXP1008 Contoso.Review.cxproj");
    }

    [TestMethod]
    public async Task TwoCompilationsAtOnceBothSucceed()
    {
        using PluginFolder folder = PluginFolder.Of(Rich);
        folder.Compile();
        for (int round = 0; round < 20; round++)
        {
            folder.Write(Notes, $"Round {round}").Write($"skills/review/new{round}.md", "New");
            PluginCompilation[] both = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => folder.Compile())));
            foreach (PluginCompilation compilation in both)
            {
                compilation.HasOnly(RichWarning);
            }

            Assert.ContainsSingle(both.Where(static compilation => !compilation.UpToDate), "the others find everything done");
            Assert.AreEqual($"Round {round}", folder.ReadOutput(Notes));
            NothingIsLeftBeside(folder);
        }
    }

    [TestMethod]
    public async Task TwoFirstCompilationsAtOnceBothSucceed()
    {
        for (int round = 0; round < 10; round++)
        {
            using PluginFolder folder = PluginFolder.Of(Rich + "\n#file Contoso.Review.cxproj\n<Project />");
            PluginCompilation[] both = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => folder.Compile())));
            foreach (PluginCompilation compilation in both)
            {
                compilation.HasOnly(RichWarning);
            }
        }
    }

    private static void DamagedStateIsHarmless(Func<byte[], int, byte[]> damage)
    {
        using PluginFolder folder = new PluginFolder().Write("skills/a/SKILL.md", "---\nname: a\ndescription: b: c\n---\n").Write("skills/b", "File");
        string expected = string.Join('\n', folder.Compile().Diagnostics);
        byte[] state = File.ReadAllBytes(folder.StateFile);
        var before = folder.Snapshot();
        var failures = new List<string>();

        // Every third place, which still meets every bit of a byte.
        for (int i = 0; i < state.Length; i += 3)
        {
            File.WriteAllBytes(folder.StateFile, damage(state, i));
            try
            {
                string found = string.Join('\n', folder.Compile().Diagnostics);
                if (found != expected)
                {
                    failures.Add($"byte {i}: {found}");
                }
            }
            catch (Exception exception)
            {
                failures.Add($"byte {i}: {exception.GetType().Name}");
            }
        }

        Assert.IsEmpty(failures, $"{failures.Count} times, first {failures.FirstOrDefault()}");
        SameContent(before, folder.Snapshot());
    }

    private static void NothingIsLeftBeside(PluginFolder folder)
    {
        string? parent = Path.GetDirectoryName(folder.OutputFolder);
        if (Directory.Exists(parent))
        {
            Assert.IsEmpty(Directory.EnumerateFileSystemEntries(parent).Where(path => path != folder.OutputFolder));
        }
    }

    private static string[] Differences(IReadOnlyDictionary<string, (DateTime, string)> before, IReadOnlyDictionary<string, (DateTime, string)> after) =>
        [.. before.Except(after).Union(after.Except(before)).Select(static file => file.Key).Distinct().Order(StringComparer.Ordinal)];

    private static void AreSame(IReadOnlyDictionary<string, (DateTime, string)> before, IReadOnlyDictionary<string, (DateTime, string)> after) =>
        Assert.IsEmpty(Differences(before, after));

    private static void SameContent(IReadOnlyDictionary<string, (DateTime Written, string Content)> before, IReadOnlyDictionary<string, (DateTime Written, string Content)> after) =>
        TextAssert.AreLines(
            after.Select(static file => $"{file.Key} {file.Value.Content}"),
            [.. before.Select(static file => $"{file.Key} {file.Value.Content}")]);
}
