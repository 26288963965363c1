using System.Collections.Concurrent;
using System.Diagnostics;
using Aegir.Tests.Components;

namespace Aegir.Tests.Queueing;

/// <summary>Processes that work a queue off; one that ends or is killed is followed by another.</summary>
internal sealed class WorkerPool : IDisposable
{
    private readonly string address;
    private readonly int slots;
    private readonly List<Process> workers = [];
    private readonly ConcurrentQueue<string> output = new();
    private readonly Random random = new(20261128);

    public WorkerPool(string address, int count, int slots)
    {
        (this.address, this.slots) = (address, slots);
        for (var number = 0; number < count; number++)
            workers.Add(Start());
    }

    public int Kills { get; private set; }

    /// <summary>What they said, for a failure.</summary>
    public string Output => string.Join('\n', output);

    /// <summary>Kills one, if the test says that it may be, until the queue is empty; others take its place.</summary>
    /// <param name="mayKill">Whether a process is worth it; one that has not begun anything is not.</param>
    public async Task KillUntilAsync(Func<bool> isDone, Func<int, bool> mayKill, int pause, TimeSpan atMost)
    {
        var clock = Stopwatch.StartNew();
        var sinceKill = Stopwatch.StartNew();
        while (!isDone() && clock.Elapsed < atMost)
        {
            await Task.Delay(50);
            for (var number = 0; number < workers.Count; number++)
                if (workers[number].HasExited)
                    workers[number] = Restarted(workers[number]);
            var victim = workers[random.Next(workers.Count)];
            if (sinceKill.ElapsedMilliseconds < pause || victim.HasExited || !mayKill(victim.Id))
                continue;
            victim.Kill();
            Kills++;
            sinceKill.Restart();
        }
    }

    public void Dispose()
    {
        foreach (var worker in workers)
        {
            worker.Kill();
            worker.WaitForExit();
            worker.Dispose();
        }
    }

    private Process Restarted(Process worker)
    {
        worker.WaitForExit();
        worker.Dispose();
        return Start();
    }

    private Process Start()
    {
        var worker = Command.Start("dotnet", AppContext.BaseDirectory + "Aegir.TestWorker.dll", address, "work", $"{slots}");
        worker.OutputDataReceived += (_, line) => Say(line.Data);
        worker.ErrorDataReceived += (_, line) => Say(line.Data);
        worker.BeginOutputReadLine();
        worker.BeginErrorReadLine();
        return worker;

        void Say(string? line)
        {
            if (line is not null && !line.StartsWith("command\t", StringComparison.Ordinal))
                output.Enqueue(line);
        }
    }
}
