using System.Xml.Linq;

namespace Codex.Plugin.Sdk.Tests.Infrastructure;

/// <summary>This checkout.</summary>
internal static class Repository
{
    private const string Solution = "Codex.Plugin.Sdk.sln";

    public static string Root { get; } = FindRoot();

    /// <summary>The version of everything that is published, from the one place where it stands.</summary>
    public static string Version { get; } =
        XDocument.Load(PathOf("Directory.Build.props")).Descendants("Version").Single().Value;

    public static string PathOf(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, Solution)))
            {
                return folder;
            }
        }

        throw new InvalidOperationException($"The tests do not lie below a folder with {Solution}.");
    }
}
