using System.Text.Json.Serialization;
using Codex.Plugin.Tool.Commands;

namespace Codex.Plugin.Tool.Output;

/// <summary>Writes the answers, without reflection: it starts in less time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n", UseStringEnumConverter = true)]
[JsonSerializable(typeof(ToolAnswer<ChangeResult>))]
[JsonSerializable(typeof(ToolAnswer<DotnetResult>))]
[JsonSerializable(typeof(ToolAnswer<ImportAnswer>))]
[JsonSerializable(typeof(ToolAnswer<ListResult>))]
[JsonSerializable(typeof(ToolAnswer<ScriptResult>))]
[JsonSerializable(typeof(ToolAnswer<UpdateResult>))]
internal sealed partial class ToolJson : JsonSerializerContext;
