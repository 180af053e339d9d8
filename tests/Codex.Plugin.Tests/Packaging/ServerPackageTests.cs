using Codex.Plugin.Packaging.Servers;
using Codex.Plugin.Tests.Helpers;

namespace Codex.Plugin.Tests.Packaging;

/// <summary>CXP3033 to CXP3037: the packages that servers are started from.</summary>
[TestClass]
public sealed class ServerPackageTests
{
    private const string Variables = """
        { "name": "BUILD_TOKEN", "description": "The token.", "isRequired": true, "isSecret": true },
        { "name": "BUILD_REGION", "description": "Where to build.", "isRequired": true },
        { "name": "BUILD_MODE", "isRequired": true, "value": "stdio" }
        """;

    private static readonly PackagedServer s_server = new("contoso-build", new ServerPackageId("Contoso.Build.Mcp", "2.1.0"));

    private static readonly PackagedServer s_complete = s_server with
    {
        Environment = new Dictionary<string, string> { ["BUILD_REGION"] = "eu", ["BUILD_MODE"] = "stdio" },
        ForwardedVariables = ["BUILD_TOKEN"],
    };

    [TestMethod]
    public void PackageThatIsNotFoundIsAnError()
    {
        using PluginFolder folder = CreateFolder();

        AssertDiagnostics(folder, s_server, new PackageAnswer(PackageAnswerKind.NotFound, "which none of the sources has: contoso, nuget.org"),
            "error CXP3033 Contoso.Review.cxproj(3,6)", "Contoso.Build.Mcp 2.1.0", "contoso, nuget.org");
    }

    [TestMethod]
    public void PackageThatNobodyCouldTellOfIsAWarning()
    {
        using PluginFolder folder = CreateFolder();
        string reason = $"Unable to load the service index for source https://feed.contoso.com/{new string('x', 250)}/index.json. Response status code does not indicate success: 401 (Unauthorized).";

        AssertDiagnostics(folder, s_server, new PackageAnswer(PackageAnswerKind.Unanswered, reason),
            "warning CXP3035 Contoso.Review.cxproj(3,6)", "https://feed.contoso.com/", "401 (Unauthorized). CheckMcpServerPackages=false");
        AssertDiagnostics(folder, s_server, new PackageAnswer(PackageAnswerKind.Unanswered, "a\nb\0" + new string('x', 10_000)),
            "warning CXP3035 Contoso.Review.cxproj(3,6)", "a b x", "xxx ...");
    }

    [TestMethod]
    [DataRow("DotnetTool", null)]
    [DataRow("DotnetTool;McpServer", null)]
    [DataRow("mcpserver;dotnettool", null)]
    [DataRow("McpServer", "error")]
    [DataRow("", "error")]
    [DataRow("Dependency", "error")]
    [DataRow("Template", "error")]
    [DataRow("CodexPlugin", "error")]
    [DataRow("DotnetToolRidPackage", "warning")]
    public void PackageIsATool(string types, string? severity)
    {
        using PluginFolder folder = CreateFolder();
        string package = Extract(folder, types);

        AssertDiagnostics(folder, s_server, new PackageAnswer(PackageAnswerKind.Found, package),
            severity is null ? "" : $"{severity} CXP3034 Contoso.Review.cxproj(3,6)", types.Length == 0 ? "no package type" : $"the package type {types}.");
    }

    [TestMethod]
    public void DamagedPackageIsSaidToBe()
    {
        using PluginFolder folder = CreateFolder();
        string package = Extract(folder, "DotnetTool");
        var found = new PackageAnswer(PackageAnswerKind.Found, package);
        string nuspec = Directory.EnumerateFiles(package, "*.nuspec").Single();

        File.WriteAllText(nuspec, "<package");
        AssertDiagnostics(folder, s_server, found, "warning CXP3035 Contoso.Review.cxproj(3,6)", "damaged");
        File.WriteAllText(nuspec, "<package />");
        AssertDiagnostics(folder, s_server, found, "warning CXP3035 Contoso.Review.cxproj(3,6)", "damaged");
        File.Delete(nuspec);
        AssertDiagnostics(folder, s_server, found, "warning CXP3035 Contoso.Review.cxproj(3,6)", "damaged");
    }

    [TestMethod]
    public void VariablesOfThePackageAreDeclared()
    {
        using PluginFolder folder = CreateFolder();
        var found = new PackageAnswer(PackageAnswerKind.Found, Extract(folder, "DotnetTool", Entry($"\"environmentVariables\": [ {Variables} ]")));

        AssertDiagnostics(folder, s_complete, found, "");
        AssertDiagnostics(folder, s_complete with { ForwardedVariables = ["BUILD_TOKEN", "BUILD_REGION"] }, found, "");
        AssertDiagnostics(folder, s_complete with { ForwardedVariables = ["build_token"] }, found, "error CXP3036 Contoso.Review.cxproj(3,6)", "BUILD_TOKEN (The token)", "EnvVars=\"BUILD_TOKEN\"");
        AssertDiagnostics(folder, s_complete with { Environment = new Dictionary<string, string> { ["BUILD_MODE"] = "stdio" } }, found, "error CXP3036 Contoso.Review.cxproj(3,6)", "BUILD_REGION (Where to build)", "Environment=\"BUILD_REGION=...\"");
        AssertDiagnostics(folder, s_complete with { Environment = new Dictionary<string, string> { ["BUILD_REGION"] = "" } }, found, "warning CXP3037 Contoso.Review.cxproj(3,6)", "Environment=\"BUILD_MODE=stdio\"");
    }

    [TestMethod]
    public void SecretIsNotWrittenIntoTheProject()
    {
        using PluginFolder folder = CreateFolder();
        var found = new PackageAnswer(PackageAnswerKind.Found, Extract(folder, "DotnetTool", Entry($"\"environmentVariables\": [ {Variables} ]")));
        PackagedServer server = s_complete with { Environment = new Dictionary<string, string>(s_complete.Environment) { ["BUILD_TOKEN"] = "hush" } };

        IReadOnlyList<Diagnostics.Diagnostic> diagnostics = AssertDiagnostics(folder, server, found, "error CXP3036 Contoso.Review.cxproj(3,6)", "takes a secret", "EnvVars=\"BUILD_TOKEN\"");

        Assert.DoesNotContain("hush", diagnostics[0].Message);
    }

    [TestMethod]
    public void OldDescriptionIsAWarning()
    {
        using PluginFolder folder = CreateFolder();
        var found = new PackageAnswer(PackageAnswerKind.Found, Extract(folder, "DotnetTool",
            """{ "packages": [ { "registry_name": "nuget", "name": "Contoso.Build.Mcp", "environment_variables": [ { "name": "BUILD_TOKEN", "is_required": true } ] } ] }"""));

        AssertDiagnostics(folder, s_server, found, "warning CXP3036 Contoso.Review.cxproj(3,6)", "BUILD_TOKEN");
        AssertDiagnostics(folder, s_complete, found, "");
    }

    [TestMethod]
    public void ArgumentsOfThePackageAreGiven()
    {
        using PluginFolder folder = CreateFolder();
        var found = new PackageAnswer(PackageAnswerKind.Found, Extract(folder, "DotnetTool", Entry(
            """
            "packageArguments": [ { "type": "positional", "value": "server" }, { "type": "named", "name": "--root", "isRequired": true }, { "type": "positional", "valueHint": "mode", "isRequired": true } ]
            """)));

        AssertDiagnostics(folder, s_server, found, "warning CXP3037 Contoso.Review.cxproj(3,6)", "server --root <value> <mode>", "Arguments=\"server;--root;<value>;<mode>\"");
        AssertDiagnostics(folder, s_server with { Arguments = ["server", "--root=.", "fast"] }, found, "");
        AssertDiagnostics(folder, s_server with { Arguments = ["server", "--root", ".", "fast"] }, found, "");
        AssertDiagnostics(folder, s_server with { Arguments = ["server", "--root=."] }, found, "warning CXP3037 Contoso.Review.cxproj(3,6)", "not get: <mode>");
    }

    [TestMethod]
    public void DescriptionThatCannotBeReadIsAWarning()
    {
        using PluginFolder folder = CreateFolder();
        var found = new PackageAnswer(PackageAnswerKind.Found, Extract(folder, "DotnetTool", "{"));

        AssertDiagnostics(folder, s_server, found, "warning CXP3037 Contoso.Review.cxproj(3,6)", "it is not JSON");
        AssertDiagnostics(folder, s_server, new PackageAnswer(PackageAnswerKind.Found, Extract(folder, "DotnetTool", new string(' ', (1 << 20) + 1))), "warning CXP3037 Contoso.Review.cxproj(3,6)", "longer than");
    }

    [TestMethod]
    public void ExtractedPackageCostsNoProcess()
    {
        using PluginFolder folder = CreateFolder();
        string package = Extract(folder, "DotnetTool");
        var finder = new ServerPackageFinder(new ServerPackageSettings
        {
            ProjectFile = folder.FullPath("Contoso.Review.cxproj"),
            WorkFolder = folder.FullPath("obj/servers"),
            PackagesFolders = [folder.FullPath("elsewhere"), folder.FullPath("packages")],
            Dotnet = "there-is-no-such-program",
        });
        ServerPackageId other = new("CONTOSO.Build.MCP", "2.1.0");
        ServerPackageId missing = new("Contoso.Missing", "1.0.0");

        Assert.AreEqual(new PackageAnswer(PackageAnswerKind.Found, package), Ask(s_server.Package));
        Assert.AreEqual(new PackageAnswer(PackageAnswerKind.Found, package), Ask(other), "ids do not differ by case");
        Assert.IsFalse(Directory.Exists(folder.FullPath("obj/servers")));

        // NuGet writes it last, so that this one is being extracted.
        File.Delete(Path.Combine(package, ".nupkg.metadata"));
        Assert.AreEqual(PackageAnswerKind.Unanswered, Ask(s_server.Package).Kind);
        Assert.AreEqual(PackageAnswerKind.Unanswered, Ask(missing).Kind);
        Assert.Contains("there-is-no-such-program", Ask(missing).Text);

        PackageAnswer Ask(ServerPackageId id) => finder.Find([id], CancellationToken.None)[id.Path];
    }

    private static PluginFolder CreateFolder() => PluginFolder.Of("""
        #file Contoso.Review.cxproj
        <Project Sdk="Codex.Plugin.Sdk">
          <ItemGroup>
            <McpServer Include="contoso-build" Package="Contoso.Build.Mcp" Version="2.1.0" />
          </ItemGroup>
        </Project>
        """);

    private static string Entry(string members) => $$"""{ "packages": [ { "registryType": "nuget", "identifier": "Contoso.Build.Mcp", "version": "2.1.0", {{members}} } ] }""";

    /// <summary>A package as NuGet extracts it.</summary>
    private static string Extract(PluginFolder folder, string types, string? server = null)
    {
        string package = folder.FullPath("packages/contoso.build.mcp/2.1.0");
        folder.Write("packages/contoso.build.mcp/2.1.0/contoso.build.mcp.nuspec", $"""
            <package xmlns="http://schemas.microsoft.com/packaging/2012/06/nuspec.xsd">
              <metadata>
                <id>Contoso.Build.Mcp</id>
                <version>2.1.0</version>
                <packageTypes>{string.Concat(types.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(static type => $"<packageType name=\"{type}\" />"))}</packageTypes>
              </metadata>
            </package>
            """);
        folder.Write("packages/contoso.build.mcp/2.1.0/.nupkg.metadata", "{}");
        if (server is not null)
        {
            folder.Write("packages/contoso.build.mcp/2.1.0/.mcp/server.json", server);
        }

        return package;
    }

    private static IReadOnlyList<Diagnostics.Diagnostic> AssertDiagnostics(PluginFolder folder, PackagedServer server, PackageAnswer answer, string expected, params string[] parts)
    {
        IReadOnlyList<Diagnostics.Diagnostic> found = ServerPackageCheck.Check([server], new Dictionary<string, PackageAnswer> { [server.Package.Path] = answer }, folder.FullPath("Contoso.Review.cxproj"));
        TextAssert.AreLines(found.Select(static one => $"{(one.Severity == Diagnostics.DiagnosticSeverity.Error ? "error" : "warning")} {one.Descriptor.Id} {one.Location}"), expected.Length == 0 ? [] : [expected]);
        foreach (string part in expected.Length == 0 ? [] : parts)
        {
            Assert.Contains(part, found[0].Message);
        }

        Assert.IsFalse(found.Any(static one => one.Message.Any(char.IsControl)));
        return found;
    }
}
