using Codex.Plugin.Sdk.Tests.Codex;
using Codex.Plugin.Sdk.Tests.Infrastructure;
using Codex.Plugin.Tool.Tests.Feeds;

namespace Codex.Plugin.Tool.Tests.Infrastructure;

/// <summary>A test that uses the installed tool.</summary>
public abstract class ToolTest : EndToEndTest
{
    protected const string Review = "Contoso.Review";

    private readonly List<ToolUser> _users = [];

    [TestCleanup]
    public void RemoveHomes() => _users.ForEach(static user => user.Dispose());

    /// <summary>A user with an empty home and packages of their own, who knows no feed yet.</summary>
    private protected async Task<ToolUser> CreateUserAsync()
    {
        CodexHome codex = await CodexHome.CreateAsync();
        var folder = CreateFolder(ownPackages: true)
            .With("HOME", codex.UserHome).With("USERPROFILE", codex.UserHome).With("DOTNET_CLI_HOME", codex.UserHome)
            .With("APPDATA", Path.Combine(codex.UserHome, ".config")).With("CODEX_HOME", codex.CodexFolder)
            .With("PATH", $"{Path.GetDirectoryName((await CodexCli.RequireAsync()).Executable)}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}")
            .WriteConfig("<configuration><packageSources><clear /></packageSources></configuration>");
        // Nothing but what a test adds.
        File.Delete(Path.Combine(folder.Root, "nuget.config"));
        var user = new ToolUser(folder, codex, await ToolInstallation.GetAsync());
        _users.Add(user);
        return user;
    }

    /// <summary>A version of a plugin that also has a hook.</summary>
    private protected static byte[] WithHook(string id, string version) => new PluginNupkg(id, version)
    {
        ManifestMembers = ",\"hooks\":\"./hooks/hooks.json\"",
        Files = [("hooks/hooks.json", """{"hooks":{"PreToolUse":[{"matcher":"Bash","hooks":[{"type":"command","command":"echo checked"}]}]}}""")],
    }.Pack();
}
