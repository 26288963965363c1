using System.Diagnostics;
using Aegir.Tests.Components;

namespace Aegir.Tests.WebServers;

/// <summary>How often web servers are reloaded, and what a reload that fails means.</summary>
public sealed class BatchTests
{
    [NeedsWebServersTheory]
    [InlineData(WebServerType.Nginx, 12)]
    [InlineData(WebServerType.Apache, 10)]
    public async Task Many_sites_are_verified_with_one_reload(WebServerType type, int count)
    {
        var more = Enumerable.Range(0, count - 1).Select(i => $"site{i:00}.example.test").ToArray();
        using var trial = await DrupalTrial.MakeAsync(type, 10, null, more);
        foreach (var file in Directory.EnumerateFiles(trial.Web.Tree + "/vhost.d"))
            File.Delete(file);
        var reloads = trial.Web.Reloads;

        await trial.Hub.BatchAsync(trial.Test.Sink, () => Parallel.ForEachAsync(more.Append(DrupalTrial.Site), new ParallelOptions { MaxDegreeOfParallelism = 4 },
            async (site, token) => await trial.Hub.Sites.VerifyAsync(site, trial.Test.Sink, token)));

        Assert.Equal(reloads + 1, trial.Web.Reloads);
        foreach (var site in more.Append(DrupalTrial.Site))
            Assert.Contains($"Title of {site}", trial.Visitor.Get(site).Body);

        await trial.Hub.BatchAsync(trial.Test.Sink, () => Parallel.ForEachAsync(more.Take(5), async (site, token) => await trial.Hub.Sites.VerifyAsync(site, trial.Test.Sink, token)));
        Assert.Equal(reloads + 1, trial.Web.Reloads);
    }

    [NeedsWebServersTheory, Both]
    public async Task Outside_of_a_batch_a_change_is_in_force_at_once(WebServerType type)
    {
        using var trial = await DrupalTrial.MakeAsync(type, 7);
        File.Delete($"{trial.Web.Tree}/vhost.d/{DrupalTrial.Site}");
        var reloads = trial.Web.Reloads;

        await trial.Hub.Sites.VerifyAsync(DrupalTrial.Site, trial.Test.Sink, default);

        Assert.Equal(reloads + 1, trial.Web.Reloads);
        Assert.Equal(200, trial.Visitor.Get(DrupalTrial.Site).Status);
    }

    [NeedsWebServersTheory, Both(true), Both(false)]
    [Trait("Oracle", "46")]
    public async Task A_reload_that_fails_is_a_warning(WebServerType type, bool batch)
    {
        using var trial = await DrupalTrial.MakeAsync(type, 10);
        File.Delete($"{trial.Web.Tree}/vhost.d/{DrupalTrial.Site}");
        trial.Web.Hook("#!/bin/sh\n[ \"$1\" = -t ] || { echo 'no reload today' >&2; exit 1; }\n");

        if (batch)
            await trial.Hub.BatchAsync(trial.Test.Sink, () => trial.Hub.Sites.VerifyAsync(DrupalTrial.Site, trial.Test.Sink, default));
        else
            await trial.Hub.Sites.VerifyAsync(DrupalTrial.Site, trial.Test.Sink, default);

        Assert.Contains(trial.Test.Sink.Events, item => item.Kind == TaskEventKind.Warning && item.Message.Contains("no reload today", StringComparison.Ordinal));
        if (!batch)
            Assert.Equal(AegirTaskStatus.Warning, trial.Hub.Tasks.Find(new TaskFilter()).MaxBy(task => task.Id)!.Status);
        trial.Web.Hook(null);
        await trial.Hub.Sites.VerifyAsync(DrupalTrial.Site, trial.Test.Sink, default);
        Assert.Equal(200, trial.Visitor.Get(DrupalTrial.Site).Status);
    }

    [NeedsWebServersTheory, Both]
    public async Task A_configuration_that_somebody_broke_during_a_batch_is_an_error_that_names_the_file(WebServerType type)
    {
        using var trial = await DrupalTrial.MakeAsync(type, 10);
        File.Delete($"{trial.Web.Tree}/vhost.d/{DrupalTrial.Site}");
        var broken = trial.Web.Tree + "/vhost.d/somebody-elses";

        var error = await Assert.ThrowsAsync<AegirException>(() => trial.Hub.BatchAsync(trial.Test.Sink, async () =>
        {
            await trial.Hub.Sites.VerifyAsync(DrupalTrial.Site, trial.Test.Sink, default);
            File.WriteAllText(broken, "nonsense here;\n");
        }));

        Assert.Equal("WebConfigurationRefused", error.Id);
        Assert.Contains(broken, error.Message);
    }

    [NeedsWebServersTheory, Both(10), Both(7)]
    public async Task Visitors_are_taken_along_by_an_upgrade_and_its_undo(WebServerType type, int major)
    {
        using var trial = await DrupalTrial.MakeAsync(type, major);
        var (old, target) = major == 7 ? ("7.98", "7.105") : ("10.1.5", "10.3.6");
        Assert.Contains(old, trial.Visitor.Get(DrupalTrial.Site).Body);

        var result = default(UpgradeResult);
        await trial.Hub.BatchAsync(trial.Test.Sink, async () => result = await trial.Test.UpgradeAsync(DrupalTrial.Site));
        Assert.True(result!.Outcome == UpgradeOutcome.Upgraded, $"{result.Message}\n{trial.Test.Sink}");
        Assert.Contains(target, Open(trial).Body);
        Assert.Equal(200, trial.Visitor.Get(DrupalTrial.Site, "/files/pictures/stand-in.png").Status);

        var undone = await trial.Hub.Upgrades.UndoAsync(DrupalTrial.Site, trial.Test.Sink, default);
        Assert.True(undone.Outcome == UpgradeOutcome.Undone, $"{undone.Message}\n{trial.Test.Sink}");
        Assert.Contains(old, Open(trial).Body);
    }

    // PHP may go by its cache of a settings file with a gate for two seconds more; the web server must not shut anybody out.
    private static WebReply Open(DrupalTrial trial)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var reply = trial.Visitor.Get(DrupalTrial.Site);
            if (reply.Status != 503 || clock.Elapsed > TimeSpan.FromSeconds(10))
                return reply;
            Assert.Contains("<html lang=\"en\">", reply.Body);
            Thread.Sleep(100);
        }
    }
}
