using System.Buffers;
using ModelContextProtocol.Client;

namespace Codex.Plugin.Runtime.Servers;

/// <summary>How Codex talks to a server at a URL.</summary>
internal static class ServerHttp
{
    private static readonly SearchValues<char> s_token = SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    public static HttpClientTransport CreateTransport(PluginServer server, Uri endpoint, IReadOnlyDictionary<string, string> user) => new(new HttpClientTransportOptions
    {
        Endpoint = endpoint,
        Name = server.Name,
        // Codex has no other.
        TransportMode = HttpTransportMode.StreamableHttp,
        ConnectionTimeout = server.StartupTimeout > TimeSpan.Zero ? server.StartupTimeout : TimeSpan.FromMilliseconds(1),
        EnableStandaloneGetStream = false,
        AdditionalHeaders = CreateHeaders(server, user),
    });

    /// <summary>The headers: the variables' beat the declared ones, and the token beats both. Codex leaves out those that HTTP does not know.</summary>
    public static Dictionary<string, string> CreateHeaders(PluginServer server, IReadOnlyDictionary<string, string> user)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, string value) in server.HttpHeaders)
        {
            Add(name, value);
        }

        foreach ((string name, string variable) in server.EnvironmentHttpHeaders)
        {
            if (user.TryGetValue(variable, out string? value) && !string.IsNullOrWhiteSpace(value))
            {
                Add(name, value);
            }
        }

        if (server.BearerTokenVariable is { } token)
        {
            Add("Authorization", $"Bearer {user.GetValueOrDefault(token)}");
        }

        return headers;

        void Add(string name, string value)
        {
            bool isOwn = name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase) || name.Equals("Accept", StringComparison.OrdinalIgnoreCase);
            if (name.Length > 0 && !name.AsSpan().ContainsAnyExcept(s_token) && !value.Any(static c => char.IsControl(c) && c != '\t') && !isOwn)
            {
                headers[name] = value;
            }
        }
    }
}
