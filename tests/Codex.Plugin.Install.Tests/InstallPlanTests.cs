using Codex.Plugin.Packaging.Policies;

namespace Codex.Plugin.Install.Tests;

[TestClass]
public sealed class InstallPlanTests
{
    private const InstallationPolicy Default = InstallationPolicy.InstalledByDefault;
    private const InstallationPolicy Available = InstallationPolicy.Available;
    private const InstallationPolicy NotAvailable = InstallationPolicy.NotAvailable;

    /// <summary>Every policy with every state before: what is in the cache, what the settings say, whether the content is the marketplace's.</summary>
    [TestMethod]
    // nothing
    [DataRow(Default, null, null, false, "- 2.0.0 Install: installed by default")]
    [DataRow(Available, null, null, false, "- - Leave: whoever wants it installs it")]
    [DataRow(NotAvailable, null, null, false, "- - Leave: not available")]
    // as it should be
    [DataRow(Default, "2.0.0", true, true, "2.0.0 2.0.0 Keep: up to date")]
    [DataRow(Available, "2.0.0", true, true, "2.0.0 2.0.0 Keep: up to date")]
    [DataRow(NotAvailable, "2.0.0", true, true, "2.0.0 - Remove: not available")]
    // switched off
    [DataRow(Default, "2.0.0", false, true, "2.0.0 2.0.0 Keep: up to date; switched off by the user")]
    [DataRow(Available, "2.0.0", false, true, "2.0.0 2.0.0 Keep: up to date; switched off by the user")]
    [DataRow(NotAvailable, "2.0.0", false, true, "2.0.0 - Remove: not available")]
    // another version
    [DataRow(Default, "1.0.0", true, false, "1.0.0 2.0.0 Update: the marketplace has this version")]
    [DataRow(Default, "3.0.0", true, false, "3.0.0 2.0.0 Update: the marketplace has this version")]
    [DataRow(Default, "local", true, false, "local 2.0.0 Update: the marketplace has this version")]
    [DataRow(Available, "1.0.0", true, false, "1.0.0 2.0.0 Update: the marketplace has this version")]
    [DataRow(Available, "1.0.0", false, false, "1.0.0 2.0.0 Update: the marketplace has this version; switched off by the user")]
    [DataRow(NotAvailable, "1.0.0", true, false, "1.0.0 - Remove: not available")]
    // the same version with other content
    [DataRow(Default, "2.0.0", true, false, "2.0.0 2.0.0 Update: the content is another one")]
    [DataRow(Available, "2.0.0", true, false, "2.0.0 2.0.0 Update: the content is another one")]
    // an entry without files
    [DataRow(Default, null, true, false, "- 2.0.0 Install: installed by default")]
    [DataRow(Default, null, false, false, "- 2.0.0 Install: installed by default; switched off by the user")]
    [DataRow(Available, null, true, false, "- 2.0.0 Install: the user has it")]
    [DataRow(NotAvailable, null, true, false, "- - Remove: not available")]
    // files without an entry: a repository's settings may name them
    [DataRow(Default, "2.0.0", null, true, "2.0.0 2.0.0 Install: installed by default")]
    [DataRow(Default, "1.0.0", null, false, "1.0.0 2.0.0 Install: installed by default")]
    [DataRow(Available, "2.0.0", null, true, "2.0.0 2.0.0 Keep: up to date")]
    [DataRow(Available, "1.0.0", null, false, "1.0.0 2.0.0 Update: the marketplace has this version")]
    [DataRow(NotAvailable, "1.0.0", null, false, "1.0.0 - Remove: not available")]
    public void PolicyMeetsState(InstallationPolicy policy, string? version, bool? enabled, bool asWanted, string expected)
    {
        InstallRow row = Plan([Wanted("a", policy)], ("a", new InstalledPlugin(version, enabled, asWanted))).Single();

        Assert.AreEqual(expected, Shown(row));
        Assert.AreEqual(policy, row.Policy);
    }

    [TestMethod]
    public void WhatIsNoLongerInTheMarketplaceIsRemoved()
    {
        IReadOnlyList<InstallRow> rows = Plan([Wanted("b", Default)], ("a", new InstalledPlugin("1.0.0", true, false)), ("b", new InstalledPlugin("2.0.0", true, true)));

        Assert.AreEqual("1.0.0 - Remove: no longer in the marketplace", Shown(rows[0]));
        Assert.IsNull(rows[0].Policy);
        Assert.AreEqual("2.0.0 2.0.0 Keep: up to date", Shown(rows[1]));
    }

    [TestMethod]
    public void WhatAnInstalledPluginNeedsIsInstalledWithIt()
    {
        IReadOnlyList<InstallRow> rows = Plan([Wanted("a", Available), Wanted("b", Available, "a"), Wanted("c", Available, "b"), Wanted("d", Available, "e"), Wanted("e", Available)],
            ("a", new InstalledPlugin("2.0.0", true, true)));

        Assert.AreEqual(
            "2.0.0 2.0.0 Keep: up to date, - 2.0.0 Install: a needs it, - 2.0.0 Install: b needs it, - - Leave: whoever wants it installs it, - - Leave: whoever wants it installs it",
            string.Join(", ", rows.Select(Shown)));
    }

    [TestMethod]
    public void WhatIsNotAvailableIsNotInstalledForAnother() =>
        Assert.AreEqual("- - Leave: not available", Shown(Plan([Wanted("a", Default), Wanted("b", NotAvailable, "a")])[1]));

    [TestMethod]
    public void WhatIsForAnotherProductIsNotInstalled()
    {
        WantedPlugin plugin = Wanted("a", Default) with { Policy = new PluginPolicy { Installation = Default, Products = ["CHATGPT"] } };

        Assert.AreEqual("- - Leave: not for Codex", Shown(Plan([plugin]).Single()));
        Assert.AreEqual("1.0.0 2.0.0 Update: the marketplace has this version", Shown(Plan([plugin], ("a", new InstalledPlugin("1.0.0", true, false))).Single()));
    }

    [TestMethod]
    [DataRow("1.0.0", "1.0.0")]
    [DataRow("1.9.0 1.10.0", "1.10.0")]
    [DataRow("2.0.0-beta.2 2.0.0-beta.10 1.0.0", "2.0.0-beta.10")]
    [DataRow("2.0.0-beta.2 2.0.0", "2.0.0")]
    [DataRow("9.0.0 local", "local")]
    [DataRow("1.0.0+a 1.0.0+b", "1.0.0+b")]
    [DataRow("banana 9.0.0", "banana")]
    public void NewestVersionCounts(string versions, string expected) =>
        Assert.AreEqual(expected, CodexVersionOrder.FindActive(versions.Split(' ')));

    private static IReadOnlyList<InstallRow> Plan(WantedPlugin[] wanted, params (string Name, InstalledPlugin Plugin)[] found) =>
        InstallPlan.Make(wanted, found.ToDictionary(static pair => pair.Name, static pair => pair.Plugin, StringComparer.Ordinal));

    private static WantedPlugin Wanted(string name, InstallationPolicy policy, params string[] requiredBy) =>
        new(name, "2.0.0", "/nowhere", new PluginPolicy { Installation = policy }, requiredBy);

    private static string Shown(InstallRow row) => $"{row.Before ?? "-"} {row.After ?? "-"} {row.Action}: {row.Reason}";
}
