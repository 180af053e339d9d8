using System.Text.Json;
using Codex.Plugin.Sdk.Tests.Codex;
using Codex.Plugin.Sdk.Tests.Infrastructure;

namespace Codex.Plugin.Sdk.Tests;

/// <summary><c>dotnet build -t:Install</c>: the real Codex, in a home of the test's own, sees what the policies say.</summary>
[TestClass]
public sealed class MarketplaceInstallTests : EndToEndTest
{
    private const string Settings = "# mine\nmodel = \"gpt-5\"   # kept\n";

    [TestMethod]
    public async Task CodexSeesWhatThePoliciesSay()
    {
        using var home = await CodexHome.CreateAsync();
        var folder = await CreateMarketplaceFolderAsync(home);
        var config = Path.Combine(home.CodexFolder, "config.toml");
        File.WriteAllText(config, Settings);

        (await folder.RunInAsync("marketplace", "build", "-t:WhatIf")).Succeeded().Says("1 installed, 2 unchanged in " + home.CodexFolder + ", if it were done");
        AssertList(TestFolder.ListFiles(home.CodexFolder), "config.toml");

        (await folder.RunInAsync("marketplace", "build", "-t:Install")).Succeeded()
            .Says("contoso-review  -       1.0.0  INSTALLED_BY_DEFAULT  install  installed by default").Says("1 installed, 2 unchanged in " + home.CodexFolder);
        await AssertSeenAsync(home, "contoso-deploy: available", "contoso-review 1.0.0: installed, enabled", "skill contoso-review:review: Reviews in 1.0.0.");
        var withCodex = Snapshot(home);

        // Raised in the project, and nothing else done. The terminal logger shows no messages.
        folder.Replace("marketplace/plugins.csproj", "Include=\"Contoso.Review\" Version=\"1.0.0\"", "Include=\"Contoso.Review\" Version=\"1.1.0\"");
        (await folder.RunInAsync("marketplace", "build", "-t:Install", "-tl:on")).Succeeded().Says("1 updated, 2 unchanged in " + home.CodexFolder);
        await AssertSeenAsync(home, "contoso-deploy: available", "contoso-review 1.1.0: installed, enabled", "skill contoso-review:review: Reviews in 1.1.0.");

        folder.Replace("marketplace/plugins.csproj", "<PackageReference Include=\"Contoso.Review\" Version=\"1.1.0\" InstallationPolicy=\"INSTALLED_BY_DEFAULT\" />", "");
        (await folder.RunInAsync("marketplace", "build", "-t:Install", "-v:q")).Succeeded().Says("1 removed, 2 unchanged in " + home.CodexFolder);
        await AssertSeenAsync(home, "contoso-deploy: available");

        (await folder.RunInAsync("marketplace", "build", "-t:Uninstall")).Succeeded();
        Assert.AreEqual(Settings, File.ReadAllText(config));
        await AssertSeenAsync(home);

        // Without a Codex the same files are written.
        folder.Write(MarketplaceProject);
        (await folder.RunInAsync("marketplace", "build", "-t:ApprovePlugins")).Succeeded().Says("Contoso.Review");
        folder.With("CodexPath", null).With("PATH", Path.GetDirectoryName(Dotnet.Executable));
        (await folder.RunInAsync("marketplace", "build", "-t:Install")).Succeeded().Says("1 installed, 2 unchanged");
        AssertList(Snapshot(home), [.. withCodex]);
    }

    private const string MarketplaceProject = """
        #file marketplace/plugins.csproj
        <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION">
          <PropertyGroup>
            <OutputType>Marketplace</OutputType>
            <MarketplaceName>contoso</MarketplaceName>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="Contoso.Review" Version="1.0.0" InstallationPolicy="INSTALLED_BY_DEFAULT" />
            <PackageReference Include="Contoso.Deploy" Version="1.0.0" />
            <PackageReference Include="Contoso.Legacy" Version="1.0.0" InstallationPolicy="NOT_AVAILABLE" />
          </ItemGroup>
        </Project>
        """;

    private async Task<TestFolder> CreateMarketplaceFolderAsync(CodexHome home)
    {
        var codex = await CodexCli.RequireAsync();
        var folder = CreateFolderWithPackages(MarketplaceProject).With("CODEX_HOME", home.CodexFolder).With("CodexPath", codex.Executable);
        foreach (var (name, version) in new[] { ("Review", "1.0.0"), ("Review", "1.1.0"), ("Deploy", "1.0.0"), ("Legacy", "1.0.0") })
        {
            var skill = name.ToLowerInvariant();
            folder.Write($"""
                #file {name}/Contoso.{name}.cxproj
                <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION" />
                #file {name}/skills/{skill}/SKILL.md
                ---
                name: {skill}
                description: {name}s in {version}.
                ---
                Do it.
                """);
            (await folder.RunInAsync(name, "pack", "-o", folder.Feed, "-p:Version=" + version)).Succeeded();
        }

        return folder;
    }

    /// <summary>What <c>plugin list</c> and the app-server list, which have to agree, and the skills of the plugins.</summary>
    private static async Task AssertSeenAsync(CodexHome home, params string[] expected)
    {
        var list = await home.RunJsonAsync("plugin", "list", "--json", "--available");
        var fromList = list.GetProperty("installed").EnumerateArray().Concat(list.GetProperty("available").EnumerateArray())
            .Where(static plugin => plugin.GetProperty("marketplaceName").GetString() == "contoso")
            .Select(static plugin => Describe(plugin, plugin.GetProperty("version")));
        AssertList(fromList.Order(StringComparer.Ordinal), [.. expected.Where(static line => !line.StartsWith("skill ", StringComparison.Ordinal))]);

        await using var server = await home.StartServerAsync();
        var marketplaces = await server.CallAsync("plugin/list", new { });
        var fromServer = marketplaces.GetProperty("marketplaces").EnumerateArray()
            .Where(static marketplace => marketplace.GetProperty("name").GetString() == "contoso")
            .SelectMany(static marketplace => marketplace.GetProperty("plugins").EnumerateArray())
            .Select(static plugin => Describe(plugin, plugin.GetProperty("localVersion")));
        var skills = (await server.CallAsync("skills/list", new { cwds = new[] { home.WorkFolder }, forceReload = true })).GetProperty("data").EnumerateArray()
            .SelectMany(static data => data.GetProperty("skills").EnumerateArray())
            .Where(static skill => skill.GetProperty("name").GetString()!.StartsWith("contoso-", StringComparison.Ordinal))
            .Select(static skill => $"skill {skill.GetProperty("name").GetString()}: {skill.GetProperty("description").GetString()}");
        AssertList(fromServer.Concat(skills).Order(StringComparer.Ordinal), expected);
    }

    private static string Describe(JsonElement plugin, JsonElement version) =>
        plugin.GetProperty("installed").GetBoolean()
            ? $"{plugin.GetProperty("name").GetString()} {version.GetString()}: installed, {(plugin.GetProperty("enabled").GetBoolean() ? "enabled" : "disabled")}"
            : $"{plugin.GetProperty("name").GetString()}: available";

    // What Install writes; Codex itself keeps more in its home.
    private static IReadOnlyList<string> Snapshot(CodexHome home) =>
    [
        .. TestFolder.ListFiles(home.CodexFolder)
            .Where(static path => path == "config.toml" || path.StartsWith("plugins/cache/contoso/", StringComparison.Ordinal) || path.StartsWith("codex-plugin-sdk/", StringComparison.Ordinal))
            .Select(path => $"{path} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(Path.Combine(home.CodexFolder, path))))}"),
    ];
}
