using Codex.Plugin.Diagnostics;
using Codex.Plugin.Text;

namespace Codex.Plugin.Packaging.Verify;

/// <summary>What a plugin package may be at most. The largest plugins known have a tenth of it; what is beyond is an accident or an attack.</summary>
public static class PackageLimits
{
    /// <summary>Files of one package, and of one plugin.</summary>
    public const int Files = 10_000;

    /// <summary>Bytes of one file: a server for one platform with its runtime has a fifth.</summary>
    public const long BytesPerFile = 512L << 20;

    /// <summary>Bytes of one package when extracted, and of one plugin.</summary>
    public const long BytesPerPackage = 1L << 30;

    /// <summary>Files of all plugins of a marketplace.</summary>
    public const int FilesPerMarketplace = 100_000;

    /// <summary>Bytes of all plugins of a marketplace.</summary>
    public const long BytesPerMarketplace = 10L << 30;

    /// <summary>How many times its own size an archive may be when it is extracted. Text has 5 to 20, zeros have 1,000.</summary>
    public const int CompressionRatio = 100;

    /// <summary>What an archive may be in any case when it is extracted.</summary>
    public const long SmallestBomb = 16L << 20;

    /// <summary>The finding for a marketplace that is too large as a whole; null where it is not.</summary>
    internal static Diagnostic? FindProblem(string marketplace, IEnumerable<long> sizes, Location location)
    {
        int files = 0;
        long bytes = 0;
        foreach (long size in sizes)
        {
            files++;
            bytes += size;
        }

        return files > FilesPerMarketplace ? TooLarge($"{files} files", FilesPerMarketplace)
            : bytes > BytesPerMarketplace ? TooLarge($"{bytes} bytes", BytesPerMarketplace)
            : null;

        Diagnostic TooLarge(string found, long limit) =>
            Diagnostic.Create(DiagnosticDescriptors.PackageTooLarge, location, $"The marketplace '{marketplace}'", found, limit);
    }
}
