using System.Buffers.Binary;
using System.Text;

namespace Codex.Plugin.Tests.Helpers;

/// <summary>Small pictures: their heads are as a program writes them, and there is nothing to see.</summary>
internal static class Pictures
{
    public static byte[] Png(int width, int height, int padding = 0)
    {
        var bytes = new List<byte>([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        Chunk("IHDR", [.. BigEndian(width), .. BigEndian(height), 8, 6, 0, 0, 0]);
        Chunk("IDAT", new byte[padding + 2]);
        Chunk("IEND", []);
        return [.. bytes];

        void Chunk(string type, byte[] data) => bytes.AddRange([.. BigEndian(data.Length), .. Encoding.ASCII.GetBytes(type), .. data, 0, 0, 0, 0]);
    }

    public static byte[] Jpeg(int width, int height, int segmentsBefore = 1)
    {
        var bytes = new List<byte>([0xFF, 0xD8]);
        for (int i = 0; i < segmentsBefore; i++)
        {
            bytes.AddRange([0xFF, 0xE0, 0x00, 0x10, .. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0]);
        }

        bytes.AddRange([0xFF, 0xDB, 0x00, 0x03, 0x00, 0xFF, 0xFF, 0xC2, 0x00, 0x0B, 8, .. BigEndian(height)[2..], .. BigEndian(width)[2..], 1, 1, 0x11, 0, 0xFF, 0xDA, 0x00, 0x02, 0xFF, 0xD9]);
        return [.. bytes];
    }

    /// <param name="kind"><c>VP8 </c>, <c>VP8L</c> or <c>VP8X</c>.</param>
    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    public static byte[] WebP(string kind, int width, int height)
    {
        byte[] data = kind switch
        {
            "VP8 " => [0x30, 0x01, 0x00, 0x9D, 0x01, 0x2A, .. LittleEndian(width)[..2], .. LittleEndian(height)[..2]],
            "VP8L" => [0x2F, .. LittleEndian((width - 1) | ((height - 1) << 14)), 0, 0, 0, 0, 0],
            _ => [0x10, 0, 0, 0, .. LittleEndian(width - 1)[..3], .. LittleEndian(height - 1)[..3]],
        };
        return [.. "RIFF"u8, .. LittleEndian(12 + data.Length), .. "WEBP"u8, .. Encoding.ASCII.GetBytes(kind), .. LittleEndian(data.Length), .. data];
    }

    public static byte[] Svg(string attributes = "viewBox=\"0 0 64 64\"", string content = "<path d=\"M0 0h1\"/>") =>
        Encoding.UTF8.GetBytes($"<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" {attributes}>{content}</svg>");

    private static byte[] BigEndian(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] LittleEndian(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return bytes;
    }
}
