using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Text;

namespace Codex.Plugin.Read;

/// <summary>Reads an SVG: its size, and whether it stays a drawing. Nothing that it names is loaded, and no entity is expanded.</summary>
internal sealed partial class SvgReader
{
    private const string Namespace = "http://www.w3.org/2000/svg";

    /// <summary>An icon has some kilobytes; a larger one than this takes long to draw too.</summary>
    private const int LargestFile = 10 * 1024 * 1024;

    /// <summary>Browsers draw nothing deeper.</summary>
    private const int DeepestNesting = 5000;

    /// <summary>Whoever mends these finds the others.</summary>
    private const int MostFindings = 10;

    // Many drawings name the DTD of SVG 1.1, which no browser reads.
    private static readonly XmlReaderSettings s_settings = new() { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null, IgnoreComments = true };

    private readonly SourceEntry _source;
    private readonly XmlReader _reader;
    private readonly List<Diagnostic> _findings = [];
    private int _width;
    private int _height;

    private SvgReader(SourceEntry source, XmlReader reader)
    {
        _source = source;
        _reader = reader;
    }

    public static FileFacts Read(SourceEntry source)
    {
        if (source.Stamp.Length > LargestFile)
        {
            Diagnostic tooLarge = Diagnostic.Create(DiagnosticDescriptors.SourceTooLarge, new Location(source.Path), source.Path, source.Stamp.Length, LargestFile);
            return new FileFacts(source.Path, [tooLarge]) { Image = new ImageFacts(ImageFormat.Svg, 0, 0, source.Stamp.Length) };
        }

        using var stream = new MemoryStream(source.ReadAll(), writable: false);
        using var reader = XmlReader.Create(stream, s_settings);
        var svg = new SvgReader(source, reader);
        string? problem = null;
        Location? location = null;
        try
        {
            problem = svg.ReadAll();
            location = problem is null ? null : svg.Here();
        }
        catch (XmlException exception)
        {
            // The place is shown by the diagnostic itself.
            string reason = exception.Message;
            int end = reason.IndexOf(" Line ", StringComparison.Ordinal);
            problem = $"is not well-formed XML: {(end < 0 ? reason : reason[..end]).TrimEnd('.')}";
            location = new Location(source.Path, exception.LineNumber, exception.LinePosition);
        }
        catch (Exception exception) when (exception is NotSupportedException or ArgumentException)
        {
            problem = "has an encoding that cannot be read";
        }

        return new FileFacts(source.Path, [.. ImageReader.FindProblems(source, ImageFormat.Svg, problem, location), .. svg._findings])
        {
            Image = new ImageFacts(problem is null ? ImageFormat.Svg : ImageFormat.Unknown, svg._width, svg._height, source.Stamp.Length),
        };
    }

    /// <summary>Reads to the end; what makes it no SVG, or null.</summary>
    private string? ReadAll()
    {
        Location? foreign = null;
        string? parent = null;
        while (_reader.Read())
        {
            if (_reader.Depth > DeepestNesting)
            {
                return "is nested deeper than any drawing";
            }

            switch (_reader.NodeType)
            {
                case XmlNodeType.ProcessingInstruction when _reader.Name == "xml-stylesheet":
                    Report("names a style sheet (xml-stylesheet)", Here());
                    break;
                case XmlNodeType.Element:
                    if (_reader.Depth == 0 && ReadRoot() is { } problem)
                    {
                        return problem;
                    }

                    ReportForeign();
                    parent = _reader.IsEmptyElement ? null : _reader.LocalName;
                    if (parent == "foreignObject")
                    {
                        foreign = Here();
                    }

                    ReadElement();
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA:
                    ReportForeign();
                    if (parent == "style")
                    {
                        CheckStyle(_reader.Value);
                    }

                    break;
                case XmlNodeType.EndElement:
                    parent = null;
                    foreign = null;
                    break;
            }
        }

        return null;

        void ReportForeign()
        {
            if (foreign is { } location)
            {
                Report("holds foreign content (foreignObject)", location);
                foreign = null;
            }
        }
    }

    private string? ReadRoot()
    {
        if (_reader.LocalName != "svg")
        {
            return $"is XML with the root element '{_reader.LocalName}', not an SVG";
        }

        if (_reader.NamespaceURI != Namespace)
        {
            return $"is not in the namespace of SVG, without which no picture is shown: write <svg xmlns=\"{Namespace}\">";
        }

        double? width = Pixels(_reader.GetAttribute("width"));
        double? height = Pixels(_reader.GetAttribute("height"));
        string[] box = (_reader.GetAttribute("viewBox") ?? "").Split([' ', ',', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
        if (box.Length == 4 && Pixels(box[2]) is { } boxWidth && Pixels(box[3]) is { } boxHeight)
        {
            double ratio = boxHeight / boxWidth;
            (width, height) = (width ?? (height is { } h ? h / ratio : boxWidth), height ?? (width is { } w ? w * ratio : boxHeight));
        }

        (_width, _height) = (ToInt32(width), ToInt32(height));
        return null;
    }

    private void ReadElement()
    {
        if (_reader.LocalName == "script")
        {
            Report("holds a script", Here());
        }

        while (_reader.MoveToNextAttribute())
        {
            if (FindAttributeProblem(_reader.LocalName, _reader.Prefix, _reader.Value) is { } problem)
            {
                Report(problem, Here());
            }
        }
    }

    private static string? FindAttributeProblem(string name, string prefix, string value)
    {
        if (prefix == "xmlns" || (prefix.Length == 0 && name == "xmlns"))
        {
            return null;
        }

        if (prefix.Length == 0 && name.Length > 2 && name.StartsWith("on", StringComparison.OrdinalIgnoreCase))
        {
            return $"holds a script (attribute {name})";
        }

        string target = value.Trim();
        if (target.StartsWith("javascript:", StringComparison.OrdinalIgnoreCase))
        {
            return $"holds a script (javascript: in {name})";
        }

        if (name is "href" or "src")
        {
            return IsInside(target) ? null : $"refers to '{target}'";
        }

        return prefix.Length == 0 && value.Contains("url(", StringComparison.OrdinalIgnoreCase) ? FindStyleProblem(value) : null;
    }

    private void CheckStyle(string css)
    {
        if (FindStyleProblem(css) is { } problem)
        {
            Report(problem, Here());
        }
    }

    private static string? FindStyleProblem(string css)
    {
        foreach (Match match in StyleReference().Matches(css))
        {
            if (match.Groups["import"].Success)
            {
                return "imports a style sheet (@import)";
            }

            if (match.Groups["target"] is { Success: true } target && !IsInside(target.Value.Trim()))
            {
                return $"refers to '{target.Value.Trim()}'";
            }
        }

        return null;
    }

    private static bool IsInside(string target) =>
        target.Length == 0 || target[0] == '#' || target.StartsWith("data:image/", StringComparison.OrdinalIgnoreCase);

    private void Report(string problem, Location location)
    {
        if (_findings.Count < MostFindings)
        {
            _findings.Add(Diagnostic.Create(DiagnosticDescriptors.SvgNotSelfContained, location, _source.Path, problem));
        }
    }

    private Location Here()
    {
        var line = (IXmlLineInfo)_reader;
        return new Location(_source.Path, line.LineNumber, line.LinePosition);
    }

    /// <summary>A length in pixels; null where there is none, or one that depends on what is around.</summary>
    private static double? Pixels(string? length)
    {
        string text = length?.Trim() ?? "";
        int end = text.AsSpan().LastIndexOfAnyInRange('0', '9') + 1;
        if (end > 0 && text[end..].StartsWith('.'))
        {
            end++;
        }

        double? unit = text[end..] switch
        {
            "" or "px" => 1,
            "pt" => 96 / 72.0,
            "pc" => 16,
            "in" => 96,
            "cm" => 96 / 2.54,
            "mm" => 96 / 25.4,
            _ => null,
        };
        return double.TryParse(text.AsSpan(0, end), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number > 0 ? number * unit : null;
    }

    private static int ToInt32(double? pixels) => pixels is { } number && !double.IsNaN(number) ? (int)Math.Clamp(Math.Round(number), 0, int.MaxValue) : 0;

    // Comments and @namespace come first: what looks like a reference in them is none. Every alternative always ends, so that the search is linear.
    [GeneratedRegex("""/\*[\s\S]*?(?:\*/|\z)|@namespace[^;]*|(?<import>@import)|url\(\s*["']?(?<target>[^"')]*)""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex StyleReference();
}
