using static Codex.Plugin.Diagnostics.DiagnosticSeverity;

namespace Codex.Plugin.Diagnostics;

// 9xxx: Codex on this machine
public static partial class DiagnosticDescriptors
{
    /// <summary>There is no Codex on this machine.</summary>
    public static readonly DiagnosticDescriptor CodexNotFound = new("CXP9001", "Codex not found",
        "There is no codex {0}, so nothing was loaded. Install it (npm install -g @openai/codex) or set CodexPath to it, and run again; the plugin lies ready in '{1}'.", Warning);

    /// <summary>Codex refuses what is needed to load the plugin.</summary>
    public static readonly DiagnosticDescriptor CodexRefuses = new("CXP9002", "Codex refuses",
        "Codex refuses {0}. {1}.", Error);

    /// <summary>Somebody has switched the plugin off.</summary>
    public static readonly DiagnosticDescriptor PluginDisabled = new("CXP9003", "Plugin switched off in Codex",
        "'{0}' is switched off in the user's Codex{1}, so nothing of it is loaded. Switch it on: /plugins in Codex, or enabled = true in config.toml.", Error);

    /// <summary>Two projects put a plugin of one name into the development marketplace.</summary>
    public static readonly DiagnosticDescriptor PluginNameOfTwoProjects = new("CXP9004", "Two projects with one plugin name",
        "'{0}' builds a plugin with the name '{1}' too. The development marketplace holds a name once, so from now on Codex loads the plugin of this project; set PluginName in one of the two.", Warning);

    /// <summary>Codex drops a skill.</summary>
    public static readonly DiagnosticDescriptor SkillNotLoaded = new("CXP9005", "Skill not loaded",
        "Codex does not load this skill: {0}.", Error);

    /// <summary>An MCP server does not start, or does not list its tools.</summary>
    public static readonly DiagnosticDescriptor ServerNotStarted = new("CXP9006", "MCP server does not start",
        "Codex cannot use this MCP server. {0}.", Error);

    /// <summary>An MCP server starts and has no tools.</summary>
    public static readonly DiagnosticDescriptor ServerWithoutTools = new("CXP9007", "MCP server without tools",
        "The MCP server '{0}' starts, and Codex sees no tools of it. Let it list some, or look at enabled_tools and disabled_tools.", Warning);

    /// <summary>Somebody else has an MCP server of this name.</summary>
    public static readonly DiagnosticDescriptor ServerNameTaken = new("CXP9008", "Name of an MCP server taken",
        "Codex does not start the MCP server '{0}' of this plugin, since names are global and {1} has one of that name. Rename or remove one of the two.", Warning);

    /// <summary>Codex leaves out a hook, or a part of it.</summary>
    public static readonly DiagnosticDescriptor HookNotLoaded = new("CXP9009", "Hook not loaded as written",
        "Codex says about the hooks: {0}.", Warning);

    /// <summary>Codex ignores something in silence, and only logs it.</summary>
    public static readonly DiagnosticDescriptor IgnoredByCodex = new("CXP9010", "Ignored by Codex",
        "Codex logs, and shows nobody: {0}.", Warning);

    /// <summary>There is no built plugin to load.</summary>
    public static readonly DiagnosticDescriptor NothingToLoad = new("CXP9011", "Nothing built to load",
        "There is no built plugin in '{0}': {1} Run without --no-build.", Error);

    /// <summary>An MCP server starts in a way that other hosts do not put up with.</summary>
    public static readonly DiagnosticDescriptor ServerStartsOddly = new("CXP9012", "MCP server that writes beside the protocol",
        "{0}.", Warning);

    /// <summary>There is no whole marketplace to install.</summary>
    public static readonly DiagnosticDescriptor NoMarketplaceToInstall = new("CXP9013", "No marketplace to install",
        "There is no whole marketplace '{0}' in '{1}': {2}. Build the project; nothing was changed in Codex.", Error);

    /// <summary>Somebody else has registered a marketplace of this name.</summary>
    public static readonly DiagnosticDescriptor MarketplaceNameTaken = new("CXP9014", "Marketplace of this name from another place",
        "Codex has a marketplace '{0}' from {1}, and would have to take it from '{2}'. Nothing was changed. Set another MarketplaceName in this project, or remove the other one: {3}.", Error);

    /// <summary>What we remember of a marketplace cannot be read.</summary>
    public static readonly DiagnosticDescriptor InstallStateNotReadable = new("CXP9015", "State of the installation not readable",
        "What was installed before cannot be read: {0}. Nothing was changed. Use the version of the SDK that has written it, or delete the file; then Uninstall no longer knows what was there before.", Error);

    /// <summary>Codex's home cannot be written.</summary>
    public static readonly DiagnosticDescriptor CodexHomeNotWritable = new("CXP9016", "Codex's home not writable",
        "'{0}' cannot be written: {1}. What Codex loads is as whole as before; make room or make it writable, and run again.", Error);

    /// <summary>A folder of an old version is in use.</summary>
    public static readonly DiagnosticDescriptor OldVersionInUse = new("CXP9017", "Old version of a plugin in use",
        "The files of '{0}' {1} are in use (a server that runs?) and stay for now. Codex does not load them any more; the next Install or Uninstall removes them.", Warning);

    /// <summary>A folder that is in use wins over what was installed.</summary>
    public static readonly DiagnosticDescriptor NewerVersionInUse = new("CXP9018", "Version of a plugin cannot be replaced",
        "Codex goes on loading '{0}' {1} in place of {2}, since its files are in use (a server that runs?) and cannot be removed. End Codex and run again.", Error);

    /// <summary>Codex says otherwise.</summary>
    public static readonly DiagnosticDescriptor CodexSeesOtherwise = new("CXP9019", "Codex sees it otherwise",
        "The files are as they should be, but Codex {0}.", Warning);

    /// <summary>Codex's configuration is no TOML, or not what Codex reads.</summary>
    public static readonly DiagnosticDescriptor ConfigNotReadable = new("CXP9025", "Configuration of Codex not readable",
        "Codex's configuration cannot be read: {0}. Nothing was changed; mend the file and run again.", Error);

    /// <summary>An entry of Codex's configuration is written in a way that leaves no safe place for an edit.</summary>
    public static readonly DiagnosticDescriptor ConfigEntryNotEditable = new("CXP9026", "Entry of Codex's configuration cannot be edited",
        "'{0}' cannot be changed here without touching something else, so nothing was written. Write it as a table of its own, [{0}], and run again.", Error);

    /// <summary>Somebody else changes Codex's configuration all the time.</summary>
    public static readonly DiagnosticDescriptor ConfigChangedMeanwhile = new("CXP9027", "Configuration of Codex changed meanwhile",
        "Another program changed Codex's configuration between reading and writing, {0} times in a row, so nothing was written. Close what writes to it and run again.", Error);

    /// <summary>Codex's configuration cannot be written.</summary>
    public static readonly DiagnosticDescriptor ConfigNotWritable = new("CXP9028", "Configuration of Codex not writable",
        "Codex's configuration cannot be written and is as it was: {0}. Make the file writable, or free space beside it, and run again.", Error);

    /// <summary>The snippets for administrators cannot be written.</summary>
    public static readonly DiagnosticDescriptor AdminConfigNotWritten = new("CXP9029", "Snippets for administrators not written",
        "The snippets for administrators cannot be written: {0}. Build the project, see that its output folder is writable, and run -t:AdminConfig again.", Error);

    private static DiagnosticDescriptor[] ThisMachine =>
    [
        CodexNotFound,
        CodexRefuses,
        PluginDisabled,
        PluginNameOfTwoProjects,
        SkillNotLoaded,
        ServerNotStarted,
        ServerWithoutTools,
        ServerNameTaken,
        HookNotLoaded,
        IgnoredByCodex,
        NothingToLoad,
        ServerStartsOddly,
        NoMarketplaceToInstall,
        MarketplaceNameTaken,
        InstallStateNotReadable,
        CodexHomeNotWritable,
        OldVersionInUse,
        NewerVersionInUse,
        CodexSeesOtherwise,
        ConfigNotReadable,
        ConfigEntryNotEditable,
        ConfigChangedMeanwhile,
        ConfigNotWritable,
        AdminConfigNotWritten,
    ];
}
