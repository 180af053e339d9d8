using System.Security.Cryptography;

namespace Codex.Plugin.Install;

/// <summary>How to get from a file that we have written back to the one before it, without keeping all of it.</summary>
/// <param name="Original">The hash of the file before.</param>
/// <param name="Written">The hash of the file that we have written.</param>
/// <param name="Start">Where the two differ first.</param>
/// <param name="Length">How many bytes of the written file stand there.</param>
/// <param name="Former">The bytes that stood there before.</param>
internal sealed record TextPatch(string Original, string Written, int Start, int Length, byte[] Former)
{
    public static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    public static TextPatch Make(ReadOnlySpan<byte> original, ReadOnlySpan<byte> written)
    {
        int start = original.CommonPrefixLength(written);
        int end = 0;
        while (end < Math.Min(original.Length, written.Length) - start && original[^(end + 1)] == written[^(end + 1)])
        {
            end++;
        }

        return new TextPatch(Hash(original), Hash(written), start, written.Length - start - end, original[start..^end].ToArray());
    }

    /// <summary>The file before; null where no patch leads to it, since somebody else has changed what we have written.</summary>
    public static byte[]? FindOriginal(IReadOnlyList<TextPatch> patches, ReadOnlySpan<byte> bytes)
    {
        string hash = Hash(bytes);
        foreach (TextPatch patch in patches)
        {
            if (patch.Original == hash)
            {
                return bytes.ToArray();
            }

            if (patch.Written == hash)
            {
                return [.. bytes[..patch.Start], .. patch.Former, .. bytes[(patch.Start + patch.Length)..]];
            }
        }

        return null;
    }
}
