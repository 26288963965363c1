using System.Diagnostics;
using Aegir.Hosts;

namespace Aegir.TestWorker;

/// <summary>
/// A host at whose Nth command this process is killed: before it starts, during it (it runs on without us), at a crash (it dies with us
/// after so many milliseconds), or after it has ended; or where the clock jumps two days, into the future or the past. It prints each command with the step it belongs to and the time it took.
/// </summary>
internal sealed class DeadlyHost(IHost host, Steps steps, string when, int number, int milliseconds) : IHost
{
    private readonly CommandCount count = new();

    public string Name => host.Name;

    public async Task<CommandResult> RunAsync(HostCommand command, CancellationToken cancellation)
    {
        if (count.Next(command) is not { } mine)
            return await host.RunAsync(command, cancellation);
        if (mine != number)
        {
            var watch = Stopwatch.StartNew();
            var result = await host.RunAsync(command, cancellation);
            Console.WriteLine($"command\t{mine}\t{steps.Current}\t{watch.ElapsedMilliseconds}\t{CommandLabel.Of(command)}");
            return result;
        }
        if (when is "future" or "past")
        {
            // The file by which faketime goes.
            await File.WriteAllTextAsync(Environment.GetEnvironmentVariable("FAKETIME_TIMESTAMP_FILE")!, when == "future" ? "+2d\n" : "-2d\n", CancellationToken.None);
            return await host.RunAsync(command, cancellation);
        }
        if (when == "before")
            Die();
        if (when == "crash")
        {
            using var crash = new CancellationTokenSource(milliseconds);
            try
            {
                await host.RunAsync(command, crash.Token);
            }
            catch (OperationCanceledException)
            {
                // It died; so do we.
            }
            Die();
        }
        var running = host.RunAsync(command, cancellation);
        if (when == "during")
            await Task.Delay(milliseconds, CancellationToken.None);
        else
            await running;
        Die();
        return await running;
    }

    public static void Die()
    {
        Process.GetCurrentProcess().Kill();
        Thread.Sleep(Timeout.Infinite);
    }
}

/// <summary>Knows the step that runs, prints each that begins, and ends the process where one of them does.</summary>
/// <param name="deadly">From 1; 0 for none.</param>
internal sealed class Steps(int deadly) : ITaskSink
{
    private int count;

    public string Current { get; private set; } = "";

    public void Emit(TaskEvent taskEvent)
    {
        if (taskEvent.Kind is not TaskEventKind.Progress)
            return;
        Current = taskEvent.Message;
        Console.WriteLine($"step\t{++count}\t{Current}");
        if (count == deadly)
            DeadlyHost.Die();
    }
}

internal static class Sequences
{
    public static async IAsyncEnumerable<T> ToAsync<T>(this IEnumerable<T> items)
    {
        foreach (var item in items)
            yield return item;
        await Task.CompletedTask;
    }
}
