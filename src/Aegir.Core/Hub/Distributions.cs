using Aegir.Distributions.Updates;
using Aegir.Operations;
using Aegir.Operations.Builds;
using Aegir.State;

namespace Aegir.Hub;

/// <summary>The distributions of a hub, their upgrade targets, and what keeps them current.</summary>
public sealed class Distributions
{
    private readonly IStateStore store;
    private readonly DistributionChecks checks;
    private readonly DistributionUpdates updates;

    internal Distributions(OperationServices services, TaskDesk tasks, Upgrades upgrades, DistributionChecks checks)
    {
        store = services.Store;
        this.checks = checks;
        updates = new DistributionUpdates(services, tasks, checks, upgrades);
    }

    /// <summary>The address below which projects have their release history; null for that of the environment variable AEGIR_RELEASE_FEED, or
    /// drupal.org.</summary>
    public string? ReleaseFeed
    {
        get => checks.ReleaseFeed;
        set => checks.ReleaseFeed = value;
    }

    public IReadOnlyList<Distribution> Find(IEnumerable<string>? names = null) => store.Read(session =>
        session.Distributions.Find(NamePattern.From(names)).ToList().Select(distribution => DistributionSecurity.Review(session, distribution)).ToList());

    /// <exception cref="AegirException">DistributionNotFound.</exception>
    public Distribution Get(string name) => store.Read(session => Existing(session, name));

    /// <exception cref="AegirException">NameInvalid or DistributionExists.</exception>
    public Distribution Add(string name) => store.Write(session =>
    {
        Free(session, Checked(name));
        session.Distributions.Add(name.Trim());
        return Existing(session, name.Trim());
    });

    /// <exception cref="AegirException">DistributionNotFound, NameInvalid, DistributionExists or TargetBusy.</exception>
    public Distribution Rename(string name, string newName) => store.Write(session =>
    {
        var distribution = Existing(session, name);
        RequireIdle(session, distribution);
        if (!string.Equals(distribution.Name, newName.Trim(), StringComparison.OrdinalIgnoreCase))
            Free(session, Checked(newName));
        session.Distributions.Rename(distribution.Id, newName.Trim());
        return Existing(session, newName.Trim());
    });

    /// <summary>Changes source, platform name, server, policy and rules, in one transaction; all else stays.</summary>
    /// <exception cref="AegirException">DistributionNotFound, SourceInvalid, SourceUrlRefused, NameInvalid, ServerNotFound, MaintenanceWindowMissing,
    /// TargetBusy.</exception>
    public Distribution Set(string name, Func<Distribution, Distribution> change) => store.Write(session =>
    {
        var distribution = Existing(session, name);
        RequireIdle(session, distribution);
        var changed = UpdateRules.Check(session, change(distribution) with { Id = distribution.Id, Name = distribution.Name });
        session.Distributions.SetUpdates(changed, session.Servers.Get(changed.Server)!.Id);
        return Existing(session, distribution.Name);
    });

    /// <summary>Looks at the source and remembers what it has; one request, or one git ls-remote. Builds nothing.</summary>
    /// <exception cref="AegirException">DistributionNotFound; what cannot be read of the source.</exception>
    public Task<UpdateCheck> CheckAsync(string name, ITaskSink sink, CancellationToken cancellation) => checks.CheckAsync(Get(name), sink, cancellation);

    /// <summary>
    /// Looks at the source; when it has moved, builds the next platform, verifies it, makes it the target, which locks the others, and remembers the
    /// signature; then upgrades sites. How far it goes is the policy's. A build that fails changes nothing and is told in the result. Where another task
    /// builds already, that one looks again at its end: the newest state wins.
    /// </summary>
    /// <exception cref="AegirException">DistributionNotFound; what cannot be read of the source.</exception>
    public Task<UpdateResult> UpdateAsync(string name, UpdateOptions options, ITaskSink sink, CancellationToken cancellation) =>
        updates.UpdateAsync(Get(name).Id, name, options, sink, cancellation);

    /// <summary>What <see cref="UpdateAsync"/> would build now. Nothing is changed, and nothing remembered.</summary>
    /// <exception cref="AegirException">As <see cref="UpdateAsync"/>.</exception>
    public Task<UpdatePlan> PlanUpdateAsync(string name, UpdateOptions options, CancellationToken cancellation) => updates.PlanAsync(Get(name), options, cancellation);

    /// <summary>Removes the distribution; its platforms stay, with their locks, and belong to none.</summary>
    /// <exception cref="AegirException">DistributionNotFound, TargetBusy.</exception>
    public void Remove(string name) => store.Write(session =>
    {
        var distribution = Existing(session, name);
        RequireIdle(session, distribution);
        session.Distributions.Delete(distribution.Id);
    });

    /// <summary>Sets the upgrade target and locks the distribution's other platforms; with null there is none any more.</summary>
    public Distribution SetTarget(string name, string? platform) => store.Write(session =>
    {
        if (platform is null)
            DistributionRule.ClearTarget(session, name);
        else
            DistributionRule.SetTarget(session, name, platform);
        return Existing(session, name);
    });

    private static Distribution Existing(StateSession session, string name) =>
        DistributionSecurity.Review(session, session.Distributions.Get(name) ?? throw Missing.Distribution(name));

    private static void RequireIdle(StateSession session, Distribution distribution)
    {
        if (session.Leases.Get(UpdateDistribution.Resource(distribution.Id)) is { } lease)
            throw new AegirException(AegirErrorKind.Busy, "TargetBusy", $"Distribution '{distribution.Name}' is held by {lease.Who}.",
                $"Wait until that is done (Get-AegirTask -Id {lease.TaskId} shows it), then run this again.");
    }

    private static string Checked(string name) => EntityName.Check(name, "distribution");

    private static void Free(StateSession session, string name)
    {
        if (session.Distributions.Get(name.Trim()) is { } other)
            throw new AegirException(AegirErrorKind.AlreadyExists, "DistributionExists",
                $"There is a distribution '{other.Name}' already.", "Choose another name.");
    }
}
