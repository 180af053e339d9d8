using System.Security;
using System.Text;
using Codex.Plugin.Write;

namespace Codex.Plugin.PackageManager.Projects;

/// <summary>Makes the marketplace project that a first installation needs.</summary>
public static class NewProject
{
    /// <summary>Writes the project, unless it is there.</summary>
    /// <param name="project">Where, and how its marketplace is called.</param>
    /// <param name="sdkVersion">The version of <c>Codex.Plugin.Sdk</c> that builds it.</param>
    /// <exception cref="ManagedProjectException">It cannot be written.</exception>
    public static void Create(ManagedProject project, string sdkVersion)
    {
        ArgumentNullException.ThrowIfNull(project);
        if (project.Exists)
        {
            return;
        }

        bool isRepository = project.Scope == ProjectScope.Repository;
        string name = project.MarketplaceName ?? ManagedProject.DefaultMarketplace;
        string title = isRepository ? $"Plugins of {name}" : name == ManagedProject.DefaultMarketplace ? "My plugins" : name;
        string text = $"""
            <!-- Kept by codex-plugin; an ordinary marketplace project, which 'dotnet build -t:Install' builds and installs as well. -->
            <Project Sdk="Codex.Plugin.Sdk/{sdkVersion}">

              <PropertyGroup>
                <OutputType>Marketplace</OutputType>
                <MarketplaceName>{name}</MarketplaceName>
                <Title>{SecurityElement.Escape(title)}</Title>{(isRepository ? "\n    <MarketplaceDirectory>$(MSBuildProjectDirectory)/..</MarketplaceDirectory>" : "")}
                <RestorePackagesWithLockFile>true</RestorePackagesWithLockFile>
                <!-- A version that is not there is an error, not a reason to take another one. -->
                <WarningsAsErrors>$(WarningsAsErrors);NU1603</WarningsAsErrors>
              </PropertyGroup>

              <ItemGroup>
              </ItemGroup>

            </Project>

            """;
        try
        {
            if (isRepository)
            {
                string ignore = Path.Combine(project.Folder, ".gitignore");
                if (!File.Exists(ignore))
                {
                    AtomicFile.Write(ignore, "bin/\nobj/\n"u8);
                }
            }

            AtomicFile.Write(project.File, Encoding.UTF8.GetBytes(text));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ManagedProjectException($"{project.File} cannot be written: {exception.Message}", exception);
        }
    }
}
