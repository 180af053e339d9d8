using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using System.Text;

namespace Codex.Plugin.Packaging.Capabilities;

/// <summary>Tells scripts and programs by their content and by the ending of their name.</summary>
internal static class CodeLanguage
{
    private const string Shell = "Shell";
    private const string Linux = "Linux program";
    private const string MacOS = "macOS program";
    private const string Windows = "Windows program";
    private const string WebAssembly = "WebAssembly";
    private const string Assembly = ".NET assembly";

    // By ending, since a script without '#!' is run by naming its interpreter.
    private static readonly FrozenDictionary<string, string> s_endings = ToMap(
    [
        (Shell, ".sh .bash .zsh .ksh .dash .fish .command"), ("PowerShell", ".ps1 .psm1 .psd1"), ("Windows batch", ".cmd .bat"), ("Windows script", ".vbs .vbe .wsf .wsh .jse .hta .scr .lnk .reg"),
        ("Python", ".py .pyw .pyi .pyx .pyz .pyc .pyo .ipynb .whl .egg .pth"), ("JavaScript", ".js .mjs .cjs .jsx"), ("TypeScript", ".ts .mts .cts .tsx"),
        ("Ruby", ".rb .gemspec .rake"), ("Perl", ".pl .pm"), ("PHP", ".php .phar"), ("Lua", ".lua"), ("R", ".r"), ("Julia", ".jl"), ("Tcl", ".tcl"), ("awk", ".awk"), ("AppleScript", ".applescript .scpt .scptd"),
        ("C#", ".cs .csx"), ("F#", ".fs .fsx"), ("Visual Basic", ".vb"), ("Go", ".go"), ("Rust", ".rs"), ("Swift", ".swift"), ("C", ".c"), ("C++", ".cpp .cc .cxx"),
        ("Java", ".java .jar .class .war"), ("Kotlin", ".kt .kts"), ("Scala", ".scala .sc"), ("Groovy", ".groovy .gradle"), ("Elixir", ".ex .exs"), ("Clojure", ".clj"),
        ("MSBuild", ".csproj .fsproj .vbproj .proj .targets .props"), (WebAssembly, ".wasm"), ("native library", ".so .dylib .node"), (Windows, ".exe .dll .com .msi .msix .sys .ocx .cpl"),
    ]);

    private static readonly FrozenDictionary<string, string> s_names = ToMap(
        [("Make", "makefile gnumakefile"), ("just", "justfile"), ("Docker", "dockerfile containerfile"), ("npm scripts", "package.json"), ("Ruby", "rakefile gemfile"), (Shell, ".envrc")]);

    private static readonly FrozenDictionary<string, string> s_interpreters = ToMap(
    [
        (Shell, "sh bash zsh ksh dash ash fish"), ("PowerShell", "pwsh powershell"), ("Python", "python pypy uv"), ("JavaScript", "node nodejs deno bun"), ("TypeScript", "tsx ts-node"), ("Ruby", "ruby"), ("Perl", "perl"), ("PHP", "php"),
        ("Lua", "lua luajit"), ("R", "rscript"), ("Julia", "julia"), ("Tcl", "tclsh wish expect"), ("awk", "awk gawk mawk"), ("AppleScript", "osascript"), ("C#", "dotnet dotnet-script"), ("Make", "make"), ("Swift", "swift"), ("Java", "java"),
    ]);

    /// <summary>The language, or the kind of program; null where the file is neither.</summary>
    /// <param name="path">The file's path.</param>
    /// <param name="bytes">Its content.</param>
    public static string? Find(string path, ReadOnlyMemory<byte> bytes)
    {
        ReadOnlySpan<byte> start = bytes.Span;
        string name = path[(path.LastIndexOf('/') + 1)..];
        string ending = Path.GetExtension(name);
        return start.StartsWith("\u007FELF"u8) ? Linux
            : IsMachO(start) && !ending.Equals(".class", StringComparison.OrdinalIgnoreCase) ? MacOS
            : start.StartsWith("\0asm"u8) ? WebAssembly
            : IsPortableExecutable(start) ? HasMetadata(bytes) ? Assembly : Windows
            : FindInterpreter(start) ?? s_endings.GetValueOrDefault(ending) ?? s_names.GetValueOrDefault(name);
    }

    /// <summary>Whether an interpreter reads the file as text, whatever it looks like.</summary>
    public static bool IsScript(string? language, ReadOnlySpan<byte> bytes) =>
        language is not (null or Linux or MacOS or Windows or WebAssembly or Assembly) && !bytes.StartsWith("PK\u0003\u0004"u8);

    private static FrozenDictionary<string, string> ToMap(IEnumerable<(string Language, string Names)> languages) =>
        languages.SelectMany(static one => one.Names.Split(' ').Select(name => KeyValuePair.Create(name, one.Language))).ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static bool IsMachO(ReadOnlySpan<byte> start) =>
        start.Length >= 4 && BinaryPrimitives.ReadUInt32BigEndian(start) is 0xCFFAEDFE or 0xCEFAEDFE or 0xFEEDFACE or 0xFEEDFACF or 0xCAFEBABE or 0xCAFEBABF;

    private static bool IsPortableExecutable(ReadOnlySpan<byte> bytes)
    {
        const int HeaderPlace = 0x3C;
        return bytes.StartsWith("MZ"u8) && bytes.Length >= HeaderPlace + sizeof(int)
            && BinaryPrimitives.ReadInt32LittleEndian(bytes[HeaderPlace..]) is >= 0 and var header && header <= bytes.Length - 4 && bytes[header..].StartsWith("PE\0\0"u8);
    }

    private static bool HasMetadata(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var reader = new PEReader(MemoryMarshal.TryGetArray(bytes, out ArraySegment<byte> array) ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false) : new MemoryStream(bytes.ToArray(), writable: false));
            return reader.HasMetadata;
        }
        catch (Exception exception) when (exception is BadImageFormatException or InvalidOperationException or ArgumentException or OverflowException)
        {
            return false;
        }
    }

    // #!/usr/bin/env -S NAME=VALUE python3 -u
    private static string? FindInterpreter(ReadOnlySpan<byte> start)
    {
        const int Longest = 256;
        if (!start.StartsWith("#!"u8))
        {
            return null;
        }

        start = start[2..Math.Min(start.Length, Longest)];
        int end = start.IndexOfAny((byte)'\n', (byte)'\r');
        string[] words = Encoding.Latin1.GetString(end < 0 ? start : start[..end]).Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        string? program = words.Select(static word => word[(word.LastIndexOf('/') + 1)..]).FirstOrDefault(static word => word is not ("env" or "") && !word.StartsWith('-') && !word.Contains('=', StringComparison.Ordinal));
        return program is null ? Shell
            : s_interpreters.GetValueOrDefault(program) ?? s_interpreters.GetValueOrDefault(program.TrimEnd("0123456789.".ToCharArray())) ?? CapabilityText.Show(program);
    }
}
