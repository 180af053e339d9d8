using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Codex.Plugin.Packaging.Servers;

/// <summary>
/// NuGet's own restore of packages that the plugin's project does not reference, in a process of its own: it knows configuration, credentials, source mapping,
/// signatures and retries, and its failure is not the build's. Packages end up where <c>dotnet dnx</c> finds them.
/// </summary>
internal sealed partial class PackageRestore
{
    /// <summary>How long a killed process may take to be gone.</summary>
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(2);

    /// <summary>What MSBuild tells its children about itself; another one, as <c>global.json</c> may want it, must not hear it.</summary>
    private static readonly string[] s_msbuildVariables = ["MSBuildSDKsPath", "MSBuildExtensionsPath", "MSBUILD_EXE_PATH", "MSBuildLoadMicrosoftTargetsReadOnly"];

    private readonly List<Message> _errors = [];

    /// <summary>Whether the time was over before NuGet ended.</summary>
    public bool TimedOut { get; private init; }

    /// <summary>Restores the packages.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static PackageRestore Run(ServerPackageSettings settings, IReadOnlyList<ServerPackageId> packages, CancellationToken cancellation)
    {
        string assets = Path.Combine(settings.WorkFolder, "project.assets.json");
        Directory.CreateDirectory(settings.WorkFolder);
        File.Delete(assets);
        string project = Path.Combine(settings.WorkFolder, "packages.proj");
        Describe(settings, packages).Save(project);

        (bool ended, string output) = Restore(settings, project, cancellation);
        var restore = new PackageRestore { TimedOut = !ended };
        restore.ReadErrors(assets, output);
        return restore;
    }

    /// <summary>Why the package is not there.</summary>
    public PackageAnswer Explain(ServerPackageId package)
    {
        // A source that did not answer may have it, whatever the others say.
        Message? unanswered = _errors.FirstOrDefault(static error => error.PackageId is null);
        Message? own = _errors.FirstOrDefault(error => package.Id.Equals(error.PackageId, StringComparison.OrdinalIgnoreCase) && (error.Code != "NU1102" || error.Text.Contains($"(= {package.Version})", StringComparison.Ordinal)));
        return (unanswered, own) switch
        {
            (not null, _) => Unanswered(unanswered.Text),
            (_, { Code: "NU1100" or "NU1101" or "NU1102" or "NU1103" }) => new PackageAnswer(PackageAnswerKind.NotFound, NotFound(own)),
            (_, { Code: ['N', 'U', '3', ..] or "NU1402" }) => new PackageAnswer(PackageAnswerKind.NotFound, $"which NuGet refuses ({own.Code}): {own.Text}"),
            (_, not null) => Unanswered(own.Text),
            _ => Unanswered("NuGet did not say why it is not there"),
        };

        static PackageAnswer Unanswered(string reason) => new(PackageAnswerKind.Unanswered, reason);
    }

    private static string NotFound(Message error)
    {
        if (error.Code == "NU1101" && error.Text.IndexOf("source(s): ", StringComparison.Ordinal) is var sources and >= 0)
        {
            return $"which none of the sources has: {error.Text[(sources + "source(s): ".Length)..]}";
        }

        if (error.Code == "NU1102" && error.Text.IndexOf(" - ", StringComparison.Ordinal) is var versions and >= 0)
        {
            return $"of which the sources have other versions only: {Version().Replace(error.Text[(versions + " - ".Length)..], "; ")}";
        }

        return error.Text.Contains("PackageSourceMapping", StringComparison.Ordinal)
            ? $"which packageSourceMapping lets no source have{(error.Text.IndexOf("not considered: ", StringComparison.Ordinal) is var others and >= 0 ? $"; not asked: {error.Text[(others + "not considered: ".Length)..].TrimEnd('.')}" : "")}"
            : error.Code == "NU1100" ? "for which there is no package source"
            : $"which NuGet does not find: {error.Text}";
    }

    private static XDocument Describe(ServerPackageSettings settings, IReadOnlyList<ServerPackageId> packages)
    {
        var properties = new XElement("PropertyGroup",
            new XComment(" What the repository does to its own projects is none of this one's business. "),
            new XElement("ImportDirectoryBuildProps", "false"),
            new XElement("ImportDirectoryBuildTargets", "false"),
            new XElement("ImportDirectoryPackagesProps", "false"),
            new XElement("MSBuildProjectExtensionsPath", Escape(settings.WorkFolder + Path.DirectorySeparatorChar)),
            new XElement("TargetFramework", "netstandard2.0"),
            new XElement("DisableImplicitFrameworkReferences", "true"),
            new XElement("AutomaticallyUseReferenceAssemblyPackages", "false"),
            new XElement("NuGetAudit", "false"),
            new XElement("RestoreRootConfigDirectory", Escape(settings.ProjectFolder)));
        if (settings.PackagesFolders.Count > 0)
        {
            properties.Add(new XElement("RestorePackagesPath", Escape(settings.PackagesFolders[0])));
        }

        foreach ((string name, string value) in settings.RestoreProperties.Where(static property => property.Value.Length > 0))
        {
            // Relative to the plugin's project, as the author meant them.
            IEnumerable<string> values = value.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(one => Uri.TryCreate(one, UriKind.Absolute, out _) ? one : Path.GetFullPath(one, settings.ProjectFolder));
            properties.Add(new XElement(name, string.Join(';', values.Select(Escape))));
        }

        return new XDocument(
            new XComment(" Written by Codex.Plugin.Sdk: the packages of MCP servers, to be looked for by NuGet. "),
            new XElement("Project",
                properties,
                new XElement("Import", new XAttribute("Project", "Sdk.props"), new XAttribute("Sdk", "Microsoft.NET.Sdk")),
                new XElement("ItemGroup", packages.GroupBy(static package => package.Id, StringComparer.OrdinalIgnoreCase).Select(static group =>
                    new XElement("PackageDownload", new XAttribute("Include", group.Key), new XAttribute("Version", string.Join(';', group.Select(static package => $"[{package.Version}]")))))),
                new XElement("Import", new XAttribute("Project", "Sdk.targets"), new XAttribute("Sdk", "Microsoft.NET.Sdk"))));
    }

    /// <summary>The text as MSBuild reads it literally.</summary>
    private static string Escape(string text) => Special().Replace(text, static match => $"%{(int)match.Value[0]:X2}");

    private static (bool Ended, string Output) Restore(ServerPackageSettings settings, string project, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(settings.Dotnet, ["restore", project, "-nologo", "-v:q", "-m:1", "-nr:false", "-tl:off", "-noAutoRsp"])
        {
            WorkingDirectory = settings.ProjectFolder,
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Prepare(start.Environment);

        using var process = new Process { StartInfo = start };
        var output = new System.Text.StringBuilder();
        DataReceivedEventHandler read = (_, line) =>
        {
            lock (output)
            {
                output.AppendLine(line.Data);
            }
        };
        process.OutputDataReceived += read;
        process.ErrorDataReceived += read;
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(settings.Timeout);
        try
        {
            process.WaitForExitAsync(timeout.Token).GetAwaiter().GetResult();
            return (true, Text());
        }
        catch (OperationCanceledException)
        {
            // A child of its own (a credential provider) may hold its output open when it has long ended.
            bool ended = process.HasExited;
            process.Kill(entireProcessTree: true);
            process.WaitForExit(s_grace);
            cancellation.ThrowIfCancellationRequested();
            return (ended, Text());
        }

        string Text()
        {
            lock (output)
            {
                return output.ToString();
            }
        }
    }

    private static void Prepare(IDictionary<string, string?> environment)
    {
        foreach (string name in s_msbuildVariables)
        {
            environment.Remove(name);
        }

        // Nothing stays behind, and the words are those that are looked for below.
        environment["MSBUILDDISABLENODEREUSE"] = "1";
        environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        environment["DOTNET_NOLOGO"] = "1";

        // A restore that somebody waits for tries six times and longer; what the author has set holds.
        environment.TryAdd("NUGET_ENHANCED_MAX_NETWORK_TRY_COUNT", "2");
        environment.TryAdd("NUGET_ENHANCED_NETWORK_RETRY_DELAY_MILLISECONDS", "200");
    }

    private void ReadErrors(string assetsFile, string output)
    {
        try
        {
            using JsonDocument assets = JsonDocument.Parse(File.ReadAllBytes(assetsFile));
            if (assets.RootElement.TryGetProperty("logs", out JsonElement logs))
            {
                foreach (JsonElement log in logs.EnumerateArray().Where(static log => log.GetProperty("level").GetString() == "Error"))
                {
                    string? id = log.TryGetProperty("libraryId", out JsonElement library) ? library.GetString() : null;
                    _errors.Add(new Message(log.GetProperty("code").GetString()!, string.IsNullOrEmpty(id) ? null : id, OneLine(log.GetProperty("message").GetString()!)));
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException or KeyNotFoundException)
        {
            // It ended before it wrote the file: a nuget.config that is none, a package that cannot be extracted.
            string text = string.Join(' ', Error().Matches(output).Select(static match => match.Groups["text"].Value.Trim()).Distinct());
            text = text.Length > 0 ? text : OneLine(output);
            if (text.Length > 0)
            {
                _errors.Add(new Message("", null, text));
            }
        }
    }

    private static string OneLine(string text) => Blanks().Replace(text, " ").Trim();

    [GeneratedRegex(@"[%$@;'()*?]")]
    private static partial Regex Special();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"\s+- ")]
    private static partial Regex Version();

    [GeneratedRegex(@": error ?(?:[A-Z]+[0-9]+)?\s?: (?<text>.*?)(?: \[[^\[\]\r\n]*\])?\r?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Error();

    private sealed record Message(string Code, string? PackageId, string Text);
}
