using Codex.Plugin.Packaging.Marketplace;
using Codex.Plugin.Tests.Helpers;
using Codex.Plugin.Tests.Shared;

namespace Codex.Plugin.Tests.Packaging;

/// <summary>Processes that lay out a marketplace are killed, or disturb each other: what <c>marketplace.json</c> describes is always whole.</summary>
[TestClass]
[DoNotParallelize]
public sealed class MarketplaceKillTests
{
    private const int Kills = 200;

    [TestMethod]
    public void KilledRunLeavesAWholeMarketplace()
    {
        DirectoryInfo root = Directory.CreateTempSubdirectory("codex-kill-");
        try
        {
            MarketplaceScene scene = MarketplaceScene.Create(root.FullName);
            CompilationAssert.AreOnly(scene.LayOut('A'));
            var random = new Random(5);
            var seen = new SortedDictionary<string, int>(StringComparer.Ordinal);
            for (int i = 0; i < Kills; i++)
            {
                using (WorkerProcess worker = WorkerProcess.Start<Worker>(root.FullName))
                {
                    worker.WaitFor("ready");
                    Thread.Sleep(TimeSpan.FromMilliseconds(random.NextDouble() * 25));
                    worker.Kill();
                }

                string set = scene.Follow();
                Assert.IsTrue(set is "A" or "B", $"kill {i}: {set}");
                string left = MarketplaceStaging.FindAny(scene.Folder) ? "in the middle" : "between two runs";
                seen[left] = seen.GetValueOrDefault(left) + 1;

                // Every other time the next process finds what this one has left.
                if (random.Next(2) == 0)
                {
                    char next = "AB"[random.Next(2)];
                    CompilationAssert.AreOnly(scene.LayOut(next, random.Next(2) == 0 ? scene.StateFile : null));
                    scene.HasOnly(next);
                }
            }

            Assert.IsGreaterThan(Kills / 10, seen.GetValueOrDefault("in the middle"), "nearly every run was killed where nothing happens");
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    [TestMethod]
    public void TwoRunsAtOnceLeaveAWholeMarketplace()
    {
        DirectoryInfo root = Directory.CreateTempSubdirectory("codex-kill-");
        try
        {
            MarketplaceScene scene = MarketplaceScene.Create(root.FullName);
            CompilationAssert.AreOnly(scene.LayOut('A'));
            string document = Path.Combine(scene.Folder, MarketplaceDocument.File);
            int whole = 0;
            using (WorkerProcess one = WorkerProcess.Start<Worker>(root.FullName), other = WorkerProcess.Start<Worker>(root.FullName))
            {
                one.WaitFor("ready");
                other.WaitFor("ready");
                for (long end = Environment.TickCount64 + 3000; Environment.TickCount64 < end;)
                {
                    DateTime before = File.GetLastWriteTimeUtc(document);
                    string set = FollowOrTellWhy(scene);

                    // What has been read while the marketplace changed can be half of each.
                    if (File.GetLastWriteTimeUtc(document) == before)
                    {
                        Assert.IsTrue(set is "A" or "B", set);
                        whole++;
                    }
                }

                one.Kill();
                other.Kill();
            }

            Assert.IsGreaterThan(0, whole);
            CompilationAssert.AreOnly(scene.LayOut('B'));
            scene.HasOnly('B');
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    private static string FollowOrTellWhy(MarketplaceScene scene)
    {
        try
        {
            return scene.Follow();
        }
        catch (IOException exception)
        {
            return exception.ToString();
        }
    }

    /// <summary>Lays out one set after the other until it is killed.</summary>
    private sealed class Worker : IWorker
    {
        public static void Run(string[] arguments)
        {
            var scene = new MarketplaceScene(arguments[0]);
            char set = scene.Follow() == "A" ? 'B' : 'A';
            for (int i = 0; ; i++)
            {
                if (scene.LayOut(set, i % 4 < 2 ? scene.StateFile : null) is { Count: > 0 } diagnostics)
                {
                    throw new InvalidOperationException(string.Join('\n', diagnostics));
                }

                set = set == 'A' ? 'B' : 'A';
                if (i == 1)
                {
                    Console.WriteLine("ready");
                }
            }
        }
    }
}
