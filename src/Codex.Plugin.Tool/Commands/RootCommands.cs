using System.CommandLine;

namespace Codex.Plugin.Tool.Commands;

/// <summary>All commands, in the order of their help.</summary>
internal static class RootCommands
{
    public static RootCommand Create()
    {
        var root = new RootCommand("The package manager for plugins of OpenAI Codex, on NuGet feeds.")
        {
            SearchCommand.Create(),
            ShowCommand.Create(),
            InstallCommand.Create(),
            UpdateCommand.Create(),
            RemoveCommand.Create(),
            ListCommand.Create(),
            DiffCommand.Create(),
            RestoreCommand.Create(),
            SyncCommand.Create(),
            VerifyCommand.Create(),
            DoctorCommand.Create(),
            ImportCommand.Create(),
            DotnetCommands.CreateNew(),
            DotnetCommands.CreatePack(),
            DotnetCommands.CreatePush(),
            CompletionCommand.Create(),
        };
        root.Options.Add(CommonOptions.Json);
        root.Options.Add(CommonOptions.Verbosity);
        return root;
    }
}
