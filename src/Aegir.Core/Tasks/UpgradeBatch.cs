using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Aegir.Tasks;

/// <summary>Upgrades sites as they come in: canaries first, then several at a time, until the failure budget is spent.</summary>
/// <param name="upgrade">Upgrades one site.</param>
public sealed class UpgradeBatch(Func<string, CancellationToken, Task<UpgradeResult>> upgrade, UpgradeOptions options, ITaskSink sink)
{
    private readonly ConcurrentQueue<UpgradeResult> results = new();
    private int failures;
    private int canariesLeft = options.Canary;
    private string? stopped;

    public async Task<IReadOnlyList<UpgradeResult>> RunAsync(IAsyncEnumerable<string> sites, CancellationToken cancellation)
    {
        await using var queue = sites.GetAsyncEnumerator(cancellation);
        while (canariesLeft > 0 && stopped is null && await queue.MoveNextAsync().ConfigureAwait(false))
            Canary(await OneAsync(queue.Current, cancellation).ConfigureAwait(false));

        var waiting = Channel.CreateBounded<string>(1);
        var workers = Enumerable.Range(0, options.ThrottleLimit).Select(_ => WorkAsync(waiting.Reader, cancellation)).ToList();
        try
        {
            while (await queue.MoveNextAsync().ConfigureAwait(false))
                await waiting.Writer.WriteAsync(queue.Current, cancellation).ConfigureAwait(false);
        }
        finally
        {
            waiting.Writer.Complete();
            await Task.WhenAll(workers).ConfigureAwait(false);
        }
        return [.. results];
    }

    // A site that needed nothing, or could not be begun, has proved nothing: the next one is the canary.
    private void Canary(UpgradeResult result)
    {
        if (result.Outcome == UpgradeOutcome.Upgraded)
            canariesLeft--;
        else if (result.HasFailed)
            stopped = $"The canary '{result.Site}' failed.";
    }

    private async Task WorkAsync(ChannelReader<string> waiting, CancellationToken cancellation)
    {
        await foreach (var site in waiting.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
            await OneAsync(site, cancellation).ConfigureAwait(false);
    }

    private async Task<UpgradeResult> OneAsync(string site, CancellationToken cancellation)
    {
        var why = stopped ?? (cancellation.IsCancellationRequested ? "The batch was stopped." : null);
        var result = why is not null
            ? new UpgradeResult { Site = site, Outcome = UpgradeOutcome.Skipped, Message = why }
            : await upgrade(site, cancellation).ConfigureAwait(false);
        if (result.HasFailed && Interlocked.Increment(ref failures) > options.MaxFailure)
            stopped ??= $"More than {options.MaxFailure} sites failed.";
        results.Enqueue(result);
        sink.Emit(new TaskEvent(TaskEventKind.Output, site, null, result.ToString(), 100, result));
        return result;
    }
}
