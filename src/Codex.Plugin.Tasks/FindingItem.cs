using System.Globalization;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Codex.Plugin.Tasks;

/// <summary>A diagnostic as an item, so that one task reports what another one found: into the log, and into the <c>ErrorLog</c>, which is written once.</summary>
internal static class FindingItem
{
    public static ITaskItem From(Diagnostic diagnostic)
    {
        ITaskItem2 item = new TaskItem(diagnostic.Descriptor.Id);
        Set("Severity", diagnostic.Severity.ToString());
        Set("Path", diagnostic.Location.Path);
        Set("Line", diagnostic.Location.Line.ToString(CultureInfo.InvariantCulture));
        Set("Column", diagnostic.Location.Column.ToString(CultureInfo.InvariantCulture));
        Set("Message", diagnostic.Message);
        return item;

        // What looks like MSBuild's syntax in it is none.
        void Set(string name, string value) => item.SetMetadataValueLiteral(name, value);
    }

    public static Diagnostic ToDiagnostic(ITaskItem item) => new(
        DiagnosticDescriptors.Find(item.ItemSpec)!,
        new Location(item.GetMetadata("Path"), int.Parse(item.GetMetadata("Line"), CultureInfo.InvariantCulture), int.Parse(item.GetMetadata("Column"), CultureInfo.InvariantCulture)),
        item.GetMetadata("Message"))
    {
        Severity = Enum.Parse<DiagnosticSeverity>(item.GetMetadata("Severity")),
    };
}
