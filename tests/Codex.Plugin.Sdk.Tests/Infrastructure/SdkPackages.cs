using Codex.Plugin.Sdk.Tests.Codex;

[assembly: Parallelize(Workers = 2, Scope = ExecutionScope.MethodLevel)]

namespace Codex.Plugin.Sdk.Tests.Infrastructure;

/// <summary>The packages of this checkout, made once a run into a folder of the run's own: no test ever sees an older one.</summary>
[TestClass]
public static class SdkPackages
{
    private static readonly Lazy<Task<IReadOnlyList<string>>> UserSources = new(Dotnet.GetUserSourcesAsync);
    private static int s_folders;
    private static bool s_keep;

    /// <summary>The temporary folder of this run.</summary>
    internal static string RunFolder { get; private set; } = "";

    /// <summary>The feed with the packages of this checkout, and nothing else.</summary>
    internal static string Feed => Path.Combine(RunFolder, "feed");

    /// <summary>Where the SDK is extracted, for all tests that add no packages of their own.</summary>
    internal static string PackagesFolder => Path.Combine(RunFolder, "packages");

    internal static string ArtifactsFolder => Path.Combine(RunFolder, "artifacts");

    /// <summary>What differs from the environment of whoever runs the tests: no home, no cache, no packages of theirs.</summary>
    internal static Dictionary<string, string?> CreateEnvironment(string packagesFolder)
    {
        var home = Path.Combine(RunFolder, "home");
        return new()
        {
            ["HOME"] = home,
            ["USERPROFILE"] = home,
            ["DOTNET_CLI_HOME"] = home,
            ["XDG_DATA_HOME"] = null,
            ["XDG_CONFIG_HOME"] = null,
            ["NUGET_PACKAGES"] = packagesFolder,
            ["NUGET_HTTP_CACHE_PATH"] = Path.Combine(RunFolder, "http-cache"),
            ["NUGET_CERT_REVOCATION_MODE"] = "offline",
        };
    }

    internal static Task<IReadOnlyList<string>> GetUserSourcesAsync() => UserSources.Value;

    internal static string CreateFolder(string name)
    {
        var folder = Path.Combine(RunFolder, "tests", $"{Interlocked.Increment(ref s_folders)}-{name}");
        Directory.CreateDirectory(folder);
        return folder;
    }

    internal static void Keep() => s_keep = true;

    [AssemblyInitialize]
    public static async Task PackAsync(TestContext context)
    {
        CodexCli.Initialize(Repository.Root);
        RunFolder = Directory.CreateTempSubdirectory("codex-plugin-sdk-tests-").FullName;
        Directory.CreateDirectory(Path.Combine(RunFolder, "home"));
        Directory.CreateDirectory(PackagesFolder);

        // Build outputs of the run's own too: another build of this checkout may be running.
        // The tool brings the SDK and the templates, which are packed with it.
        foreach (var project in new[] { "src/Codex.Plugin.Tool/Codex.Plugin.Tool.csproj", "src/Codex.Plugin.Testing/Codex.Plugin.Testing.csproj" })
        {
            var packed = await Dotnet.RunInRepositoryAsync("pack", Repository.PathOf(project), "-c", "Release", "-o", Feed, "--artifacts-path", ArtifactsFolder);
            packed.Succeeded();
        }

        // Extracted once, before two tests at a time ask for it.
        using var folder = new TestFolder("warm-up");
        folder.Write("#file WarmUp.cxproj\n<Project Sdk=\"Codex.Plugin.Sdk/SDK_VERSION\" />");
        (await folder.RunAsync("msbuild", "-getProperty:PackageId")).Succeeded();
    }

    [AssemblyCleanup]
    public static void Remove()
    {
        if (!s_keep && RunFolder.Length > 0)
        {
            TestFolder.Delete(RunFolder);
        }
    }
}
