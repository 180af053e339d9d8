using System.Text.Json;
using System.Text.Json.Serialization;
using Codex.Plugin.Packaging.Marketplace;
using Codex.Plugin.Write;

namespace Codex.Plugin.Install;

/// <summary>What an installation has done, for programs: <c>obj/codexplugin.install.json</c>.</summary>
/// <param name="Home">The home of the Codex.</param>
/// <param name="Marketplace">The marketplace's name.</param>
/// <param name="MarketplaceFolder">The folder that the project lays it out in.</param>
/// <param name="RegisteredFolder">The folder that Codex reads it from; null: none.</param>
/// <param name="Plugins">A row for each plugin, in ordinal order.</param>
public sealed record InstallReport(string Home, string Marketplace, string MarketplaceFolder, string? RegisteredFolder, IReadOnlyList<InstallReportRow> Plugins)
{
    private static readonly JsonSerializerOptions s_options = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n" };

    /// <summary>The report of a result.</summary>
    /// <param name="options">What was installed.</param>
    /// <param name="result">What has happened.</param>
    public static InstallReport Of(InstallOptions options, InstallResult result)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(result);
        return new InstallReport(options.Home.Folder, options.Marketplace, options.Folder, result.RegisteredFolder,
        [
            .. result.Rows.Select(static row => new InstallReportRow(
                row.Plugin, row.Before, row.After, row.Policy is { } policy ? MarketplaceDocument.InstallationWords[policy] : null, row.Action, row.Reason, row.IsOff)),
        ]);
    }

    /// <summary>Reads a report; null where there is none that can be read.</summary>
    /// <param name="path">An absolute path.</param>
    public static InstallReport? Load(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<InstallReport>(File.ReadAllBytes(path), s_options);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes the report, unless it is there already.</summary>
    /// <param name="path">An absolute path.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">As before.</exception>
    public void Save(string path)
    {
        byte[] bytes = JsonSerializer.SerializeToUtf8Bytes(this, s_options);
        if (!File.Exists(path) || !File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes))
        {
            AtomicFile.Write(path, bytes);
        }
    }
}

/// <summary>What has happened to one plugin.</summary>
/// <param name="Plugin">The plugin's name.</param>
/// <param name="Before">The version that Codex loaded before; null: none.</param>
/// <param name="After">The version that it loads now; null: none.</param>
/// <param name="Policy">What the marketplace says about it; null where it does not have it.</param>
/// <param name="Action">What was done.</param>
/// <param name="Reason">Why, in a few words.</param>
/// <param name="IsOff">Whether the user has switched it off.</param>
public sealed record InstallReportRow(
    string Plugin, string? Before, string? After, string? Policy, [property: JsonConverter(typeof(JsonStringEnumConverter<InstallAction>))] InstallAction Action, string Reason, bool IsOff);
