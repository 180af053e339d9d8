namespace Codex.Plugin.Tool.Tests.Doctor;

/// <summary>What ails a Codex home.</summary>
[TestClass]
public sealed class CodexHomeCheckTests : IDisposable
{
    private readonly DoctorScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [TestMethod]
    public void EmptyHomeIsFine() => Assert.AreEqual("codex home : Ok: 'ROOT/home/.codex' has no config.toml yet -> ", _scene.CheckHome());

    [TestMethod]
    public void MissingHomeIsAnErrorOnlyWhereItWasNamed()
    {
        Directory.Delete(_scene.Home);
        Assert.StartsWith("codex home : Note: there is no 'ROOT/home/.codex' yet", _scene.CheckHome());
        _scene.With("CODEX_HOME", _scene.Home);
        Assert.StartsWith("codex home : Error: CODEX_HOME names", _scene.CheckHome());
    }

    [TestMethod]
    [DataRow("x = [")]
    [DataRow("[marketplaces]\ncontoso = 5\n")]
    [DataRow("[plugins.\"review@contoso\"]\nenabled = \"yes\"\n")]
    public void SettingsThatCodexCannotReadAreAnError(string config)
    {
        string found = _scene.Config(config).CheckHome();
        Assert.StartsWith("codex home config.toml: Error: ROOT/home/.codex/config.toml(", found);
        Assert.Contains("Codex does not start with it", found);
    }

    [TestMethod]
    public void SoundMarketplaceAndItsPluginAreFine()
    {
        _scene.Marketplace().Append("[plugins.\"review@contoso\"]\nenabled = true\n").Cached("contoso", "review", "1.0.0");
        Assert.AreEqual(
            """
            codex home : Ok: 'ROOT/home/.codex/config.toml' can be read -> 
            marketplace contoso: Ok: 1 plugin in 'ROOT/contoso' -> 
            plugin : Ok: 1 plugin is installed and up to date -> 
            """.ReplaceLineEndings("\n"), _scene.CheckHome());
    }

    [TestMethod]
    [DataRow("source_type = \"local\"\nsource = \"ROOT/gone\"", "Error: its folder 'ROOT/gone' is gone")]
    [DataRow("source_type = \"local\"\nsource = \"relative\"", "Error: its folder 'relative' is relative")]
    [DataRow("source_type = \"local\"", "Error: its entry in config.toml names no source")]
    [DataRow("source = \"ROOT/project\"", "Error: its source_type is missing, so Codex takes it for a git repository")]
    [DataRow("source_type = \"git\"\nsource = \"https://github.com/contoso/plugins\"", "Error: Codex has not cloned its repository")]
    [DataRow("source_type = \"local\"\nsource = \"ROOT/project\"", "Error: Codex does not read 'ROOT/project': there is no .agents/plugins/marketplace.json in")]
    public void MarketplaceThatCodexCannotFindIsAnError(string entry, string expected) =>
        Assert.Contains($"marketplace contoso: {expected}", _scene.Config($"[marketplaces.contoso]\n{entry}\n").CheckHome());

    [TestMethod]
    [DataRow("no JSON", "Error: Codex does not read 'ROOT/contoso': marketplace.json: ")]
    [DataRow("[]", "Error: Codex does not read 'ROOT/contoso': marketplace.json is not an object")]
    [DataRow("""{ "name": "contoso", "name": "contoso", "plugins": [] }""", "Error: Codex does not read 'ROOT/contoso': marketplace.json: ")]
    [DataRow("""{ "name": "contoso" }""", "Error: Codex does not read 'ROOT/contoso': \"plugins\" is missing or no array")]
    [DataRow("""{ "plugins": [] }""", "Error: Codex does not read 'ROOT/contoso': \"name\" is missing")]
    [DataRow("""{ "name": "contoso", "plugins": [ { "name": "review", "source": "./plugins/review", "policy": null } ] }""", "\"plugins[0].policy\" is no object")]
    [DataRow("""{ "name": "contoso", "plugins": [ { "name": "review", "source": "./plugins/review", "category": 5 } ] }""", "\"plugins[0].category\" is no text")]
    [DataRow("""{ "name": "contoso", "plugins": [ { "name": "review" } ] }""", "\"plugins[0].source\" is missing")]
    [DataRow("""{ "name": "contoso", "plugins": [ { "name": "review", "source": "./plugins/review", "policy": { "installation": "Available" } } ] }""", "\"plugins[0].policy.installation\" is \"Available\", and may be NOT_AVAILABLE, AVAILABLE, INSTALLED_BY_DEFAULT")]
    [DataRow("""{ "name": "contoso", "plugins": [ { "name": "review", "source": "./plugins/review", "policy": { "products": "CODEX" } } ] }""", "\"plugins[0].policy.products\" is no array")]
    [DataRow("""{ "name": "con.toso", "plugins": [] }""", "Warning: its name 'con.toso' has other characters")]
    [DataRow("""{ "name": "openai-curated", "plugins": [] }""", "Warning: its name 'openai-curated' is one that Codex keeps for itself")]
    [DataRow("""{ "name": "other", "plugins": [] }""", "Warning: 'ROOT/contoso' calls itself 'other'")]
    [DataRow("""{ "name": "contoso", "plugins": [ { "name": "review", "source": "./plugins/review" }, { "name": "review", "source": "./plugins/review" } ] }""", "Warning: 'review' is there twice")]
    [DataRow("""{ "name": "contoso", "plugins": [ { "name": "review", "source": "../review" } ] }""", "Warning: 'review' is left out: its path '../review'")]
    [DataRow("""{ "name": "contoso", "plugins": [ { "name": "review", "source": { "source": "nuget" } } ] }""", "Warning: 'review' is left out: 'nuget' is no kind of source")]
    [DataRow("""{ "name": "contoso", "plugins": [ { "name": "gone", "source": "./plugins/gone" } ] }""", "Warning: 'gone' has no folder")]
    [DataRow("""{ "name": "contoso", "plugins": [ { "name": "review", "source": "./plugins/review", "policy": { "products": ["ATLAS"] } } ] }""", "Warning: 'review' is not for Codex")]
    public void MarketplaceThatCodexReadsOtherwiseIsNamed(string json, string expected) =>
        Assert.Contains(expected, _scene.Marketplace().Write("contoso/.agents/plugins/marketplace.json", json).CheckHome());

    [TestMethod]
    public void NameThatCodexRefusesBreaksAllAndOneOfItsOwnIsPassedOver()
    {
        Assert.Contains("marketplace con.toso: Error: its name has other characters", _scene.Config("[marketplaces.\"con.toso\"]\nsource_type = \"local\"\nsource = \"ROOT/project\"\n").CheckHome());
        Assert.Contains("marketplace openai-curated: Warning: its name is one that Codex keeps for itself", _scene.Config("[marketplaces.openai-curated]\nsource_type = \"local\"\nsource = \"ROOT/project\"\n").CheckHome());
    }

    [TestMethod]
    public void SecondMarketplaceOfOneNameIsAWarning()
    {
        _scene.Marketplace().Write("home/.agents/plugins/marketplace.json", """{ "name": "contoso", "plugins": [] }""");
        Assert.Contains("marketplace contoso: Warning: 'ROOT/home/.agents/plugins/marketplace.json' has the same name as a marketplace in config.toml", _scene.CheckHome());

        _scene.Write("home/.agents/plugins/marketplace.json", "{}");
        Assert.Contains("marketplace : Error: Codex does not read 'ROOT/home/.agents/plugins/marketplace.json'", _scene.CheckHome());
    }

    [TestMethod]
    public void SecondFileIsNotRead() => Assert.Contains("'.claude-plugin/marketplace.json' is not read",
        _scene.Marketplace().Write("contoso/.claude-plugin/marketplace.json", "{}").CheckHome());

    [TestMethod]
    public void CacheThatDoesNotFitIsNamed()
    {
        _scene.Marketplace(version: "2.0.0")
            .Append("""
                [plugins."review@contoso"]
                enabled = true
                [plugins."gone@contoso"]
                enabled = true
                [plugins."off@contoso"]
                enabled = false
                [plugins."lost@nowhere"]
                """)
            .Cached("contoso", "review", "1.0.0").Cached("contoso", "review", "0.9.0")
            .Cached("contoso", "off", "1.0.0").Cached("contoso", "orphan", "1.0.0").Cached("nowhere", "lost", "local")
            .Write("home/.codex/plugins/cache/contoso/.codex-plugin-sdk/old/0/file", "");
        Assert.AreEqual(
            """
            plugin gone@contoso: Warning: is switched on in config.toml and not in the cache: Codex does not load it -> Run 'codex plugin remove gone@contoso'.
            plugin off@contoso: Note: is switched off -> To switch it on: /plugins in Codex.
            plugin off@contoso: Warning: its marketplace does not have it any more: it is loaded as it is, and nothing updates it -> Run 'codex plugin remove off@contoso'.
            plugin orphan@contoso: Warning: is in the cache without an entry in config.toml: Codex does not load it -> Run 'codex plugin add orphan@contoso', or 'codex plugin remove orphan@contoso' to remove the files.
            plugin orphan@contoso: Warning: its marketplace does not have it any more: it is loaded as it is, and nothing updates it -> Run 'codex plugin remove orphan@contoso'.
            plugin review@contoso: Warning: has the versions 0.9.0, 1.0.0 in the cache, and Codex loads 1.0.0 -> Run 'codex-plugin sync' where it is ours, else 'codex plugin add review@contoso'.
            plugin review@contoso: Warning: is 1.0.0 in the cache, and 2.0.0 in its marketplace -> Run 'codex-plugin sync' where it is ours, else 'codex plugin add review@contoso'.
            plugin lost@nowhere: Warning: no marketplace 'nowhere' is registered: it is loaded as it is, and nothing updates it -> Add the marketplace again, or run 'codex plugin remove lost@nowhere'.
            plugin @contoso: Note: an interrupted installation has left files in the cache, which Codex does not see -> The next installation of this marketplace removes them.
            """.ReplaceLineEndings("\n"),
            string.Join('\n', _scene.CheckHome().Split('\n').Where(static line => line.StartsWith("plugin ", StringComparison.Ordinal))));
    }

    [TestMethod]
    public void WhatWasRememberedIsComparedWithWhatIs()
    {
        const string State = """{ "format": 1, "project": "ROOT/project/plugins.csproj", "folders": ["FOLDER"], "installed": [], "before": { "hadConfig": true, "marketplace": null, "plugins": {} } }""";
        _scene.Marketplace().Write("project/plugins.csproj", "<Project />").Write("home/.codex/codex-plugin-sdk/contoso/install.json", State.Replace("FOLDER", "ROOT/contoso", StringComparison.Ordinal));
        Assert.DoesNotContain("it was installed from", _scene.CheckHome());

        File.Delete(Path.Combine(_scene.Folder, "plugins.csproj"));
        Assert.Contains("marketplace contoso: Warning: it was installed from 'ROOT/project/plugins.csproj', which is not there any more", _scene.CheckHome());

        _scene.Write("home/.codex/codex-plugin-sdk/contoso/install.json", State.Replace("FOLDER", "ROOT/elsewhere", StringComparison.Ordinal));
        Assert.Contains("and Codex reads another one of this name in 'ROOT/contoso'", _scene.CheckHome());

        _scene.Config("");
        Assert.Contains("and Codex has it no longer", _scene.CheckHome());

        _scene.Write("home/.codex/codex-plugin-sdk/contoso/install.json", "damaged");
        Assert.Contains("marketplace contoso: Error: what was remembered of its installation cannot be read", _scene.CheckHome());
    }

    [TestMethod]
    public void NamesCannotWriteToTheTerminal()
    {
        string found = _scene.Config("[marketplaces.\"\\u001b[2Jevil\"]\nsource_type = \"local\"\nsource = \"/x\\u001b[2J\"\n").CheckHome();
        Assert.DoesNotContain("\u001b", found);
        Assert.Contains(@"\u{1B}[2Jevil", found);
    }
}
