using System.Text;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Install.Config;
using Codex.Plugin.Packaging.Policies;

namespace Codex.Plugin.Install.Admin;

/// <summary>The texts of the snippets. Every name in them is one that Codex was seen to act upon.</summary>
internal static class AdminSnippets
{
    public static string Requirements(AdminMarketplace marketplace, IReadOnlyList<AdminPlugin> plugins)
    {
        AdminPlugin[] offered = [.. plugins.Where(static plugin => plugin.Policy != InstallationPolicy.NotAvailable)];
        var text = new StringBuilder();
        Line($"# Requirements that allow the marketplace '{marketplace.Name}'. Generated: a later build writes this file anew.");
        Line("# Merge it into requirements.toml: in /etc/codex on Linux and macOS, in %ProgramData%\\OpenAI\\Codex on Windows, or in what your device management or ChatGPT workspace hands out.");
        Line("# Codex does not start with requirements that it cannot read, so try them on one machine first.");
        Line("");
        Hooks();
        Line("# Only what is listed exists: every other marketplace, one of a repository or of the home folder too, vanishes together with its plugins.");
        Line("[marketplaces]");
        Line("restrict_to_allowed_sources = true");
        Line("");
        Line("# Exactly this folder; keep it writable only for whoever may change the plugins.");
        if (marketplace.IsOfUser)
        {
            Line("# CAUTION: it is that of the user who built this, and differs for every other one. For a rule of a machine, set MarketplaceDirectory to an");
            Line("# absolute folder that is the same everywhere, build there, and run -t:AdminConfig again.");
        }

        Line($"[marketplaces.allowed_sources.{TomlEditor.Key([marketplace.Name])}]");
        Line("source = \"local\"");
        Line($"path = {TomlEditor.Quote(marketplace.Folder)}");
        Servers();
        if (offered.Length < plugins.Count)
        {
            Line("");
            Line($"# NOT_AVAILABLE, and without rules here: {string.Join(", ", plugins.Except(offered).Select(static plugin => plugin.Name))}.");
            Line("# That policy alone is no boundary: an entry in a config.toml installs and loads such a plugin all the same. What nobody may have, leave out of the marketplace.");
        }

        return text.ToString();

        void Line(string line) => Append(text, line);

        void Hooks()
        {
            string[] lines = [.. offered.Where(static plugin => plugin.HookEvents.Count > 0).Select(static plugin => $"#   {plugin.Name}: {string.Join(", ", plugin.HookEvents)}")];
            Line(lines.Length == 0 ? "# No plugin has hooks." : "# These plugins have hooks. Each runs, outside the sandbox, once the user has reviewed it (/hooks), and is reviewed again after every change of its plugin:");
            Array.ForEach(lines, Line);
            Line("# This line switches off all hooks of plugins, and all that users have made themselves:");
            Line("# allow_managed_hooks_only = true");
            Line("");
        }

        void Servers()
        {
            if (offered.All(static plugin => plugin.Servers.Count == 0))
            {
                Line("");
                Line("# No plugin has MCP servers.");
                return;
            }

            Line("");
            Line("# MCP servers. As soon as one server of a plugin is listed, all those of plugins that are not listed are off, those of plugins from elsewhere too.");
            Line("# A command must have exactly these arguments, so renew this with every update of the plugins. The short form, command = \"name\", does not look at arguments.");
            Line("# Neither looks at cwd, env or the program's content.");
            bool isFirst = true;
            foreach (AdminPlugin plugin in offered)
            {
                foreach (AdminServer server in plugin.Servers)
                {
                    if (!isFirst)
                    {
                        Line("");
                    }

                    isFirst = false;
                    Line($"[{TomlEditor.Key(["plugins", Id(plugin, marketplace), "mcp_servers", server.Name, "identity"])}]");
                    Line(server.Url is { } url
                        ? $"url = {TomlEditor.Quote(url)}"
                        : $"command = {{ executable = {TomlEditor.Quote(server.Command!)}, args = [{string.Join(", ", server.Arguments.Select(static argument => $"{{ match = \"exact\", value = {TomlEditor.Quote(argument)} }}"))}] }}");
                }
            }
        }
    }

    public static string Team(AdminMarketplace marketplace, IReadOnlyList<AdminPlugin> plugins)
    {
        var text = new StringBuilder();
        Line($"# What the .codex/config.toml of a repository needs, so that everybody who works in it has the plugins of '{marketplace.Name}'. Generated: a later build writes this file anew.");
        Line("# - Codex reads it in projects that the user trusts.");
        Line("# - Codex installs what stands here the next time it lists plugins: in its app, or with /plugins in the terminal. 'codex exec' and a new session do not.");
        Line("# - source must be absolute: a relative one is resolved against wherever Codex is started, and ~ means nothing.");
        Line("# - Where the folder is missing, 'codex plugin list' fails for all marketplaces.");
        Line("");
        string remark = "";
        if (marketplace.IsOfUser)
        {
            Line("# This folder is that of one user, and 'dotnet build -t:Install' has it in every user's own configuration. For a folder that is the same for everybody, set MarketplaceDirectory.");
            remark = "# ";
        }

        Line($"{remark}[marketplaces.{TomlEditor.Key([marketplace.Name])}]");
        Line($"{remark}source_type = \"local\"");
        Line($"{remark}source = {TomlEditor.Quote(marketplace.Folder)}");
        Entries(InstallationPolicy.InstalledByDefault, "", null);
        Entries(InstallationPolicy.Available, "# ", "# AVAILABLE: what the whole team is to have, without the signs in front.");
        if (plugins.Where(static plugin => plugin.Policy == InstallationPolicy.NotAvailable).ToArray() is { Length: > 0 } withheld)
        {
            Line("");
            Line($"# NOT_AVAILABLE: {string.Join(", ", withheld.Select(static plugin => plugin.Name))}. An entry here installs such a plugin all the same, also one with enabled = false.");
        }

        return text.ToString();

        void Line(string line) => Append(text, line);

        void Entries(InstallationPolicy policy, string sign, string? heading)
        {
            foreach (AdminPlugin plugin in plugins.Where(plugin => plugin.Policy == policy))
            {
                Line("");
                if (heading is not null)
                {
                    Line(heading);
                    heading = null;
                }

                Line($"{sign}[{TomlEditor.Key(["plugins", Id(plugin, marketplace)])}]");
                Line($"{sign}enabled = true");
            }
        }
    }

    // A name from a package must not begin a line of its own; in quotes, control characters are escaped already.
    private static void Append(StringBuilder text, string line) => text.Append(Diagnostic.Printable(line)).Append('\n');

    private static string Id(AdminPlugin plugin, AdminMarketplace marketplace) => $"{plugin.Name}@{marketplace.Name}";
}
