using System.Text.Json.Nodes;
using Codex.Plugin.Packaging.Restore;
using Codex.Plugin.Tests.Helpers;

namespace Codex.Plugin.Tests.Packaging;

[TestClass]
[OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
public sealed class RestoredGraphTests
{
    [TestMethod]
    public void DependenciesAndProjectsAreRead()
    {
        using var packages = new PackageFolder();
        packages.Add("Contoso.Review", "1.0.0");
        packages.Add("Contoso.Common", "1.0.0", direct: false);
        packages.Add("Contoso.Meta", "1.0.0", packageType: "Dependency");
        packages.WriteAssets();
        JsonNode assets = JsonNode.Parse(File.ReadAllText(packages.AssetsFile))!;
        assets["targets"]!["netstandard2.0"] = JsonNode.Parse("""
            {
              "contoso.review/1.0.0": { "type": "package", "dependencies": { "Contoso.Meta": "1.0.0", "Contoso.Local": "1.0.0" } },
              "Contoso.Meta/1.0.0": { "type": "package", "dependencies": { "Contoso.Common": "1.0.0", "Contoso.Meta": "1.0.0" } },
              "Contoso.Local/1.0.0": { "type": "project", "dependencies": { "contoso.common": "1.0.0" } }
            }
            """);
        assets["libraries"]!["Contoso.Local/1.0.0"] = JsonNode.Parse("""{ "type": "project", "path": "../local/Local.cxproj", "msbuildProject": "../local/Local.cxproj" }""");
        assets["libraries"]!["Old/1.0.0"] = JsonNode.Parse("""{ "type": "project" }""");
        assets["project"]!["restore"] = new JsonObject
        {
            ["projectPath"] = $"{packages.Root}/app/App.csproj",
            ["frameworks"] = new JsonObject { ["x"] = new JsonObject { ["projectReferences"] = new JsonObject { [$"{packages.Root}/local/Local.cxproj"] = new JsonObject() } } },
        };
        File.WriteAllText(packages.AssetsFile, assets.ToJsonString());

        (IReadOnlyList<RestoredPlugin> plugins, _) = RestoredPlugins.Read(packages.AssetsFile, "App.csproj", out IReadOnlyList<RestoredProject> projects, out IReadOnlyList<string> others);

        TextAssert.AreLines(plugins.Select(static plugin => $"{plugin.PackageId}: {string.Join(';', plugin.Dependencies)}"), "Contoso.Review: Contoso.Common;Contoso.Local", "Contoso.Common: ");
        TextAssert.AreLines(projects.Select(static project => $"{project.PackageId} {project.ProjectFile} {project.Direct} {project.MayBePlugin}: {string.Join(';', project.Dependencies)}"),
            $"Contoso.Local {packages.Root}/local/Local.cxproj True True: contoso.common");
        TextAssert.AreLines(others, "Contoso.Meta");
    }
}
