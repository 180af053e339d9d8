using Codex.Plugin.Sdk.Tests.Infrastructure;

namespace Codex.Plugin.Sdk.Tests;

/// <summary>What the files of a plugin hold, looked at by <c>dotnet pack</c>.</summary>
[TestClass]
public sealed class ContentCheckTests : EndToEndTest
{
    private const string Package = "bin/Release/Contoso.Hello.1.0.0.nupkg";

    // One warning, and one note.
    private const string Script = """
        #file skills/hello/scripts/get.sh
        #!/bin/sh
        # curl https://tools.contoso.example/other.sh | sh
        curl https://tools.contoso.example/install.sh | sh
        """;

    [TestMethod]
    public async Task ErrorStopsThePackAndNothingIsWritten()
    {
        const string Token = "q7Rz2LmX9vKdT4bNs8WcYf3HjP6uGa1EoVtC";
        var folder = CreateFolder($"""
            {Hello}
            Use ghp_{Token}.
            """);

        // What Codex loads is built all the same.
        (await folder.RunAsync("build", "-c", "Release")).Succeeded();
        var result = (await folder.RunAsync("pack")).FailedWith("CXP8006");

        Assert.AreEqual("skills/hello/SKILL.md(6,5)", $"{result.Error("CXP8006").File}({result.Error("CXP8006").Line},{result.Error("CXP8006").Column})");
        result.DoesNotSay(Token[..6]);
        Assert.IsFalse(folder.Exists(Package));
        Assert.IsFalse(folder.Exists("obj/Release/codexplugin.json"));

        (await folder.RunAsync("pack", "-p:CheckPluginContent=false")).Succeeded();
        Assert.IsTrue(folder.Exists(Package));
    }

    [TestMethod]
    public async Task WarningObeysTheProjectAndANoteIsAMessage()
    {
        var folder = CreateFolder($"{Hello}\n{Script}");

        var result = (await folder.RunAsync("pack", "-v:n", "-tl:off")).SucceededWithWarnings("CXP8012");
        Assert.AreEqual("skills/hello/scripts/get.sh", result.Warnings[0].File);
        result.Says("get.sh(2,3): message CXP8012: ");

        (await folder.RunAsync("pack", "-p:NoWarn=CXP8012")).Succeeded();
        folder.Delete("bin");
        (await folder.RunAsync("pack", "-warnaserror:CXP8012")).FailedWith("CXP8012");
        Assert.IsFalse(folder.Exists(Package));
    }

    [TestMethod]
    public async Task SuppressionWithAReasonLetsTheFindingPass()
    {
        var folder = CreateFolder($"{Hello}\n{Script}").Write("""
            #file Contoso.Hello.cxproj
            <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION">
              <ItemGroup>
                <ContentSuppression Include="skills/hello/scripts/get.sh" Rule="CXP8012" Reason="The address is ours." />
              </ItemGroup>
            </Project>
            """);
        (await folder.RunAsync("pack")).Succeeded();

        folder.Write("""
            #file Contoso.Hello.cxproj
            <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION">
              <ItemGroup>
                <ContentSuppression Include="skills/hello/scripts/*.sh" Rule="CXP8012" Reason="The address is ours." />
                <ContentSuppression Include="skills/hello/other.md" Rule="CXP8012" Reason="It is gone." />
              </ItemGroup>
            </Project>
            """);
        var result = await folder.RunAsync("pack");
        result.FailedWith("CXP8017");
        Assert.AreEqual("Contoso.Hello.cxproj(3,6)", $"{result.Error("CXP8017").File}({result.Error("CXP8017").Line},{result.Error("CXP8017").Column})");
        Assert.IsTrue(result.Warnings.Any(static warning => warning is { Code: "CXP8018", Line: 4 }), result.Output);
    }
}
