using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Codex.Plugin.Write;

namespace Codex.Plugin.Packaging.Servers;

/// <summary>Finds the packages of servers: in the packages folders, or on the feeds, which costs a process and the network.</summary>
/// <param name="settings">Where to look.</param>
public sealed class ServerPackageFinder(ServerPackageSettings settings)
{
    private readonly string _lockFile = Path.Combine(settings.WorkFolder, "lock");

    /// <summary>The answer for every package, by <see cref="ServerPackageId.Path"/>.</summary>
    /// <param name="packages">The packages.</param>
    /// <param name="cancellation">Ends the question.</param>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public IReadOnlyDictionary<string, PackageAnswer> Find(IEnumerable<ServerPackageId> packages, CancellationToken cancellation)
    {
        var answers = new Dictionary<string, PackageAnswer>(StringComparer.Ordinal);
        List<ServerPackageId> missing = FindExtracted(packages.DistinctBy(static package => package.Path), answers);
        if (missing.Count > 0)
        {
            try
            {
                using FileStream exclusive = BuildLock.Take(_lockFile);

                // Another build may have asked meanwhile.
                missing = FindExtracted(missing, answers);
                FindOnFeeds(missing, answers, cancellation);
            }
            catch (Exception exception) when (exception is OutputException or IOException or UnauthorizedAccessException or Win32Exception)
            {
                foreach (ServerPackageId package in missing)
                {
                    answers[package.Path] = new PackageAnswer(PackageAnswerKind.Unanswered, $"NuGet could not be asked: {exception.Message}");
                }
            }
        }

        return answers;
    }

    private List<ServerPackageId> FindExtracted(IEnumerable<ServerPackageId> packages, Dictionary<string, PackageAnswer> answers)
    {
        var missing = new List<ServerPackageId>();
        foreach (ServerPackageId package in packages)
        {
            // NuGet writes these files last; without them an extraction has failed or is under way.
            string? folder = settings.PackagesFolders.Select(root => Path.Combine(root, package.Path)).FirstOrDefault(static folder =>
                File.Exists(Path.Combine(folder, ".nupkg.metadata")) || Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*.nupkg.sha512").Any());
            if (folder is null)
            {
                missing.Add(package);
            }
            else
            {
                answers[package.Path] = new PackageAnswer(PackageAnswerKind.Found, folder);
            }
        }

        return missing;
    }

    private void FindOnFeeds(List<ServerPackageId> packages, Dictionary<string, PackageAnswer> answers, CancellationToken cancellation)
    {
        RestoredSources sources = RestoredSources.Read(settings.AssetsFile);
        UnansweredPackages unanswered = UnansweredPackages.Load(Path.Combine(settings.WorkFolder, "unanswered.json"), sources.Stamp);
        if (packages.Count == 0 || unanswered.CoversAll(packages, answers))
        {
            return;
        }

        long start = Stopwatch.GetTimestamp();
        PackageRestore restore = PackageRestore.Run(settings, packages, cancellation);
        TimeSpan took = Stopwatch.GetElapsedTime(start);
        foreach (ServerPackageId package in FindExtracted(packages, answers))
        {
            answers[package.Path] = restore.TimedOut
                ? new PackageAnswer(PackageAnswerKind.Unanswered, string.Create(CultureInfo.InvariantCulture, $"{sources} did not answer within {settings.Timeout.TotalSeconds:0.#} s"))
                : restore.Explain(package);
        }

        unanswered.Save(packages, answers, took);
    }
}
