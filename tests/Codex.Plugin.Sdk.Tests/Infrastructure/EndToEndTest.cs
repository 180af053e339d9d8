namespace Codex.Plugin.Sdk.Tests.Infrastructure;

/// <summary>A test that works in folders of its own; they stay where the test fails.</summary>
public abstract class EndToEndTest
{
    /// <summary>The smallest plugin.</summary>
    protected const string Hello = """
        #file Contoso.Hello.cxproj
        <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION" />
        #file skills/hello/SKILL.md
        ---
        name: hello
        description: Says hello.
        ---
        Say hello.
        """;

    /// <summary>Warning CXP2001.</summary>
    protected const string FolderWithoutSkill = """
        #file skills/drafts/notes.md
        Not a skill yet.
        """;

    private readonly List<TestFolder> _folders = [];

    public required TestContext TestContext { get; set; }

    [TestCleanup]
    public void RemoveFolders()
    {
        foreach (var folder in _folders)
        {
            if (TestContext.CurrentTestOutcome is UnitTestOutcome.Passed or UnitTestOutcome.Inconclusive)
            {
                folder.Dispose();
            }
            else
            {
                SdkPackages.Keep();
                TestContext.WriteLine($"kept: {folder.Folder}");
            }
        }
    }

    private protected TestFolder CreateFolder(string text = "", bool ownPackages = false, IEnumerable<string>? sources = null)
    {
        var folder = new TestFolder(TestContext.TestName!, ownPackages, sources);
        _folders.Add(folder);
        return folder.Write(text);
    }

    /// <summary>A folder whose projects restore packages, from a feed of its own.</summary>
    private protected TestFolder CreateFolderWithPackages(string text = "") => CreateFolder(text, ownPackages: true);

    /// <summary>A folder whose projects also restore packages from the feeds of whoever runs the tests.</summary>
    private protected async Task<TestFolder> CreateFolderWithUserPackagesAsync(string text = "") =>
        CreateFolder(text, ownPackages: true, await SdkPackages.GetUserSourcesAsync());

    /// <summary>The text of a skill, as a file of a plugin.</summary>
    protected static string Skill(string name, string folder = "") => $"""

        #file {folder}skills/{name}/SKILL.md
        ---
        name: {name}
        description: Does {name}.
        ---
        Do {name}.
        """;

    private protected static void AssertList(IEnumerable<string> actual, params string[] expected) =>
        Assert.AreEqual(string.Join('\n', expected), string.Join('\n', actual));

    /// <summary>Nothing was written between two snapshots.</summary>
    private protected static void AssertSame(SortedDictionary<string, string> expected, SortedDictionary<string, string> actual)
    {
        var changed = expected.Keys.Union(actual.Keys)
            .Where(path => expected.GetValueOrDefault(path) != actual.GetValueOrDefault(path))
            .Select(path => $"{path}: {expected.GetValueOrDefault(path, "none")} -> {actual.GetValueOrDefault(path, "none")}");
        Assert.AreEqual("", string.Join('\n', changed), "written");
    }
}
