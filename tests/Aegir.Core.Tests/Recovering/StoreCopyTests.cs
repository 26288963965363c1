using System.Diagnostics;
using Aegir.Hub.Requests;
using Aegir.Tests.Components;
using Aegir.Tests.Queueing;
using Aegir.Tests.Upgrades;

namespace Aegir.Tests.Recovering;

/// <summary>A worker upgrades a batch of sites; at some moments the store is copied, the worker is killed, and the copy takes the store's place.</summary>
public sealed class StoreCopyTests
{
    private static readonly (int Sites, int Copies) Count = Environment.GetEnvironmentVariable("AEGIR_TEST_THOROUGH") == "1" ? (40, 30) : (3, 2);

    [NeedsPhpFact]
    public async Task Work_resumes_from_a_copy_of_the_store()
    {
        var sites = Enumerable.Range(1, Count.Sites).Select(number => $"copied{number}.example.test").ToArray();
        using var trial = await Trial.MakeAsync(sites);
        trial.Hub.Dispose();
        using var copies = new StoreCopies(trial.Test.HubFile);
        var random = new Random(20261129);

        for (var taken = 0; taken < Count.Copies; taken++)
        {
            await OrderAsync();
            using var worker = Command.Start("dotnet", AppContext.BaseDirectory + "Aegir.TestWorker.dll", trial.Test.HubFile, "work", "2");
            try
            {
                // Some steps into its first tasks.
                for (var steps = random.Next(8, 24); steps > 0 && await worker.StandardOutput.ReadLineAsync() is { } line;)
                    steps -= line.StartsWith("step\t", StringComparison.Ordinal) ? 1 : 0;
                Signal(worker, "-STOP");
                var copy = copies.Take();
                var isAllBegun = IsAllBegun(copy);
                // It goes on with what the copy knows of; tasks that it does not know must not be begun.
                if (isAllBegun)
                {
                    Signal(worker, "-CONT");
                    await Task.Delay(random.Next(300));
                }
                await EndAsync(worker);
                copies.PutBack(copy);
            }
            finally
            {
                await EndAsync(worker);
            }
        }

        await OrderAsync();
        using var hub = AegirHub.Open(trial.Test.HubFile);
        await hub.Queue.RunAsync(QueueBench.Quiet, trial.Test.Sink, default);
        foreach (var site in sites)
            AssertWhole(site, "new");
        Assert.DoesNotContain(new[] { trial.Pair.OldDocroot, trial.Pair.NewDocroot }.SelectMany(docroot => Directory.EnumerateDirectories(docroot + "/sites")),
            path => Path.GetFileName(path).StartsWith('.'));

        // What was interrupted was undone, and can be done again.
        async Task OrderAsync()
        {
            using var next = AegirHub.Open(trial.Test.HubFile);
            await next.RecoverAsync(trial.Test.Sink);
            var tasks = next.Tasks.Find(new TaskFilter { Type = "upgrade" }).ToList();
            Assert.DoesNotContain(tasks, task => task.Status is AegirTaskStatus.Error or AegirTaskStatus.Processing);
            var undone = sites.Where(site => !tasks.Exists(task => task.Target == site && task.Status != AegirTaskStatus.Interrupted)).ToList();
            if (tasks.TrueForAll(task => task.HasEnded))
                undone.ForEach(site => AssertWhole(site, "old"));
            undone.ForEach(site => next.Queue.Enqueue(new UpgradeTask(site)));
        }

        // The other sites come and go beside it.
        void AssertWhole(string site, string side)
        {
            var problems = trial.Problems(site, side).Where(problem => !problem.Contains("/sites: ", StringComparison.Ordinal)).ToList();
            Assert.True(problems.Count == 0, $"{site}: {string.Join('\n', problems)}\n{trial.Test.Sink}");
        }
    }

    private static bool IsAllBegun(string copy)
    {
        using var hub = AegirHub.Open(copy);
        return hub.Queue.Health().Queued == 0;
    }

    private static void Signal(Process worker, string signal) => Command.Run("kill", signal, $"{worker.Id}");

    private static async Task EndAsync(Process worker)
    {
        worker.Kill();
        await worker.WaitForExitAsync();
    }
}
