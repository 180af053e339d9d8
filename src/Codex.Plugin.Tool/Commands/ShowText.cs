using System.Globalization;
using Codex.Plugin.PackageManager.Feeds;
using Codex.Plugin.Packaging.Trust;
using Codex.Plugin.Tool.Output;

namespace Codex.Plugin.Tool.Commands;

/// <summary>What <c>show</c> writes for people. Everything from a package is cleaned: it is not known yet whether anybody should trust it.</summary>
internal static class ShowText
{
    private const int Versions = 10;
    private const int ReadmeLines = 20;
    private const int LabelWidth = 13;

    /// <summary>Everything but the whole README.</summary>
    public static void Write(ToolOutput output, PluginDetails details)
    {
        output.Write($"{PackageText.Line(details.Id)} {details.Version.ToNormalizedString()}{(details.Description.Title is { } title && title != details.Id ? $": {PackageText.Line(title)}" : "")}");
        if (details.Description.Description is { } description)
        {
            output.Write(PackageText.Line(description));
        }

        output.Write("");
        WriteFacts(output, details);
        WriteList(output, "It brings", details.CapabilityLines);
        WriteList(output, "Needs", [.. details.Dependencies.Select(static one => $"{one.Key} {one.Value}".TrimEnd())]);
        WriteVersions(output, details.Versions);
        if (details.Readme is { } readme)
        {
            output.Write("");
            output.Write("README");
            WriteReadme(output, readme, ReadmeLines);
        }
    }

    /// <summary>The README as plain text.</summary>
    public static void WriteReadme(ToolOutput output, string readme, int most)
    {
        IReadOnlyList<string> lines = PackageText.Lines(readme);
        foreach (string line in lines.Take(most))
        {
            output.Write($"{(most == int.MaxValue ? "" : "  ")}{line}".TrimEnd());
        }

        if (lines.Count > most)
        {
            output.Write($"  ... {lines.Count - most} more lines: --readme shows them");
        }
    }

    private static void WriteFacts(ToolOutput output, PluginDetails details)
    {
        Fact("plugin", details.PluginName);
        Fact("by", string.Join(", ", details.Description.Authors));
        Fact("source", details.Source is null ? details.IsRestored ? "the packages folder" : null : details.IsRestored ? $"{details.Source} (restored already)" : details.Source);
        Fact("published", details.Offer?.Published?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Fact("listed", details.Offer is { Listed: false } ? "no: its owner has taken it out of the searches" : null);
        Fact("deprecated", FeedWords.Of(details.Offer?.Deprecation));
        foreach (VersionVulnerability one in details.Offer?.Vulnerabilities ?? [])
        {
            Fact("vulnerable", $"{one.Severity}: {one.Advisory}");
        }

        Fact("signed by", details.Signatures.IsSigned ? null : "nobody");
        Fact("signed by", Signer(details.Signatures.Author, "the author"));
        Fact("signed by", Signer(details.Signatures.Repository, "the feed"));
        Fact("license", details.Description.License?.ToString());
        Fact("project", details.Description.ProjectUrl);
        Fact("repository", details.Description.RepositoryUrl);
        Fact("size", $"{Size(details.PackageSize)}; in Codex {details.Files} file{(details.Files == 1 ? "" : "s")}, {Size(details.InstalledSize)}");
        Fact("tags", string.Join(", ", details.Tags));
        foreach (PluginPicture picture in details.Pictures)
        {
            Fact(picture.Kind, IsLink(picture.Place) ? picture.Place : $"{picture.Place} (in the package)");
        }

        void Fact(string label, string? text)
        {
            if (PackageText.Line(text) is { Length: > 0 } line)
            {
                output.Write(label.PadRight(LabelWidth) + line);
            }
        }
    }

    private static void WriteList(ToolOutput output, string title, IReadOnlyList<string> lines)
    {
        if (lines.Count == 0)
        {
            return;
        }

        output.Write("");
        output.Write(title);
        foreach (string line in lines)
        {
            output.Write($"  {PackageText.Line(line)}");
        }
    }

    private static void WriteVersions(ToolOutput output, IReadOnlyList<OfferedVersion> versions)
    {
        if (versions.Count == 0)
        {
            return;
        }

        output.Write("");
        output.WriteTable(["version", "published", "source", ""], versions.Take(Versions).Select(static one => (IReadOnlyList<string>)
        [
            one.Version.ToNormalizedString(), one.Published?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "-", string.Join(", ", one.Sources),
            string.Join(", ", new[]
            {
                one.Listed ? null : "unlisted", one.Deprecated ? "deprecated" : null, one.Vulnerabilities.Count == 0 ? null : $"vulnerable ({one.Vulnerabilities[0].Severity})",
            }.OfType<string>()),
        ]));
        if (versions.Count > Versions)
        {
            output.Write($"... and {versions.Count - Versions} older ones");
        }
    }

    private static string? Signer(PackageSigner? signer, string who) => signer is null ? null
        : $"{who}: {signer.Subject}, SHA-256 {signer.Fingerprint}{(signer.Owners.Count == 0 ? "" : $", for {string.Join(", ", signer.Owners)}")}";

    private static bool IsLink(string place) => Uri.TryCreate(place, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https";

    private static string Size(long bytes) =>
        bytes < 1000 ? $"{bytes} bytes"
        : bytes < 1_000_000 ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.#} kB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.#} MB");
}
