using System.Text;
using Codex.Plugin.Packaging.Servers;

namespace Codex.Plugin.Tests.Packaging;

/// <summary>What a <c>server.json</c> asks for, in all the shapes that it has had.</summary>
[TestClass]
public sealed class ServerNeedsTests
{
    private static readonly ServerPackageId s_package = new("Contoso.Build.Mcp", "2.1.0");

    [TestMethod]
    [DataRow("""{ "name": "TOKEN", "description": "The token.", "isRequired": true, "isSecret": true }""", "TOKEN (The token.) secret")]
    [DataRow("""{ "name": "REGION", "isRequired": true }""", "REGION ()")]
    [DataRow("""{ "name": "REGION" }""", "")]
    [DataRow("""{ "name": "REGION", "isRequired": false }""", "")]
    [DataRow("""{ "name": "REGION", "isRequired": "true" }""", "")]
    [DataRow("""{ "name": "REGION", "isRequired": true, "default": "eu" }""", "")]
    [DataRow("""{ "name": "MODE", "isRequired": true, "value": "stdio" }""", "MODE () = stdio")]
    [DataRow("""{ "name": "MODE", "value": "stdio" }""", "")]
    [DataRow("""{ "name": "AUTH", "value": "Bearer {token}", "variables": { "token": { "description": "A token.", "isRequired": true, "isSecret": true } } }""", "AUTH (A token.) secret")]
    [DataRow("""{ "name": "AUTH", "value": "Bearer {token}", "variables": { "token": { "isRequired": true, "default": "x" } } }""", "")]
    [DataRow("""{ "name": "AUTH", "isRequired": true, "value": "Bearer {token}", "variables": { "token": {} } }""", "")]
    [DataRow("""{ "name": "AUTH", "isRequired": true, "value": "{literal}" }""", "AUTH () = {literal}")]
    [DataRow("""{ "isRequired": true }""", "")]
    [DataRow("""{ "name": "", "isRequired": true }""", "")]
    [DataRow("""{ "name": 5, "isRequired": true }""", "")]
    [DataRow("""{ "name": "REGION", "isRequired": true, "description": 5 }""", "REGION ()")]
    [DataRow("\"REGION\"", "")]
    public void VariableIsNeededWhereSomebodyHasToKnowItsValue(string variable, string expected)
    {
        ServerNeeds needs = Read($$"""{ "packages": [ { "registryType": "nuget", "identifier": "Contoso.Build.Mcp", "version": "2.1.0", "transport": { "type": "stdio" }, "environmentVariables": [ {{variable}} ] } ] }""");

        Assert.IsNull(needs.Problem);
        Assert.IsFalse(needs.IsOutdated);
        Assert.AreEqual(expected, Variables(needs));
    }

    [TestMethod]
    [DataRow("""{ "type": "positional", "value": "server" }""", "server")]
    [DataRow("""{ "type": "positional", "valueHint": "folder", "isRequired": true }""", "<folder>")]
    [DataRow("""{ "type": "positional", "valueHint": "folder" }""", "")]
    [DataRow("""{ "type": "positional", "valueHint": "folder", "isRequired": true, "default": "." }""", "")]
    [DataRow("""{ "type": "named", "name": "--port", "isRequired": true }""", "--port;<value>")]
    [DataRow("""{ "type": "named", "name": "--port", "value": "80" }""", "--port;80")]
    [DataRow("""{ "type": "named", "isRequired": true }""", "")]
    [DataRow("""{ "isRequired": true }""", "<value>")]
    public void ArgumentIsNeededWhereItIsFixedOrRequired(string argument, string expected)
    {
        ServerNeeds needs = Read($$"""{ "packages": [ { "registryType": "nuget", "identifier": "contoso.build.mcp", "packageArguments": [ {{argument}} ] } ] }""");

        Assert.AreEqual(expected, string.Join(' ', needs.Arguments));
    }

    /// <summary>The revision of 2025-07-09, at first with the names of the package that follow, and in the form in which the template of .NET 10's previews wrote it.</summary>
    [TestMethod]
    [DataRow("""{ "registry_name": "nuget", "name": "Contoso.Build.Mcp", "environment_variables": [ { "name": "TOKEN", "is_required": true, "is_secret": true } ] }""", "TOKEN () secret")]
    [DataRow("""{ "registry_type": "nuget", "identifier": "Contoso.Build.Mcp", "environment_variables": [ { "name": "TOKEN", "is_required": true } ] }""", "TOKEN ()")]
    [DataRow("""{ "registry_name": "nuget", "name": "Contoso.Build.Mcp", "package_arguments": [], "environment_variables": [ { "name": "CHOICES", "value": "{choices}", "variables": { "choices": { "description": "Some words.", "is_required": true, "is_secret": false } } } ] }""", "CHOICES (Some words.)")]
    public void OldShapeIsRead(string entry, string expected)
    {
        ServerNeeds needs = Read($$"""{ "packages": [ {{entry}} ], "version_detail": { "version": "2.1.0" } }""");

        Assert.IsTrue(needs.IsOutdated);
        Assert.AreEqual(expected, Variables(needs));
    }

    [TestMethod]
    [DataRow("""{ "registryType": "npm", "identifier": "Contoso.Build.Mcp", "environmentVariables": [ { "name": "TOKEN", "isRequired": true } ] }""")]
    [DataRow("""{ "registryType": "nuget", "identifier": "<your package ID here>", "environmentVariables": [ { "name": "TOKEN", "isRequired": true } ] }""")]
    [DataRow("""{ "identifier": "Contoso.Build.Mcp", "environmentVariables": [ { "name": "TOKEN", "isRequired": true } ] }""")]
    [DataRow("""{ "registryType": "nuget", "identifier": "Contoso.Build.Mcp", "environmentVariables": { "TOKEN": "x" }, "packageArguments": "x" }""")]
    [DataRow("5")]
    public void EntryOfAnotherPackageAsksForNothing(string entry)
    {
        ServerNeeds needs = Read($$"""{ "packages": [ {{entry}} ] }""");

        Assert.IsNull(needs.Problem);
        Assert.IsEmpty(needs.Variables);
        Assert.IsEmpty(needs.Arguments);
    }

    [TestMethod]
    public void EntryOfTheVersionWins() => Assert.AreEqual("NEW ()", Variables(Read("""
        { "packages": [
          { "registryType": "nuget", "identifier": "Contoso.Build.Mcp", "version": "2.0.0", "environmentVariables": [ { "name": "OLD", "isRequired": true } ] },
          { "registryType": "nuget", "identifier": "Contoso.Build.Mcp", "version": "2.1.0", "environmentVariables": [ { "name": "NEW", "isRequired": true } ] } ] }
        """)));

    [TestMethod]
    public void EditorsMayHaveAddedWhatIsNotJson() => Assert.AreEqual("TOKEN ()", Variables(Read("""
        ﻿{ // a remark
          "packages": [ { "registryType": "nuget", "identifier": "Contoso.Build.Mcp", "environmentVariables": [ { "name": "TOKEN", "isRequired": true }, ], } ] }
        """)));

    [TestMethod]
    [DataRow("")]
    [DataRow("{")]
    [DataRow("[]")]
    [DataRow("null")]
    [DataRow("""{ "packages": {} }""")]
    [DataRow("""{ "packages": [ { "registryType": "nuget", "identifier": "\ud800" } ] }""")]
    [DataRow("""{ "packages": [ { "registryType": "nuget", "identifier": "Contoso.Build.Mcp", "environmentVariables": [ { "name": "\ud800" } ] } ] }""")]
    public void FileThatCannotBeReadIsSaidToBe(string json) => Assert.IsNotNull(Read(json).Problem);

    [TestMethod]
    public void FileWithoutPackagesIsARemoteServer() => Assert.IsNull(Read("""{ "name": "x", "remotes": [] }""").Problem);

    [TestMethod]
    public void NothingIsAnException()
    {
        string json = """{ "packages": [ { "registryType": "nuget", "identifier": "Contoso.Build.Mcp", "packageArguments": [ { "type": "named", "name": "--x", "value": "{y}", "variables": { "y": { "isRequired": true } } } ] } ] }""";
        byte[] bytes = Encoding.UTF8.GetBytes(json);
        for (int i = 0; i < bytes.Length; i++)
        {
            foreach (byte replacement in "\0\"{}[]5,\\\xFF"u8)
            {
                byte[] changed = [.. bytes];
                changed[i] = replacement;
                ServerNeeds.Read(changed, s_package);
            }
        }

        ServerNeeds.Read(Encoding.UTF8.GetBytes(new string('[', 100_000)), s_package);
        ServerNeeds.Read(Encoding.UTF8.GetBytes($$"""{ "packages": [ { "registryType": "nuget", "identifier": "Contoso.Build.Mcp", "environmentVariables": [ { "name": "A", "value": "{{new string('{', 500_000)}}", "variables": {} } ] } ] }"""), s_package);
    }

    private static ServerNeeds Read(string json) => ServerNeeds.Read(Encoding.UTF8.GetBytes(json), s_package);

    private static string Variables(ServerNeeds needs) => string.Join(' ', needs.Variables.Select(static variable =>
        $"{variable.Name} ({variable.Description}){(variable.IsSecret ? " secret" : "")}{(variable.Value is null ? "" : $" = {variable.Value}")}"));
}
