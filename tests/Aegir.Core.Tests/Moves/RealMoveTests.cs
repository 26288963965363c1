using System.Net;
using Aegir.Tests.Components;

namespace Aegir.Tests.Moves;

/// <summary>A site's life over real Drupal, where it is given: moved, renamed, cloned, restored, and back.</summary>
[Collection(MariaDbMoveTests.Name)]
public sealed class RealMoveTests(MariaDbServer server)
{
    private const string Site = "real.example.test";
    private const string Renamed = "www.genuine.example.test";
    private const string Clone = "copy.example.test";

    [NeedsRealDrupalFact]
    public Task On_SQLite() => LiveAsync("sqlite");

    [NeedsRealDrupalFact]
    public Task On_MariaDB() => LiveAsync("mariadb");

    private async Task LiveAsync(string database)
    {
        using var folder = new TempFolder();
        var pair = PlatformPair.Make(folder, "real");
        pair.Install(Site, database == "sqlite" ? database : server.MakeDatabase());
        using var test = new TestHub(pair, server.OptionFile);
        await test.ReadyAsync();
        var drush = (pair.Major == 7 ? "variable-set site_slogan" : "config:set -y system.site slogan").Split(' ');
        Drush(pair.OldRoot, pair.OldDocroot, Site, [.. drush, $"see /sites/{Site}/files/pictures/stand-in.png"]);

        await DoneAsync(test, new MoveRequest(MoveKind.Migrate, Site) { Platform = "new" }, Site, Site);
        await DoneAsync(test, new MoveRequest(MoveKind.Rename, Site) { NewName = Renamed }, Renamed, Renamed);
        Assert.Contains($"/sites/{Renamed}/files", Slogan(pair, Renamed));
        await DoneAsync(test, new MoveRequest(MoveKind.Clone, Renamed) { NewName = Clone }, Clone, Clone);
        Assert.Contains($"/sites/{Clone}/files", Slogan(pair, Clone));
        Assert.Equal(HttpStatusCode.OK, MoveBench.Status(pair.NewDocroot, Renamed));
        Assert.NotEqual(pair.Salt(Renamed, onNew: true), pair.Salt(Clone, onNew: true));
        var backup = await test.Hub.Sites.BackupAsync(Renamed, new BackupOptions(), test.Sink, default);
        Drush(pair.NewRoot, pair.NewDocroot, Renamed, [.. drush, "changed since"]);
        await DoneAsync(test, new MoveRequest(MoveKind.Restore, Renamed) { Backup = $"{backup.Id}" }, Renamed, Renamed);
        Assert.DoesNotContain("changed since", Slogan(pair, Renamed));

        for (var i = 0; i < 3; i++)
        {
            var name = i < 2 ? Renamed : Site;
            var undone = await test.Hub.Upgrades.UndoAsync(name, test.Sink, default);
            Assert.True(undone.Outcome == UpgradeOutcome.Undone, $"{undone.Message}\n{test.Sink}");
        }
        Assert.Equal(("old", Site), (test.Hub.Sites.Get(Site).Platform, test.Hub.Sites.Get(Site).Directory));
        Assert.Equal(HttpStatusCode.OK, MoveBench.Status(pair.OldDocroot, Site));
    }

    private static async Task DoneAsync(TestHub test, MoveRequest request, string name, string directory)
    {
        var result = await test.Hub.Moves.RunAsync(request, test.Sink, default);
        Assert.True(result.Outcome == MoveOutcome.Done && result.FailedStep is null, $"{result} {result.FailedStep}: {result.Message}\n{test.Sink}");
        using var visitor = new WebVisitor(test.Pair.NewDocroot);
        var (status, body) = visitor.Get(name);
        Assert.True(status == HttpStatusCode.OK, $"{status} {body}");
        Assert.Equal("uploaded", visitor.Get(name, $"/sites/{directory}/{MoveBench.Upload}").Body);
    }

    private static string Slogan(PlatformPair pair, string site) => Drush(pair.NewRoot, pair.NewDocroot, site,
        pair.Major == 7 ? ["variable-get", "site_slogan"] : ["config:get", "system.site", "slogan"]);

    private static string Drush(string root, string docroot, string site, string[] arguments) =>
        Command.Run(root + "/vendor/bin/drush", [.. arguments, $"--root={docroot}", $"--uri={site}"]);
}
