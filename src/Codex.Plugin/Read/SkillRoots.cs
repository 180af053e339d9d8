namespace Codex.Plugin.Read;

/// <summary>
/// The folders that the manifest names for skills. Codex searches 2,000 folders below each, breadth first, and writes only to its log
/// that it stopped; of any number of roots it finds every skill, one that lies below two of them once (asked of 0.169).
/// </summary>
internal static class SkillRoots
{
    /// <summary>Codex searches this many folders, the root included.</summary>
    public const int MostFolders = 2000;

    /// <summary>The roots of the layout, divided where Codex would not find every skill.</summary>
    public static IReadOnlyList<string> Of(PluginLayout layout, IEnumerable<string> files)
    {
        List<string> paths = [.. files];
        return [.. layout.SkillRoots.SelectMany(root => Divide(root, paths, out _, out _)).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The root itself, or folders below it from which together Codex finds every skill.</summary>
    /// <param name="root">A folder, relative to the project's.</param>
    /// <param name="files">All files.</param>
    /// <param name="folders">The number of folders that Codex would search.</param>
    /// <param name="skills">The number of skills.</param>
    public static IReadOnlyList<string> Divide(string root, IReadOnlyList<string> files, out int folders, out int skills)
    {
        var top = new Folder(root);
        foreach (string file in files)
        {
            if (file.Length > root.Length && file[root.Length] == '/' && file.StartsWith(root, StringComparison.Ordinal))
            {
                top.Add(file.AsSpan(root.Length + 1));
            }
        }

        folders = top.Count();
        skills = top.CountSkills();
        var roots = new List<string>();
        top.AddRoots(roots);
        return roots;
    }

    /// <summary>A folder with files below it: empty ones do not become part of the plugin, and Codex does not enter hidden ones.</summary>
    private sealed class Folder(string path)
    {
        private SortedDictionary<string, Folder>? _children;
        private bool _isSkill;

        private IEnumerable<Folder> Children => _children?.Values ?? Enumerable.Empty<Folder>();

        public void Add(ReadOnlySpan<char> file)
        {
            Folder folder = this;
            for (int slash = file.IndexOf('/'); slash >= 0; slash = file.IndexOf('/'))
            {
                if (file[0] == '.')
                {
                    return;
                }

                folder = folder.Child(file[..slash].ToString());
                file = file[(slash + 1)..];
            }

            folder._isSkill |= file.SequenceEqual(SkillReader.FileName);
        }

        public int Count() => 1 + Children.Sum(static child => child.Count());

        public int CountSkills() => (_isSkill ? 1 : 0) + Children.Sum(static child => child.CountSkills());

        public void AddRoots(List<string> roots)
        {
            if (IsSearched())
            {
                roots.Add(path);
                return;
            }

            if (_isSkill)
            {
                // Found at once, whatever else lies below.
                roots.Add(path);
            }

            foreach (Folder child in Children.Where(static child => child.CountSkills() > 0))
            {
                child.AddRoots(roots);
            }
        }

        /// <summary>Whether Codex comes to the deepest skill before it stops.</summary>
        private bool IsSearched()
        {
            int searched = 0;
            for (List<Folder> level = [this]; level.Count > 0; level = [.. level.SelectMany(static folder => folder.Children)])
            {
                searched += level.Count;
                if (searched > MostFolders && level.Exists(static folder => folder._isSkill))
                {
                    return false;
                }
            }

            return true;
        }

        private Folder Child(string name)
        {
            _children ??= new SortedDictionary<string, Folder>(StringComparer.Ordinal);
            if (!_children.TryGetValue(name, out Folder? child))
            {
                _children.Add(name, child = new Folder($"{path}/{name}"));
            }

            return child;
        }
    }
}
