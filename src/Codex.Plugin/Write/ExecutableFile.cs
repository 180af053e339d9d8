namespace Codex.Plugin.Write;

/// <summary>
/// Tells an executable by its content: a <c>#!</c> line, ELF or Mach-O. The mode bit of the source does not count, since
/// Windows, NuGet and many checkouts lose it, and the same sources must give the same plugin everywhere.
/// </summary>
public static class ExecutableFile
{
    /// <summary>Whether a file that begins with <paramref name="start"/> gets the execute bit.</summary>
    /// <param name="start">The first bytes of the file; four are enough.</param>
    public static bool Is(ReadOnlySpan<byte> start) =>
        start.StartsWith("#!"u8)
        || start.StartsWith("\u007FELF"u8)
        || start.StartsWith((ReadOnlySpan<byte>)[0xCF, 0xFA, 0xED, 0xFE])
        || start.StartsWith((ReadOnlySpan<byte>)[0xCA, 0xFE, 0xBA, 0xBE]);
}
