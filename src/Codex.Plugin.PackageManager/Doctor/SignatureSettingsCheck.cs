using Codex.Plugin.Packaging.Trust;
using NuGet.Common;

namespace Codex.Plugin.PackageManager.Doctor;

/// <summary>Whether what <c>nuget.config</c> says about signatures does anything on this system.</summary>
internal static class SignatureSettingsCheck
{
    private const string Area = "signatures";

    private const string Switch = "DOTNET_NUGET_SIGNATURE_VERIFICATION";

    public static IReadOnlyList<CheckResult> Run(DoctorOptions options)
    {
        var config = new NuGetConfig(options.Folder);
        return Judge(config.SignaturePolicy.Policy, config.TrustedSigners.Select(static signer => signer.Name), options.Variable(Switch), OperatingSystem.IsWindows());
    }

    /// <param name="mode">What <c>signatureValidationMode</c> says.</param>
    /// <param name="trusted">The names of the trusted signers.</param>
    /// <param name="verification">What <c>DOTNET_NUGET_SIGNATURE_VERIFICATION</c> says; null: nothing.</param>
    /// <param name="isWindows">Whether NuGet verifies without being told.</param>
    internal static IReadOnlyList<CheckResult> Judge(SignatureValidationMode mode, IEnumerable<string> trusted, string? verification, bool isWindows)
    {
        string[] names = [.. trusted.Order(StringComparer.Ordinal)];
        bool isRequired = mode == SignatureValidationMode.Require;
        var results = new List<CheckResult>();
        if (!isRequired)
        {
            results.Add(names.Length == 0 ? new CheckResult(Area, null, CheckState.Ok, "unsigned packages are accepted (NuGet's default)")
                : new CheckResult(Area, null, CheckState.Warning, $"nuget.config trusts {string.Join(", ", names)}, but without signatureValidationMode=require packages of everybody else are accepted too",
                    "Set signatureValidationMode to require, or name the signers in the project (DefaultAllowedSigners)."));
            return results;
        }

        if (names.Length == 0)
        {
            results.Add(new CheckResult(Area, null, CheckState.Error, "signatureValidationMode=require, and nobody is trusted: NuGet refuses every package (NU3034)", "Name signers: dotnet nuget trust, see docs/signing.md."));
        }

        if (!isWindows && "false".Equals(verification, StringComparison.OrdinalIgnoreCase))
        {
            results.Add(new CheckResult(Area, null, CheckState.Warning, $"signatureValidationMode=require does nothing in restores: {Switch} is false",
                $"Remove the variable or set it to true. Plugins are verified by the build all the same (CXP8051), other packages are not."));
        }
        else if (!isWindows && !"true".Equals(verification, StringComparison.OrdinalIgnoreCase))
        {
            results.Add(new CheckResult(Area, null, CheckState.Note, "signatureValidationMode=require holds on this system only for commands such as 'dotnet restore' and 'dotnet build', not for 'dotnet msbuild -restore' and 'dotnet package download'",
                $"Set {Switch}=true, in CI too."));
        }

        if (results.Count == 0)
        {
            results.Add(new CheckResult(Area, null, CheckState.Ok, $"packages must be signed by {string.Join(", ", names)}"));
        }

        return results;
    }
}
