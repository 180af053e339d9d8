using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Codex.Plugin.Tool.Commands;

namespace Codex.Plugin.Tool.Output;

/// <summary>Writes the answers, without reflection: it starts in less time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n", UseStringEnumConverter = true)]
[JsonSerializable(typeof(ToolAnswer<ChangeResult>))]
[JsonSerializable(typeof(ToolAnswer<DiffResult>))]
[JsonSerializable(typeof(ToolAnswer<DoctorResult>))]
[JsonSerializable(typeof(ToolAnswer<DotnetResult>))]
[JsonSerializable(typeof(ToolAnswer<ImportAnswer>))]
[JsonSerializable(typeof(ToolAnswer<ListResult>))]
[JsonSerializable(typeof(ToolAnswer<ScriptResult>))]
[JsonSerializable(typeof(ToolAnswer<SearchResult>))]
[JsonSerializable(typeof(ToolAnswer<ShowResult>))]
[JsonSerializable(typeof(ToolAnswer<UpdateResult>))]
[JsonSerializable(typeof(ToolAnswer<VerifyResult>))]
internal sealed partial class ToolJson : JsonSerializerContext
{
    // Default is generated, and set when this is asked for.
    private static readonly Lazy<ToolJson> s_relaxed = new(static () => new ToolJson(new JsonSerializerOptions(Default!.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));

    /// <summary>With quotes and letters as they are: it is read by programs and people, never pasted into HTML.</summary>
    public static ToolJson Relaxed => s_relaxed.Value;
}
