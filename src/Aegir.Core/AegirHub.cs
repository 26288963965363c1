using Aegir.Hosts;
using Aegir.Hub;
using Aegir.Hub.Queueing;
using Aegir.Operations;
using Aegir.State;
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

    private AegirHub(IStateStore store, Func<Server, IHost>? chosen)
    {
        this.store = store;
        pool = new HostPool(Path.Combine(Path.GetDirectoryName(store.Location) ?? "/", "known_hosts"));
        var hosts = chosen ?? pool.Of;
        runner = new TaskRunner(store);
        services = new OperationServices(store, hosts);
        var recovery = new Recovery(store, runner, (type, state) => OperationTypes.Rebuild(services, type, state));
        tasks = new TaskDesk(runner, recovery);
        rooms = new HubRooms(services, tasks, pool.Keys);
        Distributions = new Hub.Distributions(store);
        Tasks = new TaskHistory(store);
        Queue = new TaskQueue(services, rooms, recovery);
    }

    /// <summary>The store's file when none is named: the environment variable AEGIR_HUB, else aegir/hub.db in the user's data folder.</summary>
    public static string DefaultPath => Environment.GetEnvironmentVariable("AEGIR_HUB") is { Length: > 0 } path
        ? path
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "aegir", "hub.db");

    /// <summary>Where the store is.</summary>
    public string Location => store.Location;

    public Servers Servers => rooms.Servers;

    public Platforms Platforms => rooms.Platforms;

    public Sites Sites => rooms.Sites;

    public Cron Cron => rooms.Cron;

    public Hub.Distributions Distributions { get; }

    public Upgrades Upgrades => rooms.Upgrades;

    public Moves Moves => rooms.Moves;

    public TaskHistory Tasks { get; }

    public TaskQueue Queue { get; }

    /// <summary>Opens a hub; makes it where there is none.</summary>
    /// <param name="path">The store's file; null for <see cref="DefaultPath"/>.</param>
    /// <param name="hosts">How to reach a server; null for the transports of this library.</param>
    /// <exception cref="AegirException">HubPathOnNetwork, HubNotWritable, HubNotAHub or HubSchemaTooNew.</exception>
    public static AegirHub Open(string? path = null, Func<Server, IHost>? hosts = null) =>
        new(SqliteStore.Open(Path.GetFullPath(path ?? DefaultPath)), hosts);

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

    public void Dispose()
    {
        runner.Dispose();
        pool.Dispose();
        store.Dispose();
    }
}
