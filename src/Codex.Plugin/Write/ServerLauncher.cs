using System.Text;
using Codex.Plugin.Publish;

namespace Codex.Plugin.Write;

/// <summary>
/// Starts a server that is built for several machines: a script for shells and one for Windows, beside the folders of the builds.
/// Codex names neither the machine nor its processor to a server, so the choice is made when the server starts.
/// </summary>
internal static class ServerLauncher
{
    // Which builds run on which processor, the best first.
    private static readonly (string Machine, string[] Builds)[] s_windows =
    [
        ("arm64", ["win-arm64", "win-x64", "win-x86"]),
        ("x64", ["win-x64", "win-x86"]),
        ("x86", ["win-x86"]),
    ];

    /// <summary>
    /// The name of the launcher's file, without the <c>.cmd</c> of the second one. Without dots: Codex on Windows takes what follows one for an ending,
    /// and would start the script for shells.
    /// </summary>
    public static string FileName(string server) => server.Replace('.', '-');

    /// <summary>The files of the launcher with their paths in the plugin; none where the server is not built for single machines.</summary>
    public static IEnumerable<(string Path, byte[] Content)> FilesOf(McpServerItem server)
    {
        if (server.Published.Any(static build => build.RuntimeIdentifier is not null))
        {
            string path = $"{ServerFolder.Of(server.Name)}/{FileName(server.Name)}";
            yield return (path, Encoding.UTF8.GetBytes(ForShells(server)));
            yield return (path + ".cmd", Encoding.UTF8.GetBytes(ForWindows(server).ReplaceLineEndings("\r\n")));
        }
    }

    /// <summary>The script for POSIX shells; it is replaced by the server, so that signals and standard streams are the server's.</summary>
    public static string ForShells(McpServerItem server)
    {
        string builds = string.Concat(server.Published.Select(static build =>
            $"    {build.RuntimeIdentifier}) {(IsAssembly(build) ? "exec dotnet" : "run")} \"$folder\"/{build.RuntimeIdentifier}/{Quote(build.EntryPoint)} \"$@\" ;;\n"));
        return $$"""
            #!/bin/sh
            # Starts the build of the MCP server '{{server.Name}}' for this machine. Written by Codex.Plugin.Sdk.

            case $0 in
              */*) folder=${0%/*} ;;
              *) folder=. ;;
            esac

            # The PATH that a server gets is the user's, and may be anything.
            ask() { (PATH=$PATH:/usr/bin:/bin:/usr/sbin:/sbin; exec "$@") 2>/dev/null; }

            system=$(ask uname -s)
            processor=$(ask uname -m)
            case $processor in
              x86_64 | amd64) processor=x64 ;;
              aarch64 | arm64) processor=arm64 ;;
              armv7* | armv8l) processor=arm ;;
              i?86) processor=x86 ;;
            esac

            case $system in
              Linux)
                # A 32-bit system on a 64-bit kernel.
                case $processor-$(ask getconf LONG_BIT) in
                  x64-32) processor=x86 ;;
                  arm64-32) processor=arm ;;
                esac
                machine=linux-$processor
                case $( (PATH=$PATH:/usr/bin:/bin; ldd --version) 2>&1) in
                  *musl*) machine=linux-musl-$processor ;;
                  *GLIBC* | *GNU* | *"Free Software"*) ;;
                  *) for loader in /lib/ld-musl-*; do
                       if [ -e "$loader" ]; then machine=linux-musl-$processor; fi
                     done ;;
                esac
                builds=$machine ;;
              Darwin)
                machine=osx-$processor
                builds=$machine
                case $processor in
                  arm64) builds="osx-arm64 osx-x64" ;;
                  # A program that Rosetta translates is told of a processor that is not there.
                  x64) if [ "$(ask sysctl -n sysctl.proc_translated)" = 1 ]; then builds="osx-arm64 osx-x64"; machine=osx-arm64; fi ;;
                esac ;;
              MINGW* | MSYS* | CYGWIN*)
                machine=win-$processor
                case $processor in
                  arm64) builds="win-arm64 win-x64 win-x86" ;;
                  x64) builds="win-x64 win-x86" ;;
                  *) builds=$machine ;;
                esac ;;
              *)
                machine=${system:-unknown}-${processor:-unknown}
                builds= ;;
            esac

            run() {
              if [ ! -x "$1" ]; then
                # A package keeps no execute bits.
                (PATH=$PATH:/usr/bin:/bin; exec chmod u+x "$1") 2>/dev/null
              fi
              exec "$@"
            }

            for build in $builds; do
              case $build in
            {{builds}}  esac
            done

            echo "The MCP server '{{server.Name}}' has no build for $machine; there are builds for {{Builds(server)}}." >&2
            exit 1

            """.ReplaceLineEndings("\n");
    }

    /// <summary>The batch file for Windows.</summary>
    /// <remarks>Codex hands no PROCESSOR_ARCHITECTURE on; the registry knows the machine even where this process is emulated.</remarks>
    public static string ForWindows(McpServerItem server) => $"""
        @echo off
        rem Starts the build of the MCP server '{server.Name}' for this machine. Written by Codex.Plugin.Sdk.
        setlocal DisableDelayedExpansion
        set "machine="
        for /f "tokens=3" %%a in ('%SystemRoot%\System32\reg.exe query "HKLM\SYSTEM\CurrentControlSet\Control\Session Manager\Environment" /v PROCESSOR_ARCHITECTURE 2^>nul') do set "machine=%%a"
        if not defined machine set "machine=%PROCESSOR_ARCHITEW6432%"
        if not defined machine set "machine=%PROCESSOR_ARCHITECTURE%"
        if not defined machine set "machine=AMD64"
        if /i "%machine%"=="ARM64" goto arm64
        if /i "%machine%"=="AMD64" goto x64
        if /i "%machine%"=="x86" goto x86
        goto none
        {string.Join('\n', s_windows.Select(windows => Label(windows.Machine, server, windows.Builds)))}
        :none
        >&2 echo The MCP server '{server.Name}' has no build for Windows on %machine%; there are builds for {Builds(server)}.
        exit /b 1

        """;

    private static string Label(string machine, McpServerItem server, string[] builds)
    {
        PublishedServer? chosen = builds.Select(build => server.Published.FirstOrDefault(published => published.RuntimeIdentifier == build)).FirstOrDefault(static published => published is not null);
        if (chosen is null)
        {
            return $":{machine}\ngoto none";
        }

        // A percent sign is the only character that quotes do not protect.
        string file = $"\"%~dp0{chosen.RuntimeIdentifier}\\{chosen.EntryPoint.Replace("%", "%%", StringComparison.Ordinal)}\"";
        return $":{machine}\nendlocal\n{(IsAssembly(chosen) ? "dotnet " : "")}{file} %*\nexit /b %ERRORLEVEL%";
    }

    private static bool IsAssembly(PublishedServer build) => build.EntryPoint.EndsWith(".dll", StringComparison.OrdinalIgnoreCase);

    private static string Builds(McpServerItem server) => string.Join(", ", server.Published.Select(static build => build.RuntimeIdentifier));

    private static string Quote(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
