using Codex.Plugin.Diagnostics;
using Codex.Plugin.Packaging.Trust;
using Microsoft.Build.Framework;

namespace Codex.Plugin.Tasks;

/// <summary>Writes what <see cref="ReviewPlugins"/> has found to be agreed to, and says it.</summary>
[MSBuildMultiThreadableTask]
public sealed class RecordPluginApprovals : PluginTask
{
    /// <summary>The absolute path of <c>plugins.approved.json</c>.</summary>
    [Required]
    public string ApprovalsFile { get; set; } = "";

    /// <summary>The absolute path of the file that keeps what is to be recorded.</summary>
    [Required]
    public string PendingApprovalsFile { get; set; } = "";

    /// <inheritdoc/>
    public override bool Execute()
    {
        Report(Record(this, PendingApprovalsFile, ApprovalsFile));
        return !Log.HasLoggedErrors;
    }

    /// <summary>Writes what is pending, and prints what that is; what went wrong, where something did.</summary>
    internal static IReadOnlyList<Diagnostic> Record(PluginTask task, string pendingApprovalsFile, string approvalsFile)
    {
        ApprovalResult result = PendingApprovals.Take(pendingApprovalsFile);
        if (ApprovalCheck.Record(approvalsFile, result) is { } notWritten)
        {
            return [notWritten];
        }

        UserOutput.Write(task, result.Lines);
        return [];
    }
}
