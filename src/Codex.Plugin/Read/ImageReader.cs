namespace Codex.Plugin.Read;

/// <summary>Reads what the head of a picture says.</summary>
internal static class ImageReader
{
    public static FileFacts Read(SourceEntry source) => new(source.Path, []);
}
