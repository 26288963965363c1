using Aegir.Hub;

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

    /// <returns>The tasks that are not done yet: by their numbers alone where the hub's store does not say more in a moment.</returns>
    public static IReadOnlyList<string> Keep(AegirHub hub, Task work)
    {
        if (Interlocked.Exchange(ref hooked, 1) == 0)
            AppDomain.CurrentDomain.ProcessExit += (_, _) => Ending(All).Wait(Patience);
        var ids = hub.AtWork;
        lock (All)
            All.Add(new Leftover(hub, work, ids));
        var look = Task.Run(() => Tasks(hub.Tasks, ids));
        var known = Quiet(look).Wait(Moment) && look.IsCompletedSuccessfully ? look.Result : [];
        return [.. ids.Order().Select(id => known.FirstOrDefault(task => task.Id == id) is { } task ? $"Task {id} ({task})" : $"Task {id}")];
    }

    /// <summary>The tasks that have ended since; each is told once.</summary>
    /// <param name="history">Where to look them up.</param>
    public static IReadOnlyList<AegirTask> Ended(AegirHub hub, TaskHistory history)
    {
        var ended = Of(hub, isEnded: true);
        var tasks = Tasks(history, [.. ended.SelectMany(leftover => leftover.TaskIds)]);
        Forget(ended);
        return tasks;
    }

    /// <summary>Closes a hub, once nothing is done through it any more.</summary>
    public static void Close(AegirHub hub)
    {
        Forget(Of(hub, isEnded: true));
        var left = Of(hub, isEnded: false);
        if (left.Count == 0)
            hub.Dispose();
        else
            Ending(left).ContinueWith(_ => hub.Dispose(), TaskScheduler.Default);
    }

    private static IReadOnlyList<AegirTask> Tasks(TaskHistory history, IReadOnlyList<long> ids) => ids.Count > 0 ? history.Find(new TaskFilter { Ids = ids }) : [];

    private static List<Leftover> Of(AegirHub hub, bool isEnded)
    {
        lock (All)
            return All.FindAll(leftover => leftover.Hub == hub && leftover.Work.IsCompleted == isEnded);
    }

    private static void Forget(List<Leftover> ended)
    {
        lock (All)
            All.RemoveAll(ended.Contains);
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
