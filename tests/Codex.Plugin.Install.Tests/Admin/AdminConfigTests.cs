using Codex.Plugin.Diagnostics;
using Codex.Plugin.Install.Admin;
using Codex.Plugin.Install.Config;
using Codex.Plugin.Packaging.Marketplace;
using Codex.Plugin.Packaging.Policies;
using Codex.Plugin.Packaging.Restore;

namespace Codex.Plugin.Install.Tests.Admin;

[TestClass]
public sealed class AdminConfigTests
{
    private static readonly string s_shared = OperatingSystem.IsWindows() ? @"C:\codex\contoso" : "/srv/codex/contoso";

    private string _folder = "";

    [TestInitialize]
    public void CreateFolder() => _folder = Directory.CreateTempSubdirectory("codex-admin-").FullName;

    [TestCleanup]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public void SnippetsSayWhatTheMarketplaceHolds()
    {
        (string requirements, string team) = Write(s_shared,
            Plugin("review", InstallationPolicy.InstalledByDefault,
                """{"mcpServers":{"tickets":{"command":"dotnet","args":["x y.dll","--log=\"a\\b\""],"cwd":"."},"docs":{"url":"https://docs.contoso.example/mcp?a=b"}}}""",
                """{"hooks":{"Stop":[{"hooks":[{"type":"command","command":"./a"}]}],"SessionStart":[{"hooks":[{"type":"command","command":"./b"},{"type":"command","command":"./c"}]}]}}"""),
            Plugin("legacy", InstallationPolicy.NotAvailable, """{"mcpServers":{"old":{"command":"old"}}}"""),
            Plugin("deploy", InstallationPolicy.Available, """{"mcpServers":{"deploy/x":{"command":"./run","cwd":"."}}}"""),
            Plugin("plain", InstallationPolicy.InstalledByDefault));

        Assert.AreEqual($$"""
            # Requirements that allow the marketplace 'contoso'. Generated: a later build writes this file anew.
            # Merge it into requirements.toml: in /etc/codex on Linux and macOS, in %ProgramData%\OpenAI\Codex on Windows, or in what your device management or ChatGPT workspace hands out.
            # Codex does not start with requirements that it cannot read, so try them on one machine first.

            # These plugins have hooks. Each runs, outside the sandbox, once the user has reviewed it (/hooks), and is reviewed again after every change of its plugin:
            #   review: SessionStart, Stop
            # This line switches off all hooks of plugins, and all that users have made themselves:
            # allow_managed_hooks_only = true

            # Only what is listed exists: every other marketplace, one of a repository or of the home folder too, vanishes together with its plugins.
            [marketplaces]
            restrict_to_allowed_sources = true

            # Exactly this folder; keep it writable only for whoever may change the plugins.
            [marketplaces.allowed_sources.contoso]
            source = "local"
            path = {{TomlEditor.Quote(s_shared)}}

            # MCP servers. As soon as one server of a plugin is listed, all those of plugins that are not listed are off, those of plugins from elsewhere too.
            # A command must have exactly these arguments, so renew this with every update of the plugins. The short form, command = "name", does not look at arguments.
            # Neither looks at cwd, env or the program's content.
            [plugins."deploy@contoso".mcp_servers."deploy/x".identity]
            command = { executable = "./run", args = [] }

            [plugins."review@contoso".mcp_servers.docs.identity]
            url = "https://docs.contoso.example/mcp?a=b"

            [plugins."review@contoso".mcp_servers.tickets.identity]
            command = { executable = "dotnet", args = [{ match = "exact", value = "x y.dll" }, { match = "exact", value = "--log=\"a\\b\"" }] }

            # NOT_AVAILABLE, and without rules here: legacy.
            # That policy alone is no boundary: an entry in a config.toml installs and loads such a plugin all the same. What nobody may have, leave out of the marketplace.

            """.ReplaceLineEndings("\n"), requirements);
        Assert.AreEqual($"""
            # What the .codex/config.toml of a repository needs, so that everybody who works in it has the plugins of 'contoso'. Generated: a later build writes this file anew.
            # - Codex reads it in projects that the user trusts.
            # - Codex installs what stands here the next time it lists plugins: in its app, or with /plugins in the terminal. 'codex exec' and a new session do not.
            # - source must be absolute: a relative one is resolved against wherever Codex is started, and ~ means nothing.
            # - Where the folder is missing, 'codex plugin list' fails for all marketplaces.

            [marketplaces.contoso]
            source_type = "local"
            source = {TomlEditor.Quote(s_shared)}

            [plugins."plain@contoso"]
            enabled = true

            [plugins."review@contoso"]
            enabled = true

            # AVAILABLE: what the whole team is to have, without the signs in front.
            # [plugins."deploy@contoso"]
            # enabled = true

            # NOT_AVAILABLE: legacy. An entry here installs such a plugin all the same, also one with enabled = false.

            """.ReplaceLineEndings("\n"), team);

        // The generated file is one that the editor reads, as Codex does.
        CodexConfig config = CodexConfig.Parse(team);
        Assert.AreEqual(s_shared, config.MarketplaceSource("contoso"));
        Assert.AreEqual("plain@contoso|review@contoso", string.Join('|', config.PluginIds));
    }

    [TestMethod]
    public void FolderOfTheUserIsSaidToDiffer()
    {
        (string requirements, string team) = Write(null, Plugin("plain", InstallationPolicy.InstalledByDefault));

        string path = TomlEditor.Quote(Path.Combine(CodexHome.OfUser.Folder, "codex-plugin-sdk", "contoso", "marketplace"));
        Assert.Contains("# CAUTION: it is that of the user who built this", requirements);
        Assert.Contains($"\npath = {path}\n", requirements);
        Assert.Contains("\n# No plugin has hooks.\n", requirements);
        Assert.Contains("\n# No plugin has MCP servers.\n", requirements);
        Assert.Contains($"\n# [marketplaces.contoso]\n# source_type = \"local\"\n# source = {path}\n\n[plugins.\"plain@contoso\"]\nenabled = true\n", team);
    }

    [TestMethod]
    public void NothingOfAPackageBreaksOutOfItsLine()
    {
        const string Odd = "a\\n[features]\\nplugins = false\\n\\\"'\\u0001";
        (string requirements, _) = Write(s_shared, Plugin("odd", InstallationPolicy.Available,
            """{"mcpServers":{"ODD":{"command":"ODD","args":["ODD"]}}}""".Replace("ODD", Odd, StringComparison.Ordinal),
            """{"hooks":{"ODD":[{"hooks":[{"type":"command","command":"./a"}]}]}}""".Replace("ODD", Odd, StringComparison.Ordinal)));

        TomlText toml = TomlText.Parse("requirements.toml", requirements);
        Assert.IsFalse(toml.Entries.Any(static entry => entry.Key[0] == "features"), requirements);
        Assert.IsTrue(toml.Entries.Any(static entry => entry.IsAt("plugins", "odd@contoso", "mcp_servers", "a\n[features]\nplugins = false\n\"'\u0001", "identity")), requirements);
    }

    [TestMethod]
    public void WhatIsWrittenAlreadyIsNotTouched()
    {
        MarketplacePlugin[] plugins = [Plugin("b", InstallationPolicy.Available), Plugin("a", InstallationPolicy.Available)];
        (string, string) first = Write(s_shared, plugins);
        string file = Path.Combine(_folder, "admin", AdminConfig.RequirementsFile);
        DateTime before = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(file, before);
        Array.Reverse(plugins);

        Assert.AreEqual(first, Write(s_shared, plugins));
        Assert.AreEqual(before, File.GetLastWriteTimeUtc(file));
    }

    [TestMethod]
    public void SnippetsThatCannotBeWrittenAreAFinding()
    {
        MarketplacePlugin plugin = Plugin("a", InstallationPolicy.Available);
        File.WriteAllText(Path.Combine(_folder, "admin"), "in the way");
        Assert.StartsWith("plugins.csproj: error CXP9029: ", Findings(plugin).Single().ToString());

        Directory.Delete(plugin.Plugin.Folder, recursive: true);
        Assert.StartsWith("plugins.csproj: error CXP9029: ", Findings(plugin).Single().ToString());
    }

    private IReadOnlyList<Diagnostic> Findings(params MarketplacePlugin[] plugins) =>
        AdminConfig.Write(AdminMarketplace.Of("contoso", s_shared, plugins), Path.Combine(_folder, "admin"), "plugins.csproj");

    private (string Requirements, string Team) Write(string? directory, params MarketplacePlugin[] plugins)
    {
        string admin = Path.Combine(_folder, "admin");
        Assert.IsEmpty(AdminConfig.Write(AdminMarketplace.Of("contoso", directory, plugins), admin, "plugins.csproj"));
        return (File.ReadAllText(Path.Combine(admin, AdminConfig.RequirementsFile)), File.ReadAllText(Path.Combine(admin, AdminConfig.TeamFile)));
    }

    private MarketplacePlugin Plugin(string name, InstallationPolicy policy, string? servers = null, string? hooks = null)
    {
        string folder = Path.Combine(_folder, "plugins", name);
        Add(".codex-plugin/plugin.json", $$"""{"name":"{{name}}","version":"1.0.0"{{(servers is null ? "" : ",\"mcpServers\":\"./.mcp.json\"")}}{{(hooks is null ? "" : ",\"hooks\":\"./hooks/hooks.json\"")}}}""");
        Add(".mcp.json", servers);
        Add("hooks/hooks.json", hooks);
        return new MarketplacePlugin(new RestoredPlugin(name, "1.0.0", folder, name, "1.0.0", "", true, ""), new PluginPolicy { Installation = policy }, []);

        void Add(string path, string? content)
        {
            if (content is not null)
            {
                string file = Path.Combine(folder, path);
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                File.WriteAllText(file, content);
            }
        }
    }
}
