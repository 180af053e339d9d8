using NuGet.Packaging.Licenses;

namespace Codex.Plugin.Packaging;

/// <summary>NuGet's rule for licences.</summary>
public static class PackageLicenses
{
    /// <summary>Whether NuGet takes the text as an SPDX expression.</summary>
    /// <param name="text">For instance <c>MIT</c>.</param>
    public static bool IsExpression(string text)
    {
        try
        {
            NuGetLicenseExpression.Parse(text);
            return true;
        }
        catch (Exception exception) when (exception is NuGetLicenseExpressionParsingException or ArgumentException)
        {
            return false;
        }
    }
}
