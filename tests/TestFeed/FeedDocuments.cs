using System.Text.Json.Nodes;
using NuGet.Packaging;

namespace Codex.Plugin.Tests.Feed;

/// <summary>The JSON of a V3 feed: service index, registration, vulnerabilities.</summary>
internal sealed class FeedDocuments(string address, FeedResources resources, Func<IReadOnlyList<Vulnerability>> vulnerabilities)
{
    private string Registrations => $"{address}v3/registration/";

    public JsonNode Index() => new JsonObject
    {
        ["version"] = "3.0.0",
        ["resources"] = new JsonArray([.. Resources().Select(static resource => new JsonObject { ["@id"] = resource.Url, ["@type"] = resource.Type })]),
    };

    public static JsonNode Versions(IEnumerable<FeedPackage> versions) => new JsonObject
    {
        ["versions"] = Array(versions.Select(static package => package.Version.ToLowerInvariant())),
    };

    /// <summary>One page with everything, as nuget.org sends up to 64 versions.</summary>
    public JsonNode Registration(IReadOnlyList<FeedPackage> versions)
    {
        var url = RegistrationOf(versions[0]);
        return new JsonObject
        {
            ["@id"] = url,
            ["count"] = 1,
            ["items"] = new JsonArray(new JsonObject
            {
                ["@id"] = $"{url}#page/{versions[0].Version}/{versions[^1].Version}",
                ["@type"] = "catalog:CatalogPage",
                ["count"] = versions.Count,
                ["lower"] = versions[0].Version,
                ["upper"] = versions[^1].Version,
                ["parent"] = url,
                ["items"] = new JsonArray([.. versions.Select(package => Leaf(package, url))]),
            }),
        };
    }

    public JsonNode Leaf(FeedPackage package) => Leaf(package, RegistrationOf(package));

    public string RegistrationOf(FeedPackage package) => $"{Registrations}{package.Id.ToLowerInvariant()}/index.json";

    public string LeafOf(FeedPackage package) => $"{Registrations}{package.Id.ToLowerInvariant()}/{package.Version.ToLowerInvariant()}.json";

    public JsonNode VulnerabilityIndex() => new JsonArray(new JsonObject
    {
        ["@name"] = "base",
        // Another name with every change: NuGet keeps a page that it has.
        ["@id"] = $"{address}v3/vulnerabilities/page{vulnerabilities().Count}.json",
        ["@updated"] = DateTimeOffset.UtcNow.ToString("O"),
        ["comment"] = "Everything that the test said.",
    });

    public JsonNode VulnerabilityPage()
    {
        var page = new JsonObject();
        foreach (var known in vulnerabilities().GroupBy(static one => one.Id.ToLowerInvariant(), StringComparer.Ordinal))
        {
            page.Add(known.Key, new JsonArray([.. known.Select(static one => new JsonObject { ["url"] = one.Url, ["severity"] = (int)one.Severity, ["versions"] = one.Versions })]));
        }

        return page;
    }

    public static JsonArray PackageTypes(FeedPackage package) => new([.. TypesOf(package).Select(static type => new JsonObject { ["name"] = type })]);

    /// <summary>The names of its package types; one that names none is a dependency.</summary>
    public static IReadOnlyList<string> TypesOf(FeedPackage package) =>
        package.Nuspec.GetPackageTypes() is { Count: > 0 } types ? [.. types.Select(static type => type.Name)] : ["Dependency"];

    public static JsonArray Tags(FeedPackage package) => Array(package.Nuspec.GetTags()?.Split((char[])[' ', ',', ';'], StringSplitOptions.RemoveEmptyEntries) ?? []);

    public static JsonArray Array(IEnumerable<string> values) => new([.. values.Select(static value => (JsonNode)value)]);

    public JsonArray Vulnerabilities(FeedPackage package) => new([.. vulnerabilities()
        .Where(one => one.Id.Equals(package.Id, StringComparison.OrdinalIgnoreCase) && one.Range.Satisfies(package.NuGetVersion))
        .Select(static one => new JsonObject { ["advisoryUrl"] = one.Url, ["severity"] = ((int)one.Severity).ToString(System.Globalization.CultureInfo.InvariantCulture) })]);

    public static JsonNode? Deprecation(FeedPackage package)
    {
        if (package.Deprecation is not { } deprecation)
        {
            return null;
        }

        var json = new JsonObject { ["reasons"] = Array([deprecation.Reason]), ["message"] = deprecation.Message };
        if (deprecation.Alternate is { } alternate)
        {
            json["alternatePackage"] = new JsonObject { ["id"] = alternate, ["range"] = "*" };
        }

        return json;
    }

    private IEnumerable<(string Type, string Url)> Resources()
    {
        if (resources.HasFlag(FeedResources.FlatContainer))
        {
            yield return ("PackageBaseAddress/3.0.0", $"{address}v3/flat/");
        }

        if (resources.HasFlag(FeedResources.Registration))
        {
            yield return ("RegistrationsBaseUrl", Registrations);
            yield return ("RegistrationsBaseUrl/3.6.0", Registrations);
        }

        if (resources.HasFlag(FeedResources.Search))
        {
            // NuGet's own client knows only those with a version.
            yield return ("SearchQueryService", $"{address}v3/search");
            yield return ("SearchQueryService/3.0.0-beta", $"{address}v3/search");
            yield return ("SearchAutocompleteService", $"{address}v3/autocomplete");
            yield return ("SearchAutocompleteService/3.0.0-beta", $"{address}v3/autocomplete");
        }

        if (resources.HasFlag(FeedResources.SearchByPackageType))
        {
            yield return ("SearchQueryService/3.5.0", $"{address}v3/search");
        }

        if (resources.HasFlag(FeedResources.Publish))
        {
            yield return ("PackagePublish/2.0.0", $"{address}api/v2/package");
        }

        if (resources.HasFlag(FeedResources.Vulnerabilities))
        {
            yield return ("VulnerabilityInfo/6.7.0", $"{address}v3/vulnerabilities/index.json");
        }
    }

    private JsonObject Leaf(FeedPackage package, string registration) => new()
    {
        ["@id"] = LeafOf(package),
        ["@type"] = "Package",
        ["catalogEntry"] = Entry(package),
        ["packageContent"] = ContentOf(package),
        ["registration"] = registration,
    };

    private JsonObject Entry(FeedPackage package)
    {
        var nuspec = package.Nuspec;
        var entry = new JsonObject
        {
            ["@id"] = LeafOf(package),
            ["@type"] = "PackageDetails",
            ["id"] = package.Id,
            ["version"] = package.Version,
            ["title"] = nuspec.GetTitle() ?? "",
            ["authors"] = nuspec.GetAuthors(),
            ["description"] = nuspec.GetDescription(),
            ["summary"] = nuspec.GetSummary() ?? "",
            ["iconUrl"] = nuspec.GetIconUrl() ?? "",
            ["licenseUrl"] = nuspec.GetLicenseUrl() ?? "",
            ["licenseExpression"] = nuspec.GetLicenseMetadata()?.License ?? "",
            ["projectUrl"] = nuspec.GetProjectUrl() ?? "",
            ["requireLicenseAcceptance"] = nuspec.GetRequireLicenseAcceptance(),
            ["tags"] = Tags(package),
            ["listed"] = package.Listed,
            ["packageContent"] = ContentOf(package),
            ["packageTypes"] = PackageTypes(package),
            ["dependencyGroups"] = new JsonArray([.. nuspec.GetDependencyGroups().Select(Dependencies)]),
            ["vulnerabilities"] = Vulnerabilities(package),
        };
        // What nuget.org says of an unlisted version.
        if ((package.Listed ? package.Published : new DateTimeOffset(1900, 1, 1, 0, 0, 0, TimeSpan.Zero)) is { } published)
        {
            entry["published"] = published.ToString("O");
        }

        if (Deprecation(package) is { } deprecation)
        {
            entry["deprecation"] = deprecation;
        }

        return entry;
    }

    private JsonObject Dependencies(PackageDependencyGroup group)
    {
        var json = new JsonObject
        {
            ["dependencies"] = new JsonArray([.. group.Packages.Select(dependency => new JsonObject
            {
                ["id"] = dependency.Id,
                ["range"] = dependency.VersionRange.ToNormalizedString(),
                ["registration"] = $"{Registrations}{dependency.Id.ToLowerInvariant()}/index.json",
            })]),
        };
        if (!group.TargetFramework.IsAny)
        {
            json["targetFramework"] = group.TargetFramework.GetShortFolderName();
        }

        return json;
    }

    private string ContentOf(FeedPackage package)
    {
        var (id, version) = (package.Id.ToLowerInvariant(), package.Version.ToLowerInvariant());
        return $"{address}v3/flat/{id}/{version}/{id}.{version}.nupkg";
    }
}
