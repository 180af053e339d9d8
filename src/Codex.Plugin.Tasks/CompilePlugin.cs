using Codex.Plugin.Packaging;
using Microsoft.Build.Framework;

namespace Codex.Plugin.Tasks;

/// <summary>Compiles the project's sources into the plugin's folder.</summary>
[MSBuildMultiThreadableTask]
public sealed partial class CompilePlugin : PluginTask
{
    /// <inheritdoc/>
    public override bool Execute()
    {
        PluginCompilation compilation = PluginCompiler.Compile(CreateProject(), OutputDirectory, StateFile);
        ReportAll([.. compilation.Diagnostics, .. Findings.Select(FindingItem.ToDiagnostic)]);
        Summary = compilation.Summary?.ToString();
        if (compilation.UpToDate)
        {
            Log.LogMessage(MessageImportance.Low, "The plugin is up to date.");
        }

        return compilation.Success && !Log.HasLoggedErrors;
    }

    private PluginProject CreateProject() => new()
    {
        ProjectFile = ProjectFile,
        Name = string.IsNullOrEmpty(PluginName) ? Check.PluginName.FromPackageId(PackageId) : PluginName,
        Version = PackageVersions.Normalize(Version),
        DeclaredVersion = Version,
        RefusedPackageId = PackageIds.IsAccepted(PackageId) ? null : PackageId,
        Description = Description,
        Author = Authors,
        Homepage = Homepage,
        Repository = Repository,
        License = License,
        Keywords = (Keywords ?? "").Split([';', ',', ' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        Interface = new PluginInterface
        {
            DisplayName = Or(Title, PackageId),
            ShortDescription = Or(ShortDescription, Description),
            LongDescription = Or(LongDescription, Description),
            DeveloperName = Or(DeveloperName, Authors),
            Category = Category,
            Capabilities = Capabilities,
            WebsiteUrl = Or(WebsiteUrl, Homepage),
            PrivacyPolicyUrl = PrivacyPolicyUrl,
            TermsOfServiceUrl = TermsOfServiceUrl,
            DefaultPrompts = DefaultPrompts,
            BrandColor = BrandColor,
            ComposerIcon = ComposerIcon,
            Logo = Logo,
            LogoDark = LogoDark,
            Screenshots = Files(Screenshots),
        },
        McpServers =
        [
            .. McpServers.Select(item => new McpServerItem(item.ItemSpec)
            {
                DefiningFile = DeclaredItem.DefiningFile(item),
                Settings = DeclaredItem.Settings(item),
                DeclaredPackageVersion = DeclaredItem.PackageVersion(item, CentralVersions),
                PackageVersion = PackageVersions.Normalize(DeclaredItem.PackageVersion(item, CentralVersions)),
            }),
            .. ServerProjects.Select(item => ServerProjectItem.ToEntry(item, PublishedServers)),
        ],
        Hooks = [.. Hooks.Select(static item => new HookItem(item.ItemSpec) { DefiningFile = DeclaredItem.DefiningFile(item), Settings = DeclaredItem.Settings(item) })],
        Apps =
        [
            .. Apps.Select(static item => new AppItem(item.ItemSpec, item.GetMetadata("ConnectorId"), item.GetMetadata("Category"), DeclaredItem.DefiningFile(item))
            {
                OtherMetadata = [.. item.CloneCustomMetadata().Keys.Cast<string>().Except(["ConnectorId", "Category"], StringComparer.OrdinalIgnoreCase)],
            }),
        ],
        Files = Files(PluginFiles),
        ExcludedFiles = Diagnostics.ErrorLog.FindFile(ErrorLog, Path.GetDirectoryName(ProjectFile)!) is { } log ? [.. PluginExcludes, log] : PluginExcludes,
        ExcludedFolders = OutputFolders,
        Defaulted = Defaulted.ToHashSet(StringComparer.Ordinal),
        References = [.. References.Select(PluginItem.ToPlugin).Select(static plugin => new ReferencedPlugin(plugin.Name, $"{plugin.PackageId} {plugin.PackageVersion}", plugin.Folder))],
        Audience = PluginAudiences.Parse(PluginAudience) ?? default,
        UnknownAudience = PluginAudiences.Parse(PluginAudience) is null ? PluginAudience : null,
    };

    private static string? Or(string? value, string? otherwise) => string.IsNullOrEmpty(value) ? otherwise : value;

    private static FileItem[] Files(ITaskItem[] items) => Array.ConvertAll(items, static item => new FileItem(item.ItemSpec, DeclaredItem.DefiningFile(item)));
}
