namespace Codex.Plugin.Write;

/// <summary>An output cannot be written; <see cref="Path"/> says which.</summary>
internal sealed class OutputException(string path, Exception inner) : Exception(inner.Message, inner)
{
    public string Path { get; } = path;

    /// <summary>Runs <paramref name="write"/> and turns what the file system throws into this exception.</summary>
    public static T Guard<T>(string path, Func<T> write)
    {
        try
        {
            return write();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or System.Security.SecurityException or NotSupportedException)
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
