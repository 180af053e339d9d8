using Codex.Plugin.Install.Config;

namespace Codex.Plugin.Install.Tests.Config;

/// <summary>Every form in which TOML can hold the entries: read, switched, removed.</summary>
[TestClass]
public sealed class CodexConfigTests
{
    private static readonly string s_folder = OperatingSystem.IsWindows() ? @"C:\plugins\it's" : "/plugins/it's";

    [TestMethod]
    // A table's header, and what may stand around it.
    [DataRow("[plugins.\"p@mk\"]\nenabled = true\n", "[plugins.\"p@mk\"]\nenabled = false\n", "")]
    [DataRow("a = 1\r\n\r\n[ plugins . 'p@mk' ] # on\r\nenabled=true # yes\r\nx = 1\r\n\r\n[b]\r\n", "a = 1\r\n\r\n[ plugins . 'p@mk' ] # on\r\nenabled=false # yes\r\nx = 1\r\n\r\n[b]\r\n", "a = 1\r\n\r\n[b]\r\n")]
    [DataRow("# keep\n[plugins.\"p@mk\"]\n\"enabled\" = true\n# keep\n[b]\nx = 1", "# keep\n[plugins.\"p@mk\"]\n\"enabled\" = false\n# keep\n[b]\nx = 1", "# keep\n# keep\n[b]\nx = 1")]
    [DataRow("[plugins.\"p@mk\"]", "[plugins.\"p@mk\"]\nenabled = false", "")]
    [DataRow("[plugins.\"p\\u0040mk\"]\n# enabled = true\nx = 1\n", "[plugins.\"p\\u0040mk\"]\nenabled = false\n# enabled = true\nx = 1\n", "")]
    [DataRow("[[a]]\n[plugins.\"p@mk\"]\n[[b]]\n", "[[a]]\n[plugins.\"p@mk\"]\nenabled = false\n[[b]]\n", "[[a]]\n[[b]]\n")]
    // Settings of servers, and the table after them.
    [DataRow("[plugins.\"p@mk\".mcp_servers.s]\nx = 1\n", "[plugins.\"p@mk\".mcp_servers.s]\nx = 1\n\n[plugins.\"p@mk\"]\nenabled = false\n", "")]
    [DataRow("[plugins.\"p@mk\".mcp_servers.s]\nx = 1\n\n[z]\n\n[plugins.\"p@mk\"]\nenabled = true\n", "[plugins.\"p@mk\".mcp_servers.s]\nx = 1\n\n[z]\n\n[plugins.\"p@mk\"]\nenabled = false\n", "[z]\n")]
    // Keys in a table around it, and at the root.
    [DataRow("[plugins]\n\"p@mk\" = { enabled = true }\n\"q@mk\" = {}\n", "[plugins]\n\"p@mk\" = { enabled = false }\n\"q@mk\" = {}\n", "[plugins]\n\"q@mk\" = {}\n")]
    [DataRow("[plugins]\n  \"p@mk\".enabled = true # on\n  \"p@mk\".x = 1\n", "[plugins]\n  \"p@mk\".enabled = false # on\n  \"p@mk\".x = 1\n", "[plugins]\n")]
    [DataRow("[plugins]\n'p@mk'.mcp_servers.s.enabled = true\n", "[plugins]\n'p@mk'.enabled = false\n'p@mk'.mcp_servers.s.enabled = true\n", "[plugins]\n")]
    [DataRow("plugins.\"p@mk\".enabled = true\na = 1", "plugins.\"p@mk\".enabled = false\na = 1", "a = 1")]
    [DataRow("a = 1\nplugins.\"p@mk\".x = 1", "a = 1\nplugins.\"p@mk\".enabled = false\nplugins.\"p@mk\".x = 1", "a = 1")]
    // Inline, also over several lines.
    [DataRow("plugins = { \"p@mk\" = { enabled = true } }\n", "plugins = { \"p@mk\" = { enabled = false } }\n", "plugins = { }\n")]
    [DataRow("plugins = { \"p@mk\" = {}, b = {} }\n", "plugins = { \"p@mk\" = { enabled = false }, b = {} }\n", "plugins = { b = {} }\n")]
    [DataRow("plugins = { b = {}, \"p@mk\" = { x = 1 } }\n", "plugins = { b = {}, \"p@mk\" = { enabled = false, x = 1 } }\n", "plugins = { b = {} }\n")]
    [DataRow("plugins = { \"p@mk\".x = 1, b = {} }\n", "plugins = { \"p@mk\".enabled = false, \"p@mk\".x = 1, b = {} }\n", "plugins = { b = {} }\n")]
    [DataRow("plugins = {\n  b = {}, # keep\n  \"p@mk\" = { },\n  # keep\n}\n", "plugins = {\n  b = {}, # keep\n  \"p@mk\" = { enabled = false },\n  # keep\n}\n", "plugins = {\n  b = {}, # keep\n  # keep\n}\n")]
    [DataRow("plugins = {\r\n\"p@mk\" = {},\r\nb = {},\r\n}", "plugins = {\r\n\"p@mk\" = { enabled = false },\r\nb = {},\r\n}", "plugins = {\r\nb = {},\r\n}")]
    [DataRow("plugins = { b = {}, # keep\n\"p@mk\" = {} }", "plugins = { b = {}, # keep\n\"p@mk\" = { enabled = false } }", "plugins = { b = {}, # keep\n }")]
    // What only looks like an entry.
    [DataRow("# [plugins.\"p@mk\"]\na = '''\n[plugins.\"p@mk\"]\nenabled = true\n'''\n[plugins.\"p@mk\"]\nenabled = true\n", "# [plugins.\"p@mk\"]\na = '''\n[plugins.\"p@mk\"]\nenabled = true\n'''\n[plugins.\"p@mk\"]\nenabled = false\n", "# [plugins.\"p@mk\"]\na = '''\n[plugins.\"p@mk\"]\nenabled = true\n'''\n")]
    [DataRow("\uFEFF[plugins.\"p@mk\"]\nenabled = true\n[a.plugins.\"p@mk\"]\nenabled = true\n", "\uFEFF[plugins.\"p@mk\"]\nenabled = false\n[a.plugins.\"p@mk\"]\nenabled = true\n", "\uFEFF[a.plugins.\"p@mk\"]\nenabled = true\n")]
    public void EntryOfAnyFormIsSwitchedAndRemovedAndPutBack(string text, string switched, string removed)
    {
        CodexConfig config = ConfigFolder.Read(text);
        Assert.Contains("p@mk", config.PluginIds);
        Assert.IsTrue(config.PluginEnabled("p@mk"));

        Assert.AreEqual(text, ConfigFolder.Edit(text, static config => config.SetPluginEnabled("p@mk", true)));
        Assert.AreEqual(switched, ConfigFolder.Edit(text, static config => config.SetPluginEnabled("p@mk", false)));
        Assert.IsFalse(ConfigFolder.Read(switched).PluginEnabled("p@mk"));

        RemovedEntry? entry = null;
        Assert.AreEqual(removed, ConfigFolder.Edit(text, config => entry = config.RemovePlugin("p@mk")));
        Assert.AreEqual(text, ConfigFolder.Edit(removed, config => config.Restore(entry!)));
        Assert.IsNull(ConfigFolder.Read(removed).PluginEnabled("p@mk"));
        Assert.DoesNotContain("p@mk", ConfigFolder.Read(removed).PluginIds);
    }

    [TestMethod]
    [DataRow(null, "[plugins.\"p@mk\"]\nenabled = true\n")]
    [DataRow("a = 1", "a = 1\n\n[plugins.\"p@mk\"]\nenabled = true")]
    [DataRow("a = 1\n", "a = 1\n\n[plugins.\"p@mk\"]\nenabled = true\n")]
    [DataRow("a = 1\nb = 2\r\n", "a = 1\nb = 2\r\n\r\n[plugins.\"p@mk\"]\r\nenabled = true\r\n")]
    [DataRow("plugins.\"a@b\".enabled = true\n", "plugins.\"a@b\".enabled = true\n\n[plugins.\"p@mk\"]\nenabled = true\n")]
    [DataRow("[plugins]\n\"a@b\".enabled = true\n[[z]]", "[plugins]\n\"a@b\".enabled = true\n[[z]]\n\n[plugins.\"p@mk\"]\nenabled = true")]
    [DataRow("plugins = {}", "plugins = {\"p@mk\" = { enabled = true }}")]
    [DataRow("plugins = { \"a@b\" = {} } # x", "plugins = { \"a@b\" = {}, \"p@mk\" = { enabled = true } } # x")]
    [DataRow("plugins = {\n \"a@b\" = {}, # x\n}", "plugins = {\n \"a@b\" = {}, \"p@mk\" = { enabled = true }, # x\n}")]
    public void NewEntryGoesWhereTheDocumentHasItsPlace(string? text, string added)
    {
        using var folder = new ConfigFolder(text);
        CodexConfig.Edit(folder.File, static config => config.SetPluginEnabled("p@mk", true));
        Assert.AreEqual(added, folder.Text);
        CodexConfig.Edit(folder.File, static config => config.RemovePlugin("p@mk"));
        Assert.AreEqual(text ?? "", folder.Text);
    }

    [TestMethod]
    public void MarketplaceKeepsItsOtherKeys()
    {
        string quoted = OperatingSystem.IsWindows() ? @"""C:\\plugins\\it's""" : "\"/plugins/it's\"";

        Assert.AreEqual($"[marketplaces.mk]\nsource_type = \"local\"\nsource = {quoted}\n", ConfigFolder.Edit("", static config => config.SetMarketplace("mk", s_folder)));
        Assert.AreEqual(
            $"[marketplaces.mk]\nsource_type = \"local\" # t\nlast_updated = 'x' # u\nsource = {quoted} # s\n",
            ConfigFolder.Edit("[marketplaces.mk]\nsource_type = 'git' # t\nlast_updated = 'x' # u\nsource = '''https://x''' # s\n", static config => config.SetMarketplace("mk", s_folder)));
        Assert.AreEqual(
            $"[marketplaces.mk]\nsource_type = \"local\"\nsource = {quoted}\nlast_updated = 'x'\n",
            ConfigFolder.Edit("[marketplaces.mk]\nlast_updated = 'x'\n", static config => config.SetMarketplace("mk", s_folder)));
        Assert.AreEqual(
            $"marketplaces = {{ a = {{ source_type = 'local', source = '/a' }}, mk = {{ source_type = \"local\", source = {quoted} }} }}",
            ConfigFolder.Edit("marketplaces = { a = { source_type = 'local', source = '/a' } }", static config => config.SetMarketplace("mk", s_folder)));

        CodexConfig read = ConfigFolder.Read($"marketplaces.'a b' = {{ source = '/a' }}\nmarketplaces.b.source_type = 'git'\n[marketplaces.mk]\nsource = {quoted}\n");
        Assert.AreEqual("a b|b|mk", string.Join('|', read.MarketplaceNames));
        Assert.AreEqual(s_folder, read.MarketplaceSource("mk"));
        Assert.AreEqual("/a", read.MarketplaceSource("a b"));
        Assert.IsNull(read.MarketplaceSource("b"));
        Assert.ThrowsExactly<ArgumentException>(() => read.SetMarketplace("mk", "relative"));
    }

    [TestMethod]
    [DataRow("p\"q'@é😀")]
    [DataRow("p.q@mk")]
    [DataRow("p\\q\t\u0001\u007f@mk")]
    [DataRow("@")]
    public void NameOfAnyCharactersIsQuoted(string id)
    {
        string text = ConfigFolder.Edit("a = 1\n", config => config.SetPluginEnabled(id, false));

        Assert.AreEqual(id, ConfigFolder.Read(text).PluginIds.Single());
        Assert.AreEqual("a = 1\n", ConfigFolder.Edit(text, config => config.RemovePlugin(id)));
    }

    [TestMethod]
    public void RemovedEntryComesBackIntoAFileThatHasChanged()
    {
        const string Text = "[plugins]\n# ours\n\"p@mk\" = { enabled = false, mcp_servers.s = { enabled = true } }\n";
        RemovedEntry? entry = null;
        string removed = ConfigFolder.Edit(Text, config => entry = config.RemovePlugin("p@mk"));
        Assert.AreEqual("\"p@mk\" = { enabled = false, mcp_servers.s = { enabled = true } }\n", entry!.Text);
        string kept = System.Text.Json.JsonSerializer.Serialize(entry);
        entry = System.Text.Json.JsonSerializer.Deserialize<RemovedEntry>(kept)!;

        Assert.AreEqual("b = 1\n" + Text, ConfigFolder.Edit("b = 1\n" + removed, config => config.Restore(entry)));
        Assert.AreEqual(Text, ConfigFolder.Edit(removed + "\n[plugins.\"p@mk\"]\nenabled = true\n", config => config.Restore(entry)));
        Assert.AreEqual(
            "[plugins]\nx = {}\n\n[plugins.\"p@mk\"]\nenabled = false\nmcp_servers.s.enabled = true\n",
            ConfigFolder.Edit("[plugins]\nx = {}\n", config => config.Restore(entry)));
        Assert.AreEqual(
            "plugins = {\"p@mk\" = { enabled = false, mcp_servers.s.enabled = true }}",
            ConfigFolder.Edit("plugins = {}", config => config.Restore(entry)));
    }
}
