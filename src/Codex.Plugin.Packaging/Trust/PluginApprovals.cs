using Codex.Plugin.Packaging.Capabilities;
using Codex.Plugin.Text;
using Codex.Plugin.Write;

namespace Codex.Plugin.Packaging.Trust;

/// <summary>What somebody has agreed to about the plugin of one package.</summary>
/// <param name="PackageId">The id as the package writes it.</param>
/// <param name="Name">The plugin's name.</param>
/// <param name="Feed">Where the package came from; null: unknown.</param>
/// <param name="Author">Who signed it; null: no author.</param>
/// <param name="Capabilities">What it may do.</param>
public sealed record ApprovedPlugin(string PackageId, string Name, string? Feed, PackageSigner? Author, PluginCapabilities Capabilities);

/// <summary>
/// <c>plugins.approved.json</c>: what somebody has agreed to, to be read in a review. It changes only with what it is about: it holds no time, no machine, no version.
/// </summary>
public sealed class PluginApprovals
{
    /// <summary>The file's name, beside the project.</summary>
    public const string FileName = "plugins.approved.json";

    private const int Format = 1;

    private PluginApprovals(IEnumerable<ApprovedPlugin> plugins) =>
        Plugins = [.. plugins.OrderBy(static plugin => plugin.PackageId, StringComparer.OrdinalIgnoreCase).ThenBy(static plugin => plugin.PackageId, StringComparer.Ordinal)];

    /// <summary>Nothing.</summary>
    public static PluginApprovals None { get; } = new([]);

    /// <summary>The plugins, in the order of their packages' ids.</summary>
    public IReadOnlyList<ApprovedPlugin> Plugins { get; }

    /// <summary>What it means to agree to these plugins. Those of projects are the repository's own code, and not in it.</summary>
    /// <param name="reviewed">The plugins of the marketplace.</param>
    public static PluginApprovals Of(IReadOnlyList<ReviewedPlugin> reviewed)
    {
        ArgumentNullException.ThrowIfNull(reviewed);
        return new PluginApprovals(
            from one in reviewed
            let plugin = one.Plugin.Plugin
            where plugin.ProjectFile is null
            select new ApprovedPlugin(plugin.PackageId, plugin.Name, one.Feed?.ToString(), AuthorOf(one.Signatures), one.Capabilities));
    }

    /// <summary>The author as the file names him; null where nobody signed as one.</summary>
    internal static PackageSigner? AuthorOf(PackageSignatures signatures) =>
        signatures.Author is { } author ? new PackageSigner(CapabilityText.Show(author.Subject), author.Fingerprint) : null;

    /// <summary>The plugin of a package; null where nobody has agreed to it.</summary>
    /// <param name="packageId">In any letters.</param>
    public ApprovedPlugin? Find(string packageId) => Plugins.FirstOrDefault(plugin => plugin.PackageId.Equals(packageId, StringComparison.OrdinalIgnoreCase));

    /// <summary>The bytes of the file.</summary>
    public byte[] ToBytes() => JsonOutput.ToBytes(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("format", Format);
        writer.WriteStartObject("plugins");
        foreach (ApprovedPlugin plugin in Plugins)
        {
            writer.WriteStartObject(plugin.PackageId);
            writer.WriteString("name", plugin.Name);
            if (plugin.Feed is not null)
            {
                writer.WriteString("feed", plugin.Feed);
            }

            if (plugin.Author is not null)
            {
                writer.WriteStartObject("author");
                writer.WriteString("subject", plugin.Author.Subject);
                writer.WriteString("fingerprint", plugin.Author.Fingerprint);
                writer.WriteEndObject();
            }

            writer.WritePropertyName("capabilities");
            CapabilityJson.Write(writer, plugin.Capabilities);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    /// <summary>Reads the bytes of the file.</summary>
    /// <exception cref="ApprovalsException">They are not what this version writes.</exception>
    internal static PluginApprovals Parse(string path, byte[] bytes)
    {
        // Git writes CRLF on Windows where it is told to, and some editors a mark.
        var text = new SourceText(path, bytes.AsSpan().StartsWith("\uFEFF"u8) ? bytes.AsMemory(3) : bytes);
        if (FindConflict(text.Bytes) is { } conflict)
        {
            throw new ApprovalsException("it holds the marks of a merge conflict", text.At(conflict));
        }

        if (!JsonSource.TryParse(text, out JsonSource? source, out string? problem, out int offset))
        {
            throw new ApprovalsException(problem!, text.At(offset));
        }

        try
        {
            var root = new JsonShapeReader(source!.Root, "the file");
            if (root.Number("format") is not Format and var format)
            {
                throw new JsonShapeException($"it has the format {format}, and this version reads {Format}", source.Root.Start);
            }

            JsonShapeReader plugins = root.Object("plugins");
            root.Finish();
            var approved = new List<ApprovedPlugin>();
            var ids = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            foreach (JsonMember member in plugins.Members)
            {
                if (!ids.Add(member.Name))
                {
                    throw new JsonShapeException($"the package {CapabilityText.Show(member.Name)} is there twice", member.NameStart);
                }

                var plugin = new JsonShapeReader(member.Value, CapabilityText.Show(member.Name));
                JsonShapeReader? author = plugin.FindObject("author");
                approved.Add(new ApprovedPlugin(
                    member.Name, plugin.Text("name"), plugin.FindText("feed"),
                    author is null ? null : new PackageSigner(author.Text("subject"), author.Text("fingerprint")),
                    CapabilityJson.Read(plugin.Object("capabilities"))));
                author?.Finish();
                plugin.Finish();
            }

            return new PluginApprovals(approved);
        }
        catch (JsonShapeException exception)
        {
            throw new ApprovalsException(exception.Message, text.At(exception.Offset));
        }
    }

    private static int? FindConflict(ReadOnlySpan<byte> text)
    {
        for (int start = 0; start < text.Length;)
        {
            ReadOnlySpan<byte> line = text[start..];
            if (line.StartsWith("<<<<<<<"u8) || line.StartsWith(">>>>>>>"u8) || line.StartsWith("|||||||"u8) || line.StartsWith("======="u8))
            {
                return start;
            }

            int end = line.IndexOf((byte)'\n');
            start = end < 0 ? text.Length : start + end + 1;
        }

        return null;
    }
}

/// <summary>The file of what was agreed to is not one that can be read.</summary>
/// <param name="message">Why, to follow in a sentence.</param>
/// <param name="location">Where.</param>
internal sealed class ApprovalsException(string message, Location location) : Exception(message)
{
    public Location Location { get; } = location;
}
