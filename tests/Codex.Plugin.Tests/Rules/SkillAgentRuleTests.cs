using System.Diagnostics;
using System.Text;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Read;
using Codex.Plugin.Tests.Helpers;

namespace Codex.Plugin.Tests.Rules;

/// <summary>What the <c>agents/openai.yaml</c> of a skill may be; the rows are what Codex 0.169 answered when asked.</summary>
[TestClass]
public sealed class SkillAgentRuleTests
{
    private const string File = "skills/review/agents/openai.yaml";

    [TestMethod]
    [DataRow("\n", DisplayName = "empty line")]
    [DataRow("# nothing\n", DisplayName = "comment")]
    [DataRow(" \n\n", DisplayName = "blank")]
    [DataRow("{}")]
    [DataRow("---\n")]
    [DataRow("---\ninterface: {}\n...\n")]
    [DataRow("%YAML 1.1\n---\ninterface: {}\n")]
    [DataRow("{\"interface\": {\"display_name\": \"a\"}, \"policy\": {\"allow_implicit_invocation\": false}}", DisplayName = "JSON")]
    [DataRow("interface:\r\n  display_name: a\r\n", DisplayName = "CRLF")]
    [DataRow("interface:\rpolicy:\r", DisplayName = "CR")]
    [DataRow("interface:\npolicy: ~\ndependencies: null")]
    [DataRow("\"interface\":\n  'display_name': a")]
    [DataRow("interface: {display_name: 123, short_description: true, default_prompt: 2024-01-01}")]
    [DataRow("interface: {display_name: .inf, short_description: 0x10, default_prompt: !!str 5}")]
    [DataRow("interface: {display_name: !own x, short_description: \"null\"}")]
    [DataRow("interface: {display_name: ~, short_description: null, default_prompt: , brand_color: Null, icon_small: NULL}")]
    [DataRow("interface:\n  short_description: |\n    a\n    b\n  default_prompt: >-\n    c")]
    [DataRow("interface:\n  display_name: \"\\U0001F600\"")]
    [DataRow("interface:\n  display_name: \"\\\\ud800\"", DisplayName = "escaped backslash")]
    [DataRow("interface:\n  brand_color: \"#aaBB09\"")]
    [DataRow("interface:\n  brand_color: ' #112233 '")]
    [DataRow("interface:\n  brand_color: # none")]
    [DataRow("policy: {allow_implicit_invocation: true}")]
    [DataRow("policy: {allow_implicit_invocation: True}")]
    [DataRow("policy: {allow_implicit_invocation: FALSE}")]
    [DataRow("policy: {allow_implicit_invocation: }")]
    [DataRow("policy: {allow_implicit_invocation: ~}")]
    [DataRow("policy: {products: [CODEX]}")]
    [DataRow("policy: {products: [chatgpt, \"codex\"]}")]
    [DataRow("policy: {products: []}")]
    [DataRow("policy:\n  products:")]
    [DataRow("dependencies: {tools: []}")]
    [DataRow("dependencies:\n  tools:")]
    [DataRow("dependencies:\n  tools:\n  - type: anything\n    value: 1\n    transport: bogus\n    url: not an address\n    description: d\n    command: c")]
    [DataRow("dependencies: {tools: [&t {type: a, value: b}, *t]}")]
    [DataRow("interface:\n  display_name: &a x\n  short_description: *a")]
    [DataRow("policy: {\n  products: [\n    CODEX\n  ]\n}", DisplayName = "brackets over lines")]
    public void Accepts(string yaml) => Compile(yaml).HasOnly();

    [TestMethod]
    [DataRow("null", "(1,1)")]
    [DataRow("text", "(1,1)")]
    [DataRow("- a", "(1,1)")]
    [DataRow("interface: []", "(1,12)")]
    [DataRow("interface: true", "(1,12)")]
    [DataRow("interface: \"\"", "(1,12)")]
    [DataRow("policy: x", "(1,9)")]
    [DataRow("dependencies: [a]", "(1,15)")]
    [DataRow("interface:\n  display_name: [a]", "(2,17)")]
    [DataRow("interface:\n  short_description: {a: b}", "(2,22)")]
    [DataRow("interface:\n  default_prompt: []", "(2,19)")]
    [DataRow("interface:\n  brand_color: {}", "(2,16)")]
    [DataRow("interface:\n  icon_small: [a]", "(2,15)")]
    [DataRow("interface:\n  icon_large: {}", "(2,15)")]
    [DataRow("policy:\n  allow_implicit_invocation: no", "(2,30)")]
    [DataRow("policy:\n  allow_implicit_invocation: off", "(2,30)")]
    [DataRow("policy:\n  allow_implicit_invocation: \"false\"", "(2,30)")]
    [DataRow("policy:\n  allow_implicit_invocation: 0", "(2,30)")]
    [DataRow("policy:\n  allow_implicit_invocation: [true]", "(2,30)")]
    [DataRow("policy:\n  products: CODEX", "(2,13)")]
    [DataRow("policy:\n  products: null", "(2,13)")]
    [DataRow("policy:\n  products: [CODEX, Codex]", "(2,21)")]
    [DataRow("policy:\n  products: [\"codex \"]", "(2,14)")]
    [DataRow("policy:\n  products: [~]", "(2,14)")]
    [DataRow("dependencies:\n  tools: ~", "(2,10)")]
    [DataRow("dependencies:\n  tools: {type: a, value: b}", "(2,10)")]
    [DataRow("dependencies:\n  tools: [mcp]", "(2,11)")]
    [DataRow("dependencies:\n  tools: [null]", "(2,11)")]
    [DataRow("dependencies:\n  tools: [{type: [a], value: b}]", "(2,18)")]
    [DataRow("interface: {}\ninterface: {}", "(2,1)", DisplayName = "key twice")]
    [DataRow("policy:\n  allow_implicit_invocation: false\n  allow_implicit_invocation: false", "(3,3)")]
    [DataRow("dependencies:\n  tools: [{type: a, type: b, value: c}]", "(2,21)")]
    [DataRow("? [a]\n: b", "(1,3)", DisplayName = "complex key")]
    [DataRow("interface:\n  display_name: *none", "(2,17)")]
    [DataRow("interface: {}\n---\npolicy: {}", "(2,1)", DisplayName = "two documents")]
    [DataRow("interface: {}\n---\n", "(2,1)", DisplayName = "a fence at the end")]
    [DataRow("interface:\n\tdisplay_name: a", null)]
    [DataRow("interface:\n  display_name: a: b", "(2,18)")]
    [DataRow("interface:\n  display_name: @a", "(2,17)")]
    [DataRow("interface:\n  display_name: \"a", null)]
    [DataRow("interface: {display_name: a", null)]
    [DataRow("interface:\n  display_name: \"a\\ud83d\\ude00\"", "(2,19)")]
    [DataRow("interface:\n  display_name: \"a\u0001\"", "(2,19)")]
    [DataRow("# é\u007F", "(1,4)")]
    [DataRow("%YAML 2.0\n---\ninterface: {}", null)]
    [DataRow("\uFEFFinterface: {}\npolicy: {}", "(1,1)")]
    [DataRow("\uFEFF---\ninterface: {}", "(1,1)")]
    public void FindsWhatLosesTheFile(string yaml, string? place)
    {
        PluginCompilation compilation = Compile(yaml);
        Assert.AreEqual("CXP2020", Assert.ContainsSingle(compilation.Diagnostics, string.Join('\n', compilation.Diagnostics)).Descriptor.Id);
        Assert.IsFalse(compilation.Success);
        if (place is not null)
        {
            compilation.HasOnly($"CXP2020 {File}{place}");
        }
    }

    // Codex's parser is older than YAML 1.2 and reads both.
    [TestMethod]
    [DataRow("interface:\n  display_name: \"a\nb\"", "(2,17)")]
    [DataRow("interface:\n  display_name: \"a\"#b", "(2,20)")]
    [DataRow("\uFEFFinterface: {}", "(1,1)")]
    [DataRow("\uFEFF# comment\ninterface: {}\npolicy: {}", "(1,1)")]
    public void WarnsOfWhatOnlyCodexReads(string yaml, string place)
    {
        PluginCompilation compilation = Compile(yaml).HasOnly($"CXP2020 {File}{place}");
        Assert.IsTrue(compilation.Success);
        Assert.Contains("Codex reads it", compilation.Diagnostics[0].Message);
    }

    [TestMethod]
    public void FindsWhatIsNotUtf8()
    {
        using PluginFolder folder = PluginFolder.WithSkill();
        folder.Write(File, [.. "interface: {}\n# "u8, 0xFF]).Compile().HasOnly($"CXP2020 {File}(2,3)");
        folder.Write(File, Encoding.Unicode.GetPreamble()).Compile().HasOnly($"CXP2020 {File}(1,1)");
    }

    [TestMethod]
    [DataRow("interface:\n  brand_color: red", "(2,16)")]
    [DataRow("interface:\n  brand_color: '#abc'", "(2,16)")]
    [DataRow("interface:\n  brand_color: '#11223344'", "(2,16)")]
    [DataRow("interface:\n  brand_color: '112233'", "(2,16)")]
    [DataRow("interface:\n  brand_color: '#11223G'", "(2,16)")]
    [DataRow("interface:\n  brand_color: #112233", "(2,15)", DisplayName = "a colour that is a comment")]
    [DataRow("dependencies:\n  tools:\n  - value: v", "(3,5)")]
    [DataRow("dependencies:\n  tools:\n  - type: t", "(3,5)")]
    [DataRow("dependencies:\n  tools:\n  - type: ~\n    value: v", "(3,5)")]
    [DataRow("dependencies:\n  tools:\n  - type: ' '\n    value: v", "(3,11)")]
    [DataRow("dependencies:\n  tools:\n  - type: t\n    value: ''", "(4,12)")]
    public void FindsIgnoredValue(string yaml, string place) => Assert.IsFalse(Compile(yaml).HasOnly($"CXP2021 {File}{place}").Success);

    [TestMethod]
    [DataRow("interface:\n  display_name: ''", "(2,17)")]
    [DataRow("interface:\n  short_description: '  '", "(2,22)")]
    [DataRow("interface:\n  default_prompt: ''", "(2,19)")]
    [DataRow("interface:\n  brand_color: ''", "(2,16)")]
    [DataRow("interface:\n  icon_small: ''", "(2,15)")]
    [DataRow("dependencies:\n  tools: [{type: t, value: v, url: ''}]", "(2,36)")]
    public void WarnsOfBlankValue(string yaml, string place) => Assert.IsTrue(Compile(yaml).HasOnly($"CXP2021 {File}{place}").Success);

    [TestMethod]
    [DataRow("interface:\n  display_name: '{0}'", 64, "(2,17)")]
    [DataRow("interface:\n  short_description: '{0}'", 1024, "(2,22)")]
    [DataRow("interface:\n  default_prompt: '{0}'", 1024, "(2,19)")]
    [DataRow("dependencies: {tools: [{type: '{0}', value: v}]}", 64, "(1,31)")]
    [DataRow("dependencies: {tools: [{type: t, value: '{0}'}]}", 1024, "(1,41)")]
    [DataRow("dependencies: {tools: [{type: t, value: v, description: '{0}'}]}", 1024, "(1,57)")]
    [DataRow("dependencies: {tools: [{type: t, value: v, transport: '{0}'}]}", 64, "(1,55)")]
    [DataRow("dependencies: {tools: [{type: t, value: v, command: '{0}'}]}", 1024, "(1,53)")]
    [DataRow("dependencies: {tools: [{type: t, value: v, url: '{0}'}]}", 1024, "(1,49)")]
    public void CountsCodePointsAfterCollapsing(string yaml, int longest, string place)
    {
        string half = string.Concat(Enumerable.Repeat("\U0001F600", longest / 2));
        Compile(yaml.Replace("{0}", $" {half[2..]} \t {half} ", StringComparison.Ordinal)).HasOnly();
        Compile(yaml.Replace("{0}", $"{half[2..]}  x{half}", StringComparison.Ordinal)).HasOnly($"CXP2021 {File}{place}");
    }

    [TestMethod]
    [DataRow("assets/a.svg", "skills/review/assets/a.svg")]
    [DataRow("./assets/a.svg", "skills/review/assets/a.svg")]
    [DataRow(".//assets//./a.svg", "skills/review/assets/a.svg")]
    [DataRow("../../assets/a.svg", "assets/a.svg")]
    [DataRow("./../../assets/sub/../a.svg", "assets/a.svg")]
    [DataRow("assets/../../../assets/a.svg", "assets/a.svg")]
    [DataRow("\"assets/a b.svg\"", "skills/review/assets/a b.svg")]
    public void AcceptsIcon(string written, string file)
    {
        foreach (string key in (string[])["icon_small", "icon_large"])
        {
            using PluginFolder folder = PluginFolder.WithSkill();
            string yaml = $"interface:\n  {key}: {written}\n";
            folder.Write(File, yaml).Write(file, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 8 8\" />").Compile().HasOnly();
            Assert.AreEqual(file, Assert.ContainsSingle(Read(Encoding.UTF8.GetBytes(yaml)).References).Target);

            // A build in which only the picture is gone reads nothing else.
            folder.Delete(file).Compile().HasOnly($"CXP1005 {File}(2,15)");
        }
    }

    [TestMethod]
    [DataRow("a.svg")]
    [DataRow("./a.svg")]
    [DataRow("Assets/a.svg")]
    [DataRow("/assets/a.svg")]
    [DataRow("C:/assets/a.svg")]
    [DataRow("https://example.com/a.svg")]
    [DataRow("' assets/a.svg'")]
    [DataRow("' '")]
    [DataRow("assets\\a.svg")]
    [DataRow(".")]
    [DataRow("..")]
    [DataRow("../assets/a.svg")]
    [DataRow("assets/../assets/a.svg")]
    [DataRow("../../assets/../a.svg")]
    [DataRow("../../assetsX/a.svg")]
    [DataRow("../../../assets/a.svg")]
    [DataRow("../../../../../a.svg")]
    [DataRow("1")]
    public void FindsIconOutsideAssets(string written) => Compile($"interface:\n  icon_small: {written}").HasOnly($"CXP2021 {File}(2,15)");

    [TestMethod]
    [DataRow("assets")]
    [DataRow("../../assets/")]
    [DataRow("assets/A.svg")]
    [DataRow("'assets/a.svg '")]
    [DataRow("assets/a.svg?v=1")]
    public void FindsIconThatIsNotThere(string written)
    {
        using PluginFolder folder = PluginFolder.WithSkill();
        folder.Write("assets/a.svg", "<svg />").Write("skills/review/assets/a.svg", "<svg />").Write(File, $"interface:\n  icon_small: {written}\n");
        folder.Compile().HasOnly($"CXP1005 {File}(2,15)");
    }

    [TestMethod]
    [DataRow("policy:\n  allowImplicitInvocation: false", "(2,3)", "Did you mean \"allow_implicit_invocation\"?")]
    [DataRow("Interface: {}", "(1,1)", "Did you mean \"interface\"?")]
    [DataRow("interface: {displayName: a}", "(1,13)", "Did you mean \"display_name\"?")]
    [DataRow("allow_implicit_invocation: false", "(1,1)", "Did you mean \"policy.allow_implicit_invocation\"?")]
    [DataRow("interface: {products: [CODEX]}", "(1,13)", "Did you mean \"policy.products\"?")]
    [DataRow("interface: {<<: {display_name: a}}", "(1,13)", "does not merge maps")]
    [DataRow("dependencies: {tools: [{type: t, value: v, note: 1}]}", "(1,44)", "It knows type, value,")]
    [DataRow("notes: {? [a] : b}", "(1,1)", "It knows interface, policy, dependencies here.")]
    public void WarnsOfUnknownKey(string yaml, string place, string help)
    {
        PluginCompilation compilation = Compile(yaml).HasOnly($"CXP2022 {File}{place}");
        Assert.IsTrue(compilation.Success);
        Assert.Contains(help, compilation.Diagnostics[0].Message);
    }

    [TestMethod]
    [DataRow("[CHATGPT]")]
    [DataRow("[atlas, chatgpt, atlas]")]
    public void WarnsOfHiddenSkill(string products) =>
        Assert.IsTrue(Compile($"policy:\n  products: {products}").HasOnly($"CXP2025 {File}(2,13)").Success);

    [TestMethod]
    public void SkillIsNotHiddenByFileThatIsLost() => Compile("policy:\n  products: [CHATGPT]\n  allow_implicit_invocation: x").HasOnly($"CXP2020 {File}(3,30)");

    [TestMethod]
    [DataRow("skills/review/agents/openai.yml", true)]
    [DataRow("skills/review/agents/OpenAI.yaml", true)]
    [DataRow("skills/review/Agents/openai.yaml", true)]
    [DataRow("skills/review/agents/openai.json", false)]
    [DataRow("skills/review/agents/.openai.yaml", false)]
    [DataRow("skills/review/agents/deeper/openai.yaml", false)]
    [DataRow("skills/review/openai.yaml", false)]
    [DataRow("skills/other/agents/openai.yaml", false)]
    [DataRow("skills/agents/openai.yaml", false)]
    public void FindsFileThatCodexDoesNotRead(string path, bool isError)
    {
        using PluginFolder folder = PluginFolder.WithSkill();
        PluginCompilation compilation = folder.Write(path, "not: [read").Compile();
        Diagnostic found = Assert.ContainsSingle(compilation.Diagnostics.Where(static found => found.Descriptor.Id != "CXP2001"));
        Assert.AreEqual($"CXP2023 {path}", $"{found.Descriptor.Id} {found.Location}");
        Assert.AreEqual(!isError, compilation.Success);
    }

    [TestMethod]
    [DataRow("skills/review/assets/template/agents/openai.yaml")]
    [DataRow("skills/review/agents/other.yaml")]
    [DataRow("assets/agents/openai.yaml")]
    public void LeavesOtherFilesAlone(string path)
    {
        using PluginFolder folder = PluginFolder.WithSkill();
        folder.Write(path, "not: [read").Compile().HasOnly();
    }

    [TestMethod]
    public void LeavesResourceOfSkillWithFileAlone()
    {
        using PluginFolder folder = PluginFolder.WithSkill();
        folder.Write(File, "interface: {}").Write("skills/review/openai.yaml", "not: [read").Compile().HasOnly();
    }

    [TestMethod]
    public void FolderOfThatNameIsNotRead()
    {
        using PluginFolder folder = PluginFolder.WithSkill();
        folder.Write($"{File}/notes.md", "Text").Compile().HasOnly($"CXP2023 {File}");
    }

    [TestMethod]
    public void SkillThatIsNotThereAnyMoreIsNoticed()
    {
        using PluginFolder folder = PluginFolder.WithSkill();
        folder.Write("skills/other/SKILL.md", "---\nname: other\ndescription: d\n---\n").Write("skills/other/agents/openai.yaml", "policy: {unknown: 1}");
        folder.Compile().HasOnly("CXP2022 skills/other/agents/openai.yaml(1,10)");
        folder.Compile().HasOnly("CXP2022 skills/other/agents/openai.yaml(1,10)");
        folder.Delete("skills/other/SKILL.md").Compile().HasOnly("CXP2001 skills/other", "CXP2023 skills/other/agents/openai.yaml");
    }

    [TestMethod]
    public void HugeFileIsNotRead()
    {
        using PluginFolder folder = PluginFolder.WithSkill();
        folder.Write(File, "#" + new string('x', 1024 * 1024)).Compile().HasOnly($"CXP1023 {File}");
    }

    [TestMethod]
    public void NothingSaneIsNestedTooDeeply()
    {
        string deep = new string('[', 900) + new string(']', 900);
        Compile($"interface: {{}}\nx: {deep}").HasOnly($"CXP2022 {File}(2,1)");
    }

    // Each would take a naive reader seconds, or all of the memory.
    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public void HostileFileTakesNoTime()
    {
        const int Size = 200_000;
        string[] files =
        [
            "x: " + new string('[', 20_000),
            "x: " + new string('[', 20_000) + new string(']', 20_000),
            "x: " + string.Concat(Enumerable.Repeat("{a: ", 20_000)),
            "x: \n " + string.Concat(Enumerable.Repeat("- ", Size / 2)),
            string.Concat(Enumerable.Repeat("? ", Size / 2)),
            "x: &a 1\ny: [" + string.Concat(Enumerable.Repeat("*a,", Size / 3)) + "]",
            "x: &r [*r]\ninterface: *r",
            "x: &a {" + string.Concat(Enumerable.Range(0, 8_000).Select(static i => $"k{i}: 1, ")) + "}\ndependencies: {tools: [" + string.Concat(Enumerable.Repeat("*a,", 30_000)) + "]}",
            "x0: &x0 [y]\n" + string.Concat(Enumerable.Range(1, 40).Select(static i => $"x{i}: &x{i} [*x{i - 1}, *x{i - 1}]\n")) + "interface: {display_name: *x40}",
            "interface: {display_name: '" + string.Concat(Enumerable.Repeat("a ", Size / 2)) + "'}",
            "policy: {products: [" + string.Concat(Enumerable.Repeat("x,", Size / 2)) + "]}",
            string.Concat(Enumerable.Repeat("interface: {}\n", Size / 14)),
            new('&', Size), new('"', Size), new('\0', Size), new(':', Size), new('k', Size), "x: !" + new string('a', Size),
        ];
        var slow = new List<string>();
        foreach (string file in files)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(file);
            long start = Stopwatch.GetTimestamp();
            Read(bytes);
            if (Stopwatch.GetElapsedTime(start) > TimeSpan.FromSeconds(5))
            {
                slow.Add(file[..40]);
            }
        }

        TextAssert.AreLines(slow);
    }

    [TestMethod]
    public void NoFileThrows()
    {
        byte[] file = Encoding.UTF8.GetBytes("""
            # Shown in the list
            interface:
              display_name: "Review & more"
              short_description: >-
                Reviews
                the branch
              default_prompt: 'Use $review, it''s fine'
              brand_color: "#112233"
              icon_small: ./assets/a.png
            policy: {allow_implicit_invocation: false, products: [CODEX, &c chatgpt]}
            dependencies:
              tools:
                - type: mcp
                  value: *c

            """);
        string[] parts = [": ", ":", "\n", "\n  ", "\t", "- ", "[", "]", "{", "}", ",", "'", "\"", "#", "&a ", "*c", "!", "!!str ", "|", ">", "%", "@", "`", "? ", "\\", "~", "---", "...", "\r", "\u00E9", "\u2028", "<<: ", "\0", "\uFEFF", "\\ud800"];
        var random = new Random(42);
        var failures = new List<string>();
        for (int i = 0; i < 2_000; i++)
        {
            List<byte> mutated = [.. file];
            for (int count = random.Next(1, 5); count > 0; count--)
            {
                int at = random.Next(mutated.Count);
                switch (random.Next(4))
                {
                    case 0:
                        mutated[at] = (byte)random.Next(256);
                        break;
                    case 1:
                        mutated.RemoveRange(at, Math.Min(random.Next(1, 20), mutated.Count - at));
                        break;
                    default:
                        mutated.InsertRange(at, Encoding.UTF8.GetBytes(parts[random.Next(parts.Length)]));
                        break;
                }

                if (mutated.Count == 0)
                {
                    break;
                }
            }

            byte[] bytes = [.. mutated];
            try
            {
                foreach (Diagnostic found in Read(bytes).Diagnostics)
                {
                    Assert.IsGreaterThan(0, found.Location.Line);
                    Assert.IsGreaterThan(0, found.Location.Column);
                }
            }
            catch (Exception exception)
            {
                failures.Add($"{exception.GetType().Name} at {Encoding.UTF8.GetString(bytes)}");
            }
        }

        Assert.IsEmpty(failures, $"{failures.Count} times, first {failures.FirstOrDefault()}");
    }

    private static FileFacts Read(byte[] bytes) => SkillAgentReader.Read(new SourceEntry(File, File, IsDirectory: false, new FileStamp(bytes.Length, 0)), bytes);

    private static PluginCompilation Compile(string yaml)
    {
        using PluginFolder folder = PluginFolder.WithSkill();
        return folder.Write(File, yaml).Compile();
    }
}
