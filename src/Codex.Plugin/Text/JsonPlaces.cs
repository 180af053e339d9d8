namespace Codex.Plugin.Text;

/// <summary>Tells where JSON values stand: in a file, or in what they were made of.</summary>
/// <param name="at">Turns an offset into a place.</param>
internal sealed class JsonPlaces(Func<int, Location> at)
{
    /// <summary>The place of an offset.</summary>
    public Location At(int offset) => at(offset);

    /// <summary>Where the value stands.</summary>
    public Location At(JsonSyntax value) => at(value.Start);

    /// <summary>Where the member's name stands.</summary>
    public Location At(JsonMember member) => at(member.NameStart);
}
