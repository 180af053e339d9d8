using System.Buffers;
using System.Text.RegularExpressions;
using Codex.Plugin.Diagnostics;

namespace Codex.Plugin.Security;

/// <summary>Commands that run what they download, or what they decode, in one line.</summary>
internal static partial class DownloadRules
{
    private const int MostFindings = 20;

    /// <summary>As much of a line as is looked at, on both sides.</summary>
    private const int Furthest = 400;

    /// <summary>Nobody writes more pipes into a command.</summary>
    private const int MostPipes = 20;

    // Something of these stands in every such command.
    private static readonly SearchValues<string> s_words = SearchValues.Create(
        ["curl", "wget", "iwr", "irm", "invoke-webrequest", "invoke-restmethod", "downloadstring", "base64", "b64decode", "atob(", "certutil", "bitsadmin", "mshta", "regsvr32", "exec(", "eval(", "-enc"], StringComparison.OrdinalIgnoreCase);

    // Whoever installs one of these tools is told to do it so by the tool's own documentation.
    private static readonly SearchValues<string> s_wellKnown = SearchValues.Create(
    [
        "://astral.sh/", "://sh.rustup.rs", "://get.docker.com", "://bun.sh/", "://bun.com/", "://deno.land/", "://fnm.vercel.app/", "://get.pnpm.io/", "://get.sdkman.io", "://get.k3s.io", "://install.python-poetry.org", "://starship.rs/",
        "://raw.githubusercontent.com/nvm-sh/", "://raw.githubusercontent.com/Homebrew/", "://raw.githubusercontent.com/helm/", "://dot.net/", "://dotnet.microsoft.com/", "://builds.dotnet.microsoft.com/", "://aka.ms/", "://get.helm.sh", "://cli.github.com/",
        "://sdk.cloud.google.com", "://get.volta.sh", "://mise.run", "://mise.jdx.dev/", "://ollama.com/", "://tailscale.com/", "://fly.io/", "://nixos.org/", "://install.determinate.systems/", "://foundry.paradigm.xyz", "://bootstrap.pypa.io/", "://deb.nodesource.com/",
        "://rpm.nodesource.com/", "://get.pulumi.com", "://chatgpt.com/", "://claude.ai/", "://cursor.com/", "://get.chezmoi.io", "://just.systems/", "://taskfile.dev/", "://get.scoop.sh", "://community.chocolatey.org/", "://cli.run.tiup.io", "://railway.app/", "://railway.com/",
        "://packagecloud.io/", "://apt.llvm.org/", "://get.rvm.io", "://get.haskellstack.org", "://get-ghcup.haskell.org", "://raw.githubusercontent.com/trufflesecurity/", "://raw.githubusercontent.com/aquasecurity/", "://raw.githubusercontent.com/anchore/", "://get.anchore.io/",
    ], StringComparison.OrdinalIgnoreCase);

    /// <summary>Reports the commands in the text.</summary>
    public static void Check(ContentText text, List<Diagnostic> found)
    {
        ReadOnlySpan<char> content = text.Text;
        int count = 0;
        int readTo = 0;
        for (int at = 0; count < MostFindings && content[at..].IndexOfAny(s_words) is >= 0 and int next;)
        {
            at += next;
            (int start, int end) = Line(text, at);
            start = Math.Max(start, readTo);
            if (Find(text.Text[start..end].Replace("\\\n", "  ", StringComparison.Ordinal), text.Kind) is var (from, length, descriptor, severity))
            {
                count++;
                int index = start + from;
                found.Add(Diagnostic.Create(descriptor, text.At(index), ContentExcerpt.Of(text, index, length)) with { Severity = severity });
                at = readTo = index + length;
            }
            else
            {
                at = Math.Max(at + 1, Math.Min(end, at + Furthest - 1));
            }
        }
    }

    /// <summary>The command in a line of a text; null where there is none.</summary>
    private static (int Index, int Length, DiagnosticDescriptor Descriptor, DiagnosticSeverity Severity)? Find(string line, ContentKind kind)
    {
        if (FirstOf(line, EncodedToShell(), EncodedToPowerShell(), EncodedToInterpreter()) is var (encoded, encodedLength))
        {
            return (encoded, encodedLength, DiagnosticDescriptors.EncodedAndRun, kind == ContentKind.Script && !IsSaid(line, encoded) ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning);
        }

        if ((Piped(line) ?? FirstOf(line, ShellOfDownload(), PowerShell(), Interpreter(), WindowsTools()) ?? SavedAndRun(line)) is not var (index, length))
        {
            return null;
        }

        bool isPlain = kind == ContentKind.Script ? IsSaid(line, index) || IsText(line, index) : IsWellKnown(line.AsSpan(index, length));
        return (index, length, DiagnosticDescriptors.DownloadedAndRun, isPlain ? DiagnosticSeverity.Note : DiagnosticSeverity.Warning);
    }

    // Every address in it, and from its beginning: what stands in a query proves nothing.
    private static bool IsWellKnown(ReadOnlySpan<char> command)
    {
        bool isAny = false;
        for (int at; (at = command.IndexOf("://", StringComparison.Ordinal)) >= 0; command = command[(at + 1)..])
        {
            if (command.IndexOfAny(s_wellKnown) != at)
            {
                return false;
            }

            isAny = true;
        }

        return isAny;
    }

    // From the end of the pipe, since there are many beginnings.
    private static (int Index, int Length)? Piped(string line)
    {
        foreach (Match end in PipeEnd().Matches(line).Take(MostPipes))
        {
            int start = line.LastIndexOf(';', end.Index) + 1;
            string command = line[start..end.Index];
            Match download = (end.Groups["powershell"].Success ? PowerShellDownload() : Download()).Match(command);
            if (download.Success && (end.Groups["powershell"].Success || Address().IsMatch(command[download.Index..])))
            {
                return (start + download.Index, end.Index + end.Length - start - download.Index);
            }
        }

        return null;
    }

    // The file that is run is the one that was written.
    private static (int Index, int Length)? SavedAndRun(string line)
    {
        foreach (Match run in Run().Matches(line).Take(MostPipes))
        {
            string before = line[..run.Index];
            int saved = before.LastIndexOf(run.Groups["file"].Value, StringComparison.Ordinal);
            if (saved > 0 && before[saved - 1] is '/' or ' ' or '=' or '>' or '"' or '\'' && Download().Match(before) is { Success: true } download && download.Index < saved)
            {
                return (download.Index, run.Index + run.Length - download.Index);
            }
        }

        return null;
    }

    // A line that goes on behind a backslash is one.
    private static (int Start, int End) Line(ContentText text, int index)
    {
        (int start, int end) = text.Line(index, Furthest);
        while (start > 1 && index - start < Furthest && text.Text[start - 1] == '\n' && text.Text[start - 2] == '\\')
        {
            start = text.Line(start - 2, Furthest).Start;
        }

        while (end < text.Text.Length && end > start && end - index < Furthest && text.Text[end] == '\n' && text.Text[end - 1] == '\\')
        {
            end = text.Line(end + 1, Furthest).End;
        }

        return (start, end);
    }

    // In a comment, or printed for the user to read.
    private static bool IsSaid(string line, int index)
    {
        string start = line.TrimStart();
        return start.StartsWith('#') || start.StartsWith("//", StringComparison.Ordinal) || start.StartsWith('*') || start.StartsWith("REM ", StringComparison.OrdinalIgnoreCase) || Printing().IsMatch(line[..index]);
    }

    // A text of a program that gives it to nobody to run; in a shell there is no such thing as '= "Install it with: '.
    private static bool IsText(string line, int index) => Text().IsMatch(line[..index]) && !Running().IsMatch(line);

    private static (int Index, int Length)? FirstOf(string line, params ReadOnlySpan<Regex> patterns)
    {
        foreach (Regex pattern in patterns)
        {
            if (pattern.Match(line) is { Success: true } match)
            {
                return (match.Index, match.Length);
            }
        }

        return null;
    }

    // An interpreter behind a pipe reads its program from there, unless it is given one: 'python -m json.tool', 'sh -c'.
    private const string Ends = @"\s*(?:$|[;&|)""'`<>#\\])|\s+(?:to|and|then|for|or|in|first)\b";
    private const string Shells = @"(?:sudo\s+(?:-\S+\s+)*)?(?:env\s+(?:\S+=\S*\s+)*)?(?:[\w/.-]*/)?(?:(?:ba|z|da|k|a)?sh(?=" + Ends + @"|\s+-(?!\w*c\b))|(?:python3?|node|perl|ruby|php|pwsh|powershell|deno\s+run)(?=" + Ends + @"|\s+-(?:[\s""'`)]|$)))";
    private const string Downloads = @"\b(?:curl|wget)\b";

    [GeneratedRegex(@"\|\s*(?:" + Shells + @"|(?<powershell>(?:iex|invoke-expression)\b))", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PipeEnd();

    [GeneratedRegex(Downloads, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Download();

    [GeneratedRegex(@"\b(?:irm|iwr|invoke-restmethod|invoke-webrequest|curl|wget)\b|downloadstring", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PowerShellDownload();

    [GeneratedRegex(@"://|\$|<|\w\.\w", RegexOptions.CultureInvariant)]
    private static partial Regex Address();

    [GeneratedRegex(@"(?:&&|;)\s*(?:sudo\s+)?(?:(?:ba|z)?sh|python3?|node|perl|source|\.|chmod\s+\S+)\s+(?:-\w+\s+)*(?:[\w.~$/-]*/)?(?<file>[\w.-]{2,})", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Run();

    [GeneratedRegex(@"(?:\b(?:ba|z|da|k)?sh|\bsource|(?:^|\s)\.|\beval)\s+(?:-\w+\s+)*(?:<\(|[""']?(?:\$\(|`))\s*" + Downloads + @"|\b(?:python3?|node|perl|ruby|php)\s+-\w*[ecr]\s+[""']?(?:\$\(|`)\s*" + Downloads, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ShellOfDownload();

    [GeneratedRegex(@"\b(?:iex|invoke-expression)\b[^\n]*?(?:\b(?:irm|iwr|invoke-restmethod|invoke-webrequest)\b|downloadstring|net\.webclient)|\[scriptblock\]::create\([^\n]*?(?:\b(?:irm|iwr|invoke-restmethod|invoke-webrequest)\b|downloadstring)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PowerShell();

    [GeneratedRegex(@"(?<![\w.])(?:exec|eval)\s*\(\s*(?:await\s+|\(\s*)*(?:requests\.get|httpx\.get|urllib\.request\.urlopen|urlopen|fetch)\s*\(", RegexOptions.CultureInvariant)]
    private static partial Regex Interpreter();

    [GeneratedRegex(@"\bcertutil(?:\.exe)?\b[^\n]*-urlcache|\bbitsadmin(?:\.exe)?\b[^\n]*/(?:transfer|addfile)|\bmshta(?:\.exe)?\s+[""']?(?:https?|javascript|vbscript):|\bregsvr32(?:\.exe)?\b[^\n]*/i:https?:", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex WindowsTools();

    [GeneratedRegex(@"\bbase64\s+(?:-d|-D|--decode)\b[^\n;]*?\|\s*" + Shells + @"|(?:\beval|\b(?:ba|z)?sh\s+-\w*c)\s+[""']?(?:\$\(|`)[^\n)`]*\bbase64\s+(?:-d|-D|--decode)\b|\b(?:ba|z)?sh\s+<\([^\n)]*\bbase64\s+(?:-d|-D|--decode)\b", RegexOptions.CultureInvariant)]
    private static partial Regex EncodedToShell();

    [GeneratedRegex(@"\b(?:powershell|pwsh)(?:\.exe)?\b[^\n]*?\s-e(?:nc|ncodedcommand)?\s+[""']?[A-Za-z0-9+/=]{40,}|\b(?:iex|invoke-expression)\b[^\n]*frombase64string|frombase64string[^\n]*\|\s*(?:iex|invoke-expression)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex EncodedToPowerShell();

    [GeneratedRegex(@"(?<![\w.])(?:exec|eval)\s*\(\s*(?:compile\s*\(\s*)?(?:zlib\.decompress\s*\(\s*|bytes\.fromhex\s*\(\s*|codecs\.decode\s*\(\s*)?(?:(?:base64\.)?b64decode\s*\(|__import__\(['""]base64['""]\)|atob\s*\(|Buffer\.from\s*\([^\n)]*['""]base64['""])", RegexOptions.CultureInvariant)]
    private static partial Regex EncodedToInterpreter();

    [GeneratedRegex(@"\b(?:echo|printf|print|println|console\.\w+|Write-(?:Host|Output|Warning|Error)|die|fail|abort|err|error|warn|info|log|logger\.\w+|raise\s+\w+)\b[^|;&]*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Printing();

    [GeneratedRegex(@"[""'`][^""'`]*\b(?:install|with|using|run|via|see|try)\b[^""'`]*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Text();

    [GeneratedRegex(@"\b(?:system|exec\w*|spawn\w*|popen|subprocess|check_\w+|run|shell|sh|bash)\s*[\(\[]|\b(?:ba|z)?sh\s+-\w*c\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Running();
}
