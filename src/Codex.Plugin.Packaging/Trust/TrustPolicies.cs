using System.Globalization;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Packaging.Capabilities;
using Codex.Plugin.Packaging.Marketplace;
using Codex.Plugin.Packaging.Policies;
using Codex.Plugin.Packaging.Restore;
using Codex.Plugin.Text;
using NuGet.Configuration;

namespace Codex.Plugin.Packaging.Trust;

/// <summary>Compares plugins with what the project allows them. Every denial stands where the policy is written, and names it and what it denies.</summary>
/// <param name="config">The project's configuration of NuGet, for the names of signers.</param>
/// <param name="publishTimes">Says how old a version is.</param>
/// <param name="clock">The time; null: the system's.</param>
public sealed class TrustPolicies(NuGetConfig config, PublishTimes publishTimes, TimeProvider? clock = null)
{
    // Enough to see what kind of plugin it is.
    private const int MostOfAKind = 5;

    private const int LongestSubject = 18;

    private readonly TimeProvider _clock = clock ?? TimeProvider.System;

    /// <summary>What the policies deny. Signatures, owners and age are asked of packages only: a project's plugin is built here.</summary>
    /// <param name="plugins">The plugins, with <see cref="MarketplacePlugin.Trust"/>.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<IReadOnlyList<Diagnostic>> CheckAsync(IReadOnlyList<ReviewedPlugin> plugins, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(plugins);
        var diagnostics = new DiagnosticBag();
        foreach (ReviewedPlugin plugin in plugins.Where(static plugin => !plugin.Plugin.Trust.IsEmpty))
        {
            CheckAllowed(plugin, diagnostics);
            CheckCapabilities(plugin, diagnostics);
            if (plugin.Plugin.Plugin.ProjectFile is null)
            {
                CheckSignature(plugin, diagnostics);
                CheckSigner(plugin, diagnostics);
                CheckOwner(plugin, diagnostics);
            }
        }

        await CheckAgeAsync([.. plugins.Select(static plugin => plugin.Plugin).Where(HasAgePolicy)], diagnostics, cancellation).ConfigureAwait(false);
        return [.. diagnostics.ToSortedList().Distinct()];
    }

    private static void CheckAllowed(ReviewedPlugin plugin, DiagnosticBag diagnostics)
    {
        if (plugin.Plugin.Trust[TrustPolicyReader.Allow] is { IsFalse: true } setting)
        {
            string needed = plugin.Plugin.RequiredBy.Count == 0 ? "" : $" and what needs it ({string.Join(", ", plugin.Plugin.RequiredBy)})";
            Report(diagnostics, DiagnosticDescriptors.PluginDenied, setting, plugin.Plugin.Plugin, setting.Origin, needed);
        }
    }

    private static void CheckCapabilities(ReviewedPlugin plugin, DiagnosticBag diagnostics)
    {
        PluginCapabilities capabilities = plugin.Capabilities;
        Deny(TrustPolicyReader.AllowHooks, capabilities.Hooks.Select(Words));
        Deny(TrustPolicyReader.AllowScripts, capabilities.Code.Select(static code => $"the {(code.Language.EndsWith("program", StringComparison.Ordinal) || code.Language.EndsWith("assembly", StringComparison.Ordinal) ? code.Language : code.Language + " script")} '{code.Path}'"));
        Deny(TrustPolicyReader.AllowApps, capabilities.Apps.Select(static app => $"the app '{app.Name}' (connector {app.Id})"));
        Deny(TrustPolicyReader.AllowImplicitSkills, capabilities.Skills.Where(static skill => skill.IsImplicit).Select(static skill => $"the skill '{skill.Name}', which the model may take up by itself"));
        Deny(TrustPolicyReader.AllowSelfApproval, capabilities.Servers.Where(static server => server.ApprovesItself).Select(static server =>
            $"the MCP server '{server.Name}', whose tools run without asking ({string.Join(", ", server.ApprovalModes.Where(static mode => mode.EndsWith(": approve", StringComparison.Ordinal)))})"));
        if (plugin.Plugin.Trust[TrustPolicyReader.AllowMcp] is { } mcp)
        {
            IReadOnlyList<ServerKind> allowed = TrustPolicyReader.ServerKinds(mcp);
            DenyAll(mcp, capabilities.Servers.Where(server => !allowed.Contains(server.Kind)).Select(Words));
        }

        if (plugin.Plugin.Trust[TrustPolicyReader.AllowHosts] is { } hosts)
        {
            IReadOnlyList<string> patterns = hosts.Words is [var one] && TrustPolicyReader.Is(one, TrustPolicyReader.Nothing) ? [] : hosts.Words;
            DenyAll(hosts, capabilities.Hosts.Where(host => !patterns.Any(pattern => PluginPolicies.IsMatch(pattern, host))).Select(static host => $"the network host {host}"));
        }

        void Deny(string name, IEnumerable<string> capability)
        {
            if (plugin.Plugin.Trust[name] is { IsFalse: true } setting)
            {
                DenyAll(setting, capability);
            }
        }

        void DenyAll(TrustSetting setting, IEnumerable<string> capability)
        {
            string[] all = [.. capability];
            for (int i = 0; i < Math.Min(all.Length, MostOfAKind); i++)
            {
                string more = i == MostOfAKind - 1 && all.Length > MostOfAKind ? $" (and {all.Length - MostOfAKind} more like it)" : "";
                Report(diagnostics, DiagnosticDescriptors.CapabilityDenied, setting, plugin.Plugin.Plugin, all[i] + more, setting.Origin);
            }
        }
    }

    private static string Words(HookCapability hook) =>
        $"a hook at {hook.Event}{(hook.Matcher is null ? "" : $" for '{hook.Matcher}'")} that {(hook.Type == "mcp_tool" ? "calls" : "runs")} '{hook.Action}'";

    private static string Words(ServerCapability server) => server.Kind switch
    {
        ServerKind.Remote => $"the MCP server '{server.Name}' at {server.Url} (Remote)",
        ServerKind.Package => $"the MCP server '{server.Name}' from the package '{server.Package}{(server.PackageVersion is null ? "" : " " + server.PackageVersion)}' (Package)",
        ServerKind.Bundled => $"the MCP server '{server.Name}', a program of the plugin: {server.Command} (Bundled)",
        _ => $"the MCP server '{server.Name}', which starts '{string.Join(' ', [server.Command, .. server.Arguments])}' (Command)",
    };

    private static void CheckSignature(ReviewedPlugin plugin, DiagnosticBag diagnostics)
    {
        if (plugin.Plugin.Trust[TrustPolicyReader.RequireSignature] is not { IsFalse: false } setting)
        {
            return;
        }

        string kind = EscapedText.Unescape(setting.Value);
        (bool has, string wanted) = TrustPolicyReader.Is(kind, TrustPolicyReader.Author) ? (plugin.Signatures.Author is not null, "an author's signature")
            : TrustPolicyReader.Is(kind, TrustPolicyReader.Repository) ? (plugin.Signatures.Repository is not null, "the signature of a feed")
            : (plugin.Signatures.IsSigned, "a signature");
        if (!has)
        {
            Report(diagnostics, DiagnosticDescriptors.SignatureRequired, setting, plugin.Plugin.Plugin, Words(plugin.Signatures), setting.Origin, wanted);
        }
    }

    private void CheckSigner(ReviewedPlugin plugin, DiagnosticBag diagnostics)
    {
        if (plugin.Plugin.Trust[TrustPolicyReader.AllowedSigners] is not { } setting)
        {
            return;
        }

        bool isAllowed = false;
        foreach (string word in setting.Words)
        {
            if (TrustPolicyReader.Fingerprint(word) is { } fingerprint)
            {
                isAllowed |= plugin.Signatures.Author?.Fingerprint == fingerprint || plugin.Signatures.Repository?.Fingerprint == fingerprint;
                continue;
            }

            IReadOnlyList<TrustedSignerItem> signers = Signers(setting, diagnostics);
            if (signers.FirstOrDefault(signer => TrustPolicyReader.Is(signer.Name, word)) is { } signer)
            {
                isAllowed |= signer is RepositoryItem repository
                    ? plugin.Signatures.Repository is { } feed && NuGetConfig.Names(signer, feed) && (repository.Owners.Count == 0 || repository.Owners.Intersect(feed.Owners, StringComparer.Ordinal).Any())
                    : plugin.Signatures.Author is { } author && NuGetConfig.Names(signer, author);
            }
            else
            {
                diagnostics.Report(DiagnosticDescriptors.SignerUnknown, setting.Location, setting.Origin, word, signers.Count == 0 ? "no entry" : string.Join(", ", signers.Select(static one => $"'{one.Name}'")));
            }
        }

        if (!isAllowed)
        {
            Report(diagnostics, DiagnosticDescriptors.SignerDenied, setting, plugin.Plugin.Plugin, Words(plugin.Signatures), setting.Origin);
        }
    }

    private void CheckOwner(ReviewedPlugin plugin, DiagnosticBag diagnostics)
    {
        if (plugin.Plugin.Trust[TrustPolicyReader.AllowedOwners] is not { } setting)
        {
            return;
        }

        // Anybody can sign as a feed and name any owners; only a feed that the configuration trusts is believed.
        PackageSigner? feed = plugin.Signatures.Repository;
        bool isTrusted = feed is not null && Signers(setting, diagnostics).Any(signer => signer is RepositoryItem && NuGetConfig.Names(signer, feed));
        if (isTrusted && feed!.Owners.Intersect(setting.Words, StringComparer.OrdinalIgnoreCase).Any())
        {
            return;
        }

        string words = feed is null ? "has no signature of a feed, so nobody vouches for its owners"
            : !isTrusted ? $"is signed by feed {Shorten(feed.Subject)} ({feed.Fingerprint}), which is no repository in trustedSigners of nuget.config and so not believed about owners"
            : feed.Owners.Count == 0 ? $"is signed by a feed that names no owners ({feed.ServiceIndex})"
            : $"is owned by {string.Join(", ", feed.Owners)}, says {feed.ServiceIndex}";
        Report(diagnostics, DiagnosticDescriptors.OwnerDenied, setting, plugin.Plugin.Plugin, words, setting.Origin);
    }

    private IReadOnlyList<TrustedSignerItem> Signers(TrustSetting setting, DiagnosticBag diagnostics)
    {
        try
        {
            return config.TrustedSigners;
        }
        catch (IOException exception)
        {
            diagnostics.Report(DiagnosticDescriptors.SignatureNotVerified, setting.Location, "the plugins", exception.Message.TrimEnd('.'), "Mend nuget.config.");
            return [];
        }
    }

    private static string Words(PackageSignatures signatures)
    {
        List<string> signers = [];
        if (signatures.Author is { } author)
        {
            signers.Add($"author {Shorten(author.Subject)} ({author.Fingerprint})");
        }

        if (signatures.Repository is { } feed)
        {
            signers.Add($"feed {Shorten(feed.Subject)} ({feed.Fingerprint})");
        }

        return signers.Count == 0 ? "signed by nobody" : $"signed by {string.Join(" and ", signers)}";
    }

    // The fingerprints are what counts, and a long message is cut.
    private static string Shorten(string subject) =>
        subject.Length <= LongestSubject ? subject
        : subject.Split(',')[0] is { Length: <= LongestSubject } name ? name
        : subject[..LongestSubject];

    private static bool HasAgePolicy(MarketplacePlugin plugin) =>
        plugin.Plugin.ProjectFile is null && (plugin.Trust[TrustPolicyReader.MinimumAgeDays]?.Number > 0 || plugin.Trust[TrustPolicyReader.MaximumAgeDays]?.Number > 0);

    private async Task CheckAgeAsync(IReadOnlyList<MarketplacePlugin> plugins, DiagnosticBag diagnostics, CancellationToken cancellation)
    {
        if (plugins.Count == 0)
        {
            return;
        }

        IReadOnlyDictionary<RestoredPlugin, PublishTime> times = await publishTimes.FindAsync([.. plugins.Select(static plugin => plugin.Plugin)], cancellation).ConfigureAwait(false);
        foreach (MarketplacePlugin plugin in plugins)
        {
            PublishTime published = times[plugin.Plugin];
            foreach (TrustSetting setting in new[] { plugin.Trust[TrustPolicyReader.MinimumAgeDays], plugin.Trust[TrustPolicyReader.MaximumAgeDays] }.OfType<TrustSetting>().Where(static setting => setting.Number > 0))
            {
                if (published.Time is not { } time)
                {
                    diagnostics.Report(DiagnosticDescriptors.AgeUnknown, setting.Location, plugin.Plugin.PackageId, plugin.Plugin.PackageVersion, published.Reason, setting.Origin);
                    continue;
                }

                TimeSpan age = _clock.GetUtcNow() - time;
                var limit = TimeSpan.FromDays(setting.Number);
                if (setting.Name == TrustPolicyReader.MinimumAgeDays && age < limit)
                {
                    Report(diagnostics, DiagnosticDescriptors.VersionTooYoung, setting, plugin.Plugin, Date(time), Days(age), setting.Origin, $"{setting.Number}", Date(time + limit + TimeSpan.FromDays(1) - TimeSpan.FromTicks(1)));
                }
                else if (setting.Name == TrustPolicyReader.MaximumAgeDays && age > limit)
                {
                    Report(diagnostics, DiagnosticDescriptors.VersionTooOld, setting, plugin.Plugin, Date(time), Days(age), setting.Origin, $"{setting.Number}");
                }
            }
        }

        static string Date(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

        static string Days(TimeSpan age) => Math.Floor(age.TotalDays) is 1 ? "1 day" : $"{Math.Floor(age.TotalDays).ToString(CultureInfo.InvariantCulture)} days";
    }

    private static void Report(DiagnosticBag diagnostics, DiagnosticDescriptor descriptor, TrustSetting setting, RestoredPlugin plugin, params ReadOnlySpan<string> more) =>
        diagnostics.Report(descriptor, setting.Location, [plugin.PackageId, plugin.PackageVersion, .. more]);
}
