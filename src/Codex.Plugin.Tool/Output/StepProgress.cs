using Codex.Plugin.PackageManager.Engine;
using Spectre.Console;

namespace Codex.Plugin.Tool.Output;

/// <summary>How far something is.</summary>
internal sealed class StepProgress(string title) : IProgress<BuildEvent>
{
    private static readonly string[] s_steps = [.. BuildStep.Names.Keys];

    private volatile string _step = "";
    private volatile int _percent;

    /// <summary>Hears everything of the build besides.</summary>
    public Action<BuildEvent>? OnEvent { get; set; }

    /// <summary>Names the step at work.</summary>
    /// <param name="step">In a few words.</param>
    /// <param name="percent">How much is done.</param>
    public void At(string step, int percent)
    {
        _step = step;
        _percent = Math.Max(_percent, percent);
    }

    /// <inheritdoc/>
    public void Report(BuildEvent value)
    {
        if (value.Kind == BuildEventKind.Target)
        {
            int step = Array.FindIndex(s_steps, name => name.Equals(value.Text, StringComparison.OrdinalIgnoreCase));
            At(BuildStep.Names[value.Text], 20 + (step * 80 / s_steps.Length));
        }

        OnEvent?.Invoke(value);
    }

    /// <summary>Draws the bar until the work ends.</summary>
    public Task ShowAsync(IAnsiConsole console, Task work) => console.Progress()
        .AutoClear(true)
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new ElapsedTimeColumn(), new SpinnerColumn())
        .StartAsync(async context =>
        {
            ProgressTask bar = context.AddTask(Description());
            while (!work.IsCompleted)
            {
                bar.Description = Description();
                bar.Value = _percent;
                await Task.WhenAny(work, Task.Delay(100)).ConfigureAwait(false);
            }
        });

    private string Description() => ToolOutput.Safe(_step.Length == 0 ? title : $"{title}: {_step}");
}
