using Codex.Plugin.Diagnostics;
using Codex.Plugin.Read;
using Codex.Plugin.Write;

namespace Codex.Plugin.Packaging.Marketplace;

/// <summary>What the last lay-out saw and wrote, so that the next one can tell what changed, and repeat the warnings where nothing did.</summary>
internal sealed class MarketplaceState
{
    private const int Format = 1;

    /// <summary>The marketplace's folder.</summary>
    public required string Folder { get; init; }

    /// <summary>All that the set depends on, but for the record.</summary>
    public required byte[] Inputs { get; init; }

    /// <summary>The stamp of <c>marketplace.json</c>.</summary>
    public required FileStamp Document { get; init; }

    /// <summary>The stamp of the record.</summary>
    public required FileStamp Record { get; init; }

    /// <summary>The plugins that had a source.</summary>
    public required IReadOnlyList<LaidOutPlugin> Plugins { get; init; }

    /// <summary>The warnings about the set.</summary>
    public required IReadOnlyList<Diagnostic> Warnings { get; init; }

    /// <summary>Whether a lay-out of these inputs into this folder would change nothing.</summary>
    public bool IsUpToDate(string folder, byte[] inputs)
    {
        try
        {
            if (Folder != folder
                || !Inputs.AsSpan().SequenceEqual(inputs)
                || Document != LaidOutPlugin.StampOf(Path.Combine(folder, MarketplaceDocument.File))
                || Record != LaidOutPlugin.StampOf(Path.Combine(folder, MarketplaceRecord.File))
                || MarketplaceStaging.FindAny(folder))
            {
                return false;
            }

            foreach (LaidOutPlugin plugin in Plugins)
            {
                if (!plugin.IsUntouched(MarketplaceStaging.PluginFolder(folder, plugin.Name)))
                {
                    return false;
                }
            }

            return true;
        }
        catch (Exception exception) when (OutputException.Covers(exception))
        {
            // What cannot be looked at is for the lay-out to report.
            return false;
        }
    }

    /// <summary>The plugin of that name, if it was laid out there.</summary>
    public LaidOutPlugin? Find(string folder, string name)
    {
        if (Folder == folder)
        {
            foreach (LaidOutPlugin plugin in Plugins)
            {
                if (plugin.Name == name)
                {
                    return plugin;
                }
            }
        }

        return null;
    }

    /// <summary>Reads the state; null where there is none that this version wrote.</summary>
    public static MarketplaceState? Load(string path) => StateFile.Load(path, Format, static reader => new MarketplaceState
    {
        Folder = reader.ReadString(),
        Inputs = reader.ReadBytes(reader.ReadInt32()),
        Document = StateFile.ReadStamp(reader),
        Record = StateFile.ReadStamp(reader),
        Plugins = StateFile.ReadList(reader, static r => new LaidOutPlugin(
            r.ReadString(), r.ReadString(), r.ReadString(), r.ReadString() is { Length: > 0 } list ? list : null,
            StateFile.ReadStamp(r), StateFile.ReadStamps(r), StateFile.ReadStamps(r), StateFile.ReadList(r, static r => r.ReadString()))),
        Warnings = StateFile.ReadList(reader, StateFile.ReadDiagnostic),
    });

    /// <summary>Writes the state, as a whole or not at all.</summary>
    public void Save(string path) => StateFile.Save(path, Format, this, static (writer, state) =>
    {
        writer.Write(state.Folder);
        writer.Write(state.Inputs.Length);
        writer.Write(state.Inputs);
        StateFile.WriteStamp(writer, state.Document);
        StateFile.WriteStamp(writer, state.Record);
        StateFile.WriteList(writer, state.Plugins, static (w, plugin) =>
        {
            w.Write(plugin.Name);
            w.Write(plugin.Identity);
            w.Write(plugin.SourceFolder);
            w.Write(plugin.ListFile ?? "");
            StateFile.WriteStamp(w, plugin.List);
            StateFile.WriteStamps(w, plugin.Sources);
            StateFile.WriteStamps(w, plugin.Outputs);
            StateFile.WriteList(w, plugin.Executables, static (w, path) => w.Write(path));
        });
        StateFile.WriteList(writer, state.Warnings, StateFile.WriteDiagnostic);
    });
}
