using Aegir.State;

namespace Aegir.Tests.State.Shared;

/// <summary>Writers that leave a numbered line for all they do, half of it by the one kind of write and half by the other.</summary>
internal static class Ledger
{
    public static Task WriteAsync(IStateStore store, int writers, int lines, Action<int>? onLine = null) => Task.WhenAll(Enumerable.Range(0, writers)
        .Select(writer => Task.Factory.StartNew(() =>
        {
            var task = store.WriteTask(session => session.Tasks.Start("verify", "site", $"writer{writer}", "here/1/1", null));
            for (var line = 0; line < lines; line++)
            {
                void Write(StateSession session) => session.Tasks.Log(task, TaskLogLevel.Info, null, $"{writer}: {line}");
                if (line % 2 == 0)
                    store.Write(Write);
                else
                    store.WriteTask(Write);
                onLine?.Invoke(line);
            }
        }, TaskCreationOptions.LongRunning)));

    /// <summary>Each writer began one task and wrote each line once, in its order.</summary>
    public static void Check(IStateStore store, int writers, int lines)
    {
        var tasks = store.Read(session => session.Tasks.Find(new TaskFilter()).ToList());
        Assert.Equal(Enumerable.Range(0, writers).Select(writer => $"writer{writer}"), tasks.Select(task => task.Target).Order(StringComparer.Ordinal));
        foreach (var task in tasks)
            Assert.Equal(Enumerable.Range(0, lines).Select(line => $"{task.Target["writer".Length..]}: {line}"),
                store.Read(session => session.Tasks.LogOf(task.Id).Select(entry => entry.Message).ToList()));
    }
}
