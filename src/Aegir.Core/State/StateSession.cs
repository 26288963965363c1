using System.Data.Common;
using Dapper;

namespace Aegir.State;

/// <summary>The tables of the store, in one transaction.</summary>
public sealed class StateSession
{
    private readonly DbConnection connection;
    private readonly DbTransaction? transaction;

    internal StateSession(DbConnection connection, DbTransaction? transaction, IStoreDialect store)
    {
        Store = store;
        this.connection = connection;
        this.transaction = transaction;
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

    /// <summary>What this kind of store does its own way.</summary>
    internal IStoreDialect Store { get; }

    internal int Execute(string sql, object? parameters = null) => connection.Execute(sql, parameters, transaction);

    internal T? Scalar<T>(string sql, object? parameters = null) => connection.ExecuteScalar<T>(sql, parameters, transaction);

    /// <summary>The id of the row just inserted.</summary>
    internal long Insert(string sql, object parameters) => connection.ExecuteScalar<long>(sql + " RETURNING id", parameters, transaction);

    internal IEnumerable<T> Query<T>(string sql, object? parameters, Func<DbDataReader, T> map)
    {
        using var reader = (DbDataReader)connection.ExecuteReader(sql, parameters, transaction);
        while (reader.Read())
            yield return map(reader);
    }
}
