using Codex.Plugin.Packaging.Trust;
using Codex.Plugin.Tests.Helpers;
using static Codex.Plugin.Tests.Trust.SignatureScene;

namespace Codex.Plugin.Tests.Trust;

[TestClass]
public sealed class PackageSignatureTests
{
    private static readonly TestSigner s_contoso = new("Contoso");
    private static readonly TestSigner s_fabrikam = new("Fabrikam");
    private static readonly TestSigner s_feed = new("Contoso Feed");

    [ClassCleanup]
    public static void DisposeSigners()
    {
        s_contoso.Dispose();
        s_fabrikam.Dispose();
        s_feed.Dispose();
    }

    [TestMethod]
    public void UnsignedPackageHasNoSigner()
    {
        using var scene = new SignatureScene();
        Assert.IsFalse(PackageSignatureReader.Read(scene.Package).IsSigned);
    }

    [TestMethod]
    public void AuthorIsRead()
    {
        using var scene = new SignatureScene();
        s_contoso.SignAsAuthor(scene.Package);
        PackageSignatures signatures = PackageSignatureReader.Read(scene.Package);
        Assert.AreEqual("CN=Contoso", signatures.Author!.Subject);
        Assert.AreEqual(s_contoso.Fingerprint, signatures.Author.Fingerprint);
        Assert.IsNull(signatures.Author.ServiceIndex);
        Assert.IsEmpty(signatures.Author.Owners);
        Assert.IsNull(signatures.Repository);
    }

    [TestMethod]
    public void FeedIsReadWithItsOwners()
    {
        using var scene = new SignatureScene();
        s_feed.SignAsFeed(scene.Package, "contoso", "fabrikam");
        PackageSignatures signatures = PackageSignatureReader.Read(scene.Package);
        Assert.IsNull(signatures.Author);
        Assert.AreEqual(s_feed.Fingerprint, signatures.Repository!.Fingerprint);
        Assert.AreEqual("https://feed.contoso.example/v3/index.json", signatures.Repository.ServiceIndex);
        TextAssert.AreLines(signatures.Repository.Owners, "contoso", "fabrikam");
    }

    [TestMethod]
    public void FeedSignsOverTheAuthor()
    {
        using var scene = new SignatureScene();
        s_contoso.SignAsAuthor(scene.Package);
        s_feed.SignAsFeed(scene.Package, "contoso");
        PackageSignatures signatures = PackageSignatureReader.Read(scene.Package);
        Assert.AreEqual("CN=Contoso", signatures.Author!.Subject);
        Assert.AreEqual("CN=Contoso Feed", signatures.Repository!.Subject);
        TextAssert.AreLines(signatures.Repository.Owners, "contoso");
    }

    [TestMethod]
    public void EditedPackageIsNotRead()
    {
        using var scene = new SignatureScene();
        s_contoso.SignAsAuthor(scene.Package);
        scene.Edit();
        Assert.Contains("NU3008", Assert.ThrowsExactly<InvalidDataException>(() => PackageSignatureReader.Read(scene.Package)).Message);
    }

    [TestMethod]
    public void SignatureWithoutTheKeyIsNotRead()
    {
        using var scene = new SignatureScene();
        s_contoso.SignAsAuthor(scene.Package);
        ForgedSignature.Replace(scene.Package);
        Assert.ThrowsExactly<InvalidDataException>(() => PackageSignatureReader.Read(scene.Package));
        Assert.StartsWith("CXP8050", scene.Config("accept").Verify());
    }

    [TestMethod]
    public void FileThatIsNoArchiveIsNotRead()
    {
        using var scene = new SignatureScene();
        File.WriteAllText(scene.Package, "no archive");
        Assert.ThrowsExactly<InvalidDataException>(() => PackageSignatureReader.Read(scene.Package));
    }

    [TestMethod]
    public void AcceptLetsIntactPackagesIn()
    {
        using var scene = new SignatureScene();
        scene.Config("accept", Author("fabrikam", s_fabrikam));
        Assert.AreEqual("", scene.Verify());
        s_contoso.SignAsAuthor(scene.Package);
        Assert.AreEqual("", scene.Verify());
        scene.Strip();
        Assert.AreEqual("", scene.Verify());
        File.Delete(scene.Package);
        Assert.AreEqual("", scene.Verify());
    }

    [TestMethod]
    [DataRow("accept")]
    [DataRow("require")]
    public void EditedPackageIsRefusedInBothModes(string mode)
    {
        using var scene = new SignatureScene();
        s_contoso.SignAsAuthor(scene.Package);
        scene.Config(mode, Author("contoso", s_contoso)).Edit();
        string found = scene.Verify();
        Assert.StartsWith("CXP8050: The signature of Contoso.Review 1.2.0 does not hold: NU3008", found);
        Assert.DoesNotContain('\n', found);
    }

    [TestMethod]
    public void RequireLetsTrustedSignersIn()
    {
        using var scene = new SignatureScene();
        s_contoso.SignAsAuthor(scene.Package);
        Assert.AreEqual("", scene.Config("require", Author("fabrikam", s_fabrikam) + Author("contoso", s_contoso)).Verify());
        s_feed.SignAsFeed(scene.Package, "contoso");
        Assert.AreEqual("", scene.Config("require", Repository("feed", s_feed, "contoso;fabrikam") + Author("contoso", s_contoso)).Verify());
    }

    [TestMethod]
    public void RequireRefusesEverybodyElse()
    {
        using var scene = new SignatureScene();
        scene.Config("require", Author("contoso", s_contoso));
        Assert.StartsWith("CXP8051: Contoso.Review 1.2.0 is not trusted: NU3004", scene.Verify());

        s_fabrikam.SignAsAuthor(scene.Package);
        string other = scene.Verify();
        Assert.Contains("NU3034: it is signed by none of the trustedSigners", other);

        scene.Strip();
        s_contoso.SignAsAuthor(scene.Package);
        Assert.AreEqual("", scene.Verify());
        Assert.Contains("NU3018", scene.Config("require", Author("contoso", s_contoso, allowUntrustedRoot: false)).Verify());
        Assert.Contains("NU3034: nuget.config has no trustedSigners", scene.Config("require").Verify());

        // Signed as an author, trusted as a feed.
        Assert.Contains("NU3034", scene.Config("require", Repository("contoso", s_contoso)).Verify());

        scene.Config("require", Author("contoso", s_contoso)).Strip();
        Assert.StartsWith("CXP8051: Contoso.Review 1.2.0 is not trusted: NU3004", scene.Verify());
    }

    [TestMethod]
    public void RequireAsksForTheOwnersOfAFeed()
    {
        using var scene = new SignatureScene();
        s_feed.SignAsFeed(scene.Package, "mallory");
        Assert.AreEqual("", scene.Config("require", Repository("feed", s_feed)).Verify());
        Assert.Contains("NU3034", scene.Config("require", Repository("feed", s_feed, "contoso")).Verify());
    }

    [TestMethod]
    public void RequireRefusesWhatCannotBeVerified()
    {
        using var scene = new SignatureScene();
        File.Delete(scene.Config("require", Author("contoso", s_contoso)).Package);
        Assert.StartsWith("CXP8052: The signature of Contoso.Review 1.2.0 cannot be verified", scene.Verify());
        Assert.Contains("Mend nuget.config.", scene.WriteConfig("<configuration").Verify());
    }

    [TestMethod]
    public void PluginOfAProjectHasNoSignature()
    {
        using var scene = new SignatureScene();
        scene.Config("require", Author("contoso", s_contoso));
        var verifier = new SignatureVerifier(new NuGetConfig(scene.Folder), new Codex.Plugin.Text.Location("plugins.csproj"));
        Assert.IsEmpty(verifier.VerifyAsync([scene.Plugin with { ProjectFile = "Contoso.Review.cxproj", PackageFolder = "" }], CancellationToken.None).GetAwaiter().GetResult());
    }
}
