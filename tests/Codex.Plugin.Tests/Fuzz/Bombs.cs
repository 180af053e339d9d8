using System.Text;
using Codex.Plugin.Tests.Helpers;

namespace Codex.Plugin.Tests.Fuzz;

/// <summary>Files that cost a careless reader its stack, its memory or its afternoon.</summary>
internal static class Bombs
{
    private const string Skill = "skills/bomb/SKILL.md";
    private const string Agent = "skills/bomb/agents/openai.yaml";
    private const string Manifest = ".codex-plugin/plugin.json";
    private const int Huge = 100 * 1024 * 1024;

    private static readonly string[] s_json = [Manifest, "plugin.json", ".mcp.json", "mcp/bomb.json", ".app.json", "apps/bomb.json", "hooks/hooks.json"];

    private static readonly string[] s_yaml = [Skill, Agent];

    private static readonly string[] s_sparse =
        [Skill, Manifest, "plugin.json", ".mcp.json", "mcp/bomb.json", "hooks/hooks.json", Agent, "commands/bomb.md", "skills/bomb/references/bomb.md", "assets/bomb.png", "assets/bomb.svg"];

    private static readonly Dictionary<string, (string Path, Func<byte[]>? Content)> s_bombs = Create();

    public static IEnumerable<object[]> All => s_bombs.Keys.Select(static name => new object[] { name });

    public static string? Logo(string name) => s_bombs[name].Path is var path && path.StartsWith("assets/", StringComparison.Ordinal) ? path : null;

    public static void Lay(string name, PluginFolder folder)
    {
        (string path, Func<byte[]>? content) = s_bombs[name];
        if (path == Agent)
        {
            folder.Write(Skill, "---\nname: bomb\ndescription: d\n---\n");
        }

        folder.Write(path, content?.Invoke() ?? []);
        if (content is null)
        {
            // Sparse: it takes no room on the disk.
            using FileStream file = File.OpenWrite(folder.FullPath(path));
            file.SetLength(Huge);
        }
    }

    private static Dictionary<string, (string Path, Func<byte[]>? Content)> Create()
    {
        var bombs = new Dictionary<string, (string Path, Func<byte[]>? Content)>(StringComparer.Ordinal);
        foreach (string path in s_sparse)
        {
            bombs.Add($"100 MB {path}", (path, null));
        }

        foreach (string path in s_json)
        {
            foreach (int depth in (ReadOnlySpan<int>)[120, 20_000, 1_000_000])
            {
                Add($"{depth} brackets {path}", path, () => Fit(path, new string('[', depth) + new string(']', depth)));
                Add($"{depth} open brackets {path}", path, () => new string('[', depth));
                Add($"{depth} objects {path}", path, () => Fit(path, string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth)));
            }

            Add($"100000 unknown keys {path}", path, () => Members(path, static i => $"\"key{i}\":{i}"));
            Add($"100000 duplicate keys {path}", path, () => Members(path, static i => "\"key\":1"));
            Add($"NUL {path}", path, static () => new string('\0', 1000));
            Add($"NUL inside {path}", path, () => Fit(path, "\"a\\u0000b\0\""));
            Add($"lone surrogates {path}", path, () => Fit(path, "{\"\\ud800\":\"\\udc00\\ud800\"}"));
            Add($"a line of 1 MB {path}", path, () => Fit(path, "\"" + new string('x', 1_000_000) + "\""));
            Add($"a number of 1 MB {path}", path, () => Fit(path, new string('9', 1_000_000)));
            Add($"a name of 1 MB {path}", path, () => Fit(path, "{\"" + new string('x', 1_000_000) + "\":1}"));
        }

        foreach (string path in s_yaml)
        {
            foreach (int depth in (ReadOnlySpan<int>)[120, 20_000, 300_000, 1_000_000])
            {
                Add($"{depth} brackets {path}", path, () => Yaml(path, $"x: {new string('[', depth)}{new string(']', depth)}"));
                Add($"{depth} braces {path}", path, () => Yaml(path, $"x: {new string('{', depth)}{new string('}', depth)}"));
                Add($"{depth} open brackets {path}", path, () => Yaml(path, $"x: {new string('[', depth)}"));
                Add($"{depth} dashes {path}", path, () => Yaml(path, "x:\n" + string.Concat(Enumerable.Repeat("- ", depth)) + "a"));
                Add($"{depth} question marks {path}", path, () => Yaml(path, string.Concat(Enumerable.Repeat("? ", depth)) + "a"));
            }

            Add($"400 levels of indentation {path}", path, () => Yaml(path, "x:\n" + string.Concat(Enumerable.Range(1, 400).Select(static i => new string(' ', i) + "a:\n"))));
            Add($"100000 unknown keys {path}", path, () => Yaml(path, string.Concat(Enumerable.Range(0, 100_000).Select(static i => $"key{i}: {i}\n"))));
            Add($"100000 duplicate keys {path}", path, () => Yaml(path, string.Concat(Enumerable.Repeat("key: 1\n", 100_000))));
            Add($"100000 names {path}", path, () => Yaml(path, string.Concat(Enumerable.Repeat("name: a\n", 100_000))));
            Add($"30000 values to repair {path}", path, () => Yaml(path, string.Concat(Enumerable.Range(0, 30_000).Select(static i => $"key{i}: [a: b: c\n"))));
            Add($"billion laughs {path}", path, () => Yaml(path, Laughs("x")));
            Add($"billion laughs as description {path}", path, () => Yaml(path, Laughs("description")));
            Add($"recursive alias {path}", path, () => Yaml(path, "x: &a [*a, *a]"));
            Add($"10000 anchors {path}", path, () => Yaml(path, string.Concat(Enumerable.Range(0, 10_000).Select(static i => $"k{i}: &a{i} [*a{Math.Max(0, i - 1)}]\n"))));
            Add($"100000 directives {path}", path, () => Yaml(path, string.Concat(Enumerable.Repeat("%TAG ! !\n", 100_000))));
            Add($"NUL {path}", path, static () => new string('\0', 1000));
            Add($"NUL inside {path}", path, () => Yaml(path, "x: a\0b"));
            Add($"lone surrogates {path}", path, () => Yaml(path, "x: \"\\ud800\\udc00\""));
            Add($"a line of 1 MB {path}", path, () => Yaml(path, "x: " + new string('x', 1_000_000)));
            Add($"a name of 900 KB {path}", path, () => Yaml(path, "name: " + new string('x', 900_000)));
            Add($"a quoted text of 900 KB, not closed {path}", path, () => Yaml(path, "x: \"" + new string('x', 900_000)));
            Add($"a key of 900 KB {path}", path, () => Yaml(path, new string('x', 900_000) + ": 1"));
            Add($"900 KB of colons {path}", path, () => Yaml(path, "x: " + string.Concat(Enumerable.Repeat(": ", 450_000))));
            Add($"900 KB of quotes {path}", path, () => Yaml(path, "x: " + new string('\'', 900_000)));
            Add($"900 KB of backslashes {path}", path, () => Yaml(path, "x: \"" + new string('\\', 900_000)));
            Add($"450 KB of empty lines {path}", path, () => Yaml(path, "x: |\n" + new string('\n', 450_000)));
        }

        foreach (string path in (ReadOnlySpan<string>)[Skill, "commands/bomb.md", "skills/bomb/references/bomb.md"])
        {
            AddText("200000 brackets", new string('[', 200_000));
            AddText("200000 pairs of brackets", new string('[', 200_000) + new string(']', 200_000));
            AddText("100000 open links", string.Concat(Enumerable.Repeat("[a](", 100_000)));
            AddText("100000 pictures in links", string.Concat(Enumerable.Repeat("[![", 100_000)) + "a" + string.Concat(Enumerable.Repeat("](b)", 100_000)));
            AddText("200000 quotation marks", string.Concat(Enumerable.Repeat("> ", 200_000)));
            AddText("100000 list marks", string.Concat(Enumerable.Repeat("- ", 100_000)) + "a");
            AddText("900 KB of backticks", string.Concat(Enumerable.Range(1, 1300).Select(static i => new string('`', i) + " ")));
            AddText("400000 stars", string.Concat(Enumerable.Repeat("*a_ ", 100_000)) + "**");
            AddText("50000 links", string.Concat(Enumerable.Range(0, 50_000).Select(static i => $"[a](b{i}.md)\n")));
            AddText("20000 definitions", string.Concat(Enumerable.Range(0, 20_000).Select(static i => $"[a{i}]: b{i}.md\n")));
            AddText("100000 tags", string.Concat(Enumerable.Repeat("<a href=\"", 90_000)));
            AddText("200000 angle brackets", new string('<', 200_000));
            AddText("a line of 900 KB", new string('x', 900_000));
            AddText("NUL", new string('\0', 1000));

            void AddText(string name, string body) =>
                Add($"{name} in {path}", path, () => $"---\nname: bomb\ndescription: d\n---\n{body}");
        }

        Add("20000 matchers hooks", "hooks/hooks.json", static () => $$$"""{"hooks":{"Stop":[{{{string.Join(',', Enumerable.Repeat("""{"matcher":"(a+)+$","hooks":[]}""", 20_000))}}}]}}""");
        Add("a matcher that explodes", "hooks/hooks.json", static () => """{"hooks":{"PreToolUse":[{"matcher":"(((((a{1,99}){1,99}){1,99}){1,99}){1,99}){1,99}","hooks":[{"type":"command","command":"a"}]}]}}""");
        Add("a matcher of 20000 groups", "hooks/hooks.json", static () => $$$"""{"hooks":{"PreToolUse":[{"matcher":"{{{new string('(', 20_000)}}}{{{new string(')', 20_000)}}}","hooks":[{"type":"command","command":"a"}]}]}}""");
        Add("a matcher of 300000 characters", "hooks/hooks.json", static () => $$$"""{"hooks":{"PreToolUse":[{"matcher":"{{{string.Join('|', Enumerable.Range(10_000, 50_000))}}}","hooks":[{"type":"command","command":"a"}]}]}}""");
        Add("svg of 20000 elements", "assets/bomb.svg", static () => "<svg xmlns=\"http://www.w3.org/2000/svg\">" + string.Concat(Enumerable.Repeat("<g>", 20_000)));
        Add("svg with entities", "assets/bomb.svg", static () =>
            "<!DOCTYPE svg [<!ENTITY a \"ha\">" + string.Concat(Enumerable.Range(1, 20).Select(static i => $"<!ENTITY a{i} \"{string.Concat(Enumerable.Repeat(i == 1 ? "&a;" : $"&a{i - 1};", 10))}\">")) + "]><svg width=\"&a20;\">&a20;</svg>");
        Add("svg with a foreign entity", "assets/bomb.svg", static () => "<!DOCTYPE svg SYSTEM \"http://127.0.0.1:9/a.dtd\" [<!ENTITY a SYSTEM \"file:///dev/zero\">]><svg>&a;</svg>");
        return bombs;

        void Add(string name, string path, Func<string> text) => bombs.Add(name, (path, () => Encoding.UTF8.GetBytes(text())));
    }

    /// <summary>The value where a reader looks at it.</summary>
    private static string Fit(string path, string value) => path switch
    {
        Manifest => $$$"""{"name":"bomb","author":{{{value}}},"extensions":{{{value}}}}""",
        "plugin.json" => $$$"""{"$schema":"https://agent-plugins.org/schemas/1.0.0/plugin.schema.json","name":"bomb","extensions":{{{value}}}}""",
        ".mcp.json" => $$$$"""{"mcpServers":{"a":{"command":"a","args":{{{{value}}}}}}}""",
        "mcp/bomb.json" => $$$"""{"command":"a","args":{{{value}}}}""",
        ".app.json" => $$$$"""{"apps":{"a":{"id":"a","category":{{{{value}}}}}}}""",
        "apps/bomb.json" => $$$"""{"id":"a","category":{{{value}}}}""",
        _ => $$$"""{"hooks":{"Stop":[{"hooks":[{"type":"command","command":"a","x":{{{value}}}}]}]}}""",
    };

    private static string Members(string path, Func<int, string> member)
    {
        string members = string.Join(',', Enumerable.Range(0, 100_000).Select(member));
        return path switch
        {
            Manifest => $$$"""{"name":"bomb",{{{members}}}}""",
            "plugin.json" => $$$"""{"$schema":"https://agent-plugins.org/schemas/1.0.0/plugin.schema.json","name":"bomb",{{{members}}}}""",
            _ => Fit(path, $"{{{members}}}"),
        };
    }

    private static string Yaml(string path, string text) => path == Skill ? $"---\nname: bomb\ndescription: d\n{text}\n---\nbody\n" : text + "\n";

    private static string Laughs(string key) =>
        "a0: &a0 [lol, lol]\n" + string.Concat(Enumerable.Range(1, 30).Select(static i => $"a{i}: &a{i} [{string.Join(',', Enumerable.Repeat($"*a{i - 1}", 9))}]\n")) + $"{key}: *a30";
}
