using System.Globalization;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Packaging.Capabilities;
using Codex.Plugin.Read;
using Codex.Plugin.Text;

namespace Codex.Plugin.Packaging.Policies;

/// <summary>Reads trust policies as people write them, in any letter case, and reports what is none: a policy that nobody understands must not count as none.</summary>
internal static class TrustPolicyReader
{
    public const string Allow = nameof(Allow);
    public const string AllowHooks = nameof(AllowHooks);
    public const string AllowMcp = nameof(AllowMcp);
    public const string AllowScripts = nameof(AllowScripts);
    public const string AllowApps = nameof(AllowApps);
    public const string AllowImplicitSkills = nameof(AllowImplicitSkills);
    public const string AllowHosts = nameof(AllowHosts);
    public const string AllowSelfApproval = nameof(AllowSelfApproval);
    public const string AllowedOwners = nameof(AllowedOwners);
    public const string AllowedSigners = nameof(AllowedSigners);
    public const string RequireSignature = nameof(RequireSignature);
    public const string MinimumAgeDays = nameof(MinimumAgeDays);
    public const string MaximumAgeDays = nameof(MaximumAgeDays);

    public const string All = nameof(All);
    public const string Nothing = "None";
    public const string Any = nameof(Any);
    public const string Author = nameof(Author);
    public const string Repository = nameof(Repository);

    private const int FingerprintLength = 64;

    private static readonly string[] s_flags = ["true", "false"];
    private static readonly string[] s_serverKinds = Enum.GetNames<ServerKind>();
    private static readonly string[] s_signatures = ["true", "false", Any, Author, Repository];

    /// <summary>The names of the metadata.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        Allow, AllowHooks, AllowMcp, AllowScripts, AllowApps, AllowImplicitSkills, AllowHosts, AllowSelfApproval,
        AllowedOwners, AllowedSigners, RequireSignature, MinimumAgeDays, MaximumAgeDays,
    ];

    /// <summary>The policies of an item or of the project's properties.</summary>
    /// <param name="settings">By the names of <see cref="Names"/>, escaped.</param>
    /// <param name="nameOf">What the author calls the metadata of that name.</param>
    /// <param name="subject">Whose they are, for messages.</param>
    /// <param name="originOf">What the author calls the metadata of that name with that value.</param>
    /// <param name="at">Where the metadata of that name is written.</param>
    /// <param name="diagnostics">Where to report.</param>
    public static TrustPolicy Read(
        IReadOnlyDictionary<string, string> settings, Func<string, string> nameOf, string subject, Func<string, string, string> originOf, Func<string, Location> at, DiagnosticBag diagnostics)
    {
        var values = new ItemMetadata(settings);
        List<TrustSetting>? read = null;
        foreach (string name in Names)
        {
            if (values[name] is not { } written)
            {
                continue;
            }

            if (FindProblem(name, written) is (var word, var allowed, var similar))
            {
                diagnostics.Report(DiagnosticDescriptors.PolicyNotAccepted, at(name), nameOf(name), subject, word, allowed, similar is null ? "" : $"Did you mean {similar}?", "which is none");
                continue;
            }

            (read ??= []).Add(new TrustSetting(name, written, originOf(name, Shorten(EscapedText.Unescape(written))), at(name)));
        }

        return read is null ? TrustPolicy.None : new TrustPolicy(read);
    }

    /// <summary>The kinds of servers that the value of <c>AllowMcp</c> allows.</summary>
    public static IReadOnlyList<ServerKind> ServerKinds(TrustSetting setting) => setting.Words switch
    {
        [var one] when Is(one, "true") || Is(one, All) => Enum.GetValues<ServerKind>(),
        [var one] when Is(one, "false") || Is(one, Nothing) => [],
        var words => [.. words.Select(static word => Enum.Parse<ServerKind>(word, ignoreCase: true))],
    };

    /// <summary>The SHA-256 fingerprint as <see cref="Trust.PackageSigner"/> has it; null where the text is the name of a signer.</summary>
    public static string? Fingerprint(string signer) =>
        Digits(signer) is { Length: FingerprintLength } digits && IsHexadecimal(digits) ? digits.ToLowerInvariant() : null;

    public static bool Is(string written, string word) => written.Equals(word, StringComparison.OrdinalIgnoreCase);

    private static (string Word, string Allowed, string? Similar)? FindProblem(string name, string written)
    {
        string value = EscapedText.Unescape(written);
        string[] words = [.. EscapedText.Split(written)];
        return name switch
        {
            AllowMcp => words is [var one] && new[] { "true", "false", All, Nothing }.Contains(one, StringComparer.OrdinalIgnoreCase) ? null
                : Unknown(words, s_serverKinds, [.. s_serverKinds, All, Nothing]),
            AllowHosts => words is [_, _, ..] && words.Any(static word => Is(word, Nothing)) ? (value, "host names with '*' for any characters, separated by ';', or None alone", null)
                : words.FirstOrDefault(static word => word.AsSpan().ContainsAny('/', ':', ' ')) is { } host ? (host, "host names without protocol, port and path, '*' for any characters, separated by ';', or None", null)
                : Some(words, "host names"),
            AllowedOwners => Some(words, "names of owners, separated by ';'"),
            AllowedSigners => words.FirstOrDefault(static word => Digits(word) is { Length: >= 32 } digits && IsHexadecimal(digits) && digits.Length != FingerprintLength) is { } other
                ? (other, $"SHA-256 fingerprints of {FingerprintLength} hexadecimal digits, or names of trustedSigners in nuget.config", null)
                : Some(words, "SHA-256 fingerprints, or names of trustedSigners in nuget.config"),
            RequireSignature => Unknown([value], s_signatures, s_signatures),
            MinimumAgeDays or MaximumAgeDays => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int days) && days <= 36500 ? null : (value, "a whole number of days from 0 to 36500", null),
            _ => Unknown([value], s_flags, s_flags),
        };
    }

    private static (string, string, string?)? Unknown(string[] words, string[] known, string[] shown) =>
        words.Length == 0 ? (";", Join(shown), null)
        : words.FirstOrDefault(word => !known.Contains(word, StringComparer.OrdinalIgnoreCase)) is { } unknown ? (unknown, Join(shown), SimilarName.Find(unknown, shown))
        : null;

    private static (string, string, string?)? Some(string[] words, string what) => words.Length > 0 ? null : (";", what, null);

    private static string Join(string[] words) => $"{string.Join(", ", words[..^1])} or {words[^1]}";

    // A list of fingerprints would hide whose it is.
    private static string Shorten(string value) => value.Length <= 80 ? value : value[..77] + "...";

    private static string Digits(string text) => text.Replace(":", "", StringComparison.Ordinal);

    private static bool IsHexadecimal(string text) => text.All(char.IsAsciiHexDigit);
}
