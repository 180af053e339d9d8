using System.Text;

namespace Codex.Plugin.Runtime.Servers;

/// <summary>The last of what a process writes, whatever it writes.</summary>
/// <param name="capacity">The number of bytes that are kept.</param>
internal sealed class TextTail(int capacity)
{
    private readonly Lock _lock = new();
    private readonly byte[] _bytes = new byte[capacity];
    private long _written;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            _written += bytes.Length;
            bytes = bytes[Math.Max(0, bytes.Length - capacity)..];
            int start = (int)((_written - bytes.Length) % capacity);
            int first = Math.Min(bytes.Length, capacity - start);
            bytes[..first].CopyTo(_bytes.AsSpan(start));
            bytes[first..].CopyTo(_bytes);
        }
    }

    /// <summary>The text; where something was lost, it begins with a whole line if there is one.</summary>
    public override string ToString()
    {
        byte[] bytes;
        bool cut;
        lock (_lock)
        {
            cut = _written > capacity;
            int start = cut ? (int)(_written % capacity) : 0;
            bytes = cut ? [.. _bytes[start..], .. _bytes[..start]] : _bytes[..(int)_written];
        }

        int line = cut ? Array.IndexOf(bytes, (byte)'\n') + 1 : 0;
        return Encoding.UTF8.GetString(bytes.AsSpan(line));
    }
}
