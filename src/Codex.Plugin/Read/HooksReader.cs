using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Text;
using static Codex.Plugin.Read.JsonShape;

namespace Codex.Plugin.Read;

/// <summary>Checks hooks, which Codex reads as they are written: a wrong type anywhere costs the whole file, much else is ignored without a word.</summary>
/// <param name="files">The files of the plugin.</param>
/// <param name="diagnostics">Where to report.</param>
internal sealed partial class HooksReader(IReadOnlySet<string> files, DiagnosticBag diagnostics)
{
    /// <summary>Nobody reads more, and a file with so many mistakes is another kind of file.</summary>
    private const int MostProblems = 200;

    /// <summary>In seconds, for the events of <see cref="s_brief"/>.</summary>
    private const ulong LongestBriefTimeout = 3;

    /// <summary>The events of Codex 0.169.</summary>
    public static readonly string[] Events =
    [
        "PreModelRequest", "PostModelRequest", "PreToolUse", "PermissionRequest", "PostToolUse", "PreCompact", "PostCompact",
        "SessionStart", "SessionEnd", "UserPromptSubmit", "SubagentStart", "SubagentStop", "Stop", "Interrupt",
    ];

    private static readonly string[] s_withoutMatcher = ["PreModelRequest", "PostModelRequest", "UserPromptSubmit", "Stop", "Interrupt"];
    private static readonly string[] s_withContext = ["PreToolUse", "PostToolUse", "SessionStart", "UserPromptSubmit", "SubagentStart"];
    private static readonly string[] s_ofTools = ["PreToolUse", "PermissionRequest", "PostToolUse"];
    private static readonly string[] s_brief = ["SessionEnd", "Interrupt"];
    private static readonly string[] s_types = ["command", "mcp_tool", "prompt", "agent"];

    private static readonly JsonShape s_text = OrNull(AnyText);

    // More than a signed number holds is a matter of its own.
    private static readonly JsonShape s_number = OrNull(Integer(0, ulong.MaxValue, "a whole number, 0 or more, without fraction and exponent"));

    private static readonly ObjectShape s_command = new(
    [
        ("type", Any), ("command", AnyText), ("commandWindows", s_text), ("command_windows", s_text), ("timeout", s_number), ("async", Flag),
        ("statusMessage", s_text), ("additionalContextLimit", s_number),
    ])
    {
        Required = ["command"],
        Hints = new Dictionary<string, string>(StringComparer.Ordinal) { ["timeoutSec"] = "Did you mean \"timeout\"?", ["args"] = "Write the arguments into \"command\"." },
    };

    private static readonly ObjectShape s_tool = new(
    [
        ("type", Any), ("server", AnyText), ("tool", AnyText), ("input", MapOf(Any, "an object")), ("timeout", s_number), ("statusMessage", s_text),
    ])
    {
        Required = ["server", "tool"],
        Hints = new Dictionary<string, string>(StringComparer.Ordinal) { ["timeoutSec"] = "Did you mean \"timeout\"?", ["arguments"] = "Did you mean \"input\"?" },
    };

    private int _problems;
    private bool _isRejected;

    /// <summary>The number of handlers that Codex runs.</summary>
    public int Handlers { get; private set; }

    /// <summary>Where the first hooks with a command stand; null where no hook runs one.</summary>
    public Location? Commands { get; private set; }

    /// <summary>Reads a file with hooks.</summary>
    public void AddFile(SourceText text)
    {
        if (JsonSource.Parse(text, DiagnosticDescriptors.HooksNotReadable, diagnostics) is { } json)
        {
            Add(new JsonPlaces(json.Text.At), json.Root, new Location(text.Path));
        }
    }

    /// <summary>What to write instead of an event that Codex does not know.</summary>
    public static string AdviceForEvent(string written) =>
        SimilarName.Find(written, Events) is { } similar ? $"Did you mean \"{similar}\"?" : $"The events are {string.Join(", ", Events)}.";

    /// <summary>Reads hooks that stand in a manifest.</summary>
    public void AddInline(JsonSource source, JsonSyntax declared) => Add(new JsonPlaces(source.Text.At), declared, source.At(declared));

    /// <summary>Reads hooks that the project declares.</summary>
    public void AddItems(HookItems items) => Add(items.Places, items.Value, items.Commands);

    /// <summary>Reads <c>{ "hooks": { EVENT: [ ... ] } }</c>.</summary>
    private void Add(JsonPlaces places, JsonSyntax declared, Location location)
    {
        _problems = 0;
        _isRejected = false;
        var handlers = new List<Handler>();
        ReadRoot(places, declared, handlers);
        if (_isRejected)
        {
            return;
        }

        Handlers += handlers.Count;
        if (Commands is null && handlers.Contains(Handler.Command))
        {
            Commands = location;
        }
    }

    private void ReadRoot(JsonPlaces places, JsonSyntax declared, List<Handler> handlers)
    {
        if (!declared.IsObject || (declared["hooks"] is null && declared.Members.Any(static member => member.Name != "description")))
        {
            Reject(places, declared, "there is no object \"hooks\" around the events");
            return;
        }

        foreach (JsonMember member in declared.Members)
        {
            if (member.Name == "hooks")
            {
                ReadEvents(places, member.Value, handlers);
            }
            else if (member.Name != "description")
            {
                Report(DiagnosticDescriptors.HooksNotReadable, places.At(member), $"beside \"hooks\" there may be \"description\", and not \"{member.Name}\"");
                _isRejected = true;
            }
            else if (member.Value.Kind is not (JsonValueKind.String or JsonValueKind.Null))
            {
                Reject(places, member.Value, "\"description\" must be a text");
            }
        }
    }

    private void ReadEvents(JsonPlaces places, JsonSyntax events, List<Handler> handlers)
    {
        if (!events.IsObject && !(events.IsArray && events.Items.Count == 0))
        {
            Reject(places, events, "there is no object \"hooks\" around the events");
        }

        foreach (JsonMember member in events.Members)
        {
            if (!Events.Contains(member.Name, StringComparer.Ordinal))
            {
                Report(DiagnosticDescriptors.HookEventUnknown, places.At(member), member.Name, AdviceForEvent(member.Name));
            }
            else if (!member.Value.IsArray)
            {
                Reject(places, member.Value, $"\"{member.Name}\" must be an array of groups");
            }
            else
            {
                foreach (JsonSyntax group in member.Value.Items)
                {
                    ReadGroup(places, member.Name, group, handlers);
                }
            }
        }
    }

    private void ReadGroup(JsonPlaces places, string ofEvent, JsonSyntax group, List<Handler> handlers)
    {
        if (!group.IsObject)
        {
            Reject(places, group, $"a group of \"{ofEvent}\" must be an object with \"hooks\"");
            return;
        }

        if (group["matcher"] is { Kind: not (JsonValueKind.String or JsonValueKind.Null) } wrong)
        {
            Reject(places, wrong, "\"matcher\" must be a text");
        }

        if (group["hooks"] is not { } hooks)
        {
            ReportGroupWithoutHooks(places, group);
            return;
        }

        if (!hooks.IsArray)
        {
            Reject(places, hooks, "\"hooks\" of a group must be an array of handlers");
            return;
        }

        foreach (JsonMember member in group.Members.Where(static member => member.Name is not ("matcher" or "hooks") && !IsRemark(member.Name)))
        {
            string advice = s_command.Names.Contains(member.Name) ? "It belongs into the handler." : SimilarName.Find(member.Name, ["matcher", "hooks"]) is { } similar ? $"Did you mean \"{similar}\"?" : "";
            ReportUnknown(places.At(member), member.Name, "group", advice);
        }

        bool runs = hooks.Items.Count == 0 || group["matcher"] is not { Kind: JsonValueKind.String } matcher || CheckMatcher(places, ofEvent, matcher);
        foreach (JsonSyntax handler in hooks.Items)
        {
            if (ReadHandler(places, ofEvent, handler) is { } kind && runs)
            {
                handlers.Add(kind);
            }
        }
    }

    private void ReportGroupWithoutHooks(JsonPlaces places, JsonSyntax group)
    {
        if (group.Members.Count == 0)
        {
            return;
        }

        string problem = group["type"] is not null || group["command"] is not null
            ? "it stands directly in the event's array. Put it into a group: { \"hooks\": [ ... ] }"
            : group.Members.FirstOrDefault(static member => SimilarName.Find(member.Name, ["hooks"]) is not null) is { } misspelt
            ? $"its group has no \"hooks\". Did you mean that with \"{misspelt.Name}\"?"
            : "its group has no \"hooks\"";
        Report(DiagnosticDescriptors.HookNotRun, places.At(group), problem);
    }

    /// <summary>Whether Codex takes the matcher.</summary>
    private bool CheckMatcher(JsonPlaces places, string ofEvent, JsonSyntax matcher)
    {
        string pattern = matcher.Text!;
        if (pattern is "" or "*")
        {
            return true;
        }

        if (s_withoutMatcher.Contains(ofEvent))
        {
            Report(DiagnosticDescriptors.HookSettingWithoutEffect, places.At(matcher), "matcher", $"does nothing for {ofEvent}: the hooks run at every such event. Remove it");
            return true;
        }

        // Only such characters: exact names and no expression.
        if (pattern.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '|'))
        {
            return true;
        }

        if (RustRegex.FindProblem(pattern) is { } problem)
        {
            Report(DiagnosticDescriptors.HookNotRun, places.At(matcher), $"the matcher '{pattern}' is no regular expression of Rust's: {problem}");
            return false;
        }

        if (s_ofTools.Contains(ofEvent) && (Permission().IsMatch(pattern) || IsList(pattern)))
        {
            Report(Diagnostic.Create(DiagnosticDescriptors.HookNotRun, places.At(matcher),
                $"the matcher '{pattern}' is a regular expression that no tool's name fits. Name tools as in Bash|Edit") with { Severity = DiagnosticSeverity.Warning });
        }

        return true;
    }

    /// <summary>What Codex runs; null where it does not, which is reported.</summary>
    private Handler? ReadHandler(JsonPlaces places, string ofEvent, JsonSyntax handler)
    {
        if (!handler.IsObject)
        {
            Reject(places, handler, "a handler must be an object with \"type\"");
            return null;
        }

        switch (handler["type"]?.AsText())
        {
            case "command":
                return CheckShape(places, handler, s_command) && CheckCommand(places, ofEvent, handler) ? Handler.Command : null;
            case "mcp_tool":
                return CheckShape(places, handler, s_tool) && CheckTool(places, ofEvent, handler) ? Handler.Tool : null;
            case "prompt" or "agent":
                Report(DiagnosticDescriptors.HookNotRun, places.At(handler["type"]!), $"it does not support the type \"{handler["type"]!.Text}\" yet. Use \"command\" or \"mcp_tool\"");
                return null;
            default:
                Reject(places, handler["type"] ?? handler, $"\"type\" of a handler must be one of {string.Join(", ", s_types)}");
                return null;
        }
    }

    /// <summary>Whether Codex can read the handler.</summary>
    private bool CheckShape(JsonPlaces places, JsonSyntax handler, ObjectShape shape)
    {
        bool isReadable = true;
        foreach (JsonProblem problem in shape.Check(handler))
        {
            Location location = places.At(problem.Offset);
            if (problem.Kind == JsonProblemKind.UnknownMember)
            {
                if (!IsRemark(problem.Path))
                {
                    ReportUnknown(location, problem.Path, $"{handler["type"]!.Text} handler", problem.Text);
                }
            }
            else
            {
                Report(DiagnosticDescriptors.HooksNotReadable, location,
                    problem.Kind == JsonProblemKind.MissingMember ? $"the handler has no \"{problem.Path}\"" : $"\"{problem.Path}\" must be {problem.Text}");
                isReadable = false;
            }
        }

        if (handler["commandWindows"] is not null && handler.Find("command_windows") is { } alias && shape == s_command)
        {
            Report(DiagnosticDescriptors.HooksNotReadable, places.At(alias), "\"command_windows\" and \"commandWindows\" are one member given twice");
            isReadable = false;
        }

        _isRejected |= !isReadable;
        return isReadable;
    }

    private bool CheckCommand(JsonPlaces places, string ofEvent, JsonSyntax handler)
    {
        JsonSyntax command = handler["command"]!;
        if (string.IsNullOrWhiteSpace(command.Text))
        {
            Report(DiagnosticDescriptors.HookNotRun, places.At(command), "its \"command\" is empty");
            return false;
        }

        CheckTimeout(places, ofEvent, handler);
        if (handler["additionalContextLimit"] is { Kind: JsonValueKind.Number } limit)
        {
            if (!s_withContext.Contains(ofEvent))
            {
                Report(DiagnosticDescriptors.HookSettingWithoutEffect, places.At(limit), "additionalContextLimit",
                    $"does nothing for {ofEvent}, whose hooks add no context; it counts for {string.Join(", ", s_withContext)}. Remove it");
            }
            else
            {
                CheckCrash(places, "additionalContextLimit", limit);
            }
        }

        if (ofEvent == "SessionEnd" && handler["async"] is { Kind: JsonValueKind.True } isAsync)
        {
            Report(DiagnosticDescriptors.HookSettingWithoutEffect, places.At(isAsync), "async", "does nothing for SessionEnd: Codex waits for the hook. Remove it");
        }

        bool[] exist = [.. ((JsonSyntax?[])[command, handler["commandWindows"], handler["command_windows"]]).Select(one => one is null || CheckFile(places, one))];
        return exist.All(static found => found);
    }

    private bool CheckTool(JsonPlaces places, string ofEvent, JsonSyntax handler)
    {
        foreach (string name in (ReadOnlySpan<string>)["server", "tool"])
        {
            if (string.IsNullOrWhiteSpace(handler[name]!.Text))
            {
                Report(DiagnosticDescriptors.HookNotRun, places.At(handler[name]!), $"its \"{name}\" is empty");
                return false;
            }
        }

        if (ofEvent == "SessionEnd")
        {
            Report(DiagnosticDescriptors.HookNotRun, places.At(handler["type"]!), "it calls no MCP tool at SessionEnd. Use \"command\"");
            return false;
        }

        if (handler["input"] is { } input && FindNotInToml(input) is { } wrong)
        {
            Reject(places, wrong, "\"input\" must hold neither null nor a whole number above 9223372036854775807");
            return false;
        }

        CheckTimeout(places, ofEvent, handler);
        return true;
    }

    private void CheckTimeout(JsonPlaces places, string ofEvent, JsonSyntax handler)
    {
        if (handler["timeout"] is not { Kind: JsonValueKind.Number } timeout)
        {
            return;
        }

        if (!s_brief.Contains(ofEvent))
        {
            CheckCrash(places, "timeout", timeout);
        }
        else if (ToNumber(timeout) > LongestBriefTimeout)
        {
            Report(DiagnosticDescriptors.HookSettingWithoutEffect, places.At(timeout), "timeout",
                $"of {timeout.Text} seconds becomes {LongestBriefTimeout}: Codex waits no longer for hooks of {ofEvent} (and 1 second without \"timeout\"). Write at most {LongestBriefTimeout}");
        }
    }

    private void CheckCrash(JsonPlaces places, string member, JsonSyntax number)
    {
        if (ToNumber(number) > long.MaxValue)
        {
            Report(DiagnosticDescriptors.HookNumberTooLarge, places.At(number), member, number.Text);
        }
    }

    private bool CheckFile(JsonPlaces places, JsonSyntax command)
    {
        if (command.AsText() is not { } text || FileOfPlugin().Match(text) is not { Success: true } match)
        {
            return true;
        }

        string[] names = match.Groups["path"].Value.Split('/', StringSplitOptions.RemoveEmptyEntries);
        string path = string.Join('/', names.Where(static name => name != "."));
        if (names.Contains("..") || files.Contains(path))
        {
            return true;
        }

        Report(DiagnosticDescriptors.HookFileMissing, places.At(command), path);
        return false;
    }

    /// <summary>Codex keeps the input of a tool as TOML.</summary>
    private static JsonSyntax? FindNotInToml(JsonSyntax value) =>
        value.Kind == JsonValueKind.Null || (value.Kind == JsonValueKind.Number && value.Text!.All(char.IsAsciiDigit) && ToNumber(value) > long.MaxValue) ? value
        : value.Items.Concat(value.Members.Select(static member => member.Value)).Select(FindNotInToml).FirstOrDefault(static found => found is not null);

    private static ulong ToNumber(JsonSyntax number) =>
        ulong.TryParse(number.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out ulong value) ? value : ulong.MaxValue;

    // Nobody expects these to do anything.
    private static bool IsRemark(string name) => name is "description" or "name" or "id" or "comment" || name.StartsWith('_') || name.StartsWith('$') || name.StartsWith("//", StringComparison.Ordinal);

    private void Reject(JsonPlaces places, JsonSyntax value, string problem)
    {
        Report(DiagnosticDescriptors.HooksNotReadable, places.At(value), problem);
        _isRejected = true;
    }

    private void ReportUnknown(Location location, string member, string owner, string advice) =>
        Report(DiagnosticDescriptors.HookSettingWithoutEffect, location, member, $"does nothing: Codex does not know it in a {owner}. {(advice.Length > 0 ? advice.TrimEnd('.') : "Remove it")}");

    private void Report(DiagnosticDescriptor descriptor, Location location, params object?[] arguments) => Report(Diagnostic.Create(descriptor, location, arguments));

    private void Report(Diagnostic diagnostic)
    {
        if (_problems++ < MostProblems)
        {
            diagnostics.Add(diagnostic);
        }
    }

    // As people write permissions for Claude: Bash(git *).
    [GeneratedRegex(@"\A[A-Za-z_]+\([^()|\[\]\\]*[ :][^()|\[\]\\]*\)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Permission();

    // Names with commas or blanks: Bash,Edit, which is one alternative, and no tool has such a name.
    private static bool IsList(string pattern) =>
        pattern.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '|' or ',' or ' ')
        && pattern.Split('|').All(static name => name.AsSpan().ContainsAny(',', ' '));

    // ${PLUGIN_ROOT}/PATH as what the command starts, by itself or with an interpreter; Codex puts the folder in its place.
    [GeneratedRegex(
        """
        \A\s*((sh|bash|zsh|node|bun|python|python3|pwsh|ruby|perl)\s+)?
        ((?<quote>["'])\$\{?(CLAUDE_)?PLUGIN_ROOT\}?/(?<path>[^"'$`\\*?]+)\k<quote>
        |(?<quote>["']?)\$\{?(CLAUDE_)?PLUGIN_ROOT\}?\k<quote>/(?<path>[^\s"'$`\\*?;|&<>(){}\[\]]+)(?=[\s;|&]|\z))
        """,
        RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture)]
    private static partial Regex FileOfPlugin();

    /// <summary>The kinds of handlers that Codex runs.</summary>
    private enum Handler
    {
        Command,
        Tool,
    }
}
