using static Codex.Plugin.Diagnostics.DiagnosticSeverity;

namespace Codex.Plugin.Diagnostics;

// 80xx: what a plugin's files hold
public static partial class DiagnosticDescriptors
{
    /// <summary>Characters that nobody sees hold a text.</summary>
    public static readonly DiagnosticDescriptor HiddenText = new("CXP8001", "Hidden text",
        "{0} hide {1}: {2}. Whoever reviews the file sees nothing of it, and a model reads it. Remove them.", Error);

    /// <summary>Characters change the order in which a line is shown.</summary>
    public static readonly DiagnosticDescriptor ShownInAnotherOrder = new("CXP8002", "Text shown in another order",
        "{0} lets this line be shown in another order than it is read: {1}. Remove it, or write the text in its own direction.", Error);

    /// <summary>A word is cut by a character that nobody sees.</summary>
    public static readonly DiagnosticDescriptor InvisibleInWord = new("CXP8003", "Invisible character in a word",
        "{0} stands where nobody sees it: {1}. Searching and reviewing miss the word, and a model reads another one. Remove it.", Warning);

    /// <summary>A character that nobody sees stands where it does nothing.</summary>
    public static readonly DiagnosticDescriptor InvisibleCharacter = new("CXP8004", "Invisible character",
        "There {0} that nobody sees and that nothing here needs: {1}.", Note);

    /// <summary>A name is written with letters that look like others.</summary>
    public static readonly DiagnosticDescriptor LookAlikeName = new("CXP8005", "Name that looks like another",
        "The {0} '{1}' {2}. Write it with the letters of one script.", Error);

    /// <summary>A file holds a secret.</summary>
    public static readonly DiagnosticDescriptor SecretInFile = new("CXP8006", "Secret in a file",
        "Here stands {0} ('{1}'), and everybody who gets the plugin can read it. Revoke it, and let the plugin read a variable that the user sets.", Error);

    /// <summary>A value that looks random is assigned to what is named like a secret.</summary>
    public static readonly DiagnosticDescriptor SecretAssigned = new("CXP8007", "Value in the place of a secret",
        "'{0}' gets a literal value ('{1}') that looks like a secret, and everybody who gets the plugin can read it. Let it come from a variable that the user sets, or write a value that says that it is an example.", Warning);

    /// <summary>A program or an archive has the name of something harmless.</summary>
    public static readonly DiagnosticDescriptor ProgramBehindAnotherName = new("CXP8008", "Program behind another name",
        "The name ends in '{0}', and the file is {1}. Give it the name of what it is, or remove it.", Error);

    /// <summary>A file is something else than its name says.</summary>
    public static readonly DiagnosticDescriptor ContentIsNotWhatItsNameSays = new("CXP8009", "Content that is not what the name says",
        "The name ends in '{0}', and the file is {1}. Give it the name of what it is, or replace it.", Warning);

    /// <summary>A plugin holds compiled code.</summary>
    public static readonly DiagnosticDescriptor ExecutableInPlugin = new("CXP8010", "Executable in the plugin",
        "The file is {0}, which nobody can review. Let the plugin name a package, or build it from source as an MCP server of the project.", Warning);

    /// <summary>A plugin holds an archive.</summary>
    public static readonly DiagnosticDescriptor ArchiveInPlugin = new("CXP8011", "Archive in the plugin",
        "The file is {0}; what is in it is neither listed nor checked. Put the files themselves into the plugin.", Warning);

    /// <summary>Code is downloaded and run at once.</summary>
    public static readonly DiagnosticDescriptor DownloadedAndRun = new("CXP8012", "Code that is downloaded and run",
        "This runs what it downloads, unseen: {0}. Whoever controls the address, then, controls the user's machine. Put the script into the plugin, or name a package with its version.", Warning);

    /// <summary>Code is decoded and run at once.</summary>
    public static readonly DiagnosticDescriptor EncodedAndRun = new("CXP8013", "Encoded code that is run",
        "This runs code that nobody can read here: {0}. Write it out.", Error);

    /// <summary>A text tells the model to keep something from its user.</summary>
    public static readonly DiagnosticDescriptor HidesFromUser = new("CXP8014", "Instruction to hide something from the user",
        "A model is told to keep something from its user{0}: {1}. Users must be able to see what is done in their name; remove it.", Warning);

    /// <summary>A text tells the model to ignore its user, or what it was told before.</summary>
    public static readonly DiagnosticDescriptor IgnoresUser = new("CXP8015", "Instruction to ignore the user or earlier instructions",
        "A model is told to ignore {0}{1}: {2}. A plugin adds to what users and administrators say and does not replace it; remove it.", Warning);

    /// <summary>Encoded text holds what would be a finding if it could be read.</summary>
    public static readonly DiagnosticDescriptor EncodedText = new("CXP8016", "Encoded text with instructions or commands",
        "The base64 text here decodes to: {0}. Write it out, so that it can be reviewed.", Warning);

    /// <summary>A suppression says nothing that can be applied.</summary>
    public static readonly DiagnosticDescriptor ContentSuppressionNotUsable = new("CXP8017", "ContentSuppression that cannot be applied",
        "The ContentSuppression of '{0}' {1}. It names one file of the plugin, one or several of the rules CXP8001 to CXP8016, and why: <ContentSuppression Include=\"skills/x/scripts/get.sh\" Rule=\"CXP8012\" Reason=\"...\" />.", Error);

    /// <summary>A suppression suppresses nothing.</summary>
    public static readonly DiagnosticDescriptor ContentSuppressionUnused = new("CXP8018", "ContentSuppression without effect",
        "There is no finding of {0} in '{1}' to suppress. Remove the ContentSuppression, or correct the path (relative to the plugin's folder, letter case counts).", Warning);

    private static DiagnosticDescriptor[] Content =>
    [
        HiddenText, ShownInAnotherOrder, InvisibleInWord, InvisibleCharacter,
        LookAlikeName, SecretInFile, SecretAssigned,
        ProgramBehindAnotherName, ContentIsNotWhatItsNameSays, ExecutableInPlugin, ArchiveInPlugin,
        DownloadedAndRun, EncodedAndRun, HidesFromUser, IgnoresUser, EncodedText,
        ContentSuppressionNotUsable, ContentSuppressionUnused,
    ];
}
