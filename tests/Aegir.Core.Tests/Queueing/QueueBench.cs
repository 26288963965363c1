using System.Data.Common;
using Aegir.Hosts;
using Aegir.State;
using Aegir.State.PostgreSql;
using Aegir.Tests.Components;
using Aegir.TestWorker;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Aegir.Tests.Queueing;

/// <summary>A hub with a queue of short tasks that keep a ledger.</summary>
public sealed class QueueBench : IDisposable
{
    private readonly TempFolder folder = new();

    private readonly LeaseTimes? times;
    private readonly Func<Server, IHost>? hosts;

    /// <param name="address">A hub's database; null for a file.</param>
    public QueueBench(string? address = null, LeaseTimes? times = null, Func<Server, IHost>? hosts = null)
    {
        (this.times, this.hosts) = (times, hosts);
        Location = address ?? folder.At("hub/hub.db");
        Hub = Open();
    }

    /// <summary>What AegirHub.Open takes.</summary>
    public string Location { get; }

    /// <summary>A hub in a database of its own; null where there is no PostgreSQL.</summary>
    public static QueueBench? On(PostgreSqlServer server, LeaseTimes? times = null) =>
        PostgreSqlServer.WhyNot is null ? new QueueBench(server.MakeHub(), times) : null;

    public AegirHub Hub { get; }

    public RecordingSink Sink { get; } = new();

    public string Folder => folder.Path;

    /// <summary>The lines of the ledger; those of one process in the order they were written.</summary>
    public IReadOnlyList<LedgerLine> Ledger => [.. Directory.EnumerateFiles(folder.Path, "ledger.*").SelectMany(LedgerLine.Read)];

    /// <summary>The lines of one process.</summary>
    public IReadOnlyList<LedgerLine> LedgerOf(int processId) => File.Exists($"{folder.Path}/ledger.{processId}") ? [.. LedgerLine.Read($"{folder.Path}/ledger.{processId}")] : [];

    /// <summary>Another door to the same hub.</summary>
    public AegirHub Open()
    {
        var hub = AegirHub.Open(Location, hosts, times);
        hub.Queue.Types.Add<LedgerTask>(LedgerTask.Name);
        return hub;
    }

    /// <summary>The same store, without the hub.</summary>
    public IStateStore OpenStore() => Location.Contains('=') ? PostgreSqlStore.Open(Location) : SqliteStore.Open(Location);

    /// <summary>Does something with the store itself.</summary>
    public T OnStore<T>(Func<IStateStore, T> act)
    {
        using var store = OpenStore();
        return act(store);
    }

    /// <summary>Does to the store what nobody else does, such as making rows older.</summary>
    public void Execute(string sql)
    {
        using DbConnection connection = Location.Contains('=') ? new NpgsqlConnection(Location) : new SqliteConnection($"Data Source={Location};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public LedgerTask Order(string site, int number = 0, string how = "", int milliseconds = 0, string client = "", string server = "") =>
        new(site, number, folder.Path, milliseconds, how) { Client = client, Server = server };

    public AegirTask Add(string site, int number = 0, string how = "", TaskOptions? options = null, string client = "", string server = "") =>
        Hub.Queue.Enqueue(Order(site, number, how, 0, client, server), options);

    /// <summary>Works the queue off until nothing of it can be begun.</summary>
    public Task<QueueRun> DrainAsync(int slots = 4, int most = 0) =>
        Hub.Queue.RunAsync(Quiet with { ThrottleLimit = slots, MaxTasks = most }, Sink, default);

    public AegirTask Get(long id) => Hub.Tasks.Find(new TaskFilter { Ids = [id] }).Single();

    public AegirTaskStatus Status(AegirTask task) => Get(task.Id).Status;

    /// <summary>The numbers of the tasks that were begun, in that order.</summary>
    public IEnumerable<int> Begun => Ledger.Where(line => line.What == "begin").Select(line => line.Number);

    /// <summary>Options under which the load of the machine does not matter.</summary>
    public static QueueOptions Quiet => new() { MaxLoad = 0, MinFreeSpace = 0 };

    public void Dispose()
    {
        Hub.Dispose();
        folder.Dispose();
    }
}

/// <param name="What">begin, end, undo or overlap.</param>
public sealed record LedgerLine(int Number, string What, string Site, int ProcessId)
{
    /// <summary>The lines of a page; the last may still be in the making.</summary>
    public static IEnumerable<LedgerLine> Read(string page)
    {
        using var reader = new StreamReader(new FileStream(page, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        var text = reader.ReadToEnd();
        return text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Parse).ToList();
    }

    private static LedgerLine Parse(string line)
    {
        var parts = line.Split(' ');
        return new LedgerLine(int.Parse(parts[0]), parts[1], parts[2], int.Parse(parts[3]));
    }
}
