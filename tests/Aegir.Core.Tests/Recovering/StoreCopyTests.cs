using System.Diagnostics;
using Aegir.Hub.Requests;
using Aegir.Tests.Components;
using Aegir.Tests.Queueing;
using Aegir.Tests.Upgrades;

namespace Aegir.Tests.Recovering;

/// <summary>A worker upgrades a batch of sites; at some moments the store is copied, the worker is killed, and the copy takes the store's place.</summary>
public sealed class StoreCopyTests
{
    private static readonly (int Sites, int Copies) Count = Environment.GetEnvironmentVariable("AEGIR_TEST_THOROUGH") == "1" ? (40, 30) : (3, 3);

    [NeedsPhpFact]
    public async Task Work_resumes_from_a_copy_of_the_store()
    {
        var sites = Enumerable.Range(1, Count.Sites).Select(number => $"copied{number}.example.test").ToArray();
        using var trial = await Trial.MakeAsync(sites);
        foreach (var site in sites)
            trial.Hub.Queue.Enqueue(new UpgradeTask(site));
        trial.Hub.Dispose();
        using var copies = new StoreCopies(trial.Test.HubFile);
        var random = new Random(20261129);

        for (var taken = 0; taken < Count.Copies; taken++)
        {
            using var worker = Command.Start("dotnet", AppContext.BaseDirectory + "Aegir.TestWorker.dll", trial.Test.HubFile, "work", "2");
            try
            {
                // Some steps into its first tasks.
                for (var steps = random.Next(8, 24); steps > 0 && await worker.StandardOutput.ReadLineAsync() is { } line;)
                    steps -= line.StartsWith("step\t", StringComparison.Ordinal) ? 1 : 0;
                var copy = copies.Take();
                await Task.Delay(random.Next(200));
                await EndAsync(worker);
                copies.PutBack(copy);
            }
            finally
            {
                await EndAsync(worker);
            }
        }

        using var hub = AegirHub.Open(trial.Test.HubFile);
        await hub.Queue.RunAsync(QueueBench.Quiet, trial.Test.Sink, default);
        // What was interrupted was undone, and can be done again.
        var undone = sites.Where(site => hub.Sites.Get(site).Platform == "old").ToList();
        foreach (var site in undone)
        {
            Assert.Equal(AegirTaskStatus.Interrupted, Assert.Single(hub.Tasks.Find(new TaskFilter { Type = "upgrade" }), task => task.Target == site).Status);
            AssertWhole(site, "old");
        }
        foreach (var site in undone)
            hub.Queue.Enqueue(new UpgradeTask(site));
        await hub.Queue.RunAsync(QueueBench.Quiet, trial.Test.Sink, default);
        foreach (var site in sites)
            AssertWhole(site, "new");
        Assert.DoesNotContain(new[] { trial.Pair.OldDocroot, trial.Pair.NewDocroot }.SelectMany(docroot => Directory.EnumerateDirectories(docroot + "/sites")),
            path => Path.GetFileName(path).StartsWith('.'));

        // The other sites come and go beside it.
        void AssertWhole(string site, string side)
        {
            var problems = trial.Problems(site, side).Where(problem => !problem.Contains("/sites: ", StringComparison.Ordinal)).ToList();
            Assert.True(problems.Count == 0, $"{site}: {string.Join('\n', problems)}\n{trial.Test.Sink}");
        }
    }

    private static async Task EndAsync(Process worker)
    {
        worker.Kill();
        await worker.WaitForExitAsync();
    }
}
