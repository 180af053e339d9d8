using System.Text.Json;
using System.Text.Json.Serialization;

namespace Codex.Plugin.PackageManager.Engine;

/// <summary>Events as lines of text, between the build's process and ours.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(BuildEvent))]
internal sealed partial class BuildEventJson : JsonSerializerContext
{
    // Everything else on standard output was printed by somebody else.
    private const string Mark = "codex-plugin-event:";

    public static string Format(BuildEvent one) => Mark + JsonSerializer.Serialize(one, Default.BuildEvent);

    /// <summary>The event of the line; null where it is none.</summary>
    public static BuildEvent? Parse(string line)
    {
        int mark = line.IndexOf(Mark, StringComparison.Ordinal);
        if (mark < 0)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(line.AsSpan(mark + Mark.Length), Default.BuildEvent);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
