using System.Runtime.CompilerServices;
using NuGet.Packaging;

namespace Codex.Plugin.Packaging;

/// <summary>Package ids as NuGet understands them.</summary>
public static class PackageIds
{
    private const int LongestLength = 100;

    /// <summary>Whether NuGet packs under this id. Most ids are plain, and then NuGet's assembly is not loaded.</summary>
    /// <param name="id">For instance <c>Contoso.Review</c>.</param>
    public static bool IsAccepted(string? id) =>
        !string.IsNullOrEmpty(id) && id.Length <= LongestLength && (IsPlain(id) || IsAcceptedByNuGet(id));

    private static bool IsPlain(string id)
    {
        bool afterSeparator = true;
        foreach (char c in id)
        {
            bool isSeparator = c is '.' or '-';
            if ((isSeparator && afterSeparator) || !(isSeparator || char.IsAsciiLetterOrDigit(c)))
            {
                return false;
            }

            afterSeparator = isSeparator;
        }

        return !afterSeparator;
    }

    // A method of its own: the assembly is loaded when the method is compiled, not when it gets there.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool IsAcceptedByNuGet(string id) => PackageIdValidator.IsValidPackageId(id);
}
