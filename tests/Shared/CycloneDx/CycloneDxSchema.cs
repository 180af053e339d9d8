using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;

namespace Codex.Plugin.Tests.Shared;

/// <summary>The official JSON schema of CycloneDX 1.6, with the official validator, in the versions that <c>package.json</c> beside this file names.</summary>
internal static class CycloneDxSchema
{
    private const string Script = """
        const { Validation } = require('@cyclonedx/cyclonedx-library');
        new Validation.JsonStrictValidator('1.6').validate(require('fs').readFileSync(process.argv[1], 'utf8'))
            .then(problems => console.log(JSON.stringify(problems ?? [])), error => { console.error(error); process.exit(1); });
        """;

    private static readonly Lock s_oneAtATime = new();

    /// <summary>Fails where the SBOM is not valid. Without npm the test is inconclusive at a desk, and fails in CI.</summary>
    /// <param name="repository">The repository's folder.</param>
    /// <param name="bom">The SBOM.</param>
    public static void AssertValid(string repository, byte[] bom)
    {
        string folder = RequireValidator(repository);
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, bom);
            (int exitCode, string output) = Run(folder, "node", "-e", Script, file);
            Assert.AreEqual(0, exitCode, output);
            Assert.AreEqual("[]", output.Trim());
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string RequireValidator(string repository)
    {
        string package = Path.Combine(repository, "tests", "Shared", "CycloneDx", "package.json");
        string installed = Path.Combine(repository, "artifacts", "cyclonedx", Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(package)).AsSpan(0, 8)));
        lock (s_oneAtATime)
        {
            if (!Directory.Exists(installed))
            {
                try
                {
                    Install(package, installed);
                }
                catch (Exception exception) when (exception is Win32Exception or IOException)
                {
                    string reason = $"The validator of CycloneDX could not be installed: {exception.Message}";
                    if (string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
                    {
                        Assert.Fail(reason);
                    }

                    Assert.Inconclusive(reason);
                }
            }
        }

        return installed;
    }

    private static void Install(string package, string folder)
    {
        string building = Directory.CreateDirectory(folder + ".new-" + Guid.NewGuid().ToString("N")).FullName;
        try
        {
            File.Copy(package, Path.Combine(building, "package.json"));
            (int exitCode, string output) = Run(building, OperatingSystem.IsWindows() ? "npm.cmd" : "npm", "install", "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts");
            if (exitCode != 0)
            {
                throw new IOException(output);
            }

            Directory.Move(building, folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            // Another test run has been faster.
        }
        finally
        {
            if (Directory.Exists(building))
            {
                Directory.Delete(building, recursive: true);
            }
        }
    }

    private static (int ExitCode, string Output) Run(string folder, string command, params string[] arguments)
    {
        var start = new ProcessStartInfo(command, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.GetAwaiter().GetResult());
    }
}
