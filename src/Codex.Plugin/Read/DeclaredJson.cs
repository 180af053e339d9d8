using System.Text.Json.Nodes;

namespace Codex.Plugin.Read;

/// <summary>A server or an app, and where it is declared.</summary>
/// <param name="Json">What Codex gets.</param>
/// <param name="Where">The file, or "the project".</param>
internal sealed record DeclaredJson(JsonObject Json, string Where);
