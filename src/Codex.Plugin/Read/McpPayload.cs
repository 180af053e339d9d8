using System.Buffers;
using System.Text.RegularExpressions;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Text;

namespace Codex.Plugin.Read;

/// <summary>Servers whose command fetches code when it starts, and does not say exactly which. What cannot be told for sure is passed over.</summary>
internal static partial class McpPayload
{
    private const RegexOptions Plain = RegexOptions.CultureInvariant;

    /// <summary>No command line of a server is longer.</summary>
    private const int MostWords = 500;

    private const int LongestScript = 10_000;

    private static readonly Options s_npx = new(
        "-y --yes -q --quiet --silent -s --prefer-offline --prefer-online --ignore-existing --ignore-scripts --foreground-scripts --legacy-peer-deps --force -f --no-audit --no-fund --no-update-notifier --verbose -d -dd",
        "--registry --cache --userconfig --prefix --loglevel -w --workspace --node-options -n --node-arg --shell --script-shell -c --call --omit --include --location",
        "-p --package");

    private static readonly Options s_pnpm = new("-s --silent -c --shell-mode --reporter=silent --offline-first", "--reporter --allow-build -C --dir --registry --loglevel", "--package -p");

    private static readonly Options s_yarn = new("-q --quiet", "", "-p --package");

    private static readonly Options s_bun = new("--bun --verbose --silent -y --yes", "", "-p --package");

    private static readonly Options s_deno = new(
        "-A --allow-all -q --quiet --no-check --no-lock --no-prompt --no-remote --no-npm --cached-only --check -r --reload --unstable --node-modules-dir --allow-net --allow-read --allow-write --allow-env --allow-run --allow-sys --allow-ffi --allow-import --frozen -R -W -N -E -S --vendor",
        "-c --config --import-map --lock --cert --seed --location --v8-flags --env-file -L --log-level --minimum-dependency-age", "");

    private static readonly Options s_uvx = new(
        "-q --quiet -v --verbose --isolated --refresh --reinstall -U --upgrade -n --no-cache --no-cache-dir --no-config --no-progress --native-tls --system-certs --managed-python --no-managed-python --no-python-downloads --no-build --no-build-isolation --no-binary --no-index --no-sources --compile-bytecode --no-env-file --active --no-project --no-sync --frozen --locked --no-dev --all-extras --all-groups --exact --preview --lfs",
        "-p --python --index --default-index -i --index-url --extra-index-url -f --find-links --index-strategy --keyring-provider --resolution --prerelease --fork-strategy --config-setting -C --link-mode --cache-dir --directory --project --config-file --env-file --refresh-package --reinstall-package -P --upgrade-package --allow-insecure-host --color --with-editable --with-requirements --python-preference --python-platform --extra --group --only-group --no-extra --no-group --env --torch-backend",
        "--from --with -w");

    private static readonly Options s_pipx = new("-q --quiet -v --verbose --no-cache --path --pypackages --system-site-packages --fetch-missing-python", "--python --index-url -i --pip-args --suffix --backend", "--spec --with");

    private static readonly Options s_docker = new(
        "-d -i -t -P -q -it -ti -di -dit -itd -id --rm --rmi --init --interactive --tty --detach --privileged --read-only --publish-all --no-healthcheck --oom-kill-disable --sig-proxy --disable-content-trust --quiet --replace --no-hosts --no-hostname --env-host --http-proxy --tls-verify --passwd --use-api-socket",
        "-a -c -e -h -l -m -p -u -v -w --add-host --annotation --attach --blkio-weight --blkio-weight-device --cap-add --cap-drop --cgroup-parent --cgroupns --cgroups --cidfile --cpu-count --cpu-percent --cpu-period --cpu-quota --cpu-rt-period --cpu-rt-runtime --cpu-shares --cpus --cpuset-cpus --cpuset-mems --detach-keys --device --device-cgroup-rule --device-read-bps --device-read-iops --device-write-bps --device-write-iops --dns --dns-opt --dns-option --dns-search --domainname --entrypoint --env --env-file --expose --gpus --group-add --health-cmd --health-interval --health-retries --health-start-interval --health-start-period --health-timeout --hostname --io-maxbandwidth --io-maxiops --ip --ip6 --ipc --isolation --kernel-memory --label --label-file --link --link-local-ip --log-driver --log-opt --mac-address --memory --memory-reservation --memory-swap --memory-swappiness --mount --name --net --net-alias --network --network-alias --oom-score-adj --pid --pids-limit --platform --pod --publish --pull --restart --runtime --secret --security-opt --shm-size --stop-signal --stop-timeout --storage-opt --sysctl --systemd --timeout --tmpfs --tz --ulimit --umask --user --userns --uts --volume --volume-driver --volumes-from --workdir --arch --os --authfile",
        "");

    private static readonly Options s_dockerItself = new("-D --debug --tls --tlsverify --remote -r", "-c --context --config -H --host -l --log-level --tlscacert --tlscert --tlskey --connection --root --runroot", "");

    private static readonly Options s_dnx = new("-y --yes --allow-roll-forward --prerelease --interactive --ignore-failed-sources --disable-parallel --no-http-cache --allow-downgrade", "--source --add-source --configfile -v --verbosity --framework --arch", "");

    private static readonly Options s_go = new("-v -x -n -race -a -trimpath", "-C -mod -modfile -tags -ldflags -gcflags -p -exec", "");

    private static readonly Options s_env = new("-i --ignore-environment -", "-u --unset -C --chdir", "");

    private static readonly SearchValues<char> s_ofRanges = SearchValues.Create("^~*<>=|, []()!");

    /// <summary>Reports the first payload of the server that is not pinned.</summary>
    public static void Check(McpServer server, DiagnosticBag diagnostics)
    {
        if (server.Text("command") is not { } command)
        {
            return;
        }

        var words = new List<Word> { new(command, server["command"]!.Start) };
        words.AddRange(server.Arguments.Take(MostWords).Select(static argument => new Word(argument.Text!, argument.Start)));
        if (Find<Finding>([.. words], depth: 0, FindProblem) is { } found)
        {
            diagnostics.Report(DiagnosticDescriptors.McpServerNotPinned, server.At(found.Start), server.Name, $"{found.Kind} '{SecretText.Hide(found.Name)}'", SecretText.Hide(found.Problem), SecretText.Hide(found.Advice));
        }
    }

    private static T? Find<T>(ReadOnlySpan<Word> line, int depth, Visitor<T> visit)
        where T : class
    {
        const int Deepest = 4;
        if (line.Length == 0 || depth > Deepest)
        {
            return null;
        }

        ReadOnlySpan<Word> rest = line[1..];
        string? first = rest.Length > 0 ? rest[0].Text : null;
        switch (NameOf(line[0].Text))
        {
            case "npx" or "pnpx":
                return visit(Fetcher.Npm, s_npx, rest);
            case "npm" when TrySkipTo(s_npx, ref rest, "exec", "x"):
                return visit(Fetcher.Npm, s_npx, rest);
            case "pnpm" when TrySkipTo(s_pnpm, ref rest, "dlx"):
                return visit(Fetcher.Npm, s_pnpm, rest);
            case "yarn" when first == "dlx":
                return visit(Fetcher.Npm, s_yarn, rest[1..]);
            case "bunx":
                return visit(Fetcher.Npm, s_bun, rest);
            case "bun" when TrySkipTo(s_bun, ref rest, "x"):
                return visit(Fetcher.Npm, s_bun, rest);
            case "deno" when TrySkipTo(s_deno, ref rest, "run", "x"):
                return visit(Fetcher.Deno, s_deno, rest);
            case "uvx":
                return visit(Fetcher.PythonTool, s_uvx, rest);
            case "uv" when TrySkipTo(s_uvx, ref rest, "tool") && rest.Length > 0 && rest[0].Text == "run":
                return visit(Fetcher.PythonTool, s_uvx, rest[1..]);
            case "uv" when TrySkipTo(s_uvx, ref rest, "run"):
                return visit(Fetcher.PythonScript, s_uvx, rest);
            case "pipx" when first == "run":
                return visit(Fetcher.PythonTool, s_pipx, rest[1..]);
            case "docker" or "podman" or "nerdctl" when TrySkipTo(s_dockerItself, ref rest, "run") || (TrySkipTo(s_dockerItself, ref rest, "container") && TrySkipTo(s_dockerItself, ref rest, "run")):
                return visit(Fetcher.Docker, s_docker, rest);
            case "dnx":
                return visit(Fetcher.Dotnet, s_dnx, rest);
            case "dotnet" when first == "dnx":
                return visit(Fetcher.Dotnet, s_dnx, rest[1..]);
            case "dotnet" when first == "tool" && rest.Length > 1 && rest[1].Text is "exec" or "execute":
                return visit(Fetcher.Dotnet, s_dnx, rest[2..]);
            case "go" when first == "run":
                return visit(Fetcher.Go, s_go, rest[1..]);
            case "env":
                return Find(AfterEnvironment(rest), depth + 1, visit);
            case "sudo" or "exec" or "nohup" or "command" when first?.StartsWith('-') == false:
                return Find(rest, depth + 1, visit);
            case "cmd":
                return Find(AfterCmd(rest), depth + 1, visit);
            case { } name when McpCommandLine.IsShell(name):
                return Shell(name, rest, depth, visit);
            default:
                return null;
        }
    }

    private static Finding? FindProblem(Fetcher fetcher, Options options, ReadOnlySpan<Word> words) => fetcher switch
    {
        Fetcher.Npm => Npm(options, words),
        Fetcher.Deno => Deno(words),
        Fetcher.PythonTool => Python(options, words, isTool: true),
        Fetcher.PythonScript => Python(options, words, isTool: false),
        Fetcher.Docker => Docker(words),
        Fetcher.Dotnet => Dotnet(words),
        _ => Go(words),
    };

    private static Finding? Npm(Options options, ReadOnlySpan<Word> words)
    {
        // What stays on the machine is not fetched.
        foreach (Word word in words)
        {
            if (word.Text is "--no-install" or "--no" or "--offline")
            {
                return null;
            }
        }

        Line line = Read(options, words);
        if (line.Named.Count > 0)
        {
            return line.Named.Select(static named => NpmPackage(named.Value)).FirstOrDefault(static found => found is not null);
        }

        return line.First is { } first ? NpmPackage(first) : null;
    }

    private static Finding? NpmPackage(Word word)
    {
        string text = word.Text;
        if (IsLocal(text) || IsOpen(text))
        {
            return null;
        }

        if (GitOfNpm().IsMatch(text))
        {
            int hash = text.IndexOf('#', StringComparison.Ordinal);
            return hash >= 0 && Commit().IsMatch(text[(hash + 1)..]) ? null
                : new Finding(word.Start, "the repository", text, "no commit is given", $"Write '{(hash < 0 ? text : text[..hash])}#' and the commit's hash, or an exact version of a package.");
        }

        // An address of an archive mostly has its version in it.
        if (text.Contains("://", StringComparison.Ordinal) || NpmSpecification().Match(text) is not { Success: true } match)
        {
            return null;
        }

        if (match.Groups["range"].Value is var range && range.StartsWith("npm:", StringComparison.Ordinal))
        {
            return NpmPackage(new Word(range[4..], word.Start));
        }

        string name = match.Groups["name"].Value;
        return ExactOfNpm().IsMatch(range) ? null : Unpinned(word.Start, "the npm package", name, "@", range);
    }

    private static Finding? Deno(ReadOnlySpan<Word> words)
    {
        if (Read(s_deno, words).First is not { } first)
        {
            return null;
        }

        string text = first.Text;
        if (text.StartsWith("npm:", StringComparison.Ordinal) || text.StartsWith("jsr:", StringComparison.Ordinal))
        {
            // The file in the package may follow.
            Match match = DenoSpecification().Match(text[4..].TrimStart('/'));
            string range = match.Groups["range"].Value;
            return !match.Success || IsOpen(text) || ExactOfNpm().IsMatch(range) ? null
                : Unpinned(first.Start, text[0] == 'n' ? "the npm package" : "the package", (text[0] == 'n' ? "npm:" : "jsr:") + match.Groups["name"].Value, "@", range);
        }

        bool isAddress = text.StartsWith("https://", StringComparison.Ordinal) || text.StartsWith("http://", StringComparison.Ordinal);
        return isAddress && !IsOpen(text) && !AnyVersion().IsMatch(text)
            ? new Finding(first.Start, "the script", text, "the address names no version", "Write an address with a version or a commit in it, or ship the script with the plugin.") : null;
    }

    private static Finding? Python(Options options, ReadOnlySpan<Word> words, bool isTool)
    {
        foreach (Word word in words)
        {
            // Nothing newer than a day is a pin as well, and constraints say more than we read.
            if (word.Text is "--offline" or "-c" or "--constraints" or "--constraint" or "--overrides" or "--exclude-newer" || word.Text.StartsWith("--exclude-newer=", StringComparison.Ordinal))
            {
                return null;
            }
        }

        Line line = Read(options, words);
        bool isNamed = false;
        foreach ((string option, Word value) in line.Named)
        {
            bool isTheTool = option is "--from" or "--spec";
            isNamed |= isTheTool;
            // --with takes several, and so do the extras of one.
            string[] parts = isTheTool || value.Text.Contains('[', StringComparison.Ordinal) ? [value.Text] : value.Text.Split(',', StringSplitOptions.RemoveEmptyEntries);
            if (parts.Select(part => PythonPackage(new Word(part, value.Start))).FirstOrDefault(static found => found is not null) is { } found)
            {
                return found;
            }
        }

        return isTool && !isNamed && line.First is { } first ? PythonPackage(first) : null;
    }

    private static Finding? PythonPackage(Word word)
    {
        string text = word.Text.Trim();
        if (IsOpen(text) || IsLocal(text))
        {
            return null;
        }

        int git = text.IndexOf("git+", StringComparison.Ordinal);
        if (git >= 0 && (git == 0 || text[..git].TrimEnd().EndsWith('@')))
        {
            string address = text[git..].Split('#')[0];
            int path = address.IndexOf("://", StringComparison.Ordinal) is >= 0 and int scheme ? address.IndexOf('/', scheme + 3) : 0;
            int at = address.LastIndexOf('@');
            string repository = at > path && path >= 0 ? address[..at] : address;
            return at > path && path >= 0 && Commit().IsMatch(address[(at + 1)..]) ? null
                : new Finding(word.Start, "the repository", address, "no commit is given", $"Write '{repository}@' and the commit's hash, or an exact version of a package.");
        }

        if (text.Contains("://", StringComparison.Ordinal) || PythonSpecification().Match(text) is not { Success: true } match)
        {
            return null;
        }

        string name = match.Groups["name"].Value + match.Groups["extras"].Value;
        // What follows a semicolon says where it is wanted.
        string version = match.Groups["version"].Value.Split(';')[0].Trim();
        return ExactOfPython().IsMatch(version) ? null : Unpinned(word.Start, "the Python package", name, "==", version.TrimStart('@'));
    }

    private static Finding? Docker(ReadOnlySpan<Word> words)
    {
        for (int i = 0; i < words.Length; i++)
        {
            if (words[i].Text == "--pull=never" || (words[i].Text == "--pull" && i + 1 < words.Length && words[i + 1].Text == "never"))
            {
                return null;
            }
        }

        if (Read(s_docker, words).First is not { } image || IsOpen(image.Text) || !Image().IsMatch(image.Text) || image.Text.StartsWith("localhost/", StringComparison.Ordinal) || image.Text.Contains('@', StringComparison.Ordinal))
        {
            return null;
        }

        int name = image.Text.LastIndexOf('/') + 1;
        int colon = image.Text.IndexOf(':', name);
        string tag = colon < 0 ? "" : image.Text[(colon + 1)..];
        return tag.Length > 0 && tag != "latest" ? null
            : new Finding(image.Start, "the image", image.Text, tag.Length == 0 ? "no tag is given, which means 'latest'" : "'latest' is whatever is the newest",
                $"Write '{(colon < 0 ? image.Text : image.Text[..colon])}:1.2.3', a tag that stays, or best the digest, '@sha256:...'.");
    }

    private static Finding? Dotnet(ReadOnlySpan<Word> words)
    {
        for (int i = 0; i < words.Length && words[i].Text != "--"; i++)
        {
            if (words[i].Text == "--version" || words[i].Text.StartsWith("--version=", StringComparison.Ordinal))
            {
                string version = words[i].Text.Length > "--version=".Length ? words[i].Text["--version=".Length..] : i + 1 < words.Length ? words[i + 1].Text : "";
                return ExactOfNuGet().IsMatch(version) || IsOpen(version) || Read(s_dnx, [.. words[..i]]).First is not { } named ? null : Unpinned(words[i].Start, "the NuGet package", named.Text, "@", version);
            }
        }

        if (Read(s_dnx, words).First is not { } first || IsOpen(first.Text) || NuGetSpecification().Match(first.Text) is not { Success: true } match)
        {
            return null;
        }

        return ExactOfNuGet().IsMatch(match.Groups["version"].Value) ? null : Unpinned(first.Start, "the NuGet package", match.Groups["name"].Value, "@", match.Groups["version"].Value);
    }

    private static Finding? Go(ReadOnlySpan<Word> words)
    {
        if (Read(s_go, words).First is not { } first || IsOpen(first.Text) || IsLocal(first.Text))
        {
            return null;
        }

        // Without a version it is a package of the module in the folder.
        int at = first.Text.IndexOf('@', StringComparison.Ordinal);
        return at <= 0 || ExactOfGo().IsMatch(first.Text[(at + 1)..]) ? null : Unpinned(first.Start, "the Go package", first.Text[..at], "@v", first.Text[(at + 1)..]);
    }

    private static Finding Unpinned(int start, string kind, string name, string separator, string version)
    {
        string problem = version.Length == 0 ? "no version is given"
            : version.AsSpan().ContainsAny(s_ofRanges) || char.IsAsciiDigit(version[0]) ? $"'{version}' leaves the version open"
            : $"'{version}' is whatever that name means on the day";
        return new Finding(start, kind, name, problem, $"Write the exact version, for instance '{name}{separator}1.2.3'.");
    }

    private static Word[] AfterEnvironment(ReadOnlySpan<Word> words)
    {
        int i = 0;
        for (; i < words.Length; i++)
        {
            string text = words[i].Text;
            if (s_env.WithValue.Contains(text))
            {
                i++;
            }
            else if (!s_env.Alone.Contains(text) && !Assignment().IsMatch(text))
            {
                break;
            }
        }

        return [.. words[Math.Min(i, words.Length)..]];
    }

    private static Word[] AfterCmd(ReadOnlySpan<Word> words)
    {
        int i = 0;
        while (i < words.Length && words[i].Text.StartsWith('/'))
        {
            i++;
        }

        // The command may be one argument.
        Word[] rest = [.. words[i..]];
        return rest.Length > 0 ? [.. Split(rest[0]).FirstOrDefault([]), .. rest[1..]] : rest;
    }

    private static T? Shell<T>(string shell, ReadOnlySpan<Word> words, int depth, Visitor<T> visit)
        where T : class
    {
        for (int i = 0; i + 1 < words.Length && words[i].Text.StartsWith('-'); i++)
        {
            if (McpCommandLine.IsOptionForScript(shell, words[i].Text))
            {
                return Split(words[i + 1]).Select(line => Find(WithoutAssignments(line), depth + 1, visit)).FirstOrDefault(static found => found is not null);
            }
        }

        return null;
    }

    private static Word[] WithoutAssignments(Word[] line) => [.. line.SkipWhile(static word => Assignment().IsMatch(word.Text))];

    /// <summary>The commands of a script, as far as they are simple: words with and without quotes between <c>;</c>, <c>&amp;</c>, <c>|</c> and line feeds.</summary>
    private static IEnumerable<Word[]> Split(Word script)
    {
        var line = new List<Word>();
        int count = 0;
        for (Match match = ScriptWord().Match(script.Text.Length > LongestScript ? "" : script.Text); match.Success && count < MostWords; match = match.NextMatch(), count++)
        {
            if (match.Groups["end"].Success)
            {
                yield return [.. line];
                line.Clear();
            }
            else
            {
                line.Add(new Word(match.Value.Replace("\"", "", StringComparison.Ordinal).Replace("'", "", StringComparison.Ordinal), script.Start));
            }
        }

        yield return [.. line];
    }

    /// <summary>Goes to behind one of the words, over options; whether one is there.</summary>
    private static bool TrySkipTo(Options options, ref ReadOnlySpan<Word> words, params ReadOnlySpan<string> commands)
    {
        Line line = Read(options, words);
        if (line.Named.Count == 0 && line.First is { } first && commands.Contains(first.Text))
        {
            words = words[(line.Index + 1)..];
            return true;
        }

        return false;
    }

    /// <summary>Reads over options to the first argument that is none. Where an option is unknown, that argument may be its value, and there is none.</summary>
    private static Line Read(Options options, ReadOnlySpan<Word> words)
    {
        var named = new List<(string, Word)>();
        for (int i = 0; i < words.Length; i++)
        {
            Word word = words[i];
            string text = word.Text;
            if (text == "--")
            {
                return i + 1 < words.Length ? new Line(named, words[i + 1], i + 1) : new Line(named, null, i);
            }

            if (!text.StartsWith('-') || text == "-")
            {
                return new Line(named, word, i);
            }

            int equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                if (options.Named.Contains(text[..equals]))
                {
                    named.Add((text[..equals], word with { Text = text[(equals + 1)..] }));
                }
            }
            else if (options.Named.Contains(text))
            {
                if (i + 1 < words.Length)
                {
                    named.Add((text, words[i + 1]));
                }

                i++;
            }
            else if (options.WithValue.Contains(text))
            {
                i++;
            }
            else if (!options.Alone.Contains(text))
            {
                return new Line(named, null, i);
            }
        }

        return new Line(named, null, words.Length);
    }

    /// <summary>The program, without its path and what Windows adds.</summary>
    private static string NameOf(string command)
    {
        // A file of the plugin is none of those that fetch.
        if (command.StartsWith("./", StringComparison.Ordinal) || command.StartsWith("../", StringComparison.Ordinal) || command.Length > 1000)
        {
            return "";
        }

        string name = command[(command.LastIndexOfAny(['/', '\\']) + 1)..].ToLowerInvariant();
        return Path.GetExtension(name) is ".cmd" or ".exe" or ".ps1" or ".bat" ? name[..^4] : name;
    }

    private static bool IsLocal(string text) =>
        text.StartsWith('.') || text.StartsWith('/') || text.StartsWith('~') || text.StartsWith("file:", StringComparison.Ordinal) || text.Contains('\\', StringComparison.Ordinal)
        || text.EndsWith(".tgz", StringComparison.Ordinal) || text.EndsWith(".whl", StringComparison.Ordinal) || text.EndsWith(".tar.gz", StringComparison.Ordinal) || text.EndsWith(".py", StringComparison.Ordinal);

    /// <summary>Whether something else fills in a part of it; or it is longer than any.</summary>
    private static bool IsOpen(string text) => text.Length > 500 || text.Contains('$', StringComparison.Ordinal) || text.Contains('`', StringComparison.Ordinal) || McpPlaceholders.Find(text) is not null;

    [GeneratedRegex(@"\A(?<name>(?:@[A-Za-z0-9._~-]+/)?[A-Za-z0-9._~-]+)(?:@(?<range>.*))?\z", Plain | RegexOptions.Singleline)]
    private static partial Regex NpmSpecification();

    [GeneratedRegex(@"\A(?<name>(?:@[A-Za-z0-9._~-]+/)?[A-Za-z0-9._~-]+)(?:@(?<range>[^/]*))?(?:/.*)?\z", Plain | RegexOptions.Singleline)]
    private static partial Regex DenoSpecification();

    [GeneratedRegex(@"\A(?:git\+|git://|git@|ssh://|github:|gitlab:|bitbucket:|gist:|https?://[^#]*\.git(?:#|\z)|[A-Za-z0-9][A-Za-z0-9_.-]*/[A-Za-z0-9_.-]+(?:#|\z))", Plain)]
    private static partial Regex GitOfNpm();

    [GeneratedRegex(@"\A[=v]{0,2}\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.+-]+)?\z", Plain)]
    private static partial Regex ExactOfNpm();

    [GeneratedRegex(@"\A(?<name>[A-Za-z0-9][A-Za-z0-9._-]*)(?<extras>\[[^\]]*\])?\s*(?<version>(?:@|[=<>!~]).*)?\z", Plain | RegexOptions.Singleline)]
    private static partial Regex PythonSpecification();

    [GeneratedRegex(@"\A(?:===?\s*|@)[0-9]+(?:\.[0-9]+)*[0-9A-Za-z.+!_-]*\z", Plain)]
    private static partial Regex ExactOfPython();

    [GeneratedRegex(@"\A(?<name>[A-Za-z0-9][A-Za-z0-9._-]*)(?:@(?<version>.*))?\z", Plain | RegexOptions.Singleline)]
    private static partial Regex NuGetSpecification();

    [GeneratedRegex(@"\A(?:\[\s*)?\d+(?:\.\d+){0,3}(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?(?:\s*\])?\z", Plain)]
    private static partial Regex ExactOfNuGet();

    [GeneratedRegex(@"\A(?:v\d+\.\d+\.\d+\S*|[0-9a-f]{7,40})\z", Plain)]
    private static partial Regex ExactOfGo();

    [GeneratedRegex(@"\A[a-z0-9][A-Za-z0-9._:/-]*(?:@\S+)?\z", Plain)]
    private static partial Regex Image();

    // Abbreviated, it is unsure, and passed over.
    [GeneratedRegex(@"\A[0-9a-f]{7,64}\z", Plain)]
    private static partial Regex Commit();

    [GeneratedRegex(@"\d+\.\d+|[0-9a-f]{40}", Plain)]
    private static partial Regex AnyVersion();

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*=", Plain)]
    private static partial Regex Assignment();

    [GeneratedRegex(@"(?<end>[;&|\n])|(?>(?:[^\s;&|""']+|""[^""]*""?|'[^']*'?)+)", Plain)]
    private static partial Regex ScriptWord();

    /// <summary>What fetches the code.</summary>
    private enum Fetcher
    {
        Npm,
        Deno,
        PythonTool,
        PythonScript,
        Docker,
        Dotnet,
        Go,
    }

    /// <summary>Looks at what follows the words that make a program fetch.</summary>
    private delegate T? Visitor<T>(Fetcher fetcher, Options options, ReadOnlySpan<Word> words)
        where T : class;

    /// <summary>A word of a command line, with its place.</summary>
    private readonly record struct Word(string Text, int Start);

    /// <summary>What is fetched, and what is wrong with it.</summary>
    private sealed record Finding(int Start, string Kind, string Name, string Problem, string Advice);

    /// <summary>A command line up to its first argument.</summary>
    /// <param name="Named">The values of the options that name packages.</param>
    /// <param name="First">The first argument; null where there is none, or it cannot be told.</param>
    /// <param name="Index">Where it is.</param>
    private sealed record Line(IReadOnlyList<(string Option, Word Value)> Named, Word? First, int Index);

    /// <summary>The options of a program: those without a value, with one, and those whose value is a package.</summary>
    private sealed class Options(string alone, string withValue, string named)
    {
        public HashSet<string> Alone { get; } = ToSet(alone);

        public HashSet<string> WithValue { get; } = ToSet(withValue);

        public HashSet<string> Named { get; } = ToSet(named);

        private static HashSet<string> ToSet(string words) => new(words.Split(' ', StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal);
    }
}
