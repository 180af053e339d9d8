using Codex.Plugin.Read;

namespace Codex.Plugin.Publish;

/// <summary>The machines that a launcher can tell apart, by their runtime identifiers.</summary>
internal static class ServerMachines
{
    private static readonly string[] s_processorsOfLinux = ["x64", "arm64", "arm", "x86", "s390x", "ppc64le", "riscv64", "loongarch64"];

    private static readonly string[] s_known =
    [
        "win-x64", "win-arm64", "win-x86", "osx-arm64", "osx-x64",
        .. s_processorsOfLinux.Select(static processor => $"linux-{processor}"),
        .. s_processorsOfLinux.Select(static processor => $"linux-musl-{processor}"),
    ];

    /// <summary>Whether a launcher can find out that it runs on such a machine.</summary>
    public static bool IsKnown(string runtimeIdentifier) => s_known.Contains(runtimeIdentifier, StringComparer.Ordinal);

    /// <summary>The identifier that was meant, or null.</summary>
    public static string? FindSimilar(string runtimeIdentifier) => SimilarName.Find(runtimeIdentifier, s_known);

    /// <summary>Whether programs for the machine are files of Windows.</summary>
    public static bool IsWindows(string runtimeIdentifier) => runtimeIdentifier.StartsWith("win", StringComparison.Ordinal);

    /// <summary>Whether this machine has the operating system that the identifier names: native code is compiled for no other.</summary>
    public static bool IsOfThisSystem(string runtimeIdentifier) =>
        OperatingSystem.IsWindows() ? IsWindows(runtimeIdentifier)
        : runtimeIdentifier.StartsWith(OperatingSystem.IsMacOS() ? "osx-" : "linux-", StringComparison.Ordinal);
}
