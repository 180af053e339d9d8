using System.Text;
using Codex.Plugin.Packaging.Capabilities;
using static Codex.Plugin.Tests.Trust.TrustScene;

namespace Codex.Plugin.Tests.Trust;

/// <summary>Texts that people review show no secret and hide nothing else.</summary>
[TestClass]
public sealed class CapabilityTextTests
{
    // Made up for the test; nothing takes it.
    private const string Secret = "q7Zk2Vn9Xw4Rt8Lp3Bd6";

    [TestMethod]
    [DataRow("curl -H 'Authorization: Bearer SECRET' https://contoso.com")]
    [DataRow("curl -H \"Authorization: Basic SECRET\" x")]
    [DataRow("curl -H 'Authorization: SECRET'")]
    [DataRow("curl -H 'X-Api-Key: SECRET'")]
    [DataRow("API_KEY=SECRET sh check.sh")]
    [DataRow("export CONTOSO_TOKEN='SECRET'; x")]
    [DataRow("tool --api-key SECRET run")]
    [DataRow("tool --token=SECRET")]
    [DataRow("tool https://contoso.com/x?api_key=SECRET&y=1")]
    [DataRow("tool https://contoso.com/x?sig=SECRET")]
    [DataRow("git clone https://user:SECRET@contoso.com/x")]
    [DataRow("git clone https://SECRET@contoso.com/x")]
    [DataRow("bearer SECRET")]
    [DataRow("ghp_SECRETSECRET")]
    public void SecretIsCutShort(string text)
    {
        string shown = CapabilityText.Of(text.Replace("SECRET", Secret, StringComparison.Ordinal));
        Assert.DoesNotContain(Secret[5..], shown);
        Assert.Contains("...", shown);
    }

    [TestMethod]
    [DataRow("sh hooks/check.sh")]
    [DataRow("curl -H \"Authorization: Bearer $TOKEN\" https://contoso.com")]
    [DataRow("API_KEY=$KEY sh check.sh")]
    [DataRow("tool --token-file ./x --verbose --token --quiet")]
    [DataRow("echo basic authentication is needed")]
    [DataRow("for i in *; do echo \"$i: done\"; done")]
    [DataRow("bücher 例え")]
    public void WhatIsNoSecretStays(string text) => Assert.AreEqual(text, CapabilityText.Of(text));

    [TestMethod]
    [DataRow("a\nb", @"a\u{A}b")]
    [DataRow("a\u001b[2Kb", @"a\u{1B}[2Kb")]
    [DataRow("a\u202Eb\u2066", @"a\u{202E}b\u{2066}")]
    [DataRow("a\u200Bb\uFE0F", @"a\u{200B}b\u{FE0F}")]
    [DataRow("a\U000E0041", @"a\u{E0041}")]
    [DataRow("a\u00A0b\u3164", @"a\u{A0}b\u{3164}")]
    [DataRow(@"a\u{A}b", @"a\u{5C}u{A}b")]
    public void WhatIsNotSeenIsShown(string text, string expected) => Assert.AreEqual(expected, CapabilityText.Show(text));

    [TestMethod]
    public void LongTextIsCutAndStillTold()
    {
        string one = CapabilityText.Of(new string('x', 100_000) + "a");
        string other = CapabilityText.Of(new string('x', 100_000) + "b");
        Assert.IsLessThan(1100, one.Length);
        Assert.AreNotEqual(one, other);
    }

    [TestMethod]
    public void NoSecretOfAPluginIsWritten()
    {
        PluginCapabilities found = Compute(
            (".mcp.json", $$"""
                { "a": { "command": "x", "args": ["--api-key", "{{Secret}}", "--token={{Secret}}", "Authorization: Bearer {{Secret}}"], "env": { "API_TOKEN": "{{Secret}}" } },
                  "b": { "url": "https://u:{{Secret}}@docs.contoso.com/{{Secret}}?k={{Secret}}#{{Secret}}", "http_headers": { "Authorization": "Bearer {{Secret}}", "X-Api-Key": "{{Secret}}" }, "oauth": { "client_secret": "{{Secret}}" } },
                  "c": { "url": "https://docs.contoso.com", "http_headers_helper": "get --password {{Secret}}" } }
                """),
            ("hooks/hooks.json", $$"""{ "hooks": { "Stop": [ { "hooks": [ { "type": "command", "command": "curl -H 'Authorization: Bearer {{Secret}}' x", "commandWindows": "set API_KEY={{Secret}}" } ] } ] } }"""),
            ("skills/x/SKILL.md", $"---\nallowed-tools: Bash(TOKEN={Secret})\n---\nhttps://u:{Secret}@docs.contoso.com\n"));
        string written = Encoding.UTF8.GetString(CapabilityJson.ToBytes(found)) + string.Join('\n', CapabilityDifference.Describe(found));
        Assert.DoesNotContain(Secret[5..], written);
        Assert.Contains("docs.contoso.com", written);
    }

    [TestMethod]
    public void LongHostileTextTakesNoLonger()
    {
        foreach (string part in (string[])["--a", "a=", "bearer ", "://", "a:", "-", "https://a@", "\u202E"])
        {
            CapabilityText.Of(string.Concat(Enumerable.Repeat(part, 200_000)));
        }
    }
}
