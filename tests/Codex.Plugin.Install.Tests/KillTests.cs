using System.Globalization;
using Codex.Plugin.Install.Config;
using Codex.Plugin.Install.Tests.Helpers;
using Codex.Plugin.Packaging.Marketplace;
using Codex.Plugin.Packaging.Policies;
using Codex.Plugin.Tests.Shared;

namespace Codex.Plugin.Install.Tests;

/// <summary>Processes that install are killed, and disturb each other: what Codex finds is whole at every moment.</summary>
[TestClass]
public sealed class KillTests
{
    private const int Kills = 200;
    private const int Files = 20;

    private const string Settings = "# mine\nmodel = \"gpt\"   # kept\n";

    // 'same' keeps its version, 'gone' is only in the first, 'new' only in the second.
    private static readonly (string Name, string Version)[] s_first = [("gone", "1.0.0"), ("same", "1.0.0"), ("up", "1.0.0"), ("down", "2.0.0")];
    private static readonly (string Name, string Version)[] s_second = [("new", "1.0.0"), ("same", "1.0.0"), ("up", "1.1.0"), ("down", "1.5.0")];

    [TestMethod]
    public void KilledRunsLeaveWholePluginsAndTheNextRunCompletes()
    {
        using var machine = new TestMachine { Config = Settings };
        LayOutBoth(machine);
        Installer(machine, "A").Install();
        var random = new Random(1);
        for (int kill = 0; kill < Kills; kill++)
        {
            using WorkerProcess worker = WorkerProcess.Start<Worker>(machine.Folder, "forever");
            worker.WaitFor("running");
            Thread.Sleep(random.Next(250));
            worker.Kill();

            AssertWhole(machine, $"after kill {kill}");
            if (kill % 10 == 9)
            {
                string side = kill % 20 == 9 ? "A" : "B";
                AssertDone(Installer(machine, side).Install());
                AssertIs(machine, side);
            }
        }

        AssertDone(Installer(machine, "A").Uninstall());
        Assert.AreEqual(Settings, machine.Config);
        Assert.HasCount(1, machine.TakeSnapshot());
    }

    [TestMethod]
    public void KilledUninstallIsCompletedByTheNext()
    {
        using var machine = new TestMachine { Config = Settings };
        LayOutBoth(machine);
        var random = new Random(2);
        for (int kill = 0; kill < 20; kill++)
        {
            AssertDone(Installer(machine, "A").Install());
            using WorkerProcess worker = WorkerProcess.Start<Worker>(machine.Folder, "uninstall");
            worker.WaitFor("running");
            Thread.Sleep(random.Next(40));
            worker.Kill();

            AssertWhole(machine, $"after kill {kill}");
            AssertDone(Installer(machine, "A").Uninstall());
            Assert.AreEqual(Settings, machine.Config);
            Assert.HasCount(1, machine.TakeSnapshot());
        }
    }

    [TestMethod]
    public void TwoProcessesAtOnceDoNotDisturbEachOther()
    {
        using var machine = new TestMachine { Config = Settings };
        LayOutBoth(machine);
        using WorkerProcess one = WorkerProcess.Start<Worker>(machine.Folder, "twenty");
        using WorkerProcess other = WorkerProcess.Start<Worker>(machine.Folder, "twenty");
        one.WaitFor("done");
        other.WaitFor("done");

        AssertWhole(machine, "after two processes");
        AssertDone(Installer(machine, "B").Install());
        AssertIs(machine, "B");
    }

    private static void LayOutBoth(TestMachine machine)
    {
        foreach ((string side, (string Name, string Version)[] plugins) in new[] { ("A", s_first), ("B", s_second) })
        {
            string folder = Path.Combine(machine.Folder, side);
            foreach ((string name, string version) in plugins)
            {
                TestMachine.WriteFile(Path.Combine(folder, "plugins", name, ".codex-plugin", "plugin.json"), $$"""{"name":"{{name}}","version":"{{version}}"}""");
                for (int i = 0; i < Files; i++)
                {
                    TestMachine.WriteFile(Path.Combine(folder, "plugins", name, "skills", $"s{i}", "SKILL.md"), side + new string('x', 1000 * i));
                }
            }

            var document = new MarketplaceDocument(TestMachine.Marketplace, side, [.. plugins.OrderBy(static plugin => plugin.Name, StringComparer.Ordinal).Select(static plugin =>
                new MarketplaceEntry(plugin.Name, "plugins/" + plugin.Name, new PluginPolicy { Installation = InstallationPolicy.InstalledByDefault }))]);
            Directory.CreateDirectory(Path.Combine(folder, ".agents", "plugins"));
            File.WriteAllBytes(Path.Combine(folder, MarketplaceDocument.File), document.ToBytes());
        }
    }

    private static MarketplaceInstaller Installer(TestMachine machine, string side) =>
        new(machine.Options with { Folder = Path.Combine(machine.Folder, side) });

    private static void AssertDone(InstallResult result) => TestMachine.AssertNoDiagnostics(result);

    private static void AssertIs(TestMachine machine, string side)
    {
        AssertWhole(machine, side);
        (string Name, string Version)[] plugins = side == "A" ? s_first : s_second;
        Assert.AreEqual(
            string.Join(' ', plugins.Select(static plugin => $"{plugin.Name}@contoso").Order(StringComparer.Ordinal)),
            string.Join(' ', CodexConfig.Load(machine.Home.ConfigFile).PluginIds.Order(StringComparer.Ordinal)));
        foreach ((string name, string version) in plugins)
        {
            Assert.AreEqual(version, Path.GetFileName(Directory.GetDirectories(machine.Home.PluginCache(TestMachine.Marketplace, name)).Single()));
            Assert.AreEqual(side, SideOf(Path.Combine(machine.Home.PluginCache(TestMachine.Marketplace, name), version), name));
        }
    }

    /// <summary>The settings can be read, and whatever they name is there, whole, as the one or the other marketplace has it.</summary>
    private static void AssertWhole(TestMachine machine, string when)
    {
        CodexConfig config = CodexConfig.Load(machine.Home.ConfigFile);
        StringAssert.StartsWith(machine.Config, Settings, StringComparison.Ordinal, when);
        foreach (string plugin in config.PluginIds.Select(static id => id.Split('@')[0]))
        {
            string home = machine.Home.PluginCache(TestMachine.Marketplace, plugin);
            string? version = CodexVersionOrder.FindActive(new PluginCache(machine.Home.MarketplaceCache(TestMachine.Marketplace), static (_, _) => null).FindVersions(plugin));
            Assert.IsNotNull(version, $"{when}: no files of {plugin}");
            SideOf(Path.Combine(home, version), plugin);
        }

        if (config.MarketplaceSource(TestMachine.Marketplace) is { } source)
        {
            MarketplaceDocument document = MarketplaceDocument.Load(Path.Combine(source, MarketplaceDocument.File));
            foreach (MarketplaceEntry entry in document.Plugins)
            {
                Assert.AreEqual(document.Title, SideOf(Path.Combine(source, entry.Path), entry.Name), when);
            }
        }
    }

    private static string SideOf(string folder, string plugin)
    {
        string side = File.ReadAllText(Path.Combine(folder, "skills", "s0", "SKILL.md"));
        string version = (side == "A" ? s_first : s_second).Single(known => known.Name == plugin).Version;
        Assert.AreEqual($$"""{"name":"{{plugin}}","version":"{{version}}"}""", File.ReadAllText(Path.Combine(folder, ".codex-plugin", "plugin.json")));
        for (int i = 0; i < Files; i++)
        {
            Assert.AreEqual(side + new string('x', 1000 * i), File.ReadAllText(Path.Combine(folder, "skills", $"s{i.ToString(CultureInfo.InvariantCulture)}", "SKILL.md")));
        }

        return side;
    }

    private sealed class Worker : IWorker
    {
        public static void Run(string[] arguments)
        {
            var home = new CodexHome(Path.Combine(arguments[0], "home"));
            Console.WriteLine("running");
            if (arguments[1] == "uninstall")
            {
                Act("A", static installer => installer.Uninstall());
                Thread.Sleep(Timeout.Infinite);
            }

            for (int i = 0; arguments[1] == "forever" || i < 10; i++)
            {
                Act("B", static installer => installer.Install());
                Act("A", static installer => installer.Install());
            }

            Console.WriteLine("done");

            void Act(string side, Func<MarketplaceInstaller, InstallResult> act)
            {
                InstallResult result = act(new MarketplaceInstaller(new InstallOptions
                {
                    Home = home,
                    Marketplace = TestMachine.Marketplace,
                    ProjectFile = Path.Combine(arguments[0], "project", "plugins.csproj"),
                    Folder = Path.Combine(arguments[0], side),
                }));
                if (!result.Succeeded)
                {
                    throw new InvalidOperationException(string.Join('\n', result.Diagnostics));
                }
            }
        }
    }
}
