using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Read;
using Codex.Plugin.Tests.Helpers;
using Codex.Plugin.Text;

namespace Codex.Plugin.Tests.Rules;

/// <summary>CXP3022: secrets by their form, and by their place. None of these here was ever one.</summary>
[TestClass]
public sealed class McpSecretTests
{
    private const string Stdio = "\"command\":\"contoso\"";
    private const string Http = "\"url\":\"https://contoso.com/mcp\"";

    // As random as a secret, and the same in every run; in pieces, so that no scanner takes this file for a leak.
    private static readonly string s_letters = Random(62, 100);
    private static readonly string s_hex = Random(16, 64).ToLowerInvariant();
    private static readonly string s_capitals = Random(36, 30).ToUpperInvariant();

    private static (string Secret, string Kind)[] Secrets =>
    [
        .. from prefix in (string[])["ghp_", "gho_", "ghu_", "ghs_", "ghr_"] select (prefix + s_letters[..36], "a GitHub token"),
        ("github_pat_" + s_letters[..22] + "_" + s_letters[..59], "a GitHub token"),
        ("glpat-" + s_letters[..20], "a GitLab token"),
        ("sk-" + s_letters[..48], "an API key"),
        ("sk-" + s_hex[..32], "an API key"),
        ("sk-proj-" + s_letters[..30] + "-" + s_letters[..60], "an API key"),
        ("sk-ant-api03-" + s_letters[..40] + "_" + s_letters[..40], "an API key"),
        ("sk-or-v1-" + s_hex, "an API key"),
        ("sk_live_" + s_letters[..24], "a Stripe key"),
        ("xoxb-384756102938-3847561029384-" + s_letters[..24], "a Slack token"),
        ("xoxp-" + s_letters[..60], "a Slack token"),
        ("AKIA" + s_capitals[..16], "an AWS access key"),
        ("ASIA" + s_capitals[..16], "an AWS access key"),
        ("AIza" + s_letters[..35], "a Google API key"),
        ("npm_" + s_letters[..36], "an npm token"),
        ("pypi-AgE" + s_letters[..80], "a PyPI token"),
        ("hf_" + s_letters[..34], "a Hugging Face token"),
        ("eyJ" + s_letters[..30] + ".eyJ" + s_letters[..80] + "." + s_letters[..43], "a JSON web token"),
        ("-----BEGIN PRIVATE KEY-----\n" + s_letters[..64] + "\n", "a private key"),
        ("-----BEGIN OPENSSH PRIVATE KEY-----\\n" + s_letters[..64], "a private key"),
        ("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED", "a private key"),
        ("DefaultEndpointsProtocol=https;AccountName=contoso;AccountKey=" + s_letters[..86] + "==;EndpointSuffix=core.windows.net", "an Azure key"),
        ("Endpoint=sb://contoso.servicebus.windows.net/;SharedAccessKeyName=x;SharedAccessKey=" + s_letters[..43] + "=", "an Azure key"),
        ("https://contoso.blob.core.windows.net/a?sv=2024-11-04&sp=r&sig=" + s_letters[..43] + "%3D", "an Azure signature"),
        ("https://hooks.slack.com/services/T" + s_capitals[..10] + "/B" + s_capitals[..10] + "/" + s_letters[..24], "the address of a Slack webhook"),
        ("https://discord.com/api/webhooks/384756102938475610/" + s_letters[..68], "the address of a Discord webhook"),
        ("postgres://contoso:" + s_letters[..12] + "@db.contoso.com:5432/review", "a password"),
        ("https://x:" + s_letters[..12] + "@contoso.com/mcp", "a password"),
    ];

    private static string[] NearMisses =>
    [
        "", " ", "contoso", "ghp_", "ghp_abc123", "ghp_" + new string('x', 36), "ghp_xxxxYOURTOKENHERExxxxxxxxxxxxxxxxxxxx", "ghp_1234567890" + s_letters[..26], "aghp_" + s_letters[..36], "GHP_" + s_letters[..36],
        "github_pat_YOUR_TOKEN", "glpat-short", "glpat-" + new string('x', 20), "sk-learn", "sk-proj-test-secret-value-of-a-test", "sk-toggleable-content-2024-01-01-notes", "task-" + s_letters[..40], "sk-...", "sk-your-key-here-" + s_letters[..20],
        "xoxb-your-token-goes-here-please", "AKIAIOSFODNN7EXAMPLE", "AKIA" + s_capitals[..15], "AKIA" + s_capitals[..17], "AIza" + s_letters[..30], "AIza" + s_letters[..40], "npm_config_registry_of_the_company_here_too", "npm_" + s_letters[..20],
        "pypi-server", "pypi-attestations-with-a-long-name-that-goes-on-and-on-and-on", "hf_token", "hf_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "hf_hub_download",
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.", "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c",
        "-----BEGIN PUBLIC KEY-----\n" + s_letters[..64], "-----BEGIN CERTIFICATE-----\n" + s_letters[..64], "-----BEGIN PRIVATE KEY-----", "-----BEGIN PRIVATE KEY-----\n...", "a line that says -----BEGIN RSA PRIVATE KEY----- and goes on",
        "AccountKey=...", "AccountKey=<key>", "AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==", "https://contoso.com/a?sig=" + s_letters[..43], "https://contoso.com/a?b=c&sig=short&sv=1",
        "https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX", "https://hooks.slack.com/services/", "https://discord.com/api/webhooks/",
        "https://contoso.com/mcp", "https://contoso.com:8080/mcp", "https://user@contoso.com/mcp", "https://contoso.com/@scope/a:b", "https://contoso.com/?a=b:c@d", "ssh://git@contoso.com:22/a", "postgres://user:pass@host:5432/db", "postgres://user:password@host/db",
        "postgres://postgres:postgres@host/db", "postgres://a:" + s_letters[..12] + "@localhost:5432/db", "redis://default:PASSWORD@red-xxx:6379", "mongodb://$USER:$PASS@$HOST", "https://x:${TOKEN}@contoso.com", "https://x:<token>@contoso.com", "https://x:@contoso.com", "https://:@contoso.com", "://", "://:@", "http://[::1]:80/a@b",
        "git@github.com:contoso/review.git", "2024-01-01T00:00:00Z", "sha256:" + s_hex, s_letters, s_hex,
    ];

    [TestMethod]
    public void SecretIsKnownByItsForm()
    {
        foreach ((string secret, string kind) in Secrets)
        {
            foreach (string text in (string[])[secret, $"--key={secret}", $"Bearer {secret}", $"a '{secret}' b", new string('x', 1000) + " " + secret])
            {
                Assert.AreEqual($"{text}: {kind}", $"{text}: {SecretText.Find(text)?.Kind}");
                string hidden = SecretText.Hide(text);
                Assert.DoesNotContain(s_letters[..12], hidden);
            }
        }
    }

    [TestMethod]
    public void WhatOnlyLooksLikeASecretIsNone()
    {
        foreach (string text in NearMisses)
        {
            Assert.AreEqual($"{text}: ", $"{text}: {SecretText.Find(text)?.Kind}");
            Assert.AreEqual(text, SecretText.Hide(text));
        }
    }

    [TestMethod]
    public void SecretsAreFoundInOnePass()
    {
        string[] pieces = ["sk-", "eyJ", "eyJ.eyJ", "://", "://a:", "://a:@", "-----BEGIN ", "AccountKey=", "&sig=", "?sig=sv=", "hooks.slack.com/services/", "AIza", "ghp_", " sk-", " eyJaaaaaaaa.eyJ", "\ud800", "-----BEGIN PRIVATE KEY-----\\n"];
        var watch = Stopwatch.StartNew();
        foreach (string piece in pieces)
        {
            SecretText.Find(string.Concat(Enumerable.Repeat(piece, 500_000 / piece.Length)));
        }

        // Less than a second of a machine that has nothing else to do.
        Assert.IsLessThan(30, watch.Elapsed.TotalSeconds);
    }

    [TestMethod]
    public void SecretIsFoundAnywhereInAServerAndNotRepeated()
    {
        foreach ((string secret, _) in Secrets)
        {
            string value = JsonSerializer.Serialize(secret);
            string[] servers =
            [
                $"{{{Stdio},\"env\":{{\"A\":{value}}}}}", $"{{{Stdio},\"args\":[\"a\",{value}]}}", $"{{{Stdio},\"env_vars\":[{value}]}}", $"{{{Http},\"http_headers\":{{\"X-A\":{value}}}}}",
                $"{{{Http},\"bearer_token_env_var\":{value}}}", $"{{{Http},\"oauth\":{{\"client_id\":\"a\",\"client_secret\":{value}}}}}", $"{{{Stdio},\"note\":{value}}}",
            ];
            foreach (string server in servers)
            {
                IReadOnlyList<Diagnostic> found = Read(server);
                Diagnostic one = Assert.ContainsSingle(found.Where(static one => one.Descriptor.Id == "CXP3022"), server);
                Assert.AreEqual(DiagnosticSeverity.Error, one.Severity);
                Assert.DoesNotContain(s_letters[..8], one.Message);
                Assert.DoesNotContain(s_hex[..8], one.Message);
            }
        }
    }

    [TestMethod]
    // Headers.
    [DataRow("{HTTP,'http_headers':{'Authorization':'Bearer hunter2hunter2'}}", "http_headers.Authorization", "hun...", "bearer_token_env_var")]
    [DataRow("{HTTP,'http_headers':{'authorization':'abc'}}", "http_headers.authorization", "('...')", "bearer_token_env_var")]
    [DataRow("{HTTP,'http_headers':{'Proxy-Authorization':'Basic dXNlcjpodW50ZXIy'}}", "http_headers.Proxy-Authorization", "dXNl...", "env_http_headers")]
    [DataRow("{HTTP,'http_headers':{'Cookie':'session=hunter2hunter2'}}", "http_headers.Cookie", "sess...", "env_http_headers")]
    [DataRow("{HTTP,'http_headers':{'X-API-Key':'hunter2'}}", "http_headers.X-API-Key", "h...", "env_http_headers")]
    [DataRow("{HTTP,'http_headers':{'X-Contoso-Token':'YOUR_TOKEN'}}", "http_headers.X-Contoso-Token", "YO...", "env_http_headers")]
    [DataRow("{HTTP,'headers':{'Authorization':'Bearer hunter2'}}", "http_headers.Authorization", "h...", "bearer_token_env_var")]
    // Variables.
    [DataRow("{STDIO,'env':{'GITHUB_TOKEN':'hunter2'}}", "env.GITHUB_TOKEN", "h...", "\"env_vars\": [\"GITHUB_TOKEN\"]")]
    [DataRow("{STDIO,'env':{'PGPASSWORD':'hunter2'}}", "env.PGPASSWORD", "h...", "env_vars")]
    [DataRow("{STDIO,'env':{'DB_PASSWD':'12345678'}}", "env.DB_PASSWD", "12...", "env_vars")]
    [DataRow("{STDIO,'env':{'CLIENT_SECRET':'a b'}}", "env.CLIENT_SECRET", "...", "env_vars")]
    [DataRow("{STDIO,'env':{'CONTOSO_API_KEY':'<your key>'}}", "env.CONTOSO_API_KEY", "<y...", "env_vars")]
    [DataRow("{STDIO,'env':{'contosoApiKey':'hunter2'}}", "env.contosoApiKey", "h...", "env_vars")]
    [DataRow("{STDIO,'env':{'AWS_SECRET_ACCESS_KEY':'hunter2'}}", "env.AWS_SECRET_ACCESS_KEY", "h...", "env_vars")]
    [DataRow("{STDIO,'env':{'SSH_PRIVATE_KEY':'hunter2'}}", "env.SSH_PRIVATE_KEY", "h...", "env_vars")]
    [DataRow("{STDIO,'env':{'GOOGLE_CREDENTIALS':'hunter2'}}", "env.GOOGLE_CREDENTIALS", "h...", "env_vars")]
    [DataRow("{STDIO,'env':{'ADO_PAT':'hunter2'}}", "env.ADO_PAT", "h...", "env_vars")]
    // Arguments.
    [DataRow("{STDIO,'args':['--api-key','hunter2']}", "args[1]", "h...", "env_vars")]
    [DataRow("{STDIO,'args':['--password','hunter:2']}", "args[1]", "hu...", "env_vars")]
    [DataRow("{STDIO,'args':['--token=hunter2']}", "args[0]", "h...", "env_vars")]
    [DataRow("{STDIO,'args':['-e','GITHUB_TOKEN=hunter2']}", "args[1]", "h...", "env_vars")]
    [DataRow("{STDIO,'args':['--header','Authorization: Bearer hunter2']}", "args[1]", "h...", "env_vars")]
    [DataRow("{STDIO,'args':['--header=X-Api-Key: hunter2==']}", "args[0]", "hu...", "env_vars")]
    // Addresses.
    [DataRow("{'url':'https://contoso.com/mcp?a=b&api_key=hunter2'}", "url", "h...", "env_http_headers")]
    [DataRow("{'url':'https://contoso.com/mcp?contosoApiKey=hunter2#x'}", "url", "h...", "env_http_headers")]
    [DataRow("{'url':'https://contoso.com/mcp?access_token=hunter2'}", "url", "h...", "env_http_headers")]
    [DataRow("{'url':'https://contoso.com/mcp?code=abcdef0123456789abcdef'}", "url", "abcd...", "env_http_headers")]
    // OAuth.
    [DataRow("{HTTP,'oauth':{'client_id':'a','client_secret':'hunter2'}}", "oauth.client_secret", "h...", "public client")]
    [DataRow("{HTTP,'oauth':{'clientId':'a','clientSecret':'hunter2'}}", "oauth.clientSecret", "h...", "public client")]
    public void SecretIsKnownByItsPlace(string server, string path, string hint, string advice)
    {
        Diagnostic found = Assert.ContainsSingle(Read(Json(server)));
        Assert.AreEqual("CXP3022", found.Descriptor.Id, found.Message);
        Assert.StartsWith($"\"{path}\"", found.Message);
        Assert.Contains(hint, found.Message);
        Assert.Contains(advice, found.Message);
        Assert.DoesNotContain("hunter", found.Message);
    }

    [TestMethod]
    [DataRow("{HTTP,'http_headers':{'Authorization':''}}")]
    [DataRow("{HTTP,'http_headers':{'Authorization':'Bearer '}}")]
    [DataRow("{HTTP,'http_headers':{'X-Api-Key':'none'}}")]
    [DataRow("{HTTP,'http_headers':{'X-Contoso-Client':'codex','X-Key-Id':'5','Idempotency-Key':'a','X-Api-Version':'2026-01-01','Accept':'text/plain'}}")]
    [DataRow("{HTTP,'env_http_headers':{'Authorization':'CONTOSO_AUTHORIZATION'},'bearer_token_env_var':'CONTOSO_TOKEN'}")]
    [DataRow("{HTTP,'http_headers':{'Authorization':'Bearer ${TOKEN}'}}", "CXP3009")]
    [DataRow("{STDIO,'env':{'GITHUB_TOKEN':'','API_KEY':' ','A_SECRET':'none','B_TOKEN':'true','C_PASSWORD':'null'}}")]
    [DataRow("{STDIO,'env':{'MAX_TOKEN':'4096hundred','MAX_TOKENS':'4096','TOKEN_LIMIT':'4096','MODEL_TOKEN':'4096','TOKENIZER':'gpt','TOKEN_URL':'hunter2','SECRET_NAME':'hunter2'}}")]
    [DataRow("{STDIO,'env':{'API_KEY_FILE':'./x','API_KEY':'./x','PASSWORD':'/run/secrets/x','B_TOKEN':'C:\\\\x','C_PRIVATE_KEY':'id.pem','GOOGLE_APPLICATION_CREDENTIALS':'key.json'}}")]
    [DataRow("{STDIO,'env':{'PASSWORD_STORE':'pass','PASSWORD_MANAGER':'hunter2','COMPAT':'hunter2','PATH':'/x','FORMAT':'hunter2','KEYBOARD':'x','PUBLIC_API_KEY':'hunter2','PATTERN':'x'}}")]
    [DataRow("{STDIO,'env':{'A_TOKEN':'op://vault/item/field','B_SECRET':'arn:aws:secretsmanager:x','C_TOKEN':'env:C','D_TOKEN':'file:x','OPENAI_API_KEY':'ollama','E_TOKEN':'https://contoso.com'}}")]
    [DataRow("{STDIO,'env':{'A_TOKEN':'${B}'}}", "CXP3009")]
    [DataRow("{STDIO,'env_vars':['GITHUB_TOKEN','API_KEY']}")]
    [DataRow("{STDIO,'args':['--token','--other','--token-limit','5','--max-token','4096','--no-token','x','--use-token','x','--key-file','x','--token=','--password-stdin','a']}")]
    [DataRow("{STDIO,'args':['--api-key','${KEY}']}", "CXP3009")]
    [DataRow("{STDIO,'args':['https://contoso.com/?a=b','Note: text','a:b','--tokenizer=gpt','x=y','-H','Accept: text/plain']}")]
    [DataRow("{'command':'sh','args':['-c','contoso --token hunter2']}")]
    [DataRow("{'url':'https://contoso.com/mcp?a=b&key=docs&auth=oauth&code=de&token=&api_key=none&apiKeyId'}")]
    [DataRow("{HTTP,'oauth':{'client_id':'hunter2hunter2'}}")]
    [DataRow("{HTTP,'oauth':{'client_id':'a','client_secret':''}}")]
    [DataRow("{HTTP,'bearer_token':'hunter2'}", "CXP3007")]
    public void WhatIsNoSecretIsLeftAlone(string server, string expected = "")
    {
        IReadOnlyList<Diagnostic> found = Read(Json(server), ".mcp.json");
        Assert.AreEqual(expected, string.Join(' ', found.Select(static one => one.Descriptor.Id)), string.Join('\n', found));
    }

    [TestMethod]
    public void SecretIsFoundInEverySource()
    {
        string token = "ghp_" + s_letters[..36];
        using PluginFolder folder = PluginFolder.WithSkill()
            .Write("mcp/a.json", $"{{{Stdio},\"args\":[\n\"{token}\"]}}")
            .Write(".mcp.json", $"{{\"b\":{{{Stdio},\n\"env\":{{\"A\":\"{token}\"}}}}}}")
            .Write("Contoso.Review.cxproj", $"<Project>\n  <ItemGroup>\n    <McpServer Include=\"c\" Url=\"https://contoso.com/?token={token}\" />\n  </ItemGroup>\n</Project>");
        folder.Compile().HasOnly("CXP3022 .mcp.json(2,12)", "CXP3022 Contoso.Review.cxproj(3,28)", "CXP3022 mcp/a.json(2,1)");
    }

    // Nobody reads a thousand of the same.
    [TestMethod]
    public void ManySecretsAreEnough()
    {
        string variables = string.Join(',', Enumerable.Range(0, 20_000).Select(i => $"\"A{i}_TOKEN\":\"hunter{i}hunter\""));
        Assert.HasCount(50, Read($"{{{Stdio},\"env\":{{{variables}}}}}"));
    }

    // Whatever somebody writes, there is an answer.
    [TestMethod]
    public void AnyTextIsRead()
    {
        var random = new Random(3022);
        string[] pieces = [.. Secrets.Select(static one => one.Secret), .. NearMisses, "{", "}", "[0][1]", "args[", "args[x]", "http_headers.", "env.", "=", ":", "?", "&", "-", "--token", "--header=", "\ud800", "\0", "Authorization:", "é"];
        for (int i = 0; i < 1000; i++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(1, 6)).Select(_ => random.Next(3) == 0 ? Piece()[..1] : Piece()));
            string json = JsonSerializer.Serialize(text);
            Read($"{{{Stdio},{json}:{json},\"args\":[{json},{json},[[{json}]]],\"env\":{{{json}:{json}}}}}");
            Read($"{{{Stdio},\"env\":{json},\"args[1]\":{json},\"env.A_TOKEN\":{json},\"http_headers\":[{json}]}}");
            Read($"{{\"url\":{json},\"http_headers\":{{{json}:{json}}}}}");

            string Piece() => pieces[random.Next(pieces.Length)] is { Length: > 0 } piece ? piece : " ";
        }
    }

    private static IReadOnlyList<Diagnostic> Read(string server, string path = "mcp/docs.json")
    {
        var diagnostics = new DiagnosticBag();
        var reader = new McpServerReader(new Dictionary<string, SourceEntry>(), diagnostics);
        if (path == ".mcp.json")
        {
            reader.AddMap(new SourceText(path, Encoding.UTF8.GetBytes($"{{\"mcpServers\":{{\"docs\":{server}}}}}")));
        }
        else
        {
            reader.AddDescriptor("docs", new SourceText(path, Encoding.UTF8.GetBytes(server)));
        }

        return diagnostics.ToSortedList();
    }

    private static string Json(string text) => text.Replace("STDIO", Stdio, StringComparison.Ordinal).Replace("HTTP", Http, StringComparison.Ordinal).Replace('\'', '"');

    private static string Random(int characters, int length)
    {
        const string All = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
        var random = new Random(characters);
        return string.Concat(Enumerable.Range(0, length).Select(_ => All[random.Next(characters)]));
    }
}
