using Aegir.State;

namespace Aegir.PowerShell;

/// <summary>A cmdlet that works with the hub: opens it when it is first needed, and puts right what a killed process left.</summary>
public abstract partial class HubCmdlet : AegirCmdlet
{
    /// <summary>How long a stopped cmdlet waits for work under way to be undone. What takes longer goes on behind the prompt; if the
    /// process ends before that is done, the next command finishes it.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    private AegirHub? hub;

    /// <summary>The hub. Ask for it on the pipeline thread only.</summary>
    protected AegirHub Hub => hub ??= Open();

    /// <summary>Runs work on other threads, writing what it tells meanwhile.</summary>
    /// <param name="output">Is called on the pipeline thread with Output events; null where there is nothing to do with them.</param>
    protected T Run<T>(string activity, Func<AegirHub, ITaskSink, CancellationToken, Task<T>> work, Action<TaskEvent>? output = null)
    {
        var opened = Hub;
        return Follow(activity, sink => work(opened, sink, Cancellation), output);
    }

    /// <summary>Runs work on other threads that tells nothing.</summary>
    protected T Run<T>(Func<AegirHub, CancellationToken, Task<T>> work) => Run("", (opened, _, token) => work(opened, token));

    /// <summary>Opens the same hub once more, for work that goes on when the session's is closed. It must be disposed.</summary>
    private protected void UseHubOfItsOwn() => hub = HubSession.Current.OpenAnother(Hub);

    /// <summary>Stops the work and waits until what is under way is undone.</summary>
    private protected void Abandon(EventPump pump, Task work)
    {
        CancelWork();
        pump.Close();
        try
        {
            work.Wait(Grace);
        }
        catch (AggregateException)
        {
            // It was told to end.
        }
    }

    /// <summary>Writes what is there, waiting a moment for more.</summary>
    private protected static void Drain(EventPump pump, EventWriter writer, ProgressBoard board, Task work, bool wait)
    {
        if (wait)
            pump.Wait(work, Tick);
        while (pump.TryRead(out var taskEvent))
            writer.Write(taskEvent);
        board.Refresh();
    }

    private T Follow<T>(string activity, Func<ITaskSink, Task<T>> work, Action<TaskEvent>? output = null)
    {
        var pump = new EventPump();
        var board = new ProgressBoard(this, activity);
        var writer = new EventWriter(this, board, taskEvent =>
        {
            board.Finish(taskEvent.Target);
            output?.Invoke(taskEvent);
        });
        var task = Task.Run(() => work(pump));
        try
        {
            while (!task.IsCompleted)
                Drain(pump, writer, board, task, wait: true);
            Drain(pump, writer, board, task, wait: false);
            board.Clear();
        }
        catch
        {
            Abandon(pump, task);
            throw;
        }
        return task.GetAwaiter().GetResult();
    }

    private AegirHub Open()
    {
        AegirHub opened;
        try
        {
            opened = HubSession.Current.Open();
        }
        catch (Exception error) when (Errors.IsOurs(error))
        {
            ThrowTerminatingError(Errors.From(error, HubAddress.Show(AegirHub.DefaultAddress)));
            throw;
        }
        // With -WhatIf nothing is written, not even this.
        if (!IsWhatIf)
            Recover(opened);
        return opened;
    }

    private void Recover(AegirHub opened) => Attempt(opened.Location, () =>
    {
        foreach (var task in Follow("Recovering", sink => opened.RecoverAsync(new Hushed(sink))))
            WriteWarning($"Task {task.Id} ({task}) had been cut off. {task.Message ?? "It is finished now."}");
    });

    /// <summary>Each recovered task gets one warning of ours; the core's own words on it are for -Verbose.</summary>
    private sealed class Hushed(ITaskSink sink) : ITaskSink
    {
        public void Emit(TaskEvent taskEvent) =>
            sink.Emit(taskEvent.Kind == TaskEventKind.Warning ? taskEvent with { Kind = TaskEventKind.Verbose } : taskEvent);
    }
}
