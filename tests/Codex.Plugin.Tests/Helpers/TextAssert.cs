namespace Codex.Plugin.Tests.Helpers;

internal static class TextAssert
{
    /// <summary>The same lines in the same order; a failure shows both as text.</summary>
    public static void AreLines(IEnumerable<string> actual, params string[] expected) =>
        Assert.AreEqual(string.Join('\n', expected), string.Join('\n', actual));
}
