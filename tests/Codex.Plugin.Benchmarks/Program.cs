using System.Globalization;
using Codex.Plugin.Benchmarks;

// [names of pairs] [--runs N]
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
int runsAt = Array.IndexOf(args, "--runs");
int runs = runsAt >= 0 && runsAt + 1 < args.Length ? int.Parse(args[runsAt + 1], CultureInfo.InvariantCulture) : 5;
string[] names = runsAt >= 0 ? args[..runsAt] : args;

using var workspace = new Workspace();
string empty = workspace.Empty("empty");
string one = workspace.Plugin("one", skills: 1);
string five = workspace.Plugin("five", skills: 5);
string server = workspace.PluginWithServer("server");
string reference = workspace.EmptyWithReference("reference");
string library = workspace.ClassLibrary("library", skills: 5);
string thousand = workspace.Plugin("thousand", skills: 1000);
string package = workspace.NpmPackage("package", skills: 1000);
foreach (string folder in (ReadOnlySpan<string>)[empty, one, server, reference, five, library, thousand])
{
    new Step(folder, "dotnet", "build").Run();
}

// A hundred packages, made only where they are asked for.
var laidOut = new Lazy<string>(() => workspace.Marketplace("marketplace", plugins: 100));
var other = new Lazy<string>(() => workspace.Marketplace("other", plugins: 100));
var half = new Lazy<string>(() => workspace.Half(Path.Combine(laidOut.Value, "bin/Debug/plugins")));
var tool = new Lazy<ToolSetup>(workspace.InstallTool);

Pair[] pairs =
[
    // A build that has nothing to do.
    new("noop", 1.1,
        () => [new Step(one, "dotnet", "build", "--no-restore")],
        () => [new Step(empty, "dotnet", "build", "--no-restore")]),

    // A build that has nothing to do, with an MCP server built from source, against any other project that references one.
    new("noopserver", 1.25,
        () => [new Step(server, "dotnet", "build", "--no-restore")],
        () => [new Step(reference, "dotnet", "build", "--no-restore")]),

    // Packing five skills, against a class library that packs them as content.
    new("pack5", 1.1,
        () => [new Step(workspace.Copy(five), "dotnet", "pack")],
        () => [new Step(workspace.Copy(library), "dotnet", "pack")]),

    // The first build of a thousand skills, against an empty build and a copy of the files.
    new("build1000", 1.3,
        () => [new Step(workspace.Copy(thousand), "dotnet", "build")],
        () => [new Step(empty, "dotnet", "build"), new Step(thousand, "cp", "-r", "skills", workspace.Copy(empty))]),

    // Packing a thousand skills, against npm; from scratch, and again from what is built.
    new("pack1000", 1 / 3.0,
        () => [new Step(workspace.Copy(thousand), "dotnet", "pack")],
        () => [new Step(package, "npm", "pack", "--silent")]),
    new("repack1000", 1 / 3.0,
        () => [new Step(thousand, "dotnet", "pack", "--no-build", "-c", "Debug", "-o", workspace.NewFolder())],
        () => [new Step(package, "npm", "pack", "--silent")]),

    // Packing a thousand skills whose content is checked, against the same without; the difference is to be held against 'build1000'.
    new("content1000", 1.2,
        () => [new Step(workspace.Copy(thousand), "dotnet", "pack")],
        () => [new Step(workspace.Copy(thousand), "dotnet", "pack", "-p:CheckPluginContent=false")]),

    // A marketplace of a hundred plugins that has nothing to do.
    new("noopmarketplace", 1.1,
        () => [new Step(laidOut.Value, "dotnet", "build", "--no-restore")],
        () => [new Step(empty, "dotnet", "build", "--no-restore")]),

    // The first lay-out of it, against a build that reads the same packages and finds it there (a folder that is named closes the short way), and one and a half copies of the files.
    new("marketplace100", 1.0,
        () => [new Step(other.Value, "dotnet", "build", "--no-restore", "-p:MarketplaceDirectory=" + workspace.NewFolder())],
        () =>
        [
            new Step(laidOut.Value, "dotnet", "build", "--no-restore", "-p:MarketplaceDirectory=bin/Debug"),
            new Step(laidOut.Value, "cp", "-r", "bin/Debug/plugins", workspace.NewFolder()),
            new Step(half.Value, "cp", "-r", ".", workspace.NewFolder()),
        ]),

    // The command line: what answers at once, against a command of the SDK.
    new("toolhelp", 1.5,
        () => [new Step(empty, tool.Value.Program, "--help")],
        () => [new Step(empty, "dotnet", "nuget", "--version")]),
    new("toollist", 1.5,
        () => [new Step(empty, tool.Value.Program, "list", "--project", tool.Value.Installed)],
        () => [new Step(empty, "dotnet", "nuget", "--version")]),

    // Installing a plugin whose package is there already, into a project that has nothing yet; against restore and lay-out of the same plugin by hand.
    new("toolinstall", 1.0,
        () => [new Step(empty, tool.Value.Program, "install", "plugin-0000@1.0.0", "--project", workspace.EmptyMarketplace())],
        () =>
        {
            string market = workspace.MarketplaceOfOne();
            return [new Step(market, "dotnet", "restore"), new Step(market, "dotnet", "build", "--no-restore", "-t:Install")];
        }),
];

foreach (Pair pair in pairs.Where(pair => names.Length == 0 || names.Contains(pair.Name)))
{
    pair.Run(runs);
}
