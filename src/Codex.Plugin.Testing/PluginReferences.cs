using System.Reflection;
using System.Text.Json;
using Codex.Plugin.Runtime.Servers;

namespace Codex.Plugin.Testing;

/// <summary>The plugins that a test project references, as its build has written them beside the test assembly.</summary>
/// <param name="assembly">The name of the test assembly, for messages.</param>
/// <param name="folders">The plugins' folders, by the names of their projects; null where the build has written nothing.</param>
internal sealed class PluginReferences(string assembly, IReadOnlyDictionary<string, string>? folders)
{
    private const string FileSuffix = ".codexplugins.json";

    private const string Example = "<ProjectReference Include=\"../Acme.Tools/Acme.Tools.cxproj\" />";

    /// <summary>Those of the assembly; where it has none, those of all assemblies beside it, since the caller may be a library of helpers.</summary>
    public static PluginReferences Of(Assembly caller)
    {
        string assembly = caller.GetName().Name ?? "";
        foreach (string folder in new[] { AppContext.BaseDirectory, Path.GetDirectoryName(caller.Location) ?? "" }.Where(Directory.Exists))
        {
            string own = Path.Combine(folder, assembly + FileSuffix);
            IEnumerable<string> files = File.Exists(own) ? [own] : Directory.EnumerateFiles(folder, "*" + FileSuffix).Order(StringComparer.Ordinal);
            Dictionary<string, string>? found = null;
            foreach (string file in files)
            {
                found ??= new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
                foreach ((string project, string path) in JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllBytes(file)) ?? [])
                {
                    found[project] = Path.GetFullPath(path, folder);
                }
            }

            if (found is not null)
            {
                return new PluginReferences(assembly, found);
            }
        }

        return new PluginReferences(assembly, null);
    }

    /// <summary>The plugin of that name or of the project of that name; the only one where the name is null.</summary>
    public PluginFolder Load(string? name)
    {
        if (folders is null or { Count: 0 })
        {
            throw new PluginFolderException($"The test project '{assembly}' references no plugin. Write {Example} into it, beside <PackageReference Include=\"Codex.Plugin.Testing\" />, and build it.");
        }

        if (name is null)
        {
            return folders.Count == 1 ? Load(folders.Single()) : throw new PluginFolderException($"The test project '{assembly}' references several plugins: {string.Join(", ", folders.Keys)}. Say which: PluginUnderTest.Load(\"{folders.Keys.First()}\").");
        }

        if (folders.TryGetValue(name, out string? folder))
        {
            return Load(KeyValuePair.Create(name, folder));
        }

        return folders.Where(static reference => Directory.Exists(reference.Value)).Select(Load).FirstOrDefault(plugin => plugin.Name == name)
            ?? throw new PluginFolderException($"The test project '{assembly}' references no plugin '{name}'. It references: {string.Join(", ", folders.Keys)}.");
    }

    private PluginFolder Load(KeyValuePair<string, string> reference) => Directory.Exists(reference.Value)
        ? PluginFolder.Load(reference.Value)
        : throw new PluginFolderException($"The plugin '{reference.Key}', which the test project '{assembly}' references, has not been built: there is no folder '{reference.Value}'. Build the test project without --no-dependencies.");
}
