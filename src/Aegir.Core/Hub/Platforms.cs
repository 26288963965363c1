using Aegir.Building.Sources;
using Aegir.Distributions;
using Aegir.Operations;
using Aegir.Operations.Builds;
using Aegir.Operations.Spokes;
using Aegir.State;

namespace Aegir.Hub;

/// <summary>The platforms of a hub.</summary>
public sealed class Platforms(OperationServices services, TaskDesk tasks)
{
    private readonly IStateStore store = services.Store;

    public IEnumerable<Platform> Find(PlatformFilter filter) => store.Stream(session => session.Platforms.Find(filter));

    /// <exception cref="AegirException">PlatformNotFound.</exception>
    public Platform Get(string name) => store.Read(session => Existing(session, name));

    public IReadOnlyList<Package> Packages(string name) =>
        store.Read(session => session.Packages.OfPlatform(Existing(session, name).Id));

    /// <summary>Registers a code base that is there already, and verifies it; nothing is kept of one that cannot be read.</summary>
    /// <param name="path">The docroot, or the composer project above it.</param>
    /// <exception cref="AegirException">NameInvalid, PlatformExists, PlatformPathNotFound, PlatformPathUnreadable, NotADrupal,
    /// DrupalNotSupported, DistributionNotFound, ServerNotFound.</exception>
    public async Task<Platform> AddAsync(
        string name, string path, string? distribution, ITaskSink sink, CancellationToken cancellation, string server = Server.MasterName)
    {
        var operation = VerifyPlatform.ForNew(services, EntityName.Check(name, "platform"), path, server, distribution);
        await tasks.RunAsync(operation, sink, cancellation).ConfigureAwait(false);
        return Get(name.Trim());
    }

    /// <summary>Builds a platform from its source and registers it; of one that fails nothing stays.</summary>
    /// <exception cref="AegirException">What is wrong with the request, or what failed.</exception>
    public async Task<Platform> BuildAsync(BuildRequest request, ITaskSink sink, CancellationToken cancellation)
    {
        var operation = BuildPlatform.Create(services, request);
        await tasks.RunAsync(operation, sink, cancellation).ConfigureAwait(false);
        return Get(operation.Target);
    }

    /// <summary>What a build would fetch; nothing is changed.</summary>
    public Task<IReadOnlyList<PlannedFetch>> PlanBuildAsync(BuildRequest request, CancellationToken cancellation) =>
        BuildShop.PlanAsync(services, request, cancellation);

    /// <summary>Reads the code base afresh into the package registry.</summary>
    public async Task<Platform> VerifyAsync(string name, ITaskSink sink, CancellationToken cancellation)
    {
        await tasks.RunAsync(VerifyPlatform.For(services, Get(name)), sink, cancellation).ConfigureAwait(false);
        return Get(name);
    }

    /// <exception cref="AegirException">PlatformNotFound, NameInvalid, PlatformExists.</exception>
    public Platform Rename(string name, string newName) => store.Write(session =>
    {
        var platform = Existing(session, name);
        var wanted = EntityName.Check(newName, "platform");
        PlatformNames.RequireFree(session, wanted, platform.Path, platform.Id);
        session.Platforms.Rename(platform.Id, wanted);
        return Existing(session, wanted);
    });

    /// <summary>Moves the platform into a distribution; with null, out of the one it is in.</summary>
    public Platform SetDistribution(string name, string? distribution) => store.Write(session =>
    {
        var platform = Existing(session, name);
        if (!string.Equals(platform.Distribution, distribution, StringComparison.OrdinalIgnoreCase))
            DistributionRule.Join(session, platform, distribution);
        return Existing(session, name);
    });

    /// <summary>Locked, a platform takes no new sites; those it has keep running.</summary>
    /// <exception cref="AegirException">PlatformIsTarget: locking a target would leave its distribution nowhere to go.</exception>
    public Platform Lock(string name) => store.Write(session =>
    {
        var platform = Existing(session, name);
        if (platform.IsTarget)
            throw new AegirException(AegirErrorKind.Refused, "PlatformIsTarget",
                $"Platform '{platform.Name}' is the upgrade target of '{platform.Distribution}'.",
                $"Choose another target first: Set-AegirDistributionTarget '{platform.Distribution}' -Platform NAME (or -None).");
        return SetLock(session, platform, PlatformStatus.Locked);
    });

    /// <summary>Lifts the lock until the distribution's target next changes.</summary>
    public Platform Unlock(string name) => store.Write(session =>
    {
        var platform = Existing(session, name);
        return SetLock(session, platform, platform.Verified is null ? PlatformStatus.Queued : PlatformStatus.Enabled);
    });

    /// <summary>Refuses where the platform cannot be removed.</summary>
    /// <exception cref="AegirException">PlatformHasSites, PlatformIsTarget or PlatformHasKeptSides.</exception>
    public void RequireUnused(string name) => store.Read(session =>
    {
        PlatformNames.RequireUnused(session, Existing(session, name));
        return true;
    });

    /// <summary>Forgets the platform; its files stay where they are.</summary>
    /// <exception cref="AegirException">PlatformHasSites, PlatformIsTarget or PlatformHasKeptSides.</exception>
    public void Remove(string name) => store.Write(session =>
    {
        var platform = Existing(session, name);
        PlatformNames.RequireUnused(session, platform);
        session.Platforms.SetDistribution(platform.Id, null);
        session.Platforms.SetStatus(platform.Id, PlatformStatus.Deleted);
    });

    /// <summary>Forgets the platform and deletes its code on the hub and on every machine that serves it.</summary>
    /// <exception cref="AegirException">As <see cref="Remove"/>; PlatformPathUnsafe, PlatformNotVerified, MemberDown.</exception>
    public async Task RemoveWithFilesAsync(string name, ITaskSink sink, CancellationToken cancellation) =>
        await tasks.RunAsync(RemovePlatform.Create(services, Get(name)), sink, cancellation).ConfigureAwait(false);

    /// <summary>The packages of two platforms side by side; what changed on disk since the last verify is read afresh.</summary>
    public async Task<IReadOnlyList<PackageComparison>> CompareAsync(string left, string right, CancellationToken cancellation)
    {
        var codeBases = new CodeBases(services);
        var current = await codeBases.ReadAsync(Get(left), cancellation).ConfigureAwait(false);
        var target = await codeBases.ReadAsync(Get(right), cancellation).ConfigureAwait(false);
        return PackageComparer.Compare(current.Packages, target.Packages);
    }

    private static Platform SetLock(StateSession session, Platform platform, PlatformStatus status)
    {
        session.Platforms.SetStatus(platform.Id, status);
        return platform with { Status = status };
    }

    private static Platform Existing(StateSession session, string name) => session.Platforms.Get(name) ?? throw Missing.Platform(name);
}
