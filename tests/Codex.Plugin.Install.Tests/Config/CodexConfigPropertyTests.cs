using Codex.Plugin.Install.Config;

namespace Codex.Plugin.Install.Tests.Config;

/// <summary>What holds for every document, over generated ones.</summary>
[TestClass]
public sealed class CodexConfigPropertyTests
{
    private const int Documents = 1500;

    private static readonly string s_folder = OperatingSystem.IsWindows() ? @"C:\a" : "/a";

    [TestMethod]
    public void WhatIsAddedIsRemovedToTheByte() => ForEach(static (document, random) =>
    {
        CodexConfig config = CodexConfig.Parse(document.Text);
        config.SetPluginEnabled("new@mk", true);
        config.SetMarketplace("new", s_folder);
        config.SetPluginEnabled("new2@mk", false);
        config.SetPluginEnabled("new@mk", false);

        // Another run goes on, and takes it back in whatever order.
        config = CodexConfig.Parse(config.Text);
        Assert.IsFalse(config.PluginEnabled("new@mk"));
        Assert.AreEqual(s_folder, config.MarketplaceSource("new"));
        Action[] removals = [() => config.RemovePlugin("new@mk"), () => config.RemovePlugin("new2@mk"), () => config.RemoveMarketplace("new")];
        random.Shuffle(removals);
        foreach (Action remove in removals)
        {
            remove();
        }

        Assert.AreEqual(document.Text, config.Text);
        Assert.IsFalse(CodexConfig.Parse(document.Text).Changed);
    });

    [TestMethod]
    public void WhatIsRemovedComesBackToTheByte() => ForEach(static (document, random) =>
    {
        CodexConfig config = CodexConfig.Parse(document.Text);
        string[] ids = [.. document.Ids];
        Assert.AreEqual(string.Join('|', ids.Order(StringComparer.Ordinal)), string.Join('|', config.PluginIds.Order(StringComparer.Ordinal)));

        random.Shuffle(ids);
        var removed = new Stack<RemovedEntry>(ids.Select(id => config.RemovePlugin(id)!));
        Assert.IsEmpty(config.PluginIds);
        while (removed.TryPop(out RemovedEntry? entry))
        {
            config.Restore(entry);
        }

        Assert.AreEqual(document.Text, config.Text);
        Assert.IsFalse(config.Changed);
    });

    [TestMethod]
    public void SwitchingChangesOneValue() => ForEach(static (document, _) =>
    {
        foreach (string id in document.Ids)
        {
            CodexConfig config = CodexConfig.Parse(document.Text);
            bool enabled = config.PluginEnabled(id)!.Value;
            config.SetPluginEnabled(id, !enabled);
            Assert.AreEqual(!enabled, CodexConfig.Parse(config.Text).PluginEnabled(id));

            bool wasWritten = Math.Abs(config.Text.Length - document.Text.Length) == 1;
            config.SetPluginEnabled(id, enabled);
            Assert.IsTrue(!wasWritten || config.Text == document.Text);
        }
    });

    [TestMethod]
    public void DamagedDocumentIsReadOrRefusedAndNothingElse()
    {
        int refused = 0;
        ForEach((document, random) =>
        {
            char[] text = document.Text.ToCharArray();
            for (int count = random.Next(1, 4); count > 0 && text.Length > 0; count--)
            {
                text[random.Next(text.Length)] = "[]{}=.,\"'#\n\r\\ \0a1"[random.Next(17)];
            }

            try
            {
                CodexConfig config = CodexConfig.Parse(new string(text));
                config.SetPluginEnabled("new@mk", true);
                foreach (string id in config.PluginIds)
                {
                    config.Restore(config.RemovePlugin(id)!);
                }

                config.RemovePlugin("new@mk");
            }
            catch (CodexConfigException exception)
            {
                Assert.IsTrue(exception.Diagnostic.Location.Line > 0 || exception.Message.Contains("names no character", StringComparison.Ordinal), exception.Message);
                refused++;
            }
            catch (System.Text.EncoderFallbackException)
            {
                // Half a pair of surrogates: no file holds it.
            }
        });
        Assert.IsInRange(Documents / 10, Documents, refused);
    }

    private static void ForEach(Action<GeneratedConfig, Random> check)
    {
        for (int seed = 0; seed < Documents; seed++)
        {
            var document = GeneratedConfig.Make(seed);
            try
            {
                check(document, new Random(seed));
            }
            catch (Exception exception)
            {
                throw new AssertFailedException($"seed {seed}: {exception.Message}\n{document.Text}", exception);
            }
        }
    }
}
