using System.Globalization;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Runtime.Development;

namespace Codex.Plugin.Run;

/// <summary>Prints what a run has done and found.</summary>
internal sealed class ReportWriter(TextWriter output, bool colours, int width)
{
    private const int LongestName = 32;
    private const int MostChanges = 8;
    private const int MostLines = 20;

    /// <summary>The whole report.</summary>
    public void Write(PluginRunResult result)
    {
        if (result.Plugin is not { } plugin)
        {
            return;
        }

        output.WriteLine($"{plugin.Name} -> {plugin.Folder}");
        if (result.Loaded is not { Disabled: null } loaded)
        {
            return;
        }

        output.WriteLine();
        output.WriteLine(Bold($"Codex{(result.CodexVersion is { } version ? " " + version : "")} loads {plugin.Name} {plugin.Version}") + (loaded.Taken ? "" : " (unchanged)"));
        Section("Skills", loaded.Skills.Select(static skill => (skill.Name, skill.Enabled ? skill.Description : "switched off in config.toml")));
        Section("MCP servers", (loaded.Servers ?? []).Select(static server => (server.Name, Describe(server))));
        Section("Hooks", loaded.Hooks.Select(static hook => (hook.Matcher is null ? hook.Event : $"{hook.Event} {hook.Matcher}", Describe(hook))));
        if (loaded.Hooks.Any(static hook => hook.Trust is "untrusted" or "modified"))
        {
            output.WriteLine("  Codex runs a hook only after you have trusted it, and each change of the plugin asks anew: /hooks in Codex.");
        }

        Section("Apps", loaded.Apps.Select(static app => (app.Key, app.Listed ? app.Id : $"{app.Id} (declared; Codex lists apps only with a ChatGPT login)")));
        output.WriteLine();
    }

    /// <summary>What differs from the report before.</summary>
    public void WriteChanges(PluginRunResult result, PluginRunResult? before)
    {
        if (result.Plugin is not { } plugin)
        {
            return;
        }

        string time = DateTime.Now.ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        if (!plugin.Changed)
        {
            output.WriteLine($"{time} The plugin is unchanged.");
            return;
        }

        output.WriteLine(Bold($"{time} {(result.Loaded is { Disabled: null } ? "Codex loads " : "")}{plugin.Name} {plugin.Version}"));
        if (plugin.ChangedFiles is { } files)
        {
            foreach (string file in files.Take(MostChanges))
            {
                output.WriteLine($"  {file}");
            }

            if (files.Count > MostChanges)
            {
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  and {files.Count - MostChanges} more"));
            }
        }

        HashSet<string> old = [.. Lines(before?.Loaded)];
        HashSet<string> now = [.. Lines(result.Loaded)];
        foreach (string line in old.Except(now).Select(static line => "- " + line).Concat(now.Except(old).Select(static line => "+ " + line)))
        {
            output.WriteLine("  " + Cut(line, width - 2));
        }
    }

    /// <summary>One finding, in the form that MSBuild and editors know.</summary>
    public void Write(Diagnostic diagnostic, string file, bool isError)
    {
        string place = diagnostic.Location.Line > 0 ? string.Create(CultureInfo.InvariantCulture, $"({diagnostic.Location.Line},{Math.Max(1, diagnostic.Location.Column)})") : "";
        string severity = isError ? "error" : "warning";
        output.WriteLine($"{file}{place}: {Colour(isError ? 31 : 33, $"{severity} {diagnostic.Descriptor.Id}")}: {diagnostic.Message}");
    }

    /// <summary>What the servers that do not start have said last.</summary>
    public void WriteStandardError(IEnumerable<LoadedServer> servers)
    {
        foreach (LoadedServer server in servers.Where(static server => server.Error is not null && !string.IsNullOrWhiteSpace(server.StandardError)))
        {
            string[] lines = server.StandardError.TrimEnd().Split('\n');
            output.WriteLine($"  standard error of '{server.Name}':");
            foreach (string line in lines.TakeLast(MostLines))
            {
                output.WriteLine($"    {Diagnostic.Printable(line.TrimEnd('\r'))}");
            }
        }
    }

    private static IEnumerable<string> Lines(LoadedPlugin? loaded) => loaded is null ? [] :
    [
        .. loaded.Skills.Select(static skill => $"skill {skill.Name}: {skill.Description}"),
        .. (loaded.Servers ?? []).Select(static server => $"MCP server {server.Name}: {Describe(server)}"),
        .. loaded.Hooks.Select(static hook => $"hook {hook.Event} {hook.Matcher}: {Describe(hook)}"),
        .. loaded.Apps.Select(static app => $"app {app.Key}: {app.Id}"),
    ];

    private static string Describe(LoadedServer server) =>
        server.TakenBy is not null ? $"not started: the name is taken by {server.TakenBy}"
        : server.SwitchedOff ? $"switched off by the plugin ({server.Transport})"
        : server.Error is not null ? $"{(server.Transport.Contains("://", StringComparison.Ordinal) ? "cannot be used" : "does not start")} ({server.Transport})"
        : string.Create(CultureInfo.InvariantCulture, $"{server.Tools.Count} {(server.Tools.Count == 1 ? "tool" : "tools")}{(server.Tools.Count > 0 ? ": " + string.Join(", ", server.Tools) : "")} ({server.Transport})");

    private static string Describe(LoadedHook hook) => $"[{(hook.Enabled ? hook.Trust : "switched off")}] {hook.Action}";

    private void Section(string title, IEnumerable<(string Name, string Text)> entries)
    {
        List<(string Name, string Text)> list = [.. entries];
        if (list.Count == 0)
        {
            return;
        }

        output.WriteLine($"  {title}");
        int column = Math.Min(LongestName, list.Max(static entry => entry.Name.Length));
        foreach ((string name, string text) in list)
        {
            output.WriteLine($"    {name.PadRight(column)}  {Cut(Diagnostic.Printable(text), Math.Max(20, width - 6 - Math.Max(column, name.Length)))}");
        }
    }

    private static string Cut(string text, int length) => text.Length <= length ? text : string.Concat(text.AsSpan(0, Math.Max(0, length - 3)), "...");

    private string Bold(string text) => Colour(1, text);

    private string Colour(int code, string text) => colours ? string.Create(CultureInfo.InvariantCulture, $"\u001b[{code}m{text}\u001b[0m") : text;
}
