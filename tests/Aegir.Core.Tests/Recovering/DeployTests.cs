using Aegir.Tests.Components;
using Aegir.Tests.Moves;
using Aegir.Tests.Upgrades;
using Aegir.Tests.Upgrades.Kills;

namespace Aegir.Tests.Recovering;

/// <summary>Sites that are made of archives.</summary>
[Collection(MariaDbMoveTests.Name)]
public sealed class DeployTests(MariaDbServer server)
{
    private const string Site = "ark.example.test";
    private const string Second = "second.ark.example.test";

    [NeedsPhpFact]
    public async Task Under_another_name_on_a_newer_platform_and_without_uploads()
    {
        using var trial = await Trial.MakeAsync(Site);
        var backup = await trial.Hub.Sites.BackupAsync(Site, new BackupOptions { Uploads = false, Credentials = false }, trial.Test.Sink, default);

        Assert.Equal("SiteExists", (await Assert.ThrowsAsync<AegirException>(() => DeployAsync(trial, new ArchivedSite(backup.Path)))).Id);
        var site = await DeployAsync(trial, new ArchivedSite(backup.Path) { Name = Second, Platform = "new" });

        Assert.Equal(("new", Second, 0), (site.Platform, site.Directory, site.Aliases.Count));
        using (var visitor = new WebVisitor(trial.Pair.NewDocroot))
        {
            var body = visitor.Get(Second).Body;
            Assert.Contains("First page", body);
            Assert.Contains($"/sites/{Second}/files", body);
            Assert.DoesNotContain($"/sites/{Site}/files", body);
        }
        Assert.Contains(trial.Test.Sink.Events, item => item.Kind == TaskEventKind.Warning && item.Message.Contains("no uploads", StringComparison.Ordinal));
        MoveBench.AssertServed(trial.Pair.OldDocroot, Site, Site);
    }

    [NeedsMariaDbFact]
    public async Task An_archive_as_the_original_makes_it()
    {
        using var trial = await Trial.MakeAsync([Site], server, 7);
        var backup = await trial.Hub.Sites.BackupAsync(Site, new BackupOptions(), trial.Test.Sink, default);
        var archive = trial.Pair.Folder.At("ark.example.test-20170314.101112.tar.gz");
        // The original packs "." and keeps the account and its words for the site in drushrc.php; settings.php reads it from there.
        Command.Run("sh", "-c", """
            set -e; mkdir "$1"; tar -xzf "$2" -C "$1"; chmod u+w "$1"/*.php
            printf '%s\n' '<?php' '$databases["default"]["default"] = array("driver" => $_SERVER["db_type"], "database" => $_SERVER['"'db_name'"'], "username" => $_SERVER["db_user"], "password" => $_SERVER["db_passwd"], "host" => $_SERVER["db_host"], "port" => $_SERVER["db_port"]);' >"$1/settings.php"
            sed -i -e "/'platform'/d" -e "/'directory'/d" "$1/drushrc.php"
            printf '%s\n' "\$options['aliases'] = array (" "  0 => 'www.ark.example.test'," ");" "\$options['redirection'] = '';" "\$options['client_name'] = 'admin';" "\$options['language'] = 'de';" >>"$1/drushrc.php"
            tar -czf "$3" -C "$1" .
            """, "sh", trial.Pair.Folder.At("unpacked"), backup.Path, archive);
        await trial.Hub.Sites.RemoveAsync(Site, noBackup: true, trial.Test.Sink, default);

        Assert.Equal("PlatformNeeded", (await Assert.ThrowsAsync<AegirException>(() => DeployAsync(trial, new ArchivedSite(archive)))).Id);
        var site = await DeployAsync(trial, new ArchivedSite(archive) { Platform = "old" });

        Assert.Equal((Site, "www.ark.example.test", "admin", "de", DatabaseType.MariaDb),
            (site.Name, Assert.Single(site.Aliases), site.Client, site.Language, site.DatabaseType));
        MoveBench.AssertServed(trial.Pair.OldDocroot, Site, Site);
        Assert.False(File.Exists($"{trial.Pair.OldDocroot}/sites/{Site}/drushrc.php"));
    }

    [NeedsPhpFact]
    public async Task What_fails_leaves_nothing()
    {
        using var trial = await Trial.MakeAsync(Site);
        await trial.Test.UpgradeAsync(Site);
        var backup = await trial.Hub.Sites.BackupAsync(Site, new BackupOptions(), trial.Test.Sink, default);
        foreach (var (change, platform, id) in new[]
        {
            ("rm -f settings.php", "new", "ArchiveRefused"),
            ("ln -s /etc files/etc", "new", "ArchiveRefused"),
            ("true", "none", "PlatformNotFound"),
            ("mkdir -p \"$4/files\"", "new", "DeployBlocked"),
            ("rmdir \"$4/files\" \"$4\"; true", "old", "BackupDoesNotFit"),
            ("echo '<?php garbage' >settings.php", "new", "SettingsUnreadable"),
        })
        {
            var archive = trial.Pair.Folder.At("x.tar");
            Command.Run("sh", "-c", $"set -e; rm -rf \"$1\"; mkdir \"$1\"; tar -xzf \"$2\" -C \"$1\"; cd \"$1\"; chmod u+w . *.php; {change}; tar -cf \"$3\" .",
                "sh", trial.Pair.Folder.At("x"), backup.Path, archive, $"{trial.Pair.NewDocroot}/sites/{Second}");

            var error = await Assert.ThrowsAsync<AegirException>(() => DeployAsync(trial, new ArchivedSite(archive) { Name = Second, Platform = platform }));

            Assert.True(error.Id == id, $"{change}: {error.Id}: {error.Message}\n{trial.Test.Sink}");
            Assert.DoesNotContain(Directory.EnumerateFileSystemEntries(trial.Pair.Folder.At("hub/backups")), path => Path.GetFileName(path).StartsWith('.'));
            foreach (var docroot in new[] { trial.Pair.OldDocroot, trial.Pair.NewDocroot })
                Assert.DoesNotContain(Directory.EnumerateFileSystemEntries(docroot + "/sites"), path => id != "DeployBlocked" && path.Contains(Second, StringComparison.Ordinal)
                    || Path.GetFileName(path).StartsWith(".aegir", StringComparison.Ordinal));
            Assert.Throws<AegirException>(() => trial.Hub.Sites.Get(Second));
        }
        Assert.Empty(trial.Problems(Site, "new"));
    }

    /// <summary>In CI at two steps, with AEGIR_TEST_THOROUGH=1 at all.</summary>
    [NeedsPhpFact]
    public Task The_process_that_makes_it_is_killed() => KillMatrix.RunAsync("deploy", 10, null, 2,
        Environment.GetEnvironmentVariable("AEGIR_TEST_THOROUGH") == "1" ? [] : ["site directory", "unpacked"]);

    private static Task<Site> DeployAsync(Trial trial, ArchivedSite order) => trial.Hub.Sites.DeployAsync(order, trial.Test.Sink, default);
}
