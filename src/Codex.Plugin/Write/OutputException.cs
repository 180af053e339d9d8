namespace Codex.Plugin.Write;

/// <summary>An output cannot be written; <see cref="Path"/> says which.</summary>
internal sealed class OutputException(string path, Exception inner) : Exception(inner.Message, inner)
{
    public string Path { get; } = path;

    /// <summary>Whether the file system, and not this program, is to blame.</summary>
    public static bool Covers(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or System.Security.SecurityException or NotSupportedException;

    /// <summary>Runs <paramref name="write"/> and turns what the file system throws into this exception.</summary>
    public static T Guard<T>(string path, Func<T> write)
    {
        try
        {
            return write();
        }
        catch (Exception exception) when (Covers(exception))
        {
            throw new OutputException(path, exception);
        }
    }

    public static void Guard(string path, Action write) => Guard(path, () =>
    {
        write();
        return true;
    });
}
