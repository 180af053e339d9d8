namespace Codex.Plugin.Benchmarks;

/// <summary>Ours, and the thing to beat.</summary>
/// <param name="Name">The word that chooses it on the command line.</param>
/// <param name="Goal">The ratio of processor seconds that ours may reach.</param>
/// <param name="Ours">Prepares one run of ours.</param>
/// <param name="Theirs">Prepares one run of the other.</param>
internal sealed record Pair(string Name, double Goal, Func<IReadOnlyList<Step>> Ours, Func<IReadOnlyList<Step>> Theirs)
{
    /// <summary>Runs both in turn, so that a machine that slows down slows both, and prints medians and the ratio.</summary>
    public void Run(int runs)
    {
        Measurement.Of(Ours());
        Measurement.Of(Theirs());
        var ours = new List<Measurement>();
        var theirs = new List<Measurement>();
        for (int i = 0; i < runs; i++)
        {
            IReadOnlyList<Step> first = Ours();
            IReadOnlyList<Step> second = Theirs();
            ours.Add(Measurement.Of(first));
            theirs.Add(Measurement.Of(second));
        }

        double ratio = Median([.. ours.Zip(theirs, static (a, b) => a.Cpu / b.Cpu)]);
        Console.WriteLine(
            $"{Name,-10} ours {Median([.. ours.Select(static m => m.Cpu)]):F2} s CPU, {Median([.. ours.Select(static m => m.Wall)]):F2} s wall;"
            + $" theirs {Median([.. theirs.Select(static m => m.Cpu)]):F2} s CPU, {Median([.. theirs.Select(static m => m.Wall)]):F2} s wall;"
            + $" CPU ratio {ratio:F2} (goal {Goal:F2}{(ratio <= Goal ? "" : ", missed")})");
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return values.Length % 2 == 1 ? values[values.Length / 2] : (values[(values.Length / 2) - 1] + values[values.Length / 2]) / 2;
    }
}
