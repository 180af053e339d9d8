using Codex.Plugin.Install;
using Codex.Plugin.PackageManager.Engine;
using Codex.Plugin.PackageManager.Installed;
using Codex.Plugin.PackageManager.Projects;

namespace Codex.Plugin.PackageManager.Operations;

/// <summary>
/// Changes a marketplace project, builds it, and makes Codex equal to it; all of it or nothing. What was there before is kept until the build is through
/// and put back when it fails, is cancelled or killed.
/// </summary>
/// <param name="project">The project; a new one is made where there is none.</param>
/// <param name="sdk">The SDK that came with us; null: NuGet finds it.</param>
public sealed class ProjectChange(ManagedProject project, SdkPackage? sdk)
{
    private static readonly string[] s_outputs = ["bin", "obj"];

    private bool _hasLaidOut;
    private bool _hasBegunInstall;

    /// <summary>Hears of each error, warning, message and step while it happens.</summary>
    public IProgress<BuildEvent>? Progress { get; init; }

    /// <summary>How long to wait for another process.</summary>
    public TimeSpan Wait { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Called where another process is to be waited for.</summary>
    public Action? OnWaiting { get; init; }

    /// <summary>Called where an earlier change had been interrupted and what was before it was put back.</summary>
    public Action? OnRecovered { get; init; }

    /// <summary>Whether credential providers may ask the user.</summary>
    public bool Interactive { get; init; }

    /// <summary>Whether <c>packages.lock.json</c> must not change.</summary>
    public bool Locked { get; init; }

    /// <summary>Does it.</summary>
    /// <param name="edit">Changes the project; null: nothing is to be changed. What it throws ends everything, with nothing changed.</param>
    /// <param name="targets">What to build; empty: <c>Build</c>.</param>
    /// <param name="cancellation">Ends it early; what was before is put back first.</param>
    /// <exception cref="ManagedProjectException">The project cannot be read, changed or put back.</exception>
    /// <exception cref="ProjectBusyException">Another process works on it.</exception>
    /// <exception cref="DotnetNotFoundException">There is no <c>dotnet</c>.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled, and everything is as it was.</exception>
    public async Task<ChangeOutcome> RunAsync(Action<ProjectEdit>? edit, IReadOnlyList<string> targets, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(targets);
        if (edit is null && !project.Exists && !ProjectTransaction.IsPending(project))
        {
            throw NotThere();
        }

        using ProjectLock held = await ProjectLock.TakeAsync(project, Wait, OnWaiting, cancellation).ConfigureAwait(false);
        if (ProjectTransaction.Recover(project))
        {
            OnRecovered?.Invoke();
        }

        bool wasThere = project.Exists;
        if (!wasThere && edit is null)
        {
            throw NotThere();
        }

        // First, since it knows where the project's restore is.
        MarketplaceProjectFile? file = wasThere && edit is not null ? MarketplaceProjectFile.Read(project) : null;
        IReadOnlyList<InstalledPackage> before = ReadInstalled();
        try
        {
            return await RunLockedAsync(edit, file, targets, before, wasThere, cancellation).ConfigureAwait(false);
        }
        finally
        {
            if (!project.Exists)
            {
                Clear();
            }
        }
    }

    private async Task<ChangeOutcome> RunLockedAsync(
        Action<ProjectEdit>? edit, MarketplaceProjectFile? file, IReadOnlyList<string> targets, IReadOnlyList<InstalledPackage> before, bool wasThere, CancellationToken cancellation)
    {
        ProjectTransaction transaction = ProjectTransaction.Begin(project, file?.Files ?? []);
        BuildOutcome? outcome = null;
        try
        {
            if (sdk is not null)
            {
                await sdk.EnsureExtractedAsync(project.Folder, cancellation).ConfigureAwait(false);
            }

            if (!wasThere)
            {
                NewProject.Create(project, SdkVersion);
            }

            if (edit is not null)
            {
                file ??= MarketplaceProjectFile.Read(project);
                edit(new ProjectEdit(file, new ProjectSources(project)));
                file.Save();
            }

            if (File.Exists(project.InstallReportFile))
            {
                File.Delete(project.InstallReportFile);
            }

            outcome = await BuildAsync(targets, cancellation).ConfigureAwait(false);
            // What Codex has already got is not taken back because somebody no longer wanted to wait for the rest.
            bool isThrough = outcome.Succeeded || (cancellation.IsCancellationRequested && File.Exists(project.InstallReportFile));
            if (isThrough)
            {
                transaction.Commit();
                cancellation.ThrowIfCancellationRequested();
                return new ChangeOutcome(outcome, before, ReadInstalled(), InstallReport.Load(project.InstallReportFile));
            }
        }
        catch (Exception) when (ProjectTransaction.IsPending(project))
        {
            await PutBackAsync(transaction, wasThere).ConfigureAwait(false);
            throw;
        }

        await PutBackAsync(transaction, wasThere).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        return new ChangeOutcome(outcome, before, before, null) { NeedsConsent = NeedsConsent(outcome) };
    }

    /// <summary>The version that a new project names.</summary>
    private string SdkVersion => sdk?.Version.ToNormalizedString() ?? typeof(ProjectChange).Assembly.GetName().Version!.ToString(3);

    private ManagedProjectException NotThere() => new($"There is no {project.File} yet. Install a plugin first: codex-plugin install ID");

    private static bool NeedsConsent(BuildOutcome outcome) => outcome.Errors.Any() && outcome.Errors.All(static error => error.Code is "CXP8020");

    private Task<BuildOutcome> BuildAsync(IReadOnlyList<string> targets, CancellationToken cancellation) =>
        new ProjectBuild(project.File) { Progress = new Watcher(this), Interactive = Interactive, Locked = Locked }.RunAsync(targets, cancellation);

    // The files first. Where the marketplace was laid out anew, or Codex may have got a part, the old project says what is right.
    private async Task PutBackAsync(ProjectTransaction transaction, bool wasThere)
    {
        transaction.RollBack();
        if (wasThere && (_hasLaidOut || _hasBegunInstall))
        {
            _ = await new ProjectBuild(project.File).RunAsync(_hasBegunInstall && File.Exists(project.InstallReportFile) ? ["Install"] : [], CancellationToken.None).ConfigureAwait(false);
        }
    }

    private IReadOnlyList<InstalledPackage> ReadInstalled()
    {
        try
        {
            return InstalledPlugins.Read(project);
        }
        catch (ManagedProjectException)
        {
            // A restore mends it.
            return [];
        }
    }

    // A first installation that failed leaves nothing.
    private void Clear()
    {
        try
        {
            foreach (string folder in s_outputs.Select(name => Path.Combine(project.Folder, name)).Where(Directory.Exists))
            {
                Directory.Delete(folder, recursive: true);
            }

            if (project.Scope == ProjectScope.Repository)
            {
                File.Delete(Path.Combine(project.Folder, ".gitignore"));
            }

            if (!Directory.EnumerateFileSystemEntries(project.Folder).Any())
            {
                Directory.Delete(project.Folder);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Nothing of it counts.
        }
    }

    private sealed class Watcher(ProjectChange change) : IProgress<BuildEvent>
    {
        public void Report(BuildEvent value)
        {
            if (value.Kind == BuildEventKind.Target)
            {
                change._hasLaidOut |= value.Text == "LayOutMarketplace";
                change._hasBegunInstall |= value.Text is "Install" or "Uninstall";
            }

            change.Progress?.Report(value);
        }
    }
}
