using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Codex.Plugin.Text;
using Codex.Plugin.Write;

namespace Codex.Plugin.Packaging.Capabilities;

/// <summary>Capabilities as <c>codexplugin.json</c> and <c>plugins.approved.json</c> hold them: what is nothing is left out.</summary>
internal static class CapabilityJson
{
    private static readonly string[] s_kinds = ["remote", "package", "bundled", "command"];

    /// <summary>The bytes of nothing but the capabilities; equal where they are.</summary>
    public static byte[] ToBytes(PluginCapabilities capabilities) => JsonOutput.ToBytes(writer => Write(writer, capabilities));

    /// <summary>Writes the capabilities as one object.</summary>
    public static void Write(Utf8JsonWriter writer, PluginCapabilities capabilities)
    {
        writer.WriteStartObject();
        WriteArray(writer, "skills", capabilities.Skills, static (writer, skill) =>
        {
            writer.WriteString("path", skill.Path);
            writer.WriteString("name", skill.Name);
            if (!skill.IsImplicit)
            {
                writer.WriteBoolean("implicit", false);
            }
        });
        WriteArray(writer, "mcpServers", capabilities.Servers, WriteServer);
        WriteArray(writer, "hooks", capabilities.Hooks, static (writer, hook) =>
        {
            writer.WriteString("event", hook.Event);
            WriteText(writer, "matcher", hook.Matcher);
            writer.WriteString("type", hook.Type);
            writer.WriteString("action", hook.Action);
            WriteText(writer, "windowsAction", hook.WindowsAction);
        });
        WriteArray(writer, "apps", capabilities.Apps, static (writer, app) =>
        {
            writer.WriteString("name", app.Name);
            writer.WriteString("id", app.Id);
        });
        WriteArray(writer, "code", capabilities.Code, static (writer, code) =>
        {
            writer.WriteString("path", code.Path);
            writer.WriteString("language", code.Language);
        });
        WriteTexts(writer, "hosts", capabilities.Hosts);
        WriteArray(writer, "permissions", capabilities.Permissions, static (writer, permission) =>
        {
            writer.WriteString("skill", permission.Skill);
            writer.WriteString("text", permission.Text);
        });
        writer.WriteEndObject();
    }

    /// <summary>Reads the object that <see cref="Write"/> has written, and no other.</summary>
    /// <exception cref="JsonShapeException">It is another one.</exception>
    public static PluginCapabilities Read(JsonShapeReader reader)
    {
        var capabilities = new PluginCapabilities
        {
            Skills = reader.Objects("skills", static skill => new SkillCapability(skill.Text("path"), skill.Text("name"), skill.Flag("implicit") ?? true)),
            Servers = reader.Objects("mcpServers", ReadServer),
            Hooks = reader.Objects("hooks", static hook => new HookCapability(hook.Text("event"), hook.Text("type"), hook.Text("action")) { Matcher = hook.FindText("matcher"), WindowsAction = hook.FindText("windowsAction") }),
            Apps = reader.Objects("apps", static app => new AppCapability(app.Text("name"), app.Text("id"))),
            Code = reader.Objects("code", static code => new CodeCapability(code.Text("path"), code.Text("language"))),
            Hosts = reader.Texts("hosts"),
            Permissions = reader.Objects("permissions", static permission => new PermissionCapability(permission.Text("skill"), permission.Text("text"))),
        };
        reader.Finish();
        return capabilities;
    }

    /// <summary>As above, of a document that is read without places.</summary>
    /// <exception cref="JsonException">It is another one.</exception>
    public static PluginCapabilities Read(JsonObject node) => Parse(Encoding.UTF8.GetBytes(node.ToJsonString()));

    /// <summary>Reads the bytes of <see cref="ToBytes"/>.</summary>
    /// <exception cref="JsonException">They are others.</exception>
    public static PluginCapabilities Parse(byte[] bytes)
    {
        var text = new SourceText("", bytes);
        try
        {
            return JsonSource.TryParse(text, out JsonSource? source, out string? problem, out _) ? Read(new JsonShapeReader(source!.Root, "capabilities")) : throw new JsonException($"\"capabilities\": {problem}");
        }
        catch (JsonShapeException exception)
        {
            throw new JsonException(exception.Message, exception);
        }
    }

    private static void WriteServer(Utf8JsonWriter writer, ServerCapability server)
    {
        writer.WriteString("name", server.Name);
        writer.WriteString("kind", s_kinds[(int)server.Kind]);
        WriteText(writer, "url", server.Url);
        WriteText(writer, "host", server.Host);
        WriteText(writer, "command", server.Command);
        WriteTexts(writer, "arguments", server.Arguments);
        WriteText(writer, "package", server.Package);
        WriteText(writer, "packageVersion", server.PackageVersion);
        WriteTexts(writer, "variables", server.Variables);
        WriteTexts(writer, "approvalModes", server.ApprovalModes);
        WriteTexts(writer, "settings", server.Settings);
    }

    private static ServerCapability ReadServer(JsonShapeReader server)
    {
        string kind = server.Text("kind");
        int number = Array.IndexOf(s_kinds, kind);
        return new ServerCapability(server.Text("name"), number >= 0 ? (ServerKind)number : throw server.Wrong("kind", $"one of {string.Join(", ", s_kinds)}"))
        {
            Url = server.FindText("url"),
            Host = server.FindText("host"),
            Command = server.FindText("command"),
            Arguments = server.Texts("arguments"),
            Package = server.FindText("package"),
            PackageVersion = server.FindText("packageVersion"),
            Variables = server.Texts("variables"),
            ApprovalModes = server.Texts("approvalModes"),
            Settings = server.Texts("settings"),
        };
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, text);
        }
    }

    private static void WriteTexts(Utf8JsonWriter writer, string name, IReadOnlyList<string> texts)
    {
        if (texts.Count == 0)
        {
            return;
        }

        writer.WriteStartArray(name);
        foreach (string text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }

    private static void WriteArray<T>(Utf8JsonWriter writer, string name, IReadOnlyList<T> values, Action<Utf8JsonWriter, T> write)
    {
        if (values.Count == 0)
        {
            return;
        }

        writer.WriteStartArray(name);
        foreach (T value in values)
        {
            writer.WriteStartObject();
            write(writer, value);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
