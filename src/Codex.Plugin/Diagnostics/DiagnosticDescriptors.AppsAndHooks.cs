using static Codex.Plugin.Diagnostics.DiagnosticSeverity;

namespace Codex.Plugin.Diagnostics;

// 4xxx: apps and hooks
public static partial class DiagnosticDescriptors
{
    /// <summary>A file with apps is not strict JSON.</summary>
    public static readonly DiagnosticDescriptor AppJsonNotReadable = new("CXP4001", "App descriptor is not JSON",
        "The descriptor is not strict JSON: {0}. Codex would lose every app of the plugin. Comments, trailing commas, duplicate names and a byte order mark are not allowed.", Error);

    /// <summary>An app does not name its connector.</summary>
    public static readonly DiagnosticDescriptor AppNotUsable = new("CXP4002", "App cannot be used",
        "The app '{0}' {1}, so Codex drops it. Write an object with a non-empty \"id\", or ConnectorId on the App item.", Error);

    /// <summary>Two apps of the plugin have the same name.</summary>
    public static readonly DiagnosticDescriptor AppTwice = new("CXP4003", "Two apps with one name",
        "The app '{0}' is declared in {1} already. Rename or remove one.", Error);

    /// <summary><c>hooks/hooks.json</c> is not what Codex reads.</summary>
    public static readonly DiagnosticDescriptor HooksNotReadable = new("CXP4004", "Hooks cannot be read",
        "The hooks cannot be read: {0}. Codex would load none of them. The file is strict JSON of the form {{ \"hooks\": {{ \"EVENT\": [ ... ] }} }}.", Error);

    private static DiagnosticDescriptor[] AppsAndHooks =>
    [
        AppJsonNotReadable, AppNotUsable, AppTwice, HooksNotReadable,
    ];
}
