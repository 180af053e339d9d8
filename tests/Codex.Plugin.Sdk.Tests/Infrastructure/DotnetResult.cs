using System.Text.Json;
using System.Text.RegularExpressions;

namespace Codex.Plugin.Sdk.Tests.Infrastructure;

/// <summary>An error or a warning as a build wrote it; line and column are 0 where there are none.</summary>
internal sealed record BuildMessage(string Severity, string Code, string File, int Line, int Column, string Text)
{
    public override string ToString() => $"{File}({Line},{Column}): {Severity} {Code}: {Text}";
}

/// <summary>How a command ended, and what it said.</summary>
internal sealed partial record DotnetResult(string Command, string Folder, int ExitCode, string StandardOutput, string StandardError)
{
    public string Output => StandardOutput + StandardError;

    /// <summary>As often as the build wrote them; its summary, which repeats them, does not count.</summary>
    public IReadOnlyList<BuildMessage> Messages { get; } = Parse(StandardOutput + StandardError, Folder);

    public IReadOnlyList<BuildMessage> Errors => [.. Messages.Where(static message => message.Severity == "error")];

    public IReadOnlyList<BuildMessage> Warnings => [.. Messages.Where(static message => message.Severity == "warning")];

    public IReadOnlyList<string> Lines => [.. Output.Split('\n').Select(static line => line.TrimEnd('\r'))];

    /// <summary>The answer of <c>-getItem</c> and <c>-getProperty</c>.</summary>
    public JsonElement Json => JsonElement.Parse(StandardOutput);

    /// <summary>The command ended well, and without a warning.</summary>
    public DotnetResult Succeeded()
    {
        SucceededWithWarnings();
        return Warnings.Count == 0 ? this : throw Fail($"no warning was expected, and there are {Warnings.Count}");
    }

    /// <summary>The command ended well, with exactly the warnings of these codes.</summary>
    public DotnetResult SucceededWithWarnings(params string[] codes)
    {
        if (ExitCode != 0 || Errors.Count > 0)
        {
            throw Fail("it should have succeeded");
        }

        return codes.Length == 0 || Codes(Warnings).SequenceEqual(codes.Order(StringComparer.Ordinal))
            ? this
            : throw Fail($"expected the warnings {string.Join(", ", codes)}");
    }

    /// <summary>The command failed with exactly the errors of these codes, each once.</summary>
    public DotnetResult FailedWith(params string[] codes)
    {
        if (ExitCode == 0)
        {
            throw Fail("it should have failed");
        }

        return Codes(Errors).SequenceEqual(codes.Order(StringComparer.Ordinal)) ? this : throw Fail($"expected the errors {string.Join(", ", codes)}");
    }

    public BuildMessage Error(string code) => Errors.FirstOrDefault(message => message.Code == code) ?? throw Fail($"there is no error {code}");

    public DotnetResult Says(string text) => Output.Contains(text, StringComparison.Ordinal) ? this : throw Fail($"it should have said '{text}'");

    public DotnetResult DoesNotSay(string text) => Output.Contains(text, StringComparison.Ordinal) ? throw Fail($"it should not have said '{text}'") : this;

    public AssertFailedException Fail(string reason) => new($"{Command}: {reason}.\nexit code {ExitCode}, in {Folder}\n{Output}");

    private static IOrderedEnumerable<string> Codes(IEnumerable<BuildMessage> messages) =>
        messages.Select(static message => message.Code).Order(StringComparer.Ordinal);

    private static List<BuildMessage> Parse(string output, string folder)
    {
        var messages = new List<BuildMessage>();
        foreach (var line in output.Split('\n'))
        {
            if (Summary().IsMatch(line))
            {
                break;
            }

            if (Message().Match(line.TrimEnd('\r')) is { Success: true } match)
            {
                messages.Add(new BuildMessage(
                    match.Groups["severity"].Value,
                    match.Groups["code"].Value,
                    Relative(match.Groups["file"].Value.Trim(), folder),
                    match.Groups["line"].Success ? int.Parse(match.Groups["line"].ValueSpan, provider: null) : 0,
                    match.Groups["column"].Success ? int.Parse(match.Groups["column"].ValueSpan, provider: null) : 0,
                    match.Groups["text"].Value));
            }
        }

        return messages;
    }

    // The console's logger makes every path absolute, the terminal's shows it relative to the current folder.
    private static string Relative(string file, string folder) =>
        file.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? Path.GetRelativePath(folder, file).Replace('\\', '/') : file;

    [GeneratedRegex(@"^Build (succeeded|FAILED)")]
    private static partial Regex Summary();

    [GeneratedRegex(@"^\s*(?:\d+>)?(?<file>.*?)(?:\((?<line>\d+)(?:,(?<column>\d+))?[\d,-]*\))?\s?: (?<severity>error|warning) ?(?<code>[A-Z]+\d+)?\s?: (?<text>.*)$")]
    private static partial Regex Message();
}
