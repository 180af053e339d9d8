using System.Text.Json.Nodes;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Read;
using Codex.Plugin.Tests.Helpers;

namespace Codex.Plugin.Tests.Rules;

/// <summary>What the metadata of items that declare MCP servers become, and what is wrong with them.</summary>
[TestClass]
public sealed class ServerItemTests
{
    private const string Remote = """Url="https://docs.contoso.com/mcp" """;
    private const string Local = """Command="docs" """;

    /// <summary>Each metadata as it is written, and the member that it becomes.</summary>
    [TestMethod]
    [DataRow("", """Url="https://docs.contoso.com/mcp" """, "url", "\"https://docs.contoso.com/mcp\"")]
    [DataRow("", """Url="https://docs.contoso.com/mcp?a=1%3B2&amp;b=%20" """, "url", "\"https://docs.contoso.com/mcp?a=1;2&b= \"")]
    [DataRow(Remote, """BearerTokenEnvVar="CONTOSO_TOKEN" """, "bearer_token_env_var", "\"CONTOSO_TOKEN\"")]
    [DataRow(Remote, """HttpHeaders="X-Team=Review;X-Query=a=b%3Bc" """, "http_headers", """{"X-Team":"Review","X-Query":"a=b;c"}""")]
    [DataRow(Remote, """EnvHttpHeaders="X-Tenant=CONTOSO_TENANT" """, "env_http_headers", """{"X-Tenant":"CONTOSO_TENANT"}""")]
    [DataRow(Remote, """HttpHeadersHelper="contoso-headers --json" """, "http_headers_helper", "\"contoso-headers --json\"")]
    [DataRow(Remote, """Auth="oauth" """, "auth", "\"oauth\"")]
    [DataRow(Remote, """Scopes="read;write" """, "scopes", """["read","write"]""")]
    [DataRow(Remote, """OAuthClientId="contoso" """, "oauth", """{"client_id":"contoso"}""")]
    [DataRow(Remote, """OAuthCallbackPort="8123" """, "oauth", """{"callback_port":8123}""")]
    [DataRow(Remote, """OAuthCallbackUrl="https://contoso.com/back" """, "oauth", """{"callback_url":"https://contoso.com/back"}""")]
    [DataRow(Remote, """OAuthResource="https://docs.contoso.com" """, "oauth_resource", "\"https://docs.contoso.com\"")]
    [DataRow("", """Command="docs" """, "command", "\"docs\"")]
    [DataRow(Local, """Arguments="a%3Bb;c" """, "args", """["a;b","c"]""")]
    [DataRow(Local, """Arguments=" --name=a b ; ; -x;100%;%25;%2a;%zz;ü;%20" """, "args", """["--name=a b","-x","100%","%","*","%zz","ü"," "]""")]
    [DataRow(Local, """Environment="CONTOSO_HOME=/opt/contoso; EMPTY=;A%3DB=c=d%3Be" """, "env", """{"CONTOSO_HOME":"/opt/contoso","EMPTY":"","A=B":"c=d;e"}""")]
    [DataRow(Local, """EnvVars="CONTOSO_TOKEN;CONTOSO_USER" """, "env_vars", """["CONTOSO_TOKEN","CONTOSO_USER"]""")]
    [DataRow(Local, """WorkingDirectory="skills" """, "cwd", "\"skills\"")]
    [DataRow(Remote, """StartupTimeout="30" """, "startup_timeout_sec", "30")]
    [DataRow(Local, """ToolTimeout="1.50" """, "tool_timeout_sec", "1.50")]
    [DataRow(Local, """StartupReadiness="catalog" """, "startup_readiness", "\"catalog\"")]
    [DataRow(Local, """Enabled="false" """, "enabled", "false")]
    [DataRow(Local, """enabled=" True " """, "enabled", "true")]
    [DataRow(Local, """Required="TRUE" """, "required", "true")]
    [DataRow(Remote, """SupportsParallelToolCalls="true" """, "supports_parallel_tool_calls", "true")]
    [DataRow(Remote, """EnabledTools="search;read" """, "enabled_tools", """["search","read"]""")]
    [DataRow(Remote, """DisabledTools="delete" """, "disabled_tools", """["delete"]""")]
    [DataRow(Remote, """DefaultToolsApprovalMode="prompt" """, "default_tools_approval_mode", "\"prompt\"")]
    [DataRow(Remote, """ToolApprovalModes="search=auto;a.b=writes" """, "tools", """{"search":{"approval_mode":"auto"},"a.b":{"approval_mode":"writes"}}""")]
    [DataRow(Remote, """ToolOutputTokenLimits="search=2000" """, "tools", """{"search":{"output_token_limit":2000}}""")]
    [DataRow(Remote + """ToolApprovalModes="search=auto" """, """ToolOutputTokenLimits="read=1;search=2000" """, "tools", """{"search":{"approval_mode":"auto","output_token_limit":2000},"read":{"output_token_limit":1}}""")]
    [DataRow(Remote, """ToolInputSchemaMaxBytes="4096" """, "tool_input_schema_max_bytes", "4096")]
    [DataRow(Remote, """OmitToolsFrom="code_mode;deferred;direct" """, "omit_tools_from", """["code_mode","deferred","direct"]""")]
    [DataRow(Remote, """Enabled="" Arguments="" Environment=" " """, "enabled", null)]
    [DataRow(Remote, """_Owner="docs team" Visible="false" """, "_Owner", null)]
    [DataRow("", """Package="Contoso.Docs.Mcp" Version="2.1" """, "args", """["dnx","Contoso.Docs.Mcp@2.1.0","--yes"]""")]
    [DataRow("", """Package="Contoso.Docs.Mcp" Version="2.1.0-beta.1+abc" Arguments="--root;a%3Bb" """, "args", """["dnx","Contoso.Docs.Mcp@2.1.0-beta.1","--yes","--","--root","a;b"]""")]
    [DataRow("", """Package="Contoso.Docs.Mcp" Version="2.1.0" """, "cwd", "\".\"")]
    [DataRow("", """Package="Contoso.Docs.Mcp" Version="2.1.0" WorkingDirectory="skills" """, "cwd", "\"skills\"")]
    [DataRow("", """Package="Contoso.Docs.Mcp" Version="2.1.0" Environment="A=b" """, "env", """{"A":"b"}""")]
    public void MetadataBecomesMember(string besides, string metadata, string member, string? json)
    {
        using PluginFolder folder = Folder($"""<McpServer Include="docs" {besides}{metadata}/>""");
        folder.Compile().HasOnly();
        Assert.AreEqual(json, Server(folder)[member]?.ToJsonString().Replace("\\u0026", "&", StringComparison.Ordinal).Replace("\\u00FC", "ü", StringComparison.Ordinal));
    }

    [TestMethod]
    public void MembersStandInTheOrderOfTheTable()
    {
        using PluginFolder folder = Folder("""<McpServer Include="docs" ToolTimeout="5" Enabled="true" Version="1.0.0" Environment="A=b" Package="P" Arguments="x" />""");
        folder.Compile().HasOnly();
        Assert.AreEqual("command args cwd env tool_timeout_sec enabled", string.Join(' ', Server(folder).Select(static member => member.Key)));
    }

    [TestMethod]
    public void MetadataMayBeElementsOnSeveralLines()
    {
        using PluginFolder folder = Folder("""
            <McpServer Include="docs">
              <Command>
                docs
              </Command>
              <Arguments>
                --root;
                .
              </Arguments>
            </McpServer>
            """);
        folder.Compile().HasOnly();
        Assert.AreEqual("""{"command":"docs","args":["--root","."]}""", Server(folder).ToJsonString());
    }

    [TestMethod]
    public void VersionMayBeManagedCentrally()
    {
        using PluginFolder folder = Folder("""<PackageVersion Include="Contoso.Docs.Mcp" Version="3.0" /><McpServer Include="docs" Package="Contoso.Docs.Mcp" />""");
        folder.Compile().HasOnly();
        Assert.AreEqual("Contoso.Docs.Mcp@3.0.0", (string?)Server(folder)["args"]![1]);
    }

    /// <summary>The rule, what its message says, and the item with a mark where it is found.</summary>
    [TestMethod]
    [DataRow("CXP3004", "Did you mean BearerTokenEnvVar?", """<McpServer Include="docs" Url="https://contoso.com" §BearerTokenEnvVr="A" />""")]
    [DataRow("CXP3004", "Write BearerTokenEnvVar.", """<McpServer Include="docs" Url="https://contoso.com" §bearer_token_env_var="A" />""")]
    [DataRow("CXP3004", "Write Arguments.", """<McpServer Include="docs" Command="c" §Args="A" />""")]
    [DataRow("CXP3004", "Write WorkingDirectory.", """<McpServer Include="docs" Command="c" §Cwd="." />""")]
    [DataRow("CXP3004", "Write Environment for values", """<McpServer Include="docs" Command="c" §Env="A=b" />""")]
    [DataRow("CXP3004", "a server with a Command has no such metadata. It has Command, Arguments, Environment, EnvVars, WorkingDirectory, StartupTimeout, ToolTimeout, StartupReadiness, Enabled, Required, SupportsParallelToolCalls, EnabledTools, DisabledTools, DefaultToolsApprovalMode, ToolApprovalModes, ToolOutputTokenLimits, ToolInputSchemaMaxBytes, OmitToolsFrom.", """<McpServer Include="docs" Command="c" §Flavour="A" />""")]
    [DataRow("CXP3004", "a server with a Url has no such metadata. It has Url, BearerTokenEnvVar, ", """<McpServer Include="docs" Url="https://contoso.com" §Version="1.0.0" />""")]
    [DataRow("CXP3004", "a server from a package has no such metadata", """<McpServer Include="docs" Package="P" Version="1.0.0" §SelfContained="true" />""")]
    [DataRow("CXP3004", "an MCP server has no such metadata. Write Url, Command or Package.", """<McpServer Include="docs" §Flavour="A" />""")]
    [DataRow("CXP3004", "a server with a Command has no such metadata", """<McpServer Include="docs" Command="c" §Scopes="A" />""")]
    [DataRow("CXP3004", "Did you mean Url?", """<McpServer Include="docs" §Uri="https://contoso.com" />""")]
    [DataRow("CXP3002", "has none of Url, Command and Package", """<§McpServer Include="docs" />""")]
    [DataRow("CXP3002", "has both Url and Command", """<McpServer Include="docs" Url="https://contoso.com" §Command="c" />""")]
    [DataRow("CXP3002", "has both Command and Package", """<McpServer Include="docs" Command="c" §Package="P" Version="1.0.0" />""")]
    [DataRow("CXP3007", "\"BearerTokenEnvVar\" is not for a server with a \"Command\"", """<McpServer Include="docs" Command="c" §BearerTokenEnvVar="A" />""")]
    [DataRow("CXP3007", "\"HttpHeaders\" is not for a server with a \"Package\"", """<McpServer Include="docs" Package="P" Version="1.0.0" §HttpHeaders="A=b" />""")]
    [DataRow("CXP3007", "\"Arguments\" is not for a server with a \"Url\"", """<McpServer Include="docs" Url="https://contoso.com" §Arguments="A" />""")]
    [DataRow("CXP3019", "is '2.*', which floats", """<McpServer Include="docs" Package="P" §Version="2.*" />""")]
    [DataRow("CXP3019", "is '*', which floats", """<McpServer Include="docs" Package="P" §Version="*" />""")]
    [DataRow("CXP3019", "is '[1.0,2.0)', which is a range", """<McpServer Include="docs" Package="P" §Version="[1.0,2.0)" />""")]
    [DataRow("CXP3019", "is 'latest', which is no version of NuGet's", """<McpServer Include="docs" Package="P" §Version="latest" />""")]
    [DataRow("CXP3019", "is missing: neither Version nor a PackageVersion item says it", """<§McpServer Include="docs" Package="P" />""")]
    [DataRow("CXP3020", "Package must be the id of a package, and is 'P@1.0.0'", """<McpServer Include="docs" §Package="P@1.0.0" Version="1.0.0" />""")]
    [DataRow("CXP3020", "Enabled must be true or false, and is 'yes'", """<McpServer Include="docs" Command="c" §Enabled="yes" />""")]
    [DataRow("CXP3020", "Required must be true or false, and is '1'", """<McpServer Include="docs" Command="c" §Required="1" />""")]
    [DataRow("CXP3020", "StartupTimeout must be a number, for instance 30, and is '30s'", """<McpServer Include="docs" Command="c" §StartupTimeout="30s" />""")]
    [DataRow("CXP3020", "ToolTimeout must be a number, for instance 30, and is '00:01'", """<McpServer Include="docs" Command="c" §ToolTimeout="00:01" />""")]
    [DataRow("CXP3020", "ToolTimeout must be a number, for instance 30, and is '1,5'", """<McpServer Include="docs" Command="c" §ToolTimeout="1,5" />""")]
    [DataRow("CXP3020", "Environment must be NAME=VALUE, several separated by ';', and 'CONTOSO' has no '='", """<McpServer Include="docs" Command="c" §Environment="A=b;CONTOSO" />""")]
    [DataRow("CXP3020", "'=b' has no name", """<McpServer Include="docs" Command="c" §Environment="=b" />""")]
    [DataRow("CXP3020", "'A' is there twice", """<McpServer Include="docs" Command="c" §Environment="A=b;A=c" />""")]
    [DataRow("CXP3020", "ToolOutputTokenLimits must be NAME=NUMBER, several separated by ';', and 'many' is no number", """<McpServer Include="docs" Command="c" §ToolOutputTokenLimits="search=many" />""")]
    // What is checked for every server is found at the metadata, and called by its name.
    [DataRow("CXP3002", "has the Url 'docs.contoso.com', which is not absolute", """<McpServer Include="docs" §Url="docs.contoso.com" />""")]
    [DataRow("CXP3005", "DefaultToolsApprovalMode must be one of", """<McpServer Include="docs" Command="c" §DefaultToolsApprovalMode="always" />""")]
    [DataRow("CXP3005", "ToolApprovalModes (search) must be one of", """<McpServer Include="docs" Command="c" §ToolApprovalModes="search=never" />""")]
    [DataRow("CXP3005", "ToolOutputTokenLimits (search) must be a whole number", """<McpServer Include="docs" Command="c" §ToolOutputTokenLimits="search=0" />""")]
    [DataRow("CXP3005", "OmitToolsFrom[1] must be one of", """<McpServer Include="docs" Command="c" §OmitToolsFrom="direct;all" />""")]
    [DataRow("CXP3005", "StartupTimeout must be a number of seconds", """<McpServer Include="docs" Command="c" §StartupTimeout="-1" />""")]
    [DataRow("CXP3004", "A plugin keeps no secret", """<McpServer Include="docs" Url="https://contoso.com" §OAuthClientSecret="s" />""")]
    [DataRow("CXP3009", "in Environment (HOME_DIR) of the MCP server 'docs' on as it is written. Name a variable of the user's in EnvVars", """<McpServer Include="docs" Command="c" §Environment="HOME_DIR=${HOME}" />""")]
    [DataRow("CXP3010", "WorkingDirectory names 'nowhere'", """<McpServer Include="docs" Command="c" §WorkingDirectory="nowhere" />""")]
    [DataRow("CXP3010", "Arguments[0] names './run.py'", """<McpServer Include="docs" Command="python" §Arguments="./run.py" />""")]
    [DataRow("CXP3012", "DefaultToolsApprovalMode of the MCP server 'docs' is", """<McpServer Include="docs" Command="c" §DefaultToolsApprovalMode="approve" />""")]
    [DataRow("CXP3017", "with ToolTimeout: 0 it gives up at once", """<McpServer Include="docs" Command="c" §ToolTimeout="0" />""")]
    [DataRow("CXP3017", "no environment variable '$A' is forwarded", """<McpServer Include="docs" Command="c" §EnvVars="$A" />""")]
    public void WrongMetadataIsFoundWhereItIsWritten(string id, string message, string item)
    {
        int mark = item.IndexOf('§', StringComparison.Ordinal);
        using PluginFolder folder = Folder(item.Remove(mark, 1));
        PluginCompilation compilation = folder.Compile().HasOnly($"{id} Contoso.Review.cxproj(3,{mark + 1})");
        Assert.Contains(message, compilation.Diagnostics[0].Message);
    }

    [TestMethod]
    public void EveryWrongMetadataIsReported()
    {
        using PluginFolder folder = Folder("""<McpServer Include="docs" Package="P" Version="1.*" Enabled="x" ToolTimeout="y" Urgency="z" />""");
        folder.Compile().HasOnly("CXP3019 Contoso.Review.cxproj(3,39)", "CXP3020 Contoso.Review.cxproj(3,53)", "CXP3020 Contoso.Review.cxproj(3,65)", "CXP3004 Contoso.Review.cxproj(3,81)");
    }

    [TestMethod]
    public void MetadataThatNobodyWroteAtTheItemAreLeftAlone()
    {
        using PluginFolder folder = Folder("""<McpServer Include="docs" Url="https://docs.contoso.com/mcp" />""");
        folder.Compile(static project => project with { McpServers = [project.McpServers[0] with { Settings = new Dictionary<string, string>(project.McpServers[0].Settings) { ["OriginalItemSpec"] = "x", ["Team"] = "y" } }] }).HasOnly();
    }

    [TestMethod]
    public void ServerOfProjectIsStartedFromItsFolder()
    {
        using PluginFolder folder = Folder("""<ProjectReference Include="../Docs/Docs.csproj" McpServer="docs" Arguments="--root;." EnvVars="CONTOSO_TOKEN" StartupTimeout="20" />""");
        PublishedServer[] published = [folder.Publish("docs", "Docs.dll"), folder.Publish("docs", "docs", "linux-x64")];
        McpServerItem item = Reference() with { Settings = new Dictionary<string, string> { ["Arguments"] = "--root;.", ["EnvVars"] = "CONTOSO_TOKEN", ["StartupTimeout"] = "20" } };

        folder.Compile(project => project with { McpServers = [item with { Published = [published[0]] }] }).HasOnly();
        Assert.AreEqual("""{"command":"dotnet","args":["./mcp/docs/Docs.dll","--root","."],"cwd":".","env_vars":["CONTOSO_TOKEN"],"startup_timeout_sec":20}""", Server(folder).ToJsonString());

        folder.Compile(project => project with { McpServers = [item with { Published = [published[1]] }] }).HasOnly();
        Assert.AreEqual("""{"command":"./mcp/docs/docs","args":["--root","."],"cwd":".","env_vars":["CONTOSO_TOKEN"],"startup_timeout_sec":20}""", Server(folder).ToJsonString());
    }

    /// <summary>A reference to a project has other metadata as well; only what resembles a setting is worth a warning.</summary>
    [TestMethod]
    [DataRow("", "PrivateAssets")]
    [DataRow("", "ReferenceOutputAssembly")]
    [DataRow("", "OutputItemType")]
    [DataRow("", "RuntimeIdentifier")]
    [DataRow("", "AdditionalProperties")]
    [DataRow("CXP3004 Did you mean EnvVars?", "EnvVar")]
    [DataRow("CXP3004 Write Arguments.", "Args")]
    [DataRow("CXP3004 Did you mean RuntimeIdentifiers?", "RuntimeIdentifierss")]
    [DataRow("CXP3007 is not for a server with a \"ProjectReference\"", "Url")]
    [DataRow("CXP3004 a server that is built from source has no such metadata. It has TargetFramework, RuntimeIdentifiers, SelfContained, PublishAot, Arguments, Environment, EnvVars,", "Command")]
    [DataRow("CXP3004 a server that is built from source has no such metadata", "WorkingDirectory")]
    [DataRow("CXP3020 SelfContained must be true or false", "SelfContained")]
    public void MetadataOfReference(string expected, string metadata)
    {
        using PluginFolder folder = Folder($"""<ProjectReference Include="../Docs/Docs.csproj" McpServer="docs" {metadata}="a" />""");
        PublishedServer published = folder.Publish("docs", "Docs.dll");
        PluginCompilation compilation = folder.Compile(project => project with
        {
            McpServers = [Reference() with { Published = [published], Settings = McpServerItem.IsSettingOfProject(metadata) ? new Dictionary<string, string> { [metadata] = "a" } : [] }],
        });
        Assert.AreEqual(expected.Split(' ')[0], string.Join(' ', compilation.Diagnostics.Select(static found => found.Descriptor.Id)));
        if (expected.Length > 0)
        {
            Assert.AreEqual("Contoso.Review.cxproj(3,66)", compilation.Diagnostics[0].Location.ToString());
            Assert.Contains(expected["CXP3004 ".Length..], compilation.Diagnostics[0].Message);
            Assert.AreEqual(metadata is "EnvVar" or "Args" or "RuntimeIdentifierss" ? DiagnosticSeverity.Warning : DiagnosticSeverity.Error, compilation.Diagnostics[0].Severity);
        }
    }

    [TestMethod]
    public void ProjectThatIsNotPublishedIsNoServer()
    {
        using PluginFolder folder = Folder("""<ProjectReference Include="../Docs/Docs.csproj" McpServer="docs" />""");
        folder.Compile(static project => project with { McpServers = [Reference()] }).HasOnly("CXP3002 Contoso.Review.cxproj(3,2)");
    }

    [TestMethod]
    public void DocumentationNamesEveryMetadata()
    {
        AreNamed(McpServerSettings.Names, "mcp-servers.md");
        AreNamed(HookItems.Names, "hooks.md");

        static void AreNamed(IEnumerable<string> names, string page)
        {
            string text = File.ReadAllText(Path.Combine(Repository.Root, "docs", page));
            TextAssert.AreLines(names.Where(name => !text.Contains($"`{name}`", StringComparison.Ordinal)));
        }
    }

    [TestMethod]
    public void ManyAndLongValuesAreReadInTime()
    {
        string many = string.Join(';', Enumerable.Range(0, 3000).Select(static number => $"A{number}=v"));
        using PluginFolder folder = Folder($"""<McpServer Include="docs" Command="c" Environment="{many}" ToolApprovalModes="{many}" Arguments="{new string(';', 100000)}{new string('%', 100000)}" StatusMessage="x" />""");
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Assert.IsFalse(folder.Compile().Success);
        Assert.IsLessThan(5, watch.Elapsed.TotalSeconds);
    }

    private static McpServerItem Reference() => new("docs") { ItemType = "ProjectReference", Include = "../Docs/Docs.csproj" };

    // The items stand in line 3, from column 1 on.
    private static PluginFolder Folder(string items) => PluginFolder.WithSkill().Write("Contoso.Review.cxproj", $"<Project>\n<ItemGroup>\n{items}\n</ItemGroup>\n</Project>\n");

    private static JsonObject Server(PluginFolder folder) => JsonNode.Parse(folder.ReadOutput(".mcp.json"))!["mcpServers"]!["docs"]!.AsObject();
}
