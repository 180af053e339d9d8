using System.Globalization;
using System.Text;

namespace Codex.Plugin.PackageManager.Import;

/// <summary>The report of an import as Markdown.</summary>
public static class ImportReportFile
{
    /// <summary>The name of the file in the output.</summary>
    public const string Name = "import-report.md";

    /// <summary>The text of the report; the same for the same import, wherever it is made.</summary>
    /// <param name="result">What was imported.</param>
    public static string Write(ImportResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# What was imported into {result.Marketplace}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"{Count(result.Plugins.Count, "plugin")} from `{Cell(result.Source)}`. The files of a plugin are copied byte for byte; what is not stands below.\n\n");
        text.Append("| plugin | project | holds |\n|---|---|---|\n");
        foreach (ImportedPlugin plugin in result.Plugins)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {Cell(plugin.Name)} | `{Cell(plugin.Project)}` | {plugin.Content} |\n");
        }

        Section(text, "Not carried over", result, ImportFindingKind.NotCarriedOver);
        Section(text, "Changed", result, ImportFindingKind.Changed);
        Section(text, "Carried over, without effect in Codex", result, ImportFindingKind.WithoutEffect);
        return text.ToString();
    }

    private static void Section(StringBuilder text, string title, ImportResult result, ImportFindingKind kind)
    {
        ImportFinding[] findings = [.. result.Findings.Where(finding => finding.Kind == kind)];
        text.Append(CultureInfo.InvariantCulture, $"\n## {title}\n\n");
        if (findings.Length == 0)
        {
            text.Append("Nothing.\n");
            return;
        }

        text.Append("| plugin | where | code | what was done | why | what to do |\n|---|---|---|---|---|---|\n");
        foreach (ImportFinding finding in findings)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {Cell(finding.Plugin)} | `{Cell(finding.Path)}` | {finding.Code} | {Cell(finding.What)} | {Cell(finding.Why)} | {Cell(finding.Advice)} |\n");
        }
    }

    private static string Count(int number, string one) => string.Create(CultureInfo.InvariantCulture, $"{number} {one}{(number == 1 ? "" : "s")}");

    // Texts of strangers: they neither end the cell nor become markup.
    private static string Cell(string? text) => (text ?? "").Replace("|", "\\|", StringComparison.Ordinal).Replace("`", "'", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace("](", "] (", StringComparison.Ordinal).ReplaceLineEndings(" ");
}
