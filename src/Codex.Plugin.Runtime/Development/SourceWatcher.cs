using System.Threading.Channels;

namespace Codex.Plugin.Runtime.Development;

/// <summary>Waits until sources have changed, and have come to rest.</summary>
internal sealed class SourceWatcher : IDisposable
{
    // An editor writes a file in several steps, and a switch of branches writes many.
    private static readonly TimeSpan s_rest = TimeSpan.FromMilliseconds(300);

    private readonly Channel<string> _changes = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true });
    private readonly List<FileSystemWatcher> _watchers = [];
    private readonly WatchedFolders _folders;

    /// <exception cref="IOException">The system does not let us watch that many folders.</exception>
    public SourceWatcher(WatchedFolders folders)
    {
        _folders = folders;
        foreach (string folder in folders.Folders)
        {
            var watcher = new FileSystemWatcher(folder)
            {
                IncludeSubdirectories = true,
                NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size,
            };
            _watchers.Add(watcher);
            watcher.Changed += OnChange;
            watcher.Created += OnChange;
            watcher.Deleted += OnChange;
            watcher.Renamed += (sender, change) =>
            {
                Add(change.OldFullPath);
                Add(change.FullPath);
            };
            // Too many changes at once, for instance: what they were nobody knows.
            watcher.Error += (sender, error) => _changes.Writer.TryWrite(folder);
            watcher.EnableRaisingEvents = true;
        }
    }

    /// <summary>The paths that have changed, once nothing has changed for a moment.</summary>
    public async Task<IReadOnlyCollection<string>> WaitAsync(CancellationToken cancellationToken)
    {
        var changed = new SortedSet<string>(StringComparer.Ordinal) { await _changes.Reader.ReadAsync(cancellationToken).ConfigureAwait(false) };
        int seen;
        do
        {
            seen = 0;
            await Task.Delay(s_rest, cancellationToken).ConfigureAwait(false);
            for (; _changes.Reader.TryRead(out string? path); seen++)
            {
                changed.Add(path);
            }
        }
        while (seen > 0);
        return changed;
    }

    public void Dispose()
    {
        foreach (FileSystemWatcher watcher in _watchers)
        {
            watcher.Dispose();
        }
    }

    private void OnChange(object sender, FileSystemEventArgs change) => Add(change.FullPath);

    private void Add(string path)
    {
        if (_folders.IsSource(path))
        {
            _changes.Writer.TryWrite(path);
        }
    }
}
