using System.CommandLine;
using Codex.Plugin.PackageManager.Engine;
using Codex.Plugin.Tool.Output;

namespace Codex.Plugin.Tool.Commands;

/// <summary>Thin doors to <c>dotnet</c>: what they do not know is handed on.</summary>
internal static class DotnetCommands
{
    // What 'dotnet new' says where it does not know a template.
    private const int TemplateNotFound = 103;

    private static readonly Dictionary<string, string> s_templates = new(StringComparer.OrdinalIgnoreCase)
    {
        ["plugin"] = "codexplugin",
        ["marketplace"] = "codexmarketplace",
        ["reference"] = "codexpluginreference",
    };

    public static Command CreateNew()
    {
        var template = new Argument<string>("TEMPLATE") { Description = "plugin, marketplace, or reference (a plugin in a marketplace)." };
        template.AcceptOnlyFromAmong([.. s_templates.Keys]);
        return Create("new", "Makes a project from a template: dotnet new.", "Options of the template, for instance -n Contoso.Review.", (run, rest, cancellation) =>
            NewAsync(run, [s_templates[run.Parsed.GetRequiredValue(template)], .. rest], cancellation), template);
    }

    public static Command CreatePack() => Create("pack", "Packs the plugin of the current folder: dotnet pack.", "Arguments of 'dotnet pack'.", static (run, rest, cancellation) =>
        RunAsync(run, ["pack", .. rest], cancellation));

    public static Command CreatePush() => Create("push", "Publishes packages on a feed: dotnet nuget push. Without a package, those of bin/Release.", "Arguments of 'dotnet nuget push', for instance --source contoso.", static (run, rest, cancellation) =>
        RunAsync(run, ["nuget", "push", .. rest is [['-', ..], ..] or [] ? (string[])[Path.Combine("bin", "Release", "*.nupkg")] : [], .. rest], cancellation));

    private static Command Create(string name, string description, string restDescription, Func<ToolRun, string[], CancellationToken, Task<int>> call, Argument<string>? first = null)
    {
        var command = new Command(name, description) { TreatUnmatchedTokensAsErrors = false };
        if (first is not null)
        {
            command.Arguments.Add(first);
        }

        var rest = new Argument<string[]>("ARGUMENTS") { Description = restDescription, Arity = ArgumentArity.ZeroOrMore };
        command.Arguments.Add(rest);
        command.SetAction((parsed, cancellation) => ToolRun.RunAsync(parsed, ToolJson.Relaxed.ToolAnswerDotnetResult, async (run, token) =>
        {
            string[] handedOn = Rest(parsed, first is null ? 0 : 1);
            int exitCode = await call(run, handedOn, token).ConfigureAwait(false);
            token.ThrowIfCancellationRequested();
            return (exitCode == 0 ? ExitCode.Success : ExitCode.Failed, new DotnetResult(handedOn, exitCode));
        }, cancellation));
        return command;
    }

    // In the order in which they were written: an option that we do not know stands before its value.
    private static string[] Rest(ParseResult parsed, int skip)
    {
        int command = parsed.Tokens.ToList().FindIndex(token => token.Type == System.CommandLine.Parsing.TokenType.Command && token.Value == parsed.CommandResult.Command.Name);
        return [.. parsed.Tokens.Skip(command + 1 + skip).Select(static token => token.Value).Where(static value => value is not ("--json" or "--"))];
    }

    private static async Task<int> NewAsync(ToolRun run, string[] arguments, CancellationToken cancellation)
    {
        var quiet = new List<string>();
        int exitCode = await RunAsync(run, ["new", .. arguments], cancellation, quiet.Add, notYet: TemplateNotFound).ConfigureAwait(false);
        if (exitCode == TemplateNotFound)
        {
            string package = Directory.Exists(ToolRun.PackagesFolder) ? Directory.EnumerateFiles(ToolRun.PackagesFolder, "Codex.Plugin.Templates.*.nupkg").FirstOrDefault() ?? "Codex.Plugin.Templates" : "Codex.Plugin.Templates";
            quiet.Clear();
            exitCode = await RunAsync(run, ["new", "install", package, "--force"], cancellation, quiet.Add).ConfigureAwait(false);
            if (exitCode == 0)
            {
                quiet.Clear();
                exitCode = await RunAsync(run, ["new", .. arguments], cancellation, quiet.Add).ConfigureAwait(false);
            }
        }

        quiet.ForEach(run.Output.Say);
        return exitCode;
    }

    private static async Task<int> RunAsync(ToolRun run, string[] arguments, CancellationToken cancellation, Action<string>? onLine = null, int? notYet = null)
    {
        run.Output.Detail($"dotnet {string.Join(' ', arguments)}", Verbosity.Diagnostic);
        var errors = new List<string>();
        (int exitCode, string error) = await DotnetCommand.RunAsync(run.Directory, arguments, line =>
        {
            (onLine ?? run.Output.Say)(line);
            if (line.Contains(": error ", StringComparison.Ordinal) || line.StartsWith("error", StringComparison.Ordinal))
            {
                errors.Add(line.Trim());
            }
        }, cancellation).ConfigureAwait(false);

        if (exitCode == notYet)
        {
            // What it misses comes next.
            return exitCode;
        }

        if (run.Output.IsJson && exitCode != 0)
        {
            // Nobody has seen what it said.
            foreach (string line in errors.Concat(error.Split('\n')).Select(static line => line.Trim()).Where(static line => line.Length > 0).DefaultIfEmpty($"dotnet ended with {exitCode}.").Distinct())
            {
                run.Output.Report(new ToolDiagnostic(ToolSeverity.Error, null, line));
            }
        }
        else if (error.Trim().Length > 0)
        {
            Console.Error.WriteLine(error.Trim());
        }

        return exitCode;
    }
}
