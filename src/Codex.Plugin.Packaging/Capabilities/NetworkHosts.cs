using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Codex.Plugin.Packaging.Capabilities;

/// <summary>
/// The hosts of addresses in texts: <c>https://host</c> and the like, and <c>user@host:path</c> as git writes it. Names that nobody can own (RFC 2606, this machine)
/// and those of XML namespaces and schemas are none.
/// </summary>
internal static class NetworkHosts
{
    private static readonly SearchValues<byte> s_ofSchemes = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+"u8);
    private static readonly SearchValues<byte> s_ofUsers = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-"u8);
    private static readonly SearchValues<byte> s_afterUser = SearchValues.Create("/?#\\\"`<> \t\r\n"u8);
    private static readonly SearchValues<byte> s_afterAuthority = SearchValues.Create("/?#\\\"'`<>(){}, \t\r\n|^;"u8);

    private static readonly FrozenSet<string> s_schemes = FrozenSet.ToFrozenSet(["http", "https", "ws", "wss", "git", "ssh", "ftp", "ftps", "sftp", "tcp", "udp", "socks5", "socks5h", "smb", "ldap", "ldaps", "rsync", "svn", "tftp", "gopher", "telnet", "mqtt", "mqtts", "amqp", "amqps", "redis", "rediss", "mongodb", "srv", "postgres", "postgresql", "mysql"], StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> s_namespaces = FrozenSet.ToFrozenSet(
        ["www.w3.org", "schemas.microsoft.com", "schemas.openxmlformats.org", "schemas.xmlsoap.org", "json-schema.org", "agent-plugins.org", "ns.adobe.com", "purl.org", "xmlns.com"], StringComparer.Ordinal);

    private static readonly string[] s_reserved = ["example.com", "example.net", "example.org", "example", "test", "invalid", "localhost"];

    /// <summary>Adds the hosts in the text.</summary>
    /// <param name="text">A file; what has a zero byte near its beginning is no text unless it is UTF-16.</param>
    /// <param name="isScript">Whether something reads the file, whatever it looks like.</param>
    /// <param name="hosts">Where to.</param>
    public static void Add(ReadOnlySpan<byte> text, bool isScript, SortedSet<string> hosts)
    {
        const int Beginning = 8000;
        if (text.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || text.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            text = Encoding.UTF8.GetBytes((text[0] == 0xFF ? Encoding.Unicode : Encoding.BigEndianUnicode).GetString(text[2..]));
        }
        else if (!isScript && text[..Math.Min(text.Length, Beginning)].Contains((byte)0))
        {
            return;
        }

        AddAddresses(text, hosts);
        AddRepositories(text, hosts);
    }

    /// <summary>Adds the hosts in the text.</summary>
    public static void Add(string text, SortedSet<string> hosts) => Add(Encoding.UTF8.GetBytes(text), isScript: true, hosts);

    private static void AddAddresses(ReadOnlySpan<byte> text, SortedSet<string> hosts)
    {
        for (int found = text.IndexOf("://"u8); found >= 0; found = text.IndexOf("://"u8))
        {
            ReadOnlySpan<byte> before = text[Math.Max(0, found - 16)..found];
            text = text[(found + 3)..];
            int start = before.LastIndexOfAnyExcept(s_ofSchemes) + 1;
            if (s_schemes.Contains(SchemeOf(before[start..])))
            {
                AddAuthority(text[..Math.Min(text.Length, 1024)], hosts);
            }
        }

        // git+https
        static string SchemeOf(ReadOnlySpan<byte> word) => Encoding.ASCII.GetString(word[(word.LastIndexOf((byte)'+') + 1)..]);
    }

    private static void AddAuthority(ReadOnlySpan<byte> text, SortedSet<string> hosts)
    {
        int end = text.IndexOfAny(s_afterAuthority);
        AddHost(text, end, hosts);

        // What ends a sentence may also stand in the name of a user, and the host behind it.
        int userEnd = text.IndexOfAny(s_afterUser);
        int at = (userEnd < 0 ? text : text[..userEnd]).LastIndexOf((byte)'@');
        if (end >= 0 && at > end)
        {
            AddHost(text[(at + 1)..], text[(at + 1)..].IndexOfAny(s_afterAuthority), hosts);
        }
    }

    private static void AddHost(ReadOnlySpan<byte> text, int end, SortedSet<string> hosts)
    {
        ReadOnlySpan<byte> authority = end < 0 ? text : text[..end];
        authority = authority[(authority.LastIndexOf((byte)'@') + 1)..];
        if (authority.StartsWith("["u8))
        {
            int close = authority.IndexOf((byte)']');
            if (close > 0 && System.Net.IPAddress.TryParse(Encoding.ASCII.GetString(authority[1..close]), out System.Net.IPAddress? address) && !System.Net.IPAddress.IsLoopback(address))
            {
                hosts.Add(address.ToString());
            }

            return;
        }

        // ']' of a link, '$' and '{' of what somebody fills in.
        Add(Encoding.UTF8.GetString(authority).Split(']', '[')[0], isFollowedByPlaceholder: end >= 0 && text[end] is (byte)'{' or (byte)'<', hosts);
    }

    private static void Add(string host, bool isFollowedByPlaceholder, SortedSet<string> hosts)
    {
        if (host.Contains('%', StringComparison.Ordinal))
        {
            host = Uri.UnescapeDataString(host);
        }

        host = host.StartsWith("*.", StringComparison.Ordinal) ? host[2..] : host;
        int length = 0;
        while (length < host.Length && (char.IsAsciiLetterOrDigit(host[length]) || host[length] is '.' or '-' or '_' || host[length] >= 0x80))
        {
            length++;
        }

        // What follows would be a part of the name: whose, nobody knows.
        bool isOpen = length < host.Length ? host[length] is '$' or '%' : isFollowedByPlaceholder;
        if (isOpen && (length == 0 || host[length - 1] is '.' or '-'))
        {
            return;
        }

        string name = ToAscii(host[..length].Trim('.', '-', '_'));
        if (name.Length > 0 && !IsNobodys(name))
        {
            hosts.Add(name);
        }
    }

    private static void AddRepositories(ReadOnlySpan<byte> text, SortedSet<string> hosts)
    {
        for (int found = text.IndexOf((byte)'@'); found >= 0; found = text.IndexOf((byte)'@'))
        {
            bool hasUser = found > 0 && s_ofUsers.Contains(text[found - 1]);
            text = text[(found + 1)..];
            int end = text[..Math.Min(text.Length, 256)].IndexOfAnyExcept(s_ofUsers);
            if (hasUser && end > 0 && text[end] == ':' && end + 1 < text.Length && (s_ofUsers.Contains(text[end + 1]) || text[end + 1] is (byte)'/' or (byte)'~')
                && Encoding.ASCII.GetString(text[..end]) is var host && host.LastIndexOf('.') is > 0 and var dot && host.Length - dot > 2 && host[(dot + 1)..].All(char.IsAsciiLetter))
            {
                Add(host, isFollowedByPlaceholder: false, hosts);
            }
        }
    }

    /// <summary>The name as it is looked up.</summary>
    public static string ToAscii(string host)
    {
        try
        {
            return (host.All(char.IsAscii) ? host : new IdnMapping().GetAscii(host)).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            return CapabilityText.Show(host.ToLowerInvariant());
        }
    }

    private static bool IsNobodys(string host) =>
        s_namespaces.Contains(host) || host is "0.0.0.0" || host.StartsWith("127.", StringComparison.Ordinal)
        || s_reserved.Any(name => host == name || (host.Length > name.Length && host[^(name.Length + 1)] == '.' && host.EndsWith(name, StringComparison.Ordinal)));
}
