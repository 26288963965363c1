namespace Aegir.PowerShell;

/// <summary>
/// Work that was stopped and is still being undone, behind the prompt: it keeps its hub open, and with it its leases, and a process that ends waits
/// for it. What is not done even then is left to the journal, and finished by the next command.
/// </summary>
internal static class Leftovers
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(100);

    private static readonly List<Leftover> All = [];
    private static int hooked;

    /// <returns>The tasks that are not done yet, as far as the hub can tell in a moment.</returns>
    public static IReadOnlyList<AegirTask> Keep(AegirHub hub, Task work)
    {
        if (Interlocked.Exchange(ref hooked, 1) == 0)
            AppDomain.CurrentDomain.ProcessExit += (_, _) => Ending(All).Wait(Patience);
        var look = Task.Run(() => hub.AtWork);
        IReadOnlyList<AegirTask> tasks = Quiet(look).Wait(Moment) && look.IsCompletedSuccessfully ? look.Result : [];
        lock (All)
            All.Add(new Leftover(hub, work, [.. tasks.Select(task => task.Id)]));
        return tasks;
    }

    /// <summary>The tasks that have ended since; each is told once.</summary>
    public static IReadOnlyList<AegirTask> Ended(AegirHub hub)
    {
        var ids = Take(hub).SelectMany(leftover => leftover.TaskIds).ToList();
        return ids.Count > 0 ? hub.Tasks.Find(new TaskFilter { Ids = ids }) : [];
    }

    /// <summary>Closes a hub, once nothing is done through it any more.</summary>
    public static void Close(AegirHub hub)
    {
        Take(hub);
        List<Leftover> left;
        lock (All)
            left = All.FindAll(leftover => leftover.Hub == hub);
        if (left.Count == 0)
            hub.Dispose();
        else
            Ending(left).ContinueWith(_ => hub.Dispose(), TaskScheduler.Default);
    }

    // Those that have ended, which are then no leftovers any more.
    private static List<Leftover> Take(AegirHub hub)
    {
        lock (All)
        {
            var ended = All.FindAll(leftover => leftover.Hub == hub && leftover.Work.IsCompleted);
            All.RemoveAll(ended.Contains);
            return ended;
        }
    }

    private static Task Ending(List<Leftover> left)
    {
        lock (All)
            return Quiet(Task.WhenAll(left.Select(leftover => leftover.Work)));
    }

    // How it ended stands in the store.
    private static Task Quiet(Task task) => task.ContinueWith(_ => { }, TaskScheduler.Default);

    private sealed record Leftover(AegirHub Hub, Task Work, IReadOnlyList<long> TaskIds);
}
