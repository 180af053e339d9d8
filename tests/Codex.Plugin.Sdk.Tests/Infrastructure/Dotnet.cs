using System.Diagnostics;

namespace Codex.Plugin.Sdk.Tests.Infrastructure;

/// <summary>The real <c>dotnet</c>, in an environment that a test run itself does not reach.</summary>
internal static class Dotnet
{
    // Against what hangs: far beyond what a busy machine takes, which is four times what an idle one does.
    private static readonly TimeSpan CommandTimeout = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan ScriptTimeout = TimeSpan.FromMinutes(45);

    // The tests run below 'dotnet test', perhaps in CI: what these set would change the builds that are tested.
    private static readonly string[] ForeignPrefixes =
        ["MSBUILD", "DOTNET_", "NUGET_", "VSTEST", "TESTINGPLATFORM", "COREHOST", "CORECLR_", "COMPlus_", "GITHUB_", "GIT_", "BUILD_"];

    private static readonly string[] ForeignVariables =
        ["CI", "TF_BUILD", "ContinuousIntegrationBuild", "SOURCE_DATE_EPOCH", "Configuration", "Platform", "Version", "TargetFramework"];

    private static readonly Dictionary<string, string?> Quiet = new()
    {
        // Nothing may outlive the command: it would hold files, and the pipe that the test reads to its end.
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["UseSharedCompilation"] = "false",
        ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        ["DOTNET_CLI_WORKLOAD_UPDATE_NOTIFY_DISABLE"] = "true",
        ["DOTNET_SKIP_WORKLOAD_INTEGRITY_CHECK"] = "true",
        ["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "false",
        ["DOTNET_ADD_GLOBAL_TOOLS_TO_PATH"] = "false",
        ["DOTNET_NOLOGO"] = "1",
        // What the tests read.
        ["DOTNET_CLI_UI_LANGUAGE"] = "en",
        ["MSBUILDTERMINALLOGGER"] = "off",
    };

    public static string Executable { get; } = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : "dotnet";

    /// <summary>Runs <c>dotnet</c>, or <paramref name="prefix"/> with it, in nobody's environment.</summary>
    public static Task<DotnetResult> RunAsync(
        string folder, IReadOnlyDictionary<string, string?> environment, IReadOnlyList<string> arguments, IReadOnlyList<string>? prefix = null) =>
        RunAsync(folder, arguments, prefix ?? [], environment, keep: null, CommandTimeout);

    /// <summary>Runs a shell script with many commands, whose first argument is the path of <c>dotnet</c>.</summary>
    public static Task<DotnetResult> RunScriptAsync(string folder, IReadOnlyDictionary<string, string?> environment, string script) =>
        RunAsync(folder, [], ["sh", "-e", script], environment, keep: null, ScriptTimeout);

    /// <summary>Runs <c>dotnet</c> in this checkout, with the packages folder and the feeds of whoever runs the tests.</summary>
    public static Task<DotnetResult> RunInRepositoryAsync(params string[] arguments) =>
        RunAsync(Repository.Root, arguments, [], [], keep: "NUGET_", CommandTimeout);

    /// <summary>The feeds of whoever runs the tests.</summary>
    public static async Task<IReadOnlyList<string>> GetUserSourcesAsync()
    {
        var result = await RunInRepositoryAsync("nuget", "list", "source", "--format", "Short");
        return [.. result.Lines.Where(static line => line.StartsWith("E ", StringComparison.Ordinal)).Select(static line => line[2..].Trim())];
    }

    private static async Task<DotnetResult> RunAsync(
        string folder, IReadOnlyList<string> arguments, IReadOnlyList<string> prefix, IEnumerable<KeyValuePair<string, string?>> environment, string? keep, TimeSpan timeout)
    {
        var result = await ChildProcess.RunAsync(Describe(folder, arguments, prefix, environment, keep), timeout);
        return new DotnetResult($"dotnet {string.Join(' ', arguments)}", folder, result.ExitCode, result.StandardOutput, result.StandardError);
    }

    /// <summary>A command that the test starts and ends by itself.</summary>
    public static ProcessStartInfo Describe(string folder, IReadOnlyDictionary<string, string?> environment, IReadOnlyList<string> arguments) =>
        Describe(folder, arguments, [], environment, keep: null);

    private static ProcessStartInfo Describe(
        string folder, IReadOnlyList<string> arguments, IReadOnlyList<string> prefix, IEnumerable<KeyValuePair<string, string?>> environment, string? keep)
    {
        string[] command = [.. prefix, Executable, .. arguments];
        var start = ChildProcess.Describe(command[0], command[1..], folder);
        Clean(start.Environment, keep);
        foreach (var (name, value) in Quiet.Concat(environment))
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private static void Clean(IDictionary<string, string?> environment, string? keep)
    {
        foreach (var name in environment.Keys.ToList())
        {
            var foreign = ForeignVariables.Contains(name, StringComparer.OrdinalIgnoreCase)
                || ForeignPrefixes.Any(prefix => prefix != keep && name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
            if (foreign && !name.Equals("DOTNET_ROOT", StringComparison.OrdinalIgnoreCase))
            {
                environment.Remove(name);
            }
        }
    }
}
