using System.Net;
using Aegir.Tests.Components;

namespace Aegir.Tests.Spokes;

/// <summary>Platforms and sites on a cluster of which a member is down for a while.</summary>
public sealed class ClusterTests
{
    private const string Site = "a.example";

    [NeedsLabFact]
    public async Task A_member_that_was_down_gets_the_code_with_its_next_verify()
    {
        using var spokes = new SpokeHub();
        var docroot = spokes.Code();
        spokes.Lab[1].Sshd.Stop();

        await spokes.AddPlatformAsync("code", docroot, "both");

        Assert.True(File.Exists(spokes.Lab[0].Behind(docroot + "/index.php")));
        var lag = Assert.Single(spokes.Hub.Servers.Get("both").Lagging);
        Assert.Equal(("m2", "platform", "code"), (lag.Member, lag.TargetType, lag.Target));
        Assert.Contains(spokes.Sink.Events, item => item.Message.Contains("'m2' of cluster 'both' is left out", StringComparison.Ordinal));

        spokes.Lab[1].Sshd.Start();
        await spokes.Hub.Servers.VerifyAsync("m2", spokes.Sink, default);

        Assert.True(File.Exists(spokes.Lab[1].Behind(docroot + "/index.php")));
        Assert.Empty(spokes.Hub.Servers.Get("both").Lagging);
    }

    [NeedsLabFact("mariadbd|mysqld", "mariadb-install-db|mysql_install_db", "mariadb|mysql")]
    public async Task A_site_goes_on_without_a_member_which_is_caught_up_by_the_sites_verify()
    {
        using var spokes = new SpokeHub();
        using var mariaDb = MariaDbServer.For(spokes.Lab);
        mariaDb.Query("CREATE DATABASE site; CREATE USER site@'%' IDENTIFIED BY 'p'; GRANT ALL ON site.* TO site@'%'");
        var docroot = spokes.Code();
        foreach (var machine in spokes.Lab.Machines)
            spokes.Serve(machine);
        await spokes.AddPlatformAsync("code", docroot, "both");
        spokes.MakeSite(spokes.Lab[0], docroot, Site, $"mysql://site:p@{spokes.Lab.HubAddress}:{mariaDb.Port}/site");
        spokes.Lab[1].Sshd.Stop();

        await spokes.Hub.Sites.ImportAsync("code", Site, null, spokes.Sink, default);

        Assert.Equal(HttpStatusCode.OK, spokes.Lab[0].Get(Site).Status);
        Assert.Equal("site", Assert.Single(spokes.Hub.Servers.Get("m2").Lagging).TargetType);

        spokes.Lab[1].Sshd.Start();
        await spokes.Hub.Sites.VerifyAsync(Site, spokes.Sink, default);

        Assert.Empty(spokes.Hub.Servers.Get("m2").Lagging);
        Assert.Equal("440 aegir www-data\n", spokes.Lab[1].Run($"stat -c '%a %U %G' {docroot}/sites/{Site}/settings.php"));
        Assert.True(File.Exists(spokes.Lab[1].Behind($"{docroot}/sites/{Site}/files/pictures/stand-in.png")));
        Assert.Contains("Title of a.example", spokes.Lab[1].Get(Site).Body);
        // The hub has its copy too, without what was uploaded.
        Assert.True(File.Exists($"{docroot}/sites/{Site}/settings.php"));
        Assert.False(Directory.Exists($"{docroot}/sites/{Site}/files"));
    }

    [NeedsLabFact]
    public async Task What_is_uploaded_on_either_member_is_on_both_after_a_verify()
    {
        using var spokes = new SpokeHub();
        var docroot = spokes.Code();
        await spokes.AddPlatformAsync("code", docroot, "both");
        spokes.MakeSite(spokes.Lab[0], docroot, Site);
        await spokes.Hub.Sites.ImportAsync("code", Site, null, spokes.Sink, default);
        await spokes.Hub.Sites.VerifyAsync(Site, spokes.Sink, default);
        foreach (var machine in spokes.Lab.Machines)
            machine.Run($"setpriv --reuid=www-data --regid=www-data --clear-groups sh -c 'echo {machine.Name} >{docroot}/sites/{Site}/files/{machine.Name}.txt'");

        await spokes.Hub.Sites.VerifyAsync(Site, spokes.Sink, default);

        foreach (var machine in spokes.Lab.Machines)
            foreach (var name in new[] { "m1", "m2" })
                Assert.Equal(name + "\n", File.ReadAllText(machine.Behind($"{docroot}/sites/{Site}/files/{name}.txt")));
    }

    [NeedsLabFact]
    public async Task Who_joins_a_cluster_misses_all_it_serves_until_it_is_verified()
    {
        using var spokes = new SpokeHub(3);
        var docroot = spokes.Code();
        foreach (var machine in spokes.Lab.Machines)
            spokes.Serve(machine);
        await spokes.AddPlatformAsync("code", docroot, "both");
        spokes.MakeSite(spokes.Lab[0], docroot, Site);
        await spokes.Hub.Sites.ImportAsync("code", Site, null, spokes.Sink, default);
        await spokes.Hub.Sites.VerifyAsync(Site, spokes.Sink, default);

        spokes.Hub.Servers.Set("both", server => server with { Members = ["m3", "m1", "m2"] });
        Assert.Equal(["m3 misses platform code", "m3 misses site a.example"],
            spokes.Hub.Servers.Get("both").Lagging.Select(lag => lag.ToString()).Order());

        await spokes.Hub.Servers.VerifyAsync("both", spokes.Sink, default);

        Assert.Empty(spokes.Hub.Servers.Get("both").Lagging);
        var newcomer = spokes.Lab[2];
        Assert.True(File.Exists(newcomer.Behind(docroot + "/index.php")));
        Assert.True(File.Exists(newcomer.Behind($"{docroot}/sites/{Site}/settings.php")));
        Assert.True(File.Exists(spokes.Lab[0].Behind($"{docroot}/sites/{Site}/settings.php")));
        Assert.True(File.Exists(newcomer.Behind($"{docroot}/sites/{Site}/files/pictures/stand-in.png")));
    }

    // A cluster counts as one server: what its members have is its own.
    [NeedsLabFact]
    [Trait("Oracle", "4")]
    public async Task A_platform_of_a_cluster_cannot_be_one_of_its_members_as_well()
    {
        using var spokes = new SpokeHub();
        var docroot = spokes.Code();
        await spokes.AddPlatformAsync("code", docroot, "both");

        Assert.Equal("PlatformExists", (await Assert.ThrowsAsync<AegirException>(() => spokes.AddPlatformAsync("other", docroot, "m1"))).Id);
        Assert.Equal("PlatformExists", (await Assert.ThrowsAsync<AegirException>(() => spokes.AddPlatformAsync("CODE", spokes.Code(name: "more"), "m2"))).Id);
    }

    [NeedsLabFact]
    public async Task A_change_that_nobody_pushed_is_seen_on_the_member_that_has_it()
    {
        using var spokes = new SpokeHub(1);
        var (old, next) = (spokes.Code("drupal-10.1.5", "old"), spokes.Code("drupal-10.3.6", "new"));
        spokes.Hub.Distributions.Add("Ten");
        await spokes.Hub.Platforms.AddAsync("old", old, "Ten", spokes.Sink, default, "m1");
        await spokes.Hub.Platforms.AddAsync("new", next, "Ten", spokes.Sink, default, "m1");
        spokes.MakeSite(spokes.Lab[0], old, Site);
        await spokes.Hub.Sites.ImportAsync("old", Site, null, spokes.Sink, default);
        spokes.Hub.Distributions.SetTarget("Ten", "new");
        spokes.Lab[0].Run($"echo '// by hand' >>{next}/index.php");

        var plan = await spokes.Hub.Upgrades.PlanAsync(Site, [], default);

        Assert.Equal(UpgradeState.Blocked, plan.State);
        Assert.Contains(plan.Blockers, blocker => blocker.StartsWith("What 'm1' has of platform 'new' is not what the hub has", StringComparison.Ordinal));

        await spokes.VerifyPlatformAsync("new");
        Assert.Equal(UpgradeState.Ready, (await spokes.Hub.Upgrades.PlanAsync(Site, [], default)).State);
    }
}
