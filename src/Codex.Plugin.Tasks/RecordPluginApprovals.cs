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
        ApprovalResult result = PendingApprovals.Take(PendingApprovalsFile);
        if (ApprovalCheck.Record(ApprovalsFile, result) is { } notWritten)
        {
            Report([notWritten]);
        }
        else
        {
            UserOutput.Write(this, result.Lines);
        }

        return !Log.HasLoggedErrors;
    }
}
