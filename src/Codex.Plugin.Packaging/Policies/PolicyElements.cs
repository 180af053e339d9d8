using System.Text.RegularExpressions;
using System.Xml.Linq;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Text;

namespace Codex.Plugin.Packaging.Policies;

/// <summary>
/// The elements <c>PluginPolicy</c> of a project's files, in the order in which MSBuild reads them. MSBuild takes <c>Contoso.*</c> for a pattern of file names
/// and keeps only the files that it finds, mostly none; so the patterns are read from the files themselves.
/// </summary>
internal sealed partial class PolicyElements
{
    // Of the item, not of the plugin.
    private static readonly string[] s_ofItem = ["Include", "Exclude", "Remove", "Update", "Condition", "Label", "KeepDuplicates", "KeepMetadata", "RemoveMetadata", "MatchOnMetadata", "MatchOnMetadataOptions"];

    private readonly ProjectSource _source;
    private readonly string _projectDirectory;
    private readonly List<PolicyElement> _elements = [];
    private readonly List<(string File, XElement Xml)> _defaults = [];
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    private PolicyElements(string projectFile, ProjectSource source)
    {
        _source = source;
        _projectDirectory = Path.GetDirectoryName(projectFile)!;
    }

    /// <summary>Reads the project's files.</summary>
    public static PolicyElements Read(MarketplaceProject project, ProjectSource source)
    {
        var elements = new PolicyElements(project.ProjectFile, source);
        foreach (string file in project.PolicyFiles)
        {
            elements.Visit(file, condition: null);
        }

        return elements;
    }

    /// <summary>Where the property got its value; the project file where no file of the project gives it, but for instance the command line.</summary>
    /// <param name="name">Ex: <c>DefaultAllowHooks</c>.</param>
    /// <param name="value">The value as MSBuild has evaluated it.</param>
    public Location OfProperty(string name, string value) =>
        _defaults.LastOrDefault(one => one.Xml.Name.LocalName.Equals(name, StringComparison.OrdinalIgnoreCase) && (Expression().IsMatch(one.Xml.Value) || EscapedText.Unescape(one.Xml.Value) == EscapedText.Unescape(value))) is { Xml: not null } found
            ? _source.OfItem(found.File, found.Xml)
            : _source.File;

    /// <summary>All policies of the project: those that MSBuild has evaluated, and the patterns that it has lost, each where it is declared.</summary>
    public IReadOnlyList<(PolicyItem Item, ItemSource Source)> Merge(IReadOnlyList<PolicyItem> evaluated, DiagnosticBag diagnostics)
    {
        var merged = new List<(int Place, PolicyItem Item, ItemSource Source)>();
        for (int place = 0; place < _elements.Count; place++)
        {
            PolicyElement element = _elements[place];
            foreach (string pattern in element.Patterns)
            {
                if (element.Problem is { } problem)
                {
                    diagnostics.Report(DiagnosticDescriptors.PolicyPatternLost, _source.OfItem(element.File, element.Xml), pattern, problem,
                        pattern.Replace("*", "%2A", StringComparison.Ordinal).Replace("?", "%3F", StringComparison.Ordinal));
                    continue;
                }

                var item = new PolicyItem(PolicyItem.PluginPolicy, EscapedText.Unescape(pattern)) { DefiningFile = element.File, Settings = element.Settings };
                merged.Add((place, item, new ItemSource(_source, element.File, element.Xml)));
            }
        }

        int last = -1;
        foreach (IGrouping<(string File, string Include), PolicyItem> same in evaluated.GroupBy(static item => (item.DefiningFile ?? "", item.Include)))
        {
            // Each element that names it has given one item; each pattern has, too, where a file of that name lies there.
            int[] inFile = [.. Enumerable.Range(0, _elements.Count).Where(place => _elements[place].File == same.Key.File)];
            int[] naming = [.. inFile.Where(place => _elements[place].Names.Contains(same.Key.Include, StringComparer.Ordinal))];
            int[] matching = [.. inFile.Where(place => _elements[place].Patterns.Any(pattern => PluginPolicies.IsMatch(EscapedText.Unescape(pattern), same.Key.Include)))];
            int[] places = same.Count() > naming.Length ? [.. naming.Union(matching).Order()] : naming;
            foreach ((int number, PolicyItem item) in same.Index())
            {
                if (number < places.Length && !naming.Contains(places[number]))
                {
                    // A file that MSBuild has found.
                    continue;
                }

                // One whose name is computed stands where such a one is declared.
                last = number < places.Length ? places[number] : inFile.Where(place => _elements[place].IsComputed).DefaultIfEmpty(last).First();
                merged.Add((last, item, number < places.Length
                    ? new ItemSource(_source, same.Key.File, _elements[last].Xml)
                    : new ItemSource(_source, item.DefiningFile, item.ItemType, item.Include)));
            }
        }

        return [.. merged.OrderBy(static one => one.Place).Select(static one => (one.Item, one.Source))];
    }

    private void Visit(string file, string? condition)
    {
        if (_read.Add(file) && _source.Load(file)?.Root is { } root)
        {
            Visit(root, file, condition);
        }
    }

    private void Visit(XElement parent, string file, string? condition)
    {
        foreach (XElement element in parent.Elements())
        {
            string? own = element.Attribute("Condition") is not null ? "a Condition" : condition;
            switch (element.Name.LocalName)
            {
                case "ItemGroup" or "ImportGroup" or "Choose" or "When":
                    Visit(element, file, own);
                    break;
                case "Otherwise":
                    Visit(element, file, "a condition");
                    break;
                case "Target":
                    Visit(element, file, "a target around it");
                    break;
                case "Import" when element.Attribute("Sdk") is null && FindImport((string?)element.Attribute("Project") ?? "", file) is { } import:
                    // That the file exists is what these conditions ask nearly always, and it does.
                    Visit(import, ((string?)element.Attribute("Condition"))?.Contains("Exists", StringComparison.OrdinalIgnoreCase) == true ? condition : own);
                    break;
                case "PropertyGroup":
                    _defaults.AddRange(element.Elements().Where(static property => property.Name.LocalName.StartsWith("Default", StringComparison.OrdinalIgnoreCase)).Select(property => (file, property)));
                    break;
                case PolicyItem.PluginPolicy:
                    _elements.Add(ToElement(element, file, own));
                    break;
            }
        }
    }

    private static PolicyElement ToElement(XElement element, string file, string? problem)
    {
        string include = (string?)element.Attribute("Include") ?? "";
        string[] parts = [.. include.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
        var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach ((XObject setting, string name, string value) in element.Attributes().Select(static a => ((XObject)a, a.Name.LocalName, a.Value))
            .Concat(element.Elements().Select(static e => ((XObject)e, e.Name.LocalName, e.Value))))
        {
            if (setting is XElement { HasAttributes: true })
            {
                problem ??= "a Condition";
            }

            if (setting is XElement || !s_ofItem.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                settings[name] = value;
            }
        }

        problem ??= element.Attribute("Exclude") is not null ? "an Exclude"
            : settings.Values.Append(include).Any(static value => Expression().IsMatch(value)) ? "an expression"
            : null;
        string[] patterns = [.. parts.Where(static part => part.AsSpan().ContainsAny('*', '?') && !part.Contains("@(", StringComparison.Ordinal))];
        return new PolicyElement(file, element, problem)
        {
            Patterns = patterns,
            Names = [.. parts.Except(patterns).Where(static part => !Expression().IsMatch(part)).Select(EscapedText.Unescape)],
            IsComputed = parts.Any(static part => Expression().IsMatch(part)),
            Settings = settings,
        };
    }

    /// <summary>The file that is imported, for the ways in which repositories chain their files; null where only MSBuild can tell.</summary>
    private string? FindImport(string written, string file)
    {
        string folder = Path.GetDirectoryName(file)! + Path.DirectorySeparatorChar;
        string path = written
            .Replace("$(MSBuildThisFileDirectory)", folder, StringComparison.OrdinalIgnoreCase)
            .Replace("$(MSBuildProjectDirectory)", _projectDirectory, StringComparison.OrdinalIgnoreCase);
        if (FileAbove().Match(path) is { Success: true } above)
        {
            string? start = Path.GetFullPath(above.Groups["start"] is { Success: true, Length: > 0 } given ? given.Value.Replace('\\', '/') : folder, folder);
            for (; start is not null; start = Path.GetDirectoryName(start))
            {
                string candidate = Path.Combine(start, above.Groups["file"].Value);
                if (File.Exists(candidate))
                {
                    return candidate;
                }
            }

            return null;
        }

        if (path.Length == 0 || Expression().IsMatch(path) || path.AsSpan().ContainsAny('*', '?', '\0'))
        {
            return null;
        }

        string full = Path.GetFullPath(path.Replace('\\', '/'), folder);
        return File.Exists(full) ? full : null;
    }

    [GeneratedRegex(@"[$@%]\(")]
    private static partial Regex Expression();

    [GeneratedRegex(@"\A\$\(\[MSBuild\]::GetPathOfFileAbove\(\s*'?(?<file>[^',()]+?)'?\s*(,\s*'?(?<start>[^'()]*?)'?\s*)?\)\)\z", RegexOptions.IgnoreCase)]
    private static partial Regex FileAbove();

    /// <param name="File">The file that it stands in.</param>
    /// <param name="Xml">The element.</param>
    /// <param name="Problem">Why only MSBuild can tell what it means; null where it says so itself.</param>
    private sealed record PolicyElement(string File, XElement Xml, string? Problem)
    {
        /// <summary>The patterns that MSBuild loses, escaped.</summary>
        public required IReadOnlyList<string> Patterns { get; init; }

        /// <summary>What MSBuild keeps of the <c>Include</c>.</summary>
        public required IReadOnlyList<string> Names { get; init; }

        /// <summary>Whether a property or another item is a part of the <c>Include</c>.</summary>
        public required bool IsComputed { get; init; }

        public required IReadOnlyDictionary<string, string> Settings { get; init; }
    }
}
