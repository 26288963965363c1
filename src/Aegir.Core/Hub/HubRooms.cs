using Aegir.Hosts;
using Aegir.Operations;
using Aegir.Tasks;

namespace Aegir.Hub;

/// <summary>What can be done with a hub; all of it hands its operations in at one desk.</summary>
public sealed class HubRooms
{
    private readonly OperationServices services;
    private readonly HostKeys keys;
    private readonly DistributionChecks checks;

    internal HubRooms(OperationServices services, TaskDesk desk, HostKeys keys)
        : this(services, desk, keys, new DistributionChecks(services))
    {
    }

    private HubRooms(OperationServices services, TaskDesk desk, HostKeys keys, DistributionChecks checks)
    {
        this.services = services;
        this.keys = keys;
        this.checks = checks;
        Desk = desk;
        Servers = new Servers(services, desk, keys);
        Platforms = new Platforms(services, desk);
        Sites = new Sites(services, desk);
        Cron = new Cron(services, desk);
        Upgrades = new Upgrades(services, desk);
        Moves = new Moves(services, desk);
        Distributions = new Distributions(services, desk, Upgrades, checks);
    }

    public Servers Servers { get; }

    public Platforms Platforms { get; }

    public Sites Sites { get; }

    public Cron Cron { get; }

    public Upgrades Upgrades { get; }

    public Moves Moves { get; }

    public Distributions Distributions { get; }

    internal TaskDesk Desk { get; }

    /// <summary>Runs an operation as a task.</summary>
    /// <exception cref="AegirException">TargetBusy; what stopped it.</exception>
    public Task<TaskReport> RunAsync(Operation operation, ITaskSink sink, CancellationToken cancellation) => Desk.RunAsync(operation, sink, cancellation);

    /// <summary>The same at another desk.</summary>
    internal HubRooms At(TaskDesk desk) => new(services, desk, keys, checks);
}
