using Aegir.TestWorker;
using Aegir.Tests.Components;
using Aegir.Tests.Upgrades;
using Aegir.Tests.Upgrades.Kills;

namespace Aegir.Tests.Recovering;

/// <summary>A store is put back from a copy of while a site was installed, cloned, made of an archive, removed or renamed: what became of it since stays.</summary>
[Collection(MariaDbMoveTests.Name)]
public sealed class OlderSitesTests(MariaDbServer server) : PutBackBench(server, Site)
{
    private const string Site = "elder.example.test", Fresh = "fresh.example.test", Copied = "new-" + Site, Renamed = "new-" + Fresh;

    // The last before the commit, where the most is there that the copy knows nothing of.
    private const string Sample = "look", SampleOfRemoval = "pack";

    private string after = "";

    private string Databases => DatabaseList.Of(Server, "%example%").ToString();

    [NeedsWebServersTheory]
    [InlineData("elder")]
    public async Task What_became_of_a_site_stays(string _)
    {
        await AdoptAsync();
        Drill.Comment(Site, "in-the-original");

        foreach (var copy in await TakeAsync("install", Fresh, Sample))
            await AssertStaysAsync(copy, Fresh, null);
        foreach (var copy in await TakeAsync("rename", Fresh, Sample))
        {
            await AssertStaysAsync(copy, Renamed, null);
            Assert.Equal(404, Drill.Web.Visitor.Get(Fresh).Status);
        }
        var clone = await TakeAsync("clone", Site, Sample);
        Drill.Comment(Copied, "in-the-clone");
        foreach (var copy in clone)
            await AssertStaysAsync(copy, Copied, "in-the-clone");

        var removal = await TakeAsync("remove", Copied, SampleOfRemoval);
        foreach (var copy in removal)
        {
            var databases = Databases;
            await RecoverAsync(copy);
            Assert.Equal(databases, Databases);
        }
        // What has its name since, and perhaps its database's, is another.
        Open(after);
        await Verbs.RunAsync(Hub, "backup", Site, Sink);
        var deployment = await TakeAsync("deploy", Site, Sample);
        Drill.Comment(Copied, "in-the-second");
        foreach (var copy in removal)
        {
            var databases = Databases;
            await RecoverAsync(copy);
            Assert.Equal(databases, Databases);
            Assert.Contains("in-the-second", Drill.Body(Copied, "/node/1"));
        }
        foreach (var copy in deployment)
            await AssertStaysAsync(copy, Copied, "in-the-second");
        Assert.DoesNotContain("in-the-", Drill.Body(Site, "/node/1").Replace("in-the-original", "", StringComparison.Ordinal));
    }

    protected override IEnumerable<string> Sites => [Site, Fresh, Copied, Renamed];

    // Copies at the beginning of steps.
    private async Task<List<string>> TakeAsync(string verb, string target, string sample)
    {
        var taken = new List<string>();
        Sink.OnEvent = item =>
        {
            if (item is { Kind: TaskEventKind.Progress, Step: { } step and not "plan" } && (WorkerRun.IsThorough || step == sample))
                taken.Add(Copies.Take());
        };
        await Verbs.RunAsync(Hub, verb, target, Sink);
        Sink.OnEvent = null;
        Assert.NotEmpty(taken);
        after = Copies.Take();
        return taken;
    }

    private async Task AssertStaysAsync(string copy, string site, string? comment)
    {
        var databases = Databases;
        await RecoverAsync(copy);
        Assert.Equal(databases, Databases);
        Assert.True(Hub.Sites.Find(new SiteFilter()).Any(known => known.Name == site && known.Status == SiteStatus.Enabled), $"{site}\n{Sink}");
        Assert.DoesNotContain(Hub.Tasks.Find(new TaskFilter()), task => task.Status == AegirTaskStatus.Processing);
        Assert.Contains(comment ?? "", Drill.Body(site, comment is null ? "/" : "/node/1"));
        Assert.Empty(Drill.Leftovers());
    }
}
