using Codex.Plugin.Diagnostics;
using Codex.Plugin.Packaging.Capabilities;
using Codex.Plugin.Packaging.Policies;
using Codex.Plugin.Packaging.Trust;
using Codex.Plugin.Tests.Helpers;
using Codex.Plugin.Tests.Packaging;

namespace Codex.Plugin.Tests.Trust;

/// <summary>What trust policies deny, and where they say so.</summary>
[TestClass]
public sealed class TrustPolicyTests
{
    private static readonly PluginCapabilities s_everything = new()
    {
        Skills = [new SkillCapability("skills/quiet", "quiet", IsImplicit: false), new SkillCapability("skills/review", "review", IsImplicit: true)],
        Servers =
        [
            new ServerCapability("docs", ServerKind.Remote) { Url = "https://docs.contoso.example/mcp", Host = "docs.contoso.example" },
            new ServerCapability("build", ServerKind.Package) { Command = "npx", Package = "contoso-build", PackageVersion = "2.1.0", ApprovalModes = ["default: approve", "list: prompt"] },
            new ServerCapability("own", ServerKind.Bundled) { Command = "./servers/own" },
            new ServerCapability("git", ServerKind.Command) { Command = "git-mcp", Arguments = ["--all"] },
        ],
        Hooks = [new HookCapability("PreToolUse", "command", "node check.js") { Matcher = "Bash" }],
        Apps = [new AppCapability("github", "connector_0123")],
        Code = [new CodeCapability("skills/review/run.sh", "Shell"), new CodeCapability("servers/own", "Linux program")],
        Hosts = ["docs.contoso.example", "evil.example"],
    };

    [TestMethod]
    [DataRow("AllowHooks", "false", "a hook at PreToolUse for 'Bash' that runs 'node check.js'")]
    [DataRow("AllowApps", "False", "the app 'github' (connector connector_0123)")]
    [DataRow("AllowImplicitSkills", "false", "the skill 'review', which the model may take up by itself")]
    [DataRow("AllowSelfApproval", "false", "the MCP server 'build', whose tools run without asking (default: approve)")]
    [DataRow("AllowMcp", "Package;bundled;Command", "the MCP server 'docs' at https://docs.contoso.example/mcp (Remote)")]
    [DataRow("AllowMcp", "Remote;Bundled;Command", "the MCP server 'build' from the package 'contoso-build 2.1.0' (Package)")]
    [DataRow("AllowMcp", "Remote;Package;Command", "the MCP server 'own', a program of the plugin: ./servers/own (Bundled)")]
    [DataRow("AllowMcp", "Remote;Package;Bundled", "the MCP server 'git', which starts 'git-mcp --all' (Command)")]
    [DataRow("AllowHosts", "*.contoso.example", "the network host evil.example")]
    public void CapabilityIsDeniedWhereThePolicyStands(string name, string value, string words)
    {
        using (var property = new TrustPolicyScene($"<PropertyGroup>\n<Default{name}>{value}</Default{name}>\n</PropertyGroup>") { Capabilities = s_everything })
        {
            property.Denies("CXP8041 plugins.csproj(3,2)", $"Contoso.Review 1.0.0 has {words}, which the property Default{name} ({value}) does not allow.");
        }

        using (var policy = new TrustPolicyScene($"<ItemGroup>\n<PluginPolicy Include=\"Contoso.*\" {name}=\"{value}\" />\n</ItemGroup>") { Capabilities = s_everything })
        {
            policy.Denies("CXP8041 plugins.csproj(3,35)", words, $"which {name}=\"{value}\" of the PluginPolicy 'Contoso.*' does not allow.");
        }

        using var reference = new TrustPolicyScene($"<ItemGroup>\n<PackageReference Include=\"Contoso.Review\" {name}=\"{value}\" />\n</ItemGroup>") { Capabilities = s_everything };
        reference.Denies("CXP8041 plugins.csproj(3,44)", words, $"which {name}=\"{value}\" of the PackageReference 'Contoso.Review' does not allow.");
    }

    [TestMethod]
    [DataRow("AllowHooks=\"true\" AllowScripts=\"TRUE\" AllowApps=\"true\" AllowImplicitSkills=\"true\" AllowSelfApproval=\"true\" AllowMcp=\"true\" AllowHosts=\"*\" Allow=\"true\" RequireSignature=\"false\"")]
    [DataRow("AllowMcp=\"All\" AllowHosts=\"*.CONTOSO.example; evil.example\" MinimumAgeDays=\"0\"")]
    [DataRow("AllowMcp=\"remote; PACKAGE; Bundled; Command;\"")]
    public void WhatIsAllowedIsNotReported(string metadata)
    {
        using var scene = new TrustPolicyScene($"<ItemGroup>\n<PluginPolicy Include=\"*\" {metadata} />\n</ItemGroup>") { Capabilities = s_everything };
        scene.Allows();
    }

    [TestMethod]
    public void PluginWithoutTheCapabilityIsAllowed()
    {
        using var scene = new TrustPolicyScene("""
            <ItemGroup>
            <PluginPolicy Include="*" AllowHooks="false" AllowScripts="false" AllowApps="false" AllowImplicitSkills="false" AllowSelfApproval="false" AllowMcp="None" AllowHosts="None" />
            </ItemGroup>
            """) { Capabilities = new PluginCapabilities { Skills = [new SkillCapability("skills/quiet", "quiet", IsImplicit: false)] } };
        scene.Allows();
    }

    [TestMethod]
    [DataRow("None")]
    [DataRow("false")]
    public void EveryServerIsDeniedByName(string value)
    {
        using var scene = new TrustPolicyScene($"<PropertyGroup>\n<DefaultAllowMcp>{value}</DefaultAllowMcp>\n</PropertyGroup>") { Capabilities = s_everything };
        IReadOnlyList<Diagnostic> found = scene.Check();
        Assert.HasCount(4, found);
        foreach (string name in (ReadOnlySpan<string>)["'docs'", "'build'", "'own'", "'git'"])
        {
            Assert.IsTrue(found.Any(one => one.Message.Contains(name, StringComparison.Ordinal)), name);
        }
    }

    [TestMethod]
    public void NoHostIsOne()
    {
        using var scene = new TrustPolicyScene("<PropertyGroup>\n<DefaultAllowHosts>none</DefaultAllowHosts>\n</PropertyGroup>") { Capabilities = s_everything };
        Assert.HasCount(2, scene.Check());
    }

    [TestMethod]
    public void ManyScriptsAreCounted()
    {
        using var scene = new TrustPolicyScene("<PropertyGroup>\n<DefaultAllowScripts>false</DefaultAllowScripts>\n</PropertyGroup>")
        {
            Capabilities = new PluginCapabilities { Code = [.. Enumerable.Range(0, 40).Select(static i => new CodeCapability($"skills/review/{i:00}.py", "Python")), new CodeCapability("bin/own", "Linux program")] },
        };
        IReadOnlyList<Diagnostic> found = scene.Check();
        Assert.HasCount(5, found);
        Assert.Contains("the Python script 'skills/review/00.py', which the property DefaultAllowScripts (false)", found[0].Message);
        Assert.Contains("the Python script 'skills/review/04.py' (and 36 more like it)", found[4].Message);
    }

    [TestMethod]
    public void PackageIsDenied()
    {
        using var scene = new TrustPolicyScene("<ItemGroup>\n<PluginPolicy Include=\"*\" Allow=\"false\" />\n</ItemGroup>");
        scene.Denies("CXP8040 plugins.csproj(3,27)", "Contoso.Review 1.0.0 is not allowed: Allow=\"false\" of the PluginPolicy '*'.");
        using var allowed = new TrustPolicyScene("<ItemGroup>\n<PluginPolicy Include=\"*\" Allow=\"false\" />\n<PluginPolicy Include=\"Contoso.*\" Allow=\"true\" />\n</ItemGroup>");
        allowed.Allows();
    }

    [TestMethod]
    public void EachMetadataIsDecidedByItselfAndTheLastWins()
    {
        using var scene = new TrustPolicyScene("""
            <PropertyGroup>
              <DefaultAllowHooks>false</DefaultAllowHooks>
              <DefaultAllowApps>false</DefaultAllowApps>
            </PropertyGroup>
            <ItemGroup>
              <PluginPolicy Include="*" AllowHooks="false" AllowScripts="false" />
              <PluginPolicy Include="Contoso.Review" AllowHooks="true" />
              <PackageReference Include="Contoso.Review" AllowScripts="true" />
            </ItemGroup>
            """) { Capabilities = s_everything };
        scene.Denies("CXP8041 plugins.csproj(4,4)", "the property DefaultAllowApps (false)");
    }

    [TestMethod]
    public void OrganisationsPropertyStandsInItsFile()
    {
        using var scene = new TrustPolicyScene("") { Capabilities = s_everything };
        scene.Write("Directory.Build.props", """
            <Project>
              <PropertyGroup>
                <DefaultAllowHooks>true</DefaultAllowHooks>
              </PropertyGroup>
              <Import Project="$(MSBuildThisFileDirectory)organisation.props" />
            </Project>
            """);
        scene.Write("organisation.props", "<Project>\n<PropertyGroup>\n<DefaultAllowHooks>false</DefaultAllowHooks>\n</PropertyGroup>\n</Project>");
        // The scene evaluates the first file, as MSBuild would both.
        scene.Allows();
        scene.Write("Directory.Build.props", """
            <Project>
              <PropertyGroup>
                <DefaultAllowHooks>false</DefaultAllowHooks>
              </PropertyGroup>
            </Project>
            """);
        scene.Denies("CXP8041 Directory.Build.props(3,6)", "the property DefaultAllowHooks (false)");
    }

    [TestMethod]
    public void DefaultHoldsForWhatOthersNeed()
    {
        var scene = new PolicyScene("""
            <PropertyGroup>
              <DefaultAllowHooks>false</DefaultAllowHooks>
              <DefaultInstallationPolicy>NOT_AVAILABLE</DefaultInstallationPolicy>
            </PropertyGroup>
            """);
        scene.Plugin("Contoso.Review", "Contoso.Common").Plugin("Contoso.Common!");
        Assert.AreEqual("the property DefaultAllowHooks (false)", scene.Find("Contoso.Common").Trust["AllowHooks"]!.Origin);
        Assert.IsTrue(scene.Find("Contoso.Common").IsTransitive);
    }

    [TestMethod]
    [DataRow("AllowHooks=\"no\"", "CXP7014 plugins.csproj(2,44)", "AllowHooks of", "is 'no', which is none. Write true or false.")]
    [DataRow("AllowMcp=\"Remote;Bundeled\"", "CXP7014 plugins.csproj(2,44)", "'Bundeled'", "Did you mean Bundled?")]
    [DataRow("AllowMcp=\";\"", "CXP7014 plugins.csproj(2,44)", "Write Remote, Package, Bundled, Command, All or None.", "")]
    [DataRow("AllowMcp=\"Remote;None\"", "CXP7014 plugins.csproj(2,44)", "'None'", "")]
    [DataRow("AllowHosts=\"https://contoso.example\"", "CXP7014 plugins.csproj(2,44)", "without protocol", "")]
    [DataRow("AllowHosts=\"None;contoso.example\"", "CXP7014 plugins.csproj(2,44)", "None alone", "")]
    [DataRow("AllowedSigners=\"0123456789abcdef0123456789abcdef01234567\"", "CXP7014 plugins.csproj(2,44)", "SHA-256 fingerprints of 64", "")]
    [DataRow("AllowedSigners=\";\"", "CXP7014 plugins.csproj(2,44)", "SHA-256", "")]
    [DataRow("AllowedOwners=\" ; \"", "CXP7014 plugins.csproj(2,44)", "names of owners", "")]
    [DataRow("RequireSignature=\"Auther\"", "CXP7014 plugins.csproj(2,44)", "Did you mean Author?", "")]
    [DataRow("MinimumAgeDays=\"-1\"", "CXP7014 plugins.csproj(2,44)", "a whole number of days from 0 to 36500", "")]
    [DataRow("MaximumAgeDays=\"1.5\"", "CXP7014 plugins.csproj(2,44)", "a whole number", "")]
    [DataRow("AllowHook=\"false\"", "CXP7016 plugins.csproj(2,44)", "Did you mean AllowHooks?", "")]
    [DataRow("MinimumAge=\"7\"", "CXP7016 plugins.csproj(2,44)", "Did you mean MinimumAgeDays?", "")]
    public void MistakeIsFoundAtTheAttribute(string attribute, string expected, string message, string more)
    {
        foreach (string item in (ReadOnlySpan<string>)["<PackageReference Include=\"Contoso.Review\" ATTRIBUTE />", "<PluginPolicy     Include=\"Contoso.Review\" ATTRIBUTE />", "<PluginPolicy     Include=\"Contoso.*\"      ATTRIBUTE />"])
        {
            Diagnostic found = new PolicyScene($"<ItemGroup>\n{item.Replace("ATTRIBUTE", attribute, StringComparison.Ordinal)}\n</ItemGroup>").Plugin("Contoso.Review").Finds(expected);
            Assert.Contains(message, found.Message);
            Assert.Contains(more, found.Message);
        }
    }

    [TestMethod]
    public void MistakeInADefaultIsFoundAtTheProperty() => new PolicyScene("""
        <PropertyGroup>
          <DefaultMinimumAgeDays>a week</DefaultMinimumAgeDays>
        </PropertyGroup>
        """).Plugin("Contoso.Review").Finds("CXP7014 plugins.csproj(3,4)");

    [TestMethod]
    public void NothingSaidIsNothingDenied()
    {
        var scene = new PolicyScene("").Plugin("Contoso.Review");
        Assert.IsTrue(scene.Find("Contoso.Review").Trust.IsEmpty);
        Assert.AreEqual("", TrustPolicy.None.ToText());
        Assert.IsTrue(TrustPolicy.FromText("").IsEmpty);
        using var trust = new TrustPolicyScene("") { Capabilities = s_everything };
        trust.Allows();
    }

    [TestMethod]
    public void PluginOfAProjectNeedsNoSignature()
    {
        var scene = new PolicyScene("""
            <PropertyGroup>
              <DefaultRequireSignature>true</DefaultRequireSignature>
              <DefaultAllowedOwners>contoso</DefaultAllowedOwners>
              <DefaultAllowedSigners>contoso</DefaultAllowedSigners>
              <DefaultMinimumAgeDays>7</DefaultMinimumAgeDays>
              <DefaultAllowHooks>false</DefaultAllowHooks>
            </PropertyGroup>
            <ItemGroup>
              <ProjectReference Include="Contoso.Review.cxproj" />
            </ItemGroup>
            """).Project("Contoso.Review", "Contoso.Review.cxproj");
        var config = new NuGetConfig(Path.GetTempPath());
        IReadOnlyList<Diagnostic> found = new TrustPolicies(config, new PublishTimes(config, "/none"))
            .CheckAsync([new ReviewedPlugin(scene.Find("Contoso.Review"), s_everything, PackageSignatures.None, null)], CancellationToken.None).GetAwaiter().GetResult();
        CompilationAssert.AreOnly(found, "CXP8041 plugins.csproj(7,4)");
    }
}
