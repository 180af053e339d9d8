using System.Globalization;
using Codex.Plugin.Write;

namespace Codex.Plugin.Packaging.Marketplace;

/// <summary>
/// The folder beside <c>marketplace.json</c> in which a lay-out prepares what it then moves in.
/// One that is there at the beginning was left by a run that was killed, and <c>marketplace.json</c> may still point into it.
/// </summary>
internal sealed class MarketplaceStaging : IDisposable
{
    /// <summary>What the names of such folders begin with, relative to the marketplace's folder.</summary>
    public const string Prefix = ".agents/plugins/.writing-";

    private const int LongestWait = 2000;

    private readonly string _root;
    private readonly List<string> _madeFolders = [];
    private readonly string _path;
    private bool _committing;

    /// <param name="root">The marketplace's folder.</param>
    public MarketplaceStaging(string root)
    {
        _root = root;
        int number = 1;
        while (Path.Exists(Path.Combine(root, Prefix + number)))
        {
            number++;
        }

        _path = Prefix + number;
    }

    /// <summary>Where a plugin lies, relative to the marketplace's folder.</summary>
    public static string PluginPath(string name) => "plugins/" + name;

    /// <summary>Where a plugin lies.</summary>
    public static string PluginFolder(string root, string name) => Path.Combine(root, "plugins", name);

    /// <summary>Whether there is such a folder.</summary>
    public static bool FindAny(string root) => Find(root).Length > 0;

    /// <summary>Where <c>marketplace.json</c> finds a changed plugin while the old one is replaced, relative to the marketplace's folder.</summary>
    public string PathOf(string name) => $"{_path}/plugins/{name}";

    /// <summary>That folder.</summary>
    public string FolderOf(string name) => Path.Combine(_root, PathOf(name));

    /// <summary>Whether a run can have given <c>marketplace.json</c> this path for the plugin.</summary>
    public static bool IsPathOf(string name, string path) =>
        path.StartsWith(Prefix, StringComparison.Ordinal)
        && path.EndsWith("/plugins/" + name, StringComparison.Ordinal)
        && int.TryParse(path.AsSpan(Prefix.Length, Math.Max(0, path.Length - Prefix.Length - "/plugins/".Length - name.Length)), NumberStyles.None, CultureInfo.InvariantCulture, out _);

    /// <summary>Where a plugin is written that is then moved in.</summary>
    public string NextFolder(string name) => Path.Combine(_root, _path, "next", name);

    /// <summary>Makes the folder, and remembers what has to go again where nothing comes of it.</summary>
    public void Create() => OutputException.Guard(_root, () =>
    {
        if (_madeFolders.Count == 0)
        {
            string path = Path.Combine(_root, _path);
            for (string? folder = path; folder is not null && !Directory.Exists(folder); folder = Path.GetDirectoryName(folder))
            {
                _madeFolders.Add(folder);
            }

            Directory.CreateDirectory(path);
        }
    });

    /// <summary>From now on the marketplace may point here, and a run that ends early leaves the folder to the next one.</summary>
    public void BeginCommit()
    {
        Create();
        _committing = true;
    }

    /// <summary>Writes a file of the marketplace as a whole.</summary>
    /// <param name="file">Relative to the marketplace's folder.</param>
    /// <param name="bytes">Its content.</param>
    public void Write(string file, byte[] bytes)
    {
        string path = Path.Combine(_root, file);
        OutputException.Guard(path, () =>
        {
            string temporary = Path.Combine(_root, _path, Path.GetFileName(file));
            File.WriteAllBytes(temporary, bytes);
            Retry(() => File.Move(temporary, path, overwrite: true));
        });
    }

    /// <summary>Moves in a plugin from <see cref="NextFolder"/>.</summary>
    public void MoveIn(string name)
    {
        string target = PluginFolder(_root, name);
        OutputException.Guard(target, () =>
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            Retry(() => Directory.Move(NextFolder(name), target));
        });
    }

    /// <summary>Takes away what lies at a plugin's place, if anything does.</summary>
    public void TakeOut(string name)
    {
        string folder = PluginFolder(_root, name);
        OutputException.Guard(folder, () =>
        {
            if (FolderFiles.IsLink(folder) || File.Exists(folder))
            {
                FolderFiles.Remove(folder);
            }
            else if (Directory.Exists(folder))
            {
                string gone = Path.Combine(_root, _path, "gone");
                Directory.CreateDirectory(gone);
                Retry(() => Directory.Move(folder, Path.Combine(gone, name)));
            }
        });
    }

    /// <summary>Deletes a file of the marketplace.</summary>
    /// <param name="file">Relative to the marketplace's folder.</param>
    public void Delete(string file)
    {
        string path = Path.Combine(_root, file);
        OutputException.Guard(path, () => Retry(() => File.Delete(path)));
    }

    /// <summary>Removes the folders that the marketplace has filled, where they have become empty.</summary>
    public void RemoveEmptyFolders()
    {
        foreach (string name in (ReadOnlySpan<string>)["plugins", ".agents/plugins", ".agents"])
        {
            string folder = Path.Combine(_root, name);
            if (!FolderFiles.IsLink(folder))
            {
                DeleteEmpty(folder);
            }
        }
    }

    /// <summary>Removes the folder and those that earlier runs have left. Nothing points to them any more.</summary>
    public static void Clean(string root)
    {
        foreach (string folder in Find(root))
        {
            DeleteFolder(folder);
        }
    }

    /// <summary>Removes what was prepared and is not needed.</summary>
    public void Dispose()
    {
        if (!_committing && _madeFolders.Count > 0)
        {
            DeleteFolder(_madeFolders[0]);
            foreach (string folder in _madeFolders.Skip(1))
            {
                DeleteEmpty(folder);
            }
        }
    }

    /// <summary>The folders that runs have left, or work in.</summary>
    public static string[] Find(string root)
    {
        string folder = Path.Combine(root, Path.GetDirectoryName(Prefix)!);
        return Directory.Exists(folder) ? Directory.GetDirectories(folder, Path.GetFileName(Prefix) + "*") : [];
    }

    private static void DeleteFolder(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It is in nobody's way, and the next run removes it.
        }
    }

    private static void DeleteEmpty(string folder)
    {
        try
        {
            if (Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
            {
                Directory.Delete(folder);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // An empty folder is in nobody's way.
        }
    }

    // On Windows nothing can be moved that a virus scanner or Codex is reading just now.
    private static void Retry(Action move)
    {
        for (long start = Environment.TickCount64; ; Thread.Sleep(20))
        {
            try
            {
                move();
                return;
            }
            catch (Exception exception) when (OperatingSystem.IsWindows() && exception is (IOException or UnauthorizedAccessException) && Environment.TickCount64 - start < LongestWait)
            {
                // Again.
            }
        }
    }
}
