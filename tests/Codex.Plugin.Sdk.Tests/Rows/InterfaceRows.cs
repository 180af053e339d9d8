namespace Codex.Plugin.Sdk.Tests.Rows;

/// <summary>Rows 29 and 30: what Codex shows of a plugin.</summary>
/// <remarks>What only the audiences Workspace and Directory refuse, nobody can be asked about here.</remarks>
internal static class InterfaceRows
{
    private const string Logo = """

        #file assets/logo.svg
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><circle cx="32" cy="32" r="30" /></svg>
        """;

    public static SilentFailure[] All =>
    [
        new(29, "four prompts", Interface("\"defaultPrompt\": [\"One\", \"Two\", \"Three\", \"Four\"]"))
        {
            Good = Interface("\"defaultPrompt\": [\"One\", \"Two\", \"Four\"]"),
            Build = ["warning CXP5005 .codex-plugin/plugin.json(3,59)"],
            Lost = ["interface.defaultPrompt[2] = Four"],
            Instead = ["interface.defaultPrompt[2] = Three"],
            Trace = ["log: maximum of 3 prompts"],
        },
        new(29, "prompt of 513 characters", Interface($"\"defaultPrompt\": [\"{new string('x', 513)}\", \"Two\"]"))
        {
            Good = Interface($"\"defaultPrompt\": [\"{new string('x', 512)}\", \"Two\"]"),
            Build = ["warning CXP5005 .codex-plugin/plugin.json(3,36)"],
            Lost = ["interface.defaultPrompt[1] = Two"],
            Instead = ["interface.defaultPrompt[0] = Two"],
            Trace = ["log: at most 512 characters"],
        },
        new(29, "empty prompt", Interface("\"defaultPrompt\": [\" \", \"Two\"]"))
        {
            Good = Interface("\"defaultPrompt\": [\"One\", \"Two\"]"),
            Build = ["warning CXP5005 .codex-plugin/plugin.json(3,36)"],
            Lost = ["interface.defaultPrompt[0] = One"],
            Instead = ["interface.defaultPrompt[0] = Two"],
            Trace = ["log: prompt must not be empty"],
        },
        new(29, "number among the prompts", Interface("\"defaultPrompt\": [5, \"Two\"]"))
        {
            Good = Interface("\"defaultPrompt\": [\"Five\", \"Two\"]"),
            Build = ["error CXP1012 .codex-plugin/plugin.json(3,36)"],
            Lost = ["interface.defaultPrompt[0] = Five"],
            Instead = ["interface.defaultPrompt[0] = Two"],
            Trace = ["log: expected a string"],
        },
        new(29, "number for the prompts", Interface("\"defaultPrompt\": 5"))
        {
            Good = Interface("\"defaultPrompt\": \"Five\""),
            Build = ["error CXP1012 .codex-plugin/plugin.json(3,35)"],
            Lost = ["interface.defaultPrompt[0] = Five"],
            Trace = ["log: defaultPrompt"],
        },
        // Codex hands all of these on as they are.
        new(30, "logo that is no picture", Interface("\"logo\": \"./assets/logo.svg\"") + "#file assets/logo.svg\n<p>no picture</p>")
        {
            Good = Interface("\"logo\": \"./assets/logo.svg\"") + Logo,
            Build = ["error CXP5002 assets/logo.svg(1,2)"],
        },
        new(30, "picture with another extension", Interface("\"logo\": \"./assets/logo.png\"") + Logo.Replace(".svg", ".png", StringComparison.Ordinal))
        {
            Good = Interface("\"logo\": \"./assets/logo.svg\"") + Logo,
            Build = ["warning CXP5003 assets/logo.png"],
            Lost = ["interface.logo = assets/logo.svg"],
            Instead = ["interface.logo = assets/logo.png"],
        },
        new(30, "address without a scheme", Interface("\"websiteURL\": \"contoso.example\""))
        {
            Good = Interface("\"websiteURL\": \"https://contoso.example\""),
            Build = ["warning CXP5007 .codex-plugin/plugin.json(3,32)"],
            Lost = ["interface.websiteUrl = https://contoso.example"],
            Instead = ["interface.websiteUrl = contoso.example"],
        },
        new(30, "colour by its name", Interface("\"brandColor\": \"steelblue\""))
        {
            Good = Interface("\"brandColor\": \"#4682B4\""),
            Build = ["warning CXP5006 .codex-plugin/plugin.json(3,32)"],
            Lost = ["interface.brandColor = #4682B4"],
            Instead = ["interface.brandColor = steelblue"],
        },
    ];

    private static string Interface(string member) => $$"""
        #file .codex-plugin/plugin.json
        {
          "name": "rowname", "version": "1.0.0",
          "interface": { {{member}} }
        }

        """;
}
