using System.Diagnostics;
using System.Text;
using Codex.Plugin.Read;
using Codex.Plugin.Tests.Helpers;

namespace Codex.Plugin.Tests.Rules;

/// <summary>What a skill says that Codex, or another host, does not do.</summary>
[TestClass]
public sealed class SkillTextRuleTests
{
    private const string File = "skills/n/SKILL.md";

    // CXP2014
    [TestMethod]
    [DataRow("See [a](references/a.md).")]
    [DataRow("See [a](./references/a.md), [b](../n/references/a.md) and [c](../../assets/logo.png).")]
    [DataRow("![a](references/a%20b.md)")]
    [DataRow("[a](<references/a b.md>)")]
    [DataRow("[a](references/a.md#top) [b](references/a.md?raw=1) [c](#top) [d](?x)")]
    [DataRow("[a](references) [b](references/) [c](.) [d](..)")]
    [DataRow("[a](https://example.org/x) [b](mailto:a@example.org) [c](app://x) [d](/x) [e](//example.org/x) [f](~/x)")]
    [DataRow("[a](references/{name}.md) [b](<path>) [c](link) [d](url) [e](references/...)")]
    [DataRow("```\n[a](no.md)\n```\n\n    [b](no.md)\n\n`[c](no.md)`", DisplayName = "code")]
    [DataRow("[a][1]\n\n[1]: references/a.md", DisplayName = "definition")]
    [DataRow("[not used]: no.md", DisplayName = "definition without a link")]
    [DataRow("[a](no.md", DisplayName = "no link")]
    [DataRow("\\[a](no.md)", DisplayName = "escaped")]
    [DataRow("<!-- [a](no.md) -->", DisplayName = "comment")]
    public void LinksThatLeadToAFileAreFine(string body) => WithLinks(body).HasOnly();

    [TestMethod]
    [DataRow("See [a](references/no.md).", "(5,9)", "skills/n/references/no.md")]
    [DataRow("One\r\n\r\nand \u00E9 ![a](no.png \"title\")\r\n", "(7,12)", "skills/n/no.png")]
    [DataRow("> - [a](<no file.md>)", "(5,9)", "skills/n/no file.md")]
    [DataRow("[a](References/a.md)", "(5,5)", "letter case")]
    [DataRow("[a](../../../out.md)", "(5,5)", "../../../out.md")]
    [DataRow("[a](no%2Emd#x)", "(5,5)", "skills/n/no.md")]
    [DataRow("[a][1] and [b][1]\n\n[1]: no.md", "(7,6)", "skills/n/no.md")]
    [DataRow("[![a](references/a.md)](no.md)", "(5,25)", "skills/n/no.md")]
    [DataRow("[a](references/a.md/)", null, null)]
    public void LinksThatLeadNowhereAreFound(string body, string? place, string? said)
    {
        PluginCompilation compilation = WithLinks(body);
        if (place is null)
        {
            compilation.HasOnly();
            return;
        }

        compilation.HasOnly($"CXP2014 {File}{place}");
        Assert.Contains(said!, compilation.Diagnostics[0].Message);
    }

    [TestMethod]
    public void LinkIsAskedAgainWhenOnlyItsTargetIsDeleted()
    {
        using PluginFolder folder = Skill("name: n\ndescription: d", "[a](references/a.md)").Write("skills/n/references/a.md", "A");
        folder.Compile().HasOnly();
        folder.Delete("skills/n/references/a.md").Compile().HasOnly($"CXP2014 {File}(5,5)");
        folder.Compile().HasOnly($"CXP2014 {File}(5,5)");
        folder.Write("skills/n/references/a.md", "A").Compile().HasOnly();
    }

    // CXP2015
    [TestMethod]
    [DataRow("skills/n/SKILL.md", "name: n", null, null)]
    [DataRow("skills/n/SKILL.md", "x: y", "(1,1)", "Gemini CLI: ")]
    [DataRow("skills/n/SKILL.md", "name: other", "(2,7)", "Claude Code: ")]
    [DataRow("skills/n/SKILL.md", "name: N", "(2,7)", "Claude Code: ")]
    [DataRow("skills/42/SKILL.md", "name: 42", "(2,7)", "Copilot CLI: ")]
    [DataRow("skills/4.5e3/SKILL.md", "name: 4.5e3", "(2,7)", "Copilot CLI: ")]
    [DataRow("skills/42/SKILL.md", "name: '42'", null, null)]
    [DataRow("skills/pr\u00FCfen/SKILL.md", "name: pr\u00FCfen", "(2,7)", "Copilot CLI, skills CLI: ")]
    [DataRow("skills/group/n/SKILL.md", "name: n", "", "Claude Code, Gemini CLI: ")]
    [DataRow("skills/1/2/3/4/5/n/SKILL.md", "name: n", "", "Claude Code, Gemini CLI: ")]
    [DataRow("skills/SKILL.md", "name: n", null, null)]
    public void WhatOtherHostsReadDifferentlyIsSaid(string path, string line, string? place, string? hosts)
    {
        using var folder = new PluginFolder();
        PluginCompilation compilation = folder.Write(path, $"---\n{line}\ndescription: d\n---\n").Compile();
        compilation.HasOnly(place is null ? [] : [$"CXP2015 {path}{place}"]);
        if (hosts is not null)
        {
            Assert.StartsWith(hosts, compilation.Diagnostics[0].Message);
        }
    }

    // CXP2016
    [TestMethod]
    [DataRow("license: MIT\ncompatibility: all\nmetadata: {x: y}\nversion: 1\nauthor: me\ntags: [a]\ntitle: T\nicon: i\ncategory: c")]
    [DataRow("Name: N")]
    [DataRow("description-de: D\nname-de: N")]
    [DataRow("disable-model-invocation: false\nuser-invocable: true")]
    [DataRow("x:\n  allowed-tools: Read")]
    [DataRow("[allowed-tools]: Read", DisplayName = "key that is a list")]
    public void RemarksAreFine(string lines)
    {
        using PluginFolder folder = Skill($"name: n\ndescription: d\n{lines}");
        folder.Compile().HasOnly();
    }

    [TestMethod]
    [DataRow("allowed-tools: Read, Grep", "tools")]
    [DataRow("allowed-tools:\n  - Read", "tools")]
    [DataRow("disable-model-invocation: true", "allow_implicit_invocation: false")]
    [DataRow("user-invocable: false", "called by its name")]
    [DataRow("model: opus", "model of the session")]
    [DataRow("context: fork", "session that calls it")]
    [DataRow("agent: Explore", "session that calls it")]
    [DataRow("hooks: {}", "hooks/hooks.json")]
    [DataRow("argument-hint: \"[file]\"", "no arguments")]
    [DataRow("paths: src", "description")]
    [DataRow("tools: Read\ntools: Grep", "tools")]
    [DataRow("metdata: {}", "'metadata'")]
    [DataRow("short-description: s", "metadata:")]
    public void KeysThatPromiseTooMuchAreNamed(string lines, string said)
    {
        using PluginFolder folder = Skill($"name: n\ndescription: d\n{lines}");
        PluginCompilation compilation = folder.Compile().HasOnly($"CXP2016 {File}(4,1)");
        Assert.Contains(said, compilation.Diagnostics[0].Message);
    }

    [TestMethod]
    public void MisspeltKeysAreNamedBesideWhatIsMissing()
    {
        using PluginFolder folder = Skill("Name: n\ndescripton: d");
        PluginCompilation compilation = folder.Compile().HasOnly($"CXP2005 {File}(1,1)", $"CXP2016 {File}(2,1)", $"CXP2016 {File}(3,1)");
        Assert.Contains("'name'", compilation.Diagnostics[1].Message);
        Assert.Contains("'description'", compilation.Diagnostics[2].Message);
    }

    // CXP2017
    [TestMethod]
    [DataRow(1024, 0)]
    [DataRow(1025, 1)]
    public void LongDescriptionIsCut(int length, int count)
    {
        string description = string.Concat(Enumerable.Repeat("\U0001F600", length));
        using PluginFolder folder = Skill($"name: n\ndescription:   {description}   ");
        folder.Compile().HasOnly(Enumerable.Repeat($"CXP2017 {File}(3,16)", count).ToArray());
    }

    // CXP2018
    [TestMethod]
    [DataRow("name: n\ndescription: Fix #1 of it", "(3,18)")]
    [DataRow("name: n\ndescription: Use when: x #1 and more", "(3,26)", "CXP2012")]
    [DataRow("name: n\ndescription: One\n  two #three", "(4,7)")]
    [DataRow("name: n\ndescription: !important do", "(3,14)")]
    [DataRow("name: n\ndescription: &x y", "(3,14)")]
    [DataRow("name: n #tag\ndescription: d", "(2,9)")]
    [DataRow("name: n\ndescription: 'Fix' #1", "(3,20)")]
    [DataRow("name: n\ndescription: |\n  One\n  ---\n  two", "(5,3)")]
    [DataRow("name: n\ndescription: >\n  One\n    ---\n  two", "(5,5)")]
    public void TextThatYamlTakesForSomethingElseIsFound(string frontmatter, string place, string? beside = null)
    {
        using PluginFolder folder = Skill(frontmatter);
        PluginCompilation compilation = folder.Compile();
        CompilationAssert.AreOnly([.. compilation.Diagnostics.Where(found => found.Descriptor.Id != beside)], $"CXP2018 {File}{place}");
    }

    [TestMethod]
    [DataRow("name: n\ndescription: \"Fix #1 of it\"")]
    [DataRow("name: n\ndescription: Fix#1 of it")]
    [DataRow("name: n # as the folder\ndescription: d # a remark")]
    [DataRow("name: n ## as the folder\ndescription: d #")]
    [DataRow("name: n\n#remark\ndescription: d\n#remark")]
    [DataRow("name: n\ndescription: !!str 5")]
    [DataRow("name: &x n\ndescription: d\nother: *x")]
    [DataRow("name: n\ndescription: \"!important do\"")]
    [DataRow("name: n\ndescription: |\n  One #1\n  !two &x")]
    [DataRow("name: n\ndescription: |\n  One\n ", DisplayName = "block before an unindented end")]
    [DataRow("name: n\ndescription: |\n    One\n  ---", DisplayName = "end indented less than the block")]
    [DataRow("name: n\ndescription: One\nother: #1 remark")]
    public void TextThatYamlKeepsIsFine(string frontmatter)
    {
        using PluginFolder folder = Skill(frontmatter);
        folder.Compile().HasOnly();
    }

    // CXP2019: asked of Codex 0.169 with a window of 272,000 tokens, all skills in folders sNNNNN.
    [TestMethod]
    [DataRow(58, 300, null)]
    [DataRow(313, 20, null)]
    [DataRow(200, 300, "to about 6[0-6] characters")]
    [DataRow(314, 20, null, DisplayName = "only Codex's own descriptions are cut")]
    [DataRow(500, 20, "the names of 490 skills")]
    public void BudgetOfAllDescriptionsIsCounted(int skills, int length, string? said)
    {
        using var folder = new PluginFolder();
        for (int i = 0; i < skills; i++)
        {
            folder.Write($"skills/s{i:D5}/SKILL.md", $"---\nname: s{i:D5}\ndescription: {new string('d', length)}\n---\n");
        }

        PluginCompilation compilation = folder.Compile(static project => project with { Name = "many" });
        compilation.HasOnly(said is null ? [] : ["CXP2019 skills"]);
        if (said is null)
        {
            return;
        }

        Assert.MatchesRegex(said, compilation.Diagnostics[0].Message);
        for (int i = 0; i < skills; i++)
        {
            folder.Write($"skills/s{i:D5}/agents/openai.yaml", "policy:\n  allow_implicit_invocation: false\n");
        }

        folder.Compile(static project => project with { Name = "many" }).HasOnly();
    }

    // CXP2013: Codex 0.169 lists 1,999 of 2,000 skills, each in a folder below skills, and all of them where the manifest names each.
    [TestMethod]
    public void ManifestNamesMoreRootsWhereCodexWouldStop()
    {
        using var folder = new PluginFolder();
        for (int i = 0; i < 2000; i++)
        {
            folder.Write($"skills/s{i}/SKILL.md", $"---\nname: s{i}\ndescription: One of many.\n---\n");
        }

        folder.Compile().HasOnly("CXP2013 skills", "CXP2019 skills");
        Assert.Contains("\"./skills/s0/\",", folder.ReadOutput(".codex-plugin/plugin.json"));

        Directory.Delete(folder.FullPath("skills/s0"), recursive: true);
        folder.Compile().HasOnly("CXP2019 skills");
        Assert.Contains("\"skills\": \"./skills/\"", folder.ReadOutput(".codex-plugin/plugin.json"));
    }

    [TestMethod]
    public void RootsAreDividedOnlyAsFarAsNeeded()
    {
        // Breadth first, the skills come before what lies below them.
        AreRoots(["skills"], [.. Many(600, "skills/s{0}/SKILL.md"), .. Many(600, "skills/s{0}/a/x"), .. Many(600, "skills/s{0}/b/x"), .. Many(600, "skills/s{0}/c/x")]);

        // Groups stay whole; a folder without skills is no root.
        AreRoots(["skills/a", "skills/b", "skills/c"],
            [.. Many(800, "skills/a/s{0}/SKILL.md"), .. Many(800, "skills/b/s{0}/SKILL.md"), .. Many(800, "skills/c/s{0}/SKILL.md"), "skills/d/x.md", "skills/.git/SKILL.md"]);

        // A skill in the root itself is found there at once.
        AreRoots(["skills", "skills/a", "skills/b"], ["skills/SKILL.md", .. Many(1500, "skills/a/s{0}/SKILL.md"), .. Many(1500, "skills/b/s{0}/SKILL.md")]);

        // Groups that are too large are divided in turn, and the others are not.
        Assert.HasCount(2502, SkillRoots.Divide("skills", [.. Many(2500, "skills/a/s{0}/SKILL.md"), .. Many(10, "skills/b/s{0}/SKILL.md"), "skills/c/SKILL.md", "other/x"], out int folders, out int skills));
        Assert.AreEqual(2514, folders);
        Assert.AreEqual(2511, skills);
        Assert.HasCount(10_000, SkillRoots.Divide("skills", [.. Many(10_000, "skills/s{0}/SKILL.md")], out _, out _));
    }

    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    public void NoMarkdownTakesLong()
    {
        (string Name, string Body)[] bodies =
        [
            ("brackets", Repeat("[", 100_000)), ("brackets that close", Repeat("[", 50_000) + Repeat("]", 50_000)), ("quotes", Repeat(">", 100_000)),
            ("quotes with blanks", Repeat("> ", 50_000)), ("quotes on many lines", Repeat(Repeat(">", 60) + "a\n", 4_000)), ("lists", Repeat("- ", 100_000)),
            ("ordered lists", Repeat("1. ", 100_000)), ("growing lists", string.Concat(Enumerable.Range(0, 700).Select(static i => new string(' ', i) + "- a\n"))),
            ("links", Repeat("[a](b) ", 140_000)), ("open links", Repeat("[a](", 250_000)), ("open links, fewer", Repeat("_a[b](c", 3_900)),
            ("stars", Repeat("*a ", 80_000)), ("stars of both kinds", Repeat("*a **b ", 35_000)), ("ticks", string.Concat(Enumerable.Range(1, 700).Select(static i => "a" + new string('`', i)))),
            ("definitions", string.Concat(Enumerable.Range(0, 60_000).Select(static i => $"[a{i}]: b\n"))), ("fewer definitions", string.Concat(Enumerable.Range(0, 3_900).Select(static i => $"[a{i}]: b\n"))),
            ("one line", new string('x', 1_000_000)), ("NUL", Repeat("\0", 200_000)), ("backslashes", Repeat("\\", 250_000)), ("angle brackets", Repeat("<a ", 80_000)), ("empty lines", Repeat("\n", 250_000)),
        ];
        Read("---\nname: n\ndescription: d\n---\n[a](b)");
        foreach ((string name, string body) in bodies)
        {
            var watch = Stopwatch.StartNew();
            Read($"---\nname: n\ndescription: d\n---\n{body}](a)\n");
            Assert.IsLessThan(5_000, watch.ElapsedMilliseconds, name);
        }
    }

    [TestMethod]
    [Timeout(300_000, CooperativeCancellation = true)]
    public void NoSkillThrows()
    {
        string[] parts =
        [
            "---", "\n", "\n", "\r\n", "name", "description", ": ", ":", " #", "#1", "!", "!x ", "!<", "&a ", "*a", "|\n  ", ">\n  ", "  ---", "'", "\"", "[a](b)", "![", "](", "]: x", "[1]: ", "<", ">", "- ", "```",
            "allowed-tools: x\n", "Name: y\n", "%zz", "%2e%2e/", "../", "\\", "\0", "\u00E9", "\U0001F600", "{", "}", "metadata", "    ", "\t", "?", "https://x", "?q#f", "~", "<!--",
        ];
        var random = new Random(20261122);
        var failures = new List<string>();
        for (int i = 0; i < 2_000; i++)
        {
            var text = new StringBuilder("---\nname: n\ndescription: Fix it now\n---\nSee [a](references/a.md) and ![b](b.png \"t\").\n\n[1]: c.md\n");
            for (int change = random.Next(1, 9); change > 0; change--)
            {
                int at = random.Next(text.Length);
                text.Remove(at, random.Next(Math.Min(8, text.Length - at))).Insert(at, string.Concat(Enumerable.Repeat(parts[random.Next(parts.Length)], random.Next(9) == 0 ? 300 : 1)));
            }

            byte[] bytes = Encoding.UTF8.GetBytes(text.ToString());
            if (random.Next(8) == 0)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            var watch = Stopwatch.StartNew();
            try
            {
                FileFacts facts = Read(bytes);
                int lines = bytes.Count(static b => b == '\n') + 1;
                if (facts.References.Any(link => link.Location.Line < 1 || link.Location.Line > lines || link.Location.Column < 1) || facts.Diagnostics.Any(found => found.Location.Line < 1 || found.Location.Line > lines + 1 || found.Location.Column < 1))
                {
                    failures.Add($"place outside of {text}");
                }
            }
            catch (Exception exception)
            {
                failures.Add($"{exception} at {text}");
            }

            if (watch.ElapsedMilliseconds > 5_000)
            {
                failures.Add($"{watch.ElapsedMilliseconds} ms at {text}");
            }
        }

        Assert.IsEmpty(failures, $"{failures.Count} times, first {failures.FirstOrDefault()}");
    }

    private static PluginFolder Skill(string frontmatter, string body = "Body") => new PluginFolder().Write(File, $"---\n{frontmatter}\n---\n{body}\n");

    private static PluginCompilation WithLinks(string body)
    {
        using PluginFolder folder = Skill("name: n\ndescription: d", body)
            .Write("skills/n/references/a.md", "A").Write("skills/n/references/a b.md", "B").Write("assets/logo.png", "P");
        return folder.Compile();
    }

    private static FileFacts Read(string text) => Read(Encoding.UTF8.GetBytes(text));

    private static FileFacts Read(byte[] bytes) => SkillReader.Read(new SourceEntry(File, File, IsDirectory: false, new FileStamp(bytes.Length, 0)), bytes);

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));

    private static IEnumerable<string> Many(int count, string form) => Enumerable.Range(0, count).Select(i => form.Replace("{0}", $"{i}", StringComparison.Ordinal));

    private static void AreRoots(string[] expected, string[] files) => TextAssert.AreLines(SkillRoots.Divide("skills", files, out _, out _), expected);
}
