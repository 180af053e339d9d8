using System.Text.Json;
using System.Text.RegularExpressions;
using Codex.Plugin.Install.Config;
using Codex.Plugin.Install.Tests.Config;
using Codex.Plugin.Sdk.Tests.Codex;
using Codex.Plugin.Sdk.Tests.Infrastructure;

namespace Codex.Plugin.Sdk.Tests;

/// <summary>What is written into Codex's configuration, and for administrators, as the real Codex understands it.</summary>
[TestClass]
public sealed partial class ConfigurationTests : EndToEndTest
{
    [TestMethod]
    public async Task CodexReadsWhatTheEditorWrites()
    {
        using CodexHome home = await CodexHome.CreateAsync();
        string file = Path.Combine(home.CodexFolder, "config.toml");
        await using CodexAppServer codex = await home.StartServerAsync();

        for (int seed = 0; seed < 150; seed++)
        {
            GeneratedConfig document = GeneratedConfig.Make(seed);
            File.WriteAllText(file, document.Text);
            CodexConfig.Edit(file, config =>
            {
                config.SetMarketplace("contoso", home.WorkFolder);
                config.SetPluginEnabled("new@contoso", seed % 2 == 0);
                foreach (string id in document.Ids.Where((_, index) => index % 2 == seed % 2))
                {
                    config.SetPluginEnabled(id, !config.PluginEnabled(id)!.Value);
                }

                if (document.Ids.Count > 2)
                {
                    config.RemovePlugin(document.Ids[1]);
                }
            });

            CodexConfig config = CodexConfig.Load(file);
            JsonElement read = (await codex.CallAsync("config/read", new { includeLayers = false })).GetProperty("config");
            AssertList(
                Members(read, "plugins").Select(static plugin => $"{plugin.Name} {!plugin.Value.TryGetProperty("enabled", out JsonElement enabled) || enabled.GetBoolean()}").Order(StringComparer.Ordinal),
                [.. config.PluginIds.Select(id => $"{id} {config.PluginEnabled(id)}").Order(StringComparer.Ordinal)]);
            AssertList(
                Members(read, "marketplaces").Select(static marketplace => $"{marketplace.Name} {marketplace.Value.GetProperty("source").GetString()}").Order(StringComparer.Ordinal),
                [.. config.MarketplaceNames.Select(name => $"{name} {config.MarketplaceSource(name)}").Order(StringComparer.Ordinal)]);
        }
    }

    [TestMethod]
    public async Task SnippetsForAdministratorsHoldInCodex()
    {
        using CodexHome home = await CodexHome.CreateAsync();
        TestFolder folder = CreateFolderWithPackages($"""
            #file review/Contoso.Review.cxproj
            <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION">
              <ItemGroup>
                <McpServer Include="tickets" Command="dotnet" Arguments="tickets.dll;--all of it" />
                <McpServer Include="docs" Url="https://docs.contoso.example/mcp" />
              </ItemGroup>
            </Project>
            {Skill("review", "review/").TrimStart()}
            #file team/plugins.csproj
            <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION">
              <PropertyGroup>
                <OutputType>Marketplace</OutputType>
                <MarketplaceName>contoso</MarketplaceName>
                <MarketplaceDirectory>../marketplace</MarketplaceDirectory>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Contoso.Review" Version="1.0.0" />
              </ItemGroup>
            </Project>
            """);
        (await folder.RunInAsync("review", "pack", "-o", folder.Feed)).Succeeded();
        (await folder.RunInAsync("team", "build", "-t:AdminConfig")).Succeeded();
        string requirements = folder.Read("team/bin/Debug/admin/requirements.toml");

        // The team's configuration, with what is only offered too, in a project that the user trusts.
        Directory.CreateDirectory(Path.Combine(home.WorkFolder, ".codex"));
        File.WriteAllText(Path.Combine(home.WorkFolder, ".codex", "config.toml"), CommentedEntry().Replace(folder.Read("team/bin/Debug/admin/config.toml"), ""));
        File.WriteAllText(Path.Combine(home.CodexFolder, "config.toml"), $"[projects.{JsonSerializer.Serialize(home.WorkFolder)}]\ntrust_level = \"trusted\"\n");
        string installed = Path.Combine(home.CodexFolder, "plugins", "cache", "contoso", "contoso-review", "1.0.0");
        await using (CodexAppServer codex = await home.StartServerAsync())
        {
            await codex.CallAsync("plugin/list", new { cwds = new[] { home.WorkFolder } });

            // Codex installs in the background.
            for (int wait = 0; wait < 100 && !Directory.Exists(installed); wait++)
            {
                await Task.Delay(100, TestContext.CancellationToken);
            }
        }

        AssertList(await ListPluginsAsync(null), "contoso-review@contoso True");
        AssertList(await ListServersAsync(null), "docs True", "tickets True");

        // The requirements of a machine, in a /etc of the process's own.
        await RequirePrivateFoldersAsync(home);
        AssertList(await ListPluginsAsync(requirements), "contoso-review@contoso True");
        AssertList(await ListServersAsync(requirements), "docs True", "tickets True");

        // They are in force: another folder, other arguments, another address.
        AssertList(await ListPluginsAsync(requirements.Replace("marketplace\"\n", "marketplaces\"\n", StringComparison.Ordinal)));
        AssertList(await ListServersAsync(requirements.Replace("--all of it", "--all", StringComparison.Ordinal)), "docs True", "tickets False");
        AssertList(await ListServersAsync(requirements.Replace("/mcp\"", "/mcp2\"", StringComparison.Ordinal)), "docs False", "tickets True");

        async Task<IEnumerable<string>> ListPluginsAsync(string? inForce) =>
            (await RunAsync(inForce, "plugin", "list", "--json")).GetProperty("installed").EnumerateArray()
                .Select(static plugin => $"{plugin.GetProperty("pluginId").GetString()} {plugin.GetProperty("enabled").GetBoolean()}");

        async Task<IEnumerable<string>> ListServersAsync(string? inForce) =>
            (await RunAsync(inForce, "mcp", "list", "--json")).EnumerateArray()
                .Select(static server => $"{server.GetProperty("name").GetString()} {server.GetProperty("enabled").GetBoolean()}").Order(StringComparer.Ordinal);

        async Task<JsonElement> RunAsync(string? inForce, params string[] arguments)
        {
            System.Diagnostics.ProcessStartInfo start = home.Describe(arguments);
            if (inForce is not null)
            {
                string file = Path.Combine(home.Folder, "requirements.toml");
                File.WriteAllText(file, inForce);
                InPrivateFolders(start, "mount -t tmpfs none /etc && mkdir /etc/codex && cp \"$0\" /etc/codex/requirements.toml && exec \"$@\"", file);
            }

            ProcessResult result = await ChildProcess.RunAsync(start, CodexHome.Timeout);
            Assert.AreEqual(0, result.ExitCode, result.StandardError);
            return JsonElement.Parse(result.StandardOutput);
        }
    }

    /// <summary>Makes <c>/bin/sh</c> of a command, in a name space of mounts in which it is root; <c>$@</c> is the command.</summary>
    private static void InPrivateFolders(System.Diagnostics.ProcessStartInfo start, string script, string argument)
    {
        string[] command = [start.FileName, .. start.ArgumentList];
        start.FileName = "unshare";
        start.ArgumentList.Clear();
        foreach (string part in (string[])["-rm", "sh", "-c", script, argument, .. command])
        {
            start.ArgumentList.Add(part);
        }
    }

    /// <summary>Ends the test where a process can have no folders of its own: a failure in a CI on Linux, which must not skip this unseen; elsewhere inconclusive.</summary>
    private static async Task RequirePrivateFoldersAsync(CodexHome home)
    {
        string reason = "Only Linux gives a process a /etc of its own; requirements.toml was not tried here.";
        if (OperatingSystem.IsLinux())
        {
            System.Diagnostics.ProcessStartInfo start = home.Describe();
            start.FileName = "true";
            InPrivateFolders(start, "mount -t tmpfs none /etc && exec \"$@\"", "");
            try
            {
                ProcessResult result = await ChildProcess.RunAsync(start, CodexHome.Timeout);
                if (result.ExitCode == 0)
                {
                    return;
                }

                reason = $"This machine gives no process a /etc of its own ({result.StandardError.Trim()}); requirements.toml was not tried.";
            }
            catch (System.ComponentModel.Win32Exception)
            {
                reason = "There is no unshare (util-linux); requirements.toml was not tried.";
            }

            if (string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
            {
                Assert.Fail(reason);
            }
        }

        Assert.Inconclusive(reason);
    }

    private static JsonElement.ObjectEnumerator Members(JsonElement config, string name) =>
        config.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Object ? value.EnumerateObject() : default;

    [GeneratedRegex(@"^# (?=\[plugins|enabled)", RegexOptions.Multiline)]
    private static partial Regex CommentedEntry();
}
