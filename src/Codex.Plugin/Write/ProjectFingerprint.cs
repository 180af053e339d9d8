namespace Codex.Plugin.Write;

/// <summary>Everything a project declares, as bytes that are equal exactly when the declarations are.</summary>
internal static class ProjectFingerprint
{
    public static byte[] Of(PluginProject project)
    {
        var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        Text(project.ProjectFile);

        // The file itself counts too: some rules look at what MSBuild made nothing of.
        var file = new FileInfo(project.ProjectFile);
        writer.Write(file.Exists ? file.Length : 0);
        writer.Write(file.Exists ? file.LastWriteTimeUtc.Ticks : 0);
        Text(project.Name);
        Text(project.Version);
        Text(project.DeclaredVersion);
        Text(project.RefusedPackageId);
        Text(project.Description);
        Text(project.Author);
        Text(project.Homepage);
        Text(project.Repository);
        Text(project.License);
        Texts(project.Keywords);
        PluginInterface shown = project.Interface;
        Text(shown.DisplayName);
        Text(shown.ShortDescription);
        Text(shown.LongDescription);
        Text(shown.DeveloperName);
        Text(shown.Category);
        Texts(shown.Capabilities);
        Text(shown.WebsiteUrl);
        Text(shown.PrivacyPolicyUrl);
        Text(shown.TermsOfServiceUrl);
        Texts(shown.DefaultPrompts);
        Text(shown.BrandColor);
        Text(shown.ComposerIcon);
        Text(shown.Logo);
        Text(shown.LogoDark);
        Files(shown.Screenshots);
        writer.Write(project.McpServers.Count);
        foreach (McpServerItem server in project.McpServers)
        {
            Text(server.Name);
            Text(server.ItemType);
            Settings(server.Settings);
            Text(server.DeclaredPackageVersion);
            writer.Write(server.Published.Count);
            foreach (PublishedServer published in server.Published)
            {
                Text(published.Folder);
                Text(published.EntryPoint);
                Text(published.RuntimeIdentifier);
            }
        }

        writer.Write(project.Hooks.Count);
        foreach (HookItem hook in project.Hooks)
        {
            Text(hook.Name);
            Settings(hook.Settings);
        }

        writer.Write(project.Apps.Count);
        foreach (AppItem app in project.Apps)
        {
            Text(app.Name);
            Text(app.ConnectorId);
            Text(app.Category);
            Texts(app.OtherMetadata);
        }

        Files(project.Files);
        Texts(project.ExcludedFiles);
        Texts(project.ExcludedFolders);
        Texts([.. project.Defaulted.Order(StringComparer.Ordinal)]);
        writer.Write((int)project.Audience);
        Text(project.UnknownAudience);
        writer.Write(project.References.Count);
        foreach (ReferencedPlugin reference in project.References)
        {
            Text(reference.Name);
            Text(reference.Package);
            Text(reference.Folder);
        }

        return bytes.ToArray();

        void Text(string? value)
        {
            writer.Write(value is not null);
            if (value is not null)
            {
                writer.Write(value);
            }
        }

        void Texts(IReadOnlyList<string> values)
        {
            writer.Write(values.Count);
            foreach (string value in values)
            {
                Text(value);
            }
        }

        void Settings(IReadOnlyDictionary<string, string> settings) =>
            Texts([.. settings.OrderBy(static setting => setting.Key, StringComparer.Ordinal).SelectMany(static setting => (string[])[setting.Key, setting.Value])]);

        void Files(IReadOnlyList<FileItem> files) => Texts([.. files.Select(static file => file.Path)]);
    }
}
