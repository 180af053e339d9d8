using Codex.Plugin.Install.Config;

namespace Codex.Plugin.Install.Tests.Config;

/// <summary>The file itself: what is refused, how it is replaced, and who else writes to it.</summary>
[TestClass]
public sealed class CodexConfigFileTests
{
    private const string P = "p@mk";

    [TestMethod]
    [DataRow("a = 1\n[b\n", "CXP9025 config.toml(2,3)")]
    [DataRow("a = 1\na = 2\n", "CXP9025 config.toml(2,1)")]
    [DataRow("[plugins.\"p@mk\"]\n[plugins.\"p@mk\"]\n", "CXP9025 config.toml(2,1)")]
    [DataRow("[plugins]\n\"p@mk\".enabled = true\n[plugins.\"p@mk\"]\n", "CXP9025 config.toml(3,1)")]
    [DataRow("a = \"\0\"\n", "CXP9025 config.toml(1,5)")]
    [DataRow("a = 1\rb = 2\n", "CXP9025 config.toml(1,6)")]
    [DataRow("a = \"\\uD800\"\n", "CXP9025 config.toml")]
    [DataRow("[plugins.\"p@mk\"]\n  enabled = \"yes\"\n", "CXP9025 config.toml(2,3): Codex's configuration cannot be read: 'plugins.\"p@mk\".enabled' must be true or false.")]
    [DataRow("[plugins.\"p@mk\".enabled]\n", "CXP9025 config.toml(1,1)")]
    [DataRow("[plugins]\n\"p@mk\" = true\n", "CXP9025 config.toml(2,1): Codex's configuration cannot be read: 'plugins.\"p@mk\"' must be a table.")]
    [DataRow("[[plugins]]\n", "CXP9025 config.toml(1,1)")]
    [DataRow("[[plugins.\"p@mk\"]]\n", "CXP9025 config.toml(1,1)")]
    [DataRow("plugins = []\n", "CXP9025 config.toml(1,1)")]
    [DataRow("[marketplaces.mk]\nsource = 1\n", "CXP9025 config.toml(2,1)")]
    public void WhatCodexDoesNotReadIsRefusedWithItsPlace(string text, string expected) =>
        Assert.StartsWith(expected, ConfigFolder.Refused(text, static config => config.SetPluginEnabled(P, true)));

    [TestMethod]
    public void NestingIsReadAsDeepAsByCodexAndNoDeeper()
    {
        string text = $"a = {new string('[', 79)}{new string(']', 79)}\n";
        Assert.StartsWith(text, ConfigFolder.Edit(text, static config => config.SetPluginEnabled(P, true)));
        Assert.StartsWith("CXP9025 ", ConfigFolder.Refused($"a = {new string('[', 500_000)}\n", static config => config.SetPluginEnabled(P, true)));
    }

    [TestMethod]
    public void BytesThatAreNoTextAreRefusedWithTheirPlace()
    {
        using var folder = new ConfigFolder();
        File.WriteAllBytes(folder.File, [.. "a = 1\n# "u8, 0xE9, .. "\n"u8]);

        CodexConfigException exception = Assert.ThrowsExactly<CodexConfigException>(() => CodexConfig.Load(folder.File));
        Assert.AreEqual($"{folder.File}(2,3)", exception.Diagnostic.Location.ToString());
    }

    [TestMethod]
    public void WhatCannotBeEditedSafelyIsLeftAlone()
    {
        // An array of tables goes into no inline table, and TOML allows no table beside that.
        const string Text = "[plugins.\"p@mk\".x]\ny = 1\n[[plugins.\"p@mk\".z]]\nenabled = 1\n";
        RemovedEntry? entry = null;
        Assert.AreEqual("", ConfigFolder.Edit(Text, config => entry = config.RemovePlugin(P)));

        Assert.AreEqual("b = 1\n\n" + Text, ConfigFolder.Edit("b = 1\n", config => config.Restore(entry!)));
        Assert.StartsWith("CXP9026 config.toml(2,1)", ConfigFolder.Refused("b = 1\nplugins = { a = {} }\n", config => config.Restore(entry!)));
    }

    [TestMethod]
    public void NothingIsWrittenWhereNothingChanges()
    {
        using var folder = new ConfigFolder("[plugins.\"p@mk\"]\n");
        DateTime before = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(folder.File, before);

        CodexConfig.Edit(folder.File, static config =>
        {
            config.SetPluginEnabled(P, true);
            Assert.IsNull(config.RemovePlugin("q@mk"));
            Assert.IsFalse(config.Changed);
        });

        Assert.AreEqual(before, File.GetLastWriteTimeUtc(folder.File));

        // A missing file is not made either.
        string missing = Path.Combine(folder.Folder, "sub", "config.toml");
        CodexConfig.Edit(missing, static config => config.RemovePlugin(P));
        Assert.IsFalse(Directory.Exists(Path.GetDirectoryName(missing)));
        CodexConfig.Edit(missing, static config => config.SetPluginEnabled(P, true));
        Assert.IsTrue(CodexConfig.Load(missing).PluginEnabled(P));
        AssertNoLeftovers(folder);
    }

    [TestMethod]
    public void WhoSavesLastMakesTheEditsAnew()
    {
        using var folder = new ConfigFolder("a = 1\n");
        int calls = 0;
        CodexConfig.Edit(folder.File, config =>
        {
            if (calls++ == 0)
            {
                folder.Write("a = 2\n");
            }

            config.SetPluginEnabled(P, true);
        });

        Assert.AreEqual(2, calls);
        Assert.AreEqual("a = 2\n\n[plugins.\"p@mk\"]\nenabled = true\n", folder.Text);

        // The file was made, or went away.
        CodexConfig config = CodexConfig.Load(folder.File);
        config.SetPluginEnabled(P, false);
        File.Delete(folder.File);
        Assert.IsFalse(config.TrySave());
        config = CodexConfig.Load(folder.File);
        config.SetPluginEnabled(P, false);
        folder.Write("");
        Assert.IsFalse(config.TrySave());
        Assert.AreEqual("CXP9027", Assert.ThrowsExactly<CodexConfigException>(config.Save).Diagnostic.Descriptor.Id);
        AssertNoLeftovers(folder);
    }

    [TestMethod]
    public void SomebodyWhoWritesAllTheTimeIsAnError()
    {
        using var folder = new ConfigFolder("a = 0\n");
        int calls = 0;
        CodexConfigException exception = Assert.ThrowsExactly<CodexConfigException>(() => CodexConfig.Edit(folder.File, config =>
        {
            folder.Write($"a = {++calls}\n");
            config.SetPluginEnabled(P, true);
        }));

        Assert.AreEqual("CXP9027", exception.Diagnostic.Descriptor.Id);
        Assert.AreEqual($"a = {calls}\n", folder.Text);
        AssertNoLeftovers(folder);
    }

    [TestMethod]
    public void ReadOnlyFileIsAnErrorAndStays()
    {
        using var folder = new ConfigFolder("a = 1\n");
        File.SetAttributes(folder.File, File.GetAttributes(folder.File) | FileAttributes.ReadOnly);
        try
        {
            AssertNotWritable(folder.File);
            Assert.AreEqual("a = 1\n", folder.Text);
            AssertNoLeftovers(folder);
        }
        finally
        {
            File.SetAttributes(folder.File, FileAttributes.Normal);
        }
    }

    [TestMethod]
    public void FolderInTheWayIsAnError()
    {
        using var folder = new ConfigFolder("a = 1\n");

        // A file where the folder would be; a folder where the file would be.
        AssertNotWritable(Path.Combine(folder.File, "config.toml"));
        string file = Directory.CreateDirectory(Path.Combine(folder.Folder, "x", "config.toml")).FullName;
        Assert.AreEqual("CXP9025", Assert.ThrowsExactly<CodexConfigException>(() => CodexConfig.Load(file)).Diagnostic.Descriptor.Id);
    }

    [TestMethod]
    public void ModeIsKeptAndANewFileIsPrivate()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Inconclusive("Windows has no mode; the file's access list is kept by File.Replace.");
        }
        else
        {
            using var folder = new ConfigFolder();
            CodexConfig.Edit(folder.File, static config => config.SetPluginEnabled(P, true));
            Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.File));

            const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
            File.SetUnixFileMode(folder.File, Mode);
            CodexConfig.Edit(folder.File, static config => config.SetPluginEnabled(P, false));
            Assert.AreEqual(Mode, File.GetUnixFileMode(folder.File));
        }
    }

    [TestMethod]
    public void LinkStaysALink()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Inconclusive("Making a link takes a right on Windows.");
        }

        using var folder = new ConfigFolder();
        string dotfiles = Directory.CreateDirectory(Path.Combine(folder.Folder, "dotfiles")).FullName;
        string target = Path.Combine(dotfiles, "codex.toml");
        string between = Path.Combine(dotfiles, "between.toml");
        File.CreateSymbolicLink(between, "codex.toml");
        File.CreateSymbolicLink(folder.File, "dotfiles/between.toml");

        // The first time it leads nowhere yet.
        CodexConfig.Edit(folder.File, static config => config.SetPluginEnabled(P, true));
        CodexConfig.Edit(folder.File, static config => config.SetPluginEnabled(P, false));

        Assert.AreEqual("dotfiles/between.toml", new FileInfo(folder.File).LinkTarget);
        Assert.AreEqual("codex.toml", new FileInfo(between).LinkTarget);
        Assert.AreEqual("[plugins.\"p@mk\"]\nenabled = false\n", File.ReadAllText(target));
        AssertNoLeftovers(folder);
    }

    private static void AssertNotWritable(string file)
    {
        CodexConfigException exception = Assert.ThrowsExactly<CodexConfigException>(() => CodexConfig.Edit(file, static config => config.SetPluginEnabled(P, true)));
        Assert.AreEqual("CXP9028", exception.Diagnostic.Descriptor.Id);
        Assert.AreEqual(file, exception.Diagnostic.Location.Path);
    }

    private static void AssertNoLeftovers(ConfigFolder folder) =>
        Assert.IsEmpty(Directory.EnumerateFiles(folder.Folder, "*.tmp", SearchOption.AllDirectories));
}
