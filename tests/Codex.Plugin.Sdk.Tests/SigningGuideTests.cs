using System.Text.RegularExpressions;
using Codex.Plugin.Sdk.Tests.Infrastructure;

namespace Codex.Plugin.Sdk.Tests;

/// <summary>docs/signing.md, followed by hand in an empty folder, block by block.</summary>
[TestClass]
public sealed partial class SigningGuideTests : EndToEndTest
{
    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public async Task EveryBlockRunsAsPrinted()
    {
        var folder = CreateFolderWithPackages();
        var blocks = Block().Matches(File.ReadAllText(Repository.PathOf("docs", "signing.md")));
        var refused = new List<string>();
        foreach (Match block in blocks)
        {
            var content = block.Groups["content"].Value;
            if (block.Groups["file"] is { Success: true } file)
            {
                folder.WriteBytes(file.Value, System.Text.Encoding.UTF8.GetBytes(content.Replace("Codex.Plugin.Sdk/1.0.0", $"Codex.Plugin.Sdk/{Repository.Version}", StringComparison.Ordinal)));
                continue;
            }

            if (block.Groups["language"].Value != "sh")
            {
                continue;
            }

            // The shell gets the path of dotnet as an argument, and has no use for it.
            folder.WriteBytes("block.sh", System.Text.Encoding.UTF8.GetBytes(content));
            var result = await folder.RunThroughAsync(["sh", "-e", "block.sh"]);
            if (block.Groups["fails"] is { Success: true } fails)
            {
                Assert.AreNotEqual(0, result.ExitCode, result.Output);
                result.Says(fails.Value);
                refused.Add(fails.Value);
            }
            else
            {
                // NuGet's about the root and the time stamp.
                result.SucceededWithWarnings();
            }
        }

        AssertList(refused, "NU3034", "NU3004", "CXP8051", "CXP8043");
        AssertList(folder.List("marketplace/bin/Debug/plugins/contoso-review/skills"), "review/SKILL.md");
        Assert.Contains("\"1.0.0\"", folder.Read("marketplace/bin/Debug/plugins/contoso-review/.codex-plugin/plugin.json"));
    }

    [GeneratedRegex(@"^```(?<language>\w+)( file=(?<file>\S+)| fails=(?<fails>\S+))?\n(?<content>.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Block();
}
