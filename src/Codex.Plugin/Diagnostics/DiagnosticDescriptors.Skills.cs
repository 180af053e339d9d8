using static Codex.Plugin.Diagnostics.DiagnosticSeverity;

namespace Codex.Plugin.Diagnostics;

// 2xxx: skills
public static partial class DiagnosticDescriptors
{
    /// <summary>A folder below <c>skills</c> holds no skill.</summary>
    public static readonly DiagnosticDescriptor FolderWithoutSkill = new("CXP2001", "Folder without a skill",
        "The folder '{0}' holds no SKILL.md, so Codex finds no skill in it. Add {0}/SKILL.md, or move its files to the skill that uses them.", Warning);

    /// <summary><c>SKILL.md</c> is a folder.</summary>
    public static readonly DiagnosticDescriptor SkillIsFolder = new("CXP2002", "SKILL.md is a folder",
        "SKILL.md is a folder, and Codex reads only a file of that name. Rename the folder, and write the skill into a file SKILL.md.", Error);

    /// <summary>The frontmatter of a skill is missing or not closed.</summary>
    public static readonly DiagnosticDescriptor FrontmatterMissing = new("CXP2003", "Skill without frontmatter",
        "{0}, so Codex drops the skill. The very first line must be '---', then 'name:' and 'description:', then a line '---'.", Error);

    /// <summary>The name of a skill is not one that Codex loads.</summary>
    public static readonly DiagnosticDescriptor SkillNameNotAccepted = new("CXP2004", "Skill name not accepted",
        "The skill's name {0}, so Codex drops the skill. Use 1 to 64 characters, best a-z, 0-9 and '-' as in the folder's name.", Error);

    /// <summary>The description of a skill is missing or empty.</summary>
    public static readonly DiagnosticDescriptor SkillDescriptionMissing = new("CXP2005", "Skill without description",
        "The skill has {0}, so Codex drops it. Write 'description:' with one sentence that says when to use the skill.", Error);

    /// <summary>Two skills of the plugin have the same name.</summary>
    public static readonly DiagnosticDescriptor SkillNameTwice = new("CXP2006", "Two skills with one name",
        "The skill's name '{0}' is taken by {1} already, and Codex would list both under it. Give each skill a name of its own.", Error);

    /// <summary>The frontmatter of a skill is not YAML, and Codex cannot mend it.</summary>
    public static readonly DiagnosticDescriptor FrontmatterNotReadable = new("CXP2007", "Frontmatter cannot be read",
        "The frontmatter cannot be read: {0}. Codex drops the skill. Put values with special characters into double quotes, one 'key: value' a line.", Error);

    /// <summary><c>SKILL.md</c> is empty.</summary>
    public static readonly DiagnosticDescriptor SkillEmpty = new("CXP2008", "SKILL.md is empty",
        "SKILL.md is empty, so Codex drops the skill. Write '---', 'name:', 'description:', '---' and the instructions.", Error);

    /// <summary><c>SKILL.md</c> is not UTF-8.</summary>
    public static readonly DiagnosticDescriptor SkillNotUtf8 = new("CXP2009", "SKILL.md is not UTF-8",
        "SKILL.md is not UTF-8 (byte 0x{0:X2} at this place), so Codex drops the skill. Save the file as UTF-8 without byte order mark.", Error);

    /// <summary><c>SKILL.md</c> is larger than a prompt can be.</summary>
    public static readonly DiagnosticDescriptor SkillTooLarge = new("CXP2010", "SKILL.md is too large",
        "SKILL.md has {0:N0} bytes; at most {1:N0} are allowed, since its whole text becomes part of a prompt. Move details to references/ and link to them.", Error);

    /// <summary>Codex does not look for a skill at this place or under this name.</summary>
    public static readonly DiagnosticDescriptor SkillNotFoundByCodex = new("CXP2011", "Skill that Codex does not find",
        "Codex does not find this skill: {0}. {1}", Error);

    /// <summary>The frontmatter is not strict YAML; Codex mends it, others do not.</summary>
    public static readonly DiagnosticDescriptor FrontmatterRepaired = new("CXP2012", "Frontmatter is not strict YAML",
        "The frontmatter is not strict YAML: {0}. Codex reads it leniently, but Copilot CLI and the public directory refuse it, and the skills CLI drops the skill. Put the value into double quotes.", Warning);

    /// <summary>There are more folders below <c>skills</c> than Codex searches, and they are not grouped.</summary>
    public static readonly DiagnosticDescriptor TooManySkillFolders = new("CXP2013", "More folders than Codex searches",
        "There are {0:N0} folders in {1}, itself included, and Codex searches {2:N0} below one root, so the manifest names {3:N0} roots. Codex then starts slowly and shows the model fewer skills. Group them, as in {1}/<group>/<skill>.", Warning);

    /// <summary>A link in a skill leads to no file of the plugin.</summary>
    public static readonly DiagnosticDescriptor SkillLinkBroken = new("CXP2014", "Link to a file that is not there",
        "The link to '{0}' leads nowhere: {1}.", Warning);

    /// <summary>Another host than Codex refuses the skill, or calls it otherwise.</summary>
    public static readonly DiagnosticDescriptor SkillReadDifferently = new("CXP2015", "Skill that other hosts read differently",
        "{0}: {1}. {2}", Warning);

    /// <summary>A key of the frontmatter promises what Codex does not do.</summary>
    public static readonly DiagnosticDescriptor SkillKeyWithoutEffect = new("CXP2016", "Key without effect in a skill",
        "The key '{0}' has no effect in Codex: {1}", Warning);

    /// <summary>The description of a skill is longer than the model sees.</summary>
    public static readonly DiagnosticDescriptor SkillDescriptionCut = new("CXP2017", "Skill description is too long",
        "The description has {0:N0} characters. Codex shows the model at most {1:N0} of them, and Copilot CLI refuses the skill. Say first when to use the skill, and move the rest below the frontmatter.", Warning);

    /// <summary>YAML takes a part of the name or the description as something else than text.</summary>
    public static readonly DiagnosticDescriptor SkillTextLost = new("CXP2018", "Text of a skill is lost",
        "Text is lost: {0}. {1}", Warning);

    /// <summary>The skills of the plugin together need more room than Codex has for them.</summary>
    public static readonly DiagnosticDescriptor SkillBudgetExceeded = new("CXP2019", "More skills than Codex shows",
        "The {0:N0} skills take about {1:N0} tokens in the list that the model gets, and Codex has {2:N0} for the skills of all plugins (window of 272,000 tokens): {3}. Shorten the descriptions, divide the plugin, or set 'allow_implicit_invocation: false' for skills that only people call.", Warning);

    /// <summary>Codex ignores a whole <c>agents/openai.yaml</c>.</summary>
    public static readonly DiagnosticDescriptor SkillAgentIgnored = new("CXP2020", "openai.yaml is ignored",
        "The file cannot be read: {0}. {1} {2}", Error);

    /// <summary>Codex ignores a value in <c>agents/openai.yaml</c>.</summary>
    public static readonly DiagnosticDescriptor SkillAgentValueIgnored = new("CXP2021", "Value in openai.yaml is ignored",
        "\"{0}\" {1}, so Codex ignores it. {2}", Error);

    /// <summary>Codex does not know a key in <c>agents/openai.yaml</c>.</summary>
    public static readonly DiagnosticDescriptor SkillAgentKeyUnknown = new("CXP2022", "Unknown key in openai.yaml",
        "Codex does not know \"{0}\" and ignores it. {1}", Warning);

    /// <summary>Codex does not read an <c>openai.yaml</c> at this place or under this name.</summary>
    public static readonly DiagnosticDescriptor SkillAgentNotRead = new("CXP2023", "openai.yaml that Codex does not read",
        "Codex does not read '{0}', since it {1}. {2}", Error);

    /// <summary>A command does not become a skill.</summary>
    public static readonly DiagnosticDescriptor CommandNotConverted = new("CXP2024", "Command that does not become a skill",
        "Codex turns commands into skills when it installs a plugin, and leaves this one out: {0}.", Warning);

    /// <summary>The policy of a skill hides it from Codex.</summary>
    public static readonly DiagnosticDescriptor SkillHiddenByPolicy = new("CXP2025", "Skill hidden from Codex",
        "\"policy.products\" names only {0}, so Codex does not list the skill. Add CODEX, or remove the key, unless the skill is for the others alone.", Warning);

    private static DiagnosticDescriptor[] Skills =>
    [
        FolderWithoutSkill, SkillIsFolder, FrontmatterMissing, SkillNameNotAccepted,
        SkillDescriptionMissing, SkillNameTwice, FrontmatterNotReadable, SkillEmpty,
        SkillNotUtf8, SkillTooLarge, SkillNotFoundByCodex, FrontmatterRepaired,
        TooManySkillFolders, SkillLinkBroken, SkillReadDifferently, SkillKeyWithoutEffect,
        SkillDescriptionCut, SkillTextLost, SkillBudgetExceeded,
        SkillAgentIgnored, SkillAgentValueIgnored, SkillAgentKeyUnknown, SkillAgentNotRead,
        CommandNotConverted, SkillHiddenByPolicy,
    ];
}
