using System.Diagnostics;
using Aegir.Hosts;

namespace Aegir.TestWorker;

/// <summary>A host at whose Nth command this process is killed: before it starts, while it runs, or when it has ended.</summary>
internal sealed class DeadlyHost(IHost host, string when, int number) : IHost
{
    private int count;

    public int Count => count;

    public string Name => host.Name;

    public async Task<CommandResult> RunAsync(HostCommand command, CancellationToken cancellation)
    {
        if (Interlocked.Increment(ref count) != number)
            return await host.RunAsync(command, cancellation);
        if (when == "before")
            Die();
        var running = host.RunAsync(command, cancellation);
        if (when == "during")
        {
            // Long enough for the command to begin, too short for most to end.
            await Task.Delay(15, CancellationToken.None);
            Die();
        }
        await running;
        Die();
        return await running;
    }

    private static void Die()
    {
        Process.GetCurrentProcess().Kill();
        Thread.Sleep(Timeout.Infinite);
    }
}

internal sealed class PrintingSink : ITaskSink
{
    public void Emit(TaskEvent taskEvent)
    {
        if (taskEvent.Kind is TaskEventKind.Progress)
            Console.WriteLine($"# {taskEvent.Step}");
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
