using System.Globalization;
using System.Text;

namespace Codex.Plugin.Install.Tests.Config;

/// <summary>A document made of a seed: valid TOML in all the ways in which people write it.</summary>
internal sealed class GeneratedConfig
{
    private static readonly string[] s_noise =
    [
        "[plugins.\"new@mk\"]", "enabled = true", "# [marketplaces.new]", "\"\"\"", "'''", "plugins = {", "é😀", "[[x]]", "}", "\\",
    ];

    private readonly Random _random;
    private readonly StringBuilder _text = new();
    private readonly bool _carriageReturns;
    private readonly bool _mixed;
    private int _names;

    private GeneratedConfig(int seed)
    {
        _random = new Random(seed);
        _carriageReturns = One(3);
        _mixed = One(5);
    }

    /// <summary>The ids of the plugins in it.</summary>
    public List<string> Ids { get; } = [];

    public string Text => _text.ToString();

    public static GeneratedConfig Make(int seed)
    {
        var made = new GeneratedConfig(seed);
        made.Write();
        return made;
    }

    private void Write()
    {
        if (One(6))
        {
            _text.Append('\uFEFF');
        }

        bool inline = One(5);
        bool dottedAtRoot = !inline && One(6);
        Filling();
        Pairs();
        if (inline)
        {
            Line($"plugins = {Braces()}{Comment()}");
        }
        else if (dottedAtRoot)
        {
            Line($"plugins.{NewId()}.enabled{Equal()}{Bool()}{Comment()}");
            Line($"plugins . {NewId()} = {{ enabled = {Bool()} }}");
        }

        bool table = !inline && !dottedAtRoot && One(3);
        for (int count = _random.Next(6); count > 0; count--)
        {
            Filling();
            switch (_random.Next(inline ? 2 : table ? 6 : 5))
            {
                case 0:
                    Line($"[{Name()}]{Comment()}");
                    Pairs();
                    break;
                case 1:
                    Line($"[[{Name()}.\"a b\"]]{Comment()}");
                    Pairs();
                    break;
                case 2:
                    Line($"[marketplaces.{Name()}]");
                    Line($"source_type{Equal()}'local'{Comment()}");
                    Line("source = '/x'");
                    break;
                case 3:
                    string id = NewId();
                    Line($"[ plugins.{id}.mcp_servers.s ]");
                    Line($"enabled = {Bool()}");
                    if (One(2))
                    {
                        Line($"[plugins.{id}]");
                        Enabled();
                    }

                    break;
                case 4:
                    Line($"{(One(4) ? "  " : "")}[plugins.{NewId()}]{Comment()}");
                    Enabled();
                    break;
                default:
                    table = false;
                    Line($"[plugins]{Comment()}");
                    Line($"{NewId()}{Equal()}{{ enabled = {Bool()} }}{Comment()}");
                    string dotted = NewId();
                    Line($"{dotted}.enabled = {Bool()}");
                    Line($"{dotted}.mcp_servers.s.enabled = {Bool()}{Comment()}");
                    break;
            }
        }

        Filling();
        if (One(3))
        {
            while (_text.Length > 0 && _text[^1] is '\n' or '\r')
            {
                _text.Length--;
            }
        }
    }

    private void Enabled()
    {
        Filling();
        if (!One(4))
        {
            Line($"enabled{Equal()}{Bool()}{Comment()}");
        }

        Pairs();
    }

    private string Braces()
    {
        string inner = "";
        int count = _random.Next(4);
        for (int i = 0; i < count; i++)
        {
            string end = i + 1 < count || One(4) ? "," : "";
            inner += (One(2) ? " " : "") + (One(3) ? $"{NewId()}.enabled = {Bool()}" : $"{NewId()} = {{{(One(2) ? $" enabled = {Bool()} " : "")}}}") + end + (One(4) ? $" # {Noise()}{NewLine()}" : "");
        }

        return "{" + inner + (One(2) ? " " : "") + "}";
    }

    private void Filling()
    {
        for (int count = _random.Next(3); count > 0; count--)
        {
            Line(One(2) ? "" : One(4) ? "  \t" : $"# {Noise()}");
        }
    }

    private void Pairs()
    {
        for (int count = _random.Next(3); count > 0; count--)
        {
            string value = _random.Next(5) switch
            {
                0 => $"'''{NewLine()}{Noise().Replace("'''", "", StringComparison.Ordinal)}{NewLine()}'''",
                1 => "[1, # c" + NewLine() + " 2]",
                2 => "{ enabled = true }",
                3 => "1979-05-27T07:32:00Z",
                _ => "0x1F",
            };
            Line($"{Name()}{Equal()}{value}{Comment()}");
        }
    }

    private string NewId()
    {
        string id = string.Create(CultureInfo.InvariantCulture, $"p{_names++}@mk");
        Ids.Add(id);
        return One(2) ? $"\"{id}\"" : One(2) ? $"'{id}'" : $"\"{id.Replace("@", "\\u0040", StringComparison.Ordinal)}\"";
    }

    private string Name() => string.Create(CultureInfo.InvariantCulture, $"n{_names++}");

    private string Bool() => One(2) ? "true" : "false";

    private string Equal() => One(3) ? "=" : " = ";

    private string Comment() => One(4) ? $" # {Noise()}" : "";

    private string Noise() => s_noise[_random.Next(s_noise.Length)];

    private string NewLine() => _carriageReturns != (_mixed && One(2)) ? "\r\n" : "\n";

    private void Line(string line) => _text.Append(line).Append(NewLine());

    private bool One(int of) => _random.Next(of) == 0;
}
