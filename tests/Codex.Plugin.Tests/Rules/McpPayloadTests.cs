using System.Text;
using System.Text.Json;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Read;
using Codex.Plugin.Text;

namespace Codex.Plugin.Tests.Rules;

/// <summary>CXP3023: command lines that fetch code, pinned, open, and such as nobody can tell.</summary>
[TestClass]
public sealed class McpPayloadTests
{
    private const string Sha = "0123456789abcdef0123456789abcdef01234567";

    [TestMethod]
    // npm
    [DataRow("npx contoso-mcp", "the npm package 'contoso-mcp'", "no version is given", "'contoso-mcp@1.2.3'")]
    [DataRow("npx -y @contoso/mcp@latest --stdio", "the npm package '@contoso/mcp'", "'latest' is whatever", "'@contoso/mcp@1.2.3'")]
    [DataRow("npx --yes contoso@next", "'contoso'", "'next' is whatever", "")]
    [DataRow("npx contoso@^1.2.3", "'contoso'", "'^1.2.3' leaves the version open", "")]
    [DataRow("npx contoso@~1.2.3", "'contoso'", "leaves the version open", "")]
    [DataRow("npx contoso@1", "'contoso'", "'1' leaves the version open", "")]
    [DataRow("npx contoso@1.2", "'contoso'", "leaves the version open", "")]
    [DataRow("npx contoso@1.x", "'contoso'", "leaves the version open", "")]
    [DataRow("npx contoso@*", "'contoso'", "leaves the version open", "")]
    [DataRow("npx contoso@>=1.0.0", "'contoso'", "leaves the version open", "")]
    [DataRow("npx contoso@", "'contoso'", "no version is given", "")]
    [DataRow("npx -y -p contoso contoso-mcp", "'contoso'", "no version is given", "")]
    [DataRow("npx --package=@contoso/a@1.0.0 --package @contoso/b contoso-mcp", "'@contoso/b'", "no version is given", "")]
    [DataRow("npx --registry https://npm.contoso.com -y contoso", "'contoso'", "no version is given", "")]
    [DataRow("npx -y -- contoso", "'contoso'", "no version is given", "")]
    [DataRow("npx alias@npm:contoso@latest", "'contoso'", "'latest'", "")]
    [DataRow("npx -y mcp-remote https://contoso.com/mcp", "'mcp-remote'", "no version is given", "")]
    [DataRow("npx tsx ./server.ts", "'tsx'", "no version is given", "")]
    [DataRow("npx -y github:contoso/mcp", "the repository 'github:contoso/mcp'", "no commit is given", "'github:contoso/mcp#' and the commit's hash")]
    [DataRow("npx -y contoso/mcp#main", "the repository 'contoso/mcp#main'", "no commit is given", "'contoso/mcp#' and")]
    [DataRow("npx -y git+https://github.com/contoso/mcp.git#semver:^1", "the repository", "no commit is given", "")]
    [DataRow("npx.cmd -y contoso", "'contoso'", "", "")]
    [DataRow("NPX.CMD contoso", "'contoso'", "", "")]
    [DataRow("/usr/local/bin/npx contoso", "'contoso'", "", "")]
    [DataRow("C:\\nodejs\\npx.ps1 contoso", "'contoso'", "", "")]
    [DataRow("npm exec contoso", "'contoso'", "", "")]
    [DataRow("npm exec --yes -- contoso@latest", "'contoso'", "", "")]
    [DataRow("npm --silent x contoso", "'contoso'", "", "")]
    [DataRow("pnpm dlx contoso", "'contoso'", "", "")]
    [DataRow("pnpm --package=contoso dlx contoso-mcp", null, "", "")]
    [DataRow("pnpm dlx --package=contoso contoso-mcp", "'contoso'", "", "")]
    [DataRow("pnpx contoso", "'contoso'", "", "")]
    [DataRow("yarn dlx -q contoso", "'contoso'", "", "")]
    [DataRow("yarn dlx -p contoso@1.0.0 -p other x", "'other'", "", "")]
    [DataRow("bunx contoso", "'contoso'", "", "")]
    [DataRow("bunx --bun contoso@latest", "'contoso'", "", "")]
    [DataRow("bun x contoso", "'contoso'", "", "")]
    [DataRow("npx contoso@1.2.3", null, "", "")]
    [DataRow("npx -y @contoso/mcp@1.2.3-beta.1+build --x", null, "", "")]
    [DataRow("npx contoso@=1.2.3", null, "", "")]
    [DataRow("npx -p contoso@1.2.3 -c x", null, "", "")]
    [DataRow("npx alias@npm:@contoso/mcp@1.2.3", null, "", "")]
    [DataRow("npx --no-install contoso", null, "", "")]
    [DataRow("npx --offline contoso", null, "", "")]
    [DataRow("npx ./server", null, "", "")]
    [DataRow("npx ../server", null, "", "")]
    [DataRow("npx contoso-1.2.3.tgz", null, "", "")]
    [DataRow("npx https://contoso.com/mcp.tgz", null, "", "")]
    [DataRow("npx --unheard-of x contoso", null, "", "")]
    [DataRow("npx ${PACKAGE}", null, "", "")]
    [DataRow("npx contoso@${VERSION}", null, "", "")]
    [DataRow("npx", null, "", "")]
    [DataRow("npx -y", null, "", "")]
    [DataRow("npx -p", null, "", "")]
    [DataRow("npx github:contoso/mcp#" + Sha, null, "", "")]
    [DataRow("npx git+ssh://git@github.com/contoso/mcp.git#" + Sha, null, "", "")]
    [DataRow("npx contoso/mcp#0123456", null, "", "")]
    [DataRow("npm run start", null, "", "")]
    [DataRow("npm start", null, "", "")]
    [DataRow("pnpm exec contoso", null, "", "")]
    [DataRow("yarn contoso", null, "", "")]
    [DataRow("bun run server.ts", null, "", "")]
    [DataRow("./npx contoso", null, "", "")]
    [DataRow("contoso npx other", null, "", "")]
    // deno
    [DataRow("deno run -A npm:@contoso/mcp", "the npm package 'npm:@contoso/mcp'", "no version is given", "'npm:@contoso/mcp@1.2.3'")]
    [DataRow("deno run --allow-net=a.com jsr:@contoso/mcp@^1/cli", "the package 'jsr:@contoso/mcp'", "leaves the version open", "")]
    [DataRow("deno run https://contoso.com/mcp.ts", "the script 'https://contoso.com/mcp.ts'", "names no version", "ship the script")]
    [DataRow("deno run -A npm:@contoso/mcp@1.2.3/cli", null, "", "")]
    [DataRow("deno run https://deno.land/x/contoso@v1.2.3/mod.ts", null, "", "")]
    [DataRow("deno run https://raw.githubusercontent.com/contoso/mcp/" + Sha + "/mod.ts", null, "", "")]
    [DataRow("deno run -A ./server.ts", null, "", "")]
    [DataRow("deno run server.ts", null, "", "")]
    [DataRow("deno task start", null, "", "")]
    // Python
    [DataRow("uvx contoso-mcp", "the Python package 'contoso-mcp'", "no version is given", "'contoso-mcp==1.2.3'")]
    [DataRow("uvx contoso-mcp@latest --x", "'contoso-mcp'", "'latest' is whatever", "")]
    [DataRow("uvx contoso[cli]>=1.0", "'contoso[cli]'", "'>=1.0' leaves the version open", "'contoso[cli]==1.2.3'")]
    [DataRow("uvx contoso~=1.0", "'contoso'", "leaves the version open", "")]
    [DataRow("uvx contoso==1.*", "'contoso'", "leaves the version open", "")]
    [DataRow("uvx --from contoso contoso-mcp", "'contoso'", "no version is given", "")]
    [DataRow("uvx --python 3.12 --from git+https://github.com/contoso/mcp contoso-mcp", "the repository 'git+https://github.com/contoso/mcp'", "no commit is given", "'git+https://github.com/contoso/mcp@' and the commit's hash")]
    [DataRow("uvx --from=git+https://github.com/contoso/mcp@main contoso-mcp", "the repository", "no commit", "'git+https://github.com/contoso/mcp@' and")]
    [DataRow("uvx --from git+ssh://git@github.com/contoso/mcp.git contoso-mcp", "the repository", "no commit", "mcp.git@'")]
    [DataRow("uvx --with pandas contoso==1.0", "'pandas'", "no version is given", "")]
    [DataRow("uvx --with a==1,b>=2 contoso==1.0", "'b'", "", "")]
    [DataRow("uv tool run contoso", "'contoso'", "", "")]
    [DataRow("uv --quiet tool run --from contoso x", "'contoso'", "", "")]
    [DataRow("uv run --with mcp[cli] mcp run server.py", "'mcp[cli]'", "no version is given", "")]
    [DataRow("uv run --directory . --with=fastmcp fastmcp run server.py", "'fastmcp'", "", "")]
    [DataRow("pipx run contoso", "'contoso'", "", "")]
    [DataRow("pipx run --spec contoso>=1 x", "'contoso'", "", "")]
    [DataRow("uvx.exe contoso", "'contoso'", "", "")]
    [DataRow("uvx contoso==1.2.3", null, "", "")]
    [DataRow("uvx contoso@1.2.3", null, "", "")]
    [DataRow("uvx contoso[cli]==1.2.3rc1", null, "", "")]
    [DataRow("uvx contoso==1.2.3;python_version>'3'", null, "", "")]
    [DataRow("uvx --from contoso[a,b]==1.2.3 x", null, "", "")]
    [DataRow("uvx --from git+https://github.com/contoso/mcp@" + Sha + "#subdirectory=a x", null, "", "")]
    [DataRow("uvx --from . x", null, "", "")]
    [DataRow("uvx --from ./server x", null, "", "")]
    [DataRow("uvx --from https://contoso.com/contoso-1.2.3-py3-none-any.whl x", null, "", "")]
    [DataRow("uvx --exclude-newer 2026-01-01 contoso", null, "", "")]
    [DataRow("uvx --constraints c.txt contoso", null, "", "")]
    [DataRow("uvx --offline contoso", null, "", "")]
    [DataRow("uvx --unheard-of x contoso", null, "", "")]
    [DataRow("uv run server.py", null, "", "")]
    [DataRow("uv run --directory ./server contoso", null, "", "")]
    [DataRow("uv --directory . run contoso", null, "", "")]
    [DataRow("uv run --with contoso==1.2.3 server.py", null, "", "")]
    [DataRow("uv sync", null, "", "")]
    [DataRow("pipx run --spec contoso==1.2.3 x", null, "", "")]
    [DataRow("python -m contoso", null, "", "")]
    // Containers
    [DataRow("docker run -i --rm contoso/mcp", "the image 'contoso/mcp'", "no tag is given", "'contoso/mcp:1.2.3'")]
    [DataRow("docker run -i --rm -e GITHUB_TOKEN -e A=b --name x -v /a:/b ghcr.io/contoso/mcp:latest stdio", "the image 'ghcr.io/contoso/mcp:latest'", "'latest' is whatever", "'ghcr.io/contoso/mcp:1.2.3'")]
    [DataRow("docker run --network=host --env A localhost:5000/mcp", "the image 'localhost:5000/mcp'", "no tag", "")]
    [DataRow("docker --context x container run -it mcp/fetch", "'mcp/fetch'", "", "")]
    [DataRow("podman run --rm docker.io/contoso/mcp", "'docker.io/contoso/mcp'", "", "")]
    [DataRow("docker.exe run mcp/fetch", "'mcp/fetch'", "", "")]
    [DataRow("docker run contoso/mcp:1.2.3", null, "", "")]
    [DataRow("docker run contoso/mcp:stable", null, "", "")]
    [DataRow("docker run contoso/mcp@sha256:" + Sha, null, "", "")]
    [DataRow("docker run contoso/mcp:latest@sha256:" + Sha, null, "", "")]
    [DataRow("docker run --pull=never contoso", null, "", "")]
    [DataRow("docker run --pull never contoso", null, "", "")]
    [DataRow("docker run --unheard-of x contoso", null, "", "")]
    [DataRow("docker run localhost/contoso", null, "", "")]
    [DataRow("docker run ${IMAGE}", null, "", "")]
    [DataRow("docker exec -i contoso mcp", null, "", "")]
    [DataRow("docker compose run mcp", null, "", "")]
    [DataRow("docker mcp gateway run", null, "", "")]
    [DataRow("docker run", null, "", "")]
    // .NET
    [DataRow("dnx Contoso.Mcp --yes", "the NuGet package 'Contoso.Mcp'", "no version is given", "'Contoso.Mcp@1.2.3'")]
    [DataRow("dotnet dnx Contoso.Mcp@1.* --yes", "'Contoso.Mcp'", "'1.*' leaves the version open", "")]
    [DataRow("dotnet tool exec -y Contoso.Mcp", "'Contoso.Mcp'", "", "")]
    [DataRow("dnx Contoso.Mcp@[1.0,2.0)", "'Contoso.Mcp'", "", "")]
    [DataRow("dnx Contoso.Mcp --version 1.*", "'Contoso.Mcp'", "'1.*'", "")]
    [DataRow("dnx.cmd Contoso.Mcp", "'Contoso.Mcp'", "", "")]
    [DataRow("dotnet dnx Contoso.Mcp@1.2.3 --yes", null, "", "")]
    [DataRow("dotnet dnx Contoso.Mcp@1.2.3-beta.1 --yes -- --version 2", null, "", "")]
    [DataRow("dotnet dnx --source https://contoso.com Contoso.Mcp@1.2.3 --yes", null, "", "")]
    [DataRow("dnx Contoso.Mcp --version 1.2.3", null, "", "")]
    [DataRow("dnx Contoso.Mcp@[1.2.3]", null, "", "")]
    [DataRow("dnx --unheard-of x Contoso.Mcp", null, "", "")]
    [DataRow("dotnet tool run contoso", null, "", "")]
    [DataRow("dotnet ./mcp/server.dll", null, "", "")]
    [DataRow("dotnet run --project x", null, "", "")]
    // Go
    [DataRow("go run github.com/contoso/mcp@latest", "the Go package 'github.com/contoso/mcp'", "'latest' is whatever", "'github.com/contoso/mcp@v1.2.3'")]
    [DataRow("go run -mod=mod github.com/contoso/mcp/cmd@v1", "'github.com/contoso/mcp/cmd'", "", "")]
    [DataRow("go run github.com/contoso/mcp@v1.2.3", null, "", "")]
    [DataRow("go run github.com/contoso/mcp@" + Sha, null, "", "")]
    [DataRow("go run ./cmd/mcp", null, "", "")]
    [DataRow("go run github.com/contoso/mcp", null, "", "")]
    // Commands around them
    [DataRow("cmd /c npx -y contoso", "'contoso'", "", "")]
    [DataRow("cmd.exe /d /s /c npx.cmd contoso", "'contoso'", "", "")]
    [DataRow("cmd /c|npx -y contoso@latest --x", "'contoso'", "", "")]
    [DataRow("sh -c|npx -y contoso", "'contoso'", "", "")]
    [DataRow("bash -lc|cd x && A=b exec npx -y 'contoso@latest' | tee y", "'contoso'", "", "")]
    [DataRow("/bin/bash -e -c|test -f x; uvx \"contoso\"", "'contoso'", "", "")]
    [DataRow("pwsh -NoProfile -Command|npx contoso", "'contoso'", "", "")]
    [DataRow("env -u X A=b npx contoso", "'contoso'", "", "")]
    [DataRow("sudo docker run mcp/fetch", "'mcp/fetch'", "", "")]
    [DataRow("sh -c|npx -y contoso@1.2.3 && echo 'npx other'", null, "", "")]
    [DataRow("sh -c|npx -y $PACKAGE", null, "", "")]
    [DataRow("sh ./npx.sh contoso", null, "", "")]
    [DataRow("sh -c", null, "", "")]
    [DataRow("cmd /c", null, "", "")]
    [DataRow("env", null, "", "")]
    public void OnlyWhatIsPinnedIsWhatWasReviewed(string line, string? what, string problem, string advice)
    {
        IReadOnlyList<Diagnostic> all = Read(line);
        IReadOnlyList<Diagnostic> found = [.. all.Where(static one => one.Descriptor.Id == "CXP3023")];
        Assert.AreEqual(what is null ? 0 : 1, found.Count, string.Join('\n', all));
        if (what is not null)
        {
            Assert.AreEqual(DiagnosticSeverity.Warning, found[0].Severity);
            Assert.Contains(what, found[0].Message);
            Assert.Contains(problem, found[0].Message);
            Assert.Contains(advice, found[0].Message);
        }
    }

    [TestMethod]
    public void FindingPointsAtThePackageAndHidesSecrets()
    {
        string password = string.Concat("Kx7", "Pq2Rt9", "Zw4");
        Diagnostic[] found = [.. Read($"uvx --from git+https://contoso:{password}@contoso.com/mcp mcp").Where(static one => one.Descriptor.Id == "CXP3023")];
        Assert.HasCount(1, found);
        Assert.AreEqual("mcp/docs.json(1,35)", found[0].Location.ToString());
        Assert.DoesNotContain(password, found[0].Message);
    }

    // Whatever somebody writes, there is an answer, in time.
    [TestMethod]
    public void AnyCommandLineIsRead()
    {
        var random = new Random(3023);
        string[] words =
        [
            "npx", "npm", "exec", "uvx", "uv", "tool", "run", "docker", "dotnet", "dnx", "go", "sh", "-c", "cmd", "/c", "env", "A=b", "-p", "--package", "--package=", "--from", "--with", "-e", "--version", "--", "-", "", "@", "@/", "a@", "git+", "git+https://",
            "a@git+b", "a/b#", "npm:", "'", "\"", "\"'", ";;", "&&&", "(", "[", "a[", "a[b]==", ":", "a:", "/", "\ud800", "\0", "--=", "=", "sh -c 'npx a'", new string('a', 3000),
        ];
        for (int i = 0; i < 2000; i++)
        {
            Read(string.Join('|', Enumerable.Range(0, random.Next(1, 8)).Select(_ => words[random.Next(words.Length)])).Replace(' ', '\t'));
        }

        foreach (string word in (string[])["\"", "'", "a\"b'", ";", "a@", "/", "--x", "-c", "a "])
        {
            string many = string.Concat(Enumerable.Repeat(word, 1_000_000 / word.Length));
            Read("sh|-c|" + many.Replace('|', ' '));
            Read("npx|" + many);
            Read("uvx|" + many);
            Read("docker|run|" + many);
        }
    }

    // Words between blanks; from the first | on, whole arguments.
    private static IReadOnlyList<Diagnostic> Read(string line)
    {
        string[] whole = line.Split('|', 2);
        List<string> words = [.. whole[0].Split(' ')];
        if (whole.Length > 1)
        {
            words.AddRange(words[^1].StartsWith('-') || words[^1] == "/c" ? [whole[1]] : whole[1].Split('|'));
        }

        var diagnostics = new DiagnosticBag();
        var reader = new McpServerReader(new Dictionary<string, SourceEntry>(), diagnostics);
        string server = $"{{\"command\":{JsonSerializer.Serialize(words[0])},\"args\":{JsonSerializer.Serialize(words.Skip(1))}}}";
        reader.AddDescriptor("docs", new SourceText("mcp/docs.json", Encoding.UTF8.GetBytes(server)));
        return diagnostics.ToSortedList();
    }
}
