using System.Text.RegularExpressions;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Text;

namespace Codex.Plugin.Read;

/// <summary>Checks the keys of an <c>agents/openai.yaml</c> with Codex's types (asked of 0.169): one wrong type loses the whole file, one wrong value only itself.</summary>
/// <param name="path">The file.</param>
/// <param name="yaml">Its text.</param>
internal sealed partial class SkillAgentChecker(string path, string yaml)
{
    /// <summary>What Codex does with a file that it cannot read.</summary>
    public const string Lost = "Codex ignores the whole file, its policy included.";

    /// <summary>Nobody reads more, and a file with so many mistakes is another kind of file.</summary>
    private const int MostProblems = 200;

    private static readonly string[] s_flags = ["true", "True", "TRUE", "false", "False", "FALSE"];
    private static readonly string[] s_products = ["CODEX", "codex", "CHATGPT", "chatgpt", "ATLAS", "atlas"];

    private static readonly Dictionary<string, Rule> s_tool = new(StringComparer.Ordinal)
    {
        ["type"] = Text(64),
        ["value"] = Text(1024),
        ["description"] = Text(1024),
        ["transport"] = Text(64),
        ["command"] = Text(1024),
        ["url"] = Text(1024),
    };

    private static readonly Dictionary<string, Rule> s_interface = new(StringComparer.Ordinal)
    {
        ["display_name"] = Text(64),
        ["short_description"] = Text(1024),
        ["default_prompt"] = Text(1024),
        ["brand_color"] = static (checker, key, value) => checker.CheckColor(key, value),
        ["icon_small"] = static (checker, key, value) => checker.CheckIcon(key, value),
        ["icon_large"] = static (checker, key, value) => checker.CheckIcon(key, value),
    };

    private static readonly Dictionary<string, Rule> s_policy = new(StringComparer.Ordinal)
    {
        ["allow_implicit_invocation"] = static (checker, key, value) => checker.CheckFlag(key, value),
        ["products"] = static (checker, key, value) => checker.CheckProducts(key, value),
    };

    private static readonly Dictionary<string, Rule> s_dependencies = new(StringComparer.Ordinal)
    {
        ["tools"] = static (checker, key, value) => checker.CheckTools(key, value),
    };

    private static readonly Dictionary<string, Rule> s_root = new(StringComparer.Ordinal)
    {
        ["interface"] = Map(s_interface),
        ["policy"] = Map(s_policy),
        ["dependencies"] = Map(s_dependencies),
    };

    /// <summary>Where each key belongs.</summary>
    private static readonly Dictionary<string, string> s_places = new(
        [
            .. s_interface.Keys.Select(static key => KeyValuePair.Create(key, $"interface.{key}")),
            .. s_policy.Keys.Select(static key => KeyValuePair.Create(key, $"policy.{key}")),
            .. s_dependencies.Keys.Select(static key => KeyValuePair.Create(key, $"dependencies.{key}")),
        ],
        StringComparer.Ordinal);

    private readonly List<Diagnostic> _problems = [];
    private readonly List<FileReference> _icons = [];

    // An alias may name one map a hundred thousand times.
    private readonly HashSet<(YamlNode Map, Dictionary<string, Rule> Keys)> _checked = [];
    private bool _isLost;
    private YamlNode? _hiding;
    private bool _isForPeopleOnly;

    private delegate void Rule(SkillAgentChecker checker, string key, YamlNode value);

    public FileFacts Check(YamlNode root)
    {
        if (!root.IsNothing)
        {
            CheckMap("", root, s_root);
        }

        if (_hiding is not null && !_isLost)
        {
            Report(DiagnosticDescriptors.SkillHiddenByPolicy, _hiding, string.Join(", ", _hiding.Items.Take(10).Select(static item => item.Text)));
        }

        return new FileFacts(path, _problems) { References = _icons, IsForPeopleOnly = _isForPeopleOnly && !_isLost };
    }

    private static Rule Text(int longest) => (checker, key, value) => checker.CheckText(key, value, longest);

    private static Rule Map(Dictionary<string, Rule> keys) => (checker, key, value) =>
    {
        if (!value.IsNull)
        {
            checker.CheckMap(key, value, keys);
        }
    };

    /// <summary>Whether the map was checked here, and not before under another alias.</summary>
    private bool CheckMap(string path, YamlNode map, Dictionary<string, Rule> keys)
    {
        if (!map.IsMap)
        {
            Lose(map, $"{(path.Length > 0 ? $"\"{path}\"" : "it")} is {Kind(map)} and not a map", "Write 'key: value' lines.");
            return false;
        }

        if (!_checked.Add((map, keys)))
        {
            return false;
        }

        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach ((YamlNode key, YamlNode value) in map.Members)
        {
            if (key.Text is not { } name)
            {
                Lose(key, $"a key is {Kind(key)} and not a text", "Write 'key: value' lines.");
            }
            else if (!keys.TryGetValue(name, out Rule? rule))
            {
                ReportUnknown(Join(path, name), key, keys);
            }
            else if (!found.Add(name))
            {
                Lose(key, $"\"{Join(path, name)}\" appears twice", "Remove one of them.");
            }
            else
            {
                rule(this, Join(path, name), value);
            }
        }

        return true;
    }

    private void CheckText(string key, YamlNode value, int longest)
    {
        if (ReadText(key, value) is not { } text)
        {
            return;
        }

        int length = CodexText.Length(CodexText.Collapse(text));
        if (length == 0)
        {
            ReportBlank(key, value);
        }
        else if (length > longest)
        {
            Ignore(value, key, $"has {length} characters", $"It has at most {longest}.");
        }
    }

    private void CheckColor(string key, YamlNode value)
    {
        if (value.IsNothing && UnquotedColor().Match(yaml, (int)value.Start.Index) is { Success: true } comment)
        {
            Ignore(value, key, $"is empty, since {comment.Value.Trim()} without quotes is a comment", $"Write \"{comment.Value.Trim()}\", with the quotes.");
        }
        else if (ReadText(key, value) is { } text)
        {
            if (string.IsNullOrWhiteSpace(text))
            {
                ReportBlank(key, value);
            }
            else if (!CodexText.IsColor(text.Trim()))
            {
                Ignore(value, key, $"is '{text}'", "Write '#' and six hexadecimal digits in quotes, for instance \"#1A73E8\".");
            }
        }
    }

    private void CheckIcon(string key, YamlNode value)
    {
        if (ReadText(key, value) is not { } written)
        {
            return;
        }

        if (written.Length == 0)
        {
            ReportBlank(key, value);
        }
        else if (FindIcon(written, out string? problem) is { } target)
        {
            _icons.Add(new FileReference(FileReferenceKind.Icon, target, written, At(value)));
        }
        else
        {
            Ignore(value, key, $"is '{written}', {problem}", "Write a path below the skill's assets, for instance ./assets/icon.svg, or below the plugin's with '..' up to its folder.");
        }
    }

    /// <summary>The file that an icon's path means, relative to the project's folder; null where Codex does not take the path.</summary>
    private string? FindIcon(string written, out string? problem)
    {
        const string Assets = "assets";
        string skill = SkillAgentReader.SkillFolderOf(path)!;
        string[] names = [.. written.Split('/').Where(static name => name is not ("" or "."))];
        if (written.StartsWith('/'))
        {
            problem = "an absolute path";
            return null;
        }

        if (!names.Contains(".."))
        {
            problem = names.FirstOrDefault() != Assets ? "which is not below the skill's folder assets" : null;
            return problem is null ? $"{skill}/{string.Join('/', names)}" : null;
        }

        // With '..' Codex takes only what ends in the assets of the plugin.
        string? target = DeclaredPath.Resolve($"{skill}/{written}");
        problem = target is null ? "which leads out of the plugin"
            : target != Assets && !target.StartsWith(Assets + "/", StringComparison.Ordinal) ? "which does not end in the plugin's folder assets, as a path with '..' must"
            : null;
        return problem is null ? target : null;
    }

    private void CheckFlag(string key, YamlNode value)
    {
        _isForPeopleOnly = value.IsPlain && value.Text is ("false" or "False" or "FALSE");
        if (!value.IsNull && !(value.IsPlain && s_flags.Contains(value.Text)))
        {
            string found = value.Text is { } text ? $"'{text}'{(value.IsPlain ? "" : " in quotes")}" : Kind(value);
            Lose(value, $"\"{key}\" is {found}", "Write true or false, without quotes.");
        }
    }

    private void CheckProducts(string key, YamlNode value)
    {
        if (value.IsNothing)
        {
            return;
        }

        if (!value.IsList)
        {
            Lose(value, $"\"{key}\" is {Kind(value)} and not a list", "Write a list, for instance [CODEX].");
            return;
        }

        foreach (YamlNode item in value.Items)
        {
            if (item.Text is not { } product || !s_products.Contains(product))
            {
                Lose(item, $"\"{key}\" holds {(item.Text is { } other ? $"'{other}'" : Kind(item))}, which is no product", $"The products are {string.Join(", ", s_products)}.");
            }
        }

        _hiding = value.Items.Count > 0 && !value.Items.Any(static item => item.Text is "CODEX" or "codex") ? value : null;
    }

    private void CheckTools(string key, YamlNode value)
    {
        if (value.IsNothing)
        {
            return;
        }

        if (!value.IsList)
        {
            Lose(value, $"\"{key}\" is {Kind(value)} and not a list", "Write a list, one '- type:' an entry.");
            return;
        }

        for (int i = 0; i < value.Items.Count; i++)
        {
            YamlNode tool = value.Items[i];
            string path = $"{key}[{i}]";
            if (!tool.IsNothing && !CheckMap(path, tool, s_tool))
            {
                continue;
            }

            foreach (string needed in (ReadOnlySpan<string>)["type", "value"])
            {
                if (!tool.Members.Any(member => member.Key.Text == needed && !member.Value.IsNull))
                {
                    Ignore(tool, path, $"has no \"{needed}\"", "Write both \"type\" and \"value\".");
                }
            }
        }
    }

    /// <summary>The text of a scalar, whatever it looks like; null where there is none, which is fine, or a list or map, which is not.</summary>
    private string? ReadText(string key, YamlNode value)
    {
        if (value.IsNull)
        {
            return null;
        }

        if (value.Text is null)
        {
            Lose(value, $"\"{key}\" is {Kind(value)} and not a text", "Write a text in double quotes.");
        }

        return value.Text;
    }

    private void ReportUnknown(string key, YamlNode node, Dictionary<string, Rule> keys)
    {
        if (_problems.Count < MostProblems)
        {
            string name = node.Text!;
            string help = name == "<<" ? "It does not merge maps: write out the keys."
                : SimilarName.Find(name, keys.Keys) is { } similar ? $"Did you mean \"{similar}\"?"
                : SimilarName.Find(name, s_places.Keys) is { } elsewhere ? $"Did you mean \"{s_places[elsewhere]}\"?"
                : $"It knows {string.Join(", ", keys.Keys)} here.";
            Report(DiagnosticDescriptors.SkillAgentKeyUnknown, node, key, help);
        }
    }

    // Like none, except in what a tool must have; mostly left over from a template.
    private void ReportBlank(string key, YamlNode value)
    {
        bool needed = key.EndsWith("].type", StringComparison.Ordinal) || key.EndsWith("].value", StringComparison.Ordinal);
        Report(DiagnosticDescriptors.SkillAgentValueIgnored, needed ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning, value, key, "is blank", "Write a value, or remove the key.");
    }

    private void Ignore(YamlNode node, string key, string problem, string mend) => Report(DiagnosticDescriptors.SkillAgentValueIgnored, node, key, problem, mend);

    private void Lose(YamlNode node, string reason, string mend)
    {
        _isLost = true;
        Report(DiagnosticDescriptors.SkillAgentIgnored, node, reason, Lost, mend);
    }

    private void Report(DiagnosticDescriptor descriptor, YamlNode node, params object?[] arguments) => Report(descriptor, descriptor.DefaultSeverity, node, arguments);

    private void Report(DiagnosticDescriptor descriptor, DiagnosticSeverity severity, YamlNode node, params object?[] arguments)
    {
        if (_problems.Count < MostProblems)
        {
            _problems.Add(Diagnostic.Create(descriptor, At(node), arguments) with { Severity = severity });
        }
    }

    private Location At(YamlNode node) => new(path, (int)node.Start.Line, (int)node.Start.Column);

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static string Kind(YamlNode node) => node.IsMap ? "a map" : node.IsList ? "a list" : node.IsNull ? "null" : "a text";

    [GeneratedRegex(@"\G[ \t]+#[0-9A-Fa-f]{3,8}[""']?(?=\s|\z)")]
    private static partial Regex UnquotedColor();
}
