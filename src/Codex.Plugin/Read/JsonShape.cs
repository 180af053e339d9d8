using System.Globalization;
using System.Text.Json;
using Codex.Plugin.Text;

namespace Codex.Plugin.Read;

/// <summary>How a value differs from its shape.</summary>
internal enum JsonProblemKind
{
    /// <summary>The value has a type that the shape does not allow.</summary>
    WrongType,

    /// <summary>The type is right, the value is not: out of range, empty, none of the allowed words.</summary>
    WrongValue,

    /// <summary>The object has a member that the shape does not know.</summary>
    UnknownMember,

    /// <summary>The object lacks a member.</summary>
    MissingMember,
}

/// <summary>One difference between a value and its shape.</summary>
/// <param name="Kind">What kind it is.</param>
/// <param name="Offset">Where, as an offset in bytes: the name of an unknown member, else the value.</param>
/// <param name="Path">The members on the way, for instance <c>interface.logo</c> or <c>args[2]</c>; empty for the root.</param>
/// <param name="Text">For an unknown member "did you mean" as a sentence or nothing; else what is allowed, to follow "must be".</param>
internal sealed record JsonProblem(JsonProblemKind Kind, int Offset, string Path, string Text);

/// <summary>What a JSON value must look like. Shapes are declared once, as tables, and checked against the source with its places.</summary>
internal abstract class JsonShape
{
    /// <summary>Nobody reads more, and a file with so many mistakes is another kind of file.</summary>
    private const int MostProblems = 200;

    /// <summary>What the shape allows, to follow "must be".</summary>
    public abstract string Allowed { get; }

    public static JsonShape Any { get; } = new AnyShape();

    public static JsonShape AnyText { get; } = new KindShape("a text", JsonValueKind.String);

    /// <summary>A text that means something, as the message says.</summary>
    public static JsonShape TextAs(string allowed) => new KindShape(allowed, JsonValueKind.String);

    public static JsonShape Flag { get; } = new KindShape("true or false", JsonValueKind.True, JsonValueKind.False);

    public static JsonShape Texts { get; } = new ArrayShape(AnyText, "an array of texts");

    public static JsonShape TextMap { get; } = new MapShape(AnyText, "an object of texts");

    /// <summary>A text of at least one character that is not blank.</summary>
    public static JsonShape NonBlank { get; } = new RuleShape(AnyText, "a text that is not blank", static value => !string.IsNullOrWhiteSpace(value.Text));

    public static JsonShape OneOf(params string[] words) =>
        new RuleShape(AnyText, $"one of {string.Join(", ", words.Select(static word => $"\"{word}\""))}", value => words.Contains(value.Text, StringComparer.Ordinal));

    /// <summary>A number between the two, both included.</summary>
    public static JsonShape Number(double least, double most, string allowed) =>
        new RuleShape(new KindShape(allowed, JsonValueKind.Number), allowed, value => Parse(value) is { } number && number >= least && number <= most);

    /// <summary>A whole number, written without fraction and exponent, between the two, both included.</summary>
    public static JsonShape Integer(decimal least, decimal most, string allowed) =>
        new RuleShape(new KindShape(allowed, JsonValueKind.Number), allowed,
            value => decimal.TryParse(value.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out decimal number) && number >= least && number <= most);

    public static JsonShape ArrayOf(JsonShape element, string allowed) => new ArrayShape(element, allowed);

    public static JsonShape MapOf(JsonShape element, string allowed) => new MapShape(element, allowed);

    /// <summary>The first shape whose types fit decides.</summary>
    public static JsonShape Either(string allowed, params JsonShape[] shapes) => new EitherShape(allowed, shapes);

    /// <summary>The shape, or null, which counts as absent.</summary>
    public static JsonShape OrNull(JsonShape shape) => new EitherShape(shape.Allowed, [new KindShape(shape.Allowed, JsonValueKind.Null), shape]);

    /// <summary>An object of known members.</summary>
    public static ObjectShape Object(params (string Name, JsonShape Shape)[] members) => new(members);

    /// <summary>The differences, in the order of the source.</summary>
    public IReadOnlyList<JsonProblem> Check(JsonSyntax value)
    {
        var problems = new List<JsonProblem>();
        Check(value, "", problems);
        return problems;
    }

    /// <summary>Whether the type fits; what is inside is not looked at.</summary>
    protected abstract bool Fits(JsonSyntax value);

    protected abstract void CheckInside(JsonSyntax value, string path, List<JsonProblem> problems);

    private void Check(JsonSyntax value, string path, List<JsonProblem> problems)
    {
        if (problems.Count >= MostProblems)
        {
            return;
        }

        if (Fits(value))
        {
            CheckInside(value, path, problems);
        }
        else
        {
            problems.Add(new JsonProblem(JsonProblemKind.WrongType, value.Start, path, Allowed));
        }
    }

    private static double? Parse(JsonSyntax value) =>
        double.TryParse(value.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? number : null;

    /// <summary>An object of known members; what it does not know is a problem unless <see cref="Open"/>.</summary>
    internal sealed class ObjectShape((string Name, JsonShape Shape)[] members) : JsonShape
    {
        private readonly Dictionary<string, JsonShape> _members = members.ToDictionary(static member => member.Name, static member => member.Shape, StringComparer.Ordinal);

        public override string Allowed => "an object";

        /// <summary>Whether members that the shape does not know are nobody's business.</summary>
        public bool Open { get; init; }

        public string[] Required { get; init; } = [];

        public IEnumerable<string> Names => _members.Keys;

        /// <summary>For names that other hosts use: what to write here instead, as a sentence.</summary>
        public IReadOnlyDictionary<string, string> Hints { get; init; } = new Dictionary<string, string>();

        protected override bool Fits(JsonSyntax value) => value.IsObject;

        protected override void CheckInside(JsonSyntax value, string path, List<JsonProblem> problems)
        {
            foreach (JsonMember member in value.Members)
            {
                string memberPath = path.Length == 0 ? member.Name : $"{path}.{member.Name}";
                if (_members.TryGetValue(member.Name, out JsonShape? shape))
                {
                    shape.Check(member.Value, memberPath, problems);
                }
                else if (!Open && problems.Count < MostProblems)
                {
                    problems.Add(new JsonProblem(JsonProblemKind.UnknownMember, member.NameStart, memberPath, Advice(member.Name)));
                }
            }

            foreach (string required in Required.Where(name => value.Find(name) is null))
            {
                problems.Add(new JsonProblem(JsonProblemKind.MissingMember, value.Start, path.Length == 0 ? required : $"{path}.{required}", _members[required].Allowed));
            }
        }

        private string Advice(string name) =>
            Hints.TryGetValue(name, out string? hint) ? hint
            : SimilarName.Find(name, _members.Keys) is { } similar ? $"Did you mean \"{similar}\"?"
            : "";
    }

    private sealed class AnyShape : JsonShape
    {
        public override string Allowed => "anything";

        protected override bool Fits(JsonSyntax value) => true;

        protected override void CheckInside(JsonSyntax value, string path, List<JsonProblem> problems)
        {
        }
    }

    private sealed class KindShape(string allowed, params JsonValueKind[] kinds) : JsonShape
    {
        public override string Allowed => allowed;

        protected override bool Fits(JsonSyntax value) => kinds.Contains(value.Kind);

        protected override void CheckInside(JsonSyntax value, string path, List<JsonProblem> problems)
        {
        }
    }

    private sealed class RuleShape(JsonShape type, string allowed, Func<JsonSyntax, bool> rule) : JsonShape
    {
        public override string Allowed => allowed;

        protected override bool Fits(JsonSyntax value) => type.Fits(value);

        protected override void CheckInside(JsonSyntax value, string path, List<JsonProblem> problems)
        {
            if (!rule(value))
            {
                problems.Add(new JsonProblem(JsonProblemKind.WrongValue, value.Start, path, allowed));
            }
        }
    }

    private sealed class ArrayShape(JsonShape element, string allowed) : JsonShape
    {
        public override string Allowed => allowed;

        protected override bool Fits(JsonSyntax value) => value.IsArray;

        protected override void CheckInside(JsonSyntax value, string path, List<JsonProblem> problems)
        {
            for (int i = 0; i < value.Items.Count; i++)
            {
                element.Check(value.Items[i], $"{path}[{i}]", problems);
            }
        }
    }

    private sealed class MapShape(JsonShape element, string allowed) : JsonShape
    {
        public override string Allowed => allowed;

        protected override bool Fits(JsonSyntax value) => value.IsObject;

        protected override void CheckInside(JsonSyntax value, string path, List<JsonProblem> problems)
        {
            foreach (JsonMember member in value.Members)
            {
                element.Check(member.Value, path.Length == 0 ? member.Name : $"{path}.{member.Name}", problems);
            }
        }
    }

    private sealed class EitherShape(string allowed, JsonShape[] shapes) : JsonShape
    {
        public override string Allowed => allowed;

        protected override bool Fits(JsonSyntax value) => shapes.Any(shape => shape.Fits(value));

        protected override void CheckInside(JsonSyntax value, string path, List<JsonProblem> problems) =>
            shapes.First(shape => shape.Fits(value)).CheckInside(value, path, problems);
    }
}
