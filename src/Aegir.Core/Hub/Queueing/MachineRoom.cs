using System.Diagnostics;
using System.Globalization;
using Aegir.Hosts;
using Aegir.Operations;

namespace Aegir.Hub.Queueing;

/// <summary>Why no more tasks are begun, or but few.</summary>
/// <param name="Slots">How many may run all the same.</param>
internal sealed record Holding(string Reason, int Slots);

/// <summary>Whether the hub's machine has room for more work.</summary>
internal sealed class MachineRoom(OperationServices services, QueueOptions options)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    private readonly Stopwatch age = new();
    private Holding? last;

    /// <summary>Null where it has. An overloaded machine still runs one task at a time; on a full disk none is begun.</summary>
    public async Task<Holding?> HoldingAsync(int running, CancellationToken cancellation)
    {
        if ((options.MaxLoad > 0 || options.MinFreeSpace > 0) && (!age.IsRunning || age.Elapsed >= Fresh))
        {
            last = await LookAsync(cancellation).ConfigureAwait(false);
            age.Restart();
        }
        return last is { Slots: 0 } ? last with { Slots = running } : last;
    }

    private async Task<Holding?> LookAsync(CancellationToken cancellation)
    {
        try
        {
            var folder = services.HubFolder;
            var words = (await services.Hub.Host.ScriptAsync("Hub.Queueing.machine-room.sh", [folder, services.BackupFolder], cancellation).ConfigureAwait(false)).Split();
            var (load, free) = (double.Parse(words[0], CultureInfo.InvariantCulture), long.Parse(words[1], CultureInfo.InvariantCulture));
            if (options.MinFreeSpace > 0 && free < options.MinFreeSpace)
                return new Holding($"the hub's disk has {free >> 20} MiB left, and tasks need {options.MinFreeSpace >> 20}", 0);
            return options.MaxLoad > 0 && load > options.MaxLoad
                ? new Holding(string.Create(CultureInfo.InvariantCulture, $"the hub's load is {load:0.0} per processor, above {options.MaxLoad:0.0}"), 1)
                : null;
        }
        catch (Exception error) when (error is AegirException or FormatException or OperationCanceledException or System.ComponentModel.Win32Exception)
        {
            // A machine that cannot tell is no reason to do nothing; each task looks for what it needs itself.
            return null;
        }
    }
}
