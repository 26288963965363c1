using System.Net;
using Aegir.Tests.Components;
using Aegir.Tests.Upgrades;

namespace Aegir.Tests.Moves;

/// <summary>Sites that are taken back to what a backup holds.</summary>
[Collection(MariaDbMoveTests.Name)]
public sealed class RestoreTests(MariaDbServer server)
{
    private const string Site = "phoenix.example.test";
    private const string Later = "written after the backup";

    [NeedsMariaDbTheory]
    [InlineData(10, false)]
    [InlineData(10, true)]
    [InlineData(7, false)]
    [InlineData(7, true)]
    [Trait("Oracle", "26")]
    [Trait("Oracle", "37")]
    public async Task On_its_own_platform_with_the_uploads_of_the_backup(int major, bool onServer)
    {
        using var trial = await Trial.MakeAsync([Site], onServer ? server : null, major);
        var backup = await trial.Hub.Sites.BackupAsync(Site, new BackupOptions { Credentials = major == 7 }, trial.Test.Sink, default);
        Write(trial.Pair.OldDocroot, Later);
        File.WriteAllText($"{trial.Pair.OldDocroot}/sites/{Site}/files/later.txt", Later);
        File.Delete($"{trial.Pair.OldDocroot}/sites/{Site}/{MoveBench.Upload}");

        var result = await trial.RunAsync(Request(backup));

        trial.AssertDone(result, trial.Pair.OldDocroot);
        Assert.False(Has(trial, Later));
        Assert.False(File.Exists($"{trial.Pair.OldDocroot}/sites/{Site}/files/later.txt"));
        var safety = trial.Hub.Sites.Backups(Site)[^1];
        Assert.Equal(("Before a restore", result.Backup), (safety.Description, safety.Path));

        var undone = await trial.Hub.Upgrades.UndoAsync(Site, trial.Test.Sink, default);

        Assert.True(undone.Outcome == UpgradeOutcome.Undone, $"{undone.Message}\n{trial.Test.Sink}");
        Assert.True(Has(trial, Later));
        Assert.Equal(Later, File.ReadAllText($"{trial.Pair.OldDocroot}/sites/{Site}/files/later.txt"));
        Assert.False(File.Exists($"{trial.Pair.OldDocroot}/sites/{Site}/{MoveBench.Upload}"));
        Assert.Empty(WorkFolders(trial));
    }

    [NeedsMariaDbTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Onto_the_platform_that_a_backup_before_an_upgrade_came_from(bool onServer)
    {
        using var trial = await Trial.MakeAsync([Site], onServer ? server : null);
        // Configuration is in every backup; uploads beside it are not.
        Private(trial.Pair.OldDocroot, "config/sync/system.site.yml");
        Private(trial.Pair.OldDocroot, "files/contract.pdf");
        await trial.Test.UpgradeAsync(Site);
        Write(trial.Pair.NewDocroot, Later);
        var upload = $"{trial.Pair.NewDocroot}/sites/{Site}/files/later.txt";
        File.WriteAllText(upload, Later);
        var backup = trial.Hub.Sites.Backups(Site).Single();
        var plan = await trial.Hub.Moves.PlanAsync(Request(backup), default);
        Assert.Equal(("new", "old"), (plan.From, plan.To));
        Assert.Contains(plan.Warnings, warning => warning.Contains("given up", StringComparison.Ordinal));

        var result = await trial.RunAsync(Request(backup));

        trial.AssertDone(result, trial.Pair.OldDocroot);
        Assert.Equal("old", trial.Hub.Sites.Get(Site).Platform);
        Assert.False(Has(trial, Later));
        // The backup has no uploads: those of the site came along.
        Assert.Equal(Later, File.ReadAllText($"{trial.Pair.OldDocroot}/sites/{Site}/files/later.txt"));
        Assert.Equal("files/contract.pdf", File.ReadAllText($"{trial.Pair.OldDocroot}/sites/{Site}/private/files/contract.pdf"));
        Assert.Equal("config/sync/system.site.yml", File.ReadAllText($"{trial.Pair.OldDocroot}/sites/{Site}/private/config/sync/system.site.yml"));

        var undone = await trial.Hub.Upgrades.UndoAsync(Site, trial.Test.Sink, default);

        Assert.True(undone.Outcome == UpgradeOutcome.Undone, $"{undone.Message}\n{trial.Test.Sink}");
        Assert.Equal("new", trial.Hub.Sites.Get(Site).Platform);
        Assert.Equal("files/contract.pdf", File.ReadAllText($"{trial.Pair.NewDocroot}/sites/{Site}/private/files/contract.pdf"));
        Assert.True(Has(trial, Later));
        Assert.Equal(Later, File.ReadAllText(upload));
        await Assert.ThrowsAsync<AegirException>(() => trial.Hub.Upgrades.UndoAsync(Site, trial.Test.Sink, default));
    }

    [NeedsMariaDbFact]
    public async Task An_archive_as_the_original_makes_it()
    {
        using var trial = await Trial.MakeAsync([Site], server, 7);
        var backup = await trial.Hub.Sites.BackupAsync(Site, new BackupOptions(), trial.Test.Sink, default);
        var archive = trial.Pair.Folder.At("phoenix.example.test-20170314.101112.tar.gz");
        // The original packs "." and keeps the account in drushrc.php; settings.php reads it from there.
        Command.Run("sh", "-c", """
            set -e; mkdir "$1"; tar -xzf "$2" -C "$1"
            printf '%s\n' '<?php' '$databases["default"]["default"] = array("driver" => $_SERVER["db_type"], "database" => $_SERVER['"'db_name'"'], "username" => $_SERVER["db_user"], "password" => $_SERVER["db_passwd"], "host" => $_SERVER["db_host"], "port" => $_SERVER["db_port"]);' >"$1/settings.php"
            tar -czf "$3" -C "$1" .
            """, "sh", trial.Pair.Folder.At("unpacked"), backup.Path, archive);
        Write(trial.Pair.OldDocroot, Later);

        var result = await trial.RunAsync(new MoveRequest(MoveKind.Restore, Site) { Backup = archive });

        trial.AssertDone(result, trial.Pair.OldDocroot);
        Assert.False(Has(trial, Later));
    }

    [NeedsPhpTheory]
    [InlineData("tar -cPf \"$1\" /etc/hostname", "leads out of it")]
    [InlineData("mkdir a && echo x >b && cd a && tar -cPf \"$1\" ../b", "leads out of it")]
    [InlineData("ln -s /etc files && tar -cf \"$1\" files", "leads out of it")]
    [InlineData("mkdir -p d && ln -s ../../x d/l && tar -cf \"$1\" d", "leads out of it")]
    [InlineData("ln -s d files && tar -cf \"$1\" files && rm files && mkdir files && echo x >files/y && tar -rf \"$1\" files/y", "below a link")]
    [InlineData("mkfifo pipe && tar -cf \"$1\" pipe", "neither a file")]
    [InlineData("head -c 5000 /dev/zero | tr '\\000' '\\377' >\"$1\"", "no tar archive")]
    [InlineData("head -c 5000 /dev/urandom >\"$1\"", "no tar archive")]
    [InlineData("echo x >settings.php && tar -cf \"$1\" settings.php", "no dump")]
    public async Task An_archive_that_is_not_right_is_refused_untouched(string make, string why)
    {
        using var trial = await Trial.MakeAsync(Site);
        var archive = trial.Pair.Folder.At("evil.tar");
        Command.Run("sh", "-c", $"set -e; mkdir \"$2\"; cd \"$2\"; {make}", "sh", archive, trial.Pair.Folder.At("evil"));

        var result = await trial.RunAsync(new MoveRequest(MoveKind.Restore, Site) { Backup = archive });

        Assert.Equal(MoveOutcome.Blocked, result.Outcome);
        Assert.Contains(why, result.Message);
        trial.AssertWhole(Site, "old");
    }

    [NeedsPhpFact]
    public async Task A_backup_that_the_platform_cannot_take_leaves_all_as_it_was()
    {
        using var trial = await Trial.MakeAsync(Site);
        await trial.Test.UpgradeAsync(Site);
        var newer = await trial.Hub.Sites.BackupAsync(Site, new BackupOptions(), trial.Test.Sink, default);
        await trial.Hub.Upgrades.UndoAsync(Site, trial.Test.Sink, default);

        var result = await trial.RunAsync(Request(newer) with { Platform = "old" });

        Assert.Equal((MoveOutcome.RolledBack, "compare"), (result.Outcome, result.FailedStep));
        trial.AssertWhole(Site, "old");
        Assert.Empty(WorkFolders(trial));
    }

    private static MoveRequest Request(Backup backup) => new(MoveKind.Restore, Site) { Backup = $"{backup.Id}" };

    private static void Private(string docroot, string name)
    {
        var path = $"{docroot}/sites/{Site}/private/{name}";
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, name);
    }

    private static void Write(string docroot, string text)
    {
        using var visitor = new WebVisitor(docroot);
        var (status, body) = visitor.Send(Site, HttpMethod.Post, "/comment/new", new Dictionary<string, string> { ["body"] = text });
        Assert.True(status < HttpStatusCode.BadRequest, $"{status} {body}");
    }

    // What a fresh backup of it holds.
    private static bool Has(Trial trial, string text)
    {
        var backup = trial.Hub.Sites.BackupAsync(Site, new BackupOptions { Uploads = false }, trial.Test.Sink, default).GetAwaiter().GetResult();
        var dump = Command.Run("sh", "-c", "tar -xzOf \"$1\" database.sql 2>/dev/null || tar -xzOf \"$1\" database.sqlite | strings", "sh", backup.Path);
        trial.Hub.Sites.RemoveBackupAsync(backup.Id, trial.Test.Sink, default).GetAwaiter().GetResult();
        return dump.Contains(text, StringComparison.Ordinal);
    }

    private static IEnumerable<string> WorkFolders(Trial trial) => Directory.EnumerateFileSystemEntries(trial.Pair.Folder.At("hub/backups"))
        .Select(path => Path.GetFileName(path)!).Where(name => name.StartsWith('.'));
}
