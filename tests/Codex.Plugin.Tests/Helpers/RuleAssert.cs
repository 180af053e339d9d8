namespace Codex.Plugin.Tests.Helpers;

internal static class RuleAssert
{
    /// <summary>The bad project has exactly the expected finding, its good twin has none.</summary>
    public static void FindsOnlyInTheBadOne(string expected, string bad, string good)
    {
        using (PluginFolder folder = PluginFolder.Of(bad))
        {
            folder.Compile().HasOnly(expected);
        }

        using (PluginFolder folder = PluginFolder.Of(good))
        {
            folder.Compile().HasOnly();
        }
    }
}
