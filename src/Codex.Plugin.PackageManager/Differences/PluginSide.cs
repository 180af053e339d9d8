using System.Text.Unicode;
using Codex.Plugin.Packaging;
using Codex.Plugin.Packaging.Capabilities;
using Codex.Plugin.Write;

namespace Codex.Plugin.PackageManager.Differences;

/// <summary>One of two versions: what it may do, and those of its files that the other does not have.</summary>
internal sealed class PluginSide
{
    private readonly Dictionary<string, (FileState State, byte[]? Text)> _files = new(StringComparer.Ordinal);

    private PluginSide(PluginPackage package) => Package = package;

    /// <summary>The package.</summary>
    public PluginPackage Package { get; }

    /// <summary>What the plugin may do, computed from its files.</summary>
    public PluginCapabilities Capabilities { get; private set; } = new();

    /// <summary>Reads all files, and remembers those that differ.</summary>
    /// <param name="package">The package.</param>
    /// <param name="other">What the other version has; null: nothing.</param>
    /// <param name="texts">How much may be kept.</param>
    /// <exception cref="PluginPackageException">A file is another one than the list says.</exception>
    public static PluginSide Read(PluginPackage package, PackageManifest? other, TextBudget texts)
    {
        HashSet<PackageFileEntry> same = [.. other?.Files ?? []];
        var side = new PluginSide(package);
        side.Capabilities = package.ComputeCapabilities((file, bytes) =>
        {
            if (same.Contains(file))
            {
                return;
            }

            bool isText = !bytes.Span.Contains((byte)0) && Utf8.IsValid(bytes.Span);

            // The bit follows from the content too, whatever the list says.
            side._files.Add(file.Path, (new FileState(file.Size, file.Sha256, file.Executable || ExecutableFile.Is(bytes.Span), isText), isText ? texts.Keep(bytes) : null));
        });
        return side;
    }

    /// <summary>The files that differ, in ordinal order.</summary>
    public static IReadOnlyList<FileDifference> FilesBetween(PluginSide? old, PluginSide now)
    {
        IEnumerable<string> paths = now._files.Keys.Concat(old?._files.Keys ?? Enumerable.Empty<string>()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return [.. paths.Select(path => ToDifference(path, old?._files.GetValueOrDefault(path) ?? default, now._files.GetValueOrDefault(path))).Where(static file => file.Old != file.New)];
    }

    private static FileDifference ToDifference(string path, (FileState? State, byte[]? Text) old, (FileState? State, byte[]? Text) now)
    {
        bool isKept = (old.State is null || old.Text is not null) && (now.State is null || now.Text is not null);
        return new FileDifference(CapabilityText.Show(path), old.State, now.State, () => isKept ? TextDiff.Between(old.Text, now.Text) : TextDiff.TooLarge);
    }
}
