using System.Globalization;
using System.Text;

namespace Codex.Plugin.Diagnostics;

/// <summary>A rule: what its diagnostics are called, how much they matter and where they are explained.</summary>
/// <param name="Id"><c>CXP</c> and four digits, stable for ever; the first digit is the area (design of the project).</param>
/// <param name="Title">A few words, the heading of the rule's page.</param>
/// <param name="MessageFormat">What was found, what is allowed and how to mend it; a composite format string.</param>
/// <param name="DefaultSeverity">The severity where the project does not change it.</param>
public sealed record DiagnosticDescriptor(string Id, string Title, string MessageFormat, DiagnosticSeverity DefaultSeverity)
{
    internal const string ProjectLink = "https://github.com/codex-plugin-sdk/Codex.Plugin.Sdk";

    private const string HelpRoot = ProjectLink + "/blob/main/docs/diagnostics/";

    /// <summary>The address of the rule's page.</summary>
    public string HelpLink => $"{HelpRoot}{Id}.md";

    /// <summary>The message without what only a finding knows.</summary>
    internal string Description => FormatMessage([.. Enumerable.Repeat("…", 16)]);

    private CompositeFormat? Format { get; set; }

    /// <summary>The message with its placeholders filled.</summary>
    /// <param name="arguments">The values, in the order of the placeholders.</param>
    internal string FormatMessage(object?[] arguments)
    {
        string message = string.Format(CultureInfo.InvariantCulture, Format ??= CompositeFormat.Parse(MessageFormat), arguments).TrimEnd();

        // The last placeholder may be a sentence of its own, or nothing.
        return message.EndsWith("?.", StringComparison.Ordinal) || message.EndsWith("..", StringComparison.Ordinal) && !message.EndsWith("...", StringComparison.Ordinal) ? message[..^1] : message;
    }
}
