namespace Aegir.PowerShell;

/// <summary>A bulk cmdlet whose items have nothing to do with each other.</summary>
public abstract class EachCmdlet<T> : BulkCmdlet<T>
    where T : notnull
{
    /// <summary>Does one; on any thread. What it returns is written.</summary>
    protected abstract Task<object> DoAsync(AegirHub hub, T item, ITaskSink sink, CancellationToken cancellation);

    /// <summary>What would be done to one, as a sentence.</summary>
    protected virtual string Describe(T item) => $"{Activity}: {item}.";

    /// <summary>How many are worked on at a time.</summary>
    protected virtual int Parallel => ThrottleLimit;

    protected override IEnumerable<T> Ask(IReadOnlyList<T> items)
    {
        foreach (var item in items)
        {
            var isApproved = false;
            Attempt(item, () => isApproved = Approve(Describe(item)));
            if (isApproved)
                yield return item;
        }
    }

    protected override Task WorkAsync(AegirHub hub, IAsyncEnumerable<T> items, ITaskSink sink, CancellationToken cancellation) =>
        System.Threading.Tasks.Parallel.ForEachAsync(
            items,
            new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = cancellation },
            async (item, token) => sink.Emit(new TaskEvent(
                TaskEventKind.Output, item.ToString()!, null, "", Payload: await OutcomeAsync(hub, item, sink, token).ConfigureAwait(false))));

    protected override bool IsOutcome(object? payload) => payload is Outcome;

    protected override void WriteOutcome(object outcome)
    {
        var done = (Outcome)outcome;
        if (done.Error is { } error)
            WriteError(Errors.From(error, done.Item));
        else
            WriteResult(done.Item, done.Result!);
    }

    protected virtual void WriteResult(T item, object result) => WriteObject(result);

    private async Task<Outcome> OutcomeAsync(AegirHub hub, T item, ITaskSink sink, CancellationToken cancellation)
    {
        try
        {
            return new Outcome(item, await DoAsync(hub, item, sink, cancellation).ConfigureAwait(false), null);
        }
        catch (Exception error) when (error is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            return new Outcome(item, null, error);
        }
    }

    private sealed record Outcome(T Item, object? Result, Exception? Error);
}
