using System.Reflection;
using System.Text.RegularExpressions;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Tests.Helpers;

namespace Codex.Plugin.Tests.Documentation;

/// <summary>Holds rules, pages, their table and the tests together.</summary>
[TestClass]
public sealed partial class DiagnosticsDocumentationTests
{
    private static readonly string s_folder = Path.Combine(Repository.Root, "docs", "diagnostics");

    private static readonly string[] s_sections = ["Cause", "Example", "Mended", "See also"];

    public static IEnumerable<object[]> Ids => DiagnosticDescriptors.All.Select(static descriptor => new object[] { descriptor.Id });

    [TestMethod]
    public void EveryRuleHasAPageAndEveryPageARule() =>
        TextAssert.AreLines(
            Directory.EnumerateFiles(s_folder).Select(static file => Path.GetFileName(file)).Order(StringComparer.Ordinal),
            [.. DiagnosticDescriptors.All.Select(static descriptor => $"{descriptor.Id}.md"), "README.md"]);

    [TestMethod]
    public void TableNamesEveryRuleInOrder() =>
        TextAssert.AreLines(
            File.ReadAllLines(Path.Combine(s_folder, "README.md")).Where(static line => line.StartsWith("| [", StringComparison.Ordinal)),
            [.. DiagnosticDescriptors.All.Select(static descriptor => $"| [{descriptor.Id}]({descriptor.Id}.md) | {Severity(descriptor)} | {descriptor.Title} |")]);

    [TestMethod]
    [DynamicData(nameof(Ids))]
    public void PageHasTheFormOfAllPages(string id)
    {
        DiagnosticDescriptor descriptor = DiagnosticDescriptors.Find(id)!;
        DiagnosticPage page = Page(id);

        Assert.AreEqual(descriptor.Id, page.Id);
        Assert.AreEqual(descriptor.Title, page.Title);
        Assert.AreEqual(Severity(descriptor), page.Severity);
        TextAssert.AreLines(page.Sections.Keys, s_sections[..page.Sections.Count]);
        Assert.IsGreaterThanOrEqualTo(3, page.Sections.Count);
        Assert.IsInRange(2, 4, Sentence().Count(page.Sections["Cause"]), "the cause takes two to four sentences");
        Assert.IsNotEmpty(page.Blocks("Example"));
        Assert.IsNotEmpty(page.Blocks("Mended"));
        foreach (Match link in Link().Matches(string.Concat(page.Sections.Values)))
        {
            Assert.IsTrue(File.Exists(Path.Combine(s_folder, link.Groups[1].Value)), link.Value);
        }
    }

    [TestMethod]
    [DynamicData(nameof(Ids))]
    public void ExampleShowsTheDiagnosticAndMendedDoesNot(string id)
    {
        DiagnosticPage page = Page(id);
        if (page.TestedBy is { } test)
        {
            Assert.IsTrue(IsTest(test), $"there is no test {test}");
            return;
        }

        if (OperatingSystem.IsWindows() && page.Sections.Keys.Any(section => page.Blocks(section).Any(static block => block.File is null)))
        {
            Assert.Inconclusive("The page has lines for /bin/sh.");
        }

        using (PluginFolder folder = Lay(page.Blocks("Example")))
        {
            PluginCompilation compilation = folder.Compile();
            Assert.IsTrue(compilation.Diagnostics.Any(found => found.Descriptor.Id == id), Text(compilation));

            // Another error beside it would make a reader mend the wrong thing.
            Assert.IsTrue(compilation.Diagnostics.All(found => found.Descriptor.Id == id), Text(compilation));
        }

        using (PluginFolder folder = Lay(page.Blocks("Mended")))
        {
            PluginCompilation compilation = folder.Compile();
            Assert.IsTrue(compilation.Success, Text(compilation));
            Assert.IsFalse(compilation.Diagnostics.Any(found => found.Descriptor.Id == id), Text(compilation));
        }
    }

    [TestMethod]
    public void EveryRuleIsNamedInATestOfItsOwn()
    {
        string sources = TestSources("Codex.Plugin.Tests", "Codex.Plugin.Install.Tests", "Codex.Plugin.Runtime.Tests");
        TextAssert.AreLines(DiagnosticDescriptors.All.Select(static descriptor => descriptor.Id).Where(id => !sources.Contains(id, StringComparison.Ordinal)));
    }

    private static PluginFolder Lay(IReadOnlyList<PageBlock> blocks)
    {
        var folder = new PluginFolder();
        if (blocks.All(static block => block.File is null))
        {
            folder.Write(PluginFolder.SkillFile, PluginFolder.ValidSkill);
        }

        foreach (PageBlock block in blocks)
        {
            if (block.File is null)
            {
                Shell.Run(folder.Root, block.Content);
            }
            else
            {
                folder.Write(block.File, block.Content);
            }
        }

        return folder;
    }

    private static bool IsTest(string name) =>
        typeof(DiagnosticsDocumentationTests).Assembly.GetTypes()
            .SelectMany(static type => type.GetMethods())
            .Any(method => method.Name == name && method.GetCustomAttribute<TestMethodAttribute>() is not null)
        || Regex.IsMatch(TestSources("Codex.Plugin.Install.Tests", "Codex.Plugin.Runtime.Tests"), $@"public (void|async Task) {name}\(");

    private static string TestSources(params IEnumerable<string> projects) =>
        string.Concat(projects
            .SelectMany(static project => Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests", project), "*.cs", SearchOption.AllDirectories))
            .Where(static file => !Path.GetFileName(file).StartsWith("DiagnosticsDocumentation", StringComparison.Ordinal))
            .Select(File.ReadAllText));

    private static DiagnosticPage Page(string id) => DiagnosticPage.Read(Path.Combine(s_folder, $"{id}.md"));

    private static string Severity(DiagnosticDescriptor descriptor) => descriptor.DefaultSeverity switch
    {
        DiagnosticSeverity.Error => "error",
        DiagnosticSeverity.Warning => "warning",
        _ => "note",
    };

    private static string Text(PluginCompilation compilation) => string.Join('\n', compilation.Diagnostics);

    [GeneratedRegex(@"\.(\s|$)")]
    private static partial Regex Sentence();

    [GeneratedRegex(@"\]\(([^)]+)\)")]
    private static partial Regex Link();
}
