using System.Diagnostics;
using Aegir.Hosts;
using Aegir.TestWorker;
using Aegir.Tests.Components;
using Aegir.Tests.Upgrades.Kills;

namespace Aegir.Tests.Faults;

/// <summary>A machine whose sshd ends, with all that goes on through it, at one of the commands that it is needed for; copies to and from it are
/// among them.</summary>
/// <param name="at">Null for none.</param>
/// <param name="way">before, in the middle or after.</param>
internal sealed class CuttingHost(LabMachine machine, WorkerCommand? at, string way)
{
    private readonly List<WorkerCommand> commands = [];
    private readonly CommandCount count = new();

    /// <summary>The step that runs.</summary>
    public string Step { get; set; } = "planning";

    /// <summary>It did end.</summary>
    public bool HasStruck { get; private set; }

    /// <summary>What was run to its end.</summary>
    public IReadOnlyList<WorkerCommand> Commands => commands;

    public IHost Over(IHost host) => new Through(this, host);

    private async Task<CommandResult> RunAsync(IHost host, HostCommand command, CancellationToken cancellation)
    {
        if (count.Next(command) is not { } number)
            return await host.RunAsync(command, cancellation);
        if (number != at?.Number)
        {
            var watch = Stopwatch.StartNew();
            var step = Step;
            var result = await host.RunAsync(command, cancellation);
            lock (commands)
                commands.Add(new WorkerCommand(number, step, (int)watch.ElapsedMilliseconds, CommandLabel.Of(command)));
            return result;
        }
        HasStruck = true;
        if (way == "before")
            machine.Sshd.Stop();
        var running = host.RunAsync(command, cancellation);
        if (way == "in the middle")
        {
            await Task.WhenAny(running, Task.Delay(at.Milliseconds / 2, cancellation));
            machine.Sshd.Stop();
        }
        var ended = await running;
        if (way == "after")
            machine.Sshd.Stop();
        return ended;
    }

    private sealed class Through(CuttingHost cut, IHost host) : IHost
    {
        public string Name => host.Name;

        public IHost Machine => host.Machine;

        public IHost Around(IHost machine) => new Through(cut, host.Around(machine));

        public Task<CommandResult> RunAsync(HostCommand command, CancellationToken cancellation) => cut.RunAsync(host, command, cancellation);
    }
}
