using System.Text.RegularExpressions;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Text;

namespace Codex.Plugin.Read;

/// <summary>The metadata of an item that declares an MCP server, and the members of Codex's format that they become.</summary>
internal static partial class McpServerSettings
{
    private const string ReferenceType = "ProjectReference";

    /// <summary>Everything that an item may say. The table's order is that of the members in the output; docs/mcp-servers.md tells it to users.</summary>
    private static readonly Setting[] s_settings =
    [
        new("Url", Forms.Remote, SettingKind.Text, "url"),
        new("BearerTokenEnvVar", Forms.Remote, SettingKind.Text, "bearer_token_env_var"),
        new("HttpHeaders", Forms.Remote, SettingKind.Map, "http_headers.*"),
        new("EnvHttpHeaders", Forms.Remote, SettingKind.Map, "env_http_headers.*"),
        new("HttpHeadersHelper", Forms.Remote, SettingKind.Text, "http_headers_helper"),
        new("Auth", Forms.Remote, SettingKind.Text, "auth"),
        new("Scopes", Forms.Remote, SettingKind.Texts, "scopes"),
        new("OAuthClientId", Forms.Remote, SettingKind.Text, "oauth.client_id"),
        new("OAuthCallbackPort", Forms.Remote, SettingKind.Number, "oauth.callback_port"),
        new("OAuthCallbackUrl", Forms.Remote, SettingKind.Text, "oauth.callback_url"),
        new("OAuthResource", Forms.Remote, SettingKind.Text, "oauth_resource"),
        new("Command", Forms.Command, SettingKind.Text, "command"),
        new("Package", Forms.Package, SettingKind.Text, null),
        new("Version", Forms.Package, SettingKind.Text, null),
        new("TargetFramework", Forms.Project, SettingKind.Text, null),
        new("RuntimeIdentifiers", Forms.Project, SettingKind.Texts, null),
        new("SelfContained", Forms.Project, SettingKind.Flag, null),
        new("PublishAot", Forms.Project, SettingKind.Flag, null),
        new("Arguments", Forms.Local, SettingKind.Texts, "args"),
        new("Environment", Forms.Local, SettingKind.Map, "env.*"),
        new("EnvVars", Forms.Local, SettingKind.Texts, "env_vars"),
        // What is built from source is found from the plugin's folder only.
        new("WorkingDirectory", Forms.Command | Forms.Package, SettingKind.Text, "cwd"),
        new("StartupTimeout", Forms.Any, SettingKind.Number, "startup_timeout_sec"),
        new("ToolTimeout", Forms.Any, SettingKind.Number, "tool_timeout_sec"),
        new("StartupReadiness", Forms.Any, SettingKind.Text, "startup_readiness"),
        new("Enabled", Forms.Any, SettingKind.Flag, "enabled"),
        new("Required", Forms.Any, SettingKind.Flag, "required"),
        new("SupportsParallelToolCalls", Forms.Any, SettingKind.Flag, "supports_parallel_tool_calls"),
        new("EnabledTools", Forms.Any, SettingKind.Texts, "enabled_tools"),
        new("DisabledTools", Forms.Any, SettingKind.Texts, "disabled_tools"),
        new("DefaultToolsApprovalMode", Forms.Any, SettingKind.Text, "default_tools_approval_mode"),
        new("ToolApprovalModes", Forms.Any, SettingKind.Map, "tools.*.approval_mode"),
        new("ToolOutputTokenLimits", Forms.Any, SettingKind.NumberMap, "tools.*.output_token_limit"),
        new("ToolInputSchemaMaxBytes", Forms.Any, SettingKind.Number, "tool_input_schema_max_bytes"),
        new("OmitToolsFrom", Forms.Any, SettingKind.Texts, "omit_tools_from"),
    ];

    private static readonly (string Name, Forms Form)[] s_forms = [("Url", Forms.Remote), ("Command", Forms.Command), ("Package", Forms.Package)];

    private static readonly string[] s_names = [.. s_settings.Select(static setting => setting.Name)];

    private static readonly string[] s_namesOfProject = [.. s_settings.Where(static setting => setting.Forms.HasFlag(Forms.Project)).Select(static setting => setting.Name)];

    /// <summary>What people write who know other hosts.</summary>
    private static readonly Dictionary<string, string> s_hints = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Headers"] = "Write HttpHeaders.",
        ["Env"] = "Write Environment for values, EnvVars for the names of variables that the user has.",
        ["Args"] = "Write Arguments.",
        ["Cwd"] = "Write WorkingDirectory.",
        ["BearerToken"] = "Write BearerTokenEnvVar, the name of an environment variable that holds the token.",
        ["Timeout"] = "Write StartupTimeout for the start, ToolTimeout for calls; both are in seconds.",
        ["Disabled"] = "Write Enabled=\"false\".",
        ["Type"] = "Codex goes by Url and Command; remove it.",
        ["Transport"] = "Codex goes by Url and Command; remove it.",
        ["PackageVersion"] = "Write Version.",
        ["OAuthScopes"] = "Write Scopes.",
        ["OAuthClientSecret"] = "A plugin keeps no secret: register a public client, which needs none.",
        ["ApprovalMode"] = "Write DefaultToolsApprovalMode, or ToolApprovalModes for single tools.",
    };

    /// <summary>What MSBuild, NuGet and the SDKs know of a reference to a project and that resembles a setting.</summary>
    private static readonly HashSet<string> s_ofBuild = new(StringComparer.OrdinalIgnoreCase)
    {
        "RuntimeIdentifier", "Private", "PrivateAssets", "Name", "Project", "Package", "Version", "Publish", "Aliases", "Targets", "Properties",
    };

    /// <summary>The names of all metadata.</summary>
    public static IReadOnlyList<string> Names => s_names;

    /// <summary>Whether the metadata of a reference to a project says something about the server that is built from it; the build itself has many others.</summary>
    public static bool IsOfProject(string name) =>
        !s_ofBuild.Contains(name)
        && (s_names.Contains(name, StringComparer.OrdinalIgnoreCase) || s_hints.ContainsKey(name) || MetadataOf(name) is not null || SimilarName.Find(name, s_namesOfProject) is not null);

    /// <summary>The server in Codex's format; null where it cannot be told, which is reported.</summary>
    public static McpServer? Read(McpServerItem item, ItemSource source, DiagnosticBag diagnostics)
    {
        var metadata = new ItemMetadata(item.Settings);
        (string Name, Forms Form)[] given = item.ItemType == ReferenceType ? [(ReferenceType, Forms.Project)] : [.. s_forms.Where(one => metadata[one.Name] is not null)];
        Forms form = given is [var only] ? only.Form : Forms.None;
        bool isReported = ReportUnknown(item, form, source, diagnostics);
        if (given.Length > 1)
        {
            diagnostics.Report(DiagnosticDescriptors.McpServerNotUsable, source.At(given[1].Name), item.Name, $"has both {given[0].Name} and {given[1].Name}");
            return null;
        }

        if (form == Forms.None)
        {
            // What is misspelt may be what is missing.
            if (!isReported)
            {
                diagnostics.Report(DiagnosticDescriptors.McpServerNotUsable, source.At(), item.Name, "has none of Url, Command and Package");
            }

            return null;
        }

        JsonSyntax? server = form switch
        {
            Forms.Package => EntryOfPackage(item, metadata, source, diagnostics),
            Forms.Project => EntryOfProject(item, source, diagnostics),
            _ => JsonSyntax.OfMembers([], 0),
        };
        foreach (Setting setting in s_settings)
        {
            if (metadata[setting.Name] is not { } written)
            {
                continue;
            }

            if (!setting.Forms.HasFlag(form))
            {
                ReportWrongForm(item, form, setting, source, diagnostics);
                continue;
            }

            JsonSyntax? changed = setting.AddTo(server ?? JsonSyntax.OfMembers([], 0), written, PlaceOf(setting), out string? problem);
            if (problem is not null)
            {
                diagnostics.Report(DiagnosticDescriptors.McpServerSettingWrong, source.At(setting.Name), item.Name, problem);
            }

            // The entry of a package or a project has the arguments at their place already.
            if (changed is null || !(setting.Name == "Arguments" && form != Forms.Command))
            {
                server = server is null ? null : changed;
            }
        }

        return server is null ? null : new McpServer(item.Name, server, offset => source.At(offset == 0 ? null : s_settings[offset - 1].Name), "the project");
    }

    /// <summary>The arguments that the author gives to the server.</summary>
    public static IEnumerable<JsonSyntax> ArgumentsOf(McpServerItem item)
    {
        Setting arguments = s_settings.First(static setting => setting.Name == "Arguments");
        return new ItemMetadata(item.Settings)[arguments.Name] is { } written ? EscapedText.Split(written).Select(text => JsonSyntax.OfText(text, PlaceOf(arguments))) : [];
    }

    /// <summary>A message about members of Codex's format as one about metadata, which is what the author wrote.</summary>
    public static string InMetadata(string message) => Quoted().Replace(message, static match =>
        s_settings.Select(setting => setting.Describe(match.Groups["path"].Value)).FirstOrDefault(static found => found is not null) ?? match.Value);

    private static JsonSyntax? EntryOfPackage(McpServerItem item, ItemMetadata metadata, ItemSource source, DiagnosticBag diagnostics)
    {
        string id = EscapedText.Unescape(metadata["Package"]!);
        if (!PackageId().IsMatch(id))
        {
            diagnostics.Report(DiagnosticDescriptors.McpServerSettingWrong, source.At("Package"), item.Name, $"Package must be the id of a package, and is '{id}'; the version goes into Version");
            return null;
        }

        if (item.PackageVersion is null)
        {
            string found = string.IsNullOrWhiteSpace(item.DeclaredPackageVersion) ? "is missing: neither Version nor a PackageVersion item says it"
                : item.DeclaredPackageVersion.Contains('*', StringComparison.Ordinal) ? $"is '{item.DeclaredPackageVersion}', which floats"
                : item.DeclaredPackageVersion.AsSpan().ContainsAny("[](),") ? $"is '{item.DeclaredPackageVersion}', which is a range"
                : $"is '{item.DeclaredPackageVersion}', which is no version of NuGet's";
            diagnostics.Report(DiagnosticDescriptors.McpServerPackageVersion, source.At("Version"), item.Name, id, found);
            return null;
        }

        int start = PlaceOf(s_settings.First(static setting => setting.Name == "Package"));
        JsonSyntax[] arguments = [.. ArgumentsOf(item)];
        JsonSyntax Text(string text) => JsonSyntax.OfText(text, start);
        return JsonSyntax.OfMembers(
        [
            new JsonMember("command", start, Text("dotnet")),
            new JsonMember("args", start, JsonSyntax.OfItems([Text("dnx"), Text($"{id}@{item.PackageVersion}"), Text("--yes"), .. arguments.Length > 0 ? [Text("--"), .. arguments] : arguments], start)),
            // In the folder of the session, a nuget.config or global.json of its would decide what is started.
            new JsonMember("cwd", start, Text(".")),
        ], 0);
    }

    private static JsonSyntax? EntryOfProject(McpServerItem item, ItemSource source, DiagnosticBag diagnostics)
    {
        if (item.Published.Count > 0)
        {
            return JsonSyntax.OfMembers(PublishedServers.Entry(item), 0);
        }

        diagnostics.Report(DiagnosticDescriptors.McpServerNotUsable, source.At(), item.Name, "is a project that has not been published");
        return null;
    }

    private static bool ReportUnknown(McpServerItem item, Forms form, ItemSource source, DiagnosticBag diagnostics)
    {
        bool isProject = form == Forms.Project;
        bool isReported = false;
        IEnumerable<string> names = isProject ? item.Settings.Keys.Where(static name => IsOfProject(name)) : item.Settings.Keys;
        foreach ((string name, string? similar) in ItemMetadata.Unknown(names, s_names, source.Writes))
        {
            string advice = s_hints.TryGetValue(name, out string? hint) ? hint
                : MetadataOf(name) is { } meant ? $"Write {meant}."
                : similar is not null ? $"Did you mean {similar}?"
                : "";
            Diagnostic found = Diagnostic.Create(DiagnosticDescriptors.McpServerMetadataUnknown, source.At(name), [item.Name, name, NameOf(form), .. advice.Length > 0 ? [advice, "", ""] : Allowed(form)]);

            // A reference to a project has metadata of the build, too, and they may be new.
            diagnostics.Add(isProject ? found with { Severity = DiagnosticSeverity.Warning } : found);
            isReported = true;
        }

        return isReported;
    }

    private static void ReportWrongForm(McpServerItem item, Forms form, Setting setting, ItemSource source, DiagnosticBag diagnostics)
    {
        // Scopes of a local server are the only ones for which Codex does not drop it.
        bool isDropped = form == Forms.Remote ? setting.Member is not null : setting.Forms == Forms.Remote && setting.Name != "Scopes";
        if (isDropped)
        {
            string kind = s_forms.FirstOrDefault(one => one.Form == form).Name ?? ReferenceType;
            diagnostics.Report(DiagnosticDescriptors.McpServerMemberNotForTransport, source.At(setting.Name), item.Name, setting.Name, kind, "Remove it.");
        }
        else
        {
            diagnostics.Report(DiagnosticDescriptors.McpServerMetadataUnknown, source.At(setting.Name), [item.Name, setting.Name, NameOf(form), .. Allowed(form)]);
        }
    }

    private static string NameOf(Forms form) => form switch
    {
        Forms.Remote => "a server with a Url",
        Forms.Command => "a server with a Command",
        Forms.Package => "a server from a package",
        Forms.Project => "a server that is built from source",
        _ => "an MCP server",
    };

    /// <summary>What such a server may have, in parts that a message shows in full.</summary>
    private static string[] Allowed(Forms form)
    {
        if (form == Forms.None)
        {
            return ["Write Url, Command or Package.", "", ""];
        }

        string[] own = [.. s_settings.Where(setting => setting.Forms.HasFlag(form) && setting.Forms != Forms.Any).Select(static setting => setting.Name)];
        string[] every = [.. s_settings.Where(static setting => setting.Forms == Forms.Any).Select(static setting => setting.Name)];
        int half = every.Length / 2;
        return [$"It has {string.Join(", ", own)},", $"{string.Join(", ", every[..half])},", $"{string.Join(", ", every[half..])}."];
    }

    /// <summary>The metadata for a member of Codex's format.</summary>
    private static string? MetadataOf(string member) =>
        s_settings.FirstOrDefault(setting => setting.Member is { } path && Plain(path.Split('.')[0]) == Plain(member))?.Name;

    private static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();

    private static int PlaceOf(Setting setting) => Array.IndexOf(s_settings, setting) + 1;

    [GeneratedRegex("\"(?<path>[^\"]{1,200})\"", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\A\w+([.-]\w+)*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex PackageId();

    /// <summary>The ways in which a server is reached.</summary>
    [Flags]
    private enum Forms
    {
        None = 0,
        Remote = 1,
        Command = 2,
        Package = 4,
        Project = 8,
        Local = Command | Package | Project,
        Any = Remote | Local,
    }

    private sealed record Setting(string Name, Forms Forms, SettingKind Kind, string? Member) : ItemSetting(Name, Kind, Member);
}
