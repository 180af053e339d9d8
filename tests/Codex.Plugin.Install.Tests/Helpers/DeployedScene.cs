using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Codex.Plugin.Packaging;
using Codex.Plugin.Packaging.Deployed;
using Codex.Plugin.Packaging.Marketplace;
using Codex.Plugin.Packaging.Policies;
using Codex.Plugin.Packaging.Restore;

namespace Codex.Plugin.Install.Tests.Helpers;

/// <summary>A marketplace project whose plugins come from packages: restored, laid out and installed as by the build, and then touched by somebody.</summary>
internal sealed class DeployedScene : IDisposable
{
    private readonly List<MarketplacePlugin> _plugins = [];

    public TestMachine Machine { get; } = new();

    public string LockFile => Path.Combine(Path.GetDirectoryName(Machine.Project)!, "packages.lock.json");

    public bool NeedsLockFile { get; init; }

    public MarketplacePlugin this[string name] => _plugins.Single(plugin => plugin.Plugin.Name == name);

    public static DeployedScene Create(bool inPlace = false)
    {
        var scene = new DeployedScene();
        scene.Machine.InPlace = inPlace;
        scene.Add("Contoso.Review", InstallationPolicy.InstalledByDefault);
        scene.Add("Contoso.Deploy", InstallationPolicy.Available);
        scene.Add("Contoso.Legacy", InstallationPolicy.NotAvailable);
        scene.LayOut();
        return scene;
    }

    /// <summary>Restores a package with a skill, a script and a command.</summary>
    public void Add(string id, InstallationPolicy policy, string version = "1.0.0")
    {
        string folder = Path.Combine(Machine.Folder, "packages", id.ToLowerInvariant(), version);
        string plugin = WritePlugin(Path.Combine(folder, "plugin"), id, version);
        File.WriteAllBytes(Path.Combine(folder, "codexplugin.json"), PackageManifest.Describe(plugin).ToBytes());
        using var content = new MemoryStream();
        ZipFile.CreateFromDirectory(folder, content);
        File.WriteAllBytes(Path.Combine(folder, $"{id}.{version}.nupkg".ToLowerInvariant()), content.ToArray());
        Add(new RestoredPlugin(NameOf(id), version, plugin, id, version, folder, Direct: true, Convert.ToBase64String(SHA512.HashData(content.ToArray()))), policy);
    }

    /// <summary>A plugin that a project beside this one has built.</summary>
    public void AddProject(string id)
    {
        string plugin = WritePlugin(Path.Combine(Machine.Folder, id, "bin", "plugin"), id, "1.0.0");
        Add(new RestoredPlugin(NameOf(id), "1.0.0", plugin, id, "1.0.0", "", Direct: true, "") { ProjectFile = Path.Combine(Machine.Folder, id, id + ".cxproj") }, InstallationPolicy.Available);
    }

    public void Remove(string name) => _plugins.RemoveAll(plugin => plugin.Plugin.Name == name);

    public void LayOut() => Assert.AreEqual("", string.Join('\n', new MarketplaceLayout(Machine.Project, Intermediate, Machine.Output, "plugins.csproj")
    {
        IsForThisProject = true,
        StateFile = Path.Combine(Intermediate, "state"),
    }.LayOut(TestMachine.Marketplace, "Contoso", _plugins)));

    public DeployedScene Install()
    {
        Machine.Install();
        return this;
    }

    public void WriteLockFile(Func<MarketplacePlugin, string> hash)
    {
        var entries = new JsonObject();
        foreach (MarketplacePlugin plugin in _plugins)
        {
            entries[plugin.Plugin.PackageId] = new JsonObject { ["type"] = "Direct", ["requested"] = "[1.0.0, )", ["resolved"] = plugin.Plugin.PackageVersion, ["contentHash"] = hash(plugin) };
        }

        TestMachine.WriteFile(LockFile, new JsonObject { ["version"] = 1, ["dependencies"] = new JsonObject { [".NETStandard,Version=v2.0"] = entries } }.ToJsonString());
    }

    public Verification Verify()
    {
        Verification verification = new MarketplaceVerifier
        {
            ProjectFile = Machine.Project,
            IntermediateFolder = Intermediate,
            Folder = Machine.Output,
            IsForThisProject = true,
            LockFile = LockFile,
            NeedsLockFile = NeedsLockFile,
        }.Verify(TestMachine.Marketplace, "Contoso", _plugins);
        new InstallationVerifier(Machine.Options).Verify(verification);
        return verification;
    }

    /// <summary>The findings as id and file, relative to the folder of everything.</summary>
    public void Finds(params string[] expected)
    {
        Verification verification = Verify();
        Assert.AreEqual(
            string.Join('\n', expected.Order(StringComparer.Ordinal)),
            string.Join('\n', verification.Diagnostics.Select(found => $"{found.Descriptor.Id} {Relative(found.Location.Path)}").Order(StringComparer.Ordinal)),
            string.Join('\n', verification.Diagnostics));
    }

    /// <summary>A plugin's folder in one of the places: <c>package</c>, <c>marketplace</c>, <c>copy</c>, <c>cache</c>.</summary>
    public string FolderOf(string place, string plugin = "contoso-review") => place switch
    {
        "package" => this[plugin].Plugin.Folder,
        "marketplace" => Path.Combine(Machine.Output, "plugins", plugin),
        "copy" => Path.Combine(Machine.Home.MirrorFolder(TestMachine.Marketplace), "plugins", plugin),
        "cache" => Path.Combine(Machine.Home.PluginCache(TestMachine.Marketplace, plugin), "1.0.0"),
        _ => throw new ArgumentException(place),
    };

    public string Relative(string path) => Path.GetRelativePath(Machine.Folder, Path.GetFullPath(path, Path.GetDirectoryName(Machine.Project)!)).Replace('\\', '/');

    /// <summary>Changes a file as somebody does who does not want to be seen: the same length, the same times.</summary>
    public static void Edit(string file)
    {
        DateTime time = File.GetLastWriteTimeUtc(file);
        byte[] bytes = File.ReadAllBytes(file);
        bytes[^2] ^= 1;
        File.WriteAllBytes(file, bytes);
        File.SetLastWriteTimeUtc(file, time);
    }

    public void Dispose() => Machine.Dispose();

    private string Intermediate => Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(Machine.Project)!, "obj")).FullName;

    private void Add(RestoredPlugin plugin, InstallationPolicy policy)
    {
        _plugins.Add(new MarketplacePlugin(plugin, new PluginPolicy { Installation = policy }, []));
        _plugins.Sort(static (x, y) => string.CompareOrdinal(x.Plugin.Name, y.Plugin.Name));
    }

    private static string NameOf(string id) => id.ToLowerInvariant().Replace('.', '-');

    private static string WritePlugin(string folder, string id, string version)
    {
        Write(".codex-plugin/plugin.json", $$"""{"name":"{{NameOf(id)}}","version":"{{version}}","skills":"./skills"}""");
        Write($"skills/{NameOf(id)}/SKILL.md", $"---\nname: {NameOf(id)}\ndescription: Does it.\n---\nDo it.\n");
        Write("commands/go.md", "---\ndescription: Goes.\n---\nGo there.\n");
        Write("bin/run.sh", "#!/bin/sh\n");
        Write("empty.txt", "");
        return folder;

        void Write(string path, string text)
        {
            string file = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, Encoding.UTF8.GetBytes(text));
        }
    }
}
