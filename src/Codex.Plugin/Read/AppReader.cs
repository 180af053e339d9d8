using System.Text.Json;
using System.Text.Json.Nodes;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Text;

namespace Codex.Plugin.Read;

/// <summary>Collects the apps of a plugin from items, <c>apps/*.json</c> and <c>.app.json</c>.</summary>
/// <param name="diagnostics">Where to report.</param>
internal sealed class AppReader(DiagnosticBag diagnostics)
{
    private const string EveryApp = "every app of the plugin";

    private static readonly string[] s_metadata = ["ConnectorId", "Category"];

    private static readonly string[] s_members = ["id", "category"];

    private readonly SortedDictionary<string, DeclaredJson> _apps = new(StringComparer.Ordinal);

    /// <summary>The apps by name, in ordinal order.</summary>
    public IEnumerable<KeyValuePair<string, JsonObject>> Apps =>
        _apps.Select(static app => KeyValuePair.Create(app.Key, app.Value.Json));

    public void Add(AppItem item, ItemSource source)
    {
        bool isMisspelt = false;
        foreach ((string name, string? similar) in ItemMetadata.Unknown(item.OtherMetadata, s_metadata, source.Writes))
        {
            string advice = similar is not null ? $"Did you mean {similar}?" : $"It has {string.Join(" and ", s_metadata)}.";
            diagnostics.Report(DiagnosticDescriptors.ItemMetadataUnknown, source.At(name), "App", item.Name, name, advice);
            isMisspelt |= similar == "ConnectorId" && string.IsNullOrEmpty(item.ConnectorId);
        }

        if (isMisspelt)
        {
            return;
        }

        var app = new JsonObject { ["id"] = item.ConnectorId };
        if (!string.IsNullOrEmpty(item.Category))
        {
            app["category"] = item.Category;
        }

        Add(item.Name, app, () => source.At(), "the project");
    }

    /// <summary>Reads <c>apps/NAME.json</c>, which holds one app.</summary>
    public void AddDescriptor(string name, SourceText text)
    {
        if (JsonSource.Parse(text, DiagnosticDescriptors.AppJsonNotReadable, diagnostics) is { } json)
        {
            Add(name, json, json.Root);
        }
    }

    /// <summary>Reads a plugin's <c>.app.json</c>: <c>{ "apps": { NAME: app } }</c>.</summary>
    public void AddMap(SourceText text)
    {
        if (JsonSource.Parse(text, DiagnosticDescriptors.AppJsonNotReadable, diagnostics) is not { } json)
        {
            return;
        }

        if (json.Root["apps"] is not { IsObject: true } apps)
        {
            diagnostics.Report(DiagnosticDescriptors.AppJsonNotReadable, json.At(json.Root["apps"] ?? json.Root), "it has no object \"apps\" that maps names to apps");
            return;
        }

        foreach (JsonMember app in apps.Members)
        {
            Add(app.Name, json, app.Value);
        }
    }

    private void Add(string name, JsonSource source, JsonSyntax declared)
    {
        if (!declared.IsObject)
        {
            diagnostics.Report(DiagnosticDescriptors.AppNotUsable, source.At(declared), name, "is not an object", EveryApp);
            return;
        }

        JsonMember? likeId = null;
        foreach (JsonMember member in declared.Members)
        {
            if (!s_members.Contains(member.Name) && SimilarName.Find(member.Name, s_members) is { } similar)
            {
                if (similar == "id" && declared["id"] is null)
                {
                    likeId = member;
                    continue;
                }

                diagnostics.Report(DiagnosticDescriptors.AppMemberUnknown, source.At(member), member.Name, similar);
            }
        }

        if (likeId is not null)
        {
            diagnostics.Report(DiagnosticDescriptors.AppNotUsable, source.At(likeId), name, $"has \"{likeId.Name}\" and no \"id\"", EveryApp);
            return;
        }

        if (declared["category"] is { Kind: not (JsonValueKind.String or JsonValueKind.Null) } category)
        {
            diagnostics.Report(DiagnosticDescriptors.AppNotUsable, source.At(category), name, "has a \"category\" that is not a text", EveryApp);
        }

        Add(name, (JsonObject)source.ToNode(declared)!, () => source.At(declared["id"] ?? declared), source.Text.Path);
    }

    private void Add(string name, JsonObject app, Func<Location> location, string declaredIn)
    {
        if (app["id"] is not JsonValue id || id.GetValueKind() != JsonValueKind.String || string.IsNullOrWhiteSpace(id.GetValue<string>()))
        {
            // A wrong type costs all apps, a blank text this one.
            bool isText = app["id"] is JsonValue value && value.GetValueKind() == JsonValueKind.String;
            diagnostics.Report(DiagnosticDescriptors.AppNotUsable, location(), name, app["id"] is null || isText ? "has no connector id" : "has an \"id\" that is not a text", isText ? "it" : EveryApp);
        }
        else if (_apps.TryGetValue(name, out DeclaredJson? first))
        {
            diagnostics.Report(DiagnosticDescriptors.AppTwice, location(), name, first.Where);
        }
        else
        {
            _apps.Add(name, new DeclaredJson(app, declaredIn));
        }
    }
}
