using Codex.Plugin.Diagnostics;
using Codex.Plugin.Text;

namespace Codex.Plugin.Read;

/// <summary>Checks hooks, which Codex reads as they are written.</summary>
/// <param name="diagnostics">Where to report.</param>
internal sealed class HooksReader(DiagnosticBag diagnostics)
{
    /// <summary>The number of handlers that Codex runs.</summary>
    public int Handlers { get; private set; }

    /// <summary>Reads a file with hooks.</summary>
    public void AddFile(SourceText text)
    {
        if (JsonSource.Parse(text, DiagnosticDescriptors.HooksNotReadable, diagnostics) is { } json)
        {
            Add(json, json.Root);
        }
    }

    /// <summary>Reads <c>{ "hooks": { EVENT: [ ... ] } }</c>.</summary>
    public void Add(JsonSource source, JsonSyntax declared)
    {
        if (declared["hooks"] is not { IsObject: true } events)
        {
            diagnostics.Report(DiagnosticDescriptors.HooksNotReadable, source.At(declared["hooks"] ?? declared), "there is no object \"hooks\" around the events");
            return;
        }

        Handlers += events.Members.SelectMany(static one => one.Value.Items).Sum(static group => group["hooks"]?.Items.Count ?? 0);
    }
}
