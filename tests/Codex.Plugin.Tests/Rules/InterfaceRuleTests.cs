using Codex.Plugin.Diagnostics;
using Codex.Plugin.Tests.Helpers;

namespace Codex.Plugin.Tests.Rules;

/// <summary>What Codex shows of a plugin, declared by the project or in a manifest written by hand.</summary>
[TestClass]
public sealed class InterfaceRuleTests
{
    private const string Project = "Contoso.Review.cxproj";
    private const string Manifest = ".codex-plugin/plugin.json";

    [TestMethod]
    [DataRow("./assets/a.svg", null)]
    [DataRow("././assets//a.svg", null)]
    [DataRow("", null)]
    [DataRow("assets/a.svg", "CXP1014")]
    [DataRow("/assets/a.svg", "CXP1014")]
    [DataRow(".//assets/a.svg", "CXP1014")]
    [DataRow("./assets/../assets/a.svg", "CXP1014")]
    [DataRow("./", "CXP1014")]
    [DataRow("https://contoso.com/a.svg", "CXP1014")]
    [DataRow("./assets/A.svg", "CXP1005")]
    [DataRow("./assets", "CXP1005")]
    [DataRow("./assets/a.svg ", "CXP1005")]
    [DataRow("./assets/b.svg", "CXP1005")]
    [DataRow("./skills/review/SKILL.md", "CXP5002")]
    [DataRow("./.codex-plugin/plugin.json", "CXP5002")]
    public void PathInManifestIsChecked(string path, string? id)
    {
        foreach ((string member, int column) in ((string, int)[])[("\"logo\": ", 9), ("\"logoDark\": ", 13), ("\"composerIcon\": ", 17), ("\"screenshots\": [", 17)])
        {
            string value = $"{member}\"{path}\"{(member.EndsWith('[') ? "]" : "")}";
            using PluginFolder folder = Adopted($"\n{value}");
            folder.Write("assets/a.svg", Pictures.Svg());
            string place = id == "CXP5002" ? path[2..] : $"{Manifest}(2,{column})";
            folder.Compile().HasOnly(id is null ? [] : [$"{id} {place}"]);
        }
    }

    [TestMethod]
    public void PictureIsReportedOnceAndAtItsFile()
    {
        using PluginFolder folder = PluginFolder.WithSkill().Write("assets/a.png", "text").Write("assets/unused.png", "text");
        Func<PluginProject, PluginProject> change = static project => project with
        {
            Interface = project.Interface with { Logo = "assets/a.png", LogoDark = "assets/a.png", ComposerIcon = "assets/a.png", Screenshots = [new FileItem("assets/a.png")] },
        };
        folder.Compile(change).HasOnly("CXP5002 assets/a.png");
        folder.Write("assets/a.png", Pictures.Svg()).Compile(change).HasOnly("CXP5003 assets/a.png");
        folder.Compile(change).HasOnly("CXP5003 assets/a.png");
        folder.Write("hooks/note.md", "x").Compile(change).HasOnly("CXP5003 assets/a.png");
        folder.Write("assets/a.png", Pictures.Svg(content: "<script/>")).Compile(change).HasOnly("CXP5003 assets/a.png", "CXP5004 assets/a.png(1,105)");
        folder.Write("assets/a.png", Pictures.Png(1, 1)).Compile(change).HasOnly();
    }

    [TestMethod]
    public void PromptsThatCodexDropsAreFound()
    {
        string longest = string.Concat(Enumerable.Repeat("😀", 512));
        Assert.AreEqual("", Found(["a", "b", "c"]));
        Assert.AreEqual("", Found(["a", "a", " a\n\u00A0 b "]));
        Assert.AreEqual("", Found([longest, $"  {longest[..^4]}\r\n\tx", new string(' ', 600) + "x"]));
        Assert.AreEqual("is number 4", Found(["a", "b", "c", "d"]));
        Assert.AreEqual("is number 4, is number 5", Found(["a", "b", "c", "d", "e"]));
        Assert.AreEqual("is empty", Found(["a", " \t\u00A0", "c", "d"]));
        Assert.AreEqual("has 513 characters", Found(["a", longest + "x", "c", "d"]));
        Assert.AreEqual("", Found(["a \u200B b"]));

        static string Found(string[] prompts)
        {
            using PluginFolder folder = PluginFolder.WithSkill();
            PluginCompilation compilation = folder.Compile(project => project with { Interface = project.Interface with { DefaultPrompts = prompts } });
            Assert.IsTrue(compilation.Success);
            Assert.IsTrue(compilation.Diagnostics.All(static found => found.Descriptor.Id == "CXP5005"));
            return string.Join(", ", compilation.Diagnostics.Select(static found => found.Message.Split("' ")[1].Split(", so")[0]).Order(StringComparer.Ordinal));
        }
    }

    [TestMethod]
    public void PlaceIsThatOfTheValue()
    {
        using PluginFolder adopted = Adopted("""
            "defaultPrompt": ["a", "", "b", "c",
              "d"],
            "brandColor": "blue",
            "websiteUrl": "contoso.com"
            """);
        adopted.Compile().HasOnly($"CXP5005 {Manifest}(1,74)", $"CXP5005 {Manifest}(2,3)", $"CXP5006 {Manifest}(3,15)", $"CXP5007 {Manifest}(4,15)");

        using PluginFolder text = Adopted("\"defaultPrompt\": \" \"");
        text.Compile().HasOnly($"CXP5005 {Manifest}(1,68)");

        using PluginFolder project = PluginFolder.Of("""
            #skill
            #file Contoso.Review.cxproj
            <Project>
              <PropertyGroup>
                <BrandColor>blue</BrandColor>
                <PrivacyPolicyUrl>contoso.com</PrivacyPolicyUrl>
              </PropertyGroup>
              <ItemGroup>
                <DefaultPrompt Include="a" />
                <DefaultPrompt Include="b" />
                <DefaultPrompt Include="c" />
                <DefaultPrompt Include="d" />
              </ItemGroup>
            </Project>
            """);
        project.Compile().HasOnly($"CXP5006 {Project}(3,6)", $"CXP5007 {Project}(4,6)", $"CXP5005 {Project}(10,6)");
    }

    [TestMethod]
    [DataRow("#007ACC", true)]
    [DataRow("#abcdef", true)]
    [DataRow("", true)]
    [DataRow("007ACC", false)]
    [DataRow("#07C", false)]
    [DataRow("#007ACCFF", false)]
    [DataRow("#00７ACC", false)]
    [DataRow("#00GACC", false)]
    [DataRow("#007AC ", false)]
    [DataRow("blue", false)]
    public void BrandColorIsChecked(string color, bool accepted)
    {
        using PluginFolder folder = PluginFolder.WithSkill();
        folder.Compile(project => project with { Interface = project.Interface with { BrandColor = color } }).HasOnly(accepted ? [] : [$"CXP5006 {Project}"]);
    }

    [TestMethod]
    [DataRow("https://contoso.com", PluginAudience.Directory)]
    [DataRow("HTTPS://contoso.com/a?b#c", PluginAudience.Directory)]
    [DataRow("https://user@contoso.com", PluginAudience.Workspace)]
    [DataRow("http://contoso.com", PluginAudience.Team)]
    [DataRow("contoso.com", null)]
    [DataRow("/privacy", null)]
    [DataRow("https:", null)]
    [DataRow("https://", null)]
    [DataRow("ftp://contoso.com", null)]
    [DataRow("mailto:a@contoso.com", null)]
    [DataRow("javascript:alert(1)", null)]
    [DataRow("https://contoso.com:99999", null)]
    public void AddressIsChecked(string address, PluginAudience? strictest)
    {
        foreach (PluginAudience audience in Enum.GetValues<PluginAudience>())
        {
            foreach (Func<PluginInterface, PluginInterface> set in (Func<PluginInterface, PluginInterface>[])
                [shown => shown with { WebsiteUrl = address }, shown => shown with { PrivacyPolicyUrl = address }, shown => shown with { TermsOfServiceUrl = address }])
            {
                using PluginFolder folder = PluginFolder.WithSkill();
                PluginCompilation compilation = folder.Compile(project => project with { Audience = audience, Interface = set(project.Interface) });
                Diagnostic? found = compilation.Diagnostics.SingleOrDefault(static found => found.Descriptor.Id == "CXP5007");
                Assert.AreEqual(strictest is null || audience > strictest, found is not null, $"{audience}: {found}");
                Assert.AreEqual(audience == PluginAudience.Team ? DiagnosticSeverity.Warning : DiagnosticSeverity.Error, found?.Severity ?? (audience == PluginAudience.Team ? DiagnosticSeverity.Warning : DiagnosticSeverity.Error));
            }
        }
    }

    [TestMethod]
    [DataRow("Everyone", false)]
    [DataRow("1", false)]
    [DataRow("Team,Workspace", false)]
    [DataRow("Team", true)]
    [DataRow(" tEAM ", true)]
    [DataRow("", true)]
    public void UnknownAudienceIsFound(string audience, bool known)
    {
        using PluginFolder folder = PluginFolder.WithSkill().Write(Project, $"<Project>\n<PropertyGroup><PluginAudience>{audience}</PluginAudience></PropertyGroup>\n</Project>");
        folder.Compile().HasOnly(known ? [] : [$"CXP1018 {Project}(2,17)"]);
    }

    private static PluginFolder Adopted(string shown) =>
        PluginFolder.WithSkill().Write(Manifest, $$$"""{ "name": "a", "version": "1.0.0", "interface": { {{{shown}}} } }""");
}
