using System.Diagnostics;
using System.Management.Automation;
using Aegir.State;

namespace Aegir.PowerShell;

/// <summary>A cmdlet that works with the hub: opens it when it is first needed, and puts right what a killed process left.</summary>
public abstract partial class HubCmdlet : AegirCmdlet
{
    /// <summary>How long Ctrl-C waits for work under way to be undone: the prompt is back within a second. What takes longer goes on behind it.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    private AegirHub? hub;
    private AegirHub? attended;

    /// <summary>The hub, for questions and orders of the pipeline thread, which Ctrl-C ends whether the store answers or not.</summary>
    protected AegirHub Hub => attended ??= WorkingHub.Until(TellUnsettled, Cancellation);

    /// <summary>The same for work on other threads: what is begun there is undone before it ends. Ask for it on the pipeline thread only.</summary>
    protected AegirHub WorkingHub => hub ??= Open();

    /// <summary>Runs work on other threads, writing what it tells meanwhile.</summary>
    /// <param name="output">Is called on the pipeline thread with Output events; null where there is nothing to do with them.</param>
    protected T Run<T>(string activity, Func<AegirHub, ITaskSink, CancellationToken, Task<T>> work, Action<TaskEvent>? output = null)
    {
        var opened = WorkingHub;
        return Follow(opened, activity, sink => work(opened, sink, Cancellation), output);
    }

    /// <summary>Runs work on other threads that tells nothing.</summary>
    protected T Run<T>(Func<AegirHub, CancellationToken, Task<T>> work) => Run("", (opened, _, token) => work(opened, token));

    /// <summary>Opens the same hub once more, for work that goes on when the session's is closed. It must be disposed.</summary>
    private protected void UseHubOfItsOwn() => (hub, attended) = (HubSession.Current.OpenAnother(WorkingHub, Cancellation), null);

    /// <summary>True where work that is stopped may take its time, as nobody waits at the prompt.</summary>
    private protected virtual bool IsBehindPrompt => false;

    /// <summary>Stops the work and waits until what is under way is undone; after Ctrl-C not for long.</summary>
    private protected void Abandon(AegirHub opened, EventPump pump, Task work)
    {
        CancelWork();
        pump.Close();
        var end = work.ContinueWith(_ => { }, TaskScheduler.Default);
        var stopped = Stopwatch.StartNew();
        while (!end.Wait(Tick))
            if (IsBehindPrompt || !Stopping)
                stopped.Restart();
            else if (end.Wait(Grace - stopped.Elapsed is { Ticks: > 0 } left ? left : TimeSpan.Zero))
                return;
            else
            {
                Announce(Leftovers.Keep(opened, work));
                return;
            }
    }

    /// <summary>Writes what is there, waiting a moment for more.</summary>
    private protected void Drain(EventPump pump, EventWriter writer, ProgressBoard board, Task work, bool wait)
    {
        if (wait)
            pump.Wait(work, Tick, IsBehindPrompt ? CancellationToken.None : Cancellation);
        // Else only the next word of the work would tell.
        if (Stopping && !IsBehindPrompt)
            throw new PipelineStoppedException();
        while (pump.TryRead(out var taskEvent))
            writer.Write(taskEvent);
        board.Refresh();
    }

    // The streams of a pipeline that was stopped are closed: only the host itself can still say it.
    private void Announce(IReadOnlyList<string> tasks)
    {
        if (tasks.Count > 0)
            Host.UI.WriteWarningLine($"{string.Join(", ", tasks)}: still being undone, behind the prompt. "
                + "Get-AegirTask -Status Processing shows what is left. A session that ends waits a while; what is not done by then, the next command finishes.");
    }

    private void TellUnsettled()
    {
        if (!IsBehindPrompt)
            Host.UI.WriteWarningLine($"The hub's store {hub!.Location} does not answer: what was being written there may have been written or not. Look before you do it again.");
    }

    private T Follow<T>(AegirHub opened, string activity, Func<ITaskSink, Task<T>> work, Action<TaskEvent>? output = null)
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
            Abandon(opened, pump, task);
            if (!Stopping)
                board.Clear();
            throw;
        }
        return task.GetAwaiter().GetResult();
    }

    /// <summary>Opens a hub; ends the pipeline where that cannot be.</summary>
    private protected AegirHub Opened(string address, Func<HubSession, AegirHub> open)
    {
        try
        {
            return open(HubSession.Current);
        }
        catch (OperationCanceledException) when (Cancellation.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (Exception error) when (Errors.IsOurs(error))
        {
            ThrowTerminatingError(Errors.From(error, HubAddress.Show(address)));
            throw;
        }
    }

    private AegirHub Open()
    {
        var opened = Opened(AegirHub.DefaultAddress, session => session.Open(Cancellation));
        foreach (var task in Found(opened.Location, () => Leftovers.Ended(opened, opened.Until(null, Cancellation).Tasks)).SelectMany(ended => ended))
            WriteWarning($"Task {task.Id} ({task}) was stopped. {task.Message ?? "It is done all the same."}");
        // With -WhatIf nothing is written, not even this.
        if (!IsWhatIf)
            Recover(opened);
        return opened;
    }

    private void Recover(AegirHub opened) => Attempt(opened.Location, () =>
    {
        foreach (var task in Recovered(opened))
            WriteWarning($"Task {task.Id} ({task}) had been cut off. {task.Message ?? "It is finished now."}");
    });

    // Whoever waited for a store in vain is not to wait for it again.
    private IReadOnlyList<AegirTask> Recovered(AegirHub opened)
    {
        try
        {
            return Follow(opened, "Recovering", sink => opened.RecoverAsync(new Hushed(sink)));
        }
        catch (AegirException error) when (error.Id == "HubUnreachable")
        {
            ThrowTerminatingError(Errors.From(error, opened.Location));
            throw;
        }
    }

    /// <summary>Each recovered task gets one warning of ours; the core's own words on it are for -Verbose.</summary>
    private sealed class Hushed(ITaskSink sink) : ITaskSink
    {
        public void Emit(TaskEvent taskEvent) =>
            sink.Emit(taskEvent.Kind == TaskEventKind.Warning ? taskEvent with { Kind = TaskEventKind.Verbose } : taskEvent);
    }
}
