using Aegir.Hosts;
using Aegir.Tests.Components;

namespace Aegir.Tests.Spokes;

/// <summary>Removing a platform with its code.</summary>
public sealed class RemovePlatformTests
{
    [NeedsLabFact]
    public async Task The_whole_project_goes_from_the_hub_and_from_every_machine_and_nothing_beside_it()
    {
        using var spokes = new SpokeHub();
        var (docroot, neighbour) = (spokes.Code(), spokes.Code(name: "neighbour"));
        await spokes.AddPlatformAsync("code", docroot, "both");
        await spokes.AddPlatformAsync("neighbour", neighbour, "both");

        await spokes.Hub.Platforms.RemoveWithFilesAsync("code", spokes.Sink, default);

        Assert.Equal(["neighbour"], spokes.Hub.Platforms.Find(new PlatformFilter()).Select(platform => platform.Name));
        var folder = spokes.Lab.Folder.At("platforms");
        foreach (var path in spokes.Lab.Machines.Select(machine => machine.Behind(folder)).Append(folder))
            Assert.Equal(["neighbour"], Directory.EnumerateFileSystemEntries(path).Select(entry => Path.GetFileName(entry)));
        Assert.Equal("PlatformNotFound", (await Assert.ThrowsAsync<AegirException>(() =>
            spokes.Hub.Platforms.RemoveWithFilesAsync("code", spokes.Sink, default))).Id);
    }

    [NeedsLabFact]
    [Trait("Oracle", "13")]
    public async Task Nothing_is_removed_while_a_site_is_there_known_or_not()
    {
        using var spokes = new SpokeHub(1);
        var (machine, docroot) = (spokes.Lab[0], spokes.Code());
        await spokes.AddPlatformAsync("code", docroot, "m1");
        spokes.MakeSite(machine, docroot, "a.example");

        var unknown = await Assert.ThrowsAsync<AegirException>(() => spokes.Hub.Platforms.RemoveWithFilesAsync("code", spokes.Sink, default));
        await spokes.Hub.Sites.ImportAsync("code", "a.example", null, spokes.Sink, default);
        var known = await Assert.ThrowsAsync<AegirException>(() => spokes.Hub.Platforms.RemoveWithFilesAsync("code", spokes.Sink, default));

        Assert.Equal(("PlatformHasSites", "PlatformHasSites"), (unknown.Id, known.Id));
        Assert.Contains("a.example", unknown.Message);
        Assert.True(File.Exists(docroot + "/index.php"));
        Assert.True(File.Exists(machine.Behind(docroot + "/index.php")));
        Assert.True(File.Exists(machine.Behind(docroot + "/sites/a.example/settings.php")));
    }

    [NeedsAccountsFact]
    public async Task What_the_web_server_made_goes_too_through_the_group()
    {
        using var folder = new TempFolder();
        folder.Write("platforms/code/includes/bootstrap.inc", "");
        folder.Write("platforms/code/sites/default/files/made/by-visit.css", "");
        Command.Run("sh", "-c", $"""
            set -e
            chmod 755 "$1"; chown -R {OrdinaryAccount.Owner} "$1/platforms"
            chown -R {OrdinaryAccount.WebServer} "$1/platforms/code/sites/default/files/made"; chmod -R g+w "$1/platforms/code/sites/default/files/made"
            chmod 555 "$1/platforms/code/sites/default"
            """, "sh", folder.Path);

        await new OrdinaryAccount().ScriptAsync("Operations.Spokes.remove-platform.sh", [folder.At("platforms/code"), "", "7", "delete"], default);

        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.At("platforms")));
    }

    [NeedsLabFact]
    public async Task A_cluster_of_which_a_member_is_down_keeps_its_platform()
    {
        using var spokes = new SpokeHub();
        var docroot = spokes.Code();
        await spokes.AddPlatformAsync("code", docroot, "both");
        spokes.Lab[1].Sshd.Stop();

        var error = await Assert.ThrowsAsync<AegirException>(() => spokes.Hub.Platforms.RemoveWithFilesAsync("code", spokes.Sink, default));

        Assert.Equal("MemberDown", error.Id);
        Assert.Contains("m2", error.Message);
        Assert.True(File.Exists(spokes.Lab[0].Behind(docroot + "/index.php")));
    }

    [NeedsPhpFact]
    public async Task Folders_that_hold_something_else_are_not_deleted()
    {
        using var folder = new TempFolder();
        var outer = folder.At("outer");
        Command.Run(Fixtures.At("make-platform"), "drupal-7.105", outer);
        using var hub = AegirHub.Open(outer + "/hub/hub.db");
        var sink = new RecordingSink();
        await hub.Platforms.AddAsync("outer", outer, null, sink, default);

        await RefusedAsync("hub.db");

        Command.Run(Fixtures.At("make-platform"), "drupal-7.98", outer + "/inner");
        await hub.Platforms.AddAsync("inner", outer + "/inner", null, sink, default);
        await RefusedAsync("'inner'");

        async Task RefusedAsync(string reason)
        {
            var error = await Assert.ThrowsAsync<AegirException>(() => hub.Platforms.RemoveWithFilesAsync("outer", sink, default));
            Assert.Equal("PlatformPathUnsafe", error.Id);
            Assert.Contains(reason, error.Message);
            Assert.True(File.Exists(outer + "/index.php"));
        }
    }

    [NeedsPhpFact]
    public async Task A_home_a_link_and_what_is_no_Drupal_any_more_are_not_deleted()
    {
        using var folder = new TempFolder();
        var code = folder.At("code");
        Command.Run(Fixtures.At("make-platform"), "drupal-7.105", code);
        using var hub = AegirHub.Open(folder.At("hub/hub.db"));
        var sink = new RecordingSink();
        await hub.Platforms.AddAsync("code", code, null, sink, default);

        var home = Environment.GetEnvironmentVariable("HOME");
        Environment.SetEnvironmentVariable("HOME", code);
        await RefusedAsync("holds the home");
        Environment.SetEnvironmentVariable("HOME", home);

        Directory.Move(code, folder.At("elsewhere"));
        Directory.CreateSymbolicLink(code, folder.At("elsewhere"));
        await RefusedAsync("is a link");
        File.Delete(code);

        Directory.CreateDirectory(code);
        File.WriteAllText(code + "/letter.txt", "dear");
        await RefusedAsync("holds no Drupal");
        Assert.True(File.Exists(code + "/letter.txt"));

        async Task RefusedAsync(string reason)
        {
            var error = await Assert.ThrowsAsync<AegirException>(() => hub.Platforms.RemoveWithFilesAsync("code", sink, default));
            Assert.Equal("PlatformPathUnsafe", error.Id);
            Assert.Contains(reason, error.Message);
            Assert.NotNull(hub.Platforms.Get("code"));
        }
    }
}
