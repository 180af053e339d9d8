using Codex.Plugin.Sdk.Tests.Infrastructure;
using Codex.Plugin.Tests.Hostile;

namespace Codex.Plugin.Sdk.Tests;

/// <summary>Every package of the corpus, through a feed, a restore and the build of a marketplace.</summary>
[TestClass]
[OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
public sealed class HostilePackageTests : EndToEndTest
{
    private const string Good = "Contoso.Good";

    [TestMethod]
    public async Task HostilePackagesReachNoMarketplace()
    {
        var folder = CreateFolderWithPackages();
        Publish(folder, new HostilePackage(Good));
        foreach (var hostile in HostileCorpus.All)
        {
            Publish(folder, hostile.Package(folder.PathOf($"ran.{hostile.Name}")));
        }

        (await RunAsync(folder, "build")).Succeeded();
        var before = folder.Snapshot("market/bin");
        Assert.IsTrue(folder.Exists("market/bin/Debug/plugins/contoso-good/skills/contoso-good/SKILL.md"));

        // NuGet ends at the first one.
        foreach (var hostile in Of(StoppedBy.Restore))
        {
            var restore = await RunAsync(folder, "restore", hostile);
            Assert.AreNotEqual(0, restore.ExitCode, restore.Output);
            Assert.Contains(hostile.Id, restore.Output, StringComparison.OrdinalIgnoreCase);
        }

        AssertNamed(await RunAsync(folder, "build", Of(StoppedBy.Resolve)), Of(StoppedBy.Resolve));
        AssertNamed(await RunAsync(folder, "build", Of(StoppedBy.LayOut)), Of(StoppedBy.LayOut));

        AssertSame(before, folder.Snapshot("market/bin"));
        AssertList(TestFolder.ListFiles(folder.Root).Where(static path =>
            !path.StartsWith("packages/", StringComparison.Ordinal) && (path.Contains("evil", StringComparison.Ordinal) || path.Contains("ran.", StringComparison.Ordinal))));
    }

    private static HostileCase[] Of(StoppedBy stage) => [.. HostileCorpus.All.Where(hostile => hostile.By == stage)];

    private static void AssertNamed(DotnetResult build, HostileCase[] cases)
    {
        Assert.AreNotEqual(0, build.ExitCode);
        AssertList(
            build.Errors.Select(error => $"{error.Code} {cases.SingleOrDefault(hostile => Names(error.Text, hostile))?.Name ?? error.Text}").Distinct().Order(StringComparer.Ordinal),
            [.. cases.Select(static hostile => $"{hostile.Code} {hostile.Name}").Order(StringComparer.Ordinal)]);
    }

    // project.assets.json has '/' for either slash.
    private static bool Names(string text, HostileCase hostile) =>
        text.Contains($" {hostile.Id} 1.0.0", StringComparison.Ordinal) && text.Replace('\\', '/').Contains(hostile.Entry.Replace('\\', '/'), StringComparison.Ordinal);

    private static void Publish(TestFolder folder, HostilePackage package) =>
        File.WriteAllBytes(Path.Combine(folder.Feed, $"{package.Id}.{package.Version}.nupkg"), package.ToBytes());

    private static Task<DotnetResult> RunAsync(TestFolder folder, string verb, params HostileCase[] cases)
    {
        folder.Write($"""
            #file market/plugins.csproj
            <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION">
              <PropertyGroup>
                <OutputType>Marketplace</OutputType>
                <MarketplaceName>contoso</MarketplaceName>
              </PropertyGroup>
              <ItemGroup>
                {string.Join("\n    ", cases.Select(static hostile => hostile.Id).Prepend(Good).Select(static id => $"<PackageReference Include=\"{id}\" Version=\"1.0.0\" />"))}
              </ItemGroup>
            </Project>
            """);
        return folder.RunInAsync("market", verb);
    }
}
