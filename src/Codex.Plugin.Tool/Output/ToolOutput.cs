using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Codex.Plugin.Diagnostics;
using Spectre.Console;

namespace Codex.Plugin.Tool.Output;

/// <summary>
/// Where a command writes. Results go to standard output; errors, warnings and progress to standard error. With <c>--json</c> standard output holds one
/// document and nothing else. Colours only on a terminal, and not where <c>NO_COLOR</c> is set.
/// </summary>
internal sealed class ToolOutput(bool isJson, Verbosity verbosity)
{
    // A pipe has no width; what reads it wants a line a row.
    private const int WidthOfPipe = 4096;

    private readonly List<ToolDiagnostic> _diagnostics = [];
    private readonly Lazy<IAnsiConsole> _out = new(static () => Create(Console.Out, Console.IsOutputRedirected));
    private readonly Lazy<IAnsiConsole> _error = new(static () => Create(Console.Error, Console.IsErrorRedirected));

    public bool IsJson => isJson;

    public Verbosity Verbosity => verbosity;

    /// <summary>Everything reported so far.</summary>
    public IReadOnlyList<ToolDiagnostic> Diagnostics => _diagnostics;

    /// <summary>Whether somebody can be asked.</summary>
    public bool CanAsk => !isJson && !Console.IsInputRedirected && !Console.IsErrorRedirected;

    /// <summary>Says an error, a warning or a note; each once.</summary>
    public void Report(ToolDiagnostic diagnostic)
    {
        diagnostic = diagnostic with { Message = Diagnostic.Printable(diagnostic.Message) };
        if (_diagnostics.Contains(diagnostic))
        {
            return;
        }

        _diagnostics.Add(diagnostic);
        Verbosity least = diagnostic.Severity switch { ToolSeverity.Error => Verbosity.Quiet, ToolSeverity.Warning => Verbosity.Minimal, _ => Verbosity.Normal };
        if (!isJson && verbosity >= least)
        {
            string text = diagnostic.ToString();
            if (Console.IsErrorRedirected)
            {
                // Nothing of the console's library is needed for plain text.
                Console.Error.WriteLine(text);
            }
            else
            {
                string colour = diagnostic.Severity switch { ToolSeverity.Error => "red", ToolSeverity.Warning => "yellow", _ => "default" };
                _error.Value.MarkupLine($"[{colour}]{Markup.Escape(text)}[/]");
            }
        }
    }

    /// <summary>Says what was done, in plain text.</summary>
    public void Say(string line)
    {
        if (!isJson && verbosity >= Verbosity.Normal)
        {
            Console.Out.WriteLine(Printable(line));
        }
    }

    /// <summary>Says what is only of interest when something is looked for, on standard error.</summary>
    public void Detail(string line, Verbosity least = Verbosity.Detailed)
    {
        if (verbosity >= least)
        {
            Console.Error.WriteLine(Printable(line));
        }
    }

    /// <summary>Writes a part of the result, in plain text.</summary>
    public void Write(string line)
    {
        if (!isJson)
        {
            Console.Out.WriteLine(Printable(line));
        }
    }

    /// <summary>Writes a part of the result in colours. What comes from elsewhere must be escaped with <see cref="Safe"/>.</summary>
    public void WriteMarkup(string markup)
    {
        if (!isJson)
        {
            _out.Value.MarkupLine(markup);
        }
    }

    /// <summary>A table without frames, which reads well in a pipe too. Cells are plain text from anywhere.</summary>
    public void WriteTable(IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows)
    {
        if (isJson)
        {
            return;
        }

        if (Console.IsOutputRedirected)
        {
            PlainTable.Write(Console.Out, header, rows);
            return;
        }

        var table = new Table { Border = TableBorder.None, ShowHeaders = true };
        foreach (string name in header)
        {
            table.AddColumn(new TableColumn($"[bold]{Safe(name)}[/]") { Padding = new Padding(0, 0, 2, 0) });
        }

        foreach (IReadOnlyList<string> row in rows)
        {
            table.AddRow([.. row.Select(static cell => new Markup(Safe(cell)))]);
        }

        _out.Value.Write(table);
    }

    /// <summary>Asks a question that is answered with yes or no; the answer is no where nobody can be asked.</summary>
    public async Task<bool> AskAsync(string question, CancellationToken cancellation) =>
        CanAsk && await new ConfirmationPrompt(Safe(question)) { DefaultValue = false }.ShowAsync(_error.Value, cancellation).ConfigureAwait(false);

    /// <summary>Shows a bar for what takes more than a second, where standard error is a terminal.</summary>
    public async Task<T> WithProgressAsync<T>(string title, Func<StepProgress, Task<T>> work)
    {
        var steps = new StepProgress(title);
        if (isJson || Console.IsErrorRedirected || verbosity is < Verbosity.Minimal or > Verbosity.Normal)
        {
            return await work(steps).ConfigureAwait(false);
        }

        Task<T> running = work(steps);
        if (await Task.WhenAny(running, Task.Delay(TimeSpan.FromSeconds(1))).ConfigureAwait(false) != running)
        {
            await steps.ShowAsync(_error.Value, running).ConfigureAwait(false);
        }

        return await running.ConfigureAwait(false);
    }

    /// <summary>The text as Spectre takes it, without what a terminal would act upon.</summary>
    public static string Safe(string text) => Markup.Escape(Printable(text));

    /// <summary>Writes the one document of <c>--json</c>.</summary>
    public static void WriteAnswer<T>(ToolAnswer<T> answer, JsonTypeInfo<ToolAnswer<T>> type)
        where T : class
    {
        using Stream output = Console.OpenStandardOutput();
        JsonSerializer.Serialize(output, answer, type);
        output.Write("\n"u8);
    }

    private static string Printable(string text) => Diagnostic.Printable(text);

    private static IAnsiConsole Create(TextWriter writer, bool isRedirected)
    {
        bool colours = !isRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isRedirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = colours ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(writer),
        });
        if (isRedirected)
        {
            console.Profile.Width = WidthOfPipe;
        }

        return console;
    }
}
