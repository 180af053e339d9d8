using System.Text;
using System.Text.RegularExpressions;
using Codex.Plugin.Sdk.Tests.Codex;
using Codex.Plugin.Sdk.Tests.Infrastructure;

namespace Codex.Plugin.Sdk.Tests;

/// <summary>The README, followed by hand in a copy of the repository that nobody has built yet.</summary>
[TestClass]
public sealed partial class ReadmeTests
{
    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public async Task EveryCommandRunsAsPrinted()
    {
        CodexInstallation codex = await CodexCli.RequireAsync();
        // No folder of the other tests: their nuget.config would hide the sources that the repository inherits.
        string folder = SdkPackages.CreateFolder("readme");
        string repository = Path.Combine(folder, "repository");
        await CopyRepositoryAsync(repository);
        File.WriteAllText(Path.Combine(repository, "readme.sh"), Commands());

        var environment = SdkPackages.CreateEnvironment(Path.Combine(folder, "packages"));
        environment["HOME"] = environment["DOTNET_CLI_HOME"] = CreateHome(Path.Combine(folder, "home"));
        environment["CODEX_HOME"] = Path.Combine(folder, "codex");
        environment["PATH"] = $"{Path.GetDirectoryName(codex.Executable)}:{Environment.GetEnvironmentVariable("PATH")}";
        Directory.CreateDirectory(environment["CODEX_HOME"]!);

        var result = await Dotnet.RunScriptAsync(repository, environment, "readme.sh");

        result.Succeeded();
        Assert.IsTrue(File.Exists(Path.Combine(folder, "try/Contoso.Review/bin/Debug/plugin/skills/review/SKILL.md")));
        Assert.IsTrue(File.Exists(Path.Combine(folder, "try/Consumer/plugins/contoso-review/skills/review/SKILL.md")));
        Assert.IsTrue(File.Exists(Path.Combine(environment["CODEX_HOME"]!, "plugins/cache/contoso-plugins/contoso-tools/1.0.0/skills/tools/SKILL.md")), "installed by default");
    }

    /// <summary>All shell blocks of the README but the one that runs these tests.</summary>
    private static string Commands()
    {
        string[] blocks = [.. ShellBlock().Matches(File.ReadAllText(Repository.PathOf("README.md"))).Select(static match => match.Groups[1].Value)];
        Assert.AreEqual(1, blocks.Count(static block => block.StartsWith("dotnet test ", StringComparison.Ordinal)));
        return string.Concat(blocks.Where(static block => !block.StartsWith("dotnet test ", StringComparison.Ordinal)));
    }

    private static async Task CopyRepositoryAsync(string target)
    {
        var listed = await ChildProcess.RunAsync(
            ChildProcess.Describe("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z"], Repository.Root), TimeSpan.FromMinutes(1));
        Assert.AreEqual(0, listed.ExitCode, listed.StandardError);
        foreach (string path in listed.StandardOutput.Split('\0', StringSplitOptions.RemoveEmptyEntries).Where(static path => File.Exists(Repository.PathOf(path))))
        {
            string copy = Path.Combine(target, path);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(Repository.PathOf(path), copy);
        }
    }

    /// <summary>A home with nothing in it but the package sources of whoever runs the tests.</summary>
    private static string CreateHome(string home)
    {
        string config = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget/NuGet/NuGet.Config");
        string copy = Path.Combine(home, ".nuget/NuGet/NuGet.Config");
        Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
        if (File.Exists(config))
        {
            File.WriteAllText(copy, File.ReadAllText(config), Encoding.UTF8);
        }

        return home;
    }

    [GeneratedRegex(@"^```sh\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex ShellBlock();
}
