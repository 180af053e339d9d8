using System.Text.Json;
using System.Text.Json.Nodes;
using Codex.Plugin.Runtime.Servers;
using Codex.Plugin.Runtime.Tests.Helpers;

namespace Codex.Plugin.Runtime.Tests.Servers;

/// <summary>The environment that Codex 0.169 gives a server; that it is the same one is asked of the real Codex in the end-to-end tests.</summary>
[TestClass]
public sealed class ServerEnvironmentTests
{
    [TestMethod]
    public void UnixServerGetsAFewNames() => Gets(
        "HOME=/home/a, LANG=, NODE_EXTRA_CA_CERTS=/session/ca.pem, PATH=/bin, SSL_CERT_FILE=/etc/ca.pem, TMPDIR=/var/tmp, TZ=UTC",
        new PluginServer { Name = "x" }, windows: false,
        ("HOME", "/home/a"), ("PATH", "/bin"), ("LANG", ""), ("TMPDIR", "/var/tmp"), ("TZ", "UTC"), ("TEMP", "x"), ("LC_CTYPE", "x"), ("path", "x"), ("DOTNET_ROOT", "x"), ("HTTPS_PROXY", "x"), ("CI", "x"),
        ("SSL_CERT_FILE", "/etc/ca.pem"), ("NODE_EXTRA_CA_CERTS", "ca.pem"), ("PIP_CERT", ""), ("SSL_CERT_DIR", "x"));

    [TestMethod]
    public void WindowsServerGetsOtherNamesInAnyCase() => Gets(
        "APPDATA=r, ComSpec=c, PATHEXT=e, Path=p, ProgramFiles(x86)=f, SystemRoot=s, TEMP=t, USERPROFILE=u, windir=w",
        new PluginServer { Name = "x" }, windows: true,
        ("Path", "p"), ("PATHEXT", "e"), ("ComSpec", "c"), ("SystemRoot", "s"), ("windir", "w"), ("ProgramFiles(x86)", "f"), ("APPDATA", "r"), ("TEMP", "t"), ("USERPROFILE", "u"), ("HOME", "x"), ("NUMBER_OF_PROCESSORS", "8"));

    [TestMethod]
    public void DeclarationForwardsAndSets() => Gets(
        "A=user, B=set, EMPTY=, PATH=/opt",
        new PluginServer { Name = "x", EnvironmentVariables = ["A", "B", "EMPTY", "UNSET"], Environment = new Dictionary<string, string> { ["B"] = "set", ["PATH"] = "/opt" } }, windows: false,
        ("A", "user"), ("B", "user"), ("EMPTY", ""), ("PATH", "/bin"), ("C", "user"));

    [TestMethod]
    public void UnsetVariablesAreThoseThatNobodySets()
    {
        var server = new PluginServer
        {
            Name = "x",
            EnvironmentVariables = ["A", "B", "C"],
            Environment = new Dictionary<string, string> { ["C"] = "x" },
        };

        Assert.AreEqual("B", string.Join(", ", ServerEnvironment.FindUnset(server, new Dictionary<string, string> { ["A"] = "" })));
        Assert.AreEqual("D, E", string.Join(", ", ServerEnvironment.FindUnset(
            new PluginServer { Name = "x", Url = "x", EnvironmentHttpHeaders = new Dictionary<string, string> { ["X-A"] = "A", ["X-D"] = "D", ["X-E"] = "E" } },
            new Dictionary<string, string> { ["A"] = "x", ["E"] = " " })));
    }

    [TestMethod]
    public async Task ServerSeesNothingElse()
    {
        using var plugin = new TestPlugin();
        string file = plugin.PathOf("environment.json");
        plugin.Servers(("acme", TestPlugin.Server("environment", new { env_vars = (string[])["ACME_TOKEN"], env = new { ACME_MODE = "test" } }, file)));
        Dictionary<string, string> user = ServerEnvironment.OfThisProcess();
        user["ACME_TOKEN"] = "secret";
        user["ACME_OTHER"] = "x";

        ServerProbeResult result = await ServerProbe.RunAsync(PluginFolder.Load(plugin.Folder), "acme", new ServerStartOptions { UserEnvironment = user });

        ServerProbeTests.HasState(ServerState.Ready, null, result);
        JsonNode seen = JsonNode.Parse(await File.ReadAllTextAsync(file))!;
        Assert.AreEqual(new DirectoryInfo(plugin.Folder).Name, new DirectoryInfo((string)seen["Folder"]!).Name);
        var expected = ServerEnvironment.InheritedNames(OperatingSystem.IsWindows()).Where(user.ContainsKey).Concat(["ACME_TOKEN", "ACME_MODE"]).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, JsonNode? value) in seen["Variables"]!.AsObject())
        {
            Assert.IsTrue(expected.Remove(name), name);
            Assert.AreEqual(name == "ACME_MODE" ? "test" : user[name], (string?)value, name);
        }

        Assert.IsEmpty(expected);
    }

    [TestMethod]
    public async Task ServerWithoutFolderStartsInTheSession()
    {
        using var plugin = new TestPlugin();
        string file = plugin.PathOf("environment.json");
        string session = Directory.CreateDirectory(plugin.PathOf("session")).FullName;
        plugin.Servers(("acme", TestPlugin.Server("environment", new { cwd = (string?)null }, file)));

        await ServerProbe.RunAsync(PluginFolder.Load(plugin.Folder), "acme", new ServerStartOptions { SessionFolder = session });

        using JsonDocument seen = JsonDocument.Parse(await File.ReadAllTextAsync(file));
        Assert.AreEqual("session", new DirectoryInfo(seen.RootElement.GetProperty("Folder").GetString()!).Name);
    }

    private static void Gets(string expected, PluginServer server, bool windows, params (string Name, string Value)[] user)
    {
        Dictionary<string, string> given = user.ToDictionary(static variable => variable.Name, static variable => variable.Value);
        Dictionary<string, string> variables = ServerEnvironment.Create(server, given, "/session", windows);

        // A name keeps the spelling of the list, which is all one to Windows.
        IEnumerable<string> shown = variables.Select(variable => $"{(windows ? given.Keys.First(name => name.Equals(variable.Key, StringComparison.OrdinalIgnoreCase)) : variable.Key)}={variable.Value}");
        Assert.AreEqual(expected, string.Join(", ", shown.Order(StringComparer.Ordinal)));
    }
}
