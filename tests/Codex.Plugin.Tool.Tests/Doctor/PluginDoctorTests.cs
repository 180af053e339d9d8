using Codex.Plugin.PackageManager.Doctor;
using Codex.Plugin.Sdk.Tests.Codex;
using NuGet.Common;
using InstallHome = Codex.Plugin.Install.CodexHome;
using TestHome = Codex.Plugin.Sdk.Tests.Codex.CodexHome;

namespace Codex.Plugin.Tool.Tests.Doctor;

/// <summary>The whole examination, and the checks of the machine.</summary>
[TestClass]
public sealed class PluginDoctorTests : IDisposable
{
    private const string NoFeeds = """
        <configuration>
          <packageSources><clear /><add key="here" value="." /></packageSources>
          <trustedSigners><clear /></trustedSigners>
          <config><add key="signatureValidationMode" value="accept" /></config>
        </configuration>
        """;

    private readonly DoctorScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [TestMethod]
    public async Task MachineWithoutCodexIsExamined()
    {
        IReadOnlyList<CheckResult> results = await new PluginDoctor(_scene.NuGet(NoFeeds).Options).ExamineAsync(CancellationToken.None);
        string found = _scene.Show(results);
        Assert.Contains("dotnet : Ok: .NET SDK 10.", found);
        Assert.Contains("codex : Warning: there is no codex at 'ROOT/no-codex'", found);
        Assert.Contains("feed here: Ok: a folder", found);
        Assert.Contains("folders packages: Ok: ", found);
        Assert.IsFalse(results.Any(static one => one.State == CheckState.Error), found);
    }

    [TestMethod]
    public async Task MissingDotnetAndMissingSdkAreErrors()
    {
        _scene.Options = _scene.Options with { Dotnet = Path.Combine(_scene.Root, "no-dotnet") };
        Assert.StartsWith("dotnet : Error: there is no dotnet", _scene.Show(await DotnetCheck.RunAsync(_scene.Options, CancellationToken.None)));

        _scene.Options = _scene.Options with { Dotnet = "dotnet" };
        _scene.Write("project/global.json", """{ "sdk": { "version": "99.0.100", "rollForward": "disable" } }""");
        Assert.StartsWith("dotnet : Error: dotnet has no SDK that fits here", _scene.Show(await DotnetCheck.RunAsync(_scene.Options, CancellationToken.None)));
    }

    [TestMethod]
    [DataRow("10.0.400", CheckState.Ok)]
    [DataRow("11.0.100-preview.1", CheckState.Ok)]
    [DataRow("10.0.100-rc.2.25502.107", CheckState.Ok)]
    [DataRow("9.0.300", CheckState.Error)]
    [DataRow("banana", CheckState.Unknown)]
    public void SdkMustBeNewEnough(string version, CheckState expected) => Assert.AreEqual(expected, DotnetCheck.Judge(version).State);

    [TestMethod]
    [DataRow("0.169.0", CheckState.Ok)]
    [DataRow("0.169.3-alpha.1", CheckState.Ok)]
    [DataRow("0.150.0", CheckState.Warning)]
    [DataRow("0.170.0", CheckState.Note)]
    [DataRow("1.0.0", CheckState.Note)]
    [DataRow(null, CheckState.Unknown)]
    public void CodexIsOneThatWeKnow(string? version, CheckState expected) => Assert.AreEqual(expected, CodexCheck.Judge(version, "/usr/bin/codex").State);

    [TestMethod]
    [DataRow(SignatureValidationMode.Accept, "", null, false, "Ok")]
    [DataRow(SignatureValidationMode.Accept, "contoso", null, false, "Warning")]
    [DataRow(SignatureValidationMode.Require, "contoso", "true", false, "Ok")]
    [DataRow(SignatureValidationMode.Require, "contoso", null, false, "Note")]
    [DataRow(SignatureValidationMode.Require, "contoso", "false", false, "Warning")]
    [DataRow(SignatureValidationMode.Require, "contoso", "false", true, "Ok")]
    [DataRow(SignatureValidationMode.Require, "", "true", false, "Error")]
    [DataRow(SignatureValidationMode.Require, "", "false", false, "Error Warning")]
    public void SignatureSettingsThatDoNothingAreNamed(SignatureValidationMode mode, string trusted, string? verification, bool isWindows, string expected) =>
        Assert.AreEqual(expected, string.Join(' ', SignatureSettingsCheck.Judge(mode, trusted.Split(' ', StringSplitOptions.RemoveEmptyEntries), verification, isWindows).Select(static one => one.State)));

    [TestMethod]
    public void SignatureSettingsAreThoseOfTheFolder()
    {
        _scene.NuGet("""
            <configuration>
              <config><add key="signatureValidationMode" value="require" /></config>
              <trustedSigners><clear /><author name="contoso"><certificate fingerprint="0123456789012345678901234567890123456789012345678901234567890123" hashAlgorithm="SHA256" allowUntrustedRoot="true" /></author></trustedSigners>
            </configuration>
            """).With("DOTNET_NUGET_SIGNATURE_VERIFICATION", "true");
        Assert.AreEqual("signatures : Ok: packages must be signed by contoso -> ", _scene.Show(SignatureSettingsCheck.Run(_scene.Options)));
    }

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public void FolderThatIsAFileCannotBeWritten()
    {
        _scene.NuGet("""<configuration><config><add key="globalPackagesFolder" value="packages" /></config></configuration>""").Write("project/packages", "a file");
        if (Environment.GetEnvironmentVariable("NUGET_PACKAGES") is not null)
        {
            Assert.Inconclusive("NUGET_PACKAGES is set and wins.");
        }

        Assert.Contains("folders packages: Error: 'ROOT/project/packages' cannot be written", _scene.Show(PackageFoldersCheck.Run(_scene.Options)));
    }

    [TestMethod]
    public async Task RealCodexIsAskedAndAgrees()
    {
        using TestHome home = await TestHome.CreateAsync();
        string executable = (await CodexCli.RequireAsync()).Executable!;
        _scene.Marketplace();
        await home.InstallAsync("review", await home.AddMarketplaceAsync(Path.Combine(_scene.Root, "contoso")));
        _scene.Options = _scene.Options with { CodexPath = executable, Home = new InstallHome(home.CodexFolder), UserFolder = home.UserHome };

        string found = await ExamineAsync();
        Assert.Contains("codex : Ok: Codex 0.169.0 in ", found);
        Assert.Contains("codex : Ok: Codex reads its marketplaces: contoso", found);
        Assert.Contains("marketplace contoso: Ok: 1 plugin in ", found);
        Assert.Contains("plugin : Ok: 1 plugin is installed and up to date", found);

        // What breaks Codex is found by both.
        _scene.Write("contoso/.agents/plugins/marketplace.json", """{ "name": "contoso", "plugins": [ { "name": "review", "source": "./plugins/review", "policy": null } ] }""");
        found = await ExamineAsync();
        Assert.Contains("codex : Error: Codex cannot list its marketplaces: ", found);
        Assert.Contains("marketplace contoso: Error: Codex does not read ", found);

        async Task<string> ExamineAsync() => _scene.Show((await CodexCheck.RunAsync(_scene.Options, CancellationToken.None)).Concat(CodexHomeCheck.Run(_scene.Options)));
    }
}
