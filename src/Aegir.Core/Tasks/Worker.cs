using System.Diagnostics;
using System.Globalization;
using Aegir.State;

namespace Aegir.Tasks;

/// <summary>A process that runs tasks: machine, process id and start time, which no later process shares.</summary>
public sealed record Worker(string Machine, int ProcessId, long Started)
{
    public static Worker Current { get; } = new(Environment.MachineName, Environment.ProcessId, StartOf(Process.GetCurrentProcess()));

    /// <summary>What is no worker of ours is one of a machine that we cannot look at.</summary>
    public static Worker Parse(string text)
    {
        var parts = text.Split('/');
        return parts.Length == 3 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var process)
            && long.TryParse(parts[2], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var started)
            ? new Worker(parts[0], process, started) : new Worker(text + "/", 0, 0);
    }

    /// <summary>The heartbeat tells; of our own machine the process does too, and sooner.</summary>
    public bool IsAlive(DateTimeOffset heartbeat, LeaseTimes times)
    {
        if (DateTimeOffset.UtcNow - heartbeat >= times.Patience)
            return false;
        if (Machine != Current.Machine)
            return true;
        try
        {
            using var process = Process.GetProcessById(ProcessId);
            return !IsZombie(ProcessId) && Math.Abs(StartOf(process) - Started) <= 1;
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Machine}/{ProcessId}/{Started}");

    // Killed, but nobody has asked how it ended; in a container perhaps nobody ever does.
    private static bool IsZombie(int processId)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{processId}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].StartsWith('Z');
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            return false;
        }
    }

    private static long StartOf(Process process) => new DateTimeOffset(process.StartTime).ToUnixTimeSeconds();
}
