using System.Net;
using Aegir.Tests.Components;
using Aegir.Tests.Sites;

namespace Aegir.Tests.Spokes;

/// <summary>The whole life of sites on other machines: what their visitors are answered, what lies on the disks, and what the database server
/// holds, after each thing that can be done with a site. Real sshd, rsync, nginx, PHP-FPM and MariaDB.</summary>
public sealed class LifeTests
{
    private const string Site = "life.example.test";

    [NeedsSpokesFact]
    public async Task A_site_on_a_machine_of_its_own_is_installed_upgraded_backed_up_renamed_cloned_disabled_and_removed()
    {
        using var bench = new SpokeBench();
        var machine = bench.Lab[0];
        await bench.PlatformsAsync("m1");

        var installed = await bench.Hub.Sites.InstallAsync(new NewSite { Name = Site, Platform = "m1-old", Title = "Life" }, bench.Sink, default);
        Assert.Contains("/user/reset/", installed.LoginUrl);
        Shown(bench, machine, Site, "m1-old");
        Assert.Equal("databases [lifeexampletest] users [lifeexampletest]", bench.Databases("lifeex"));
        // Reached from the machine that serves the site and from the hub, and from nowhere else (aegir-spec 2.14).
        Assert.Equal(new[] { bench.Lab.HubAddress, "127.0.0.1", machine.Address }.Order(), bench.UserHosts("lifeexampletest").Order());
        bench.Upload(machine, "m1-old", Site);

        var upgrade = Assert.Single(await bench.UpgradeAsync(Site));
        Assert.True(upgrade.Outcome == UpgradeOutcome.Upgraded, upgrade.Message);
        Shown(bench, machine, Site, "m1-new");
        Uploaded(bench, machine, Site, "m1-new");

        var backup = await bench.Hub.Sites.BackupAsync(Site, new BackupOptions(), bench.Sink, default);
        using (var packed = new Packed(backup.Path))
        {
            Assert.Equal("uploaded\n", packed.Text("files/upload.txt"));
            Assert.Contains("-- Dump completed", packed.Text("database.sql"));
        }

        await MovedAsync(bench, new MoveRequest(MoveKind.Rename, Site) { NewName = "renamed.example.test" });
        Shown(bench, machine, "renamed.example.test", "m1-new");
        Uploaded(bench, machine, "renamed.example.test", "m1-new");
        Assert.Equal(HttpStatusCode.NotFound, machine.Get(Site).Status);

        await MovedAsync(bench, new MoveRequest(MoveKind.Clone, "renamed.example.test") { NewName = "clone.example.test" });
        Shown(bench, machine, "clone.example.test", "m1-new");
        Uploaded(bench, machine, "clone.example.test", "m1-new");
        Shown(bench, machine, "renamed.example.test", "m1-new");

        await bench.Hub.Sites.DisableAsync("clone.example.test", noBackup: false, bench.Sink, default);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, machine.Get("clone.example.test").Status);
        await bench.Hub.Sites.EnableAsync("clone.example.test", bench.Sink, default);
        Shown(bench, machine, "clone.example.test", "m1-new");

        foreach (var name in new[] { "clone.example.test", "renamed.example.test" })
        {
            await bench.Hub.Sites.RemoveAsync(name, noBackup: false, bench.Sink, default);
            Assert.Equal(HttpStatusCode.NotFound, machine.Get(name).Status);
            Assert.False(Directory.Exists(machine.Behind(bench.Folder("m1-new", name))));
            Assert.False(Directory.Exists(bench.Folder("m1-new", name)));
        }
        Assert.Equal("databases [] users []", bench.Databases("cloneex"));
        Assert.Equal("databases [] users []", bench.Databases("renamedex"));
    }

    [NeedsSpokesFact]
    public async Task A_site_moves_from_the_hub_to_a_machine_and_on_to_another_and_is_upgraded_there()
    {
        using var bench = new SpokeBench();
        await bench.PlatformsAsync(Server.MasterName);
        await bench.PlatformsAsync("m1");
        await bench.PlatformsAsync("m2");
        await bench.Hub.Sites.InstallAsync(new NewSite { Name = Site, Platform = "server_master-old", Title = "Life" }, bench.Sink, default);
        File.WriteAllText(bench.Folder("server_master-old", Site) + "/files/upload.txt", "uploaded\n");

        await MovedAsync(bench, new MoveRequest(MoveKind.Migrate, Site) { Platform = "m1-old" });
        Shown(bench, bench.Lab[0], Site, "m1-old");
        Uploaded(bench, bench.Lab[0], Site, "m1-old");

        var upgrade = Assert.Single(await bench.UpgradeAsync(Site));
        Assert.True(upgrade.Outcome == UpgradeOutcome.Upgraded, upgrade.Message);
        Shown(bench, bench.Lab[0], Site, "m1-new");

        await MovedAsync(bench, new MoveRequest(MoveKind.Migrate, Site) { Platform = "m2-new" });
        Shown(bench, bench.Lab[1], Site, "m2-new");
        Uploaded(bench, bench.Lab[1], Site, "m2-new");
        // Whoever still asks the old machine is turned away, and writes nowhere.
        Assert.NotEqual(HttpStatusCode.OK, bench.Lab[0].Get(Site).Status);
        Assert.Contains(bench.Lab[1].Address, bench.UserHosts(bench.Hub.Sites.Get(Site).DatabaseName!));

        await bench.Hub.Sites.RemoveAsync(Site, noBackup: false, bench.Sink, default);
        Assert.Equal(HttpStatusCode.NotFound, bench.Lab[1].Get(Site).Status);
        Assert.Equal("databases [] users []", bench.Databases("lifeex"));
    }

    [NeedsSpokesFact]
    public async Task A_site_on_a_cluster_is_alike_on_both_members_through_its_life()
    {
        using var bench = new SpokeBench();
        await bench.PlatformsAsync("both");

        await bench.Hub.Sites.InstallAsync(new NewSite { Name = Site, Platform = "both-old", Title = "Life" }, bench.Sink, default);
        OnBoth(machine => Shown(bench, machine, Site, "both-old"));
        Assert.Equal(new[] { bench.Lab.HubAddress, "127.0.0.1", bench.Lab[0].Address, bench.Lab[1].Address }.Order(), bench.UserHosts("lifeexampletest").Order());
        bench.Upload(bench.Lab[1], "both-old", Site);
        await bench.Hub.Sites.VerifyAsync(Site, bench.Sink, default);
        OnBoth(machine => Uploaded(bench, machine, Site, "both-old"));

        var upgrade = Assert.Single(await bench.UpgradeAsync(Site));
        Assert.True(upgrade.Outcome == UpgradeOutcome.Upgraded, upgrade.Message);
        OnBoth(machine => Shown(bench, machine, Site, "both-new"));
        OnBoth(machine => Uploaded(bench, machine, Site, "both-new"));

        bench.Lab[1].Sshd.Stop();
        Assert.Equal("MemberDown", (await Assert.ThrowsAsync<AegirException>(() => bench.Hub.Sites.DisableAsync(Site, true, bench.Sink, default))).Id);
        bench.Lab[1].Sshd.Start();
        await bench.Hub.Sites.DisableAsync(Site, true, bench.Sink, default);
        OnBoth(machine => Assert.Equal(HttpStatusCode.ServiceUnavailable, machine.Get(Site).Status));
        await bench.Hub.Sites.EnableAsync(Site, bench.Sink, default);
        OnBoth(machine => Shown(bench, machine, Site, "both-new"));

        await bench.Hub.Sites.RemoveAsync(Site, noBackup: false, bench.Sink, default);
        OnBoth(machine => Assert.Equal(HttpStatusCode.NotFound, machine.Get(Site).Status));
        OnBoth(machine => Assert.False(Directory.Exists(machine.Behind(bench.Folder("both-new", Site)))));
        Assert.Equal("databases [] users []", bench.Databases("lifeex"));

        void OnBoth(Action<LabMachine> check)
        {
            foreach (var machine in bench.Lab.Machines)
                check(machine);
        }
    }

    private static async Task MovedAsync(SpokeBench bench, MoveRequest request)
    {
        var result = await bench.Hub.Moves.RunAsync(request, bench.Sink, default);
        Assert.True(result.Outcome == MoveOutcome.Done, $"{result}\n{bench.Sink}");
    }

    /// <summary>The site answers, its folder has the owners and modes of aegir-spec 2.13, and the hub has its copy.</summary>
    private static void Shown(SpokeBench bench, LabMachine machine, string name, string platform)
    {
        // At once, although PHP's opcode cache goes by the settings file with the gate for two seconds more.
        var answer = machine.Get(name);
        Assert.True(answer.Status == HttpStatusCode.OK, $"{name} on {machine.Name}: {answer.Status} {answer.Body}\n{machine.Nginx.Log}");
        Assert.Contains("Life", answer.Body);
        var folder = bench.Folder(platform, name);
        Assert.Equal("440 aegir www-data\n2770 aegir www-data\n", machine.Run($"stat -c '%a %U %G' {folder}/settings.php {folder}/files"));
        Assert.Equal(platform, bench.Hub.Sites.Get(name).Platform);
        Assert.True(File.Exists(folder + "/settings.php"), "The hub has no copy.");
        Assert.False(File.Exists(folder + "/files/upload.txt"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.GroupRead, File.GetUnixFileMode(folder + "/settings.php"));
    }

    private static void Uploaded(SpokeBench bench, LabMachine machine, string name, string platform) =>
        Assert.Equal("uploaded\n", File.ReadAllText(machine.Behind(bench.Folder(platform, name) + "/files/upload.txt")));
}
