using Aegir.Hosts;
using Aegir.TestWorker;

namespace Aegir.Tests.Faults;

/// <summary>A host at whose Nth command something goes wrong.</summary>
internal sealed class FaultHost(IHost host, FaultWorld world, Fault fault, int number, int milliseconds) : IHost
{
    private readonly CommandCount count = new();

    public string Name => host.Name;

    /// <summary>It did go wrong.</summary>
    public bool HasStruck { get; private set; }

    public async Task<CommandResult> RunAsync(HostCommand command, CancellationToken cancellation)
    {
        if (count.Next(command) != number)
            return await host.RunAsync(command, cancellation);
        HasStruck = true;
        if (!fault.IsMeanwhile)
        {
            fault.Strike(world);
            return await host.RunAsync(fault.Change(command), cancellation);
        }
        var running = host.RunAsync(command, cancellation);
        await Task.WhenAny(running, Task.Delay(milliseconds, cancellation));
        await Task.Run(() => fault.Strike(world), cancellation);
        return await running;
    }
}
