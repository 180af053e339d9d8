using Codex.Plugin.Diagnostics;
using Codex.Plugin.Packaging.Capabilities;
using Codex.Plugin.Write;

namespace Codex.Plugin.Packaging.Trust;

/// <summary>What was read of a package, whoever asks.</summary>
/// <param name="Capabilities">What the plugin may do.</param>
/// <param name="Signatures">Who signed the package.</param>
/// <param name="Findings">What is wrong with its content, suppressed or not.</param>
internal sealed record ReviewedPackage(PluginCapabilities Capabilities, PackageSignatures Signatures, IReadOnlyList<Diagnostic> Findings);

/// <summary>What one review leaves to the next: the packages that it has read, by what tells a package from another.</summary>
internal sealed class ReviewMemory
{
    private const int Format = 1;

    private readonly Dictionary<string, ReviewedPackage> _known;
    private readonly Dictionary<string, ReviewedPackage> _kept = new(StringComparer.Ordinal);

    private ReviewMemory(Dictionary<string, ReviewedPackage> known) => _known = known;

    public static ReviewMemory Load(string file) => StateFile.Load(file, Format, static reader =>
        new ReviewMemory(StateFile.ReadList(reader, static r => (Key: r.ReadString(), Package: ReadPackage(r))).ToDictionary(static one => one.Key, static one => one.Package, StringComparer.Ordinal)))
        ?? new ReviewMemory([]);

    public ReviewedPackage? Find(string key) => _known.GetValueOrDefault(key);

    public void Keep(string key, ReviewedPackage package) => _kept[key] = package;

    /// <summary>Writes what was kept, where that is anything else than what was known.</summary>
    public void Save(string file)
    {
        if (_kept.Count == _known.Count && _kept.Keys.All(_known.ContainsKey))
        {
            return;
        }

        try
        {
            StateFile.Save(file, Format, this, static (writer, memory) => StateFile.WriteList(writer, [.. memory._kept.OrderBy(static one => one.Key, StringComparer.Ordinal)], static (w, one) =>
            {
                w.Write(one.Key);
                Write(w, one.Value);
            }));
        }
        catch (OutputException)
        {
            // The next build reads the packages again.
        }
    }

    private static ReviewedPackage ReadPackage(BinaryReader reader) => new(
        CapabilityJson.Parse(reader.ReadBytes(reader.ReadInt32())),
        new PackageSignatures(ReadSigner(reader), ReadSigner(reader)),
        StateFile.ReadList(reader, StateFile.ReadDiagnostic));

    private static void Write(BinaryWriter writer, ReviewedPackage package)
    {
        byte[] capabilities = CapabilityJson.ToBytes(package.Capabilities);
        writer.Write(capabilities.Length);
        writer.Write(capabilities);
        WriteSigner(writer, package.Signatures.Author);
        WriteSigner(writer, package.Signatures.Repository);
        StateFile.WriteList(writer, package.Findings, StateFile.WriteDiagnostic);
    }

    private static PackageSigner? ReadSigner(BinaryReader reader) => !reader.ReadBoolean() ? null : new PackageSigner(reader.ReadString(), reader.ReadString())
    {
        Owners = StateFile.ReadList(reader, static r => r.ReadString()),
        ServiceIndex = reader.ReadString() is { Length: > 0 } index ? index : null,
    };

    private static void WriteSigner(BinaryWriter writer, PackageSigner? signer)
    {
        writer.Write(signer is not null);
        if (signer is not null)
        {
            writer.Write(signer.Subject);
            writer.Write(signer.Fingerprint);
            StateFile.WriteList(writer, signer.Owners, static (w, owner) => w.Write(owner));
            writer.Write(signer.ServiceIndex ?? "");
        }
    }
}
