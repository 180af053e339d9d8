using System.Text;
using System.Text.Json.Nodes;
using Codex.Plugin.Text;

namespace Codex.Plugin.PackageManager.Import;

/// <summary>One step from a JSON value to one in it.</summary>
/// <param name="Parent">The value that holds it.</param>
/// <param name="Index">The number of the member or element.</param>
/// <param name="Member">The member; null for an element.</param>
/// <param name="Value">The value.</param>
internal sealed record JsonStep(JsonSyntax Parent, int Index, JsonMember? Member, JsonSyntax Value);

/// <summary>Changes of a JSON text that leave everything else in it as it is written.</summary>
internal static class JsonEdit
{
    /// <summary>The way to the member, element or value at the place; null where nothing begins there. Empty: the whole value.</summary>
    public static IReadOnlyList<JsonStep>? Find(JsonSource source, Location place)
    {
        List<JsonStep>? best = null;
        var way = new List<JsonStep>();
        Visit(source.Root);
        return best ?? (source.At(source.Root) == place || place.Line == 0 ? [] : null);

        void Visit(JsonSyntax value)
        {
            for (int i = 0; i < value.Members.Count; i++)
            {
                JsonMember member = value.Members[i];
                Step(new JsonStep(value, i, member, member.Value), source.At(member) == place || source.At(member.Value) == place);
            }

            for (int i = 0; i < value.Items.Count; i++)
            {
                Step(new JsonStep(value, i, null, value.Items[i]), source.At(value.Items[i]) == place);
            }
        }

        void Step(JsonStep step, bool isAt)
        {
            way.Add(step);
            if (isAt)
            {
                best ??= [.. way];
            }

            Visit(step.Value);
            way.RemoveAt(way.Count - 1);
        }
    }

    /// <summary>The same way in another version of the value, in which it is still there.</summary>
    public static JsonStep Follow(JsonSyntax root, IReadOnlyList<JsonStep> way)
    {
        JsonStep? found = null;
        foreach (JsonStep step in way)
        {
            JsonSyntax value = found?.Value ?? root;
            int index = step.Member is null ? step.Index : value.Members.ToList().FindIndex(member => member.Name == step.Member.Name);
            found = step.Member is null ? new JsonStep(value, index, null, value.Items[index]) : new JsonStep(value, index, value.Members[index], value.Members[index].Value);
        }

        return found!;
    }

    /// <summary>The text without the member or element.</summary>
    public static byte[] Remove(JsonSource source, JsonStep step)
    {
        int start = Start(step.Parent, step.Index);
        int end = step.Value.End;
        int last = Math.Max(step.Parent.Members.Count, step.Parent.Items.Count) - 1;
        if (step.Index > 0)
        {
            start = End(step.Parent, step.Index - 1);
        }
        else if (last > 0)
        {
            end = Start(step.Parent, 1);
        }

        return Replace(source, start, end, []);
    }

    /// <summary>The text with another value at that place, indented as its line is.</summary>
    public static byte[] Replace(JsonSource source, JsonSyntax value, JsonNode? replacement)
    {
        ReadOnlySpan<byte> line = source.Text.Bytes[..value.Start];
        line = line[(line.LastIndexOf((byte)'\n') + 1)..];
        int end = line.IndexOfAnyExcept((byte)' ', (byte)'\t');
        string indent = Encoding.UTF8.GetString(end < 0 ? line : line[..end]);
        string text = Encoding.UTF8.GetString(JsonText.Of(replacement)).TrimEnd('\n').Replace("\n", $"\n{indent}", StringComparison.Ordinal);
        return Replace(source, value.Start, value.End, Encoding.UTF8.GetBytes(text));
    }

    /// <summary>The text with another name of the member.</summary>
    public static byte[] Rename(JsonSource source, JsonMember member, string name)
    {
        int end = member.NameStart + 1;
        while (source.Text.Bytes[end] != '"')
        {
            end += source.Text.Bytes[end] == '\\' ? 2 : 1;
        }

        return Replace(source, member.NameStart, end + 1, JsonText.Of(JsonValue.Create(name)).AsSpan()[..^1]);
    }

    private static int Start(JsonSyntax parent, int index) => parent.IsObject ? parent.Members[index].NameStart : parent.Items[index].Start;

    private static int End(JsonSyntax parent, int index) => parent.IsObject ? parent.Members[index].Value.End : parent.Items[index].End;

    private static byte[] Replace(JsonSource source, int start, int end, ReadOnlySpan<byte> text) => [.. source.Text.Bytes[..start], .. text, .. source.Text.Bytes[end..]];
}
