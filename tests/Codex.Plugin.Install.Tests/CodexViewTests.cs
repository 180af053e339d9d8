using System.Text.Json;
using Codex.Plugin.Install.Tests.Helpers;
using Codex.Plugin.Packaging.Policies;

namespace Codex.Plugin.Install.Tests;

[TestClass]
public sealed class CodexViewTests
{
    private static readonly InstallRow s_installed = new("a", null, "1.0.0", InstallationPolicy.InstalledByDefault, InstallAction.Install, "");
    private static readonly InstallRow s_removed = new("b", "1.0.0", null, InstallationPolicy.NotAvailable, InstallAction.Remove, "");

    [TestMethod]
    [DataRow("""{"name":"a","marketplaceName":"contoso","version":"1.0.0","installed":true,"enabled":true}""", "")]
    // What another version of Codex may leave out.
    [DataRow("""{"name":"a","marketplaceName":"contoso"}""", "")]
    [DataRow("""{"name":"a","marketplaceName":"contoso","version":"2.0.0","installed":true,"enabled":true}""", "has 'a' 2.0.0 instead of 1.0.0")]
    [DataRow("""{"name":"a","marketplaceName":"contoso","version":"1.0.0","installed":false}""", "does not have 'a' installed")]
    [DataRow("""{"name":"a","marketplaceName":"contoso","version":"1.0.0","installed":true,"enabled":false}""", "has 'a' switched off")]
    [DataRow("""{"name":"c","marketplaceName":"contoso"}""", "does not list 'a'")]
    [DataRow("""{"name":"a","marketplaceName":"contoso","version":"1.0.0"},{"name":"b","marketplaceName":"contoso","installed":true}""", "still has 'b' installed")]
    [DataRow("""{"name":"a","marketplaceName":"other"}""", "lists no plugin of 'contoso'. An administrator may allow only certain sources (codex doctor, requirements.toml): '/m' must be one of them")]
    public void WhatCodexSeesOtherwiseIsSaid(string installed, string expected)
    {
        var result = new InstallResult([s_installed, s_removed], []) { RegisteredFolder = "/m" };

        Assert.AreEqual(expected, string.Join('\n', CodexView.Compare(JsonElement.Parse($$"""{"installed":[{{installed}}],"available":[]}"""), "contoso", result)));
    }

    [TestMethod]
    public void PluginThatIsOffOrHiddenIsNotExpected()
    {
        JsonElement answer = JsonElement.Parse("""{"installed":[{"name":"a","marketplaceName":"contoso","installed":true,"enabled":false}]}""");

        Assert.IsEmpty(CodexView.Compare(answer, "contoso", new InstallResult([s_installed with { IsOff = true }], [])));
        Assert.IsEmpty(CodexView.Compare(answer, "fabrikam", new InstallResult([s_installed with { IsHidden = true }], [])));
    }

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    [DataRow("echo 'Error: marketplace x is broken' >&2; exit 1", "marketplace x is broken")]
    [DataRow("echo no json", "which is no JSON")]
    [DataRow("echo '[]'", "lists no plugin")]
    [DataRow("echo '{\"installed\": 3}'", "lists no plugin")]
    public async Task OddCodexIsAWarning(string script, string expected)
    {
        using var machine = new TestMachine();
        machine.LayOut(TestMachine.Has("a"));
        string codex = Path.Combine(machine.Folder, "codex");
        TestMachine.WriteFile(codex, "#!/bin/sh\n" + script + "\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(codex, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var installer = new MarketplaceInstaller(machine.Options with { CodexPath = codex });

        InstallResult result = await installer.AskCodexAsync(installer.Install());

        TestMachine.AssertIds(result, "CXP9019");
        StringAssert.Contains(result.Diagnostics[0].Message, expected, StringComparison.Ordinal);
        Assert.IsTrue(result.Succeeded);
        Assert.AreEqual(codex, result.AskedCodex);
    }

    [TestMethod]
    public async Task NoCodexIsNoWarning()
    {
        using var machine = new TestMachine();
        machine.LayOut(TestMachine.Has("a"));
        var installer = new MarketplaceInstaller(machine.Options with { CodexPath = Path.Combine(machine.Folder, "none") });

        InstallResult result = await installer.AskCodexAsync(installer.Install());

        TestMachine.AssertNoDiagnostics(result);
        Assert.IsNull(result.AskedCodex);
    }

    [TestMethod]
    public void WideNamesDoNotPushTheTable()
    {
        string wide = new('x', 60);
        IReadOnlyList<string> table = new InstallResult(
            [new InstallRow("a", null, "1.0.0", InstallationPolicy.Available, InstallAction.Install, "why"), new InstallRow("bb\n", "1.0.0-" + wide, "2.0.0", null, InstallAction.Update, "why")], []).ToTable();

        Assert.AreEqual("plugin  before  after  policy     action   reason", table[0].Replace("before  ", "before  ", StringComparison.Ordinal));
        Assert.AreEqual("a       -       1.0.0  AVAILABLE  install  why", table[1]);
        Assert.AreEqual($"bb      1.0.0-{wide}  2.0.0  -          update   why", table[2]);
    }
}
