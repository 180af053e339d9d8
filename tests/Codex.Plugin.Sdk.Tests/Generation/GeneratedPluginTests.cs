using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Codex.Plugin.Sdk.Tests.Codex;

namespace Codex.Plugin.Sdk.Tests.Generation;

/// <summary>Whatever lies in a folder: what Codex would lose of it, the build says; what the build makes of it, Codex loads without a word.</summary>
/// <remarks><c>CXP_SEED=7</c> tries other plugins, <c>CXP_MINUTES=30</c> more of them, <c>CXP_PLUGINS=1</c> few at once: one seed alone.</remarks>
[TestClass]
public sealed class GeneratedPluginTests
{
    private const int MostFindings = 40;

    private readonly List<string> _findings = [];
    private readonly SortedDictionary<string, int> _rules = new(StringComparer.Ordinal);
    private readonly string _folder = Directory.CreateTempSubdirectory("codex-generated-").FullName;

    public required TestContext TestContext { get; set; }

    [TestCleanup]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public async Task ManyPluginsAreReportedAsEachAlone()
    {
        await CodexCli.RequireAsync();
        var mutants = Enumerable.Range(Setting("CXP_SEED", 1), 100).Select(PluginGenerator.Create).Where(plugin => plugin.IsHandWritten)
            .Select(plugin => Mutator.Mutate(plugin, plugin.Seed).Plugin).Take(5).ToList();
        string[] folders = [.. mutants.Select(plugin => Path.Combine(_folder, $"alone{plugin.Seed}"))];
        for (var i = 0; i < folders.Length; i++)
        {
            mutants[i].WriteTo(folders[i]);
        }

        var crash = new GeneratedPlugin { Seed = 0, IsHandWritten = true, Project = _ => throw new InvalidOperationException() };
        crash.Add(".codex-plugin/plugin.json", """{ "name": "crash", "version": "1.0.0" }""");
        crash.Add("hooks/hooks.json", """{ "hooks": { "Stop": [ { "hooks": [ { "type": "command", "command": "true", "timeout": 9223372036854775808 } ] } ] } }""");
        crash.WriteTo(Path.Combine(_folder, "crash"));

        var (reports, nobodys) = await CodexBatch.LoadAsync([.. folders, Path.Combine(_folder, "crash")]);

        Assert.IsNotNull(reports[^1].Crash);
        Assert.IsEmpty(nobodys);
        for (var i = 0; i < folders.Length; i++)
        {
            var alone = await CodexReport.LoadPluginAsync(folders[i]);
            Assert.AreEqual(Comparable(alone).ToJson(), Comparable(reports[i]).ToJson(), folders[i]);
        }

        // The command line and the server refuse in different words; a log may say one thing in two orders.
        static CodexReport Comparable(CodexReport report) => report.InstallError is null
            ? report with { Warnings = [.. report.Warnings.Order(StringComparer.Ordinal)] }
            : report with { InstallError = "refused", Warnings = [] };
    }

    [TestMethod]
    public async Task CodexLoadsWhatTheBuildLetsPass()
    {
        await CodexCli.RequireAsync();
        var first = Setting("CXP_SEED", 1);
        var size = Setting("CXP_PLUGINS", 100);
        var watch = Stopwatch.StartNew();
        var time = TimeSpan.FromMinutes(Setting("CXP_MINUTES", 1));
        var plugins = 0;
        var seed = first;
        // The last round may take longer than half of what is left.
        for (; seed == first || (size > 1 && watch.Elapsed < time * 0.8 && _findings.Count < MostFindings); seed += size)
        {
            plugins += await RunAsync(seed, size);
        }

        TestContext.WriteLine($"{plugins} plugins loaded by Codex in {watch.Elapsed.TotalSeconds:0} s (seeds {first} to {seed - 1}).");
        TestContext.WriteLine("Rules that fired: " + string.Join(", ", _rules.Select(rule => $"{rule.Key} {rule.Value}")));
        foreach (var finding in _findings)
        {
            TestContext.WriteLine(finding);
        }

        Assert.IsEmpty(_findings, _findings.FirstOrDefault());
    }

    private async Task<int> RunAsync(int first, int size)
    {
        var watch = Stopwatch.StartNew();
        var cases = new List<Case>();
        for (var seed = first; seed < first + size; seed++)
        {
            var plugin = PluginGenerator.Create(seed);
            var valid = new Case(seed, "unchanged", plugin, MutationKind.Change, null);
            cases.Add(valid);
            var mutation = Mutator.Mutate(plugin, seed);
            cases.Add(new Case(seed, mutation.Text, mutation.Plugin, mutation.Kind, valid));
        }

        foreach (var one in cases)
        {
            (one.Folder, one.Compilation) = Compile(one.Plugin, $"{one.Seed}{(one.Original is null ? "" : "m")}");
            foreach (var id in one.Compilation.Diagnostics.Select(diagnostic => diagnostic.Descriptor.Id).Distinct(StringComparer.Ordinal))
            {
                _rules[id] = _rules.GetValueOrDefault(id) + 1;
            }
        }

        TestContext.WriteLine($"{cases.Count} compiled after {watch.Elapsed.TotalSeconds:0.0} s");
        var loaded = await LoadAsync(cases.Where(one => one.Compilation.Success), one => GeneratedPlugin.OutputFolder(one.Folder), (one, report) => one.Built = report);
        loaded += await LoadAsync(cases.Where(one => one.IsPlugin), one => one.RawFolder(), (one, report) => one.Raw = report);
        TestContext.WriteLine($"{loaded} loaded after {watch.Elapsed.TotalSeconds:0.0} s");
        foreach (var one in cases)
        {
            Check(one);
            Directory.Delete(one.Folder, recursive: true);
        }

        return loaded;
    }

    private async Task<int> LoadAsync(IEnumerable<Case> cases, Func<Case, string> folder, Action<Case, CodexReport> set)
    {
        Case[] all = [.. cases];
        var (reports, nobodys) = await CodexBatch.LoadAsync([.. all.Select(folder)]);
        for (var i = 0; i < all.Length; i++)
        {
            set(all[i], reports[i]);
        }

        _findings.AddRange(nobodys.Select(line => $"A line of the log of which it is not known what it is about: {line}"));
        return all.Length;
    }

    private void Check(Case one)
    {
        // What it says of the plugin anyway is not about the mutation.
        var known = one.Original?.Compilation.Diagnostics.Select(diagnostic => diagnostic.ToString()).ToHashSet(StringComparer.Ordinal) ?? [];
        var said = one.Compilation.Diagnostics.Where(diagnostic => !known.Contains(diagnostic.ToString())).ToList();
        if (one.Original is null)
        {
            if (!one.Compilation.Success)
            {
                Report(one, "the build refuses a valid plugin");
                return;
            }

            CheckComplete(one);
        }

        // A link is replaced by what it leads to, and what a manifest leaves out the project fills.
        var isMended = one.Description.Contains("is a link", StringComparison.Ordinal) || one.Description.EndsWith(".name: removed", StringComparison.Ordinal) || one.Description.EndsWith(".version: removed", StringComparison.Ordinal);
        if (one.Raw is { } raw && said.Count == 0 && !isMended && Complaints(raw) is { Count: > 0 } complaints)
        {
            Report(one, "Codex complains of the folder and the build says nothing: " + string.Join(" | ", complaints));
        }

        if (one.Built is not { } built)
        {
            return;
        }

        if (said.Count == 0 || one.Original is null)
        {
            if (Complaints(built) is { Count: > 0 } ofBuilt)
            {
                Report(one, "Codex complains of what was built: " + string.Join(" | ", ofBuilt));
            }

            CheckDeclared(one, built);
        }

        if (one.Raw is not null && said.Count == 0 && !isMended)
        {
            CheckSame(one, "what was built is not what lies in the folder", Comparable(one.Raw), Comparable(built));
        }

        // Who removes or rewrites something knows; who misspells it does not.
        if (one.Kind == MutationKind.Mistake && said.Count == 0 && one.Original?.Built is { } original && FindLoss(JsonNode.Parse(original.ToJson()), JsonNode.Parse(built.ToJson()), "") is { } loss)
        {
            Report(one, "lost without a word: " + loss);
        }
    }

    /// <summary>All that the generator put into a valid plugin is there.</summary>
    private void CheckComplete(Case one)
    {
        var built = one.Built!;
        Same("skills", one.Plugin.Skills, built.Skills.Select(skill => skill.Name[(skill.Name.IndexOf(':', StringComparison.Ordinal) + 1)..]));
        Same("servers", one.Plugin.Servers, built.McpServers.Keys);
        if (one.Plugin.Hooks != built.Hooks.Count)
        {
            Report(one, $"{one.Plugin.Hooks} hooks were written, {built.Hooks.Count} loaded");
        }

        void Same(string what, IEnumerable<string> expected, IEnumerable<string> actual)
        {
            var (wanted, got) = (string.Join(", ", expected.Order(StringComparer.Ordinal)), string.Join(", ", actual.Order(StringComparer.Ordinal)));
            if (wanted != got)
            {
                Report(one, $"{what} written: {wanted}; loaded: {got}");
            }
        }
    }

    /// <summary>What the built folder declares by its files is loaded.</summary>
    private void CheckDeclared(Case one, CodexReport built)
    {
        var folder = GeneratedPlugin.OutputFolder(one.Folder);
        if (built.McpServers.Count != Count(".mcp.json", "mcpServers"))
        {
            Report(one, $"{Count(".mcp.json", "mcpServers")} servers were built, {built.McpServers.Count} loaded");
        }

        if (one.Compilation.Summary is { } summary)
        {
            if (summary.Skills != built.Skills.Count(skill => !skill.Path.Contains("migrated-command-skills", StringComparison.Ordinal)))
            {
                Report(one, $"the build counts {summary.Skills} skills, Codex {built.Skills.Count}");
            }

            if (summary.Hooks != built.Hooks.Count)
            {
                Report(one, $"the build counts {summary.Hooks} hooks, Codex {built.Hooks.Count}");
            }
        }

        int Count(string file, string member) =>
            File.Exists(Path.Combine(folder, file)) && JsonNode.Parse(File.ReadAllText(Path.Combine(folder, file)))?[member] is JsonObject map ? map.Count : 0;
    }

    private void CheckSame(Case one, string what, CodexReport expected, CodexReport actual)
    {
        var (before, after) = (expected.ToJson(), actual.ToJson());
        if (before != after)
        {
            Report(one, $"{what}: {FindDifference(before, after)}");
        }
    }

    /// <summary>Without what the build mends on purpose: the folder of servers whose files lie in the plugin.</summary>
    private static CodexReport Comparable(CodexReport report) => report with
    {
        McpServers = new SortedDictionary<string, CodexMcpServer>(
            report.McpServers.ToDictionary(server => server.Key, server => server.Value.Cwd is null or "." ? server.Value with { Cwd = null } : server.Value), StringComparer.Ordinal),
        Version = report.Version == "local" ? "1.0.0" : report.Version,
        Warnings = [],
    };

    private static List<string> Complaints(CodexReport report) =>
    [
        .. new[] { report.Crash, report.InstallError }.OfType<string>(),
        .. report.SkillErrors.Select(error => $"{error.Path}: {error.Message}"),
        .. report.HookWarnings,
        .. report.Warnings,
    ];

    /// <summary>A value that was there and is not any more; one that differs is a change, not a loss.</summary>
    private static string? FindLoss(JsonNode? before, JsonNode? after, string path)
    {
        switch (before)
        {
            case JsonObject json:
                return json.Select(member => (after as JsonObject)?[member.Key] is { } kept
                    ? FindLoss(member.Value, kept, $"{path}.{member.Key}")
                    : $"{path}.{member.Key} = {Shorten(member.Value?.ToJsonString() ?? "null")}").FirstOrDefault(loss => loss is not null);
            case JsonArray array:
                return (after as JsonArray)?.Count < array.Count ? $"{path} has {((JsonArray)after!).Count} of {array.Count}"
                    : array.Select((item, i) => FindLoss(item, after?[i], $"{path}[{i}]")).FirstOrDefault(loss => loss is not null);
            default:
                return null;
        }
    }

    private static string FindDifference(string before, string after)
    {
        var (left, right) = (before.Split('\n'), after.Split('\n'));
        var at = left.Zip(right).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"{string.Join(' ', left.Skip(at).Take(3).Select(line => Shorten(line.Trim())))} <> {string.Join(' ', right.Skip(at).Take(3).Select(line => Shorten(line.Trim())))}";
    }

    private static string Shorten(string text) => text.Length <= 200 ? text : text[..200] + "...";

    private void Report(Case one, string finding)
    {
        if (one.IsReported)
        {
            return;
        }

        one.IsReported = true;
        var said = one.Compilation.Diagnostics.Count == 0 ? "nothing" : string.Join(" | ", one.Compilation.Diagnostics.Take(3).Select(diagnostic => Shorten(diagnostic.ToString())));
        _findings.Add($"seed {one.Seed} ({(one.Plugin.IsHandWritten ? "manifest by hand" : "convention")}), {one.Description}\n  {Shorten(finding)}\n  the build says: {said}");
    }

    private (string Folder, PluginCompilation Compilation) Compile(GeneratedPlugin plugin, string name)
    {
        var folder = Path.Combine(_folder, name);
        return (folder, plugin.Compile(folder));
    }

    private static int Setting(string name, int normally) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : normally;

    private sealed record Case(int Seed, string Description, GeneratedPlugin Plugin, MutationKind Kind, Case? Original)
    {
        public string Folder { get; set; } = "";

        public PluginCompilation Compilation { get; set; } = null!;

        public CodexReport? Built { get; set; }

        public CodexReport? Raw { get; set; }

        /// <summary>Whether the folder is a plugin before it is built.</summary>
        public bool IsPlugin => Plugin.IsHandWritten && Plugin.Files.ContainsKey(".codex-plugin/plugin.json");

        /// <summary>Whether it has been reported: one mistake breaks several of the laws.</summary>
        public bool IsReported { get; set; }

        /// <summary>The folder without what the build has made.</summary>
        public string RawFolder()
        {
            var folder = Path.Combine(Folder, "obj", "raw", Path.GetFileName(Folder));
            Plugin.WriteTo(folder);
            return folder;
        }
    }
}
