using Aegir.Hosts;
using Aegir.Tests.Components;
using Aegir.Tests.Upgrades;
using Aegir.Tests.Upgrades.Kills;

namespace Aegir.Tests.Sites;

/// <summary>Archives of sites (aegir-spec 2.5).</summary>
[Collection(MariaDbTests.Name)]
public sealed class BackupTests(MariaDbServer server)
{
    private const string Site = "kept.example.test";

    [NeedsMariaDbTheory]
    [Trait("Oracle", "22")]
    [InlineData(10)]
    [InlineData(7)]
    public async Task Holds_the_site_without_a_folder_above_it_and_its_dump(int major)
    {
        using var trial = await Trial.MakeAsync([Site], server, major);
        foreach (var cache in new[] { "css", "js", "styles", "php" })
            trial.Pair.Folder.Write($"{Relative(trial)}/files/{cache}/made.txt", "made");
        trial.Pair.Folder.Write($"{Relative(trial)}/modules/own/css/kept.css", "kept");
        var before = SideState.Of(trial.Pair.OldDocroot, Site);

        var backup = await trial.Hub.Sites.BackupAsync(Site, new BackupOptions { Description = "To be sure" }, trial.Test.Sink, default);

        using var packed = new Packed(backup.Path);
        Assert.Superset(new HashSet<string> { "settings.php", "drushrc.php", "database.sql", "files/", "files/pictures/stand-in.png", "modules/own/css/kept.css" },
            packed.Members.ToHashSet());
        Assert.DoesNotContain(packed.Members, name => name.EndsWith("made.txt", StringComparison.Ordinal) || name.Contains(".aegir", StringComparison.Ordinal));
        Assert.Equal(packed.Members.Distinct().Count(), packed.Members.Count);
        Assert.EndsWith("-- Dump completed", Last(packed.Text("database.sql")));
        Assert.Contains("First page", packed.Text("database.sql"));
        Assert.Equal(("mysql", "keptexampletest", "keptexampletest", SiteMaker.Password, "127.0.0.1", Site, "standard"),
            (packed.Option("db_type"), packed.Option("db_name"), packed.Option("db_user"), packed.Option("db_passwd"), packed.Option("db_host"),
                packed.Option("uri"), packed.Option("profile")));
        // Modes as in the site.
        foreach (var name in new[] { "settings.php", "files", "files/pictures", "." })
            Assert.Equal(File.GetUnixFileMode($"{before.Docroot}/sites/{Site}/{name}"), File.GetUnixFileMode(packed.At(name)));
        Assert.Empty(SideState.Of(trial.Pair.OldDocroot, Site).ChangesSince(before));
        AssertOnlyArchives(trial);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(backup.Path));
        Assert.Equal((Site, "To be sure", "old", Site, new FileInfo(backup.Path).Length),
            (backup.Site, backup.Description, backup.Platform, backup.Directory, backup.Size));
        Assert.Equal(backup, Assert.Single(trial.Hub.Sites.Backups("kept.*")));
    }

    [NeedsPhpFact]
    public async Task Says_which_uploads_it_does_not_hold()
    {
        using var trial = await Trial.MakeAsync([Site], prepare: pair => File.AppendAllText(
            $"{pair.OldDocroot}/sites/{Site}/settings.php", "\n$settings['file_private_path'] = '/srv/letters';\n"));

        await trial.Hub.Sites.BackupAsync(Site, new(), trial.Test.Sink, default);

        Assert.Contains("/srv/letters", Assert.Single(trial.Test.Sink.Events, told => told.Kind == TaskEventKind.Warning).Message);
    }

    [NeedsPhpFact]
    public async Task Holds_a_copy_of_an_SQLite_file_and_not_the_file_in_use()
    {
        using var trial = await Trial.MakeAsync(Site);

        var backup = await trial.Hub.Sites.BackupAsync(Site, new(), trial.Test.Sink, default);

        using var packed = new Packed(backup.Path);
        Assert.Contains("database.sqlite", packed.Members);
        Assert.DoesNotContain(packed.Members, name => name.Contains(".ht.", StringComparison.Ordinal));
        Assert.Equal("3", Command.Run("php", "-r", "echo (new PDO('sqlite:' . $argv[1]))->query('SELECT COUNT(*) FROM node')->fetchColumn();", packed.At("database.sqlite")));
        Assert.Equal("sqlite", packed.Option("db_type"));
    }

    [NeedsMariaDbTheory]
    [InlineData(10)]
    [InlineData(7)]
    public async Task Credentials_can_be_left_out(int major)
    {
        using var trial = await Trial.MakeAsync([Site], server, major);
        trial.Pair.Folder.Write($"{Relative(trial)}/local.settings.php", $"<?php\n// {SiteMaker.Password}\n$url = \"mysql://x:{SiteMaker.Password}@localhost/x\";\n");

        var backup = await trial.Hub.Sites.BackupAsync(Site, new BackupOptions { Credentials = false }, trial.Test.Sink, default);

        using var packed = new Packed(backup.Path);
        Assert.Empty(packed.With(SiteMaker.Password));
        Assert.Equal(("", "", "keptexampletest"), (packed.Option("db_user"), packed.Option("db_passwd"), packed.Option("db_name")));
        Assert.DoesNotContain("=> 'keptexampletest'", packed.Text("settings.php").Split('\n').Where(line => line.Contains("username")).DefaultIfEmpty("").First());
        Command.Run("php", "-l", packed.At("settings.php"));
        Command.Run("php", "-l", packed.At("local.settings.php"));
        Assert.Contains(SiteMaker.Password, File.ReadAllText($"{trial.Pair.OldDocroot}/sites/{Site}/settings.php"));
    }

    // Ours are never cloaked; those of an adopted site are left as they are on the disk, and what is packed names the database by itself.
    [NeedsMariaDbFact]
    [Trait("Oracle", "23")]
    public async Task Cloaked_settings_are_packed_in_plain_words_and_stay_cloaked()
    {
        using var trial = await Trial.MakeAsync([Site], server);
        var folder = $"{trial.Pair.OldDocroot}/sites/{Site}";
        var cloaked = "<?php\n$databases['default']['default'] = ['driver' => 'mysql', 'database' => $_SERVER['db_name'], 'username' => $_SERVER['db_user'],"
            + $"'password' => $_SERVER['db_passwd'], 'host' => '127.0.0.1', 'port' => {server.Port}, 'prefix' => ''];\n$settings['hash_salt'] = 'salt';\n";
        File.SetUnixFileMode(folder, (UnixFileMode)0x1ED);
        File.SetUnixFileMode(folder + "/settings.php", (UnixFileMode)0x1A4);
        File.WriteAllText(folder + "/settings.php", cloaked);
        File.WriteAllText(folder + "/drushrc.php", $"<?php\n$options['packages'] = ['x'];\n$_SERVER['db_name'] = 'keptexampletest';\n$_SERVER['db_user'] = 'keptexampletest';\n$_SERVER['db_passwd'] = '{SiteMaker.Password}';\n");

        var backup = await trial.Hub.Sites.BackupAsync(Site, new(), trial.Test.Sink, default);

        using var packed = new Packed(backup.Path);
        Assert.StartsWith(cloaked, packed.Text("settings.php"));
        Assert.Equal(SiteMaker.Password, Command.Run("php", "-d", "error_reporting=0", "-r", "include $argv[1]; echo $databases['default']['default']['password'];", packed.At("settings.php")));
        Assert.Contains("packages", packed.Text("drushrc.php"));
        Assert.Equal(cloaked, File.ReadAllText(folder + "/settings.php"));
    }

    [NeedsMariaDbFact]
    [Trait("Oracle", "24")]
    public async Task A_dump_too_small_for_a_site_fails_and_leaves_nothing_unless_forced()
    {
        using var trial = await Trial.MakeAsync([Site], server);
        // What the dump's script says in the end.
        var host = new MeddlingHost(command =>
        {
            if (!MeddlingHost.Is(command, "# Dumps a database into a new file"))
                return null;
            File.WriteAllText(command.Arguments[^1], "-- Dump completed\n");
            return new CommandResult(0, "18\n", "");
        });
        using var hub = AegirHub.Open(trial.Test.HubFile, _ => host);

        var error = await Assert.ThrowsAsync<AegirException>(() => hub.Sites.BackupAsync(Site, new(), trial.Test.Sink, default));

        Assert.Equal("DumpTooSmall", error.Id);
        Assert.Empty(hub.Sites.Backups());
        AssertOnlyArchives(trial, 0);

        var backup = await hub.Sites.BackupAsync(Site, new BackupOptions { Force = true }, trial.Test.Sink, default);
        using var packed = new Packed(backup.Path);
        Assert.Equal("-- Dump completed\n", packed.Text("database.sql"));
    }

    [NeedsPhpFact]
    public async Task Uploads_can_be_left_out_but_configuration_stays()
    {
        using var trial = await Trial.MakeAsync(Site);
        trial.Pair.Folder.Write($"{Relative(trial)}/private/config/sync/system.site.yml", "name: x");
        trial.Pair.Folder.Write($"{Relative(trial)}/private/files/secret.txt", "x");

        var backup = await trial.Hub.Sites.BackupAsync(Site, new BackupOptions { Uploads = false, Compression = BackupCompression.Bzip2 }, trial.Test.Sink, default);

        Assert.EndsWith(".tar.bz2", backup.Path);
        using var packed = new Packed(backup.Path);
        Assert.Contains("private/config/sync/system.site.yml", packed.Members);
        Assert.DoesNotContain(packed.Members, name => name.StartsWith("files", StringComparison.Ordinal) || name.StartsWith("private/files", StringComparison.Ordinal));
    }

    [NeedsPhpFact]
    public async Task Uploads_on_another_disk_are_packed_where_the_site_has_them()
    {
        using var trial = await Trial.MakeAsync(Site);
        var folder = $"{trial.Pair.OldDocroot}/sites/{Site}";
        File.SetUnixFileMode(folder, (UnixFileMode)0x1ED);
        var elsewhere = trial.Pair.Folder.At("disk [2]");
        Directory.Move(folder + "/files", elsewhere);
        File.CreateSymbolicLink(folder + "/files", elsewhere);
        Directory.CreateDirectory(elsewhere + "/css");
        File.WriteAllText(elsewhere + "/css/made.css", "x");

        var backup = await trial.Hub.Sites.BackupAsync(Site, new(), trial.Test.Sink, default);

        using var packed = new Packed(backup.Path);
        Assert.Contains("files/pictures/stand-in.png", packed.Members);
        Assert.DoesNotContain(packed.Members, name => name.Contains("made.css", StringComparison.Ordinal) || name.Contains("disk", StringComparison.Ordinal));
    }

    [NeedsMariaDbTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_a_site_on_another_machine_nothing_is_left_there(bool sqlite)
    {
        using var trial = await Trial.MakeAsync([Site], sqlite ? null : server);
        trial.Pair.Folder.Write($"{Relative(trial)}/private/files/secret.txt", "x");
        // In truth it is this one; only how it is reached differs.
        using (var store = Aegir.State.SqliteStore.Open(trial.Test.HubFile))
            store.Write(session => session.Servers.Add(new Server
            {
                Name = "web", HostName = "web.example.test", Transport = ServerTransport.OpenSsh,
                Database = sqlite ? DatabaseType.None : DatabaseType.MariaDb, DatabaseOptionFile = server.OptionFile,
            }));
        Command.Run("php", "-r", "(new PDO('sqlite:' . $argv[1]))->exec('UPDATE platform SET server_id = (SELECT MAX(id) FROM server)');", trial.Test.HubFile);
        using var hub = AegirHub.Open(trial.Test.HubFile, _ => new LocalHost());
        var before = SideState.Of(trial.Pair.OldDocroot, Site);

        var backup = await hub.Sites.BackupAsync(Site, new(), trial.Test.Sink, default);

        using var packed = new Packed(backup.Path);
        Assert.Superset(new HashSet<string> { "settings.php", "drushrc.php", sqlite ? "database.sqlite" : "database.sql", "files/pictures/stand-in.png", "private/files/secret.txt" },
            packed.Members.ToHashSet());
        Assert.Empty(SideState.Of(trial.Pair.OldDocroot, Site).ChangesSince(before));
        AssertOnlyArchives(trial);
    }

    [NeedsPhpFact]
    public async Task Goes_where_it_is_told_and_never_over_a_file_that_is_there()
    {
        using var trial = await Trial.MakeAsync(Site);
        var file = trial.Pair.Folder.Write("elsewhere/mine.tar.gz", "mine");

        var error = await Assert.ThrowsAsync<AegirException>(() =>
            trial.Hub.Sites.BackupAsync(Site, new BackupOptions { Destination = file }, trial.Test.Sink, default));
        Assert.Equal("BackupExists", error.Id);
        Assert.Equal("mine", File.ReadAllText(file));

        var given = await trial.Hub.Sites.BackupAsync(Site, new BackupOptions { Destination = trial.Pair.Folder.At("elsewhere/new/own.tar") }, trial.Test.Sink, default);
        Assert.Equal(trial.Pair.Folder.At("elsewhere/new/own.tar"), given.Path);
        using var packed = new Packed(given.Path);
        var inFolder = await trial.Hub.Sites.BackupAsync(Site, new BackupOptions { Destination = trial.Pair.Folder.At("elsewhere") }, trial.Test.Sink, default);
        Assert.StartsWith(trial.Pair.Folder.At("elsewhere/" + Site + "-2"), inFolder.Path);
    }

    [NeedsPhpFact]
    public async Task A_removed_backup_is_gone_with_its_file()
    {
        using var trial = await Trial.MakeAsync(Site);
        var first = await trial.Hub.Sites.BackupAsync(Site, new(), trial.Test.Sink, default);
        var second = await trial.Hub.Sites.BackupAsync(Site, new(), trial.Test.Sink, default);

        await trial.Hub.Sites.RemoveBackupAsync(first.Id, trial.Test.Sink, default);

        Assert.False(File.Exists(first.Path));
        Assert.Equal(second, Assert.Single(trial.Hub.Sites.Backups(Site)));
        Assert.Equal("BackupNotFound", (await Assert.ThrowsAsync<AegirException>(() =>
            trial.Hub.Sites.RemoveBackupAsync(first.Id, trial.Test.Sink, default))).Id);
    }

    [NeedsPhpFact]
    public async Task A_backup_whose_removal_was_killed_is_not_on_offer_and_its_file_goes()
    {
        using var trial = await Trial.MakeAsync(Site);
        var backup = await trial.Hub.Sites.BackupAsync(Site, new(), trial.Test.Sink, default);

        // Where the archive's turn comes.
        var (exitCode, output) = WorkerRun.Run(trial.Test.HubFile, "remove-backup", Site, new WorkerKill("begin", 3));
        Assert.True(exitCode == 137, output);
        Assert.True(File.Exists(backup.Path));
        Assert.Empty(trial.Hub.Sites.Backups(Site));
        await trial.Hub.RecoverAsync(trial.Test.Sink);

        Assert.False(File.Exists(backup.Path));
    }

    private static string Relative(Trial trial)
    {
        File.SetUnixFileMode($"{trial.Pair.OldDocroot}/sites/{Site}", (UnixFileMode)0x1ED);
        return Path.GetRelativePath(trial.Pair.Folder.Path, $"{trial.Pair.OldDocroot}/sites/{Site}");
    }

    private static string Last(string dump) => dump.TrimEnd().Split('\n')[^1][..17];

    private static void AssertOnlyArchives(Trial trial, int count = 1)
    {
        var backups = trial.Pair.Folder.At("hub/backups");
        Assert.Equal(count, Directory.Exists(backups) ? Directory.GetFileSystemEntries(backups).Length : 0);
    }
}
