using System.Diagnostics;
using System.Text.RegularExpressions;
using Aegir.Hosts;

namespace Aegir.TestWorker;

/// <summary>
/// A host at whose Nth command this process is killed: before it starts, during it (it runs on without us), at a crash (it dies with us
/// after so many milliseconds), or after it has ended; or where the clock jumps two days, into the future or the past. It prints each command with the step it belongs to and the time it took.
/// One that is asked again and again, until somebody else has ended, counts once: how often depends on the day.
/// </summary>
internal sealed partial class DeadlyHost(IHost host, Steps steps, string when, int number, int milliseconds) : IHost
{
    private readonly Lock counting = new();
    private HostCommand? last;
    private int count;

    public string Name => host.Name;

    public async Task<CommandResult> RunAsync(HostCommand command, CancellationToken cancellation)
    {
        if (NumberOf(command) is not { } mine)
            return await host.RunAsync(command, cancellation);
        if (mine != number)
        {
            var watch = Stopwatch.StartNew();
            var result = await host.RunAsync(command, cancellation);
            Console.WriteLine($"command\t{mine}\t{steps.Current}\t{watch.ElapsedMilliseconds}\t{Label(command)}");
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

    // Its number; null where it is the last one once more.
    private int? NumberOf(HostCommand command)
    {
        lock (counting)
        {
            var isAgain = last is not null && last.File == command.File && last.Input == command.Input && last.Arguments.SequenceEqual(command.Arguments);
            last = command;
            return isAgain ? null : ++count;
        }
    }

    // The first comment of the script tells what it is for.
    private static string Label(HostCommand command)
    {
        var text = command.File == "sh" ? command.Arguments[1] : command.Input ?? "";
        var comment = Comment().Matches(text).LastOrDefault()?.Groups[1].Value ?? text.Split('\n')[0];
        var label = $"{Path.GetFileName(command.File)} {(command.Input is null && command.File != "sh" ? command.Arguments[0] : comment)}";
        return label.Length > 80 ? label[..80] : label;
    }

    public static void Die()
    {
        Process.GetCurrentProcess().Kill();
        Thread.Sleep(Timeout.Infinite);
    }

    [GeneratedRegex(@"(?:^# |<\?php\n// )(.+)$", RegexOptions.Multiline)]
    private static partial Regex Comment();
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
