using System.CommandLine;
using Codex.Plugin.PackageManager.Installed;
using Codex.Plugin.PackageManager.Operations;
using Codex.Plugin.PackageManager.Projects;
using Codex.Plugin.Tool.Output;

namespace Codex.Plugin.Tool.Commands;

/// <summary><c>remove ID</c></summary>
internal static class RemoveCommand
{
    private static readonly Argument<string?> s_id = CommonOptions.InstalledId("The package's id, or the plugin's name in Codex.");

    public static Command Create()
    {
        s_id.Arity = ArgumentArity.ExactlyOne;
        var command = new Command("remove", "Removes a plugin from Codex.") { s_id };
        command.Aliases.Add("uninstall");
        CommonOptions.AddChange(command);
        command.SetAction(static (parsed, cancellation) => ToolRun.RunAsync(parsed, ToolJson.Relaxed.ToolAnswerChangeResult, RunAsync, cancellation));
        return command;
    }

    private static async Task<(ExitCode, ChangeResult?)> RunAsync(ToolRun run, CancellationToken cancellation)
    {
        ManagedProject project = CommonOptions.GetProject(run.Parsed);
        string id = InstalledId(project, run.Parsed.GetRequiredValue(s_id)!);
        if (!project.Exists)
        {
            throw NotInstalled(project, id);
        }

        // Without a plugin the marketplace has no reason to be in Codex.
        bool isLast = InstalledPlugins.Read(project).Where(static plugin => plugin.IsDirect).All(plugin => plugin.Id.Equals(id, StringComparison.OrdinalIgnoreCase));
        (ExitCode exitCode, ChangeOutcome outcome) = await ProjectCommand.RunAsync(run, project, $"Removing {id}", edit =>
        {
            if (!edit.Project.Remove(id))
            {
                throw NotInstalled(project, id);
            }
        }, isLast ? ["Build", "Uninstall"] : ["Install"], cancellation).ConfigureAwait(false);

        if (exitCode == ExitCode.Success)
        {
            ProjectCommand.WriteCodex(run, outcome);
            run.Output.Say(outcome.After.Any(plugin => plugin.Id.Equals(id, StringComparison.OrdinalIgnoreCase)) ? $"{id} is no longer asked for, but another plugin needs it." : $"{id} is removed.");
        }
        else
        {
            ProjectCommand.SayUnchanged(run, $"{id} was not removed");
        }

        return (exitCode, ChangeResult.Of(project, outcome));
    }

    /// <summary>The id of what the user names by its id or its name in Codex.</summary>
    public static string InstalledId(ManagedProject project, string name) =>
        InstalledPlugins.Read(project) is var plugins && plugins.Any(plugin => plugin.Id.Equals(name, StringComparison.OrdinalIgnoreCase))
            ? name
            : plugins.FirstOrDefault(plugin => plugin.Name.Equals(name, StringComparison.Ordinal))?.Id ?? name;

    public static ManagedProjectException NotInstalled(ManagedProject project, string id)
    {
        string[] installed = [.. InstalledPlugins.Read(project).Where(static plugin => plugin.IsDirect).Select(static plugin => plugin.Id)];
        return new ManagedProjectException($"{id} is not installed in {project.File}. {(installed.Length == 0 ? "Nothing is." : $"Installed are: {string.Join(", ", installed)}.")}");
    }
}
