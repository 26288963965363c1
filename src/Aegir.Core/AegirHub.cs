using System.Runtime.CompilerServices;
using Aegir.Hosts;
using Aegir.Hub;
using Aegir.Hub.Queueing;
using Aegir.Operations;
using Aegir.State;
using Aegir.State.PostgreSql;
using Aegir.Tasks;

namespace Aegir;

/// <summary>The one door: open a hub, and everything hangs off it.</summary>
public sealed class AegirHub : IDisposable
{
    private readonly IStateStore store;
    private readonly TaskRunner runner;
    private readonly TaskDesk tasks;
    private readonly OperationServices services;
    private readonly HostPool pool;
    private readonly HubRooms rooms;
    private readonly Func<Server, IHost> hosts;
    private readonly bool isBorrowed;

    private AegirHub(IStateStore store, Func<Server, IHost>? chosen)
        : this(store, new HostPool(Path.Combine(FolderOf(store), "known_hosts")), new TaskRunner(store), chosen)
    {
    }

    private AegirHub(IStateStore store, HostPool pool, TaskRunner runner, Func<Server, IHost>? chosen)
    {
        this.store = store;
        this.pool = pool;
        this.runner = runner;
        hosts = chosen ?? pool.Of;
        services = new OperationServices(store, hosts);
        var recovery = new Recovery(store, runner, (task, state) => OperationTypes.Rebuild(services, task, state));
        tasks = new TaskDesk(runner, recovery);
        rooms = new HubRooms(services, tasks, pool.Keys);
        Tasks = new TaskHistory(store);
        Queue = new TaskQueue(services, rooms, recovery);
        Webhooks = new Webhooks(store, new SecretFiles(Path.Combine(FolderOf(store), "webhooks")));
    }

    private AegirHub(AegirHub whole, IStateStore store)
        : this(store, whole.pool, whole.runner, whole.hosts) => isBorrowed = true;

    /// <summary>The store when none is named: what the environment variable AEGIR_HUB says, else aegir/hub.db in the user's data folder.</summary>
    public static string DefaultAddress => Environment.GetEnvironmentVariable("AEGIR_HUB") is { Length: > 0 } address
        ? address
        : Path.Combine(DataFolder, "hub.db");

    /// <summary>What lets us in to servers.</summary>
    public HostSecrets Secrets => pool.Secrets;

    /// <summary>Where the store is; holds no password.</summary>
    public string Location => store.Location;

    /// <summary>The store's file; null where a server has it.</summary>
    public string? FilePath => store.FilePath;

    /// <summary>The store's size in bytes.</summary>
    public long Size => store.Size;

    public Servers Servers => rooms.Servers;

    public Platforms Platforms => rooms.Platforms;

    public Sites Sites => rooms.Sites;

    public Cron Cron => rooms.Cron;

    public Hub.Distributions Distributions => rooms.Distributions;

    public Upgrades Upgrades => rooms.Upgrades;

    public Moves Moves => rooms.Moves;

    public TaskHistory Tasks { get; }

    /// <summary>The numbers of the tasks that are being worked on through this object.</summary>
    public IReadOnlyList<long> AtWork => runner.Heartbeat.TaskIds;

    public TaskQueue Queue { get; }

    public Webhooks Webhooks { get; }

    /// <summary>Opens a hub; makes it where there is none.</summary>
    /// <param name="address">The store's file, or a PostgreSQL database as a connection string or URI; null for <see cref="DefaultAddress"/>.</param>
    /// <param name="hosts">How to reach a server; null for the transports of this library.</param>
    /// <param name="times">Null for the usual ones, which everybody else goes by.</param>
    /// <exception cref="AegirException">HubPathOnNetwork, HubNotWritable, HubNotAHub, HubSchemaTooNew, ConnectionStringInvalid or HubUnreachable.</exception>
    public static AegirHub Open(string? address = null, Func<Server, IHost>? hosts = null, LeaseTimes? times = null) =>
        new(OpenStore(address ?? DefaultAddress, times), hosts);

    /// <summary>
    /// The same hub for somebody who waits for its store and may be called away, which throws OperationCanceledException. For questions and orders only:
    /// an operation must be undone whoever leaves. It is of use as long as this one is open.
    /// </summary>
    /// <param name="onUnsettled">Is told of a write of which nobody knows whether it happened.</param>
    /// <param name="left">Calls away.</param>
    public AegirHub Until(Action? onUnsettled, CancellationToken left) => new(this, new InterruptibleStore(store, onUnsettled, left));

    /// <summary>True where a hub is in a file that opening would leave as it is.</summary>
    public static bool IsCurrent(string address) => !HubAddress.IsPostgreSql(address) && SqliteStore.IsCurrent(address);

    /// <summary>Puts right what a process left that was killed in the middle of an operation. Every operation begins with it; call it
    /// to have it done now.</summary>
    public async Task<IReadOnlyList<AegirTask>> RecoverAsync(ITaskSink sink)
    {
        var reports = await tasks.RecoverAsync(sink).ConfigureAwait(false);
        return reports.Count == 0 ? [] : Tasks.Find(new TaskFilter { Ids = [.. reports.Select(report => report.TaskId)] });
    }

    /// <summary>Does work on many things in one go: web servers are reloaded when it has ended, once each.</summary>
    /// <param name="sink">Is warned of those that could not be reloaded.</param>
    /// <exception cref="AegirException">What the work met; WebConfigurationRefused.</exception>
    public Task BatchAsync(ITaskSink sink, Func<Task> work) => services.Reloads.BatchAsync(sink, work);

    private static string DataFolder => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "aegir");

    private static string FolderOf(IStateStore store) => Path.GetDirectoryName(store.FilePath) ?? DataFolder;

    private static IStateStore OpenStore(string address, LeaseTimes? times = null) =>
        HubAddress.IsPostgreSql(address) ? OpenPostgreSql(address, times) : SqliteStore.Open(Path.GetFullPath(address), times);

    // By itself, so that Npgsql is loaded by those alone who have such a hub.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static IStateStore OpenPostgreSql(string address, LeaseTimes? times) => PostgreSqlStore.Open(address, times);

    /// <summary>Copies all that this hub knows into a new one, in one transaction. This one stays as it is; use one of them only from then on.</summary>
    /// <param name="address">As <see cref="Open"/> takes it: a file or a database that holds no hub, or one that knows nothing yet.</param>
    /// <exception cref="AegirException">HubBusy, HubNotEmpty, HubIsTheSame, HubCopyFailed, or what <see cref="Open"/> throws.</exception>
    public HubCopyResult CopyTo(string address)
    {
        using var target = OpenStore(address);
        return HubCopy.Run(store, target);
    }

    public void Dispose()
    {
        if (isBorrowed)
            return;
        runner.Dispose();
        pool.Dispose();
        store.Dispose();
    }
}
