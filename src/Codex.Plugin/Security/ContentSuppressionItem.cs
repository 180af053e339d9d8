using Codex.Plugin.Text;

namespace Codex.Plugin.Security;

/// <summary>An item <c>ContentSuppression</c> as the project has it. A build item, hence no pattern: MSBuild would make many of one.</summary>
/// <param name="Include">The item's identity. Ex: <c>skills/x/scripts/get.sh</c>.</param>
/// <param name="DefiningFile">The file that declares the item; null means the project file.</param>
/// <param name="Settings">The item's metadata, as MSBuild keeps them.</param>
public sealed record ContentSuppressionItem(string Include, string? DefiningFile, IReadOnlyDictionary<string, string> Settings)
{
    internal const string ItemType = "ContentSuppression";

    /// <summary>One suppression for each rule that the items name.</summary>
    /// <param name="projectFile">The absolute path of the project file.</param>
    /// <param name="items">The items, in their order.</param>
    public static IReadOnlyList<ContentSuppression> Read(string projectFile, IReadOnlyList<ContentSuppressionItem> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        var project = new ProjectSource(projectFile);
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        List<ContentSuppression> suppressions = [];
        foreach (ContentSuppressionItem item in items)
        {
            int number = numbers.GetValueOrDefault(item.Include);
            numbers[item.Include] = number + 1;
            Location location = new ItemSource(project, item.DefiningFile, ItemType, item.Include, number).At();
            string path = item.Include.Replace('\\', '/');
            string[] rules = [.. EscapedText.Split(item.Setting("Rule"))];
            suppressions.AddRange((rules.Length == 0 ? [""] : rules).Select(rule =>
                new ContentSuppression(path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path, rule, EscapedText.Unescape(item.Setting("Reason")), location)
                {
                    PackageId = EscapedText.Unescape(item.Setting("Package")) is { Length: > 0 } package ? package : null,
                }));
        }

        // MSBuild has made files of the pattern, and nobody knows to which of them the author has looked.
        suppressions.AddRange(items.Count == 0 ? [] : project.Wildcards(ItemType).Select(static wildcard => new ContentSuppression(wildcard.Include, "", "", wildcard.Location)));
        return suppressions;
    }

    private string Setting(string name) => Settings.FirstOrDefault(setting => setting.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value ?? "";
}
