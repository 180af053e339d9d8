using Codex.Plugin.Diagnostics;
using Codex.Plugin.Text;

namespace Codex.Plugin.Read;

/// <summary>
/// What one file says, as far as the rest of the build needs it. It depends on the bytes of this file alone, so that it holds until they change:
/// whether what it refers to exists, and what an audience makes of it, is asked anew in every build.
/// </summary>
/// <param name="Path">The file, relative to the project's folder.</param>
/// <param name="Diagnostics">What is wrong with this file by itself.</param>
internal sealed record FileFacts(string Path, IReadOnlyList<Diagnostic> Diagnostics)
{
    /// <summary>The files that it refers to.</summary>
    public IReadOnlyList<FileReference> References { get; init; } = [];

    /// <summary>Of a <c>SKILL.md</c> that can be read; else null.</summary>
    public SkillFacts? Skill { get; init; }

    /// <summary>Whether the file is the <c>agents/openai.yaml</c> of a skill that the model is not told of.</summary>
    public bool IsForPeopleOnly { get; init; }

    /// <summary>Of a picture; else null.</summary>
    public ImageFacts? Image { get; init; }
}

/// <summary>What a skill says of itself.</summary>
/// <param name="Name">The name under which Codex lists it.</param>
/// <param name="NameLocation">Where the name is written; the first line where the folder's name counts.</param>
/// <param name="HasName">Whether the name is written in the file.</param>
/// <param name="DescriptionLength">The number of characters (code points) of the description, white space collapsed.</param>
/// <param name="DescriptionLocation">Where the description is written.</param>
/// <param name="DescriptionBytes">The number of bytes of as much of the description as the model may see.</param>
/// <param name="NameIsNumber">Whether YAML takes the name for a number.</param>
internal sealed record SkillFacts(string Name, Location NameLocation, bool HasName, int DescriptionLength, Location DescriptionLocation, int DescriptionBytes, bool NameIsNumber);

/// <summary>A file that another one names.</summary>
/// <param name="Kind">What the file is named for.</param>
/// <param name="Target">The path relative to the project's folder, with <c>/</c>.</param>
/// <param name="Written">The path as it is written.</param>
/// <param name="Location">Where.</param>
internal sealed record FileReference(FileReferenceKind Kind, string Target, string Written, Location Location);

/// <summary>What a file is named for.</summary>
internal enum FileReferenceKind
{
    /// <summary>A link in a text.</summary>
    Link,

    /// <summary>The icon of a skill.</summary>
    Icon,
}

/// <summary>What the head of a picture says.</summary>
/// <param name="Format">The format by content.</param>
/// <param name="Width">In pixels; 0 where the format does not say.</param>
/// <param name="Height">In pixels; 0 where the format does not say.</param>
/// <param name="Length">In bytes.</param>
internal sealed record ImageFacts(ImageFormat Format, int Width, int Height, long Length);

/// <summary>The kinds of pictures that hosts show.</summary>
internal enum ImageFormat
{
    /// <summary>None of the others.</summary>
    Unknown,

    /// <summary>PNG.</summary>
    Png,

    /// <summary>JPEG.</summary>
    Jpeg,

    /// <summary>WebP.</summary>
    WebP,

    /// <summary>SVG.</summary>
    Svg,
}
