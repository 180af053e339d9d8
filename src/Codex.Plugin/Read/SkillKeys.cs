using Codex.Plugin.Diagnostics;
using Codex.Plugin.Text;
using YamlDotNet.Core;

namespace Codex.Plugin.Read;

/// <summary>Keys of a frontmatter that promise what Codex does not do. Remarks, such as <c>license</c> or <c>version</c>, promise nothing.</summary>
internal static class SkillKeys
{
    private const string Tools = "it neither allows nor forbids tools. Keep it for other hosts only.";
    private const string Arguments = "a skill takes no arguments. Say in its text what to ask for.";
    private const string Model = "a skill runs with the model of the session. Keep it for other hosts only.";
    private const string Agent = "a skill runs in the session that calls it. Keep it for other hosts only.";
    private const string When = "only the description says when the skill is used. Write it there.";
    private const string OfAgentsFile = "it is a key of agents/openai.yaml. Write it there.";

    private static readonly Dictionary<string, string> s_promises = new(StringComparer.Ordinal)
    {
        ["agent"] = Agent,
        ["allow_implicit_invocation"] = OfAgentsFile,
        ["allowed-tools"] = Tools,
        ["allowed_tools"] = Tools,
        ["allowedTools"] = Tools,
        ["alwaysApply"] = When,
        ["argument-hint"] = Arguments,
        ["arguments"] = Arguments,
        ["context"] = Agent,
        ["default_prompt"] = OfAgentsFile,
        ["disable-model-invocation"] = "the model may still choose the skill. Write 'policy:' with 'allow_implicit_invocation: false' into agents/openai.yaml.",
        ["disallowed-tools"] = Tools,
        ["effort"] = Model,
        ["globs"] = When,
        ["hooks"] = "a skill has no hooks. Write them into hooks/hooks.json of the plugin.",
        ["interface"] = OfAgentsFile,
        ["mcp-servers"] = "a skill has no MCP servers. Write them into .mcp.json of the plugin.",
        ["mcpServers"] = "a skill has no MCP servers. Write them into .mcp.json of the plugin.",
        ["model"] = Model,
        ["paths"] = When,
        ["policy"] = OfAgentsFile,
        ["short-description"] = "Codex reads it below 'metadata:'. Indent it there.",
        ["tools"] = Tools,
        ["triggers"] = When,
        ["user-invocable"] = "every skill can be called by its name. Keep it for other hosts only.",
        ["when-to-use"] = When,
        ["when_to_use"] = When,
    };

    /// <param name="parser">What read the frontmatter.</param>
    /// <param name="hasName">Whether there is a <c>name</c>.</param>
    /// <param name="hasDescription">Whether there is a <c>description</c>.</param>
    /// <param name="at">Where in the file that is.</param>
    /// <param name="diagnostics">Where to report.</param>
    public static void Check(SkillHeaderParser parser, bool hasName, bool hasDescription, Func<Mark, Location> at, DiagnosticBag diagnostics)
    {
        var missing = new List<string>();
        Add("name", hasName);
        Add("description", hasDescription);
        Add("metadata", parser.HasMetadata);
        var reported = new HashSet<string>(StringComparer.Ordinal);
        foreach (SkillHeaderParser.Key key in parser.OtherKeys)
        {
            if (Problem(key) is { } problem && reported.Add(key.Name))
            {
                diagnostics.Report(DiagnosticDescriptors.SkillKeyWithoutEffect, at(key.Start), key.Name, problem);
            }
        }

        foreach (SkillHeaderParser.Key key in parser.OtherMetadata)
        {
            // The rest of the map belongs to its author.
            if (SimilarName.Find(key.Name, ["short-description"]) is { } similar && reported.Add("metadata." + key.Name))
            {
                diagnostics.Report(DiagnosticDescriptors.SkillKeyWithoutEffect, at(key.Start), $"metadata.{key.Name}", $"Codex does not know it. Did you mean '{similar}'?");
            }
        }

        // A key beside the one that it resembles is one of its own, such as 'name-de'.
        void Add(string known, bool isThere)
        {
            if (!isThere)
            {
                missing.Add(known);
            }
        }

        string? Problem(SkillHeaderParser.Key key) => key switch
        {
            // What Codex does anyway.
            { Name: "disable-model-invocation", Value: "false" } or { Name: "user-invocable", Value: "true" } => null,
            _ when s_promises.TryGetValue(key.Name, out string? promise) => promise,
            _ => SimilarName.Find(key.Name, missing) is { } similar ? $"Codex does not know it. Did you mean '{similar}'?" : null,
        };
    }
}
