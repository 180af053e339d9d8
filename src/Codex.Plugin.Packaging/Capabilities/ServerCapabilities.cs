using System.Text.Json;
using Codex.Plugin.Read;
using Codex.Plugin.Text;

namespace Codex.Plugin.Packaging.Capabilities;

/// <summary>What the MCP servers of a plugin are and get.</summary>
internal static class ServerCapabilities
{
    // All others Codex ignores, or they give nobody more power.
    private static readonly string[] s_settings =
        ["auth", "disabled_tools", "enabled_tools", "env", "environment_id", "http_headers", "http_headers_helper", "oauth", "oauth_resource", "scopes"];

    private static readonly char[] s_separators = [' ', '\t', '\r', '\n', '"', '\'', '`', '=', ';', '&', '|', '(', ')', '<', '>', ',', ':'];

    /// <summary>The servers, in ordinal order of their names.</summary>
    /// <param name="parts">The plugin.</param>
    /// <param name="paths">The paths of its files.</param>
    /// <param name="code">Those of them that can be run.</param>
    public static IReadOnlyList<ServerCapability> Compute(PluginParts parts, IReadOnlyList<string> paths, IReadOnlyList<string> code)
    {
        if (parts.Servers.Count == 0)
        {
            return [];
        }

        var files = new PluginFilePlaces(paths);
        var programs = new PluginFilePlaces(code);
        return [.. parts.Servers.Select(server => Compute(server, files, programs)).OrderBy(static server => server.Name, StringComparer.Ordinal)];
    }

    private static ServerCapability Compute(McpServer server, PluginFilePlaces files, PluginFilePlaces programs)
    {
        // Where Codex would take neither, whatever can be run counts.
        string? command = server.Text("command");
        string? helper = server["http_headers_helper"] is { } declared ? string.Join(' ', TextsOf("", declared).Select(static text => text.Value)) : null;
        string? program = command ?? helper;
        string[] arguments = command is null ? [] : [.. server.Arguments.Select(static argument => argument.Text!)];
        string? url = server.Text("url");
        McpFetched? fetched = program is null ? null : McpPayload.FindFetched(program, arguments);
        return new ServerCapability(CapabilityText.Show(server.Name), program is null ? ServerKind.Remote : KindOf(server, program, arguments, fetched, files, programs))
        {
            Url = url is null ? null : PlainUrl(url),
            Host = url is not null && Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) && uri.Host.Length > 0 ? NetworkHosts.ToAscii(uri.Host.Trim('[', ']')) : null,
            Command = program is null ? null : CapabilityText.Of(program),
            Arguments = CapabilityText.OfArguments(arguments),
            Package = fetched?.Name is { } package ? CapabilityText.Of(package) : null,
            PackageVersion = fetched?.Version is { } version ? CapabilityText.Of(version) : null,
            Variables = [.. Variables(server).Select(CapabilityText.Of).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            ApprovalModes = [.. ApprovalModes(server).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            Settings = [.. Settings(server, program is not null).Order(StringComparer.Ordinal)],
        };
    }

    private static ServerKind KindOf(McpServer server, string program, string[] arguments, McpFetched? fetched, PluginFilePlaces files, PluginFilePlaces programs)
    {
        // Without "cwd" a relative path is one of the session's folder, not of the plugin.
        string? folder = server.Text("cwd") is { } written ? Path.IsPathRooted(written) ? null : DeclaredPath.Resolve(written.Replace('\\', '/')) : null;
        if (folder is null)
        {
            return fetched is null ? ServerKind.Command : ServerKind.Package;
        }

        string[] words = [.. ((IEnumerable<string>)[program, .. arguments, .. server["env"]?.Members.Select(static member => member.Value.AsText() ?? "") ?? []])
            .SelectMany(static text => (IEnumerable<string>)[text, .. text.Split(s_separators, StringSplitOptions.RemoveEmptyEntries)])];
        return files.IsFile(folder, program) || words.Any(word => programs.Names(folder, word)) ? ServerKind.Bundled
            : fetched is not null ? ServerKind.Package
            : words.Any(word => files.IsFile(folder, word)) ? ServerKind.Bundled
            : ServerKind.Command;
    }

    private static IEnumerable<string> Variables(McpServer server)
    {
        foreach (JsonSyntax variable in server["env_vars"]?.Items ?? [])
        {
            if ((variable.AsText() ?? variable["name"]?.AsText()) is { } name)
            {
                yield return name;
            }
        }

        foreach (JsonMember header in server["env_http_headers"]?.Members ?? [])
        {
            if (header.Value.AsText() is { } name)
            {
                yield return name;
            }
        }

        if (server.Text("bearer_token_env_var") is { } token)
        {
            yield return token;
        }
    }

    private static IEnumerable<string> ApprovalModes(McpServer server)
    {
        if (server.Text("default_tools_approval_mode") is { } mode)
        {
            yield return $"default: {CapabilityText.Show(mode)}";
        }

        foreach (JsonMember tool in server["tools"]?.Members ?? [])
        {
            if (tool.Value["approval_mode"]?.AsText() is { } ofTool)
            {
                yield return $"{CapabilityText.Show(tool.Name)}: {CapabilityText.Show(ofTool)}";
            }
        }
    }

    private static IEnumerable<string> Settings(McpServer server, bool isStarted)
    {
        string? folder = server.Text("cwd");
        if (isStarted && (folder is null || DeclaredPath.Resolve(folder) != "" || Path.IsPathRooted(folder)))
        {
            yield return folder is null ? "cwd: (that of the session)" : $"cwd: {CapabilityText.Of(folder)}";
        }

        foreach (string setting in s_settings)
        {
            if (server[setting] is { } value)
            {
                foreach ((string path, string text) in TextsOf(setting, value))
                {
                    string name = path[(path.LastIndexOf('.') + 1)..];
                    yield return $"{CapabilityText.Show(path)}: {CapabilityText.OfNamed(name, text)}";
                }
            }
        }
    }

    /// <summary>The texts in a value, with their paths; an array of texts is one.</summary>
    private static IEnumerable<(string Path, string Value)> TextsOf(string path, JsonSyntax value) => value switch
    {
        { IsObject: true } => value.Members.SelectMany(member => TextsOf($"{path}.{member.Name}", member.Value)),
        { IsArray: true } when value.Items.All(static item => item.AsText() is not null) => [(path, string.Join(", ", value.Items.Select(static item => item.Text)))],
        { IsArray: true } => value.Items.SelectMany((item, number) => TextsOf($"{path}[{number}]", item)),
        { Kind: JsonValueKind.True or JsonValueKind.False } => [(path, value.Kind == JsonValueKind.True ? "true" : "false")],
        { Text: { } text } => [(path, text)],
        _ => [],
    };

    /// <summary>The address without what follows <c>?</c> and <c>#</c> and stands before <c>@</c>, which may be a secret; so may a name in the path that is no word.</summary>
    public static string PlainUrl(string url)
    {
        string plain = url.Split('?', '#')[0];
        if (Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) && uri.Host.Length > 0)
        {
            plain = uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
        }
        else if (plain.LastIndexOf('@') is >= 0 and var at)
        {
            plain = plain[(at + 1)..];
        }

        return CapabilityText.Of(string.Join('/', plain.Split('/').Select(static name => SecretText.LooksRandom(name) && name.Length >= 20 ? SecretText.Hint(name) : name)));
    }
}

/// <summary>The files of a plugin by what a command line may call them.</summary>
internal sealed class PluginFilePlaces
{
    private readonly HashSet<string> _files;
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);

    public PluginFilePlaces(IReadOnlyList<string> paths)
    {
        _files = new HashSet<string>(paths, StringComparer.OrdinalIgnoreCase);
        foreach (string path in paths)
        {
            // Node and Windows add the ending, Python and Go take a folder.
            _names.Add(path);
            _names.Add(path[..^Path.GetExtension(path).Length]);
            for (int slash = path.LastIndexOf('/'); slash > 0; slash = path.LastIndexOf('/', slash - 1))
            {
                _names.Add(path[..slash]);
            }
        }
    }

    /// <summary>Whether the word is the path of a file.</summary>
    public bool IsFile(string folder, string word) => Resolve(folder, word) is { } path && _files.Contains(path);

    /// <summary>Whether the word is the path of a file, with or without its ending, of a folder with files, or of a module of Python's.</summary>
    public bool Names(string folder, string word) =>
        Resolve(folder, word) is { Length: > 0 } path && (_names.Contains(path) || (!word.Contains('/', StringComparison.Ordinal) && word.Contains('.', StringComparison.Ordinal) && Resolve(folder, word.Replace('.', '/')) is { Length: > 0 } module && _names.Contains(module)));

    private static string? Resolve(string folder, string word) =>
        word.Length is 0 or > 1000 || word.StartsWith('/') || word.Contains("://", StringComparison.Ordinal) ? null : DeclaredPath.Resolve($"{folder}/{word.Replace('\\', '/')}");
}
