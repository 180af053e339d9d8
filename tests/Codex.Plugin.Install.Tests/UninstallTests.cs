using Codex.Plugin.Install.Tests.Helpers;
using Codex.Plugin.Packaging.Policies;
using static Codex.Plugin.Install.Tests.Helpers.TestMachine;

namespace Codex.Plugin.Install.Tests;

[TestClass]
public sealed class UninstallTests
{
    private const string Settings = "# mine\nmodel = \"gpt\"   # kept\n\n[projects.\"/a\"]\ntrust_level = \"trusted\"\n";

    [TestMethod]
    [DataRow(Settings, false)]
    [DataRow(Settings, true)]
    [DataRow("model = 'x'", false)]
    [DataRow("\uFEFFmodel = 'x'\r\n\r\n# end", false)]
    [DataRow("", false)]
    [DataRow("\n\n\n", false)]
    [DataRow("[plugins.\"a@contoso\"]\nenabled = false\n\n[tui]\nx = 1\n", false)]
    [DataRow("plugins = { \"c@contoso\" = { enabled = true }, \"x@other\" = { enabled = true } }\n", false)]
    public void SettingsAreWhatTheyWereByteForByte(string settings, bool inPlace)
    {
        using var machine = new TestMachine { Config = settings, InPlace = inPlace };
        string[] before = machine.TakeSnapshot(withTimes: false);

        machine.LayOut(Has("a"), Has("b"), Has("c", policy: InstallationPolicy.NotAvailable)).Install();
        machine.LayOut(Has("a", "2.0.0"), Has("d")).Install();
        Assert.AreNotEqual(settings, machine.Config);
        machine.Uninstall();

        Assert.AreEqual(settings, machine.Config);
        CollectionAssert.AreEqual(before, machine.TakeSnapshot(withTimes: false));
    }

    [TestMethod]
    public void NothingIsLeftInAHomeThatWasEmpty()
    {
        using var machine = new TestMachine();
        Directory.CreateDirectory(machine.Home.Folder);
        machine.LayOut(Has("a")).Install();

        AssertRows(machine.Uninstall(), "a 1.0.0 - Remove: the marketplace goes");

        Assert.IsEmpty(machine.TakeSnapshot());
        AssertRows(machine.Uninstall());
        Assert.IsEmpty(machine.TakeSnapshot());
    }

    [TestMethod]
    public void WhatWasThereBeforeIsPutBack()
    {
        using var machine = new TestMachine { Config = Settings + "\n[plugins.\"a@contoso\"]\nenabled = false\n\n[plugins.\"a@contoso\".mcp_servers.x]\nenabled = false\n\n[plugins.\"b@contoso\"]\n" };
        machine.AddToCache(Has("a", "0.9.0", text: "mine"));
        machine.AddToCache(Has("b", "0.9.0", text: "mine"));
        machine.AddToCache(Has("c", text: "mine"));
        string[] before = machine.TakeSnapshot(withTimes: false);

        machine.LayOut(Has("a"), Has("c")).Install();
        Assert.AreEqual("a:1.0.0:text:off c:1.0.0:text", machine.Loaded);
        machine.LayOut(Has("a", "1.5.0")).Install();

        AssertRows(machine.Uninstall(),
            "a 1.5.0 0.9.0 Restore: it was there before the marketplace",
            "b - 0.9.0 Restore: it was there before the marketplace",
            "c - 1.0.0 Restore: it was there before the marketplace");
        CollectionAssert.AreEqual(before, machine.TakeSnapshot(withTimes: false));
    }

    [TestMethod]
    public void WhatOthersHaveChangedMeanwhileStays()
    {
        using var machine = new TestMachine { Config = Settings + "\n[plugins.\"b@contoso\"]\nenabled = false\n" };
        machine.LayOut(Has("a")).Install();
        machine.Config = "approval_policy = \"never\"\n" + machine.Config + "\n[mcp_servers.mine]\ncommand = \"x\"\n";

        machine.Uninstall();

        Assert.AreEqual("", machine.Config.Split('\n').FirstOrDefault(static line => line.Contains("a@contoso", StringComparison.Ordinal) || line.Contains("marketplaces", StringComparison.Ordinal)) ?? "");
        StringAssert.StartsWith(machine.Config, "approval_policy = \"never\"\n" + Settings, StringComparison.Ordinal);
        StringAssert.Contains(machine.Config, "[mcp_servers.mine]\ncommand = \"x\"\n", StringComparison.Ordinal);
        StringAssert.Contains(machine.Config, "[plugins.\"b@contoso\"]\nenabled = false\n", StringComparison.Ordinal);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void WorksWithoutStateAndWithoutTheProject(bool inPlace)
    {
        using var machine = new TestMachine { Config = Settings, InPlace = inPlace };
        machine.LayOut(Has("a"), Has("b")).Install();
        File.Delete(machine.Home.StateFile(Marketplace));
        Directory.Delete(machine.Output, recursive: true);
        machine.Config += "\n[plugins.\"x@other\"]\nenabled = true\n";

        machine.Uninstall();

        Assert.AreEqual("", machine.Loaded);
        StringAssert.StartsWith(machine.Config, Settings, StringComparison.Ordinal);
        StringAssert.Contains(machine.Config, "x@other", StringComparison.Ordinal);
        Assert.IsFalse(Directory.Exists(machine.Home.MarketplaceCache(Marketplace)));
        Assert.IsFalse(Directory.Exists(machine.Home.OwnFolder(Marketplace)));
    }

    [TestMethod]
    public void LostStateDoesNotMakeOursTheUsers()
    {
        using var machine = new TestMachine { Config = Settings };
        machine.LayOut(Has("a")).Install();
        File.Delete(machine.Home.StateFile(Marketplace));

        machine.Install();
        machine.Uninstall();

        Assert.AreEqual("", machine.Loaded);
        StringAssert.StartsWith(machine.Config, Settings, StringComparison.Ordinal);
        Assert.IsFalse(machine.Config.Contains("contoso", StringComparison.Ordinal));
    }

    [TestMethod]
    public void FilesInUseAreRemovedByTheNextRun()
    {
        using var machine = new TestMachine { Config = Settings };
        machine.LayOut(Has("a")).Install();
        machine.Move = static (source, target) => throw new IOException("Access is denied");

        AssertIds(machine.Installer.Uninstall(), "CXP9017");
        Assert.AreEqual(Settings, machine.Config);

        machine.Move = null;
        machine.Uninstall();
        Assert.AreEqual("config.toml", string.Join(' ', Directory.EnumerateFileSystemEntries(machine.Home.Folder).Select(Path.GetFileName)));
    }
}
