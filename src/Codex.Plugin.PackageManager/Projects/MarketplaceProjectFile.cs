using System.Runtime.CompilerServices;
using Codex.Plugin.Write;
using Microsoft.Build.Construction;
using Microsoft.Build.Evaluation;
using Microsoft.Build.Exceptions;

namespace Codex.Plugin.PackageManager.Projects;

/// <summary>A marketplace project, evaluated as a build would, and changed where the project says things itself: comments and order stay.</summary>
public sealed class MarketplaceProjectFile
{
    private const string Reference = "PackageReference";
    private const string CentralVersion = "PackageVersion";
    private const string UpdateRange = "UpdateRange";

    private readonly Evaluated _project;

    private MarketplaceProjectFile(Evaluated project) => _project = project;

    /// <summary>Reads the project.</summary>
    /// <param name="project">A project that exists.</param>
    /// <exception cref="ManagedProjectException">It cannot be read or evaluated, or it is no marketplace.</exception>
    public static MarketplaceProjectFile Read(ManagedProject project)
    {
        ArgumentNullException.ThrowIfNull(project);
        MSBuild.Load(project.Folder);
        var file = new MarketplaceProjectFile(Evaluated.Read(project));
        project.RestoreFolder = file._project.RestoreFolder;
        return file;
    }

    /// <summary>The plugins that the project references, in its order.</summary>
    public IReadOnlyList<PluginReference> References => _project.References;

    /// <summary>The absolute paths of the files that <see cref="Set"/> and <see cref="Remove"/> may write.</summary>
    public IReadOnlyList<string> Files => _project.Files;

    /// <summary>References the plugin, or changes the reference.</summary>
    /// <param name="id">The package's id.</param>
    /// <param name="version">The version, as NuGet writes it.</param>
    /// <param name="updateRange">What an update may choose from; null: any version.</param>
    /// <exception cref="ManagedProjectException">The reference stands where it cannot be changed.</exception>
    public void Set(string id, string version, string? updateRange) => _project.Set(id, version, updateRange);

    /// <summary>Takes the reference out.</summary>
    /// <param name="id">The package's id.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="ManagedProjectException">The reference stands where it cannot be changed.</exception>
    public bool Remove(string id) => _project.Remove(id);

    /// <summary>Writes what has changed, each file as a whole.</summary>
    /// <exception cref="ManagedProjectException">A file cannot be written.</exception>
    public void Save() => _project.Save();

    // Everything of MSBuild's is in here, so that nothing of it is loaded before it has been found.
    private sealed class Evaluated
    {
        private readonly Project _project;
        private readonly string? _sdk;
        private readonly bool _isCentral;
        private readonly HashSet<ProjectRootElement> _touched = [];

        private Evaluated(Project project, string? sdk)
        {
            _project = project;
            _sdk = sdk;
            _isCentral = Is("ManagePackageVersionsCentrally");
        }

        public IReadOnlyList<PluginReference> References =>
        [
            .. from item in _project.GetItems(Reference)
               where !Excluded(item)
               select new PluginReference(item.EvaluatedInclude, VersionOf(item), Empty(item.GetMetadataValue(UpdateRange))),
        ];

        public IReadOnlyList<string> Files =>
        [
            .. new[] { _project.FullPath, Property("DirectoryPackagesPropsPath") }
                .Concat(_project.GetItems(Reference).Concat(_project.GetItems(CentralVersion)).Select(static item => item.Xml.ContainingProject.FullPath))
                .Where(static path => path.Length > 0)
                .Distinct(StringComparer.Ordinal),
        ];

        [MethodImpl(MethodImplOptions.NoInlining)]
        public static Evaluated Read(ManagedProject project)
        {
            try
            {
                // Of its own, so that nothing is shared with a reading before; and only what a build would read, which is half of it.
                var collection = new ProjectCollection();
                ProjectRootElement root = ProjectRootElement.Open(project.File, collection, preserveFormatting: true);
                string? sdk = PlainProject.Is(root) ? root.Sdk : null;
                if (sdk is not null)
                {
                    // Two thirds of a reading are the SDK, which has no say in what such a project references. It is back before anything is written.
                    root.Sdk = "";
                }

                var evaluated = new Evaluated(new Project(root, null, null, collection, ProjectLoadSettings.DoNotEvaluateElementsWithFalseCondition), sdk);
                // What the SDK makes of OutputType, which itself becomes another one on the way.
                return sdk is not null || evaluated.Is("CodexMarketplaceProject")
                    ? evaluated
                    : throw new ManagedProjectException($"{project.File} is no marketplace project. Name one whose Sdk is Codex.Plugin.Sdk and whose OutputType is Marketplace.");
            }
            catch (Exception exception) when (exception is InvalidProjectFileException or IOException or UnauthorizedAccessException)
            {
                throw new ManagedProjectException($"{project.File} cannot be read: {exception.Message}", exception);
            }
        }

        /// <summary>The folder that NuGet writes what it restores to.</summary>
        public string RestoreFolder => Path.GetFullPath(_sdk is null ? Property("MSBuildProjectExtensionsPath") : "obj", _project.DirectoryPath);

        public void Set(string id, string version, string? updateRange)
        {
            ProjectItem? item = Find(Reference, id);
            ProjectItemElement element = item is null ? Add(_project.Xml, Reference, id) : Changeable(item);
            if (!_isCentral)
            {
                SetMetadata(element, "Version", version);
            }
            else if (item?.HasMetadata("VersionOverride") == true)
            {
                SetMetadata(element, "VersionOverride", version);
            }
            else
            {
                SetMetadata(Find(CentralVersion, id) is { } central ? Changeable(central) : Add(Central(), CentralVersion, id), "Version", version);
            }

            SetMetadata(element, UpdateRange, updateRange);
            if (item is null)
            {
                SetMetadata(element, "InstallationPolicy", "INSTALLED_BY_DEFAULT");
            }
        }

        public bool Remove(string id)
        {
            if (Find(Reference, id) is not { } item)
            {
                return false;
            }

            Delete(Changeable(item));
            if (_isCentral && Find(CentralVersion, id) is { } central && central.Xml.ContainingProject.FullPath.StartsWith(Path.GetDirectoryName(_project.FullPath)!, StringComparison.Ordinal))
            {
                // Further up, other projects may need it.
                Delete(Changeable(central));
            }

            return true;
        }

        public void Save()
        {
            if (_sdk is not null)
            {
                _project.Xml.Sdk = _sdk;
            }

            foreach (ProjectRootElement root in _touched.Where(static root => root.HasUnsavedChanges))
            {
                try
                {
                    using var text = new Utf8Writer();
                    root.Save(text);
                    AtomicFile.Write(root.FullPath, text.Encoding.GetBytes(WithoutDeclaration(text.ToString(), root)));
                }
                catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
                {
                    throw new ManagedProjectException($"{root.FullPath} cannot be written: {exception.Message}", exception);
                }
            }
        }

        // MSBuild puts one before a file that had none.
        private static string WithoutDeclaration(string text, ProjectRootElement root)
        {
            bool had = File.Exists(root.FullPath) && File.ReadAllText(root.FullPath).StartsWith("<?xml", StringComparison.Ordinal);
            string body = !had && text.StartsWith("<?xml", StringComparison.Ordinal) ? text[(text.IndexOf("?>", StringComparison.Ordinal) + 2)..].TrimStart() : text;
            return body.EndsWith('\n') ? body : body + "\n";
        }

        private string Property(string name) => _project.GetPropertyValue(name);

        private bool Is(string property) => Property(property).Equals("true", StringComparison.OrdinalIgnoreCase);

        // A tool of the build, or something that the SDK adds by itself.
        private static bool Excluded(ProjectItem item) =>
            item.GetMetadataValue("IsImplicitlyDefined").Equals("true", StringComparison.OrdinalIgnoreCase)
            || item.GetMetadataValue("PrivateAssets").Equals("all", StringComparison.OrdinalIgnoreCase);

        private string? VersionOf(ProjectItem item) =>
            Empty(item.GetMetadataValue("VersionOverride")) ?? Empty(item.GetMetadataValue("Version")) ?? (_isCentral ? Empty(Find(CentralVersion, item.EvaluatedInclude)?.GetMetadataValue("Version")) : null);

        private static string? Empty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

        private ProjectItem? Find(string itemType, string id) =>
            _project.GetItems(itemType).LastOrDefault(item => item.EvaluatedInclude.Equals(id, StringComparison.OrdinalIgnoreCase));

        private ProjectItemElement Changeable(ProjectItem item) =>
            item.Xml.Include.Equals(item.EvaluatedInclude, StringComparison.OrdinalIgnoreCase)
                ? Touch(item.Xml)
                : throw new ManagedProjectException($"{item.Xml.ContainingProject.FullPath} references {item.EvaluatedInclude} as '{item.Xml.Include}', together with others. Change it there.");

        private ProjectItemElement Touch(ProjectItemElement element)
        {
            _touched.Add(element.ContainingProject);
            return element;
        }

        private ProjectRootElement Central()
        {
            string path = Property("DirectoryPackagesPropsPath");
            return path.Length > 0 && File.Exists(path)
                ? ProjectRootElement.Open(path, _project.ProjectCollection, preserveFormatting: true)
                : _project.Xml;
        }

        private ProjectItemElement Add(ProjectRootElement root, string itemType, string id)
        {
            ProjectItemGroupElement group = root.ItemGroups.FirstOrDefault(group => group.Condition.Length == 0 && group.Items.Any(item => item.ItemType == itemType))
                ?? root.ItemGroups.FirstOrDefault(static group => group.Condition.Length == 0 && group.Count == 0)
                ?? root.AddItemGroup();
            return Touch(group.AddItem(itemType, id));
        }

        private static void SetMetadata(ProjectItemElement element, string name, string? value)
        {
            ProjectMetadataElement? metadata = element.Metadata.FirstOrDefault(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (value is null)
            {
                if (metadata is not null)
                {
                    element.RemoveChild(metadata);
                }
            }
            else if (metadata is null)
            {
                element.AddMetadata(name, value, expressAsAttribute: true);
            }
            else
            {
                metadata.Value = value;
            }
        }

        private static void Delete(ProjectItemElement element)
        {
            ProjectElementContainer group = element.Parent;
            group.RemoveChild(element);
            if (group.Count == 0 && group is ProjectItemGroupElement { Condition.Length: 0, Label.Length: 0 } && group.Parent is { } parent && group.ContainingProject.ItemGroups.Count > 1)
            {
                parent.RemoveChild(group);
            }
        }

        private sealed class Utf8Writer : StringWriter
        {
            public override System.Text.Encoding Encoding { get; } = new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        }
    }
}
