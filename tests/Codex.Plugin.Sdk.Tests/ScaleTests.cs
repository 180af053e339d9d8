using Codex.Plugin.Sdk.Tests.Infrastructure;

namespace Codex.Plugin.Sdk.Tests;

/// <summary>Many and large sources.</summary>
[TestClass]
public sealed class ScaleTests : EndToEndTest
{
    private const int Skills = 10_000;
    private const int LargeSkills = 150;

    /// <summary>The sources have more bytes than the process may allocate, so they cannot all be in memory at once.</summary>
    [TestMethod]
    public async Task TenThousandSkillsBuildInLittleMemory()
    {
        var folder = CreateFolder("""
            #file Contoso.Many.cxproj
            <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION">
              <PropertyGroup>
                <!-- So many skills are more than a model is shown, and the first build says so. -->
                <NoWarn>$(NoWarn);CXP2013;CXP2019</NoWarn>
              </PropertyGroup>
            </Project>
            """);
        for (var i = 0; i < Skills; i++)
        {
            folder.Write($"#file skills/s{i:00000}/SKILL.md\n---\nname: s{i:00000}\ndescription: Does the work number {i}.\n---\nDo it.\n");
        }

        for (var i = 0; i < LargeSkills; i++)
        {
            Enlarge(folder.PathOf($"skills/s{i:00000}/SKILL.md"), 1_000_000);
        }

        Directory.CreateDirectory(folder.PathOf("assets"));
        Enlarge(folder.PathOf("assets/large.bin"), 100_000_000);
        (await folder.RunAsync("restore")).Succeeded();
        // 128 MiB, as the runtime reads it.
        folder.With("DOTNET_GCHeapHardLimit", "0x8000000");

        var first = (await folder.RunAsync("build", "--no-restore", "-nodeReuse:false", "-tl:off")).Succeeded();

        Assert.Contains($"{Skills} skills", first.Output);
        Assert.AreEqual(Skills, folder.List("bin/Debug/plugin").Count(static path => path.EndsWith("/SKILL.md", StringComparison.Ordinal)));

        // A skill that is broken without having changed for anybody is not read again by a build for another one.
        var untouched = folder.PathOf("skills/s05000/SKILL.md");
        var time = File.GetLastWriteTimeUtc(untouched);
        File.WriteAllText(untouched, new string('x', (int)new FileInfo(untouched).Length));
        File.SetLastWriteTimeUtc(untouched, time);
        File.AppendAllText(folder.PathOf("skills/s05001/SKILL.md"), "More.\n");
        (await folder.RunAsync("build", "--no-restore", "-nodeReuse:false", "-tl:off")).Succeeded();
        Assert.EndsWith("More.\n", folder.Read("bin/Debug/plugin/skills/s05001/SKILL.md"));
    }

    // With a hole, which costs no disk.
    private static void Enlarge(string path, long length)
    {
        using var file = File.Open(path, FileMode.OpenOrCreate);
        file.SetLength(length);
    }
}
