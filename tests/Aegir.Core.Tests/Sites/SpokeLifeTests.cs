using System.Net;
using Aegir.Tests.Components;

namespace Aegir.Tests.Sites;

/// <summary>The life of sites on machines of their own, where an ordinary account of the web server's group works.</summary>
public sealed class SpokeLifeTests
{
    private const string Site = "far.example";

    [NeedsLabFact]
    [Trait("Oracle", "47")]
    public async Task Of_a_site_on_another_machine_from_installation_to_removal()
    {
        using var spokes = new SpokeHub(1);
        var m1 = spokes.Lab[0];
        spokes.Serve(m1);
        await spokes.Hub.Servers.VerifyAsync("m1", spokes.Sink, default);
        var docroot = spokes.Code("drupal-10.1.5");
        await spokes.AddPlatformAsync("code", spokes.Lab.Folder.At("platforms/code"), "m1");
        var before = m1.Run($"ls -A {docroot}/sites");

        var installed = await spokes.Hub.Sites.InstallAsync(new NewSite
        {
            Name = Site, Platform = "code", Database = DatabaseType.Sqlite, AdminEmail = "a@b.example", Aliases = ["www." + Site],
        }, spokes.Sink, default);

        Assert.StartsWith($"http://{Site}/user/reset/1/", installed.LoginUrl);
        Assert.Equal(HttpStatusCode.OK, m1.Get(Site).Status);
        Assert.Equal(HttpStatusCode.OK, m1.Get("www." + Site).Status);
        string Of(string path) => m1.Run($"stat -c '%a %U %G' {docroot}/sites/{Site}/{path}").Trim();
        Assert.Equal("440 aegir www-data", Of("settings.php"));
        Assert.StartsWith("755 aegir", Of("."));
        Assert.Equal("2770 aegir www-data", Of("files"));
        Assert.Equal("660 aegir www-data", Of("private/.ht.sqlite"));

        // What the web server made meanwhile is its own user's.
        m1.Run($"cd {docroot}/sites/{Site}/files && setpriv --reuid=33 --regid=33 --clear-groups sh -c 'umask 002; mkdir -p up css; echo upload >up/photo.txt; echo made >css/made.css'");
        await spokes.Hub.Sites.VerifyAsync(Site, spokes.Sink, default);
        var stat = m1.FilesUnder($"{docroot}/sites/{Site}");
        await spokes.Hub.Sites.VerifyAsync(Site, spokes.Sink, default);
        Assert.Equal(stat, m1.FilesUnder($"{docroot}/sites/{Site}"));

        var backup = await spokes.Hub.Sites.BackupAsync(Site, new(), spokes.Sink, default);
        using (var packed = new Packed(backup.Path))
        {
            Assert.Equal("upload\n", packed.Text("files/up/photo.txt"));
            Assert.Contains("database.sqlite", packed.Members);
            Assert.DoesNotContain(packed.Members, name => name.Contains("made.css", StringComparison.Ordinal) || name.Contains(".ht.sqlite", StringComparison.Ordinal));
        }
        Assert.Equal(stat, m1.FilesUnder($"{docroot}/sites/{Site}"));
        Assert.Equal(CronOutcome.Done, (await spokes.Hub.Cron.RunAsync(Site, spokes.Sink, default)).Outcome);

        await spokes.Hub.Sites.DisableAsync(Site, noBackup: true, spokes.Sink, default);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, m1.Get(Site).Status);
        await spokes.Hub.Sites.EnableAsync(Site, spokes.Sink, default);
        Assert.Equal(HttpStatusCode.OK, m1.Get(Site).Status);

        // A folder of the web server's user that others may not write to cannot be deleted by ours; it is told, and holds nothing up.
        m1.Run($"cd {docroot}/sites/{Site}/files && setpriv --reuid=33 --regid=33 --clear-groups sh -c 'umask 022; mkdir own; echo x >own/x'");
        await spokes.Hub.Sites.RemoveAsync(Site, noBackup: false, spokes.Sink, default);
        var trash = m1.Run($"ls -dA {docroot}/sites/.aegir-*").Trim();
        Assert.Contains($"Delete {trash} as the administrator", spokes.Sink.ToString());
        Assert.StartsWith("700 ", m1.Run($"stat -c '%a %U' {trash}"));
        m1.Run($"rm -rf {trash}");
        Assert.Equal(HttpStatusCode.NotFound, m1.Get(Site).Status);
        Assert.Equal(before.Replace("sites.php\n", ""), m1.Run($"ls -A {docroot}/sites").Replace("sites.php\n", ""));
        Assert.False(Path.Exists($"{docroot}/sites/{Site}"));
        Assert.Equal(2, spokes.Hub.Sites.Backups(Site).Count);
    }

    [NeedsLabFact("mariadbd|mysqld")]
    public async Task Of_a_site_on_a_cluster()
    {
        using var spokes = new SpokeHub();
        using var database = MariaDbServer.For(spokes.Lab);
        spokes.Hub.Servers.Set(Server.MasterName, master => master with
        {
            Database = DatabaseType.MariaDb,
            DatabaseOptionFile = database.OptionFile,
            DatabaseHost = spokes.Lab.HubAddress,
        });
        foreach (var machine in spokes.Lab.Machines)
        {
            spokes.Serve(machine);
            await spokes.Hub.Servers.VerifyAsync(machine.Name, spokes.Sink, default);
        }
        var docroot = spokes.Code("drupal-10.1.5");
        await spokes.AddPlatformAsync("code", spokes.Lab.Folder.At("platforms/code"), "both");

        await spokes.Hub.Sites.InstallAsync(new NewSite { Name = Site, Platform = "code", AdminEmail = "a@b.example" }, spokes.Sink, default);

        foreach (var machine in spokes.Lab.Machines)
        {
            Assert.Equal(HttpStatusCode.OK, machine.Get(Site).Status);
            Assert.Equal("440 aegir www-data", machine.Run($"stat -c '%a %U %G' {docroot}/sites/{Site}/settings.php").Trim());
            machine.Run($"cd {docroot}/sites/{Site}/files && echo {machine.Name} >{machine.Name}.txt");
        }
        var backup = await spokes.Hub.Sites.BackupAsync(Site, new(), spokes.Sink, default);
        using (var packed = new Packed(backup.Path))
            Assert.Superset(new HashSet<string> { "files/m1.txt", "files/m2.txt", "database.sql", "settings.php" }, packed.Members.ToHashSet());

        // What a member misses while it is down, a verify brings it.
        spokes.Lab[1].CutLink();
        await spokes.Hub.Sites.ChangeAsync(Site, new SiteChange { AddAliases = ["also." + Site] }, spokes.Sink, default);
        Assert.Equal(HttpStatusCode.OK, spokes.Lab[0].Get("also." + Site).Status);
        Assert.NotEmpty(spokes.Lags("m2"));
        spokes.Lab[1].MendLink();
        Assert.Equal(HttpStatusCode.NotFound, spokes.Lab[1].Get("also." + Site).Status);
        await spokes.Hub.Sites.VerifyAsync(Site, spokes.Sink, default);
        Assert.Equal(HttpStatusCode.OK, spokes.Lab[1].Get("also." + Site).Status);
        Assert.Empty(spokes.Lags("m2"));
        Assert.All(spokes.Lab.Machines, machine => Assert.Equal("m1\nm2\n", machine.Run($"cat {docroot}/sites/{Site}/files/m*.txt")));

        spokes.Lab[1].CutLink();
        Assert.Equal("MemberDown", (await Assert.ThrowsAsync<AegirException>(() => spokes.Hub.Sites.RemoveAsync(Site, false, spokes.Sink, default))).Id);
        Assert.Equal(HttpStatusCode.OK, spokes.Lab[0].Get(Site).Status);
        spokes.Lab[1].MendLink();

        await spokes.Hub.Sites.RemoveAsync(Site, noBackup: false, spokes.Sink, default);
        foreach (var machine in spokes.Lab.Machines)
        {
            Assert.Equal(HttpStatusCode.NotFound, machine.Get(Site).Status);
            Assert.DoesNotContain("far", machine.Run($"ls -A {docroot}/sites"));
        }
        Assert.DoesNotContain("far", database.Query("SHOW DATABASES; SELECT User FROM mysql.user;"));
    }
}
