using NuGet.Packaging;

namespace Codex.Plugin.Packaging;

/// <summary>Package ids as NuGet understands them.</summary>
public static class PackageIds
{
    /// <summary>Whether NuGet packs under this id.</summary>
    /// <param name="id">For instance <c>Contoso.Review</c>.</param>
    public static bool IsAccepted(string? id) =>
        !string.IsNullOrEmpty(id) && id.Length <= PackageIdValidator.MaxPackageIdLength && (IsPlain(id) || PackageIdValidator.IsValidPackageId(id));

    /// <summary>Most ids are of this kind, and then NuGet's assembly is not loaded.</summary>
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
}
