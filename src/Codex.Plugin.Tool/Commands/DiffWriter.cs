using System.Globalization;
using Codex.Plugin.PackageManager.Differences;
using Codex.Plugin.Tool.Output;

namespace Codex.Plugin.Tool.Commands;

/// <summary>Shows what <c>diff</c> has found: what the plugin may do first, then what is said, then the files. All texts come out of the packages.</summary>
internal sealed class DiffWriter(ToolOutput output)
{
    // Wide enough to be seen, and the same everywhere.
    private const string Tab = "    ";

    public void Write(DiffResult result, DiffDetail detail)
    {
        if (detail == DiffDetail.Names)
        {
            foreach (DiffFile file in result.Files)
            {
                output.Write($"{Letter(file)} {file.Path}");
            }

            return;
        }

        Line("bold", $"{result.Id} {result.From} -> {result.To}{(result.Source is null ? "" : $" from '{result.Source}'")}");
        WriteWords(result);
        foreach (MetadataDifference one in result.Metadata)
        {
            Line("yellow", $"  {one.Name}: {one.Old ?? "(none)"} -> {one.New ?? "(none)"}");
        }

        foreach (DependencyDifference one in result.Dependencies)
        {
            Line(one.New is null ? "red" : "green", one.Old is null ? $"  needs {one.PackageId} {one.New}" : one.New is null ? $"  no longer needs {one.PackageId}" : $"  needs {one.PackageId} {one.New}, and needed {one.Old}");
        }

        foreach (DiffFile file in result.Files)
        {
            WriteFile(file, detail);
        }

        if (result is { Files.Count: 0, Metadata.Count: 0, Dependencies.Count: 0, NeedsConsent.Count: 0, Losses.Count: 0 })
        {
            output.Write("  Nothing differs.");
        }
    }

    private void WriteWords(DiffResult result)
    {
        foreach (string gain in result.Gains)
        {
            Line("green", $"  + {gain}");
        }

        foreach (string loss in result.Losses)
        {
            Line("red", $"  - {loss}");
        }

        // Gains are among them, and have been said.
        foreach (string line in result.NeedsConsent.Except(result.Gains, StringComparer.Ordinal))
        {
            Line("bold yellow", $"  ! {line}");
        }

        if (result.NeedsConsent.Count > 0)
        {
            Line("bold yellow", "  An update to this version asks for your consent.");
        }
    }

    private void WriteFile(DiffFile file, DiffDetail detail)
    {
        string sizes = (file.Old, file.New) switch
        {
            (null, { } now) => Bytes(now.Size),
            ({ } old, null) => Bytes(old.Size),
            ({ } old, { } now) => old.Size == now.Size ? Bytes(now.Size) : $"{old.Size.ToString(CultureInfo.InvariantCulture)} -> {Bytes(now.Size)}",
            _ => "",
        };
        string bit = file.Executable switch { true => ", executable now", false => ", no longer executable", _ => "" };
        string lines = file.NotCompared is { } problem ? $", {problem}" : detail == DiffDetail.Counts ? $", +{file.AddedLines} -{file.RemovedLines}" : "";
        Line("bold", $"{Letter(file)} {file.Path} ({sizes}{bit}{lines})");
        if (file.NotCompared is not null && detail == DiffDetail.Lines)
        {
            output.Write(file.Old is null ? $"  SHA-256 {file.New!.Sha256}" : file.New is null ? $"  SHA-256 {file.Old.Sha256}" : $"  SHA-256 {file.Old.Sha256} -> {file.New.Sha256}");
        }

        foreach (string line in file.Diff?.TrimEnd('\n').Split('\n') ?? [])
        {
            Line(ColourOf(line), line.Replace("\t", Tab, StringComparison.Ordinal));
        }
    }

    private void Line(string? colour, string text)
    {
        if (colour is null || Console.IsOutputRedirected)
        {
            output.Write(text);
        }
        else
        {
            output.WriteMarkup($"[{colour}]{ToolOutput.Safe(text)}[/]");
        }
    }

    private static string? ColourOf(string line) => line[..Math.Min(1, line.Length)] switch
    {
        "+" => "green",
        "-" => "red",
        "@" => "cyan",
        _ => null,
    };

    private static string Letter(DiffFile file) => file.Change switch { "added" => "A", "removed" => "D", _ => "M" };

    private static string Bytes(long size) => size == 1 ? "1 byte" : $"{size.ToString(CultureInfo.InvariantCulture)} bytes";
}
