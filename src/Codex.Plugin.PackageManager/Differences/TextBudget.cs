namespace Codex.Plugin.PackageManager.Differences;

/// <summary>How much of the texts of two packages is kept to compare their lines later.</summary>
internal sealed class TextBudget
{
    // Ten times the texts of the largest plugins known.
    private const int Most = 64 << 20;

    private int _rest = Most;

    /// <summary>A copy of the text; null where it is too large by itself or with all others.</summary>
    public byte[]? Keep(ReadOnlyMemory<byte> text)
    {
        if (text.Length > TextDiff.LargestText || text.Length > _rest)
        {
            return null;
        }

        _rest -= text.Length;
        return text.ToArray();
    }
}
