using System.Collections.Frozen;

namespace Codex.Plugin.Security;

/// <summary>What a file's name says about its content.</summary>
internal static class FileName
{
    private static readonly FrozenSet<string> s_prose = Set(".md .mdx .mdc .markdown .txt .rst .adoc .prompt .html .htm");
    private static readonly FrozenSet<string> s_scripts = Set(".sh .bash .zsh .fish .ksh .ps1 .psm1 .psd1 .cmd .bat .py .rb .pl .js .mjs .cjs .ts .mts .tsx .jsx .php .lua .r .csx .swift .go .rs .cs .java .kt .vbs");
    private static readonly FrozenSet<string> s_data = Set(".json .jsonl .json5 .yaml .yml .toml .ini .cfg .conf .env .properties .xml .csv .tsv .svg .css .sql .tf");
    private static readonly FrozenSet<string> s_images = Set(".png .jpg .jpeg .gif .webp .bmp .ico .tif .tiff .avif .heic");
    private static readonly FrozenSet<string> s_media = Set(".pdf .mp3 .mp4 .wav .ogg .webm .mov .woff .woff2 .ttf .otf .doc .xls .ppt .docx .xlsx .pptx .odt .ods .odp .epub");
    private static readonly FrozenSet<string> s_documents = Set(".docx .xlsx .pptx .dotx .xltx .potx .odt .ods .odp .epub .vsdx .key .pages .numbers .sketch .kmz .usdz .3mf .ipa .xmind");

    /// <summary>What a text of this name is for; a script says so in its first line, too.</summary>
    public static ContentKind KindOf(string path, ReadOnlySpan<byte> bytes)
    {
        string extension = Path.GetExtension(path);
        return s_scripts.Contains(extension) || bytes.StartsWith("#!"u8) ? ContentKind.Script
            : s_data.Contains(extension) || Path.GetFileName(path.AsSpan()).StartsWith(".env", StringComparison.Ordinal) ? ContentKind.Data
            : s_prose.Contains(extension) || extension.Length == 0 ? ContentKind.Prose
            : ContentKind.Other;
    }

    /// <summary>Whether a file of this name is a text.</summary>
    public static bool IsText(string path)
    {
        string extension = Path.GetExtension(path);
        return s_prose.Contains(extension) || s_scripts.Contains(extension) || s_data.Contains(extension);
    }

    /// <summary>Whether a file of this name is a picture.</summary>
    public static bool IsImage(string path) => s_images.Contains(Path.GetExtension(path));

    /// <summary>Whether a file of this name is shown or played, and never run.</summary>
    public static bool IsMedia(string path) => IsImage(path) || s_media.Contains(Path.GetExtension(path));

    /// <summary>Whether a file of this name is an archive that is a document to whoever opens it.</summary>
    public static bool IsDocument(string path) => s_documents.Contains(Path.GetExtension(path));

    private static FrozenSet<string> Set(string extensions) => FrozenSet.ToFrozenSet(extensions.Split(' '), StringComparer.OrdinalIgnoreCase);
}
