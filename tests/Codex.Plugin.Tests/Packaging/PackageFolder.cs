using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Packaging;
using Codex.Plugin.Packaging.Marketplace;
using Codex.Plugin.Packaging.Policies;
using Codex.Plugin.Packaging.Restore;
using Codex.Plugin.Tests.Helpers;
using Codex.Plugin.Tests.Hostile;

namespace Codex.Plugin.Tests.Packaging;

/// <summary>A packages folder as NuGet leaves it after a restore, with the <c>project.assets.json</c> that points into it.</summary>
internal sealed class PackageFolder : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("codex-packages-");
    private readonly JsonObject _libraries = [];
    private readonly JsonObject _direct = [];

    public string Root => _root.FullName;

    /// <summary>What a lay-out leaves to the next one.</summary>
    public string StateFile => Path.Combine(IntermediateFolder, "state");

    private string IntermediateFolder => Root + "-obj";

    public string AssetsFile => Path.Combine(Root, "project.assets.json");

    /// <summary>The version of the assets file; 4 is what SDK 10.0.400 writes.</summary>
    public int AssetsVersion { get; init; } = 4;

    /// <summary>Lays the plugins out as the marketplace project <c>plugins.csproj</c> does that references them.</summary>
    public IReadOnlyList<Diagnostic> LayOut(string folder, string name, string? title, params IEnumerable<RestoredPlugin> plugins)
    {
        // Beside the folder that tests look at.
        string intermediate = Directory.CreateDirectory(IntermediateFolder).FullName;
        return new MarketplaceLayout(Path.Combine(Root, "plugins.csproj"), intermediate, folder, "plugins.csproj") { IsForThisProject = true, StateFile = StateFile }
            .LayOut(name, title, [.. plugins.Select(static plugin => new MarketplacePlugin(plugin, PluginPolicy.Default, []))]);
    }

    /// <summary>Extracts a package with one built plugin.</summary>
    public RestoredPlugin Add(string id, string version, bool direct = true, string packageType = "CodexPlugin", string type = "package", params string[] otherFiles)
    {
        string path = $"{id.ToLowerInvariant()}/{version}";
        string folder = Path.Combine(Root, "packages", path);
        string pluginFolder = Path.Combine(folder, "plugin");
        using (PluginFolder source = PluginFolder.WithSkill().Write("skills/review/run.sh", "#!/bin/sh\n"))
        {
            source.Compile(project => project with { Name = Check.PluginName.FromPackageId(id), Version = version }).HasOnly();
            Directory.CreateDirectory(folder);
            Shell.Run(source.OutputFolder, $"cp -R . '{pluginFolder}'");
        }

        PackageManifest manifest = PackageManifest.Describe(pluginFolder);
        File.WriteAllBytes(Path.Combine(folder, "codexplugin.json"), manifest.ToBytes());
        File.WriteAllText(Path.Combine(folder, $"{id.ToLowerInvariant()}.nuspec"),
            $"""
            <?xml version="1.0" encoding="utf-8"?>
            <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
              <metadata>
                <id>{id}</id>
                <version>{version}</version>
                <authors>Contoso</authors>
                <description>A plugin.</description>
                <packageTypes><packageType name="{packageType}" /></packageTypes>
              </metadata>
            </package>
            """);
        string sha512 = Pack(folder, $"{id}.{version}.nupkg".ToLowerInvariant());
        string[] files = ["codexplugin.json", .. manifest.Files.Select(static file => $"plugin/{file.Path}"), .. otherFiles];
        AddLibrary(id, version, sha512, files, direct, type);

        return new RestoredPlugin(manifest.Name, manifest.Version, pluginFolder, id, version, folder, direct, sha512);
    }

    /// <summary>Extracts a package as NuGet does on Linux, but for what NuGet refuses, which is left out.</summary>
    /// <returns>The absolute path of the extracted package.</returns>
    public string Extract(HostilePackage package)
    {
        string folder = Path.Combine(Root, "packages", package.Id.ToLowerInvariant(), package.Version);
        var files = new List<string>();
        byte[] bytes = package.ToBytes();
        foreach (ZipArchiveEntry entry in new ZipArchive(new MemoryStream(bytes)).Entries.Where(static entry => !entry.FullName.StartsWith("plugin/many/", StringComparison.Ordinal)))
        {
            string path = Uri.UnescapeDataString(entry.FullName).TrimStart('/');
            string target = Path.GetFullPath(Path.Combine(folder, path));
            if (target.StartsWith(folder + "/", StringComparison.Ordinal) && Path.GetFileName(path).Length < 200 && entry.Length < 1 << 20)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                entry.ExtractToFile(target, overwrite: true);
                files.Add(path);
            }
        }

        File.WriteAllBytes(Path.Combine(folder, $"{package.Id}.{package.Version}.nupkg".ToLowerInvariant()), bytes);
        File.Move(Path.Combine(folder, $"{package.Id}.nuspec"), Path.Combine(folder, $"{package.Id.ToLowerInvariant()}.nuspec"));
        AddLibrary(package.Id, package.Version, Hash(bytes), files, direct: true, "package");
        return folder;
    }

    /// <summary>Packs what lies in the folder, as NuGet keeps it beside the extracted files.</summary>
    /// <returns>The hash that the assets file has of it.</returns>
    public static string Pack(string folder, string archive)
    {
        using var content = new MemoryStream();
        ZipFile.CreateFromDirectory(folder, content);
        File.WriteAllBytes(Path.Combine(folder, archive), content.ToArray());
        return Hash(content.ToArray());
    }

    public static string Hash(byte[] archive) => Convert.ToBase64String(SHA512.HashData(archive));

    /// <summary>Writes the file, unless it is there as it is to be.</summary>
    public void WriteAssets()
    {
        string assets = Assets();
        if (!File.Exists(AssetsFile) || File.ReadAllText(AssetsFile) != assets)
        {
            File.WriteAllText(AssetsFile, assets);
        }
    }

    private string Assets() => new JsonObject
    {
        ["version"] = AssetsVersion,
        ["targets"] = new JsonObject { [AssetsVersion == 3 ? ".NETStandard,Version=v2.0" : "netstandard2.0"] = new JsonObject() },
        ["libraries"] = _libraries.DeepClone(),
        ["packageFolders"] = new JsonObject { [Path.Combine(Root, "elsewhere") + "/"] = new JsonObject(), [Path.Combine(Root, "packages") + "/"] = new JsonObject() },
        ["project"] = new JsonObject { ["frameworks"] = new JsonObject { ["netstandard2.0"] = new JsonObject { ["dependencies"] = _direct.DeepClone() } } },
    }.ToJsonString();

    private void AddLibrary(string id, string version, string sha512, IEnumerable<string> files, bool direct, string type)
    {
        _libraries[$"{id}/{version}"] = new JsonObject
        {
            ["sha512"] = sha512,
            ["type"] = type,
            ["path"] = $"{id.ToLowerInvariant()}/{version}",
            ["files"] = new JsonArray([.. files.Select(static file => JsonValue.Create(file))]),
        };
        if (direct)
        {
            _direct[id] = new JsonObject { ["target"] = "Package", ["version"] = $"[{version}, )" };
        }
    }

    public void Dispose()
    {
        _root.Delete(recursive: true);
        if (Directory.Exists(IntermediateFolder))
        {
            Directory.Delete(IntermediateFolder, recursive: true);
        }
    }
}
