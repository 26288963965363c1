using System.Globalization;
using Aegir;
using Aegir.Hosts;
using Aegir.Operations.Builds;
using Aegir.TestWorker;

// A process that tests may kill: TestWorker <hub> upgrade|undo|migrate|rename|clone|restore|deploy|install|backup|remove|recover <site> [before|during|crash|after N [milliseconds]]
// or TestWorker <hub> build <makefile> [the same], which builds a platform beside the makefile, by its name and .built.
// or TestWorker <hub> work <slots>, which works the queue off until nothing of it can be begun,
// or TestWorker <hub> update <distribution> [the same]. With the last it kills itself at its Nth command. It prints the commands it ran, and how it ended.
var steps = new Steps();
var number = args.Length > 4 ? int.Parse(args[4], CultureInfo.InvariantCulture) : 0;
var milliseconds = args.Length > 5 ? int.Parse(args[5], CultureInfo.InvariantCulture) : 15;
var host = new DeadlyHost(new LocalHost(), steps, args.Length > 3 ? args[3] : "", number, milliseconds);
using var hub = AegirHub.Open(args[0], _ => host);
try
{
    if (args[1] == "recover")
    {
        foreach (var task in await hub.RecoverAsync(steps))
            Console.WriteLine($"recovered {task.Id} {task.Status} {task.Message}");
        return 0;
    }
    if (args[1] == "work")
    {
        hub.Queue.Types.Add<LedgerTask>(LedgerTask.Name);
        var options = new QueueOptions { ThrottleLimit = int.Parse(args[2], CultureInfo.InvariantCulture), MaxLoad = 0, MinFreeSpace = 0 };
        Console.WriteLine(await hub.Queue.RunAsync(options, steps, CancellationToken.None));
        return 0;
    }
    if (args[1] == "install")
    {
        await hub.Sites.InstallAsync(new NewSite
        {
            Name = args[2],
            Platform = "base",
            AdminEmail = "admin@example.test",
            Aliases = ["alias." + args[2]],
            Database = hub.Servers.Get(Server.MasterName).Database == DatabaseType.None ? DatabaseType.Sqlite : null,
        }, steps, CancellationToken.None);
        return 0;
    }
    if (args[1] == "backup")
    {
        await hub.Sites.BackupAsync(args[2], new BackupOptions(), steps, CancellationToken.None);
        return 0;
    }
    if (args[1] == "remove")
    {
        await hub.Sites.RemoveAsync(args[2], false, steps, CancellationToken.None);
        return 0;
    }
    if (args[1] == "update")
    {
        Console.WriteLine(await hub.Distributions.UpdateAsync(args[2], new UpdateOptions(), steps, CancellationToken.None));
        return 0;
    }
    if (args[1] == "build")
    {
        Console.WriteLine($"built {await hub.Platforms.BuildAsync(new BuildRequest("Built", new MakefileSource(args[2])) { Path = args[2] + ".built" }, steps, CancellationToken.None)}");
        return 0;
    }
    if (args[1] == "deploy")
    {
        var archive = hub.Sites.Backups(args[2])[0].Path;
        Console.WriteLine($"deployed {await hub.Sites.DeployAsync(new ArchivedSite(archive) { Name = "new-" + args[2], Platform = "new" }, steps, CancellationToken.None)}");
        return 0;
    }
    if (args[1] is "migrate" or "rename" or "clone" or "restore")
    {
        var moved = await hub.Moves.RunAsync(args[1] switch
        {
            "migrate" => new MoveRequest(MoveKind.Migrate, args[2]) { Platform = "new" },
            "rename" => new MoveRequest(MoveKind.Rename, args[2]) { NewName = "new-" + args[2] },
            "clone" => new MoveRequest(MoveKind.Clone, args[2]) { NewName = "new-" + args[2], Platform = "new" },
            _ => new MoveRequest(MoveKind.Restore, args[2]) { Backup = $"{hub.Sites.Backups(args[2])[0].Id}" },
        }, steps, CancellationToken.None);
        Console.WriteLine($"{moved.Outcome} {moved.FailedStep} {moved.Message}");
        return 0;
    }
    var result = args[1] == "undo"
        ? await hub.Upgrades.UndoAsync(args[2], steps, CancellationToken.None)
        : (await hub.Upgrades.RunAsync(new[] { args[2] }.ToAsync(), new UpgradeOptions(), steps, CancellationToken.None)).Single();
    Console.WriteLine($"{result.Outcome} {result.FailedStep} {result.Message}");
    return 0;
}
catch (AegirException error)
{
    Console.WriteLine($"error {error.Id} {error.Message}");
    return 1;
}
