using System.Security.Cryptography;
using Codex.Plugin.Write;

namespace Codex.Plugin.Packaging.Marketplace;

/// <summary>
/// A file beside a project's <c>project.assets.json</c> that says what the project has brought into the marketplace, and by its time when.
/// The record travels with the repository and has no times; with this file another project's build sees whether the record still tells the truth.
/// </summary>
internal sealed class ProjectStamp(string projectFile, string intermediateFolder)
{
    public const string DefaultIntermediateFolder = "obj";

    private const string AssetsFile = "project.assets.json";

    // What usually says which plugins a project references, and in which version.
    private static readonly string[] s_inherited = ["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"];

    private readonly string _file = Path.Combine(intermediateFolder, Path.GetFileName(projectFile) + ".codexmarketplace.stamp");

    /// <summary>The stamp of a project of the record.</summary>
    public static ProjectStamp Of(string projectFile, RecordedProject project) =>
        new(projectFile, Path.Combine(Path.GetDirectoryName(projectFile)!, project.IntermediateFolder ?? DefaultIntermediateFolder));

    /// <summary>Whether the project brought exactly this, and nothing it is made from has changed since.</summary>
    public bool Confirms(RecordedProject project)
    {
        try
        {
            return File.Exists(_file)
                && File.ReadAllText(_file) == Fingerprint(project)
                && Inputs().Max(File.GetLastWriteTimeUtc) <= File.GetLastWriteTimeUtc(_file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Says that the project brings this now; null: nothing.</summary>
    /// <exception cref="OutputException">The file cannot be written.</exception>
    public void Write(RecordedProject? project) => OutputException.Guard(_file, () =>
    {
        if (project is null)
        {
            File.Delete(_file);
        }
        else if (!Confirms(project))
        {
            File.WriteAllText(_file, Fingerprint(project));
            DateTime newest = Inputs().Max(File.GetLastWriteTimeUtc);
            if (newest > DateTime.UtcNow)
            {
                // Of another machine's clock.
                File.SetLastWriteTimeUtc(_file, newest);
            }
        }
    });

    // A missing file is very old.
    private IEnumerable<string> Inputs()
    {
        yield return projectFile;
        yield return Path.Combine(intermediateFolder, AssetsFile);
        for (string? folder = Path.GetDirectoryName(projectFile); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            foreach (string name in s_inherited)
            {
                yield return Path.Combine(folder, name);
            }
        }
    }

    private static string Fingerprint(RecordedProject project) =>
        Convert.ToHexStringLower(SHA256.HashData(MarketplaceRecord.ToBytes(project)));
}
