using static Codex.Plugin.Diagnostics.DiagnosticSeverity;

namespace Codex.Plugin.Diagnostics;

// 8040 to 8069: trust policies, signatures, vulnerabilities
public static partial class DiagnosticDescriptors
{
    /// <summary>A policy lets the package in nowhere.</summary>
    public static readonly DiagnosticDescriptor PluginDenied = new("CXP8040", "Plugin that a policy denies",
        "{0} {1} is not allowed: {2}. Remove the reference to it{3}, or have the policy changed.", Error);

    /// <summary>A plugin may do what a policy denies.</summary>
    public static readonly DiagnosticDescriptor CapabilityDenied = new("CXP8041", "Capability that a policy denies",
        "{0} {1} has {2}, which {3} does not allow. Take a version without it, leave the plugin out, or have the policy changed.", Error);

    /// <summary>A policy wants a signature that the package does not have.</summary>
    public static readonly DiagnosticDescriptor SignatureRequired = new("CXP8042", "Plugin package without the required signature",
        "{0} {1} is {2}, and {3} wants {4}. Take a signed version (dotnet nuget sign), or have the policy changed.", Error);

    /// <summary>Somebody else has signed the package.</summary>
    public static readonly DiagnosticDescriptor SignerDenied = new("CXP8043", "Plugin package of another signer",
        "{0} {1} is {2}, and {3} allows none of them. Ask the author which certificate it is, and allow its fingerprint where it is the right one.", Error);

    /// <summary>A policy names a signer that <c>nuget.config</c> does not know.</summary>
    public static readonly DiagnosticDescriptor SignerUnknown = new("CXP8044", "Signer that nuget.config does not name",
        "{0} names '{1}', and the trustedSigners of nuget.config have {2}. Write such a name, a SHA-256 fingerprint, or add the signer: dotnet nuget trust certificate {1} FINGERPRINT.", Error);

    /// <summary>The package is of other owners, or nobody vouches for any.</summary>
    public static readonly DiagnosticDescriptor OwnerDenied = new("CXP8045", "Plugin package of other owners",
        "{0} {1} {2}, and {3} wants one of these owners. Take the package from a feed that signs and names them, or have the policy changed.", Error);

    /// <summary>The version is too new.</summary>
    public static readonly DiagnosticDescriptor VersionTooYoung = new("CXP8046", "Plugin version that is too new",
        "{0} {1} was published on {2}, {3} ago, and {4} wants at least {5}. Take an older version, or wait until {6}.", Error);

    /// <summary>The version is too old.</summary>
    public static readonly DiagnosticDescriptor VersionTooOld = new("CXP8047", "Plugin version that is too old",
        "{0} {1} was published on {2}, {3} ago, and {4} allows at most {5}. Take a newer version, or have the policy changed.", Error);

    /// <summary>Nobody says when the version was published.</summary>
    public static readonly DiagnosticDescriptor AgeUnknown = new("CXP8048", "Plugin version of unknown age",
        "Nobody says when {0} {1} was published ({2}), so {3} cannot be kept. Take the package from a feed that says so, or lift the policy for this package.", Error);

    /// <summary>The signature of a package is broken, or of another package.</summary>
    public static readonly DiagnosticDescriptor SignatureBroken = new("CXP8050", "Plugin package with a broken signature",
        "The signature of {0} {1} does not hold: {2}. The package was changed after it was signed, or is damaged: do not use it. Delete '{3}' and restore again.", Error);

    /// <summary><c>nuget.config</c> does not let the package in.</summary>
    public static readonly DiagnosticDescriptor SignatureNotTrusted = new("CXP8051", "Plugin package that nuget.config does not trust",
        "{0} {1} is not trusted: {2}. nuget.config has signatureValidationMode 'require', so a package needs a signature of one of its trustedSigners. Take a signed version, or add the signer with 'dotnet nuget trust' where it is the right one.", Error);

    /// <summary>The signature cannot be looked at.</summary>
    public static readonly DiagnosticDescriptor SignatureNotVerified = new("CXP8052", "Signatures that cannot be verified",
        "The signature of {0} cannot be verified: {1}. {2}", Error);

    /// <summary>A plugin to be installed has a known vulnerability.</summary>
    public static readonly DiagnosticDescriptor PluginVulnerable = new("CXP8060", "Plugin with a known vulnerability",
        "{0} {1} has a known vulnerability of {2} severity, {3}. Nothing was changed in Codex. Take a version without it; or make it NOT_AVAILABLE, so that Install removes it; or list the advisory as an item NuGetAuditSuppress.", Error);

    /// <summary>A feed does not say which packages are vulnerable.</summary>
    public static readonly DiagnosticDescriptor VulnerabilitiesNotRead = new("CXP8061", "Vulnerabilities that could not be asked for",
        "The source '{0}' could not be asked for vulnerabilities: {1}. What is installed was compared with what the last restore and the other sources say.", Warning);

    private static DiagnosticDescriptor[] TrustPolicies =>
    [
        PluginDenied, CapabilityDenied, SignatureRequired, SignerDenied,
        SignerUnknown, OwnerDenied, VersionTooYoung, VersionTooOld,
        AgeUnknown, SignatureBroken, SignatureNotTrusted, SignatureNotVerified,
        PluginVulnerable, VulnerabilitiesNotRead,
    ];
}
