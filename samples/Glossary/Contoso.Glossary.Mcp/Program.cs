using System.Text.Json;
using Contoso.Glossary.Mcp;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);

// Standard output belongs to the protocol: whatever else is written there breaks it.
builder.Logging.AddConsole(static options => options.LogToStandardErrorThreshold = LogLevel.Trace);

// Beside the server, wherever the plugin is installed; Codex passes no variable that would say where.
string terms = Path.Combine(AppContext.BaseDirectory, "terms.json");
builder.Services.AddSingleton(new Terms(JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(terms))!));
builder.Services.AddMcpServer().WithStdioServerTransport().WithToolsFromAssembly();
await builder.Build().RunAsync();
