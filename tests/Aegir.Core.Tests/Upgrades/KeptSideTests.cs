using Aegir.Tests.Components;
using Aegir.Tests.Upgrades.Kills;
using Microsoft.Data.Sqlite;

namespace Aegir.Tests.Upgrades;

/// <summary>The side that an upgrade leaves: how long it is kept, and what goes when it goes.</summary>
[Collection(MariaDbTests.Name)]
public sealed class KeptSideTests(MariaDbServer server)
{
    private const string Site = "kept.example.test";
    private const string Other = "other.example.test";

    [NeedsMariaDbFact]
    public async Task When_its_time_is_over_database_user_and_folder_go_and_uploads_stay()
    {
        using var trial = await Trial.MakeAsync([Site], server);

        var result = await trial.Test.UpgradeAsync(Site, new UpgradeOptions { KeepFor = TimeSpan.Zero });

        Assert.Equal(UpgradeOutcome.Upgraded, result.Outcome);
        Assert.False(Directory.Exists($"{trial.Pair.OldDocroot}/sites/{Site}"));
        var left = DatabaseList.Of(server, "keptex");
        Assert.Equal(["keptexampletes_0"], left.Databases);
        Assert.Equal(["keptexampletes_0"], left.Users);
        using var visitor = new WebVisitor(trial.Pair.NewDocroot);
        Assert.NotEmpty(visitor.GetBytes(Site, $"/sites/{Site}/files/pictures/stand-in.png"));
        var error = await Assert.ThrowsAsync<AegirException>(() => trial.Hub.Upgrades.UndoAsync(Site, trial.Test.Sink, default));
        Assert.Equal("NothingKept", error.Id);
        trial.Hub.Platforms.Remove("old");
    }

    [NeedsMariaDbTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_that_is_going_when_its_process_is_killed_is_not_on_offer_and_goes_unless_it_is_in_use_again(bool isUsed)
    {
        using var trial = await Trial.MakeAsync([Site], server);
        var folder = $"{trial.Pair.OldDocroot}/sites/{Site}";
        await trial.Hub.Upgrades.RunOneAsync(Site, new UpgradeOptions { KeepFor = TimeSpan.Zero }, trial.Test.Sink, default);

        // It is off the list, and nothing is gone yet.
        var (exitCode, output) = WorkerRun.Run(trial.Test.HubFile, "forget", Site, new WorkerKill("begin", 3));
        Assert.True(exitCode == 137, output);
        Assert.True(Directory.Exists(folder));
        if (isUsed)
            File.WriteAllText(folder + "/.aegir-left", "another's");
        var error = await Assert.ThrowsAsync<AegirException>(() => trial.Hub.Upgrades.UndoAsync(Site, trial.Test.Sink, default));

        Assert.Equal("NothingKept", error.Id);
        Assert.Equal(isUsed, Directory.Exists(folder));
        Assert.Equal(isUsed ? 2 : 1, DatabaseList.Of(server, "keptex").Databases.Count);
        Assert.Equal(isUsed, Assert.Single(trial.Hub.Tasks.Find(new TaskFilter { Type = "forget" })).Message?.Contains("is in use again", StringComparison.Ordinal) == true);
    }

    [NeedsPhpFact]
    public async Task An_undo_brings_back_the_caches_of_its_own_release_and_none_of_the_other()
    {
        using var trial = await Trial.MakeAsync([Site]);
        string Cache(string docroot, string name) => $"{docroot}/sites/{Site}/files/{name}";
        Directory.CreateDirectory(Cache(trial.Pair.OldDocroot, "css"));
        File.WriteAllText(Cache(trial.Pair.OldDocroot, "css/old.css"), "");
        Assert.Equal(UpgradeOutcome.Upgraded, (await trial.Test.UpgradeAsync(Site)).Outcome);
        foreach (var name in new[] { "css", "js" })
        {
            Directory.CreateDirectory(Cache(trial.Pair.NewDocroot, name));
            File.WriteAllText(Cache(trial.Pair.NewDocroot, name + "/new." + name), "");
        }

        var undone = await trial.Hub.Upgrades.UndoAsync(Site, trial.Test.Sink, default);

        Assert.True(undone.Outcome == UpgradeOutcome.Undone, undone.Message);
        Assert.True(File.Exists(Cache(trial.Pair.OldDocroot, "css/old.css")));
        Assert.False(File.Exists(Cache(trial.Pair.OldDocroot, "css/new.css")));
        Assert.False(File.Exists(Cache(trial.Pair.OldDocroot, "js/new.js")));
    }

    [NeedsPhpTheory]
    [InlineData(4, false)]
    [InlineData(5, true)]
    public async Task An_undo_that_was_killed_leaves_each_release_its_caches(int step, bool cameToUploads)
    {
        using var trial = await Trial.MakeAsync([Site]);
        string Cache(string docroot, string name) => $"{docroot}/sites/{Site}/{name}";
        Directory.CreateDirectory(Cache(trial.Pair.OldDocroot, "files/css"));
        File.WriteAllText(Cache(trial.Pair.OldDocroot, "files/css/old.css"), "");
        Assert.Equal(UpgradeOutcome.Upgraded, (await trial.Test.UpgradeAsync(Site)).Outcome);
        Directory.CreateDirectory(Cache(trial.Pair.NewDocroot, "files/css"));
        File.WriteAllText(Cache(trial.Pair.NewDocroot, "files/css/new.css"), "");

        var (exitCode, output) = WorkerRun.Run(trial.Test.HubFile, "undo", Site, new WorkerKill("begin", step));
        Assert.True(exitCode == 137, output);
        Assert.Contains(cameToUploads ? "look" : "site directory", output.TrimEnd().Split('\n')[^1]);
        await trial.Hub.RecoverAsync(trial.Test.Sink);

        Assert.Equal(!cameToUploads, File.Exists(Cache(trial.Pair.NewDocroot, "files/css/new.css")));
        Assert.True(File.Exists(Cache(trial.Pair.OldDocroot, ".aegir-caches/css/old.css")));
        Assert.False(File.Exists(Cache(trial.Pair.OldDocroot, ".aegir-caches/css/new.css")));
        var undone = await trial.Hub.Upgrades.UndoAsync(Site, trial.Test.Sink, default);
        Assert.True(undone.Outcome == UpgradeOutcome.Undone, undone.Message);
        Assert.True(File.Exists(Cache(trial.Pair.OldDocroot, "files/css/old.css")));
        Assert.False(File.Exists(Cache(trial.Pair.OldDocroot, "files/css/new.css")));
    }

    [NeedsMariaDbFact]
    public async Task A_database_that_another_site_uses_is_not_dropped()
    {
        using var trial = await Trial.MakeAsync([Site], server, prepare: pair => Command.Run("sh", "-c",
            "cp -a \"$1/sites/$2\" \"$1/sites/$3\"", "sh", pair.OldDocroot, Site, Other));
        var atOnce = new UpgradeOptions { KeepFor = TimeSpan.Zero };

        Assert.Equal(UpgradeOutcome.Upgraded, (await trial.Test.UpgradeAsync(Site, atOnce)).Outcome);

        Assert.Contains("keptexampletest", DatabaseList.Of(server, "keptex").Databases);
        using (var visitor = new WebVisitor(trial.Pair.OldDocroot))
            Assert.Contains("Third page", visitor.Get(Other).Body);
        Assert.Equal(UpgradeOutcome.Upgraded, (await trial.Test.UpgradeAsync(Other, atOnce)).Outcome);
        using (var visitor = new WebVisitor(trial.Pair.NewDocroot))
            Assert.Contains("Third page", visitor.Get(Other).Body);
    }

    [NeedsMariaDbFact]
    public async Task A_database_that_a_site_uses_since_is_not_dropped()
    {
        using var trial = await Trial.MakeAsync([Site], server);
        Command.Run("cp", "-a", $"{trial.Pair.OldDocroot}/sites/{Site}", trial.Pair.Folder.At("copy"));
        Assert.Equal(UpgradeOutcome.Upgraded, (await trial.Test.UpgradeAsync(Site)).Outcome);
        Command.Run("cp", "-a", trial.Pair.Folder.At("copy"), $"{trial.Pair.OldDocroot}/sites/{Other}");
        await trial.Hub.Sites.ImportAsync("old", Other, null, trial.Test.Sink, default);

        LetExpire(trial);
        await trial.Hub.Upgrades.ForgetExpiredAsync(trial.Test.Sink, default);

        Assert.False(Directory.Exists($"{trial.Pair.OldDocroot}/sites/{Site}"));
        Assert.Contains("keptexampletest", DatabaseList.Of(server, "keptex").Databases);
    }

    [NeedsMariaDbFact]
    public async Task While_it_is_kept_its_platform_stays()
    {
        using var trial = await Trial.MakeAsync([Site], server);
        await trial.Test.UpgradeAsync(Site);

        var error = Assert.Throws<AegirException>(() => trial.Hub.Platforms.Remove("old"));

        Assert.Equal("PlatformHasKeptSides", error.Id);
    }

    [NeedsMariaDbFact]
    public async Task What_was_written_before_an_undo_is_in_its_backup()
    {
        using var trial = await Trial.MakeAsync([Site], server);
        await trial.Test.UpgradeAsync(Site);
        using (var visitor = new WebVisitor(trial.Pair.NewDocroot))
            visitor.Send(Site, HttpMethod.Post, "/comment/new", new Dictionary<string, string> { ["body"] = "written on the new side" });

        var result = await trial.Hub.Upgrades.UndoAsync(Site, trial.Test.Sink, default);

        Assert.True(result.Outcome == UpgradeOutcome.Undone, result.Message);
        var backups = trial.Hub.Sites.Backups(Site);
        Assert.Equal(2, backups.Count);
        Assert.Equal(2, backups.Select(backup => backup.Path).Distinct().Count());
        foreach (var backup in backups)
        {
            var names = Command.Run("tar", "-tzf", backup.Path).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.Contains("settings.php", names);
            Assert.Contains("database.sql", names);
            Assert.DoesNotContain(names, name => name.Contains(".aegir", StringComparison.Ordinal) || name.StartsWith("./files/", StringComparison.Ordinal) || name.Contains(".packed", StringComparison.Ordinal));
            Assert.DoesNotContain("Aegir gate", Command.Run("tar", "-xzOf", backup.Path, "settings.php"));
            Assert.Equal(backup.Size, new FileInfo(backup.Path).Length);
            Assert.Equal((UnixFileMode)0b110_000_000, File.GetUnixFileMode(backup.Path));
        }
        Assert.Contains(backups, backup => Command.Run("tar", "-xzOf", backup.Path, "database.sql").Contains("written on the new side", StringComparison.Ordinal));
    }

    private static void LetExpire(Trial trial)
    {
        using var connection = new SqliteConnection("Data Source=" + trial.Test.HubFile);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "UPDATE kept_side SET until = 0";
        command.ExecuteNonQuery();
    }
}
