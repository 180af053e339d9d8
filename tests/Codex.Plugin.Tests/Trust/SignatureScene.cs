using System.IO.Compression;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Packaging.Restore;
using Codex.Plugin.Packaging.Trust;
using Codex.Plugin.Tests.Packaging;
using Codex.Plugin.Text;

namespace Codex.Plugin.Tests.Trust;

/// <summary>A restored package, and a <c>nuget.config</c> that says who is trusted.</summary>
internal sealed class SignatureScene : IDisposable
{
    private readonly PackageFolder _packages = new();

    public SignatureScene() => Plugin = _packages.Add("Contoso.Review", "1.2.0");

    public RestoredPlugin Plugin { get; }

    /// <summary>The <c>.nupkg</c> as NuGet keeps it.</summary>
    public string Package => Path.Combine(Plugin.PackageFolder, "contoso.review.1.2.0.nupkg");

    /// <summary>The project's folder.</summary>
    public string Folder => _packages.Root;

    public SignatureScene Config(string mode, string trustedSigners = "") => WriteConfig($"""
        <configuration>
          <config>
            <add key="signatureValidationMode" value="{mode}" />
          </config>
          <trustedSigners>
            {trustedSigners}
          </trustedSigners>
        </configuration>
        """);

    public SignatureScene WriteConfig(string text)
    {
        File.WriteAllText(Path.Combine(Folder, "nuget.config"), text);
        return this;
    }

    public static string Author(string name, TestSigner signer, bool allowUntrustedRoot = true) =>
        $"""<author name="{name}">{Certificate(signer, allowUntrustedRoot)}</author>""";

    public static string Repository(string name, TestSigner signer, string? owners = null) =>
        $"""<repository name="{name}" serviceIndex="https://feed.contoso.example/v3/index.json">{Certificate(signer, true)}{(owners is null ? "" : $"<owners>{owners}</owners>")}</repository>""";

    /// <summary>Takes the signature away, and nothing else.</summary>
    public void Strip()
    {
        using ZipArchive zip = ZipFile.Open(Package, ZipArchiveMode.Update);
        zip.GetEntry(".signature.p7s")!.Delete();
    }

    /// <summary>Changes a file of the package after it was signed.</summary>
    public void Edit()
    {
        using ZipArchive zip = ZipFile.Open(Package, ZipArchiveMode.Update);
        using Stream entry = zip.GetEntry("plugin/skills/review/run.sh")!.Open();
        entry.Write("#!/bin/zsh"u8);
    }

    /// <summary>The findings as <c>ID: MESSAGE</c>.</summary>
    public string Verify()
    {
        IReadOnlyList<Diagnostic> diagnostics = new SignatureVerifier(new NuGetConfig(Folder), new Location("plugins.csproj")).VerifyAsync([Plugin], CancellationToken.None).GetAwaiter().GetResult();
        return string.Join('\n', diagnostics.Select(static diagnostic => $"{diagnostic.Descriptor.Id}: {diagnostic.Message}"));
    }

    public void Dispose() => _packages.Dispose();

    private static string Certificate(TestSigner signer, bool allowUntrustedRoot) =>
        $"""<certificate fingerprint="{signer.Fingerprint.ToUpperInvariant()}" hashAlgorithm="SHA256" allowUntrustedRoot="{(allowUntrustedRoot ? "true" : "false")}" />""";
}
