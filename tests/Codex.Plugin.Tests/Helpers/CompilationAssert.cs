using Codex.Plugin.Diagnostics;

namespace Codex.Plugin.Tests.Helpers;

internal static class CompilationAssert
{
    /// <summary>Exactly these findings, each as <c>ID PATH(LINE,COLUMN)</c>.</summary>
    public static PluginCompilation HasOnly(this PluginCompilation compilation, params string[] expected)
    {
        AreOnly(compilation.Diagnostics, expected);
        bool hasErrors = compilation.Diagnostics.Any(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        Assert.AreEqual(!hasErrors, compilation.Success);
        return compilation;
    }

    public static void AreOnly(IReadOnlyList<Diagnostic> diagnostics, params string[] expected)
    {
        Assert.AreEqual(
            string.Join('\n', expected),
            string.Join('\n', diagnostics.Select(static diagnostic => $"{diagnostic.Descriptor.Id} {diagnostic.Location}")),
            string.Join('\n', diagnostics));
        foreach (Diagnostic diagnostic in diagnostics)
        {
            // A second line would be lost in MSBuild's output, and an unfilled placeholder says nothing.
            Assert.DoesNotContain("\n", diagnostic.Message);
            Assert.DoesNotMatchRegex(@"\{\d", diagnostic.Message);
        }
    }
}
