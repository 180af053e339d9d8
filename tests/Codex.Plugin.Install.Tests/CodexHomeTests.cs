namespace Codex.Plugin.Install.Tests;

[TestClass]
public sealed class CodexHomeTests
{
    [TestMethod]
    public void PlacesAreThoseOfCodex()
    {
        var home = new CodexHome(Path.Combine(Path.GetTempPath(), "home"));

        Assert.AreEqual(Path.Combine(home.Folder, "config.toml"), home.ConfigFile);
        Assert.AreEqual(Path.Combine(home.Folder, "plugins", "cache", "contoso", "contoso-review"), home.PluginCache("contoso", "contoso-review"));
    }
}
