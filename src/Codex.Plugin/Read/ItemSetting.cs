using System.Text.Json;
using System.Text.RegularExpressions;
using Codex.Plugin.Text;

namespace Codex.Plugin.Read;

/// <summary>What a metadata of an item holds.</summary>
internal enum SettingKind
{
    /// <summary>A text.</summary>
    Text,

    /// <summary>Texts, separated by semicolons.</summary>
    Texts,

    /// <summary><c>NAME=VALUE</c>, separated by semicolons.</summary>
    Map,

    /// <summary><c>NAME=NUMBER</c>, separated by semicolons.</summary>
    NumberMap,

    /// <summary>A number as JSON has it.</summary>
    Number,

    /// <summary>A whole number, 0 or more.</summary>
    WholeNumber,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Flag,

    /// <summary>An object, written as JSON.</summary>
    Object,
}

/// <summary>A metadata of an item, and the member of Codex's format that it becomes.</summary>
/// <param name="Name">As the author of a project writes it.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Member">The members that lead to the value, with dots between; <c>*</c> is each name of a map. Null where the value is no member by itself.</param>
internal partial record ItemSetting(string Name, SettingKind Kind, string? Member)
{
    /// <summary>The object with the member that the metadata becomes; null where the value is none of its kind.</summary>
    /// <param name="target">The object without the member.</param>
    /// <param name="written">The value, escaped.</param>
    /// <param name="start">The place of the metadata.</param>
    /// <param name="problem">What is wrong, as a sentence without its end.</param>
    public JsonSyntax? AddTo(JsonSyntax target, string written, int start, out string? problem)
    {
        if (Read(written, start, out problem) is not { } value)
        {
            return null;
        }

        if (Member is null)
        {
            return target;
        }

        string[] path = Member.Split('.');
        int star = Array.IndexOf(path, "*");
        if (star < 0)
        {
            return target.With(path, value);
        }

        if (star == path.Length - 1)
        {
            // The map as it is.
            return target.With(path.AsSpan(0, star), value);
        }

        foreach (JsonMember entry in value.Members)
        {
            path[star] = entry.Name;
            target = target.With(path, entry.Value);
        }

        return target;
    }

    /// <summary>How the metadata and, for a map, the name in it are called, where the path is that of a value of it; else null.</summary>
    /// <param name="path">For instance <c>env.CONTOSO_HOME</c> or <c>args[1]</c>.</param>
    public string? Describe(string path)
    {
        if (Member is null)
        {
            return null;
        }

        int star = Member.IndexOf('*', StringComparison.Ordinal);
        if (star < 0)
        {
            return path == Member || path.StartsWith(Member + "[", StringComparison.Ordinal) ? Name + path[Member.Length..] : null;
        }

        string before = Member[..star];
        string after = Member[(star + 1)..];
        return path.Length > before.Length + after.Length && path.StartsWith(before, StringComparison.Ordinal) && path.EndsWith(after, StringComparison.Ordinal)
            ? $"{Name} ({path[before.Length..^after.Length]})"
            : path + "." == before && after.Length == 0 ? Name : null;
    }

    private JsonSyntax? Read(string written, int start, out string? problem)
    {
        problem = null;
        switch (Kind)
        {
            case SettingKind.Text:
                return JsonSyntax.OfText(EscapedText.Unescape(written), start);
            case SettingKind.Texts:
                return JsonSyntax.OfItems([.. EscapedText.Split(written).Select(text => JsonSyntax.OfText(text, start))], start);
            case SettingKind.Map or SettingKind.NumberMap:
                return ReadMap(written, start, out problem);
            case SettingKind.Number or SettingKind.WholeNumber:
                string digits = EscapedText.Unescape(written);
                bool isNumber = Kind == SettingKind.Number ? Number().IsMatch(digits) : WholeNumber().IsMatch(digits);
                problem = isNumber ? null : $"{Name} must be a {(Kind == SettingKind.Number ? "number" : "whole number, 0 or more")}, for instance 30, and is '{digits}'";
                return isNumber ? JsonSyntax.OfNumber(digits, start) : null;
            case SettingKind.Flag:
                string flag = EscapedText.Unescape(written);
                bool isFlag = bool.TryParse(flag, out bool value);
                problem = isFlag ? null : $"{Name} must be true or false, and is '{flag}'";
                return isFlag ? JsonSyntax.OfFlag(value, start) : null;
            default:
                return ReadObject(written, start, out problem);
        }
    }

    private JsonSyntax? ReadMap(string written, int start, out string? problem)
    {
        var members = new List<JsonMember>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach ((string name, string? value) in EscapedText.SplitPairs(written))
        {
            problem = value is null || name.Length == 0 ? $"'{name}{(value is null ? "" : "=" + value)}' has no {(value is null ? "'='" : "name")} (a ';' within a value is written %3B)"
                : Kind == SettingKind.NumberMap && !Number().IsMatch(value) ? $"'{value}' is no number"
                : names.Add(name) ? null
                : $"'{name}' is there twice";
            if (problem is not null)
            {
                problem = $"{Name} must be NAME={(Kind == SettingKind.Map ? "VALUE" : "NUMBER")}, several separated by ';', and {problem}";
                return null;
            }

            members.Add(new JsonMember(name, start, Kind == SettingKind.Map ? JsonSyntax.OfText(value!, start) : JsonSyntax.OfNumber(value!, start)));
        }

        problem = null;
        return JsonSyntax.OfMembers(members, start);
    }

    private JsonSyntax? ReadObject(string written, int start, out string? problem)
    {
        // Codex gives up at 127, and six levels are around it.
        const int DeepestNesting = 127 - 6;
        var text = new SourceText(Name, System.Text.Encoding.UTF8.GetBytes(EscapedText.Unescape(written)));
        if (!JsonSource.TryParse(text, out JsonSource? json, out problem, out _))
        {
            problem = $"{Name} must be a JSON object, and cannot be read: {problem}";
            return null;
        }

        problem = !json!.Root.IsObject ? $"{Name} must be a JSON object, for instance {{ \"branch\": \"main\" }}"
            : Depth(json.Root) > DeepestNesting ? $"{Name} must not be nested more than {DeepestNesting} levels deep"
            : null;
        return problem is null ? json.Root.MovedTo(start) : null;
    }

    private static int Depth(JsonSyntax value) =>
        value.Kind is JsonValueKind.Object or JsonValueKind.Array
            ? 1 + value.Items.Concat(value.Members.Select(static member => member.Value)).Select(Depth).DefaultIfEmpty().Max()
            : 0;

    [GeneratedRegex(@"\A-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Number();

    [GeneratedRegex(@"\A(0|[1-9][0-9]*)\z", RegexOptions.CultureInvariant)]
    private static partial Regex WholeNumber();
}
