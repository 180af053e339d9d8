using System.Text.Json;
using Codex.Plugin.Read;
using Codex.Plugin.Text;

namespace Codex.Plugin.Manifest;

/// <summary>What a manifest written by hand says that a package says too. Strings that it does not say are null.</summary>
/// <param name="Version">As written.</param>
/// <param name="Description">One or two sentences.</param>
/// <param name="Author">The author's name.</param>
/// <param name="DisplayName">The name that people see.</param>
/// <param name="Homepage">An absolute http or https URL.</param>
/// <param name="Repository">An absolute http or https URL.</param>
/// <param name="License">As written.</param>
/// <param name="Keywords">As written.</param>
public sealed record ManifestProperties(string? Version, string? Description, string? Author, string? DisplayName, string? Homepage, string? Repository, string? License, IReadOnlyList<string> Keywords)
{
    /// <summary>Reads the manifest that Codex would read of the folder; null where there is none, or none that can be read, which the compiler reports.</summary>
    /// <param name="folder">The project's folder.</param>
    public static ManifestProperties? Read(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (ManifestFile.Find(folder) is not { } path)
        {
            return null;
        }

        try
        {
            var file = new FileInfo(Path.Combine(folder, path));
            if (file.Length > DescriptorSize.Largest || !JsonSource.TryParse(new SourceText(path, File.ReadAllBytes(file.FullName)), out JsonSource? source, out _, out _))
            {
                return null;
            }

            JsonSyntax root = source!.Root;
            return new ManifestProperties(
                Text(root["version"]),
                Text(root["description"]),
                Text(root["author"]) ?? Text(root["author"]?["name"]),
                Text((root["interface"] ?? root["extensions"]?["com.openai"]?["interface"])?["displayName"]),
                Url(root["homepage"]),
                Url(root["repository"]),
                Text(root["license"]),
                [.. (root["keywords"]?.Items ?? []).Select(Text).OfType<string>()]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? Text(JsonSyntax? value) => value is { Kind: JsonValueKind.String, Text.Length: > 0 } ? value.Text : null;

    private static string? Url(JsonSyntax? value) =>
        Text(value) is { } text && Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https" ? text : null;
}
