using System.Globalization;
using Aegir;
using Aegir.Hosts;
using Aegir.TestWorker;

// A process that tests may kill. TestWorker <hub> upgrade|undo <site> [before|during|after N]
// With the last two it kills itself at its Nth command, and prints nothing more.
var host = args.Length > 3 ? new DeadlyHost(new LocalHost(), args[3], int.Parse(args[4], CultureInfo.InvariantCulture)) : (IHost)new LocalHost();
using var hub = AegirHub.Open(args[0], _ => host);
var sink = new PrintingSink();
try
{
    var result = args[1] == "undo"
        ? await hub.Upgrades.UndoAsync(args[2], sink, CancellationToken.None)
        : (await hub.Upgrades.RunAsync(new[] { args[2] }.ToAsync(), new UpgradeOptions(), sink, CancellationToken.None)).Single();
    Console.WriteLine($"{result.Outcome} {result.FailedStep} {result.Message}");
    Console.WriteLine($"commands={(host as DeadlyHost)?.Count}");
    return 0;
}
catch (AegirException error)
{
    Console.WriteLine($"error {error.Id} {error.Message}");
    return 1;
}
