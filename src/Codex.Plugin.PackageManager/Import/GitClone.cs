using System.ComponentModel;
using System.Diagnostics;
using Codex.Plugin.Runtime.Codex;

namespace Codex.Plugin.PackageManager.Import;

/// <summary>Gets a repository with the git of this machine, without its history and without asking anybody.</summary>
internal static class GitClone
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromMinutes(10);

    /// <summary>Clones into a folder that is there and empty.</summary>
    /// <exception cref="ImportException">There is no git, or it failed.</exception>
    public static async Task RunAsync(GitAddress address, string folder, CancellationToken cancellationToken)
    {
        if (address.Ref is null)
        {
            await GitAsync(["clone", "--quiet", "--depth", "1", "--no-tags", "--", address.Url, "."]);
            return;
        }

        // A commit cannot be cloned by its name, but fetched.
        await GitAsync(["init", "--quiet"]);
        await GitAsync(["fetch", "--quiet", "--depth", "1", "--no-tags", "--", address.Url, address.Ref]);
        await GitAsync(["checkout", "--quiet", "--detach", "FETCH_HEAD"]);

        async Task GitAsync(string[] arguments)
        {
            // Files as they are in the repository, whatever this machine's settings say.
            ProcessStartInfo start = ChildProcess.Describe("git", ["-c", "core.autocrlf=false", "-c", "credential.interactive=false", .. arguments], folder);
            start.Environment["GIT_TERMINAL_PROMPT"] = "0";
            start.Environment["GCM_INTERACTIVE"] = "never";
            start.Environment["GIT_ASKPASS"] = "";
            start.Environment["SSH_ASKPASS"] = "";
            start.Environment.TryAdd("GIT_SSH_COMMAND", "ssh -oBatchMode=yes");
            start.Environment["LC_ALL"] = "C";
            // A repository around us is none of this one's business.
            start.Environment.Remove("GIT_DIR");
            start.Environment.Remove("GIT_WORK_TREE");
            ProcessResult result;
            try
            {
                result = await ChildProcess.RunAsync(start, s_timeout, cancellationToken);
            }
            catch (Win32Exception)
            {
                throw new ImportException("There is no 'git' on the PATH to fetch the repository with. Install it, or name a folder that has been fetched already.");
            }
            catch (TimeoutException)
            {
                throw new ImportException($"git did not fetch {address.Shown} within {s_timeout.TotalMinutes:0} minutes. Try again, or clone it by hand and name the folder.");
            }

            if (result.ExitCode != 0)
            {
                string said = string.Join(' ', GitAddress.WithoutCredentials(result.StandardError).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).TakeLast(3));
                throw new ImportException($"git could not fetch {address.Shown}: {said} Check the address and the name after '#'. A log-in comes from git's own settings (credential helper, SSH key); nobody is asked here.");
            }
        }
    }
}
