using static Codex.Plugin.Diagnostics.DiagnosticSeverity;

namespace Codex.Plugin.Diagnostics;

// 4xxx: apps and hooks
public static partial class DiagnosticDescriptors
{
    /// <summary>A file with apps is not strict JSON.</summary>
    public static readonly DiagnosticDescriptor AppJsonNotReadable = new("CXP4001", "App descriptor is not JSON",
        "The descriptor cannot be read: {0}. Codex loses every app of the plugin by it. It must be strict JSON: no comments, no trailing commas, no name twice, no byte order mark.", Error);

    /// <summary>An app does not name its connector.</summary>
    public static readonly DiagnosticDescriptor AppNotUsable = new("CXP4002", "App cannot be used",
        "The app '{0}' {1}, so Codex drops {2}. Write an object with a non-empty \"id\", or ConnectorId on the App item.", Error);

    /// <summary>Two apps of the plugin have the same name.</summary>
    public static readonly DiagnosticDescriptor AppTwice = new("CXP4003", "Two apps with one name",
        "The app '{0}' is declared in {1} already. Rename or remove one.", Error);

    /// <summary><c>hooks/hooks.json</c> is not what Codex reads.</summary>
    public static readonly DiagnosticDescriptor HooksNotReadable = new("CXP4004", "Hooks cannot be read",
        "The hooks cannot be read: {0}. Codex does not load them. The file is strict JSON of the form {{ \"hooks\": {{ \"EVENT\": [ ... ] }} }}.", Error);

    /// <summary>Codex has no such event.</summary>
    public static readonly DiagnosticDescriptor HookEventUnknown = new("CXP4005", "Hook event that Codex does not know",
        "Codex has no event '{0}' and ignores its hooks. {1}", Error);

    /// <summary>A hook that Codex reads and never runs.</summary>
    public static readonly DiagnosticDescriptor HookNotRun = new("CXP4006", "Hook that Codex does not run",
        "Codex does not run this hook: {0}.", Error);

    /// <summary>A member that does nothing, or not what it says.</summary>
    public static readonly DiagnosticDescriptor HookSettingWithoutEffect = new("CXP4007", "Hook setting without effect",
        "\"{0}\" {1}.", Warning);

    /// <summary>A file with hooks lies where Codex does not look.</summary>
    public static readonly DiagnosticDescriptor HooksFileNotRead = new("CXP4008", "Hooks file that Codex does not read",
        "Codex does not read '{0}': {1}.", Error);

    /// <summary>A number that ends Codex itself.</summary>
    public static readonly DiagnosticDescriptor HookNumberTooLarge = new("CXP4009", "Hook number that crashes Codex",
        "\"{0}\" is {1}, and Codex crashes at numbers above 9223372036854775807: no hook of any plugin would run, and no session would start. Write a smaller one.", Error);

    /// <summary>A hook starts a file of the plugin that is not there.</summary>
    public static readonly DiagnosticDescriptor HookFileMissing = new("CXP4010", "Hook starts a missing file",
        "The command starts '{0}', and the plugin holds no such file, so the hook would fail. Correct the path (letter case counts), or add the file, with a PluginFile item where it lies outside hooks/.", Error);

    /// <summary>Every user must trust the hooks, again after every change.</summary>
    public static readonly DiagnosticDescriptor HooksNeedTrust = new("CXP4011", "Hooks that users must trust",
        "The plugin runs commands as hooks. Codex runs them only after the user has trusted them, asks again after every change of the plugin's files, and 'codex exec' (CI) never asks and skips them. Do not rely on them there; NoWarn CXP4011 says that you know.", Warning);

    /// <summary>The manifest names a file with hooks twice.</summary>
    public static readonly DiagnosticDescriptor HooksTwice = new("CXP4012", "Hooks that run twice",
        "The manifest names '{0}' twice, so Codex runs each of its hooks twice. Remove one.", Warning);

    /// <summary>An app has a member that looks like one that Codex knows.</summary>
    public static readonly DiagnosticDescriptor AppMemberUnknown = new("CXP4013", "Misspelt member of an app",
        "Codex does not know \"{0}\" and ignores it. Did you mean \"{1}\"?", Warning);

    /// <summary>A Hook or App item has a metadata that does nothing.</summary>
    public static readonly DiagnosticDescriptor ItemMetadataUnknown = new("CXP4014", "Metadata of a hook or app that does not exist",
        "{2} of the {0} item '{1}' does nothing: there is no such metadata. {3}", Error);

    /// <summary>A Hook item does not say what to run, or says it in a way that is none.</summary>
    public static readonly DiagnosticDescriptor HookItemNotUsable = new("CXP4015", "Hook item that cannot be compiled",
        "The Hook item '{0}' cannot be compiled: {1}.", Error);

    private static DiagnosticDescriptor[] AppsAndHooks =>
    [
        AppJsonNotReadable, AppNotUsable, AppTwice, HooksNotReadable,
        HookEventUnknown, HookNotRun, HookSettingWithoutEffect, HooksFileNotRead,
        HookNumberTooLarge, HookFileMissing, HooksNeedTrust, HooksTwice,
        AppMemberUnknown, ItemMetadataUnknown, HookItemNotUsable,
    ];
}
