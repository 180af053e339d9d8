using Codex.Plugin.Packaging.Trust;

namespace Codex.Plugin.Tests.Trust;

/// <summary>Policies about who has signed, and who owns.</summary>
[TestClass]
public sealed class SignerPolicyTests
{
    private const string Contoso = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    private const string Feed = "ffeeddccbbaa99887766554433221100ffeeddccbbaa99887766554433221100";

    private static readonly PackageSigner s_author = new("CN=Contoso Ltd, O=Contoso, L=Seattle, S=Washington, C=US", Contoso);
    private static readonly PackageSigner s_feed = new("CN=Feed", Feed) { Owners = ["contoso", "Fabrikam"], ServiceIndex = "https://feed.contoso.example/v3/index.json" };

    [TestMethod]
    [DataRow("true", "a signature")]
    [DataRow("any", "a signature")]
    [DataRow("Author", "an author's signature")]
    [DataRow("REPOSITORY", "the signature of a feed")]
    public void UnsignedPackageIsDenied(string value, string words)
    {
        using var scene = Scene("RequireSignature", value);
        scene.Denies("CXP8042 plugins.csproj(3,35)", $"Contoso.Review 1.0.0 is signed by nobody, and RequireSignature=\"{value}\" of the PluginPolicy 'Contoso.*' wants {words}.");
    }

    [TestMethod]
    [DataRow("Author", true, false, true)]
    [DataRow("Author", false, true, false)]
    [DataRow("Repository", true, false, false)]
    [DataRow("Repository", false, true, true)]
    [DataRow("Repository", true, true, true)]
    [DataRow("Any", true, false, true)]
    [DataRow("true", false, true, true)]
    public void SignatureOfTheRightKindIsAllowed(string value, bool author, bool feed, bool isAllowed)
    {
        using var scene = Scene("RequireSignature", value, author ? s_author : null, feed ? s_feed : null);
        if (isAllowed)
        {
            scene.Allows();
        }
        else
        {
            scene.Denies("CXP8042 plugins.csproj(3,35)", author ? $"signed by author CN=Contoso Ltd ({Contoso})" : $"signed by feed CN=Feed ({Feed})");
        }
    }

    [TestMethod]
    [DataRow(Contoso)]
    [DataRow("1111111111111111111111111111111111111111111111111111111111111111;00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF")]
    [DataRow("00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF")]
    [DataRow(Feed)]
    [DataRow("the-author")]
    [DataRow("the-feed")]
    public void SignerOfTheListIsAllowed(string value)
    {
        using var scene = Scene("AllowedSigners", value, s_author, s_feed);
        scene.Config(Entry("author", "the-author", Contoso) + Entry("repository", "the-feed", Feed, "someone;contoso")).Allows();
    }

    [TestMethod]
    [DataRow("the-author")]
    [DataRow("1111111111111111111111111111111111111111111111111111111111111111")]
    public void OtherSignerIsDenied(string value)
    {
        using var scene = Scene("AllowedSigners", value, s_author, s_feed);
        scene.Config(Entry("author", "the-author", "22" + Contoso[2..])).Denies("CXP8043 plugins.csproj(3,35)",
            $"Contoso.Review 1.0.0 is signed by author CN=Contoso Ltd ({Contoso}) and feed CN=Feed ({Feed}), and AllowedSigners=\"{value}\" of the PluginPolicy 'Contoso.*' allows none of them.");
    }

    [TestMethod]
    public void LongNamesAndListsHideNoFingerprint()
    {
        string list = string.Join(';', Enumerable.Repeat("1111111111111111111111111111111111111111111111111111111111111111", 5));
        using var scene = Scene("AllowedSigners", list, s_author with { Subject = "CN=" + new string('x', 80) }, s_feed with { Subject = "CN=NuGet.org Repository by Microsoft, O=NuGet.org Repository by Microsoft" });
        scene.Denies("CXP8043 plugins.csproj(3,35)", Contoso, Feed, "... of the PluginPolicy 'Contoso.*'".Replace("...", "...\"", StringComparison.Ordinal));
    }

    [TestMethod]
    public void UnsignedPackageHasNoAllowedSigner()
    {
        using var scene = Scene("AllowedSigners", Contoso);
        scene.Denies("CXP8043 plugins.csproj(3,35)", "Contoso.Review 1.0.0 is signed by nobody");
    }

    [TestMethod]
    public void NameOfASignerCountsInItsPlaceOnly()
    {
        // The feed's certificate is no author's, and the owners of an entry count.
        using var author = Scene("AllowedSigners", "the-feed", s_author with { Fingerprint = Feed });
        author.Config(Entry("repository", "the-feed", Feed)).Denies("CXP8043 plugins.csproj(3,35)");
        using var feed = Scene("AllowedSigners", "the-author", feed: s_feed);
        feed.Config(Entry("author", "the-author", Feed)).Denies("CXP8043 plugins.csproj(3,35)");
        using var owners = Scene("AllowedSigners", "the-feed", feed: s_feed);
        owners.Config(Entry("repository", "the-feed", Feed, "mallory")).Denies("CXP8043 plugins.csproj(3,35)");
    }

    [TestMethod]
    public void NameThatNobodyKnowsIsFound()
    {
        using var scene = Scene("AllowedSigners", $"contosso;{Contoso}", s_author);
        scene.Config(Entry("author", "contoso", Contoso)).Denies("CXP8044 plugins.csproj(3,35)", "names 'contosso', and the trustedSigners of nuget.config have 'contoso'.");
        scene.Config("").Denies("CXP8044 plugins.csproj(3,35)", "have no entry.");
    }

    [TestMethod]
    public void OwnerThatATrustedFeedNamesIsAllowed()
    {
        using var scene = Scene("AllowedOwners", "microsoft;fabrikam", s_author, s_feed);
        scene.Config(Entry("repository", "the-feed", Feed)).Allows();
    }

    [TestMethod]
    public void OtherOwnersAreDenied()
    {
        using var other = Scene("AllowedOwners", "microsoft", s_author, s_feed);
        other.Config(Entry("repository", "the-feed", Feed)).Denies("CXP8045 plugins.csproj(3,35)", "is owned by contoso, Fabrikam, says https://feed.contoso.example/v3/index.json, and AllowedOwners=\"microsoft\" of the PluginPolicy 'Contoso.*'");
        using var nobody = Scene("AllowedOwners", "contoso", feed: s_feed with { Owners = [] });
        nobody.Config(Entry("repository", "the-feed", Feed)).Denies("CXP8045 plugins.csproj(3,35)", "names no owners");
    }

    [TestMethod]
    public void NobodyVouchesForOwnersWithoutATrustedFeed()
    {
        using var author = Scene("AllowedOwners", "contoso", s_author);
        author.Denies("CXP8045 plugins.csproj(3,35)", "has no signature of a feed, so nobody vouches for its owners");

        // Anybody can sign as a feed.
        using var feed = Scene("AllowedOwners", "contoso", feed: s_feed);
        feed.Denies("CXP8045 plugins.csproj(3,35)", "is no repository in trustedSigners of nuget.config and so not believed about owners");
        feed.Config(Entry("author", "the-feed", Feed)).Denies("CXP8045 plugins.csproj(3,35)", "is no repository in trustedSigners of nuget.config and so not believed about owners");
    }

    private static TrustPolicyScene Scene(string name, string value, PackageSigner? author = null, PackageSigner? feed = null) =>
        new($"<ItemGroup>\n<PluginPolicy Include=\"Contoso.*\" {name}=\"{value}\" />\n</ItemGroup>") { Signatures = new PackageSignatures(author, feed) };

    private static string Entry(string element, string name, string fingerprint, string? owners = null) =>
        $"""<{element} name="{name}"{(element == "repository" ? " serviceIndex=\"https://feed.contoso.example/v3/index.json\"" : "")}><certificate fingerprint="{fingerprint}" hashAlgorithm="SHA256" allowUntrustedRoot="true" />{(owners is null ? "" : $"<owners>{owners}</owners>")}</{element}>""";
}
