using Codex.Plugin.PackageManager.Import;
using Codex.Plugin.Sdk.Tests.Infrastructure;

namespace Codex.Plugin.Tool.Tests.Import;

/// <summary>Plugins in git repositories, fetched by the machine's git.</summary>
[TestClass]
public sealed class ImportGitTests : ImportTest
{
    [TestMethod]
    public async Task BranchTagAndCommitOfARepositoryAreImported()
    {
        var folder = CreateFolder(Plugin);
        string url = await CreateRepositoryAsync(folder);
        string first = await GitAsync(folder, "rev-parse", "HEAD");
        await GitAsync(folder, "tag", "v1");
        folder.Write("#file source/.codex-plugin/plugin.json\n{ \"name\": \"contoso-review\", \"version\": \"2.0.0\", \"description\": \"Reviews branches.\" }");
        await CommitAsync(folder);
        await GitAsync(folder, "branch", "next");

        foreach ((string wanted, string version) in new[] { ("", "2.0.0"), ("#v1", "1.2.0"), ("#next", "2.0.0"), ($"#{first}", "1.2.0") })
        {
            folder.Delete("imported");
            ImportResult result = await ImportAsync(folder, url + wanted);

            Assert.AreEqual(url + wanted, result.Source);
            Assert.AreEqual(version, (string?)folder.ReadJson("imported/plugins/contoso-review/.codex-plugin/plugin.json")["version"], wanted);
            Assert.DoesNotContain(static file => file.Contains(".git/", StringComparison.Ordinal), folder.List("imported"));
        }
    }

    [TestMethod]
    public async Task RepositoryThatCannotBeFetchedIsAMessage()
    {
        var folder = CreateFolder(Plugin);
        string url = await CreateRepositoryAsync(folder);

        Assert.Contains("#nowhere", (await RefusesAsync(folder, url + "#nowhere")).Message);
        Assert.Contains("git could not fetch", (await RefusesAsync(folder, $"file://{folder.PathOf("nothing")}")).Message);
        Assert.IsFalse(folder.Exists("imported"));
    }

    [TestMethod]
    public async Task CredentialsAreInNoMessage()
    {
        var folder = CreateFolder();

        // Port 9 answers nobody.
        ImportException refused = await RefusesAsync(folder, "http://somebody:hunter2secret@127.0.0.1:9/a.git?token=hunter2secret#main");

        Assert.IsFalse(refused.Message.Contains("hunter2secret", StringComparison.Ordinal), refused.Message);
        Assert.Contains("http://127.0.0.1:9/a.git#main", refused.Message);
    }

    [TestMethod]
    [DataRow("ext::sh -c evil")]
    [DataRow("gopher://contoso.example/a")]
    [DataRow("https://contoso.example/a#--upload-pack=evil")]
    [DataRow("https://contoso.example/a#")]
    public async Task AddressThatGitMustNotGetIsRefused(string address) => await RefusesAsync(CreateFolder(), address);

    [TestMethod]
    [DataRow("https://git.contoso.example/team/plugins.git", "plugins")]
    [DataRow("git@git.contoso.example:team/plugins.git", "plugins")]
    [DataRow("https://git.contoso.example/team/plugins/?a=b", "plugins")]
    public void RepositoryHasTheNameOfItsAddress(string address, string name) => Assert.AreEqual(name, GitAddress.Parse(address)!.Name);

    private static async Task<string> CreateRepositoryAsync(TestFolder folder)
    {
        await GitAsync(folder, "init", "--quiet", "--initial-branch=main");
        await CommitAsync(folder);
        return new Uri(folder.PathOf("source")).AbsoluteUri;
    }

    private static async Task CommitAsync(TestFolder folder)
    {
        await GitAsync(folder, "add", "--all");
        await GitAsync(folder, "-c", "user.name=Somebody", "-c", "user.email=somebody@contoso.example", "-c", "commit.gpgSign=false", "commit", "--quiet", "-m", "A plugin");
    }

    private static async Task<string> GitAsync(TestFolder folder, params string[] arguments)
    {
        ProcessResult result = await ChildProcess.RunAsync(ChildProcess.Describe("git", arguments, folder.PathOf("source")), TimeSpan.FromMinutes(1));
        Assert.AreEqual(0, result.ExitCode, result.StandardError);
        return result.StandardOutput.Trim();
    }
}
