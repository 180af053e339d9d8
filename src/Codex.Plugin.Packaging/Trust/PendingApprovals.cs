using Codex.Plugin.Write;

namespace Codex.Plugin.Packaging.Trust;

/// <summary>What a check has left to write, kept until the plugins are laid out.</summary>
public static class PendingApprovals
{
    private const int Format = 1;

    /// <summary>Keeps the result.</summary>
    /// <param name="pendingFile">The absolute path of the file that keeps it. Ex: <c>obj/Debug/codexapprovals.pending</c>.</param>
    /// <param name="result">What the check gave.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Keep(string pendingFile, ApprovalResult result)
    {
        try
        {
            StateFile.Save(pendingFile, Format, result, static (writer, kept) =>
            {
                writer.Write(kept.Pending?.Length ?? 0);
                writer.Write(kept.Pending ?? []);
                StateFile.WriteList(writer, kept.Lines, static (w, line) => w.Write(line));
            });
        }
        catch (OutputException exception)
        {
            throw new IOException(exception.Message, exception);
        }
    }

    /// <summary>The result that was kept; one without anything where there is none.</summary>
    /// <param name="pendingFile">The absolute path of the file that keeps it.</param>
    public static ApprovalResult Take(string pendingFile) => StateFile.Load(pendingFile, Format, static reader =>
    {
        // The file is never empty, so that nothing stands for none.
        byte[] pending = reader.ReadBytes(reader.ReadInt32());
        return new ApprovalResult([], StateFile.ReadList(reader, static r => r.ReadString())) { Pending = pending.Length > 0 ? pending : null };
    }) ?? new ApprovalResult([], []);
}
