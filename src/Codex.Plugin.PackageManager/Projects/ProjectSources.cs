using System.Xml;
using System.Xml.Linq;
using Codex.Plugin.Write;
using NuGet.Configuration;

namespace Codex.Plugin.PackageManager.Projects;

/// <summary>
/// Makes a source that the user has named where they work known to the project that is kept elsewhere: in a <c>nuget.config</c> beside it, as it is
/// written where it comes from. Variables such as <c>%TOKEN%</c> stay variables.
/// </summary>
/// <param name="project">The project.</param>
public sealed class ProjectSources(ManagedProject project)
{
    private const string Sources = "packageSources";
    private const string Credentials = "packageSourceCredentials";
    private const string Mapping = "packageSourceMapping";

    /// <summary>Makes the source known, and the only one for a package where the user has said so.</summary>
    /// <param name="directory">The folder where the user works, with its <c>nuget.config</c> files.</param>
    /// <param name="source">The source's key, or its address or folder.</param>
    /// <param name="packageId">The package that comes from there.</param>
    /// <param name="isOnlySource">Whether it may come from nowhere else.</param>
    /// <returns>The key; and the path of the file that was written, or null where there was nothing to write.</returns>
    /// <exception cref="ManagedProjectException">A file cannot be read or written.</exception>
    public (string Key, string? WrittenFile) Record(string directory, string source, string packageId, bool isOnlySource)
    {
        try
        {
            XDocument? before = File.Exists(project.ConfigFile) ? XDocument.Load(project.ConfigFile, LoadOptions.PreserveWhitespace) : null;
            XDocument document = before is null ? new XDocument(new XElement("configuration")) : new XDocument(before);
            string key = Ensure(document.Root!, directory, source);
            bool isNew = before is null ? document.Root!.HasElements : !XNode.DeepEquals(before, document);
            if (isNew)
            {
                Write(document);
            }

            bool isMapped = Map(document.Root!, key, packageId, isOnlySource);
            if (isMapped)
            {
                Write(document);
            }

            return (key, isNew || isMapped ? project.ConfigFile : null);
        }
        catch (Exception exception) when (exception is XmlException or NuGetConfigurationException or IOException or UnauthorizedAccessException)
        {
            throw new ManagedProjectException($"The source '{source}' cannot be recorded for {project.File}: {exception.Message}", exception);
        }
    }

    private string Ensure(XElement root, string directory, string source)
    {
        List<PackageSource> known = Load(project.Folder);
        ISettings there = Settings.LoadDefaultSettings(directory);
        PackageSource? named = PackageSourceProvider.LoadPackageSources(there).FirstOrDefault(one => one.Name.Equals(source, StringComparison.OrdinalIgnoreCase));
        string address = named?.Source ?? source;
        if (known.Find(one => SameAddress(one.Source, address)) is { } same && (named is null || same.Name.Equals(named.Name, StringComparison.OrdinalIgnoreCase)))
        {
            return same.Name;
        }

        if (named is null && known.Find(one => one.Name.Equals(source, StringComparison.OrdinalIgnoreCase)) is { } kept)
        {
            return kept.Name;
        }

        string key = named?.Name ?? KeyOf(address, known);
        XElement? element = null;
        XElement? credentials = null;
        foreach (string file in there.GetConfigFilePaths())
        {
            XElement? configuration = XDocument.Load(file).Root;
            element ??= configuration?.Element(Sources)?.Elements("add").FirstOrDefault(one => key.Equals((string?)one.Attribute("key"), StringComparison.OrdinalIgnoreCase));
            credentials ??= configuration?.Element(Credentials)?.Elements().FirstOrDefault(one => key.Equals(XmlConvert.DecodeName(one.Name.LocalName), StringComparison.OrdinalIgnoreCase));
        }

        element = element is null ? new XElement("add", new XAttribute("key", key)) : new XElement(element);
        // A relative folder is relative to the file that it was in.
        element.SetAttributeValue("value", IsAddress(address) ? address : Path.GetFullPath(address, directory));
        Replace(Section(root, Sources), static one => (string?)one.Attribute("key") ?? "", key, element);
        // What goes into a repository must not bring anybody's password.
        if (credentials is not null && project.Scope == ProjectScope.User)
        {
            Replace(Section(root, Credentials), static one => XmlConvert.DecodeName(one.Name.LocalName), key, new XElement(credentials));
        }

        return key;
    }

    // Only what was written here is changed; where the user maps sources elsewhere, those patterns count too.
    private bool Map(XElement root, string key, string packageId, bool isOnlySource)
    {
        ISettings settings = Settings.LoadDefaultSettings(project.Folder);
        PackageSourceMapping mapping = PackageSourceMapping.GetPackageSourceMapping(settings);
        List<PackageSource> enabled = Load(project.Folder).FindAll(static one => one.IsEnabled);
        XElement? section = root.Element(Mapping);
        bool isOurs = mapping.IsEnabled && section is not null;
        bool hasChanged = false;

        if (!mapping.IsEnabled ? isOnlySource && enabled.Count > 1 : !mapping.GetConfiguredPackageSources(packageId).SequenceEqual([key], StringComparer.OrdinalIgnoreCase) && (isOnlySource || mapping.GetConfiguredPackageSources(packageId).Count == 0))
        {
            section = Section(root, Mapping);
            Add(section, key, packageId);
            isOurs |= !mapping.IsEnabled;
            hasChanged = true;
        }

        // A source without any pattern would not be asked for anything any more.
        foreach (PackageSource other in isOurs ? enabled.Where(other => !HasPattern(settings, other.Name) && !(section!.Elements().Any(one => Key(one).Equals(other.Name, StringComparison.OrdinalIgnoreCase) && one.Elements().Any(static pattern => (string?)pattern.Attribute("pattern") == "*")))) : [])
        {
            Add(section!, other.Name, "*");
            hasChanged = true;
        }

        return hasChanged;

        static string Key(XElement one) => (string?)one.Attribute("key") ?? "";

        static void Add(XElement section, string key, string pattern)
        {
            XElement? source = section.Elements("packageSource").FirstOrDefault(one => Key(one).Equals(key, StringComparison.OrdinalIgnoreCase));
            if (source is null)
            {
                section.Add(source = new XElement("packageSource", new XAttribute("key", key)));
            }

            if (!source.Elements("package").Any(one => pattern.Equals((string?)one.Attribute("pattern"), StringComparison.OrdinalIgnoreCase)))
            {
                source.Add(new XElement("package", new XAttribute("pattern", pattern)));
            }
        }
    }

    private static bool HasPattern(ISettings settings, string key) =>
        settings.GetSection(Mapping)?.Items.OfType<PackageSourceMappingSourceItem>().Any(one => one.Key.Equals(key, StringComparison.OrdinalIgnoreCase) && one.Patterns.Count > 0) == true;

    private static List<PackageSource> Load(string folder) => [.. PackageSourceProvider.LoadPackageSources(Settings.LoadDefaultSettings(folder))];

    private static bool IsAddress(string source) => Uri.TryCreate(source, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https";

    private static bool SameAddress(string one, string other) => one.TrimEnd('/').Equals(other.TrimEnd('/'), IsAddress(one) ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);

    private static string KeyOf(string address, List<PackageSource> known)
    {
        string name = Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) && !uri.IsFile ? uri.Host : Path.GetFileName(Path.TrimEndingDirectorySeparator(address));
        name = string.Concat(name.Select(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' ? c : '-')).Trim('-') is { Length: > 0 } clean ? clean : "feed";
        string key = name;
        for (int i = 2; known.Exists(one => one.Name.Equals(key, StringComparison.OrdinalIgnoreCase)); i++)
        {
            key = $"{name}-{i}";
        }

        return key;
    }

    private static XElement Section(XElement root, string name)
    {
        XElement? section = root.Element(name);
        if (section is null)
        {
            root.Add(section = new XElement(name));
        }

        return section;
    }

    private static void Replace(XElement section, Func<XElement, string> keyOf, string key, XElement element)
    {
        section.Elements().Where(one => keyOf(one).Equals(key, StringComparison.OrdinalIgnoreCase)).Remove();
        section.Add(element);
    }

    private void Write(XDocument document)
    {
        using var bytes = new MemoryStream();
        using (var writer = XmlWriter.Create(bytes, new XmlWriterSettings { Indent = true, NewLineChars = "\n", Encoding = new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: false) }))
        {
            document.Save(writer);
        }

        bytes.WriteByte((byte)'\n');
        AtomicFile.Write(project.ConfigFile, bytes.ToArray());
        if (!OperatingSystem.IsWindows())
        {
            // It may hold what was a password where it came from.
            File.SetUnixFileMode(project.ConfigFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }
}
