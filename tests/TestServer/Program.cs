using System.Collections;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

// What the first argument says goes wrong; everything else goes right.
string mode = args.Length > 0 ? args[0] : "good";
using Stream output = Console.OpenStandardOutput();

switch (mode)
{
    case "exit":
        Console.Error.WriteLine("reading settings");
        Console.Error.WriteLine("boom: no settings");
        return 3;
    case "exit-silently":
        return 4;
    case "needs":
        if (Environment.GetEnvironmentVariable("ACME_TOKEN") is null)
        {
            Console.Error.WriteLine("no token");
            return 5;
        }

        break;
    case "stray":
        Write("Starting up...\n");
        break;
    case "stray-unfinished":
        Write("Starting up...");
        break;
    case "stray-json":
        Write("{\"level\":\"info\"}\n[1]\n5\n\n");
        break;
    case "stray-invalid":
        WriteBytes([0xFF, 0xFE, (byte)'\n']);
        break;
    case "byte-order-mark":
        WriteBytes([0xEF, 0xBB, 0xBF]);
        break;
    case "huge-line":
        Write(new string('x', 3_000_000) + "\n");
        break;
    case "huge-unfinished":
        Write(new string('x', 3_000_000));
        break;
    case "endless":
        for (string text = new('x', 1_000_000); ;)
        {
            Write(text);
        }

    case "wrong-id":
        Write("{\"jsonrpc\":\"2.0\",\"id\":4242,\"result\":{}}\n");
        break;
    case "never":
    case "sleep":
        Thread.Sleep(Timeout.Infinite);
        break;
    case "flood":
        for (int i = 0; i < 50_000; i++)
        {
            Console.Error.WriteLine($"{i} {new string('e', 90)}");
        }

        break;
    case "child-and-exit":
        StartChild();
        return 6;
    case "child":
        StartChild();
        break;
    case "environment":
        WriteEnvironment(args[1]);
        break;
}

using var input = new StreamReader(Console.OpenStandardInput(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
while (input.ReadLine() is { } line)
{
    if (JsonNode.Parse(line) is not JsonObject request || request["id"] is not { } id || (string?)request["method"] is not { } method)
    {
        continue;
    }

    JsonObject answer = Answer(method, request["params"] as JsonObject);
    answer["jsonrpc"] = "2.0";
    answer["id"] = id.DeepClone();
    if (answer.Remove("nothing"))
    {
        continue;
    }

    Write(answer.ToJsonString() + "\n");
}

if (mode == "ignore-close")
{
    Thread.Sleep(Timeout.Infinite);
}

if (mode == "last-words")
{
    Console.Error.WriteLine("input closed");
}

return 0;

JsonObject Answer(string method, JsonObject? parameters) => (method, mode) switch
{
    ("initialize", "initialize-error") => Error(-32000, "no licence"),
    ("initialize", "exit-on-initialize") => Exit(7),
    ("initialize", "odd-answer") => Result(new JsonObject { ["x"] = 1 }),
    ("initialize", _) => Result(new JsonObject
    {
        ["protocolVersion"] = mode == "old-version" ? "1999-01-01" : (string?)parameters?["protocolVersion"],
        ["capabilities"] = mode == "no-capability" ? new JsonObject() : new JsonObject { ["tools"] = new JsonObject() },
        ["serverInfo"] = new JsonObject { ["name"] = "test-server", ["version"] = "1.0.0" },
    }),
    ("tools/list", "list-error") => Error(-32603, "the database is down"),
    ("tools/list", "list-never") => new JsonObject { ["nothing"] = true },
    ("tools/list", "exit-on-list") => Exit(9),
    ("tools/list", "no-schema") => Result(new JsonObject { ["tools"] = new JsonArray(Tool("add"), new JsonObject { ["name"] = "bad" }) }),
    ("tools/list", "pages") when parameters?["cursor"] is null => Result(new JsonObject { ["tools"] = new JsonArray(Tool("first")), ["nextCursor"] = "2" }),
    ("tools/list", _) => Result(new JsonObject { ["tools"] = new JsonArray(Tool("add"), Tool("echo"), Tool("environment"), Tool("exit"), Tool("sleep")) }),
    ("tools/call", _) => Call((string?)parameters?["name"], parameters?["arguments"] as JsonObject ?? []),
    _ => Error(-32601, "Method not found"),
};

JsonObject Call(string? tool, JsonObject arguments) => tool switch
{
    "add" => Text(((int)arguments["a"]! + (int)arguments["b"]!).ToString(System.Globalization.CultureInfo.InvariantCulture)),
    "echo" => Text(arguments.ToJsonString()),
    "environment" => Text(DescribeEnvironment()),
    "exit" => Exit(8),
    "sleep" => new JsonObject { ["nothing"] = true },
    _ => Error(-32602, $"Unknown tool: '{tool}'"),
};

static JsonObject Tool(string name) => new() { ["name"] = name, ["description"] = $"Tool {name}.", ["inputSchema"] = new JsonObject { ["type"] = "object" } };

static JsonObject Result(JsonNode result) => new() { ["result"] = result };

static JsonObject Error(int code, string message) => new() { ["error"] = new JsonObject { ["code"] = code, ["message"] = message } };

static JsonObject Text(string text) => Result(new JsonObject { ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = text }) });

static JsonObject Exit(int code)
{
    Console.Error.WriteLine("giving up");
    Environment.Exit(code);
    return [];
}

// A child that keeps all pipes open; the file says which it is.
void StartChild()
{
    using var child = Process.Start(new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location, "sleep"]) { UseShellExecute = false })!;
    File.WriteAllText(args[1], child.Id.ToString(System.Globalization.CultureInfo.InvariantCulture));
}

static string DescribeEnvironment()
{
    var variables = new SortedDictionary<string, string?>(StringComparer.Ordinal);
    foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
    {
        variables.Add((string)variable.Key, (string?)variable.Value);
    }

    return JsonSerializer.Serialize(new { Folder = Environment.CurrentDirectory, Variables = variables });
}

// Whole or not at all: somebody waits for it.
static void WriteEnvironment(string file)
{
    File.WriteAllText(file + ".new", DescribeEnvironment());
    File.Move(file + ".new", file, overwrite: true);
}

void Write(string text) => WriteBytes(Encoding.UTF8.GetBytes(text));

void WriteBytes(ReadOnlySpan<byte> bytes)
{
    output.Write(bytes);
    output.Flush();
}
