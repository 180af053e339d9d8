using static Codex.Plugin.Diagnostics.DiagnosticSeverity;

namespace Codex.Plugin.Diagnostics;

// 5xxx: interface and assets
public static partial class DiagnosticDescriptors
{
    /// <summary>A prompt holds a character that MSBuild takes for a wildcard.</summary>
    public static readonly DiagnosticDescriptor PromptIsWildcard = new("CXP5001", "Prompt lost to a wildcard",
        "MSBuild takes '?' and '*' in '{0}' for wildcards of file names, so the prompt is lost. Write %3F for '?' and %2A for '*'.", Error);

    /// <summary>A picture is damaged, or no picture at all.</summary>
    public static readonly DiagnosticDescriptor PictureNotReadable = new("CXP5002", "No picture that can be shown",
        "The picture '{0}' {1}. Codex hands it on without a look, and nothing is shown in its place. Save it as PNG, JPEG, WebP or SVG.", Error);

    /// <summary>The name of a picture does not fit its content.</summary>
    public static readonly DiagnosticDescriptor PictureMisnamed = new("CXP5003", "Picture with a wrong extension",
        "'{0}' is {1} by its content. Whoever goes by its name may show nothing: name it '*{2}'.", Warning);

    /// <summary>An SVG holds a script or something from outside.</summary>
    public static readonly DiagnosticDescriptor SvgNotSelfContained = new("CXP5004", "SVG with script or outside content",
        "'{0}' {1}. An SVG of a plugin is a drawing alone: without scripts, event attributes and foreign content, with references only to '#id' and 'data:image/'. Remove it, or save the drawing as plain SVG.", Error);

    /// <summary>A prompt to start with is not shown.</summary>
    public static readonly DiagnosticDescriptor PromptNotShown = new("CXP5005", "Prompt that is not shown",
        "The prompt '{0}' {1}, so Codex drops it. Give at most {2} prompts of 1 to {3} characters.", Warning);

    /// <summary>The brand colour is not one that is understood.</summary>
    public static readonly DiagnosticDescriptor BrandColorNotAccepted = new("CXP5006", "Brand colour not accepted",
        "The colour '{0}' of \"{1}\" is not of the form #RRGGBB. Write six hexadecimal digits, for instance #007ACC.", Warning);

    /// <summary>An address is not one that can be opened.</summary>
    public static readonly DiagnosticDescriptor UrlNotAccepted = new("CXP5007", "Address not accepted",
        "The address '{0}' of \"{1}\" {2}. Write an absolute one, for instance https://contoso.com/privacy.", Warning);

    private static DiagnosticDescriptor[] Interface =>
    [
        PromptIsWildcard, PictureNotReadable, PictureMisnamed, SvgNotSelfContained,
        PromptNotShown, BrandColorNotAccepted, UrlNotAccepted,
    ];
}
