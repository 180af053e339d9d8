using Codex.Plugin.Install;
using Codex.Plugin.Packaging.Deployed;
using Codex.Plugin.Packaging.Marketplace;
using Microsoft.Build.Framework;

namespace Codex.Plugin.Tasks;

/// <summary>Compares what is laid out, and what lies in the Codex of this user, with the restored packages. Changes nothing.</summary>
[MSBuildMultiThreadableTask]
public sealed class VerifyPlugins : PluginTask
{
    /// <summary>Ex: <c>contoso</c>; empty: made of the project's name, for an ordinary project of the marketplace's folder.</summary>
    public string? MarketplaceName { get; set; }

    /// <summary>As for <see cref="LayOutMarketplace"/>.</summary>
    public string? Title { get; set; }

    /// <summary>As for <see cref="LayOutMarketplace"/>.</summary>
    public string? MarketplaceTitle { get; set; }

    /// <summary>Whether this is an ordinary project, which shares the marketplace of its repository and installs nothing.</summary>
    public bool IsConsumer { get; set; }

    /// <summary>Items <c>CodexPlugin</c>.</summary>
    public ITaskItem[] Plugins { get; set; } = [];

    /// <summary>What other tasks found, to be reported with what this one finds.</summary>
    public ITaskItem[] Findings { get; set; } = [];

    /// <summary>The absolute path of the folder with <c>project.assets.json</c>.</summary>
    [Required]
    public string IntermediateDirectory { get; set; } = "";

    /// <summary>The absolute path of the marketplace; empty: the root of the repository that holds the project.</summary>
    public string? MarketplaceFolder { get; set; }

    /// <summary>The absolute path of the lock file. Ex: <c>packages.lock.json</c>.</summary>
    [Required]
    public string LockFile { get; set; } = "";

    /// <summary>Whether the project wants a lock file. Ex: <c>$(RestorePackagesWithLockFile)</c>.</summary>
    public bool NeedsLockFile { get; set; }

    /// <summary>Whether Codex reads the marketplace from <see cref="MarketplaceFolder"/>.</summary>
    public bool InPlace { get; set; }

    /// <inheritdoc/>
    public override bool Execute()
    {
        string folder = string.IsNullOrEmpty(MarketplaceFolder) ? RepositoryRoot.Find(Path.GetDirectoryName(ProjectFile)!) : MarketplaceFolder;
        var verifier = new MarketplaceVerifier
        {
            ProjectFile = ProjectFile,
            IntermediateFolder = Path.TrimEndingDirectorySeparator(IntermediateDirectory),
            Folder = Path.TrimEndingDirectorySeparator(folder),
            IsForThisProject = !IsConsumer,
            LockFile = LockFile,
            NeedsLockFile = NeedsLockFile,
        };
        Verification verification = verifier.Verify(NullIfEmpty(MarketplaceName), NullIfEmpty(IsConsumer ? MarketplaceTitle : Title), Array.ConvertAll(Plugins, PluginItem.ToMarketplacePlugin));
        if (!IsConsumer)
        {
            new InstallationVerifier(new InstallOptions { Home = CodexHome.OfUser, Marketplace = MarketplaceName!, ProjectFile = ProjectFile, Folder = verifier.Folder, InPlace = InPlace }).Verify(verification);
        }

        ReportAll([.. Findings.Select(FindingItem.ToDiagnostic), .. verification.Diagnostics]);
        UserOutput.Write(this, verification.ToLines());
        return verification.Succeeded && !Log.HasLoggedErrors;
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
