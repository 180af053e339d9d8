using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Codex.Plugin.Read;

/// <summary>A value of a YAML text and its place. An alias is the node that it names, so that a node may hold itself.</summary>
internal sealed class YamlNode
{
    private readonly NodeEvent _event;
    private readonly List<YamlNode> _children = [];

    private YamlNode(NodeEvent @event) => _event = @event;

    /// <summary>Where the value begins.</summary>
    public Mark Start => _event.Start;

    public bool IsList => _event is SequenceStart;

    public bool IsMap => _event is MappingStart;

    /// <summary>The text of a scalar, whatever it looks like; else null.</summary>
    public string? Text => (_event as Scalar)?.Value;

    /// <summary>Whether it is a scalar without quotes.</summary>
    public bool IsPlain => _event is Scalar { Style: ScalarStyle.Plain };

    /// <summary>Whether nothing is written.</summary>
    public bool IsNothing => IsPlain && Text is "" && _event.Tag.IsEmpty;

    /// <summary>Whether it is YAML's null, or nothing.</summary>
    public bool IsNull => IsPlain && Text is "" or "~" or "null" or "Null" or "NULL" && _event.Tag.IsEmpty;

    /// <summary>The elements of a list; else none.</summary>
    public IReadOnlyList<YamlNode> Items => IsList ? _children : [];

    /// <summary>The members of a map; else none.</summary>
    public IEnumerable<(YamlNode Key, YamlNode Value)> Members
    {
        get
        {
            for (int i = 0; IsMap && i + 1 < _children.Count; i += 2)
            {
                yield return (_children[i], _children[i + 1]);
            }
        }
    }

    /// <summary>Reads a text of one document; null where there is none.</summary>
    /// <exception cref="YamlException">The text is not YAML, or holds more than one document.</exception>
    public static YamlNode? Parse(string yaml)
    {
        var events = new YamlEvents(yaml);
        events.Consume<StreamStart>();
        if (events.TryConsume<StreamEnd>(out _))
        {
            return null;
        }

        DocumentStart start = events.Consume<DocumentStart>();
        if (start.Version is { Version: not { Major: 1, Minor: 1 or 2 } })
        {
            throw new YamlException(start.Start, start.End, "it is of another version of YAML than 1.1 and 1.2");
        }

        YamlNode root = ParseDocument(events, yaml);
        if (events.TryConsume<DocumentStart>(out DocumentStart? second))
        {
            throw new YamlException(second.Start, second.End, "a second document begins here, and only one is allowed");
        }

        events.Consume<StreamEnd>();
        return root;
    }

    private static YamlNode ParseDocument(YamlEvents events, string yaml)
    {
        var anchors = new Dictionary<AnchorName, YamlNode>();
        var open = new Stack<YamlNode>();
        YamlNode? root = null;
        while (!events.TryConsume<DocumentEnd>(out _))
        {
            ParsingEvent current = events.Consume<ParsingEvent>();
            YamlNode node;
            switch (current)
            {
                case AnchorAlias alias:
                    node = anchors.GetValueOrDefault(alias.Value) ?? throw new YamlException(alias.Start, alias.End, $"the alias '*{alias.Value}' has no anchor");
                    break;
                case NodeEvent start:
                    node = new YamlNode(start);
                    if (!start.Anchor.IsEmpty)
                    {
                        anchors[start.Anchor] = node;
                    }

                    break;
                default:
                    if (current.NestingIncrease < 0)
                    {
                        open.Pop();
                    }

                    continue;
            }

            root ??= node;
            if (open.TryPeek(out YamlNode? parent))
            {
                parent._children.Add(node);
            }

            if (current.NestingIncrease > 0)
            {
                open.Push(node);
            }
        }

        return root!;
    }
}
