using Aegir.Tests.Components;

namespace Aegir.Tests.Spokes;

/// <summary>What a verify does to a platform that other machines serve.</summary>
public sealed class PlatformPushTests
{
    [NeedsLabFact]
    public async Task The_hubs_code_goes_to_the_machine_in_at_most_three_round_trips_and_unchanged_code_takes_one()
    {
        using var spokes = new SpokeHub(1);
        var (machine, docroot) = (spokes.Lab[0], spokes.Code());
        Directory.CreateDirectory(docroot + "/.git/objects");

        var added = await Counted(machine, 3, () => spokes.AddPlatformAsync("code", docroot, "m1"));

        Assert.Equal((PlatformStatus.Enabled, "10.3.6"), (added.Status, added.CoreVersion));
        Assert.Equal(Files(docroot).Where(line => !line.Contains(".git")), Files(machine.Behind(docroot)));
        Assert.Equal("755 aegir\n", machine.Run($"stat -c '%a %U' {docroot}"));
        Assert.False(File.Exists(machine.Behind(docroot + "/.aegir-push")));

        await Counted(machine, 1, () => spokes.VerifyPlatformAsync("code"));

        File.AppendAllText(docroot + "/index.php", "// changed");
        File.Delete(docroot + "/core/modules/node/node.install");
        File.Delete(docroot + "/sites/README.txt");
        Directory.CreateDirectory(docroot + "/sites/all/modules");
        File.WriteAllText(docroot + "/sites/all/modules/new.info.yml", "name: New\ntype: module\n");
        await Counted(machine, 3, () => spokes.VerifyPlatformAsync("code"));
        Assert.Equal(Files(docroot).Where(line => !line.Contains(".git")), Files(machine.Behind(docroot)));
        Assert.Contains(spokes.Hub.Platforms.Packages("code"), package => package.Name == "new");
    }

    // The original pushes files and private/ as well to clusters, and deletes there what the hub has not (aegir-spec 2.16).
    [NeedsLabFact]
    [Trait("Oracle", "44")]
    public async Task A_push_leaves_the_machines_sites_and_all_that_was_uploaded_alone()
    {
        using var spokes = new SpokeHub();
        var docroot = spokes.Code();
        await spokes.AddPlatformAsync("code", docroot, "both");
        foreach (var machine in spokes.Lab.Machines)
            machine.Run($"""
                cd {docroot}/sites
                mkdir -p a.example/files/pictures a.example/private default/files
                echo '<?php' >a.example/settings.php; echo '<?php' >default/settings.php
                echo {machine.Name} >a.example/files/pictures/mine.png; echo secret >a.example/private/secret.txt; echo x >default/files/x
                echo '<?php $sites["b"] = "a.example";' >sites.php
                ln -s a.example b.example
                echo mine >local.inc
                chmod 440 a.example/settings.php; chmod 2770 a.example/files a.example/private
                chown -R aegir:www-data .
                """);
        // What the hub has of them is older, or nothing.
        Directory.CreateDirectory(docroot + "/sites/a.example/files");
        File.WriteAllText(docroot + "/sites/a.example/files/old.txt", "old");
        File.WriteAllText(docroot + "/sites/sites.php", "<?php // the hub's");
        File.AppendAllText(docroot + "/index.php", "// changed");
        var before = spokes.Lab.Machines.Select(machine => machine.FilesUnder(docroot + "/sites")).ToList();

        await spokes.VerifyPlatformAsync("code");

        foreach (var (machine, files) in spokes.Lab.Machines.Zip(before))
        {
            Assert.EndsWith("// changed", File.ReadAllText(machine.Behind(docroot + "/index.php")));
            Assert.Equal(files, machine.FilesUnder(docroot + "/sites"));
            Assert.Equal(machine.Name + "\n", File.ReadAllText(machine.Behind(docroot + "/sites/a.example/files/pictures/mine.png")));
            Assert.Contains("a.example", File.ReadAllText(machine.Behind(docroot + "/sites/sites.php")));
        }
    }

    [NeedsLabFact]
    public async Task Code_that_is_on_the_machine_only_is_fetched_and_becomes_the_hubs()
    {
        using var spokes = new SpokeHub(1);
        var (machine, docroot) = (spokes.Lab[0], spokes.Code());
        var root = spokes.Lab.Folder.At("platforms/code");
        machine.Run($"mkdir -p {Path.GetDirectoryName(root)}");
        Directory.Move(root, machine.Behind(root));
        machine.Run($"""
            mkdir -p {docroot}/sites/a.example/files {docroot}/sites/a.example/private {docroot}/sites/a.example/modules/own
            echo '<?php // secret' >{docroot}/sites/a.example/settings.php; chmod 440 {docroot}/sites/a.example/settings.php
            echo upload >{docroot}/sites/a.example/files/upload.txt
            chown -R aegir:aegir {spokes.Lab.Folder.Path}
            """);

        await Counted(machine, 3, () => spokes.AddPlatformAsync("code", root, "m1"));

        Assert.Equal(Files(machine.Behind(docroot)), Files(docroot));
        Assert.Equal(["modules", "own", "settings.php"], Directory.EnumerateFileSystemEntries(docroot + "/sites/a.example", "*", SearchOption.AllDirectories)
            .Select(path => Path.GetFileName(path)).Order());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.GroupRead, File.GetUnixFileMode(docroot + "/sites/a.example/settings.php"));
        Assert.Equal("upload\n", File.ReadAllText(machine.Behind(docroot + "/sites/a.example/files/upload.txt")));
        Assert.Contains(spokes.Sink.Events, item => item.Message.Contains("1 sites that the hub does not know: a.example", StringComparison.Ordinal));
        Assert.Equal(["code"], Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(root)!).Select(path => Path.GetFileName(path)));
    }

    [NeedsLabFact]
    public async Task What_lies_at_the_path_and_is_no_Drupal_is_not_overwritten()
    {
        using var spokes = new SpokeHub(1);
        var (machine, docroot) = (spokes.Lab[0], spokes.Code());
        machine.Run($"mkdir -p {docroot}/letters && echo dear >{docroot}/letters/one.txt && chown -R aegir {spokes.Lab.Folder.Path}");

        var error = await Assert.ThrowsAsync<AegirException>(() => spokes.AddPlatformAsync("code", docroot, "m1"));

        Assert.Equal("PlatformPathTaken", error.Id);
        Assert.Equal("dear\n", File.ReadAllText(machine.Behind(docroot + "/letters/one.txt")));
        Assert.Empty(spokes.Hub.Platforms.Find(new PlatformFilter()));
    }

    [NeedsLabFact]
    public async Task A_folder_that_takes_no_sites_is_named()
    {
        using var spokes = new SpokeHub(1);
        var (machine, docroot) = (spokes.Lab[0], spokes.Code());
        await spokes.AddPlatformAsync("code", docroot, "m1");
        machine.Run($"chown root {docroot}/sites && chmod 755 {docroot}/sites");

        var error = await Assert.ThrowsAsync<AegirException>(() => spokes.VerifyPlatformAsync("code"));

        Assert.Equal("SitesFolderClosed", error.Id);
        Assert.Contains("'m1'", error.Message);
    }

    [NeedsLabFact]
    public async Task Web_servers_can_read_a_platform_that_was_made_for_one_account_only()
    {
        using var spokes = new SpokeHub(1);
        var (machine, docroot) = (spokes.Lab[0], spokes.Code());
        Command.Run("chmod", "700", docroot);
        Command.Run("chmod", "707", docroot + "/sites");

        await spokes.AddPlatformAsync("code", docroot, "m1");

        Assert.Equal("755\n755\n", machine.Run($"stat -c %a {docroot} {docroot}/sites"));
    }

    // The original makes one from the example file. That changes which folder Drupal looks into on a platform whose only site is sites/default, so
    // here it is made when a site is installed on the platform or moved to it.
    [NeedsLabFact]
    [Trait("Oracle", "14")]
    public async Task A_verify_makes_no_sites_php()
    {
        using var spokes = new SpokeHub(1);
        var docroot = spokes.Code();
        File.Delete(docroot + "/sites/sites.php");

        await spokes.AddPlatformAsync("code", docroot, "m1");

        Assert.False(File.Exists(docroot + "/sites/sites.php"));
        Assert.False(File.Exists(spokes.Lab[0].Behind(docroot + "/sites/sites.php")));
    }

    private static async Task<Platform> Counted(LabMachine machine, int most, Func<Task<Platform>> verify)
    {
        var before = machine.Sessions;
        var platform = await verify();
        Assert.InRange(machine.Sessions - before, 1, most);
        return platform;
    }

    /// <summary>The code below a folder: mode, size, time and name of each file.</summary>
    private static string[] Files(string docroot) => Command.Run("sh", "-c", """
        cd "$1" && find . -path './sites/*.example' -prune -o ! -type d -printf '%m %s %Ts %P\n' | LC_ALL=C sort
        """, "sh", docroot).Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
