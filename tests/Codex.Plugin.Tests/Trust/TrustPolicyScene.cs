using System.Globalization;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Packaging.Capabilities;
using Codex.Plugin.Packaging.Marketplace;
using Codex.Plugin.Packaging.Trust;
using Codex.Plugin.Tests.Helpers;
using Codex.Plugin.Tests.Packaging;

namespace Codex.Plugin.Tests.Trust;

/// <summary>A project with trust policies, and the plugin <c>Contoso.Review</c> that they are about.</summary>
internal sealed class TrustPolicyScene : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("codex-trust-");
    private readonly PolicyScene _project;

    /// <param name="xml">The content of the project; what it begins with stands in line 2.</param>
    public TrustPolicyScene(string xml)
    {
        _project = new PolicyScene("").Plugin("Contoso.Review");
        _project.Write("plugins.csproj", $"<Project>\n{xml}\n</Project>");
        Config("");
    }

    public PluginCapabilities Capabilities { get; init; } = new();

    public PackageSignatures Signatures { get; init; } = PackageSignatures.None;

    /// <summary>What the packages folder says about the package's source.</summary>
    public string? Source { get; init; }

    public TimeProvider Clock { get; init; } = new FixedClock("2026-06-15T12:00:00Z");

    public string StateFile => Path.Combine(_folder.FullName, "codexplugin.published");

    public TrustPolicyScene Write(string path, string text)
    {
        _project.Write(path, text);
        return this;
    }

    public TrustPolicyScene Config(string trustedSigners)
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "nuget.config"), $"<configuration><packageSources><clear /></packageSources><trustedSigners>{trustedSigners}</trustedSigners></configuration>");
        return this;
    }

    /// <summary>Nothing is denied.</summary>
    public void Allows() => CompilationAssert.AreOnly(Check());

    /// <summary>One finding at that place, with all these words.</summary>
    public void Denies(string expected, params string[] words)
    {
        IReadOnlyList<Diagnostic> found = Check();
        CompilationAssert.AreOnly(found, expected);
        foreach (string word in words)
        {
            Assert.Contains(word, found[0].Message);
        }
    }

    public IReadOnlyList<Diagnostic> Check()
    {
        MarketplacePlugin plugin = _project.Find("Contoso.Review");
        string packageFolder = Directory.CreateDirectory(Path.Combine(_folder.FullName, "package")).FullName;
        if (Source is not null)
        {
            File.WriteAllText(Path.Combine(packageFolder, ".nupkg.metadata"), $$"""{ "version": 2, "contentHash": "x", "source": "{{Source}}" }""");
        }

        // As from another task.
        plugin = plugin with { Plugin = plugin.Plugin with { PackageFolder = packageFolder }, Trust = Codex.Plugin.Packaging.Policies.TrustPolicy.FromText(plugin.Trust.ToText()) };
        var config = new NuGetConfig(_folder.FullName);
        return new TrustPolicies(config, new PublishTimes(config, StateFile), Clock)
            .CheckAsync([new ReviewedPlugin(plugin, Capabilities, Signatures, null)], CancellationToken.None).GetAwaiter().GetResult();
    }

    public void Dispose() => _folder.Delete(recursive: true);

    internal sealed class FixedClock(string now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.Parse(now, CultureInfo.InvariantCulture);
    }
}
