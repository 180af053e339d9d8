using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Codex.Plugin.Tests.Helpers;

namespace Codex.Plugin.Tests.Fuzz;

/// <summary>No input makes the compiler throw or hang: whatever lies in a folder ends in diagnostics or a plugin.</summary>
/// <remarks><c>CXP_FUZZ=100000</c> tries as many inputs, <c>CXP_SEED=7</c> others.</remarks>
[TestClass]
public sealed class FuzzTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    public required TestContext TestContext { get; set; }

    [TestMethod]
    public void DamagedFilesEndInDiagnostics()
    {
        int count = Setting("CXP_FUZZ", 5000);
        int first = Setting("CXP_SEED", 1);
        var findings = new ConcurrentQueue<string>();
        int built = 0;
        long slowest = 0;
        Parallel.ForEach(Enumerable.Range(first, count).Chunk(500), seeds =>
        {
            using PluginFolder folder = PluginFolder.WithSkill()
                .Write("assets/logo.png", "")
                .Write("assets/1.png", "")
                .Write("more/skills/more/SKILL.md", PluginFolder.ValidSkill.Replace("name: review", "name: more", StringComparison.Ordinal));
            foreach (int seed in seeds.TakeWhile(_ => findings.Count < 10))
            {
                FuzzInput input = FuzzInput.Create(seed);
                folder.Write(input.Path, input.Content);
                if (input.Path.EndsWith("openai.yaml", StringComparison.Ordinal))
                {
                    folder.Write("skills/fuzz/SKILL.md", "---\nname: fuzz\ndescription: d\n---\n");
                }

                try
                {
                    Func<PluginCompilation> compile = () => folder.Compile(project => project with
                    {
                        Interface = project.Interface with { Logo = input.Path.StartsWith("assets/", StringComparison.Ordinal) ? input.Path : null },
                    });
                    var watch = Stopwatch.StartNew();
                    PluginCompilation compilation = compile();
                    for (int again = 0; again < 3 && watch.Elapsed > s_patience; again++)
                    {
                        // A machine that was busy with something else is not slow each time.
                        File.Delete(folder.StateFile);
                        watch.Restart();
                        compilation = compile();
                    }

                    InterlockedMax(ref slowest, watch.ElapsedMilliseconds);
                    Interlocked.Add(ref built, compilation.Success ? 1 : 0);
                    if (watch.Elapsed > s_patience)
                    {
                        findings.Enqueue($"seed {seed}: {input.Path} took {watch.ElapsedMilliseconds} ms");
                    }

                    if (compilation.Diagnostics.FirstOrDefault(static one => one.ToString().AsSpan().ContainsAny('\r', '\n')) is { } diagnostic)
                    {
                        findings.Enqueue($"seed {seed}: {input.Path}: more than a line: {diagnostic}");
                    }
                }
                catch (Exception e)
                {
                    findings.Enqueue($"seed {seed}: {input.Path}: {e.GetType().Name}: {e.Message} {e.StackTrace?.Split('\n')[0].Trim()}\n{Show(input.Content)}");
                }

                folder.Delete(input.Path);
                if (Directory.Exists(folder.FullPath("skills/fuzz")))
                {
                    Directory.Delete(folder.FullPath("skills/fuzz"), recursive: true);
                }
            }
        });

        TestContext.WriteLine($"{count} inputs from seed {first}, {built} of them built; the slowest took {slowest} ms.");
        Assert.AreEqual("", string.Join('\n', findings));
    }

    [TestMethod]
    [DynamicData(nameof(Bombs.All), typeof(Bombs))]
    public void BombEndsInDiagnosticsOrPlugin(string name)
    {
        // Not disposed of where it hangs: the test is over then, the compiler is not.
        PluginFolder folder = PluginFolder.WithSkill();
        Bombs.Lay(name, folder);
        // What is compiled for the first time is slow by itself.
        using (PluginFolder warm = PluginFolder.WithSkill())
        {
            warm.Compile();
        }

        var watch = Stopwatch.StartNew();
        Task<PluginCompilation> compiling = Task.Run(() => folder.Compile(project => project with
        {
            Interface = project.Interface with { Logo = Bombs.Logo(name) },
        }));
        if (!compiling.Wait(s_patience))
        {
            Assert.Fail($"{name}: still compiling after {watch.Elapsed.TotalSeconds:0} s");
        }

        TimeSpan took = watch.Elapsed;
        PluginCompilation compilation = compiling.Result;
        TestContext.WriteLine($"{took.TotalMilliseconds:0} ms: {(compilation.Diagnostics.Count == 0 ? "built" : compilation.Diagnostics[0].ToString())}");
        folder.Dispose();
        Assert.IsTrue(compilation.Success || compilation.Diagnostics.Count > 0);
        Assert.IsLessThan(100_000, compilation.Diagnostics.Sum(static diagnostic => diagnostic.Message.Length), "Nobody reads so much.");
    }

    private static void InterlockedMax(ref long most, long value)
    {
        for (long seen = Interlocked.Read(ref most); value > seen; seen = Interlocked.Read(ref most))
        {
            Interlocked.CompareExchange(ref most, value, seen);
        }
    }

    private static int Setting(string name, int normally) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : normally;

    private static string Show(byte[] content) =>
        Encoding.Latin1.GetString(content.AsSpan(0, Math.Min(content.Length, 600))).Replace("\0", "\\0", StringComparison.Ordinal);
}
