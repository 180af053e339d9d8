using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Codex.Plugin.Tests.Feed;

/// <summary>The search and the completion of ids.</summary>
internal sealed class FeedSearch(PackageStore packages, FeedDocuments documents, bool byPackageType)
{
    private const string PackageId = "packageid:";

    public JsonNode Search(IQueryCollection query)
    {
        var type = byPackageType ? query["packageType"].ToString() : "";
        var found = Found(query)
            .Where(versions => type.Length == 0 || FeedDocuments.TypesOf(versions[^1]).Contains(type, StringComparer.OrdinalIgnoreCase))
            .Where(versions => Fits(versions[^1], query["q"].ToString()))
            .ToList();
        return new JsonObject { ["totalHits"] = found.Count, ["data"] = new JsonArray([.. Page(found, query).Select(Result)]) };
    }

    public JsonNode Autocomplete(IQueryCollection query)
    {
        var id = query["id"].ToString();
        if (id.Length > 0)
        {
            var versions = Found(query).FirstOrDefault(one => one[0].Id.Equals(id, StringComparison.OrdinalIgnoreCase)) ?? [];
            return new JsonObject { ["data"] = FeedDocuments.Array(versions.Select(static package => package.Version)) };
        }

        var found = Found(query).Select(static versions => versions[^1].Id).Where(one => one.Contains(query["q"].ToString(), StringComparison.OrdinalIgnoreCase)).ToList();
        return new JsonObject { ["totalHits"] = found.Count, ["data"] = FeedDocuments.Array(Page(found, query)) };
    }

    /// <summary>The versions of every id that the query may see.</summary>
    private IEnumerable<IReadOnlyList<FeedPackage>> Found(IQueryCollection query)
    {
        var prerelease = query["prerelease"].ToString().Equals("true", StringComparison.OrdinalIgnoreCase);
        var semVer2 = query["semVerLevel"].ToString().StartsWith("2.", StringComparison.Ordinal);
        return packages.All()
            .Select(versions => (IReadOnlyList<FeedPackage>)[.. versions.Where(package =>
                package.Listed && (prerelease || !package.NuGetVersion.IsPrerelease) && (semVer2 || !package.NuGetVersion.IsSemVer2))])
            .Where(static versions => versions.Count > 0);
    }

    private static bool Fits(FeedPackage package, string query) => query.StartsWith(PackageId, StringComparison.OrdinalIgnoreCase)
        ? package.Id.Equals(query[PackageId.Length..], StringComparison.OrdinalIgnoreCase)
        : query.Split(' ', StringSplitOptions.RemoveEmptyEntries).All(word => Texts(package).Any(text => text?.Contains(word, StringComparison.OrdinalIgnoreCase) == true));

    private static string?[] Texts(FeedPackage package) => [package.Id, package.Nuspec.GetTitle(), package.Nuspec.GetDescription(), package.Nuspec.GetTags()];

    private static IEnumerable<T> Page<T>(List<T> found, IQueryCollection query) => found.Skip(Number(query["skip"].ToString(), 0)).Take(Number(query["take"].ToString(), 20));

    private static int Number(string text, int otherwise) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    private JsonNode Result(IReadOnlyList<FeedPackage> versions)
    {
        var latest = versions[^1];
        var nuspec = latest.Nuspec;
        var result = new JsonObject
        {
            ["@id"] = documents.RegistrationOf(latest),
            ["@type"] = "Package",
            ["registration"] = documents.RegistrationOf(latest),
            ["id"] = latest.Id,
            ["version"] = latest.Version,
            ["title"] = nuspec.GetTitle() is { Length: > 0 } title ? title : latest.Id,
            ["description"] = nuspec.GetDescription(),
            ["summary"] = nuspec.GetSummary() ?? "",
            ["authors"] = FeedDocuments.Array(nuspec.GetAuthors().Split(',', StringSplitOptions.TrimEntries)),
            ["owners"] = FeedDocuments.Array(latest.Owners),
            ["iconUrl"] = nuspec.GetIconUrl() ?? "",
            ["licenseUrl"] = nuspec.GetLicenseUrl() ?? "",
            ["projectUrl"] = nuspec.GetProjectUrl() ?? "",
            ["tags"] = FeedDocuments.Tags(latest),
            ["verified"] = false,
            ["packageTypes"] = FeedDocuments.PackageTypes(latest),
            ["vulnerabilities"] = documents.Vulnerabilities(latest),
            ["versions"] = new JsonArray([.. versions.Select(package => new JsonObject { ["@id"] = documents.LeafOf(package), ["version"] = package.Version, ["downloads"] = package.Downloads ?? 0 })]),
        };
        if (versions.Any(static package => package.Downloads is not null))
        {
            result["totalDownloads"] = versions.Sum(static package => package.Downloads ?? 0);
        }

        if (FeedDocuments.Deprecation(latest) is { } deprecation)
        {
            result["deprecation"] = deprecation;
        }

        return result;
    }
}
