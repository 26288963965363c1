using System.Globalization;
using Aegir;
using Aegir.Hosts;
using Aegir.TestWorker;

// A process that tests may kill: TestWorker <hub> <verb of Verbs>|recover <target> [before|during|crash|after|future|past N [milliseconds]|begin N]
// or TestWorker <hub> work <slots>, which works the queue off until nothing of it can be begun.
// With the last it kills itself at its Nth command (or the clock jumps), or where it begins its Nth step. It prints the commands it ran, and how it ended.
var when = args.Length > 3 ? args[3] : "";
var number = args.Length > 4 ? int.Parse(args[4], CultureInfo.InvariantCulture) : 0;
var milliseconds = args.Length > 5 ? int.Parse(args[5], CultureInfo.InvariantCulture) : 15;
var steps = new Steps(when == "begin" ? number : 0);
var host = new DeadlyHost(new LocalHost(), steps, when, when == "begin" ? 0 : number, milliseconds);
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
    Console.WriteLine(await Verbs.RunAsync(hub, args[1], args[2], steps));
    return 0;
}
catch (AegirException error)
{
    Console.WriteLine($"error {error.Id} {error.Message}");
    return 1;
}
