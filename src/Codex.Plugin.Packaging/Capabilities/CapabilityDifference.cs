namespace Codex.Plugin.Packaging.Capabilities;

/// <summary>What a plugin may do now and could not before, and the other way round, in words: one line each, without the plugin's name before it.</summary>
/// <param name="Gains">What it gains, and what it does otherwise than before: somebody has to agree. Ex: <c>adds the hook Stop that runs 'sh check.sh'</c>.</param>
/// <param name="Losses">What takes nothing from nobody. Ex: <c>no longer names the host api.contoso.com</c>.</param>
public sealed record CapabilityDifference(IReadOnlyList<string> Gains, IReadOnlyList<string> Losses)
{
    // More files of one language than this are one line.
    private const int MostFiles = 8;

    /// <summary>Whether both are the same.</summary>
    public bool IsNone => Gains.Count == 0 && Losses.Count == 0;

    /// <summary>Everything that a plugin may do, in words, as for one that has just come.</summary>
    /// <param name="capabilities">What it may do.</param>
    public static IReadOnlyList<string> Describe(PluginCapabilities capabilities) => Between(new PluginCapabilities(), capabilities).Gains;

    /// <summary>What has changed.</summary>
    /// <param name="before">What the plugin could do.</param>
    /// <param name="now">What it may do.</param>
    public static CapabilityDifference Between(PluginCapabilities before, PluginCapabilities now)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(now);
        var gains = new List<string>();
        var losses = new List<string>();

        // What runs first, so that a hundred harmless lines cannot hide it.
        AddOthers(before.Hooks.Select(CapabilityWords.Of), now.Hooks.Select(CapabilityWords.Of), "adds ", "no longer has ", gains, losses);
        AddServers(before.Servers, now.Servers, gains, losses);
        AddApps(before.Apps, now.Apps, gains, losses);
        AddCode(before.Code, now.Code, gains, losses);
        AddSkills(before.Skills, now.Skills, gains, losses);
        AddOthers(before.Permissions.Select(CapabilityWords.Of), now.Permissions.Select(CapabilityWords.Of), "asks for ", "no longer asks for ", gains, losses);
        AddOthers(before.Hosts, now.Hosts, "names the host ", "no longer names the host ", gains, losses);
        return new CapabilityDifference(gains, losses);
    }

    private static void AddSkills(IReadOnlyList<SkillCapability> before, IReadOnlyList<SkillCapability> now, List<string> gains, List<string> losses)
    {
        List<SkillCapability> gone = [.. before.Except(now)];
        foreach (SkillCapability skill in now.Except(before))
        {
            SkillCapability? old = gone.Find(one => one.Path == skill.Path) ?? gone.Find(one => one.Name == skill.Name);
            if (old is null)
            {
                gains.Add($"adds {CapabilityWords.Of(skill)}");
                continue;
            }

            gone.Remove(old);
            if (old.Name != skill.Name)
            {
                gains.Add($"calls the skill '{old.Name}' ({skill.Path}) '{skill.Name}' now");
            }
            else if (old.Path != skill.Path)
            {
                losses.Add($"has moved the skill '{skill.Name}' from {old.Path} to {skill.Path}");
            }

            if (old.IsImplicit != skill.IsImplicit)
            {
                (skill.IsImplicit ? gains : losses).Add($"the skill '{skill.Name}' {(skill.IsImplicit ? "may now be used without being asked for" : "is now only used when asked for")}");
            }
        }

        losses.AddRange(gone.Select(static skill => $"no longer has the skill '{skill.Name}' ({skill.Path})"));
    }

    private static void AddServers(IReadOnlyList<ServerCapability> before, IReadOnlyList<ServerCapability> now, List<string> gains, List<string> losses)
    {
        // Codex has one server of a name; where there are more, each counts.
        List<ServerCapability> gone = [.. before];
        foreach (ServerCapability server in now)
        {
            ServerCapability? old = gone.Find(one => one.Name == server.Name);
            if (old is null)
            {
                gains.Add($"adds {CapabilityWords.Of(server)}");
                continue;
            }

            gone.Remove(old);
            AddChanges(old, server, gains, losses);
        }

        losses.AddRange(gone.Select(static server => $"no longer has the MCP server '{server.Name}'"));
    }

    private static void AddChanges(ServerCapability old, ServerCapability server, List<string> gains, List<string> losses)
    {
        string name = $"the MCP server '{server.Name}'";
        string past = CapabilityWords.Origin(old, isPast: true);
        if (past != CapabilityWords.Origin(server, isPast: true) || !old.Arguments.SequenceEqual(server.Arguments) || old.Host != server.Host)
        {
            string present = CapabilityWords.Origin(server, isPast: false);
            gains.Add($"{name} {past} and {(server.Kind == ServerKind.Remote ? "is now " : "now ")}{present}");
        }

        AddOthers(old.Variables, server.Variables, $"{name} now gets the variable ", $"{name} no longer gets the variable ", gains, losses);
        if (!old.ApprovalModes.SequenceEqual(server.ApprovalModes))
        {
            (IsStricter(old, server) ? losses : gains).Add($"{name} now sets {Modes(server)} for the approval of its tools, and set {Modes(old)}");
        }

        AddOthers(old.Settings, server.Settings, $"{name} now has ", $"{name} no longer has ", gains, gains);

        static string Modes(ServerCapability one) => one.ApprovalModes.Count == 0 ? "nothing" : string.Join(", ", one.ApprovalModes);
    }

    // Only what asks more often, whatever else is set.
    private static bool IsStricter(ServerCapability old, ServerCapability server) =>
        server.ApprovalModes.Count == 0 ? !old.ApprovalModes.Any(IsPrompt)
        : server.ApprovalModes.Except(old.ApprovalModes).All(IsPrompt) && old.ApprovalModes.Where(IsPrompt).All(mode => server.ApprovalModes.Contains(mode))
            && !server.ApprovalModes.Any(static mode => mode.StartsWith("default: ", StringComparison.Ordinal) && !IsPrompt(mode));

    private static bool IsPrompt(string mode) => mode.EndsWith(": prompt", StringComparison.Ordinal);

    private static void AddApps(IReadOnlyList<AppCapability> before, IReadOnlyList<AppCapability> now, List<string> gains, List<string> losses)
    {
        List<AppCapability> gone = [.. before.Except(now)];
        foreach (AppCapability app in now.Except(before))
        {
            AppCapability? old = gone.Find(one => one.Name == app.Name);
            gains.Add(old is null ? $"adds {CapabilityWords.Of(app)}" : $"the app '{app.Name}' was {old.Id} and is now {app.Id}");
            gone.RemoveAll(one => one == old);
        }

        losses.AddRange(gone.Select(static app => $"no longer has {CapabilityWords.Of(app)}"));
    }

    private static void AddCode(IReadOnlyList<CodeCapability> before, IReadOnlyList<CodeCapability> now, List<string> gains, List<string> losses)
    {
        AddFiles(now.Except(before), "adds", gains);
        AddFiles(before.Except(now), "no longer has", losses);

        static void AddFiles(IEnumerable<CodeCapability> files, string verb, List<string> lines)
        {
            foreach (IGrouping<string, CodeCapability> language in files.GroupBy(static code => code.Language).OrderBy(static language => language.Key, StringComparer.Ordinal))
            {
                string[] paths = [.. language.Select(static code => code.Path)];
                lines.AddRange(paths.Length <= MostFiles ? paths.Select(path => $"{verb} the code {path} ({language.Key})")
                    : [$"{verb} {paths.Length} files of code ({language.Key}): {string.Join(", ", paths.Take(MostFiles))}, and {paths.Length - MostFiles} more"]);
            }
        }
    }

    private static void AddOthers(IEnumerable<string> before, IEnumerable<string> now, string gains, string loses, List<string> gained, List<string> lost)
    {
        gained.AddRange(Without(now, before).Select(one => gains + one));
        lost.AddRange(Without(before, now).Select(one => loses + one));
    }

    // Twice the same hook runs twice.
    private static List<string> Without(IEnumerable<string> all, IEnumerable<string> others)
    {
        List<string> rest = [.. all];
        foreach (string other in others)
        {
            rest.Remove(other);
        }

        return rest;
    }
}
