namespace Aegir.Service.Work;

/// <summary>The hub's own work.</summary>
internal sealed class HubWork(AegirHub hub) : IHubWork
{
    public bool Follows(string distribution, IReadOnlyList<string> references) => hub.Distributions.Find([distribution]).Count > 0;

    public IReadOnlyList<string> Scheduled() => [];

    public Task<string> UpdateAsync(string distribution, ITaskSink sink, CancellationToken cancellation) => Task.FromResult("Unchanged");

    public Task RunQueueAsync(int workers, ITaskSink sink, CancellationToken cancellation) => Task.Delay(Timeout.Infinite, cancellation);
}
