using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Codex.Plugin.Benchmarks;

/// <summary>A temporary folder with the projects to measure, and a feed with the SDK of this checkout.</summary>
internal sealed class Workspace : IDisposable
{
    private const int SkillSize = 6 * 1024;

    private readonly string _root = Directory.CreateTempSubdirectory("codex-plugin-benchmarks-").FullName;

    public Workspace()
    {
        Environment["NUGET_PACKAGES"] = Path.Combine(_root, "packages");
        // One process a command, so that its time is all the time that it costs.
        Environment["MSBUILDDISABLENODEREUSE"] = "1";
        Environment["UseSharedCompilation"] = "false";
        Environment["DOTNET_NOLOGO"] = "1";
        Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        string feed = Path.Combine(_root, "feed");
        new Step(RepositoryRoot, "dotnet", "pack", "sdk/Codex.Plugin.Sdk.csproj", "-c", "Release", "-o", feed, "--artifacts-path", Path.Combine(_root, "artifacts")).Run();
        Write("nuget.config", $"<configuration><packageSources><add key=\"benchmark\" value=\"{feed}\" /></packageSources></configuration>");
    }

    /// <summary>What differs for the measured commands.</summary>
    public static Dictionary<string, string?> Environment { get; } = [];

    // The repository has one version for everything, this program too.
    private static string SdkVersion => typeof(Workspace).Assembly.GetName().Version!.ToString(3);

    private static string RepositoryRoot
    {
        get
        {
            string? folder = AppContext.BaseDirectory;
            while (folder is not null && !File.Exists(Path.Combine(folder, "Codex.Plugin.Sdk.sln")))
            {
                folder = Path.GetDirectoryName(folder);
            }

            return folder ?? throw new InvalidOperationException("The benchmarks are not run from a build of the repository.");
        }
    }

    /// <summary>A plugin with so many skills of 6 KB each.</summary>
    public string Plugin(string name, int skills, string skillName = "skill")
    {
        Write($"{name}/{name}.cxproj", $"<Project Sdk=\"Codex.Plugin.Sdk/{SdkVersion}\" />");
        WriteSkills($"{name}/skills", skills, skillName);
        return Path.Combine(_root, name);
    }

    /// <summary>An empty project that builds nothing: what MSBuild itself costs.</summary>
    public string Empty(string name)
    {
        Write($"{name}/{name}.proj", "<Project Sdk=\"Microsoft.Build.NoTargets/3.7.0\"><PropertyGroup><TargetFramework>netstandard2.0</TargetFramework></PropertyGroup></Project>");
        return Path.Combine(_root, name);
    }

    /// <summary>A plugin with a skill and an MCP server that is built from source.</summary>
    public string PluginWithServer(string name)
    {
        string folder = Plugin(name, skills: 1);
        Write($"{name}/{name}.cxproj", $"<Project Sdk=\"Codex.Plugin.Sdk/{SdkVersion}\"><ItemGroup><ProjectReference Include=\"../{name}-mcp/mcp.csproj\" McpServer=\"mcp\" /></ItemGroup></Project>");
        WriteServer($"{name}-mcp");
        return folder;
    }

    /// <summary>A project that builds nothing but the one that it references.</summary>
    public string EmptyWithReference(string name)
    {
        Write($"{name}/{name}.proj", $"<Project Sdk=\"Microsoft.Build.NoTargets/3.7.0\"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup><ItemGroup><ProjectReference Include=\"../{name}-mcp/mcp.csproj\" ReferenceOutputAssembly=\"false\" /></ItemGroup></Project>");
        WriteServer($"{name}-mcp");
        return Path.Combine(_root, name);
    }

    /// <summary>A class library with one class that packs so many skills as content.</summary>
    public string ClassLibrary(string name, int skills)
    {
        Write($"{name}/{name}.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <ItemGroup><Content Include="skills/**" Pack="true" PackagePath="plugin/skills/" /></ItemGroup>
            </Project>
            """);
        Write($"{name}/Class1.cs", "namespace Contoso; public class Class1;\n");
        WriteSkills($"{name}/skills", skills);
        return Path.Combine(_root, name);
    }

    /// <summary>A restored marketplace of so many plugins of 13 files each.</summary>
    public string Marketplace(string name, int plugins)
    {
        IEnumerable<string> packages = Enumerable.Range(0, plugins).Select(static i => string.Create(CultureInfo.InvariantCulture, $"plugin-{i:D4}"));
        string feed = Path.Combine(_root, "feed");
        if (!File.Exists(Path.Combine(feed, $"plugin-{plugins - 1:D4}.1.0.0.nupkg")))
        {
            string template = Plugin("plugin-xxxx", skills: 12, skillName: "plugin-xxxx");
            new Step(template, "dotnet", "pack", "-o", template).Run();
            foreach (string package in packages)
            {
                CopyPackage(Path.Combine(template, "plugin-xxxx.1.0.0.nupkg"), Path.Combine(feed, $"{package}.1.0.0.nupkg"), "plugin-xxxx", package);
            }
        }

        Write($"{name}/{name}.csproj", $"""
            <Project Sdk="Codex.Plugin.Sdk/{SdkVersion}">
              <PropertyGroup><OutputType>Marketplace</OutputType></PropertyGroup>
              <ItemGroup>
                {string.Join("\n    ", packages.Select(static package => $"<PackageReference Include=\"{package}\" Version=\"1.0.0\" />"))}
              </ItemGroup>
            </Project>
            """);
        string folder = Path.Combine(_root, name);
        new Step(folder, "dotnet", "build").Run();
        return folder;
    }

    /// <summary>Packs and installs the command line, and gives it a plugin.</summary>
    public ToolSetup InstallTool()
    {
        string packed = Path.Combine(_root, "tool-feed");
        new Step(RepositoryRoot, "dotnet", "pack", "src/Codex.Plugin.Tool/Codex.Plugin.Tool.csproj", "-c", "Release", "-o", packed, "--artifacts-path", Path.Combine(_root, "artifacts")).Run();
        string folder = Path.Combine(_root, "tool");
        new Step(_root, "dotnet", "tool", "install", "Codex.Plugin.Tool", "--version", SdkVersion, "--tool-path", folder, "--add-source", packed).Run();
        string program = Path.Combine(folder, "codex-plugin");
        Environment["CODEX_HOME"] = Directory.CreateDirectory(Path.Combine(_root, "codex")).FullName;
        Marketplace("packages-for-tool", plugins: 1);
        string project = EmptyMarketplace();
        new Step(_root, program, "install", "plugin-0000@1.0.0", "--project", project).Run();
        return new ToolSetup(program, project);
    }

    /// <summary>A marketplace project that references nothing yet.</summary>
    public string EmptyMarketplace() => NewMarketplace("");

    /// <summary>A marketplace project with one plugin whose package is there, never restored.</summary>
    public string MarketplaceOfOne() => Path.GetDirectoryName(NewMarketplace("<PackageReference Include=\"plugin-0000\" Version=\"1.0.0\" InstallationPolicy=\"INSTALLED_BY_DEFAULT\" />"))!;

    private string NewMarketplace(string reference)
    {
        string name = $"market{Guid.NewGuid():N}";
        Write($"{name}/plugins.csproj", $"""
            <Project Sdk="Codex.Plugin.Sdk/{SdkVersion}">
              <PropertyGroup>
                <OutputType>Marketplace</OutputType>
                <MarketplaceName>{name}</MarketplaceName>
                <RestorePackagesWithLockFile>true</RestorePackagesWithLockFile>
              </PropertyGroup>
              <ItemGroup>
                {reference}
              </ItemGroup>
            </Project>
            """);
        return Path.Combine(_root, name, "plugins.csproj");
    }

    /// <summary>An npm package with so many skills.</summary>
    public string NpmPackage(string name, int skills)
    {
        Write($"{name}/package.json", $$"""{ "name": "{{name}}", "version": "1.0.0" }""");
        WriteSkills($"{name}/skills", skills);
        return Path.Combine(_root, name);
    }

    /// <summary>A folder with every other folder of that one.</summary>
    public string Half(string folder)
    {
        string half = Directory.CreateDirectory(NewFolder()).FullName;
        foreach (string child in Directory.GetDirectories(folder).Where(static (_, i) => i % 2 == 0))
        {
            new Step(half, "cp", "-r", child, half).Run();
        }

        return half;
    }

    /// <summary>A name for a folder that does not exist yet. Deleting one before each run would be measured too: ext4 makes the next files dearer.</summary>
    public string NewFolder() => Path.Combine(Directory.CreateDirectory(Path.Combine(_root, "out")).FullName, Guid.NewGuid().ToString("N"));

    /// <summary>A copy of the folder under a new name, without build outputs but restored.</summary>
    public string Copy(string folder)
    {
        string copy = Path.Combine(_root, $"copies-{Guid.NewGuid():N}", Path.GetFileName(folder));
        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            string relative = Path.GetRelativePath(folder, file);
            if (!relative.StartsWith("bin", StringComparison.Ordinal) && !relative.StartsWith("obj", StringComparison.Ordinal))
            {
                string target = Path.Combine(copy, relative);
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(file, target);
            }
        }

        File.Copy(Path.Combine(_root, "nuget.config"), Path.Combine(Path.GetDirectoryName(copy)!, "nuget.config"), overwrite: true);
        new Step(copy, "dotnet", "restore").Run();
        return copy;
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_root, recursive: true);

    // A hundred packs would take a minute. The names are equally long, so that only the hashes change.
    private static void CopyPackage(string source, string target, string from, string to)
    {
        const string Manifest = "codexplugin.json";
        var hashes = new List<(string Old, string New)>();
        using ZipArchive read = ZipFile.OpenRead(source);
        using ZipArchive write = ZipFile.Open(target, ZipArchiveMode.Create);
        foreach (ZipArchiveEntry entry in read.Entries.OrderBy(static entry => entry.FullName == Manifest))
        {
            var content = new MemoryStream();
            using (Stream stream = entry.Open())
            {
                stream.CopyTo(content);
            }

            byte[] old = content.ToArray();
            string text = Encoding.UTF8.GetString(old).Replace(from, to, StringComparison.Ordinal);
            if (entry.FullName == Manifest)
            {
                text = hashes.Aggregate(text, static (text, hash) => text.Replace(hash.Old, hash.New, StringComparison.Ordinal));
            }

            byte[] bytes = Encoding.UTF8.GetBytes(text);
            hashes.Add((Convert.ToHexStringLower(SHA256.HashData(old)), Convert.ToHexStringLower(SHA256.HashData(bytes))));
            using Stream copy = write.CreateEntry(entry.FullName.Replace(from, to, StringComparison.Ordinal)).Open();
            copy.Write(bytes);
        }
    }

    private void WriteServer(string folder)
    {
        Write($"{folder}/mcp.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>");
        Write($"{folder}/Program.cs", "System.Console.ReadLine();\n");
    }

    private void WriteSkills(string folder, int skills, string skillName = "skill")
    {
        var random = new Random(1);
        for (int i = 0; i < skills; i++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"{skillName}-{i:D4}");
            var text = new StringBuilder($"---\nname: {name}\ndescription: Does thing number {i}. Use it when somebody asks for that thing.\n---\n\n# {name}\n\n");
            while (text.Length < SkillSize)
            {
                text.Append("step ").Append(random.Next()).Append(random.Next(12) == 0 ? '\n' : ' ');
            }

            Write($"{folder}/{name}/SKILL.md", text.ToString(0, SkillSize));
        }
    }

    private void Write(string path, string text)
    {
        string file = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
