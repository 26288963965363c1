using System.Collections.Concurrent;
using Aegir.Service.Work;

namespace Aegir.Service.Tests.Components;

/// <summary>Work that is counted and can be held up: it stands for checks that take their time.</summary>
public sealed class CountingWork : IHubWork
{
    private readonly ConcurrentQueue<string> begun = new();

    public IReadOnlyCollection<string> Begun => begun;

    /// <summary>What a check waits for.</summary>
    public Task Until { get; set; } = Task.CompletedTask;

    public int Ended { get; private set; }

    public bool Follows(string distribution, IReadOnlyList<string> references) => references.Count == 0 || references.Contains("refs/heads/main");

    public IReadOnlyList<string> Scheduled() => ["Ten"];

    public async Task<string> UpdateAsync(string distribution, ITaskSink sink, CancellationToken cancellation)
    {
        begun.Enqueue(distribution);
        await Until.WaitAsync(cancellation);
        Ended++;
        return "Unchanged";
    }

    public Task RunQueueAsync(int workers, ITaskSink sink, CancellationToken cancellation) => Task.Delay(Timeout.Infinite, cancellation);
}
