namespace Codex.Plugin.PackageManager.Differences;

/// <summary>What has become of a file.</summary>
public enum FileChange
{
    /// <summary>It is new.</summary>
    Added,

    /// <summary>It is no longer there.</summary>
    Removed,

    /// <summary>It has another content, or has won or lost the execute bit.</summary>
    Changed,
}

/// <summary>A file in one of two versions.</summary>
/// <param name="Size">In bytes.</param>
/// <param name="Sha256">Of the content, in lower-case hexadecimal digits.</param>
/// <param name="IsExecutable">Whether it gets the execute bit.</param>
/// <param name="IsText">Whether it is text in UTF-8.</param>
public sealed record FileState(long Size, string Sha256, bool IsExecutable, bool IsText);

/// <summary>A file that differs between two versions of a plugin.</summary>
public sealed class FileDifference
{
    private readonly Lazy<TextDiff?> _text;

    internal FileDifference(string path, FileState? old, FileState? @new, Func<TextDiff> compare)
    {
        Path = path;
        Old = old;
        New = @new;
        IsText = (old?.IsText ?? true) && (@new?.IsText ?? true);
        _text = new(() => IsText ? compare() : null);
    }

    /// <summary>Relative to the plugin's folder, with <c>/</c>. What nobody would see in it stands as <c>\u{XX}</c>.</summary>
    public string Path { get; }

    /// <summary>What has become of it.</summary>
    public FileChange Change => Old is null ? FileChange.Added : New is null ? FileChange.Removed : FileChange.Changed;

    /// <summary>What it was; null: it was not there.</summary>
    public FileState? Old { get; }

    /// <summary>What it is; null: it is not there.</summary>
    public FileState? New { get; }

    /// <summary>Whether both are text in UTF-8, as far as they are there.</summary>
    public bool IsText { get; }

    /// <summary>Whether it has won (true) or lost (false) the execute bit; null: neither. A new file that has it has won it.</summary>
    public bool? ExecutableNow => (Old?.IsExecutable ?? false, New?.IsExecutable ?? false) switch
    {
        (false, true) => true,
        (true, false) when New is not null => false,
        _ => null,
    };

    /// <summary>The lines that differ, compared when first asked for; null for what is no text.</summary>
    public TextDiff? Text => _text.Value;
}
