using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Codex.Plugin.Tests.Shared;

/// <summary>What a process of its own does.</summary>
internal interface IWorker
{
    /// <summary>Runs in the process. It says on standard output, line by line, what the test waits for.</summary>
    static abstract void Run(string[] arguments);
}

/// <summary>
/// A method of this test assembly in a process of its own, which a test may kill at any moment. The test host starts itself again;
/// where the environment names a worker, that runs instead of the tests.
/// </summary>
internal sealed class WorkerProcess : IDisposable
{
    private const string Variable = "CODEX_PLUGIN_TEST_WORKER";

    private readonly Process _process;

    private WorkerProcess(Process process) => _process = process;

    /// <summary>Starts the worker.</summary>
    public static WorkerProcess Start<TWorker>(params string[] arguments)
        where TWorker : IWorker
    {
        string host = Environment.ProcessPath!;
        bool isDotnet = Path.GetFileNameWithoutExtension(host) == "dotnet";
        var start = new ProcessStartInfo(host, isDotnet ? [typeof(TWorker).Assembly.Location, .. arguments] : arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[Variable] = typeof(TWorker).FullName;
        return new WorkerProcess(Process.Start(start)!);
    }

    /// <summary>Waits until the worker has written this line.</summary>
    public void WaitFor(string line)
    {
        for (string? written = _process.StandardOutput.ReadLine(); written != line; written = _process.StandardOutput.ReadLine())
        {
            if (written is null)
            {
                throw new InvalidOperationException($"The worker ended before it said '{line}': {_process.StandardError.ReadToEnd()}");
            }
        }
    }

    /// <summary>Ends the process without asking it, and waits until it is gone.</summary>
    /// <exception cref="InvalidOperationException">It had failed already.</exception>
    public void Kill()
    {
        bool ended = _process.HasExited;
        _process.Kill();
        _process.WaitForExit();
        if (ended)
        {
            throw new InvalidOperationException($"The worker ended with {_process.ExitCode}: {_process.StandardError.ReadToEnd()}");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    [ModuleInitializer]
    internal static void RunAsWorker()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { } name || Assembly.GetExecutingAssembly().GetType(name) is not { } worker)
        {
            return;
        }

        // The command line begins with the program.
        string[] arguments = Environment.GetCommandLineArgs()[1..];
        try
        {
            worker.GetMethod(nameof(IWorker.Run), BindingFlags.Static | BindingFlags.Public)!.CreateDelegate<Action<string[]>>()(arguments);
            Environment.Exit(0);
        }
        catch (Exception exception)
        {
            Console.Error.WriteLine(exception);
            Environment.Exit(1);
        }
    }
}
