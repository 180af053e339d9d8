using System.Text;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Packaging.Marketplace;
using Codex.Plugin.Packaging.Policies;
using Codex.Plugin.Text;
using Codex.Plugin.Write;

namespace Codex.Plugin.Tests.Packaging;

/// <summary>Two sets of plugins, A and B, in a temporary folder, and a marketplace's folder that is to hold one or the other, among files of somebody else.</summary>
internal sealed class MarketplaceScene(string root)
{
    private static readonly string[] s_foreign = ["README.md", ".agents/plugins/notes.md", ".agents/skills/own/SKILL.md", "plugins/own/.codex-plugin/plugin.json", "bin/Debug/Contoso.1.0.0.nupkg"];

    public string Folder => Path.Combine(root, "marketplace");

    public string StateFile => Path.Combine(root, "obj", "marketplace.state");

    /// <summary>Writes the plugins' sources and the files of somebody else.</summary>
    public static MarketplaceScene Create(string root)
    {
        var scene = new MarketplaceScene(root);
        foreach (char set in "AB")
        {
            foreach ((string name, string content) in Plugins(set))
            {
                Write(Path.Combine(scene.Source(set, name), ".codex-plugin/plugin.json"), $$"""{"name":"{{name}}","version":"1.0.0","content":"{{content}}"}""");
                Write(Path.Combine(scene.Source(set, name), "run.sh"), "#!/bin/sh\necho " + content);
                for (int i = 0; i < 2; i++)
                {
                    Write(Path.Combine(scene.Source(set, name), $"skills/{content}-{i}/SKILL.md"), string.Join('\n', Enumerable.Repeat(content, 500 * i)));
                    Write(Path.Combine(scene.Source(set, name), $"skills/same/{i}/SKILL.md"), string.Join('\n', Enumerable.Repeat(content, 500 * i)));
                }
            }
        }

        foreach (string file in s_foreign)
        {
            Write(Path.Combine(scene.Folder, file), "somebody else's");
        }

        return scene;
    }

    public string Source(char set, string name) => Path.Combine(root, "source", set.ToString(), name);

    /// <summary>Makes the folder hold the set.</summary>
    public IReadOnlyList<Diagnostic> LayOut(char set, string? stateFile = null) =>
        new MarketplaceFolder(Folder, new Location("plugins.csproj")) { StateFile = stateFile }.Update([(byte)set], (_, _) => Set(set));

    public MarketplaceSet Set(char set)
    {
        PluginSource[] sources = [.. Plugins(set).Select(plugin => PluginSource.OfFolder(plugin.Name, Source(set, plugin.Name), problem => throw new InvalidOperationException(problem)))];
        return new MarketplaceSet(
            new MarketplaceDocument("contoso", $"Set {set}", [.. sources.Select(static source => new MarketplaceEntry(source.Name, "", PluginPolicy.Default))]),
            new Dictionary<string, RecordedProject>(),
            sources);
    }

    /// <summary>Which set <c>marketplace.json</c> describes, found byte for byte by following it; what is wrong, where it is none.</summary>
    public string Follow()
    {
        var found = new StringBuilder();
        MarketplaceDocument document = MarketplaceDocument.Load(Path.Combine(Folder, MarketplaceDocument.File));
        found.Append(document.Title);
        foreach (MarketplaceEntry entry in document.Plugins)
        {
            found.Append('\n').Append(entry.Name).Append(Content(Path.Combine(Folder, entry.Path)));
        }

        foreach (char set in "AB")
        {
            if (found.ToString() == $"Set {set}" + string.Concat(Plugins(set).Select(plugin => '\n' + plugin.Name + Content(Source(set, plugin.Name), executables: ["run.sh"]))))
            {
                return set.ToString();
            }
        }

        return found.ToString();
    }

    /// <summary>Whether the folder holds the set and what is somebody else's, and nothing more.</summary>
    public void HasOnly(char set)
    {
        Assert.AreEqual(set.ToString(), Follow());
        SortedSet<string> expected = new([.. s_foreign, MarketplaceDocument.File, MarketplaceRecord.File], StringComparer.Ordinal);
        foreach ((string name, _) in Plugins(set))
        {
            expected.UnionWith(FolderFiles.Scan(Source(set, name)).Keys.Select(path => $"plugins/{name}/{path}"));
        }

        Assert.AreEqual(string.Join('\n', expected), string.Join('\n', FolderFiles.Scan(Folder).Keys.Order(StringComparer.Ordinal)));
        Assert.IsFalse(MarketplaceStaging.FindAny(Folder));
        foreach (string file in s_foreign)
        {
            Assert.AreEqual("somebody else's", File.ReadAllText(Path.Combine(Folder, file)), file);
        }
    }

    // One stays as it is, two change, one comes and one goes.
    private static (string Name, string Content)[] Plugins(char set) =>
        [("changed", $"changed-{set}"), ("changed-too", $"changed-too-{set}"), ($"only-{char.ToLowerInvariant(set)}", $"only-{set}"), ("same", "same")];

    private static string Content(string folder, string[]? executables = null)
    {
        var content = new StringBuilder();
        foreach (string path in FolderFiles.Scan(folder).Keys.Order(StringComparer.Ordinal))
        {
            string file = Path.Combine(folder, path);
            bool executable = executables?.Contains(path) ?? (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & UnixFileMode.OtherExecute) != 0);
            content.Append('\n').Append(path).Append(executable && !OperatingSystem.IsWindows() ? " x " : " ").Append(File.ReadAllText(file));
        }

        return content.ToString();
    }

    private static void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
