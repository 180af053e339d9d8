using System.Globalization;

namespace Codex.Plugin.Sdk.Tests.Rows;

/// <summary>Rows 13 to 17 and 35: skills, their <c>agents/openai.yaml</c>, and commands that become skills.</summary>
internal static class SkillRows
{
    private const string Good = """
        #file skills/x/SKILL.md
        ---
        name: x
        description: Does x.
        ---
        Do x.
        """;

    private const string Agent = "#file skills/keep/agents/openai.yaml\n";

    private const string GoodAgent = Agent + """
        interface:
          display_name: "Shown"
        """;

    private const string Icon = """

        #file skills/keep/assets/x.svg
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><circle cx="32" cy="32" r="30" /></svg>
        """;

    public static SilentFailure[] All =>
    [
        Skill("with a byte order mark", "\uFEFF---\nname: x\ndescription: Does x.\n---\nDo x.", "error CXP2003 skills/x/SKILL.md(1,1)", "missing YAML frontmatter"),
        Skill("with an empty line before the frontmatter", "\n---\nname: x\ndescription: Does x.\n---\nDo x.", "error CXP2003 skills/x/SKILL.md(1,1)", "missing YAML frontmatter"),
        Skill("without frontmatter", "# Does x\nDo x.", "error CXP2003 skills/x/SKILL.md(1,1)", "missing YAML frontmatter"),
        Skill("with an open frontmatter", "---\nname: x\ndescription: Does x.\nDo x.", "error CXP2003 skills/x/SKILL.md(1,1)", "missing YAML frontmatter"),
        Skill("without a description", "---\nname: x\n---\nDo x.", "error CXP2005 skills/x/SKILL.md(1,1)", "missing field `description`"),
        Skill("with an empty description", "---\nname: x\ndescription: \"\"\n---\nDo x.", "error CXP2005 skills/x/SKILL.md(3,14)", "missing field `description`"),
        Skill("with a description in other letter case", "---\nname: x\nDescription: Does x.\n---\nDo x.", "error CXP2005 skills/x/SKILL.md(1,1)", "missing field `description`")
            with { Build = ["error CXP2005 skills/x/SKILL.md(1,1)", "warning CXP2016 skills/x/SKILL.md(3,1)"] },
        Skill("with a name of 65 characters", $"---\nname: {new string('x', 65)}\ndescription: Does x.\n---\nDo x.", "error CXP2004 skills/x/SKILL.md(2,7)", "exceeds maximum length of 64"),
        Skill("with an open quote", "---\nname: x\ndescription: \"Does x.\n---\nDo x.", "error CXP2007 skills/x/SKILL.md(3,14)", "invalid YAML"),
        Skill("with the description twice", "---\nname: x\ndescription: Does x.\ndescription: Does y.\n---\nDo x.", "error CXP2007 skills/x/SKILL.md(4,1)", "duplicate field"),
        Skill("with a list for the description", "---\nname: x\ndescription: [Does, x]\n---\nDo x.", "error CXP2007 skills/x/SKILL.md(3,14)", "invalid type: sequence"),
        Skill("with a text for the metadata", "---\nname: x\ndescription: Does x.\nmetadata: none\n---\nDo x.", "error CXP2007 skills/x/SKILL.md(4,11)", "SkillFrontmatterMetadata"),
        Skill("with line ends of old", "---\rname: x\rdescription: Does x.\r---\rDo x.", "error CXP2003 skills/x/SKILL.md(1,1)", "missing YAML frontmatter"),
        Skill("with a control character", "---\nname: x\ndescription: Does\u0001 x.\n---\nDo x.", "error CXP2007 skills/x/SKILL.md(3,18)", "invalid YAML"),
        Skill("with half a character", "---\nname: x\ndescription: \"Does \\ud83d\\ude00 x.\"\n---\nDo x.", "error CXP2007 skills/x/SKILL.md(3,20)", "invalid YAML"),
        Skill("with no value for the metadata", "---\nname: x\ndescription: Does x.\nmetadata: null\n---\nDo x.", "error CXP2007 skills/x/SKILL.md(4,11)", "SkillFrontmatterMetadata"),
        Skill("with a list for the short description", "---\nname: x\ndescription: Does x.\nmetadata:\n  short-description: [x]\n---\nDo x.", "error CXP2007 skills/x/SKILL.md(5,22)", "invalid YAML"),
        Skill("with an alias for a glob", "---\nname: x\ndescription: Does x.\npaths: **/*.cs\n---\nDo x.", "error CXP2007 skills/x/SKILL.md(4,8)", "invalid YAML"),
        Skill("with dots for the end of the frontmatter", "---\nname: x\ndescription: Does x.\n...\nDo x.", "error CXP2003 skills/x/SKILL.md(1,1)", "missing YAML frontmatter"),
        Skill("with a merge of the description", "---\nbase: &base\n  description: Does x.\n<<: *base\nname: x\n---\nDo x.", "error CXP2005 skills/x/SKILL.md(1,1)", "missing field `description`"),
        Unfound("in a file in other letter case", "skills/x/Skill.md"),
        Unfound("eight folders deep", "skills/a/b/c/d/e/f/g/x/SKILL.md"),
        Unfound("in a hidden folder", "skills/.x/SKILL.md"),
        Unfound("at the root", "SKILL.md"),
        // What the model sees of it is cut; Codex lists it as it is.
        new(14, "description of more than 1,024 characters", $"#file skills/x/SKILL.md\n---\nname: x\ndescription: {new string('x', 1025)}\n---\nDo x.")
        {
            Good = Good,
            Build = ["warning CXP2017 skills/x/SKILL.md(3,14)"],
            Lost = ["skill rowname:x.description = Does x."],
        },
        // The same: only the list that the model gets is short of room.
        new(14, "descriptions that take too much room together", Many("Does it. " + new string('x', 900)))
        {
            Good = Many("Does it."),
            Build = ["warning CXP2019 skills"],
            Lost = ["skill rowname:s1.description = Does it."],
        },
        // The skill is there, with its tools: Codex loads it without a word about the key.
        new(14, "tools that are not allowed in vain", "#file skills/x/SKILL.md\n---\nname: x\ndescription: Does x.\nallowed-tools: Read\n---\nDo x.")
        {
            Good = Good,
            Build = ["warning CXP2016 skills/x/SKILL.md(4,1)"],
        },
        new(14, "model that may choose the skill all the same", "#file skills/x/SKILL.md\n---\nname: x\ndescription: Does x.\ndisable-model-invocation: true\n---\nDo x.")
        {
            Good = Good,
            Build = ["warning CXP2016 skills/x/SKILL.md(4,1)"],
        },
        // Codex reads it, and nobody else does.
        new(14, "description with a comment in it", "#file skills/x/SKILL.md\n---\nname: x\ndescription: Finds out why issue #1 comes back.\n---\nDo x.")
        {
            Good = "#file skills/x/SKILL.md\n---\nname: x\ndescription: \"Finds out why issue #1 comes back.\"\n---\nDo x.",
            Build = ["warning CXP2018 skills/x/SKILL.md(3,34)"],
            Lost = ["skill rowname:x.description = Finds out why issue #1 comes back."],
            Instead = ["skill rowname:x.description = Finds out why issue"],
        },
        new(15, "frontmatter that is no YAML", "#file skills/x/SKILL.md\n---\nname: x\ndescription: Does x. Use when: asked.\n---\nDo x.")
        {
            Good = "#file skills/x/SKILL.md\n---\nname: x\ndescription: \"Does x. Use it when asked.\"\n---\nDo x.",
            Build = ["warning CXP2012 skills/x/SKILL.md(3,30)"],
            Lost = ["skill rowname:x.description = Does x. Use it when asked."],
            Instead = ["skill rowname:x.description = Does x. Use when: asked."],
        },
        new(16, "two skills with one name", Good + "\n#file skills/y/SKILL.md\n---\nname: x\ndescription: Does y.\n---\nDo y.")
        {
            Good = Good + "\n#file skills/y/SKILL.md\n---\nname: y\ndescription: Does y.\n---\nDo y.",
            Build = ["error CXP2006 skills/y/SKILL.md(2,7)"],
            Lost = ["skill rowname:y"],
        },
        // With it goes 'allow_implicit_invocation: false', which Codex does not list.
        new(17, "openai.yaml with one value of a wrong type", GoodAgent + "\npolicy:\n  allow_implicit_invocation: no")
        {
            Good = GoodAgent + "\npolicy:\n  allow_implicit_invocation: false",
            Build = ["error CXP2020 skills/keep/agents/openai.yaml(4,30)"],
            Lost = ["skill rowname:keep.interface.displayName = Shown"],
            Trace = ["log: invalid openai.yaml"],
        },
        new(17, "openai.yaml with a tab", Agent + "interface:\n\tdisplay_name: \"Shown\"")
        {
            Good = GoodAgent,
            Build = ["error CXP2020 skills/keep/agents/openai.yaml(1,1)"],
            Lost = ["skill rowname:keep.interface.displayName = Shown"],
            Trace = ["log: openai.yaml"],
        },
        new(17, "openai.yaml with the ending .yml", GoodAgent.Replace(".yaml", ".yml", StringComparison.Ordinal))
        {
            Good = GoodAgent,
            Build = ["error CXP2023 skills/keep/agents/openai.yml"],
            Lost = ["skill rowname:keep.interface.displayName = Shown"],
        },
        Value("name that is too long", "display_name", $"\"{new string('x', 65)}\"", "\"Shown\"", "displayName = Shown", "log: exceeds maximum length of 64"),
        Value("icon outside of the assets", "icon_small", "\"./x.svg\"", "\"./assets/x.svg\"", "iconSmall = skills/keep/assets/x.svg", "log: icon path must be under assets/"),
        Value("colour with three digits", "brand_color", "\"#abc\"", "\"#aabbcc\"", "brandColor = #aabbcc", "log: expected #RRGGBB"),
        Value("colour that is a comment", "brand_color", "#aabbcc", "\"#aabbcc\"", "brandColor = #aabbcc") with { Build = ["error CXP2021 skills/keep/agents/openai.yaml(2,15)"] },
        Agents("byte order mark", "\uFEFFinterface:\n  display_name: \"Shown\"\npolicy: {}", "error CXP2020 skills/keep/agents/openai.yaml(1,1)"),
        Agents("key that is there twice", "interface:\n  display_name: \"Shown\"\n  display_name: \"Shown\"", "error CXP2020 skills/keep/agents/openai.yaml(3,3)"),
        Agents("list for a text", "interface:\n  display_name: \"Shown\"\n  short_description: [a]", "error CXP2020 skills/keep/agents/openai.yaml(3,22)"),
        Agents("second document", "interface:\n  display_name: \"Shown\"\n---\npolicy: {}", "error CXP2020 skills/keep/agents/openai.yaml(3,1)"),
        Agents("product that there is not", "interface:\n  display_name: \"Shown\"\npolicy:\n  products: [Codex]", "error CXP2020 skills/keep/agents/openai.yaml(4,14)"),
        Agents("value of null for the products", "interface:\n  display_name: \"Shown\"\npolicy:\n  products: null", "error CXP2020 skills/keep/agents/openai.yaml(4,13)"),
        Agents("surrogate pair as JSON writes it", "interface:\n  display_name: \"Shown\"\n  short_description: \"\\ud83d\\ude00\"", "error CXP2020 skills/keep/agents/openai.yaml(3,23)"),
        new(17, "openai.yaml in other letter case", GoodAgent.Replace("openai", "OpenAI", StringComparison.Ordinal))
        {
            Good = GoodAgent,
            Build = ["error CXP2023 skills/keep/agents/OpenAI.yaml"],
            Lost = ["skill rowname:keep.interface.displayName = Shown"],
        },
        new(17, "openai.yaml beside the skill", GoodAgent.Replace("agents/", "", StringComparison.Ordinal))
        {
            Good = GoodAgent,
            Build = ["warning CXP2023 skills/keep/openai.yaml"],
            Lost = ["skill rowname:keep.interface.displayName = Shown"],
        },
        new(17, "openai.yaml with a misspelt section", Agent + "Interface:\n  display_name: \"Shown\"")
        {
            Good = GoodAgent,
            Build = ["warning CXP2022 skills/keep/agents/openai.yaml(1,1)"],
            Lost = ["skill rowname:keep.interface.displayName = Shown"],
        },
        new(17, "misspelt key in openai.yaml", Agent + "interface:\n  displayName: \"Shown\"")
        {
            Good = GoodAgent,
            Build = ["warning CXP2022 skills/keep/agents/openai.yaml(2,3)"],
            Lost = ["skill rowname:keep.interface.displayName = Shown"],
        },
        new(17, "policy that hides the skill from Codex", GoodAgent + "\npolicy:\n  products: [CHATGPT]")
        {
            Good = GoodAgent + "\npolicy:\n  products: [CHATGPT, CODEX]",
            Build = ["warning CXP2025 skills/keep/agents/openai.yaml(4,13)"],
            Lost = ["skill rowname:keep"],
        },
        Command("that takes arguments", "---\ndescription: Deploys.\n---\nDeploy to $ARGUMENTS.", "warning CXP2024 commands/deploy.md(4,11)"),
        Command("that takes one argument", "---\ndescription: Deploys.\n---\nDeploy to $1.", "warning CXP2024 commands/deploy.md(4,11)"),
        Command("that runs a shell", "---\ndescription: Deploys.\n---\nOn !`git branch`, deploy.", "warning CXP2024 commands/deploy.md(4,4)"),
        Command("that reads a file", "---\ndescription: Deploys.\n---\nRead @README.md and deploy.", "warning CXP2024 commands/deploy.md(4,6)"),
        Command("without a description", "---\nmodel: fast\n---\nDeploy.", "warning CXP2024 commands/deploy.md(2,1)"),
        Command("with a hint that is no YAML", "---\ndescription: Deploys.\nargument-hint: [stage] [region]\n---\nDeploy.", "warning CXP2024 commands/deploy.md(3,24)"),
        Command("in a file with another extension", "x", "warning CXP2024 commands/deploy.MD") with { Bad = "#file commands/deploy.MD\n---\ndescription: Deploys.\n---\nDeploy." },
        Command("called like another one", "x", "") with { Build = ["warning CXP2024 commands/a-b.md", "warning CXP2024 commands/a/b.md"], Bad = "#file commands/a-b.md\n---\ndescription: Deploys.\n---\nDeploy.\n#file commands/a/b.md\n---\ndescription: Tests.\n---\nTest.", Good = "#file commands/a-b.md\n---\ndescription: Deploys.\n---\nDeploy.\n#file commands/a/c.md\n---\ndescription: Tests.\n---\nTest.", Lost = ["skill rowname:source-command-a-b"] },
    ];

    private static string Many(string description) =>
        string.Concat(Enumerable.Range(1, 30).Select(i => string.Create(CultureInfo.InvariantCulture, $"#file skills/s{i}/SKILL.md\n---\nname: s{i}\ndescription: {description}\n---\nDo it.\n")));

    private static SilentFailure Skill(string condition, string text, string build, string said) =>
        new(13, "SKILL.md " + condition, "#file skills/x/SKILL.md\n" + text)
        {
            Good = Good,
            Build = SilentFailure.Said(build),
            Lost = ["skill rowname:x"],
            Trace = ["skills/list: " + said],
        };

    private static SilentFailure Unfound(string condition, string path) =>
        new(13, "skill " + condition, Good.Replace("skills/x/SKILL.md", path, StringComparison.Ordinal))
        {
            Good = Good,
            Build = [$"error CXP2011 {path}"],
            Lost = ["skill rowname:x"],
        };

    private static SilentFailure Value(string condition, string key, string bad, string good, string lost, params string[] trace) =>
        new(17, "openai.yaml with a " + condition, $"{Agent}interface:\n  {key}: {bad}{Icon}")
        {
            Good = $"{Agent}interface:\n  {key}: {good}{Icon}",
            Build = [string.Create(CultureInfo.InvariantCulture, $"error CXP2021 skills/keep/agents/openai.yaml(2,{key.Length + 5})")],
            Lost = ["skill rowname:keep.interface." + lost],
            Trace = trace,
        };

    /// <summary>Codex ignores the whole file.</summary>
    private static SilentFailure Agents(string condition, string yaml, string build) =>
        new(17, "openai.yaml with a " + condition, Agent + yaml)
        {
            Good = GoodAgent,
            Build = SilentFailure.Said(build),
            Lost = ["skill rowname:keep.interface.displayName = Shown"],
            Trace = ["log: openai.yaml"],
        };

    private static SilentFailure Command(string condition, string text, string build) =>
        new(35, "command " + condition, "#file commands/deploy.md\n" + text)
        {
            Good = "#file commands/deploy.md\n---\ndescription: Deploys.\n---\nDeploy to the stage that the user names.",
            Build = SilentFailure.Said(build),
            Lost = ["skill rowname:source-command-deploy"],
        };
}
