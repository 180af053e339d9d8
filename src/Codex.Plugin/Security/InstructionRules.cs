using System.Buffers;
using System.Text.RegularExpressions;
using Codex.Plugin.Diagnostics;

namespace Codex.Plugin.Security;

/// <summary>Sentences, in English, that tell a model to hide what it does from its user, or to ignore its user or what it was told before.</summary>
/// <remarks>Another language is another set of the words and patterns below.</remarks>
internal static partial class InstructionRules
{
    private const int MostFindings = 20;

    /// <summary>As much of a sentence as is looked at, on both sides.</summary>
    private const int Furthest = 240;

    // One of these stands in every such sentence.
    private static readonly SearchValues<string> s_words = SearchValues.Create(
    [
        "ignor", "disregard", "forget ", "overrid", "bypass",
        "the user", "your user", "the human", "the operator", "never mention", "not mention", "n't mention", "never reveal", "not reveal", "n't reveal", "never disclose", "not disclose", "n't disclose", "secretly", "covertly", "from them", "tell anyone", "let anyone",
    ], StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<char> s_ends = SearchValues.Create(".!?\n");

    /// <summary>Reports the sentences in the text.</summary>
    public static void Check(ContentText text, List<Diagnostic> found)
    {
        ReadOnlySpan<char> content = text.Text;
        int count = 0;
        for (int at = 0; count < MostFindings && content[at..].IndexOfAny(s_words) is >= 0 and int next;)
        {
            at += next;
            (int start, int end) = Sentence(content, at);
            string sentence = content[start..end].ToString();
            if (Find(sentence) is var (match, descriptor))
            {
                int index = start + match.Index;
                if (Level(text, index, sentence, match) is { } severity)
                {
                    count++;
                    string where = severity == DiagnosticSeverity.Error ? ", where a reader of the page does not see it" : "";
                    string excerpt = ContentExcerpt.Of(text, index, match.Length);
                    object[] arguments = descriptor == DiagnosticDescriptors.IgnoresUser ? [match.Groups["user"].Success ? "its user" : "what it was told before", where, excerpt] : [where, excerpt];
                    found.Add(Diagnostic.Create(descriptor, text.At(index), arguments) with { Severity = severity });
                }

                at = Math.Max(at + 1, index + match.Length);
            }
            else
            {
                // All of it has been read, or all up to where it was cut.
                at = Math.Max(at + 1, end - at < Furthest ? end : at + (Furthest / 2));
            }
        }
    }

    /// <summary>The instruction in a sentence; null where there is none.</summary>
    public static (Match Match, DiagnosticDescriptor Descriptor)? Find(string sentence) =>
        Ignores().Match(sentence) is { Success: true } ignored && !Refusal().IsMatch(sentence[..ignored.Index]) ? (ignored, DiagnosticDescriptors.IgnoresUser)
        : Hides().Match(sentence) is { Success: true } hidden && !(hidden.Groups["without"].Success && Negation().IsMatch(sentence[..hidden.Index])) ? (hidden, DiagnosticDescriptors.HidesFromUser)
        : null;

    /// <summary>How much the sentence matters at its place; null where it is only spoken of.</summary>
    private static DiagnosticSeverity? Level(ContentText text, int index, string sentence, Match match)
    {
        if (IsInComment(text.Text, index))
        {
            return DiagnosticSeverity.Error;
        }

        // A skill against such sentences quotes them.
        return IsQuoted(sentence, match) || text.Kind == ContentKind.Script ? DiagnosticSeverity.Note : DiagnosticSeverity.Warning;
    }

    private static bool IsQuoted(string sentence, Match match)
    {
        ReadOnlySpan<char> before = sentence.AsSpan(0, match.Index);
        ReadOnlySpan<char> after = sentence.AsSpan(match.Index + match.Length);
        return before.ContainsAny('"', '\u201C', '`') && after.ContainsAny('"', '\u201D', '`')
            || before.TrimEnd().EndsWith('\'')
            || before.TrimEnd() is [.., '"' or '`' or '\u201C'] || Spoken().IsMatch(sentence);
    }

    /// <summary>Whether the place is in a comment that a rendered page does not show. In a block of code the page shows it.</summary>
    private static bool IsInComment(string text, int index)
    {
        int begin = text.LastIndexOf("<!--", index, StringComparison.Ordinal);
        if (begin < 0 || text.IndexOf("-->", begin, index - begin, StringComparison.Ordinal) >= 0)
        {
            return false;
        }

        int fences = 0;
        for (int at = 0; (at = text.IndexOf("```", at, begin - at, StringComparison.Ordinal)) >= 0; at += 3)
        {
            fences++;
        }

        return fences % 2 == 0;
    }

    // A line break inside a paragraph does not end a sentence; an empty line does.
    private static (int Start, int End) Sentence(ReadOnlySpan<char> text, int at)
    {
        int start = at;
        while (start > 0 && at - start < Furthest && !IsEnd(text, start - 1))
        {
            start--;
        }

        int end = at;
        while (end < text.Length && end - at < Furthest && !IsEnd(text, end))
        {
            end++;
        }

        return (start, Math.Min(text.Length, end + 1));
    }

    private static bool IsEnd(ReadOnlySpan<char> text, int at) =>
        s_ends.Contains(text[at]) && (text[at] == '\n'
            ? at + 1 >= text.Length || text[at + 1] is '\n' or '\r' or '-' or '*' or '#' or '|' or '>' || char.IsAsciiDigit(text[at + 1])
            : at + 1 >= text.Length || char.IsWhiteSpace(text[at + 1]) || text[at + 1] is '"' or '*' or ')' or '\u201D');

    private const string End = @"(?:\s*[.!;,)]|[""'`*\u201D]|\s*$)";
    private const string User = @"(?:the|your|any|this)\s+(?:end[\s-])?(?:user|human|operator|customer|developer)s?";
    private const string Not = @"(?:do\s+not|don['\u2019]t|never|must\s+not|should\s+not|shouldn['\u2019]t|cannot|may\s+not|avoid|without\s+ever)\s+(?:ever\s+)?";

    // What is hidden is what is done or said here; 'tell the user to run it' and 'tell the user that it passed' are other sentences.
    [GeneratedRegex(
        Not + @"(?:tell|inform|notify|alert|warn|telling|informing|notifying|alerting)\s+(?:" + User + @"|anyone|them)(?=" + End + @"|\s*(?:about\s+(?:this|these|it|that|what\s+you|the\s+(?:upload|transfer|request|hidden|instruction|change|command|file))|(?:that|what)\s+you\b|of\s+(?:this|these|it|what)|(?:when|while|before|after)\s+you\b))"
        + "|" + Not + @"(?:let|letting)\s+(?:" + User + @"|anyone)\s+(?:know|see|notice|find\s+out|realize)(?=" + End + @"|\s*(?:about\s+(?:this|these|it|that|what\s+you)|(?:that|what)\s+you\b|this\b|it\b))"
        + "|" + Not + @"(?:mention|mentioning|reveal|revealing|disclose|disclosing)\s+(?:(?:this|these|that|it|them|any\s+of\s+(?:this|it))(?:\s+\w+)?\s+(?:to|with)\s+(?:" + User + @"|anyone)|(?:this|these|that|it|them|any\s+of\s+(?:this|it))(?:\s+\w+)?\s+in\s+(?:your|the)\s+(?:answer|reply|response|output|summary)|(?:this|these)(?:\s+(?:instructions?|steps?|rules?|commands?|actions?|uploads?|requests?|calls?|prompts?))?(?=" + End + @"))"
        + @"|\b(?:hide|hiding|conceal|concealing)\s+(?:this|these|it|that|everything|what\s+you\w*(?:\s+\w+){0,3}|your\s+\w+|the\s+(?:fact|command|upload|request|instructions?|actions?|steps?))(?:\s+\w+){0,4}?\s+from\s+" + User
        + @"|\bkeep\s+(?:this|these|it|that)(?:\s+\w+){0,2}?\s+(?:secret|hidden|confidential)\s+from\s+" + User
        + @"|(?<without>\bwithout\s+(?:(?:ever\s+)?(?:telling|informing|notifying|alerting)\s+" + User + @"|(?:the\s+)?" + User + @"(?:['\u2019]s?)?\s+(?:knowing|noticing|realizing|(?:knowledge|awareness|being\s+aware))))"
        + @"|" + User + @"\s+(?:must|should)\s*(?:not|never|n['\u2019]t)\s+(?:(?:know|notice|find\s+out|be\s+(?:told|informed|aware|notified))(?=" + End + @"|\s+(?:about|of|that|what|this|it)\b)|learn\s+(?:of|about)|see\s+(?:this|these)\s+instructions?)"
        + @"|\b(?:secretly|covertly)\s+(?:send|upload|post|copy|read|collect|run|execute|transmit|forward|install|download|exfiltrate|append|add|modify|change|record|log)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Hides();

    [GeneratedRegex(
        @"\b(?:ignore|ignoring|disregard|disregarding|forget|override|bypass)\s+(?:(?:all|any|every|each|of|the|your|these|those|its|my|our)\s+){0,3}(?:(?:previous|prior|earlier|preceding|above|foregoing|original|existing|system|other|safety|developer|built-in)\s+){1,3}(?:\w+\s+)?(?:instructions?|prompts?|rules|guidelines|directions|directives|messages|constraints|policies|safeguards)\b"
        + @"|\b(?:ignore|ignoring|disregard|disregarding|override|overriding)\s+(?:(?:all|any|every|whatever|anything|what)\s+)?(?<user>" + User + @")(?:['\u2019]s?)?\s+(?:(?:explicit|own|other|later|previous|direct)\s+)?(?:instructions?|requests?|wishes|objections?|commands?|orders|says|asks|wants|approval|consent|refusal|denial)\b"
        + @"|\bforget\s+(?:everything|all)\s+(?:you\s+(?:were|have\s+been|know|'ve\s+been)|above|before)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Ignores();

    [GeneratedRegex(@"\b(?:not|never|n['\u2019]t|cannot|no|avoid|refuse|none|nothing|nor|forbidden|prohibited)\b|n['\u2019]t\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Negation();

    // 'do not ignore', 'an attempt to override', 'content that says to disregard': about the sentence, not the sentence.
    [GeneratedRegex(@"\b(?:not|never|n['\u2019]t|cannot|avoid|refuse|attempts?|attempting|tries|trying|try|asks?|asking|asked|says?|saying|said|instruct\w*|tells?|telling|told|contains?|containing|such\s+as|like|e\.g\.|injection|malicious|attacker\w*|if|whether|detect\w*|flags?)\b[^.]*$|n['\u2019]t\b[^.]*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Refusal();

    [GeneratedRegex(@"\b(?:prompt[\s-]injections?|injection attempts?|jailbreak\w*|malicious|attackers?|phrases? (?:like|such as)|red flags?)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Spoken();
}
