using System.Text;
using System.Text.Json;

namespace Codex.Plugin.Runtime.Servers;

/// <summary>The standard output of a server, read through: it remembers what is no message of the protocol.</summary>
/// <param name="output">The pipe.</param>
internal sealed class ServerOutput(Stream output) : Stream
{
    /// <summary>No message is as long; a server that writes on without a line feed is not read for ever.</summary>
    public const long LongestLine = 64 * 1024 * 1024;

    private const int Kept = 4096;

    private readonly Lock _lock = new();
    private readonly List<byte> _line = [];
    private string? _stray;
    private bool _beganWithMessage;
    private long _lineLength;
    private long _read;

    /// <summary>The first line that the server wrote and that is no message, cut to what can be shown; also an unfinished one.</summary>
    public string? Stray
    {
        get
        {
            lock (_lock)
            {
                return _stray ?? (_lineLength > 0 ? FindStray() : null);
            }
        }
    }

    /// <summary>Whether the server has written a message.</summary>
    public bool HasSpoken
    {
        get
        {
            lock (_lock)
            {
                return _beganWithMessage;
            }
        }
    }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Look(buffer.AsSpan(offset, output.Read(buffer, offset, count)));

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = await output.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        return Look(buffer.Span[..read]);
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            output.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Looks at what was read; 0, the end, where a line has no end.</summary>
    private int Look(Span<byte> read)
    {
        if (_read == 0 && (read.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || read.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])))
        {
            // The client's reader would go on in UTF-16, and Codex does not.
            read[0] = read[1] = (byte)'?';
        }

        _read += read.Length;
        ReadOnlySpan<byte> bytes = read;
        lock (_lock)
        {
            while (!bytes.IsEmpty)
            {
                int end = bytes.IndexOf((byte)'\n');
                ReadOnlySpan<byte> part = end < 0 ? bytes : bytes[..end];
                _lineLength += part.Length;
                _line.AddRange(part[..Math.Min(part.Length, Math.Max(0, Kept - _line.Count))]);
                if (end < 0)
                {
                    return _lineLength > LongestLine ? 0 : read.Length;
                }

                bytes = bytes[(end + 1)..];
                _stray ??= FindStray();
                _beganWithMessage |= IsMessageSoFar();
                _line.Clear();
                _lineLength = 0;
            }
        }

        return read.Length;
    }

    private string? FindStray()
    {
        string text = Encoding.UTF8.GetString([.. _line]).Trim().TrimStart('\uFEFF');
        if (text.Length == 0 || IsMessageSoFar())
        {
            return null;
        }

        // A text without a line feed has the answer behind it.
        int answer = text.Contains("\"jsonrpc\"", StringComparison.Ordinal) ? text.IndexOf("{\"", StringComparison.Ordinal) : -1;
        return answer > 0 ? text[..answer].TrimEnd() : text;
    }

    /// <summary>Whether the line, of which only the beginning may be there, can be a message: an object with a member "jsonrpc".</summary>
    private bool IsMessageSoFar()
    {
        ReadOnlySpan<byte> line = [.. _line];
        line = line.TrimStart("\uFEFF"u8).TrimStart(" \t\r"u8);
        if (_lineLength > _line.Count)
        {
            return line.StartsWith("{"u8);
        }

        try
        {
            var reader = new Utf8JsonReader(line);
            using JsonDocument document = JsonDocument.ParseValue(ref reader);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("jsonrpc", out _);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
