using Codex.Plugin.Install.Tests.Helpers;
using Codex.Plugin.Packaging.Marketplace;
using Codex.Plugin.Packaging.Policies;
using static Codex.Plugin.Install.Tests.Helpers.TestMachine;

namespace Codex.Plugin.Install.Tests;

[TestClass]
public sealed class InstallTests
{
    private const InstallationPolicy Available = InstallationPolicy.Available;
    private const InstallationPolicy NotAvailable = InstallationPolicy.NotAvailable;

    private const string Settings = "# mine\nmodel = \"gpt\"   # kept\n\n[projects.\"/a\"]\ntrust_level = \"trusted\"\n";

    [TestMethod]
    public void PoliciesBecomeTrue()
    {
        using var machine = new TestMachine();
        machine.LayOut(Has("a"), Has("b", policy: Available), Has("c", policy: NotAvailable));

        InstallResult result = machine.Install();

        AssertRows(result, "a - 1.0.0 Install: installed by default", "b - - Leave: whoever wants it installs it", "c - - Leave: not available");
        Assert.AreEqual("a:1.0.0:text", machine.Loaded);
        Assert.AreEqual(machine.ExpectedMarketplaceTable + "\n[plugins.\"a@contoso\"]\nenabled = true\n", machine.Config);
        MarketplaceDocument mirror = MarketplaceDocument.Load(Path.Combine(machine.RegisteredFolder, MarketplaceDocument.File));
        Assert.AreEqual("a b", string.Join(' ', mirror.Plugins.Select(static plugin => plugin.Name)));
        Assert.AreEqual("1 installed, 2 unchanged in " + machine.Home.Folder, result.ToSummary(machine.Home, isPlan: false));
        if (!OperatingSystem.IsWindows())
        {
            Assert.AreNotEqual((UnixFileMode)0, File.GetUnixFileMode(Path.Combine(machine.Home.PluginCache(Marketplace, "a"), "1.0.0", "bin", "run.sh")) & UnixFileMode.UserExecute);
        }
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void SecondRunWritesNothing(bool inPlace)
    {
        using var machine = new TestMachine { InPlace = inPlace, Config = Settings };
        machine.LayOut(Has("a"), Has("b", policy: Available), Has("c", policy: NotAvailable));
        machine.Install();
        string[] before = machine.TakeSnapshot();

        InstallResult result = machine.Install();

        AssertRows(result, "a 1.0.0 1.0.0 Keep: up to date", "b - - Leave: whoever wants it installs it", "c - - Leave: not available");
        CollectionAssert.AreEqual(before, machine.TakeSnapshot());
    }

    [TestMethod]
    public void PlanChangesNothing()
    {
        using var machine = new TestMachine { Config = Settings };
        machine.LayOut(Has("a"));
        string[] before = machine.TakeSnapshot();

        InstallResult result = machine.Installer.Plan();

        AssertNoDiagnostics(result);
        AssertRows(result, "a - 1.0.0 Install: installed by default");
        CollectionAssert.AreEqual(before, machine.TakeSnapshot());
    }

    [TestMethod]
    [DataRow("1.0.0", "1.1.0")]
    [DataRow("1.1.0", "1.0.0")]
    [DataRow("1.0.0", "2.0.0-beta.1")]
    public void ChangedVersionIsTheOneThatCodexLoads(string first, string second)
    {
        using var machine = new TestMachine { Config = Settings };
        machine.LayOut(Has("a", first, text: "one")).Install();

        InstallResult result = machine.LayOut(Has("a", second, text: "two")).Install();

        AssertRows(result, $"a {first} {second} Update: the marketplace has this version");
        Assert.AreEqual($"a:{second}:two", machine.Loaded);
        Assert.AreEqual(second, Path.GetFileName(Directory.GetDirectories(machine.Home.PluginCache(Marketplace, "a")).Single()));
    }

    [TestMethod]
    public void SameVersionWithOtherContentIsReplaced()
    {
        using var machine = new TestMachine();
        machine.LayOut(Has("a", text: "one")).Install();

        // Of the same length.
        InstallResult result = machine.LayOut(Has("a", text: "two")).Install();

        AssertRows(result, "a 1.0.0 1.0.0 Update: the content is another one");
        Assert.AreEqual("a:1.0.0:two", machine.Loaded);
    }

    [TestMethod]
    public void EditedCacheIsMended()
    {
        using var machine = new TestMachine();
        machine.LayOut(Has("a")).Install();
        string cached = Path.Combine(machine.Home.PluginCache(Marketplace, "a"), "1.0.0");
        File.AppendAllText(Path.Combine(cached, "skills", "one", "SKILL.md"), "edited");
        WriteFile(Path.Combine(cached, "extra.txt"), "");

        AssertRows(machine.Install(), "a 1.0.0 1.0.0 Update: the content is another one");

        Assert.AreEqual("a:1.0.0:text", machine.Loaded);
        Assert.IsFalse(File.Exists(Path.Combine(cached, "extra.txt")));
    }

    [TestMethod]
    public void LocalFolderDoesNotWin()
    {
        using var machine = new TestMachine();
        machine.LayOut(Has("a", text: "new")).Install();
        machine.AddToCache(Has("a", text: "local"), CodexVersionOrder.Local);
        Assert.AreEqual("a:local:local", machine.Loaded);

        AssertRows(machine.Install(), "a local 1.0.0 Update: the marketplace has this version");

        Assert.AreEqual("a:1.0.0:new", machine.Loaded);
    }

    [TestMethod]
    public void SwitchedOffStaysSwitchedOff()
    {
        using var machine = new TestMachine();
        machine.LayOut(Has("a")).Install();
        machine.Config = machine.Config.Replace("enabled = true", "enabled = false # I do not want it", StringComparison.Ordinal);
        string config = machine.Config;

        machine.LayOut(Has("a", "2.0.0")).Install();

        Assert.AreEqual("a:2.0.0:text:off", machine.Loaded);
        Assert.AreEqual(config, machine.Config);
    }

    [TestMethod]
    public void RemovedByHandIsInstalledAgain()
    {
        using var machine = new TestMachine();
        machine.LayOut(Has("a")).Install();
        machine.Config = machine.ExpectedMarketplaceTable;
        Directory.Delete(machine.Home.PluginCache(Marketplace, "a"), recursive: true);

        AssertRows(machine.Install(), "a - 1.0.0 Install: installed by default");

        Assert.AreEqual("a:1.0.0:text", machine.Loaded);
    }

    [TestMethod]
    public void UsersSettingsOfServersSurviveUpdatesAndGoWithThePlugin()
    {
        const string Overlay = "\n[plugins.\"a@contoso\".mcp_servers.docs]\ndefault_tools_approval_mode = \"prompt\"\n";
        using var machine = new TestMachine { Config = Settings };
        machine.LayOut(Has("a"), Has("b")).Install();
        machine.Config += Overlay;

        machine.LayOut(Has("a", "2.0.0"), Has("b")).Install();
        StringAssert.Contains(machine.Config, Overlay, StringComparison.Ordinal);

        AssertRows(machine.LayOut(Has("b")).Install(), "a 2.0.0 - Remove: no longer in the marketplace", "b 1.0.0 1.0.0 Keep: up to date");
        Assert.IsFalse(machine.Config.Contains("a@contoso", StringComparison.Ordinal));
        Assert.IsFalse(Directory.Exists(machine.Home.PluginCache(Marketplace, "a")));
        StringAssert.StartsWith(machine.Config, Settings, StringComparison.Ordinal);
    }

    [TestMethod]
    public void AvailablePluginOfTheUserIsUpdated()
    {
        using var machine = new TestMachine();
        machine.LayOut(Has("a", policy: Available)).Install();
        machine.AddToCache(Has("a"));
        machine.Config += "\n[plugins.\"a@contoso\"]\nenabled = true\n";

        AssertRows(machine.LayOut(Has("a", "1.5.0", Available)).Install(), "a 1.0.0 1.5.0 Update: the marketplace has this version");

        Assert.AreEqual("a:1.5.0:text", machine.Loaded);
    }

    [TestMethod]
    public void PluginThatBecomesUnavailableIsRemoved()
    {
        using var machine = new TestMachine();
        machine.LayOut(Has("a"), Has("b")).Install();

        AssertRows(machine.LayOut(Has("a", policy: NotAvailable), Has("b")).Install(), "a 1.0.0 - Remove: not available", "b 1.0.0 1.0.0 Keep: up to date");

        Assert.AreEqual("b:1.0.0:text", machine.Loaded);
        Assert.IsFalse(File.ReadAllText(Path.Combine(machine.RegisteredFolder, MarketplaceDocument.File)).Contains("\"a\"", StringComparison.Ordinal));
    }

    [TestMethod]
    public void MarketplaceOfSomebodyElseIsLeftAlone()
    {
        using var machine = new TestMachine { Config = "[marketplaces.contoso]\nsource_type = \"git\"\nsource = \"https://github.com/contoso/plugins\"\n" };
        machine.LayOut(Has("a"));
        string[] before = machine.TakeSnapshot();

        InstallResult result = machine.Installer.Install();

        AssertIds(result, "CXP9014");
        StringAssert.Contains(result.Diagnostics[0].Message, "'https://github.com/contoso/plugins'", StringComparison.Ordinal);
        StringAssert.Contains(result.Diagnostics[0].Message, machine.Output, StringComparison.Ordinal);
        CollectionAssert.IsSubsetOf(before, machine.TakeSnapshot());
        AssertIds(machine.Installer.Plan(), "CXP9014");
        AssertNoDiagnostics(machine.Installer.Uninstall());
        CollectionAssert.AreEqual(before, machine.TakeSnapshot());
    }

    [TestMethod]
    public void MarketplaceOfAnotherProjectIsLeftAlone()
    {
        using var machine = new TestMachine();
        machine.LayOut(Has("a")).Install();
        string other = machine.Project;
        machine.Project = Path.Combine(machine.Folder, "other", "plugins.csproj");
        string config = machine.Config;

        InstallResult result = machine.Installer.Install();

        AssertIds(result, "CXP9014");
        StringAssert.Contains(result.Diagnostics[0].Message, other, StringComparison.Ordinal);
        AssertIds(machine.Installer.Uninstall(), "CXP9014");
        Assert.AreEqual(config, machine.Config);

        // Moved, not copied.
        File.Delete(other);
        machine.Install();
    }

    [TestMethod]
    public void MovedMarketplaceIsFollowed()
    {
        using var machine = new TestMachine { Config = Settings };
        machine.LayOut(Has("a")).Install();
        machine.InPlace = true;
        machine.Install();
        Assert.AreEqual(Settings + "\n" + machine.ExpectedMarketplaceTable + "\n[plugins.\"a@contoso\"]\nenabled = true\n", machine.Config);
        Assert.IsFalse(Directory.Exists(machine.Home.MirrorFolder(Marketplace)));

        machine.Output = Path.Combine(machine.Folder, "elsewhere");
        machine.LayOut(Has("a")).Install();
        StringAssert.Contains(machine.Config, machine.Output, StringComparison.Ordinal);

        machine.InPlace = false;
        machine.Install();
        StringAssert.Contains(machine.Config, machine.Home.MirrorFolder(Marketplace), StringComparison.Ordinal);
        machine.Uninstall();
        Assert.AreEqual(Settings, machine.Config);
    }

    [TestMethod]
    public void OldVersionInUseStaysForNow()
    {
        using var machine = new TestMachine();
        machine.LayOut(Has("a")).Install();
        machine.Move = Locked("1.0.0");

        InstallResult result = machine.LayOut(Has("a", "2.0.0")).Installer.Install();

        AssertIds(result, "CXP9017");
        Assert.AreEqual("a:2.0.0:text", machine.Loaded);
        AssertIds(machine.Installer.Install(), "CXP9017");

        machine.Move = null;
        AssertRows(machine.Install(), "a 2.0.0 2.0.0 Keep: up to date");
        Assert.HasCount(1, Directory.GetDirectories(machine.Home.PluginCache(Marketplace, "a")));
    }

    [TestMethod]
    public void NewerVersionInUseIsAnError()
    {
        using var machine = new TestMachine();
        machine.LayOut(Has("a", "2.0.0")).Install();
        machine.Move = Locked("2.0.0");

        InstallResult result = machine.LayOut(Has("a", "1.0.0", text: "old")).Installer.Install();

        AssertIds(result, "CXP9018");
        Assert.AreEqual("a:2.0.0:text", machine.Loaded);

        machine.Move = null;
        machine.Install();
        Assert.AreEqual("a:1.0.0:old", machine.Loaded);
    }

    [TestMethod]
    public void SameVersionInUseIsReplacedAllTheSame()
    {
        using var machine = new TestMachine();
        machine.LayOut(Has("a", text: "one")).Install();
        machine.Move = Locked("1.0.0");

        AssertIds(machine.LayOut(Has("a", text: "two")).Installer.Install(), "CXP9017");
        Assert.AreEqual("a:local:two", machine.Loaded);
        AssertIds(machine.LayOut(Has("a", text: "six")).Installer.Install(), "CXP9017");
        Assert.AreEqual("a:local:six", machine.Loaded);

        machine.Move = null;
        machine.Install();
        Assert.AreEqual("a:1.0.0:six", machine.Loaded);
        Assert.HasCount(1, Directory.GetDirectories(machine.Home.PluginCache(Marketplace, "a")));
    }

    [TestMethod]
    public void DamagedSettingsAreSaid()
    {
        using var machine = new TestMachine { Config = "model = \n" };
        machine.LayOut(Has("a"));
        AssertIds(machine.Installer.Plan(), "CXP9025");
        AssertIds(machine.Installer.Install(), "CXP9025");
        AssertIds(machine.Installer.Uninstall(), "CXP9025");
        Assert.AreEqual("model = \n", machine.Config);
    }

    [TestMethod]
    public void MissingOrDamagedMarketplaceIsSaid()
    {
        using var machine = new TestMachine();
        AssertIds(machine.Installer.Install(), "CXP9013");
        machine.LayOut(Has("a"));
        string document = Path.Combine(machine.Output, MarketplaceDocument.File);
        string text = File.ReadAllText(document);
        foreach (string damaged in (string[])["", "{", "[]", text.Replace("contoso", "fabrikam", StringComparison.Ordinal), text.Replace("\"a\"", "\"../a\"", StringComparison.Ordinal), text.Replace("./plugins/a", "./plugins/b", StringComparison.Ordinal)])
        {
            File.WriteAllText(document, damaged);
            AssertIds(machine.Installer.Install(), "CXP9013");
        }

        File.WriteAllText(document, text);
        string manifest = Path.Combine(machine.Output, "plugins", "a", ".codex-plugin", "plugin.json");
        foreach (string damaged in (string[])["", "{\"name\":\"a\"}", "{\"name\":\"b\",\"version\":\"1.0.0\"}", "{\"name\":\"a\",\"version\":\"..\"}", "{\"name\":\"a\",\"version\":\"local\"}"])
        {
            File.WriteAllText(manifest, damaged);
            AssertIds(machine.Installer.Install(), "CXP9013");
        }

        Assert.AreEqual("", machine.Config);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("{\"format\":99}")]
    [DataRow("[]")]
    [DataRow("{\"format\":1}")]
    public void DamagedStateIsSaid(string state)
    {
        using var machine = new TestMachine();
        machine.LayOut(Has("a")).Install();
        WriteFile(machine.Home.StateFile(Marketplace), state);
        string config = machine.Config;

        AssertIds(machine.Installer.Install(), "CXP9015");
        AssertIds(machine.Installer.Uninstall(), "CXP9015");
        Assert.AreEqual(config, machine.Config);

        File.Delete(machine.Home.StateFile(Marketplace));
        machine.Uninstall();
        Assert.AreEqual("", machine.Loaded);
    }

    [TestMethod]
    public void HomeThatIsNoFolderIsSaid()
    {
        using var machine = new TestMachine();
        machine.LayOut(Has("a"));
        WriteFile(machine.Home.Folder, "a file");

        AssertIds(machine.Installer.Install(), "CXP9016");
    }

    private static Action<string, string> Locked(string version) => (source, target) =>
    {
        if (Path.GetFileName(source) == version && !source.Contains(".codex-plugin-sdk", StringComparison.Ordinal))
        {
            throw new IOException("Access is denied");
        }

        Directory.Move(source, target);
    };
}
