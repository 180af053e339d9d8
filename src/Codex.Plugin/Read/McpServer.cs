using System.Text.Json;
using Codex.Plugin.Text;

namespace Codex.Plugin.Read;

/// <summary>A server as somebody declares it.</summary>
/// <param name="Name">The name under which Codex lists it.</param>
/// <param name="Value">The declaration, in Codex's own format.</param>
/// <param name="At">Turns an offset of the declaration into a place.</param>
/// <param name="DeclaredIn">The file, or "the project".</param>
internal sealed record McpServer(string Name, JsonSyntax Value, Func<int, Location> At, string DeclaredIn)
{
    /// <summary>Where the declaration begins.</summary>
    public Location Location => At(Value.Start);

    /// <summary>The member's value; null where there is none or it is <c>null</c>, which is the same for Codex.</summary>
    public JsonSyntax? this[string name] => Value[name] is { Kind: not JsonValueKind.Null } value ? value : null;

    /// <summary>The member where it is a text; else null.</summary>
    public string? Text(string name) => this[name]?.AsText();

    /// <summary>The texts in the member <c>args</c>, with their values.</summary>
    public IEnumerable<JsonSyntax> Arguments => (this["args"]?.Items ?? []).Where(static item => item.AsText() is not null);
}
