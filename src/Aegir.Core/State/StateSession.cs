using System.Data.Common;
using Dapper;

namespace Aegir.State;

/// <summary>The tables of the store, in one transaction.</summary>
public sealed class StateSession
{
    private readonly DbConnection connection;
    private readonly DbTransaction transaction;
    private readonly Dialect dialect;
    private readonly bool isStream;
    private List<Action>? afterCommit;

    /// <param name="isStream">Rows are read as they are asked for. Else at once, so that the next question may be put while they are looked at.</param>
    internal StateSession(DbConnection connection, DbTransaction transaction, Dialect dialect, bool isStream = false)
    {
        this.connection = connection;
        this.transaction = transaction;
        this.dialect = dialect;
        this.isStream = isStream;
        Servers = new(this);
        Distributions = new(this);
        Platforms = new(this);
        Sites = new(this);
        Packages = new(this);
        Tasks = new(this);
        Journal = new(this);
        Leases = new(this);
        KeptSides = new(this);
        Backups = new(this);
        MemberLags = new(this);
        Queue = new(this);
        Claims = new(this);
        Batches = new(this);
        Workers = new(this);
        Retention = new(this);
        Webhooks = new(this);
    }

    public ServerTable Servers { get; }

    public DistributionTable Distributions { get; }

    public PlatformTable Platforms { get; }

    public SiteTable Sites { get; }

    public PackageTable Packages { get; }

    public TaskTable Tasks { get; }

    public JournalTable Journal { get; }

    public LeaseTable Leases { get; }

    public KeptSideTable KeptSides { get; }

    public BackupTable Backups { get; }

    public MemberLagTable MemberLags { get; }

    public QueueTable Queue { get; }

    public ClaimTable Claims { get; }

    public BatchTable Batches { get; }

    public WorkerTable Workers { get; }

    public RetentionTable Retention { get; }

    public WebhookTable Webhooks { get; }

    /// <summary>Has something done when what is written here is in the store for good; never where it is not.</summary>
    public void AfterCommit(Action action) => (afterCommit ??= []).Add(action);

    /// <summary>Wakes who waits for tasks (<see cref="IStateStore.WaitForTaskAsync"/>), once this is committed.</summary>
    public void AnnounceTask()
    {
        HasAnnounced = true;
        if (dialect.Announce is { } sql)
            Execute(sql);
    }

    internal bool HasAnnounced { get; private set; }

    internal Dialect Dialect => dialect;

    /// <summary>Ends a SELECT of rows that are about to be claimed: those that somebody else is claiming are left out.</summary>
    internal string ForClaim => dialect.ForClaim;

    /// <summary>From here to the end of the transaction nobody else claims.</summary>
    internal void LockClaims()
    {
        if (dialect.LockClaims is { } sql)
            Execute(sql);
    }

    internal void Committed() => afterCommit?.ForEach(action => action());

    internal int Execute(string sql, object? parameters = null) => connection.Execute(dialect.Statement(sql), parameters, transaction);

    internal T? Scalar<T>(string sql, object? parameters = null) => connection.ExecuteScalar<T>(dialect.Statement(sql), parameters, transaction);

    /// <summary>The id of the row just inserted.</summary>
    internal long Insert(string sql, object parameters) => Scalar<long>(sql + " RETURNING id", parameters);

    internal IEnumerable<T> Query<T>(string sql, object? parameters, Func<DbDataReader, T> map) =>
        isStream ? Rows(sql, parameters, map) : Rows(sql, parameters, map).ToList();

    internal DbCommand Command(string sql)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        return command;
    }

    private IEnumerable<T> Rows<T>(string sql, object? parameters, Func<DbDataReader, T> map)
    {
        using var reader = (DbDataReader)connection.ExecuteReader(dialect.Statement(sql), parameters, transaction);
        var isRead = false;
        try
        {
            while (reader.Read())
                yield return map(reader);
            isRead = true;
        }
        finally
        {
            // A server would send all the rows that nobody wants any more.
            if (!isRead)
                ((IWrappedDataReader)reader).Command.Cancel();
        }
    }
}
