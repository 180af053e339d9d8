using System.Diagnostics;
using Codex.Plugin.Read;

namespace Codex.Plugin.Tests.Rules;

/// <summary>Patterns that Codex 0.169 takes as matchers, and such that it refuses.</summary>
[TestClass]
public sealed class RustRegexTests
{
    private static readonly string[] s_taken =
    [
        "(?P<n>x)", "(?<n>x)", "\\pL", "\\p{Greek}", "\\d", "\\z", "\\A", "(?i)x", "x{1,99999}", "x{1,1000}", "Bash|Edit", "mcp__.*", "[[:alpha:]]",
        "[a&&b]", "\\u0041", "\\u{41}", "\\x41", "a**", "x*+", "\\<", "}", "]", "|", "a|", ".*", "Bash(git *)", "^Bash$", "(?x) a # c", "\\b{start}",
        "\\/", "\\-", "\\ ", "\\_", "\\a", "\\w+", "[]a]", "[a--b]", "[a~~b]", "\\p{Script=Greek}", "\\p{L}", "\\p{IsGreek}", "\\P{L}", "(?s)x",
        "(?U)x", "(?R)x", "a{2,}", "a{ 2 }", "a{2,3}?", "a???", "(?:)", "()", "$^", " ", " Bash", "Bash ", "Bash,Edit", "Bash Edit", "Bash | Edit",
        "Edit/Write", "\\\\", "é", "日本", "\\d{1,200}", "(?i:x)", "mcp__*", ".**", "Bash-x", "Bash.x", "a@b", "a:b", "_", "\\b{2}", "\\b*", "^*",
        "(?-u)\\w", "(?x)a *", "(?x)[ a ]", "[a-]", "[-a]", "[a--]", "[]-a]", "[^]a]", "[[:foo:]]", "[[:^alpha:]]", "[&&a]", "[a&&]", "\\U00000041",
        "\\.", "\\\"", "\\%", "(?P<a.b[0]>x)", "(?<é>x)", "a{1,}?", "(?u:x)", "(?i:x)*", "()*", "(|a)*", "\\p{sc=Greek}", "\\p{gc=Lu}",
        "\\p{Alphabetic}", "\\p{Age=3.0}", "\\p{any}", "\\p{ASCII}", "\\pZ", "(?s-i:x)", "[\\pL]", "[\\w--\\d]", "\\a\\f\\t\\n\\r\\v",
        "\\s\\S\\D\\W\\B\\A\\z", "(?x: a # b\n)c", "(?x)a # (", "\\p{scx=Latn}", "\\p{lowercase}", "\\p{emoji}", "\\p{ gr-eek }", "\\p{sc:Greek}",
        "\\p{sc!=Greek}", "[\\x41-\\x5a]", "x{0}", "x{0}{5}", "(?R)", "[:alpha:]", "a+++", "a*?", "a*??", "(?m)^x$", "\n", "#", "(?x)#", "a{1}{2}{3}",
        "x{3 , 4}", "\\<a\\>", "\\>", "\\b{start-half}", "\\b{end}", ".{2}*", "$*",
    ];

    private static readonly string[] s_refused =
    [
        "[", "(?=x)", "(?!x)", "\\1", "(a)\\1", "a{", "a{2,1}", "**", "+", "\\p{Nope}", "\\h", "\\Z", "(?#c)x", "x{1,500}{1,500}", "\\e", "(?>x)",
        "{", ")", "(", "?", "*Bash", "\\K", "\\Q*\\E", "(?-u)\\xff", "(?-u:\\xff)", "\\cA", "\\G", "\\R", "\\X", "\\N", "(?P=n)", "(?'n'x)",
        "(?<n>x)(?<n>y)", "(?P<1n>x)", "[z-a]", "[^]", "[]", "[a-\\d]", "[[a]", "[a[]", "\\p{^L}", "(?n)x", "(?z)x", "(?i", "{2}", "a{,3}", "a{2",
        "x|*", "(*)", "\\07", "\\0", "\\9", "\\", "Bash\\", "\\w{100}{100}", "(?<!x)", "(?<=x)", "*|x", "\\b{foo}", "(?i)*", "(?)", "(?i-)", "(?ii)",
        "(?--i)", "(?-u).", "(?-u)\\W", "(?-u)[^a]", "[\\b]", "[\\d-z]", "\\x{110000}", "\\uD800", "\\x4", "\\u{}", "\\é", "(?<>x)", "(?<n", "(?:x",
        "x)", "x{99999999999}", "x{2,1}", "a{}", "a{x}", "|*", "\\pQ", "\\p{}", "\\p", "\\p{L", "\\d{", "\\c", "\\k<n>", "\\y", "\\i", "\\o{12}",
        "(?x)(?#a)", "\\p{Greek_And_Coptic}", "\\p{In_Greek}", "\\p{InGreek}", "\\p{Lu=Greek}", "\\P{^L}", "\\p{L!=x}", "(?<n>a)(?P<n>b)",
        "[\\x5a-\\x41]", "[a-[b]]", "[a-&&b]", "(?P", "(?P<", "(?P=", "(?P>n)", "(?|a)", "(?1)", "(?&n)", "(*FAIL)", "a\\", "[\\", "[a\\]",
        "[[:alpha:]", "{,3}", "x{,3}", "x{ ,3}", "x{3, }", "\\B{start}", "[\\<]", "[\\A]",
    ];

    [TestMethod]
    public void PatternsAreTaken()
    {
        string[] nested = [new string('(', 240) + new string(')', 240), new string('[', 240) + "a" + new string(']', 240)];
        foreach (string pattern in (IEnumerable<string>)[.. s_taken, .. nested, new string('a', 100_000), string.Join('|', Enumerable.Range(0, 20_000)), @"x{300000}", @"\w{200}", @"\d{2000}", ".{10000}"])
        {
            Assert.IsNull(RustRegex.FindProblem(pattern), pattern[..Math.Min(pattern.Length, 80)]);
        }
    }

    [TestMethod]
    public void PatternsAreRefused()
    {
        string[] nested = [new string('(', 260) + new string(')', 260), new string('[', 260) + "a" + new string(']', 260)];
        foreach (string pattern in (IEnumerable<string>)[.. s_refused, .. nested, @"\w{300}", @"\d{3000}", ".{15000}", @"x{1,300000}", "[^a]{20000}"])
        {
            Assert.IsNotNull(RustRegex.FindProblem(pattern), pattern[..Math.Min(pattern.Length, 80)]);
        }
    }

    [TestMethod]
    public void LongPatternsTakeNoTime()
    {
        var watch = Stopwatch.StartNew();
        foreach (string part in (string[])["(", "[", "a|", "(?i)", "(?x) # ", "[[:", "\\", "a{1,2}", "(?<n", "\\p{", "[a-", "x**"])
        {
            RustRegex.FindProblem(string.Concat(Enumerable.Repeat(part, 200_000)));
        }

        Assert.IsLessThan(TimeSpan.FromSeconds(5), watch.Elapsed);
    }
}
