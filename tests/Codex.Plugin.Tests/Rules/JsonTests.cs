using System.Text;
using Codex.Plugin.Tests.Helpers;

namespace Codex.Plugin.Tests.Rules;

/// <summary>Strict JSON, and the place where it stops being that.</summary>
[TestClass]
public sealed class JsonTests
{
    // Each file with the rule for JSON that cannot be read, and a text before and after a value that makes the file a valid one.
    private static readonly (string Path, string Id, string Before, string After)[] s_files =
    [
        ("mcp/docs.json", "CXP3001", "{\"command\":\"docs\",\"$schema\":\n    ", "\n}\n"),
        (".mcp.json", "CXP3001", "{\"mcpServers\":{\"docs\":{\"command\":\"docs\"}},\"$schema\":\n    ", "\n}\n"),
        ("apps/docs.json", "CXP4001", "{\"id\":\"docs\",\n\"x\":", "\n}\n"),
        (".app.json", "CXP4001", "{\"apps\":{\"docs\":{\"id\":\"docs\",\n\"x\":", "\n}}}\n"),
        ("hooks/hooks.json", "CXP4004", "{\"hooks\":{\"Stop\":[{\"hooks\":[{\"type\":\"mcp_tool\",\"server\":\"s\",\"tool\":\"t\"}],\n\"$\":", "\n}]}}\n"),
    ];

    [TestMethod]
    [DataRow("1", null)]
    [DataRow("{\"a\":1,\"A\":2,\"b\":{\"a\":3}}", null)]
    [DataRow("[null,true,1e400,\"\\ud83d\\ude00 \\u00e9\"]", null)]
    [DataRow("1, // comment\n\"y\":2", "(2,8)")]
    [DataRow("/* comment */ 1", "(2,5)")]
    [DataRow("[1,]", "(2,8)")]
    [DataRow("{\"a\":1,}", "(2,12)")]
    [DataRow("{\"a\":1,\n  \"a\":2}", "(3,3)")]
    [DataRow("{\"a\":1,\n  \"\\u0061\":2}", "(3,3)")]
    [DataRow("01", "(2,6)")]
    [DataRow("NaN", "(2,5)")]
    [DataRow("'a'", "(2,5)")]
    [DataRow("\"a\tb\"", "(2,7)")]
    [DataRow("\"ü\", \"ä\" 1", "(2,14)", DisplayName = "column in characters, not in bytes")]
    public void IsReadStrictly(string value, string? place)
    {
        foreach ((string path, string id, string before, string after) in s_files)
        {
            using var folder = new PluginFolder();
            folder.Write(path, before + value + after).Compile().HasOnly(place is null ? [] : [$"{id} {path}{place}"]);
        }
    }

    [TestMethod]
    [DataRow("", "(1,1)")]
    [DataRow(" \n", null)]
    [DataRow("\uFEFF{}", "(1,1)")]
    [DataRow("{} {}", "(1,4)")]
    [DataRow("{", null)]
    [DataRow("null", null)]
    [DataRow("{\"\\ud800\":1}", null)]
    public void WholeFileIsRefused(string text, string? place)
    {
        foreach ((string path, string id, _, _) in s_files)
        {
            using var folder = new PluginFolder();
            PluginCompilation compilation = folder.Write(path, text).Compile();
            Diagnostics.Diagnostic found = Assert.ContainsSingle(compilation.Diagnostics);
            Assert.AreEqual(path, found.Location.Path);
            Assert.IsGreaterThan(0, found.Location.Line);
            if (text != "null")
            {
                Assert.AreEqual(id, found.Descriptor.Id);
            }

            if (place is not null)
            {
                compilation.HasOnly($"{id} {path}{place}");
            }
        }
    }

    [TestMethod]
    [DataRow(".mcp.json", "{\"mcpServers\":[]}", "CXP3001 .mcp.json(1,15)")]
    [DataRow(".mcp.json", "[]", "CXP3001 .mcp.json(1,1)")]
    [DataRow(".app.json", "{}", "CXP4001 .app.json(1,1)")]
    [DataRow(".app.json", "{ \"apps\": 1}", "CXP4001 .app.json(1,11)")]
    public void MapIsExpected(string path, string text, string expected)
    {
        using var folder = new PluginFolder();
        folder.Write(path, text).Compile().HasOnly(expected);
    }

    [TestMethod]
    [DataRow("mcp/docs.json", "{\"command\":\"\\ud800\"}")]
    [DataRow("mcp/docs.json", "{\"url\":\"https://contoso.com/\\udc00\"}")]
    [DataRow("mcp/docs.json", "{\"command\":\"docs\",\"args\":[\"\\ud800\"]}")]
    [DataRow("mcp/docs.json", "{\"command\":\"docs\",\"env\":{\"A\":\"\\ud800 \"}}")]
    [DataRow("mcp/docs.json", "{\"command\":\"docs\",\"env\":{\"\\ud800\":\"a\"}}")]
    [DataRow("apps/docs.json", "{\"id\":\"\\ud800\"}")]
    [DataRow("apps/docs.json", "{\"id\":\"docs\",\"category\":\"\\udfff\"}")]
    [DataRow("hooks/hooks.json", "{\"hooks\":{\"\\ud800\":[]}}")]
    [DataRow("hooks/hooks.json", "{\"hooks\":{\"Stop\":\"\\ud800\"}}")]
    public void HalfOfSurrogatePairIsRefused(string path, string text)
    {
        using var folder = new PluginFolder();
        IsUnreadable(folder.Write(path, text).Compile(), path);
    }

    [TestMethod]
    [DataRow("mcp/docs.json", "{\"command\":\"", "\"}")]
    [DataRow("mcp/docs.json", "{\"command\":\"docs\",\"env\":{\"A\":\"", "\"}}")]
    [DataRow("mcp/docs.json", "{\"command\":\"docs\",\"", "\":1}")]
    [DataRow("apps/docs.json", "{\"id\":\"", "\"}")]
    [DataRow("hooks/hooks.json", "{\"hooks\":{\"Stop\":\"", "\"}}")]
    public void BytesThatAreNotUtf8AreRefused(string path, string before, string after)
    {
        using var folder = new PluginFolder();
        folder.Write(path, [.. Encoding.UTF8.GetBytes(before), 0xFF, .. Encoding.UTF8.GetBytes(after)]);
        IsUnreadable(folder.Compile(), path);
    }

    [TestMethod]
    [DataRow('[')]
    [DataRow('{')]
    public void DeepNestingIsAFindingAndNothingWorse(char open)
    {
        string bomb = open == '[' ? new string('[', 500_000) : string.Concat(Enumerable.Repeat("{\"a\":", 100_000));
        foreach ((string path, string id, string before, _) in s_files)
        {
            using var folder = new PluginFolder();
            Diagnostics.Diagnostic found = Assert.ContainsSingle(folder.Write(path, before + bomb).Compile().Diagnostics);
            Assert.AreEqual(id, found.Descriptor.Id);
            Assert.AreEqual(2, found.Location.Line);
        }
    }

    private static void IsUnreadable(PluginCompilation compilation, string path)
    {
        Diagnostics.Diagnostic found = Assert.ContainsSingle(compilation.Diagnostics);
        Assert.AreEqual(s_files.Single(file => file.Path == path).Id, found.Descriptor.Id);
        Assert.AreEqual(path, found.Location.Path);
        Assert.AreEqual(1, found.Location.Line);
    }
}
