using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Codex.Plugin.Read;

/// <summary>Reads the members of a frontmatter that Codex knows, with Codex's types: <c>name</c> and <c>description</c> are scalars, <c>metadata</c> is a map.</summary>
/// <param name="yaml">The frontmatter.</param>
internal sealed class SkillHeaderParser(string yaml)
{
    private readonly YamlEvents _parser = new(yaml);
    private readonly Dictionary<AnchorName, string?> _anchors = [];
    private readonly List<Key> _keys = [];
    private readonly List<Key> _metadata = [];
    private readonly HashSet<AnchorName> _aliases = [];
    private Value? _name;
    private Value? _description;
    private bool _hasMetadata;
    private Scalar? _last;

    /// <summary>A scalar.</summary>
    /// <param name="Text">The text, or null for YAML's null.</param>
    /// <param name="Start">Where it begins; 1-based.</param>
    /// <param name="Scalar">As it is written; null where it is an alias.</param>
    public readonly record struct Value(string? Text, Mark Start, Scalar? Scalar);

    /// <summary>A key that Codex does not know.</summary>
    /// <param name="Name">The key.</param>
    /// <param name="Value">Its value, where that is a scalar.</param>
    /// <param name="Start">Where it begins; 1-based.</param>
    public readonly record struct Key(string Name, string? Value, Mark Start);

    /// <summary>The keys that Codex does not know, as they are written.</summary>
    public IReadOnlyList<Key> OtherKeys => _keys;

    /// <summary>The keys of <c>metadata</c> that Codex does not know.</summary>
    public IReadOnlyList<Key> OtherMetadata => _metadata;

    /// <summary>Whether <c>metadata</c> is there.</summary>
    public bool HasMetadata => _hasMetadata;

    /// <summary>Whether the last value is a block, so that an indented line after it may have been meant as part of it.</summary>
    public bool EndsInBlock => _last is { Style: ScalarStyle.Literal or ScalarStyle.Folded };

    /// <summary>Whether an alias uses the anchor.</summary>
    public bool IsUsed(AnchorName anchor) => _aliases.Contains(anchor);

    /// <summary>The name and the description; null where the key is absent.</summary>
    /// <exception cref="YamlException">The text is not YAML, or not of these types.</exception>
    public (Value? Name, Value? Description) Parse()
    {
        _parser.Consume<StreamStart>();
        if (_parser.Accept<StreamEnd>(out _))
        {
            return default;
        }

        _parser.Consume<DocumentStart>();
        if (_parser.TryConsume<Scalar>(out Scalar? nothing))
        {
            if (TextOf(nothing) is not null)
            {
                throw new YamlException(nothing.Start, nothing.End, "it is a text and not a map of 'key: value' lines");
            }
        }
        else if (_parser.TryConsume<MappingStart>(out _))
        {
            ReadMembers();
        }
        else
        {
            ParsingEvent other = _parser.Consume<ParsingEvent>();
            throw new YamlException(other.Start, other.End, "it is not a map of 'key: value' lines");
        }

        _parser.Consume<DocumentEnd>();
        _parser.Consume<StreamEnd>();
        return (_name, _description);
    }

    private void ReadMembers()
    {
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            Scalar? key = ReadKey();
            switch (key?.Value)
            {
                case "name":
                    _name = _name is null ? ReadText(key.Value) : throw Duplicate(key);
                    break;
                case "description":
                    _description = _description is null ? ReadText(key.Value) : throw Duplicate(key);
                    break;
                case "metadata":
                    _hasMetadata = !_hasMetadata ? true : throw Duplicate(key);
                    ReadMetadata();
                    break;
                default:
                    if (key is not null)
                    {
                        _keys.Add(new Key(key.Value, _parser.Accept<Scalar>(out Scalar? value) ? value.Value : null, key.Start));
                    }

                    Skip();
                    break;
            }
        }
    }

    private void ReadMetadata()
    {
        if (_parser.TryConsume<MappingStart>(out _))
        {
            bool hasShortDescription = false;
            while (!_parser.TryConsume<MappingEnd>(out _))
            {
                Scalar? key = ReadKey();
                if (key is { Value: "short-description" })
                {
                    hasShortDescription = !hasShortDescription ? true : throw Duplicate(key);
                    ReadText(key.Value);
                }
                else
                {
                    if (key is not null)
                    {
                        _metadata.Add(new Key(key.Value, null, key.Start));
                    }

                    Skip();
                }
            }
        }
        else if (!_parser.TryConsume<Scalar>(out Scalar? scalar) || scalar is not { Value: "", Style: ScalarStyle.Plain })
        {
            Mark start = scalar?.Start ?? _parser.Current!.Start;
            throw new YamlException(start, start, "'metadata' is not a map");
        }
    }

    /// <summary>The key; null where it is not a scalar, which is skipped.</summary>
    private Scalar? ReadKey()
    {
        if (_parser.TryConsume<Scalar>(out Scalar? key))
        {
            return key;
        }

        Skip();
        return null;
    }

    private Value ReadText(string key)
    {
        ParsingEvent value = _parser.Consume<ParsingEvent>();
        return value switch
        {
            Scalar scalar => new Value(Remember(scalar), scalar.Start, scalar),
            AnchorAlias alias => new Value(Find(alias), alias.Start, null),
            _ => throw new YamlException(value.Start, value.End, $"'{key}' is not a text"),
        };
    }

    private void Skip()
    {
        int depth = 0;
        do
        {
            ParsingEvent current = _parser.Consume<ParsingEvent>();
            depth += current.NestingIncrease;
            switch (current)
            {
                case Scalar scalar:
                    Remember(scalar);
                    break;
                case AnchorAlias alias:
                    Find(alias);
                    break;
                case NodeEvent { Anchor.IsEmpty: false } node:
                    _anchors[node.Anchor] = null;
                    break;
                default:
                    break;
            }
        }
        while (depth > 0);
    }

    private string? Remember(Scalar scalar)
    {
        string? text = TextOf(scalar);
        _last = scalar;
        if (!scalar.Anchor.IsEmpty)
        {
            _anchors[scalar.Anchor] = text;
        }

        return text;
    }

    private string? Find(AnchorAlias alias)
    {
        _aliases.Add(alias.Value);
        return _anchors.TryGetValue(alias.Value, out string? text) ? text : throw new YamlException(alias.Start, alias.End, $"the alias '*{alias.Value}' has no anchor");
    }

    private static string? TextOf(Scalar scalar) =>
        scalar.Style == ScalarStyle.Plain && scalar.Value is ("" or "~" or "null" or "Null" or "NULL") ? null : scalar.Value;

    private static YamlException Duplicate(Scalar key) => new(key.Start, key.End, $"the key '{key.Value}' appears twice");
}
