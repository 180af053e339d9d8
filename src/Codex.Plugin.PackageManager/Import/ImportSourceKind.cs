namespace Codex.Plugin.PackageManager.Import;

/// <summary>What a folder is.</summary>
public enum ImportSourceKind
{
    /// <summary>One with a file that lists plugins, of Codex, Claude or Cursor.</summary>
    Marketplace,

    /// <summary>A plugin.</summary>
    Plugin,

    /// <summary>One with plugins in it that nothing lists.</summary>
    Plugins,

    /// <summary>One with skills and no plugin.</summary>
    Skills,
}
