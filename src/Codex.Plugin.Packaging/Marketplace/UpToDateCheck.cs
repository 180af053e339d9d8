using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Codex.Plugin.Write;

namespace Codex.Plugin.Packaging.Marketplace;

/// <summary>
/// Lets a build of a marketplace project that has nothing to do know so before it reads a single package: what the packages bring costs most of such a build.
/// It looks at times and sizes only, of the build's inputs as well as of all sources and outputs; whatever differs, and every warning, makes it a whole build.
/// </summary>
/// <param name="file">The absolute path of the file that remembers the last build without a finding.</param>
/// <param name="inputs">What the project says, in any form that is equal for equal projects.</param>
/// <param name="paths">The absolute paths of the files and folders that the marketplace depends on, whether they exist or not.</param>
public sealed class UpToDateCheck(string file, string inputs, IEnumerable<string> paths)
{
    /// <summary>The summary of the last build, where another one would do nothing; else null.</summary>
    /// <param name="stateFile">The absolute path of the lay-out's own state.</param>
    public string? Find(string stateFile)
    {
        try
        {
            return File.Exists(file)
                && File.ReadAllText(file) is var remembered
                && remembered.Split('\n') is { Length: > 2 } lines
                && lines[0] == Fingerprint(inputs, paths)
                && lines[1] == Fingerprint("", lines[3..])
                && MarketplaceState.Load(stateFile) is { Warnings.Count: 0 } state
                && state.IsUpToDate(state.Folder, state.Inputs)
                // One is a warning of every build.
                && MarketplaceFolder.FindOtherMarketplaces(state.Folder).Count == 0
                ? lines[2]
                : null;
        }
        catch (Exception exception) when (OutputException.Covers(exception))
        {
            return null;
        }
    }

    /// <summary>Remembers a build without a finding; forgets the last one where there was one.</summary>
    /// <param name="summary">What the build says about the marketplace, a line; null where it found something.</param>
    /// <param name="found">The absolute paths of further files that the build turned out to depend on.</param>
    public void Remember(string? summary, params IReadOnlyList<string> found)
    {
        try
        {
            if (summary is null)
            {
                File.Delete(file);
            }
            else
            {
                AtomicFile.Write(file, Encoding.UTF8.GetBytes(string.Join('\n', [Fingerprint(inputs, paths), Fingerprint("", found), summary, .. found])));
            }
        }
        catch (Exception exception) when (OutputException.Covers(exception))
        {
            // The next build is a whole one.
        }
    }

    private static string Fingerprint(string inputs, IEnumerable<string> paths)
    {
        var text = new StringBuilder(inputs);
        foreach (string path in paths)
        {
            var info = new FileInfo(path);
            text.Append('\n').Append(path).Append('|');
            if (info.Exists)
            {
                text.Append(info.Length.ToString(CultureInfo.InvariantCulture)).Append('|').Append(info.LastWriteTimeUtc.Ticks.ToString(CultureInfo.InvariantCulture));
            }
            else
            {
                text.Append(Directory.Exists(path) ? Directory.GetLastWriteTimeUtc(path).Ticks.ToString(CultureInfo.InvariantCulture) : "none");
            }
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
