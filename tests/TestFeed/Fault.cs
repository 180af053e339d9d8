namespace Codex.Plugin.Tests.Feed;

/// <summary>What goes wrong with a request; always, or as often as it says.</summary>
public sealed class Fault
{
    private const int Always = int.MaxValue;
    private readonly Func<Exchange, Task> _run;

    private Fault(int times, Func<Exchange, Task> run)
    {
        Times = times;
        _run = run;
    }

    internal int Times { get; }

    /// <summary>An answer without the feed's having done anything.</summary>
    public static Fault Status(int status, string? reason = null, int? retryAfter = null, int times = Always) =>
        new(times, exchange => exchange.SendAsync(Answer.Of(status, reason) with { RetryAfter = retryAfter }));

    /// <summary>The connection is reset; the feed has done nothing.</summary>
    public static Fault Reset(int times = Always) => new(times, static exchange =>
    {
        exchange.Abort();
        return Task.CompletedTask;
    });

    /// <summary>The feed does what it is asked to, and the connection is reset before it says so.</summary>
    public static Fault LoseAnswer(int times = Always) => new(times, static async exchange =>
    {
        await exchange.HandleAsync();
        exchange.Abort();
    });

    /// <summary>The right answer, late.</summary>
    public static Fault Delay(TimeSpan delay, int times = Always) => new(times, async exchange =>
    {
        await Task.Delay(delay, exchange.Gone);
        await exchange.SendAsync(await exchange.HandleAsync());
    });

    /// <summary>The right answer, in so many pieces with a pause before each.</summary>
    public static Fault Drip(int pieces, TimeSpan pause, int times = Always) =>
        new(times, async exchange => await exchange.DripAsync(await exchange.HandleAsync(), pieces, pause));

    /// <summary>No answer, for as long as anybody waits.</summary>
    public static Fault Silence(int times = Always) => new(times, static exchange => Task.Delay(Timeout.Infinite, exchange.Gone));

    /// <summary>The head of the right answer and so many bytes; then the connection is closed.</summary>
    public static Fault Truncate(int length, int times = Always) =>
        new(times, async exchange => await exchange.TruncateAsync(await exchange.HandleAsync(), length));

    /// <summary>Other bytes than the right ones.</summary>
    public static Fault Content(Func<byte[], byte[]> change, int times = Always) =>
        Change(times, answer => answer with { Body = change(answer.Body) });

    /// <summary>Bytes that are not even of the right kind.</summary>
    public static Fault Content(byte[] content, int times = Always) => Content(_ => content, times);

    /// <summary>JSON that ends too early, in an answer that does not.</summary>
    public static Fault InvalidJson(int times = Always) => Content(static body => body[..(body.Length / 2)], times);

    /// <summary>The right bytes as something else.</summary>
    public static Fault ContentType(string contentType, int times = Always) => Change(times, answer => answer with { ContentType = contentType });

    /// <summary>The sign-in page that a proxy answers instead.</summary>
    public static Fault SignInPage(int times = Always) =>
        Change(times, static _ => new Answer(200, "<html><title>Sign in</title></html>"u8.ToArray(), "text/html"));

    internal Task RunAsync(Exchange exchange) => _run(exchange);

    private static Fault Change(int times, Func<Answer, Answer> change) =>
        new(times, async exchange => await exchange.SendAsync(change(await exchange.HandleAsync())));
}
