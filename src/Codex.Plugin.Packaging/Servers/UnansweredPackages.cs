using System.Text.Json;
using System.Text.Json.Serialization;
using Codex.Plugin.Write;

namespace Codex.Plugin.Packaging.Servers;

/// <summary>Questions that nobody answered, so that work without a network is not slowed down by asking in every build.</summary>
internal sealed partial class UnansweredPackages
{
    private static readonly TimeSpan s_shortestPause = TimeSpan.FromMinutes(1);

    /// <summary>Asking in vain may take a twentieth of the time that somebody works.</summary>
    private const int PauseFactor = 20;

    private readonly string _file;
    private readonly string _sources;
    private readonly Content? _content;

    private UnansweredPackages(string file, string sources, Content? content)
    {
        _file = file;
        _sources = sources;
        _content = content;
    }

    /// <summary>Reads the file; an absent or damaged one knows nothing.</summary>
    /// <param name="file">The absolute path.</param>
    /// <param name="sources">What tells the sources; other sources are asked at once.</param>
    public static UnansweredPackages Load(string file, string sources)
    {
        Content? content = null;
        try
        {
            content = JsonSerializer.Deserialize(File.ReadAllBytes(file), ContentContext.Default.Content);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
        }

        return new UnansweredPackages(file, sources, content);
    }

    /// <summary>Takes the last answers where it is too early to ask again, for all packages or for none.</summary>
    public bool CoversAll(IReadOnlyList<ServerPackageId> packages, Dictionary<string, PackageAnswer> answers)
    {
        if (_content is not { Reasons: { } reasons } || _content.Sources != _sources || !IsFresh(_content) || !packages.All(package => reasons.ContainsKey(package.Path)))
        {
            return false;
        }

        foreach (ServerPackageId package in packages)
        {
            answers[package.Path] = new PackageAnswer(PackageAnswerKind.Unanswered, reasons[package.Path]);
        }

        return true;
    }

    /// <summary>Keeps what is unanswered now.</summary>
    public void Save(IEnumerable<ServerPackageId> packages, Dictionary<string, PackageAnswer> answers, TimeSpan took)
    {
        Dictionary<string, string> reasons = packages.Select(package => KeyValuePair.Create(package.Path, answers[package.Path]))
            .Where(static answer => answer.Value.Kind == PackageAnswerKind.Unanswered)
            .ToDictionary(static answer => answer.Key, static answer => answer.Value.Text);
        if (reasons.Count > 0)
        {
            AtomicFile.Write(_file, JsonSerializer.SerializeToUtf8Bytes(new Content(_sources, DateTimeOffset.UtcNow, took, reasons), ContentContext.Default.Content));
        }
        else
        {
            File.Delete(_file);
        }
    }

    // A clock that was set back makes the past a future.
    private static bool IsFresh(Content content) =>
        DateTimeOffset.UtcNow - content.AskedAt is var age && age >= TimeSpan.Zero && age < TimeSpan.FromTicks(Math.Max(s_shortestPause.Ticks, content.Took.Ticks * PauseFactor));

    internal sealed record Content(string Sources, DateTimeOffset AskedAt, TimeSpan Took, Dictionary<string, string> Reasons);

    [JsonSerializable(typeof(Content))]
    private sealed partial class ContentContext : JsonSerializerContext;
}
