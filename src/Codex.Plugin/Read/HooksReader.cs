using System.Text.Json.Nodes;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Text;

namespace Codex.Plugin.Read;

/// <summary>Checks <c>hooks/hooks.json</c>, whose bytes Codex reads as they are.</summary>
internal static class HooksReader
{
    public static void Check(SourceText text, DiagnosticBag diagnostics)
    {
        if (JsonSource.Parse(text, DiagnosticDescriptors.HooksNotReadable, diagnostics) is { } json
            && (json.Root as JsonObject)?["hooks"] is not JsonObject)
        {
            diagnostics.Report(DiagnosticDescriptors.HooksNotReadable, json.At("hooks"), "there is no object \"hooks\" around the events");
        }
    }
}
