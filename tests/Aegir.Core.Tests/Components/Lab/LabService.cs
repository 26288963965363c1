using System.Diagnostics;

namespace Aegir.Tests.Components;

/// <summary>A service of a machine, started and stopped as its administrator would.</summary>
public sealed class LabService(LabMachine machine, string name, string command, string pidFile)
{
    /// <summary>Starts it and waits until it is up.</summary>
    public void Start()
    {
        var (exitCode, _) = machine.Try($"{command} </dev/null >/run/{name}.log 2>&1");
        if (exitCode != 0 || !Wait(() => IsUp))
            throw new InvalidOperationException($"{name} does not start on {machine.Name}: " + Log);
    }

    /// <summary>Ends it, with all that it is serving, and waits until it is gone.</summary>
    public void Stop()
    {
        if (name != "sshd")
            machine.Run($"kill -TERM \"$(cat {pidFile})\"");
        // What serves a connection outlives the sshd that took it, and may be begun just now.
        if (!Wait(() => (name != "sshd" || machine.Try("kill -TERM $(pidof sshd); ! pidof sshd").ExitCode == 0) && !IsUp))
            throw new InvalidOperationException($"{name} does not stop on {machine.Name}: " + Log);
    }

    public bool IsUp => machine.Try($"[ -s {pidFile} ] && kill -0 \"$(cat {pidFile})\"").ExitCode == 0;

    public string Log => machine.Try($"cat /run/{name}.log /var/log/{name}*/error.log").Output;

    internal static bool Wait(Func<bool> done)
    {
        var clock = Stopwatch.StartNew();
        while (!done())
        {
            if (clock.Elapsed > TimeSpan.FromSeconds(20))
                return false;
            Thread.Sleep(20);
        }
        return true;
    }
}
