using System.Runtime.CompilerServices;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Packaging;
using Codex.Plugin.Packaging.Trust;
using Microsoft.Build.Framework;

namespace Codex.Plugin.Tasks;

/// <summary>Decides whether the plugins may be laid out: what they are, what their content is like, who signed them, what the project allows, and what somebody has agreed to.</summary>
[MSBuildMultiThreadableTask]
public sealed class ReviewPlugins : ReviewTask
{
    /// <summary>Whether the project is a marketplace project, which keeps what somebody has agreed to, and verifies signatures.</summary>
    public bool IsMarketplaceProject { get; set; }

    /// <summary>Whether this is a restore and no build: only what somebody has to agree to is asked then, and nothing is written.</summary>
    public bool IsRestore { get; set; }

    /// <summary>Whether somebody agrees to the plugins as they are now.</summary>
    public bool IsApproval { get; set; }

    /// <summary>Whether this is a build that approves nothing, as the property <c>ContinuousIntegrationBuild</c> says.</summary>
    public bool IsContinuousIntegration { get; set; }

    /// <summary>The absolute path of <c>plugins.approved.json</c>; not needed in an ordinary project.</summary>
    public string? ApprovalsFile { get; set; }

    /// <summary>The package ids of items <c>DistinctPlugin</c>: names that look alike, and are meant. Ex: <c>Contoso.Mail</c> and <c>Contoso.Mall</c>.</summary>
    public string[] DistinctPlugins { get; set; } = [];

    /// <summary>The absolute path of the file that keeps what is to be written there once the plugins are laid out. Ex: <c>obj/Debug/codexapprovals.pending</c>.</summary>
    [Required]
    public string PendingApprovalsFile { get; set; } = "";

    /// <summary>The absolute path of the file that remembers when versions were published. Ex: <c>obj/Debug/codexplugin.published</c>.</summary>
    [Required]
    public string PublishTimesFile { get; set; } = "";

    /// <summary>What was found and is no error, for the task that reports all.</summary>
    [Output]
    public ITaskItem[] Findings { get; set; } = [];

    /// <summary>Whether there is something to be written to <see cref="ApprovalsFile"/>.</summary>
    [Output]
    public bool HasPendingApprovals { get; set; }

    /// <summary>The absolute paths of the packages, since a package may be replaced without any other trace.</summary>
    [Output]
    public string[] WatchedFiles { get; set; } = [];

    /// <summary>Whether the next build may find something although nothing has changed.</summary>
    [Output]
    public bool DependsOnTime { get; set; }

    /// <inheritdoc/>
    public override bool Execute()
    {
        try
        {
            (IReadOnlyList<ReviewedPlugin> reviewed, IReadOnlyList<Diagnostic> found) = Review(findFeeds: IsMarketplaceProject);
            List<Diagnostic> diagnostics = [.. found];
            ApprovalResult approval = Decide(reviewed, diagnostics);
            if (diagnostics.Any(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error))
            {
                // The build ends here.
                ReportAll(diagnostics);
                UserOutput.Write(this, approval.Lines);
                return false;
            }

            Keep(approval);
            Findings = [.. diagnostics.Select(FindingItem.From)];
            WatchedFiles = [.. reviewed.Where(static plugin => plugin.Plugin.Plugin.ProjectFile is null).Select(static plugin => PluginPackageFormat.ArchiveOf(plugin.Plugin.Plugin))];
            DependsOnTime = reviewed.Any(static plugin => plugin.Plugin.Trust.DependsOnTime);
            return !Log.HasLoggedErrors;
        }
        catch (OperationCanceledException)
        {
            Log.LogMessage(MessageImportance.Low, "Cancelled.");
            return false;
        }
    }

    // Each question only where the ones before are answered: nobody can agree to what could not be read.
    private ApprovalResult Decide(IReadOnlyList<ReviewedPlugin> reviewed, List<Diagnostic> diagnostics)
    {
        var nothing = new ApprovalResult([], []);
        if (IsMarketplaceProject && !HasErrors())
        {
            diagnostics.AddRange(VerifySignatures(reviewed));
        }

        if (!IsRestore && reviewed.Any(static plugin => !plugin.Plugin.Trust.IsEmpty) && !HasErrors())
        {
            diagnostics.AddRange(CheckPolicies(reviewed));
        }

        if (!IsMarketplaceProject || HasErrors())
        {
            return nothing;
        }

        ApprovalResult approval = IsApproval
            ? ApprovalCheck.ApproveAll(ApprovalsFile!, reviewed, IsContinuousIntegration, Location, DistinctPlugins)
            : ApprovalCheck.Check(ApprovalsFile!, reviewed, IsContinuousIntegration, Location, DistinctPlugins);
        diagnostics.AddRange(approval.Diagnostics);
        return approval;

        bool HasErrors() => diagnostics.Any(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
    }

    // Methods of their own, so that NuGet's assemblies are loaded only where they are needed.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private IReadOnlyList<Diagnostic> VerifySignatures(IReadOnlyList<ReviewedPlugin> reviewed) =>
        new SignatureVerifier(Config, Location).VerifyAsync([.. reviewed.Select(static plugin => plugin.Plugin.Plugin)], Cancellation).GetAwaiter().GetResult();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private IReadOnlyList<Diagnostic> CheckPolicies(IReadOnlyList<ReviewedPlugin> reviewed) =>
        new TrustPolicies(Config, new PublishTimes(Config, PublishTimesFile)).CheckAsync(reviewed, Cancellation).GetAwaiter().GetResult();

    private void Keep(ApprovalResult approval)
    {
        HasPendingApprovals = !IsRestore && approval is { Pending: not null } or { Lines.Count: > 0 };
        if (HasPendingApprovals)
        {
            try
            {
                PendingApprovals.Keep(PendingApprovalsFile, approval);
            }
            catch (IOException exception)
            {
                Report([Diagnostic.Create(DiagnosticDescriptors.OutputNotWritable, Location, PendingApprovalsFile, exception.Message)]);
            }
        }
    }
}
