using System.Text.Json.Nodes;
using Codex.Plugin.Read;
using Codex.Plugin.Text;

namespace Codex.Plugin.Manifest;

/// <summary>A manifest written by hand: its values count as the author's.</summary>
internal sealed class AdoptedManifest
{
    /// <summary>The manifest's path, relative to the project's folder.</summary>
    public required string Path { get; init; }

    /// <summary>Whether it is one of the portable format.</summary>
    public required bool IsPortable { get; init; }

    /// <summary>The content in Codex's own format; the caller may change it.</summary>
    public required JsonObject Json { get; init; }

    /// <summary>Where Codex looks for the parts.</summary>
    public required PluginLayout Layout { get; init; }

    /// <summary>The whole manifest.</summary>
    public required JsonPlace Root { get; init; }

    /// <summary>The object <c>interface</c>, which may stand in another file; null where there is none.</summary>
    public JsonPlace? Interface { get; init; }

    /// <summary>Where the member stands, for instance <c>interface.screenshots[1]</c>; the nearest parent where it is absent.</summary>
    public Location At(string member)
    {
        const string InterfacePrefix = "interface.";
        JsonPlace place = Root;
        if (Interface is not null && member.StartsWith(InterfacePrefix, StringComparison.Ordinal))
        {
            (place, member) = (Interface, member[InterfacePrefix.Length..]);
        }

        JsonSyntax value = place.Value;
        foreach (string name in member.Split('.', '['))
        {
            JsonSyntax? next = name.EndsWith(']') ? value.Items.ElementAtOrDefault(int.Parse(name[..^1], System.Globalization.CultureInfo.InvariantCulture)) : value[name];
            if (next is null)
            {
                break;
            }

            value = next;
        }

        return place.Source.At(value);
    }
}
