using System.Net;
using Aegir.Tests.Components;

namespace Aegir.Tests.Upgrades;

/// <summary>Sites that lie in odd places.</summary>
public sealed class PlaceTests
{
    private const string Site = "one.example.test";

    [NeedsPhpTheory]
    [InlineData(10)]
    [InlineData(7)]
    public async Task A_site_in_the_default_folder(int major)
    {
        using var trial = await Trial.MakeAsync([Site], major: major, prepare: pair => Rename(pair, "default"), domains: new() { ["default"] = Site });
        var stock = File.ReadAllText(trial.Pair.NewDocroot + "/sites/default/default.settings.php");

        await UpgradeAsync(trial);
        Assert.Equal(stock, File.ReadAllText(trial.Pair.NewDocroot + "/sites/default/default.settings.php"));
        var undone = await trial.Hub.Upgrades.UndoAsync(Site, trial.Test.Sink, default);

        Assert.True(undone.Outcome == UpgradeOutcome.Undone, undone.Message);
        Assert.Equal(stock, File.ReadAllText(trial.Pair.NewDocroot + "/sites/default/default.settings.php"));
        Assert.False(File.Exists(trial.Pair.NewDocroot + "/sites/default/settings.php"));
    }

    [NeedsPhpFact]
    public async Task A_default_folder_is_as_it_was_after_a_failure()
    {
        using var trial = await Trial.MakeAsync([Site], prepare: pair => Rename(pair, "default"), domains: new() { ["default"] = Site });
        File.WriteAllText(trial.Pair.NewDocroot + "/core/BROKEN_TWIG", "");

        trial.AssertRolledBack(await trial.Test.UpgradeAsync(Site), "look");
    }

    [NeedsPhpFact]
    public async Task Names_in_sites_php_go_along()
    {
        using var trial = await Trial.MakeAsync([Site], domains: new() { ["shop"] = Site }, prepare: pair =>
        {
            Rename(pair, "shop");
            File.WriteAllText(pair.OldDocroot + "/sites/sites.php", $"<?php\n$sites['{Site}'] = 'shop';\n$sites['www.{Site}'] = 'shop';\n$sites['x'] = 'y';\n");
        });

        await UpgradeAsync(trial);

        var names = File.ReadAllText(trial.Pair.NewDocroot + "/sites/sites.php");
        Assert.Contains($"'www.{Site}'", names);
        Assert.DoesNotContain("'x'", names);
        using var visitor = new WebVisitor(trial.Pair.NewDocroot);
        Assert.Equal(HttpStatusCode.OK, visitor.Get("www." + Site).Status);
    }

    [NeedsPhpTheory]
    [InlineData(10)]
    [InlineData(7)]
    public async Task Quotes_and_spaces_in_paths(int major)
    {
        using var trial = await Trial.MakeAsync([Site], major: major, prefix: "it's a \"test\" of $HOME; #");
        var link = trial.Pair.LoginLink(Site);

        await UpgradeAsync(trial);

        using (var visitor = new WebVisitor(trial.Pair.NewDocroot))
            Assert.Equal(HttpStatusCode.Redirect, visitor.Get(Site, link).Status);
        Assert.Equal(UpgradeOutcome.Undone, (await trial.Hub.Upgrades.UndoAsync(Site, trial.Test.Sink, default)).Outcome);
    }

    [NeedsPhpFact]
    public async Task A_link_that_was_mailed_stays_good_where_Drupal_7_has_no_salt()
    {
        using var trial = await Trial.MakeAsync([Site], major: 7, prepare: pair =>
        {
            var settings = $"{pair.OldDocroot}/sites/{Site}/settings.php";
            File.AppendAllText(settings, "\n$drupal_hash_salt = '';\n");
        });
        var link = trial.Pair.LoginLink(Site);

        await UpgradeAsync(trial);

        using var visitor = new WebVisitor(trial.Pair.NewDocroot);
        Assert.Equal(HttpStatusCode.Redirect, visitor.Get(Site, link).Status);
    }

    [NeedsPhpFact]
    public async Task Configuration_outside_of_the_site_goes_along()
    {
        using var trial = await Trial.MakeAsync([Site], prepare: SyncOutside);

        await UpgradeAsync(trial);

        Assert.Equal(["system.site.yml"], Directory.EnumerateFileSystemEntries(trial.Pair.NewRoot + "/config/sync").Select(Path.GetFileName));
    }

    [NeedsPhpFact]
    public async Task Configuration_that_went_along_is_taken_away_after_a_failure()
    {
        using var trial = await Trial.MakeAsync([Site], prepare: SyncOutside);
        File.WriteAllText(trial.Pair.NewDocroot + "/core/BROKEN_TWIG", "");

        trial.AssertRolledBack(await trial.Test.UpgradeAsync(Site), "look");

        Assert.False(Directory.Exists(trial.Pair.NewRoot + "/config"));
    }

    [NeedsPhpTheory]
    [InlineData(10, "$settings['file_private_path'] = '../private';", "private")]
    [InlineData(10, "$settings['file_private_path'] = __DIR__ . '/../../../private';", "private")]
    [InlineData(7, "$conf['file_private_path'] = 'letters';", "letters")]
    public async Task Uploads_that_the_new_side_would_not_find_are_left_behind_by_no_upgrade(int major, string setting, string below)
    {
        using var trial = await Trial.MakeAsync([Site], major: major, prepare: pair =>
        {
            pair.Folder.Write($"{Path.GetFileName(pair.OldRoot)}/{below}/letter.txt", "dear");
            File.AppendAllText($"{pair.OldDocroot}/sites/{Site}/settings.php", $"\n{setting}\n");
        });

        var left = await trial.Test.UpgradeAsync(Site);

        Assert.Equal(UpgradeOutcome.Blocked, left.Outcome);
        Assert.Contains(below, left.Message);
        Assert.Contains("stay behind", left.Message);
        trial.AssertWhole(Site, "old");

        // The same folder from both sides: but the old platform's, which may be deleted one day.
        var linked = $"{trial.Pair.NewRoot}/{below}";
        Directory.CreateSymbolicLink(linked, $"{trial.Pair.OldRoot}/{below}");
        Assert.Contains("stay behind", Assert.Single((await trial.Hub.Upgrades.PlanAsync(Site, [], default)).Blockers));
        Directory.Move($"{trial.Pair.OldRoot}/{below}", trial.Pair.Folder.At("uploads"));
        Directory.CreateSymbolicLink($"{trial.Pair.OldRoot}/{below}", trial.Pair.Folder.At("uploads"));
        await UpgradeAsync(trial);
    }

    [NeedsMountFact]
    public async Task Uploads_that_a_site_on_another_disk_links_to_are_not_deleted_with_the_platform_they_lie_in()
    {
        using var trial = await Trial.MakeAsync([Site], prepare: OnAnotherDisk);
        var files = $"{trial.Pair.OldDocroot}/sites/{Site}/files";
        try
        {
            Assert.Equal(UpgradeOutcome.Upgraded, (await trial.Test.UpgradeAsync(Site, new UpgradeOptions { KeepFor = TimeSpan.Zero })).Outcome);

            var error = await Assert.ThrowsAsync<AegirException>(() => trial.Hub.Platforms.RemoveWithFilesAsync("old", trial.Test.Sink, default));

            Assert.Equal("PlatformPathUnsafe", error.Id);
            Assert.Contains(files, error.Message);
            using var visitor = new WebVisitor(trial.Pair.NewDocroot);
            Assert.NotEmpty(visitor.GetBytes(Site, $"/sites/{Site}/files/pictures/stand-in.png"));
        }
        finally
        {
            Command.Try("umount", "-l", files);
        }
    }

    [NeedsMountFact]
    public async Task Uploads_on_another_disk_are_linked()
    {
        using var trial = await Trial.MakeAsync([Site], prepare: OnAnotherDisk);
        var files = $"{trial.Pair.OldDocroot}/sites/{Site}/files";
        try
        {
            await UpgradeAsync(trial);
            Assert.Equal(files, new DirectoryInfo($"{trial.Pair.NewDocroot}/sites/{Site}/files").LinkTarget);
            Assert.Equal(UpgradeOutcome.Undone, (await trial.Hub.Upgrades.UndoAsync(Site, trial.Test.Sink, default)).Outcome);
            trial.Witness(Site);
            trial.AssertWhole(Site, "old");
        }
        finally
        {
            Command.Try("umount", "-l", files);
        }
    }

    [NeedsMountFact]
    public async Task A_disk_for_backups_that_is_full_is_found_before_anything_is_touched()
    {
        using var trial = await Trial.MakeAsync(Site);
        var backups = trial.Pair.Folder.At("hub/backups");
        Directory.CreateDirectory(backups);
        Command.Run("mount", "-t", "tmpfs", "-o", "size=32k", "tmpfs", backups);
        try
        {
            var result = await trial.Test.UpgradeAsync(Site);
            Assert.Equal(UpgradeOutcome.Blocked, result.Outcome);
            Assert.Contains("its disk has", result.Message);
        }
        finally
        {
            Command.Try("umount", "-l", backups);
        }
        trial.AssertWhole(Site, "old");
    }

    private static async Task UpgradeAsync(Trial trial)
    {
        var result = await trial.Test.UpgradeAsync(Site);
        Assert.True(result.Outcome == UpgradeOutcome.Upgraded, $"{result.Message}\n{trial.Test.Sink}");
        trial.AssertWhole(Site, "new");
    }

    private static void Rename(PlatformPair pair, string directory) => Command.Run("sh", "-c", """
        set -e; cd "$1/sites"; chmod -R u+w "$2"; mkdir -p "$3"; cp -a "$2/." "$3/"; rm -rf "$2"
        sed -i "s|sites/$2/|sites/$3/|g" "$3/settings.php"
        """, "sh", pair.OldDocroot, Site, directory);

    private static void OnAnotherDisk(PlatformPair pair) => Command.Run("sh", "-c",
        "cp -a \"$1\" \"$2\" && mount -t tmpfs -o size=8m tmpfs \"$1\" && cp -a \"$2/.\" \"$1/\" && rm -r \"$2\"",
        "sh", $"{pair.OldDocroot}/sites/{Site}/files", pair.Folder.At("aside"));

    private static void SyncOutside(PlatformPair pair)
    {
        Directory.CreateDirectory(pair.OldRoot + "/config/sync");
        File.WriteAllText(pair.OldRoot + "/config/sync/system.site.yml", "name: One\n");
        File.AppendAllText($"{pair.OldDocroot}/sites/{Site}/settings.php", "\n$settings['config_sync_directory'] = '../config/sync';\n");
    }
}
