using Codex.Plugin.Diagnostics;
using Codex.Plugin.Packaging.Marketplace;
using Codex.Plugin.Packaging.Policies;
using Codex.Plugin.Packaging.Restore;
using Codex.Plugin.Tests.Helpers;

namespace Codex.Plugin.Tests.Packaging;

[TestClass]
public sealed class PluginSetTests
{
    private const string Servers = """{"mcpServers":{"docs":{"url":"https://docs.contoso.com"}}}""";

    [TestMethod]
    [DataRow("""{"name":"b","version":"1.0.0","mcpServers":"./.mcp.json"}""", ".mcp.json", Servers)]
    [DataRow("""{"name":"b","version":"1.0.0","mcpServers":"./more/mcp.json"}""", "more/mcp.json", Servers)]
    [DataRow("""{"name":"b","version":"1.0.0"}""", ".mcp.json", Servers)]
    [DataRow("""{"name":"b","version":"1.0.0","mcpServers":{"docs":{"command":"x"}}}""", "other.json", "{}")]
    [DataRow("""{"name":"b","version":"1.0.0","mcpServers":{"mcpServers":{"docs":{"command":"x"}}}}""", "other.json", "{}")]
    public void ServerInTwoPluginsIsFound(string manifest, string file, string content)
    {
        using var set = new PluginSet();
        set.Add("a", "{}", (".mcp.json", Servers)).Add("b", manifest, (file, content));
        Diagnostic found = set.Finds("CXP7012 plugins.csproj")[0];
        Assert.Contains("'docs' is in a 1.0.0 and in b 1.0.0", found.Message);
    }

    [TestMethod]
    public void PluginThatNobodyGetsHasNoServer()
    {
        using var set = new PluginSet();
        set.Add("a", "{}", (".mcp.json", Servers)).Add("b", "{}", InstallationPolicy.NotAvailable, (".mcp.json", Servers)).Finds();
    }

    [TestMethod]
    [DataRow("name: review")]
    [DataRow("name: \"review\"")]
    [DataRow("name: >\n  review")]
    [DataRow("license: MIT")]
    public void SkillInTwoPluginsThatEverybodyGetsIsFound(string name)
    {
        using var set = new PluginSet();
        set.Add("a", "{}", InstallationPolicy.InstalledByDefault, Skill("skills/review", "name: review"))
            .Add("b", """{"name":"b","version":"1.0.0","skills":["./deep/"]}""", InstallationPolicy.InstalledByDefault, Skill("deep/down/review", name), Skill("skills/unread", "name: unread"))
            .Add("c", "{}", InstallationPolicy.InstalledByDefault, Skill("skills/other", "name: other"), Skill("skills/.hidden/review", "name: review"), Skill("skills/unread", "name: unread"));
        Diagnostic found = set.Finds("CXP7013 plugins.csproj")[0];
        Assert.Contains("'review' is in a 1.0.0 and in b 1.0.0,", found.Message);
        Assert.Contains("(a:review, b:review)", found.Message);
    }

    [TestMethod]
    public void SkillThatOnlySomeHaveTwiceIsCodexsBusiness()
    {
        using var set = new PluginSet();
        set.Add("a", "{}", InstallationPolicy.InstalledByDefault, Skill("skills/review", "name: review")).Add("b", "{}", Skill("skills/review", "name: review")).Finds();
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("[]")]
    [DataRow("{\"mcpServers\":3,\"skills\":{}}")]
    [DataRow("{\"mcpServers\":\"\",\"skills\":\"\"}")]
    [DataRow("{\"mcpServers\":\"./\",\"skills\":[\"./\\u0000\"]}")]
    [DataRow("{\"mcpServers\":\"./missing.json\",\"skills\":\"./missing\"}")]
    [DataRow("{\"mcpServers\":[1],\"skills\":[1,null]}")]
    [DataRow("{\"mcpServers\":\"\\ud800\"}")]
    [DataRow("{\"mcpServers\":{\"docs\":null}}")]
    public void DamagedPluginIsNobodysClash(string manifest)
    {
        using var set = new PluginSet();
        set.Add("a", "{}", InstallationPolicy.InstalledByDefault, (".mcp.json", Servers)).Add("b", manifest, InstallationPolicy.InstalledByDefault, (".app.json", "{}")).Finds();
    }

    private static (string Path, string Text) Skill(string folder, string header) => ($"{folder}/SKILL.md", $"---\n{header}\ndescription: Does it.\n---\nDo it.\n");

    private sealed class PluginSet : IDisposable
    {
        private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("codex-set-");
        private readonly List<MarketplacePlugin> _plugins = [];

        public PluginSet Add(string name, string manifest, params (string Path, string Text)[] files) => Add(name, manifest, InstallationPolicy.Available, files);

        public PluginSet Add(string name, string manifest, InstallationPolicy policy, params (string Path, string Text)[] files)
        {
            string folder = Path.Combine(_root.FullName, name);
            foreach ((string path, string text) in files.Append((".codex-plugin/plugin.json", manifest)))
            {
                string full = Path.Combine(folder, path);
                Directory.CreateDirectory(Path.GetDirectoryName(full)!);
                File.WriteAllText(full, text);
            }

            _plugins.Add(new MarketplacePlugin(new RestoredPlugin(name, "1.0.0", folder, name, "1.0.0", "", Direct: true, ""), new PluginPolicy { Installation = policy }, []));
            return this;
        }

        public IReadOnlyList<Diagnostic> Finds(params string[] expected)
        {
            IReadOnlyList<Diagnostic> found = PluginSetRules.Check(_plugins, "plugins.csproj");
            CompilationAssert.AreOnly(found, expected);
            return found;
        }

        public void Dispose() => _root.Delete(recursive: true);
    }
}
