using Aegir.Operations;
using Aegir.Operations.Spokes;
using Aegir.Tests.Components;

namespace Aegir.Tests.Spokes;

/// <summary>Site folders on clusters, and the copies that the hub keeps of them.</summary>
public sealed class SiteSyncTests
{
    private const string Site = "a.example";

    // The original pushes the hub's files to the members and deletes what was uploaded there (aegir-spec 2.16).
    [NeedsLabFact]
    public async Task Uploads_of_all_members_come_together_the_newest_wins_and_nothing_is_deleted()
    {
        using var spokes = new SpokeHub();
        var docroot = Folders(spokes);
        var files = $"{docroot}/sites/{Site}/files";
        foreach (var machine in spokes.Lab.Machines)
            machine.Run($"""
                cd {docroot}/sites/{Site}
                mkdir -p files/{machine.Name} files/php private
                echo {machine.Name} >files/{machine.Name}/own.png; echo {machine.Name} >files/both.png; echo {machine.Name} >files/php/cache.php
                echo {machine.Name} >private/{machine.Name}.txt
                touch -d '2026-01-0{machine.Name[1..]} 12:00' files/both.png
                chown -R www-data:www-data files private; chmod -R ug+rwX,o= files private
                """);

        var report = await spokes.RunAsync(Site, (services, context) =>
            new SiteSync(services, context).UniteAsync(services.Place("both").For(context), docroot, Site));

        Assert.True(report.Error is null, report.Error?.ToString());
        foreach (var machine in spokes.Lab.Machines)
        {
            Assert.Equal("m1\n", File.ReadAllText(machine.Behind(files + "/m1/own.png")));
            Assert.Equal("m2\n", File.ReadAllText(machine.Behind(files + "/m2/own.png")));
            Assert.Equal("m2\n", File.ReadAllText(machine.Behind(files + "/both.png")));
            Assert.Equal(machine.Name + "\n", File.ReadAllText(machine.Behind(files + "/php/cache.php")));
            Assert.Equal(["m1.txt", "m2.txt"], Directory.EnumerateFiles(machine.Behind($"{docroot}/sites/{Site}/private")).Select(file => Path.GetFileName(file)).Order());
            Assert.All(machine.FilesUnder(files), line => Assert.Contains(" www-data ", line));
        }
    }

    [NeedsLabFact]
    public async Task Storage_that_all_members_share_is_left_alone()
    {
        using var spokes = new SpokeHub();
        var docroot = Folders(spokes);
        var files = $"{docroot}/sites/{Site}/files";
        var shared = Directory.CreateDirectory("/var/tmp/aegir-test-" + Guid.NewGuid().ToString("N")).FullName;
        try
        {
            foreach (var machine in spokes.Lab.Machines)
                machine.Run($"mkdir -p {files} && mount --bind {shared} {files} && chown aegir:www-data {files} && chmod 2777 {files}");
            File.WriteAllText(shared + "/upload.txt", "shared");
            var (before, sessions) = (File.GetLastWriteTimeUtc(shared + "/upload.txt"), spokes.Lab[1].Sessions);

            var report = await spokes.RunAsync(Site, (services, context) =>
                new SiteSync(services, context).UniteAsync(services.Place("both").For(context), docroot, Site));

            Assert.True(report.Error is null, report.Error?.ToString());
            Assert.Equal(["upload.txt"], Directory.EnumerateFileSystemEntries(shared).Select(path => Path.GetFileName(path)));
            Assert.Equal(before, File.GetLastWriteTimeUtc(shared + "/upload.txt"));
        }
        finally
        {
            Directory.Delete(shared, recursive: true);
        }
    }

    [NeedsLabFact]
    public async Task A_member_gets_the_leads_folder_without_its_uploads_being_touched()
    {
        using var spokes = new SpokeHub();
        var docroot = Folders(spokes);
        var site = $"{docroot}/sites/{Site}";
        spokes.Lab[0].Run($"cd {site} && echo new >settings.php && chmod 440 settings.php && mkdir modules && echo m >modules/m && chown -R aegir:www-data .");
        spokes.Lab[1].Run($"cd {site} && echo old >settings.php && echo gone >gone.php && mkdir files && echo u >files/u && chown -R aegir:www-data .");

        var report = await spokes.RunAsync(Site, (services, context) =>
            new SiteSync(services, context).AlignAsync(services.Place("both").For(context), docroot, Site));

        Assert.True(report.Error is null, report.Error?.ToString());
        var expected = new[] { "d 755 aegir www-data files", "f 644 aegir www-data files/u", "d 755 aegir www-data modules", "f 644 aegir www-data modules/m", "f 440 aegir www-data settings.php" };
        Assert.Equal(expected, spokes.Lab[1].FilesUnder(site));
        Assert.Equal("new\n", File.ReadAllText(spokes.Lab[1].Behind(site + "/settings.php")));
        Assert.Equal(expected, spokes.Lab[0].FilesUnder(site));
    }

    [NeedsLabFact]
    public async Task The_hub_keeps_a_copy_without_uploads_as_unreadable_as_the_original_and_forgets_it()
    {
        using var spokes = new SpokeHub(1);
        var docroot = Folders(spokes);
        var site = $"{docroot}/sites/{Site}";
        spokes.Lab[0].Run($"""
            cd {site} && mkdir -p files private modules && echo s >settings.php && echo u >files/u && echo p >private/p && echo m >modules/m
            chmod 440 settings.php && chown -R aegir:www-data .
            """);
        Directory.CreateDirectory(site);
        File.WriteAllText(site + "/gone.php", "");

        var report = await spokes.RunAsync(Site, (services, context) =>
            HubCopies.KeepSiteAsync(services, services.Place("m1").For(context), docroot, Site, context));

        Assert.True(report.Error is null, report.Error?.ToString());
        Assert.Equal(["modules", "modules/m", "settings.php"], Directory.EnumerateFileSystemEntries(site, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(site, path)).Order(StringComparer.Ordinal));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.GroupRead, File.GetUnixFileMode(site + "/settings.php"));

        await spokes.RunAsync(Site, (services, context) =>
            HubCopies.ForgetSiteAsync(services, services.Place("m1").For(context), docroot, Site, context));
        Assert.False(Directory.Exists(site));

        // Whatever this is, it is no copy.
        Directory.CreateDirectory(site + "/files");
        var refused = await spokes.RunAsync(Site, (services, context) =>
            HubCopies.ForgetSiteAsync(services, services.Place("m1").For(context), docroot, Site, context));
        Assert.NotNull(refused.Error);
        Assert.True(Directory.Exists(site + "/files"));
    }

    /// <summary>A site's empty folder on every machine; the docroot.</summary>
    private static string Folders(SpokeHub spokes)
    {
        var docroot = spokes.Lab.Folder.At("platforms/code");
        foreach (var machine in spokes.Lab.Machines)
            machine.Run($"mkdir -p {docroot}/sites/{Site} && chown -R aegir:www-data {spokes.Lab.Folder.Path}");
        return docroot;
    }
}
