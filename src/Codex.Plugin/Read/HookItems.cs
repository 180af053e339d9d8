using System.Text.Json.Nodes;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Text;

namespace Codex.Plugin.Read;

/// <summary>The hooks that the project declares as items, in the form of a file with hooks.</summary>
internal sealed class HookItems
{
    // The order is that of the members in the output; docs/hooks.md tells the table to users.
    private static readonly ItemSetting[] s_handler =
    [
        new("Command", SettingKind.Text, "command"),
        new("CommandWindows", SettingKind.Text, "commandWindows"),
        new("Server", SettingKind.Text, "server"),
        new("Tool", SettingKind.Text, "tool"),
        new("Input", SettingKind.Object, "input"),
        new("Timeout", SettingKind.WholeNumber, "timeout"),
        new("Async", SettingKind.Flag, "async"),
        new("StatusMessage", SettingKind.Text, "statusMessage"),
        new("AdditionalContextLimit", SettingKind.WholeNumber, "additionalContextLimit"),
    ];

    private static readonly string[] s_names = ["Event", "Matcher", .. s_handler.Select(static setting => setting.Name)];

    private static readonly Dictionary<string, string> s_hints = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Type"] = "A hook with Command runs it, one with Server and Tool calls the tool; remove it.",
        ["Arguments"] = "Write the arguments into Command.",
        ["Args"] = "Write the arguments into Command.",
    };

    private readonly List<(ItemSource Source, string? Metadata)> _places = [];
    private readonly List<JsonMember> _events = [];
    private readonly DiagnosticBag _diagnostics;
    private int? _command;

    private HookItems(DiagnosticBag diagnostics)
    {
        _diagnostics = diagnostics;
        Places = new JsonPlaces(At);
    }

    /// <summary>The names of all metadata.</summary>
    public static IReadOnlyList<string> Names => s_names;

    /// <summary>The hooks as they stand in a file: <c>{ "hooks": { EVENT: [ ... ] } }</c>.</summary>
    public JsonSyntax Value => JsonSyntax.OfMembers([new JsonMember("hooks", 0, JsonSyntax.OfMembers(_events, 0))], 0);

    /// <summary>Where what is in <see cref="Value"/> is declared.</summary>
    public JsonPlaces Places { get; }

    /// <summary>Where the first item with a command is declared; where there is none, the first item.</summary>
    public Location Commands => At(_command ?? 0);

    /// <summary>Reads the items; null where they declare no hooks.</summary>
    public static HookItems? Read(IReadOnlyList<HookItem> items, ProjectSource projectSource, DiagnosticBag diagnostics)
    {
        if (items.Count == 0)
        {
            return null;
        }

        var hooks = new HookItems(diagnostics);
        var numbers = new Dictionary<(string?, string), int>();
        foreach (HookItem item in items)
        {
            // Several hooks of an event may well have its name.
            (string?, string) key = (item.DefiningFile, item.Name);
            int number = numbers.GetValueOrDefault(key);
            numbers[key] = number + 1;
            hooks.Add(item, new ItemSource(projectSource, item.DefiningFile, "Hook", item.Name, number));
        }

        return hooks._events.Count > 0 ? hooks : null;
    }

    /// <summary>What is written.</summary>
    public JsonObject ToJson() => (JsonObject)Value.ToNode()!;

    /// <summary>Each item is a group of its own: Codex remembers the trust in a hook by its number among the groups of its event, which one that is added at the end does not change.</summary>
    private void Add(HookItem item, ItemSource source)
    {
        var metadata = new ItemMetadata(item.Settings);
        bool isReported = ReportUnknown(item, source);
        string? name = FindEvent(item, metadata, source);
        if (FindProblem(metadata) is { } problem)
        {
            // What is misspelt may be what is missing.
            if (!isReported)
            {
                Report(item, source.At(problem.Metadata), problem.Text);
            }

            return;
        }

        bool isCommand = metadata["Command"] is not null;
        int itemPlace = PlaceOf(source, null);
        JsonSyntax? handler = JsonSyntax.OfMembers([new JsonMember("type", itemPlace, JsonSyntax.OfText(isCommand ? "command" : "mcp_tool", itemPlace))], itemPlace);
        foreach (ItemSetting setting in s_handler)
        {
            if (metadata[setting.Name] is not { } written)
            {
                continue;
            }

            JsonSyntax? changed = setting.AddTo(handler ?? JsonSyntax.OfMembers([], 0), written, PlaceOf(source, setting.Name), out string? wrong);
            if (wrong is not null)
            {
                Report(item, source.At(setting.Name), wrong);
            }

            handler = handler is null ? null : changed;
        }

        if (handler is null || name is null)
        {
            return;
        }

        if (isCommand)
        {
            _command ??= itemPlace;
        }

        var group = new List<JsonMember>();
        if (metadata["Matcher"] is { } matcher)
        {
            int place = PlaceOf(source, "Matcher");
            group.Add(new JsonMember("matcher", place, JsonSyntax.OfText(EscapedText.Unescape(matcher), place)));
        }

        group.Add(new JsonMember("hooks", itemPlace, JsonSyntax.OfItems([handler], itemPlace)));
        AddGroup(name, JsonSyntax.OfMembers(group, itemPlace), itemPlace);
    }

    private void AddGroup(string name, JsonSyntax group, int place)
    {
        int known = _events.FindIndex(member => member.Name == name);
        if (known < 0)
        {
            _events.Add(new JsonMember(name, place, JsonSyntax.OfItems([group], place)));
        }
        else
        {
            _events[known] = _events[known] with { Value = JsonSyntax.OfItems([.. _events[known].Value.Items, group], _events[known].NameStart) };
        }
    }

    /// <summary>The event; null where Codex has none of that name, which is reported.</summary>
    private string? FindEvent(HookItem item, ItemMetadata metadata, ItemSource source)
    {
        string? written = metadata["Event"] is { } text ? EscapedText.Unescape(text) : null;
        string name = written ?? item.Name;
        if (HooksReader.Events.Contains(name, StringComparer.Ordinal))
        {
            return name;
        }

        string advice = HooksReader.AdviceForEvent(name);
        _diagnostics.Report(DiagnosticDescriptors.HookEventUnknown, source.At("Event"), name,
            written is null && !advice.StartsWith("Did", StringComparison.Ordinal) ? $"Name one in Event. {advice}" : advice);
        return null;
    }

    private bool ReportUnknown(HookItem item, ItemSource source)
    {
        bool isReported = false;
        foreach ((string name, string? similar) in ItemMetadata.Unknown(item.Settings.Keys, s_names, source.Writes))
        {
            string advice = s_hints.TryGetValue(name, out string? hint) ? hint
                : similar is not null ? $"Did you mean {similar}?"
                : $"It has {string.Join(", ", s_names)}.";
            _diagnostics.Report(DiagnosticDescriptors.ItemMetadataUnknown, source.At(name), "Hook", item.Name, name, advice);
            isReported = true;
        }

        return isReported;
    }

    /// <summary>What is missing, or too much, to tell what is run.</summary>
    private static (string? Metadata, string Text)? FindProblem(ItemMetadata metadata)
    {
        string? ofTool = ((string[])["Server", "Tool", "Input"]).FirstOrDefault(name => metadata[name] is not null);
        bool hasCommand = metadata["Command"] is not null;
        return hasCommand && ofTool is not null ? (ofTool, $"it has both Command and {ofTool}. A hook runs a command, or calls a Tool of a Server")
            : hasCommand ? null
            : ofTool is not null ? metadata["Server"] is null ? (ofTool, $"it has {ofTool} and no Server")
                : metadata["Tool"] is null ? (ofTool, "it has a Server and no Tool")
                : null
            : metadata["CommandWindows"] is not null ? ("CommandWindows", "it has no Command, in whose place CommandWindows runs on Windows")
            : (null, "it has no Command, and no Server and Tool");
    }

    private void Report(HookItem item, Location location, string problem) =>
        _diagnostics.Report(DiagnosticDescriptors.HookItemNotUsable, location, item.Name, problem);

    private int PlaceOf(ItemSource source, string? metadata)
    {
        _places.Add((source, metadata));
        return _places.Count - 1;
    }

    private Location At(int place)
    {
        (ItemSource source, string? metadata) = _places[place];
        return source.At(metadata);
    }
}
