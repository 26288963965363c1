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
    private readonly RoundTrip? round;
    private List<Action>? afterCommit;

    /// <param name="isStream">Rows are read as they are asked for. Else at once, so that the next question may be put while they are looked at.</param>
    internal StateSession(DbConnection connection, DbTransaction transaction, Dialect dialect, bool isStream = false)
    {
        this.connection = connection;
        this.transaction = transaction;
        this.dialect = dialect;
        this.isStream = isStream;
        if (connection.CanCreateBatch && !isStream)
            round = new RoundTrip(connection, transaction);
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
            Post(sql);
    }

    internal bool HasAnnounced { get; private set; }

    internal Dialect Dialect => dialect;

    /// <summary>Ends a SELECT of rows that are about to be claimed: those that somebody else is claiming are left out.</summary>
    internal string ForClaim => dialect.ForClaim;

    /// <summary>Ends a SELECT of rows that nobody else may change from here to the end of the transaction.</summary>
    internal string ForChange => HasCompany ? dialect.ForChange : "";

    /// <summary>True where others may write at the same time.</summary>
    internal bool HasCompany { get; init; }

    /// <summary>From here to the end of the transaction nobody else claims.</summary>
    internal void LockClaims()
    {
        if (dialect.LockClaims is { } sql)
            Post(sql);
    }

    internal void Committed() => afterCommit?.ForEach(action => action());

    internal int Execute(string sql, object? parameters = null)
    {
        if (round is null)
            return connection.Execute(dialect.Statement(sql), parameters, transaction);
        Post(sql, parameters);
        return round.Send();
    }

    /// <summary>Executes a statement of which nothing is to be known. A server gets it together with the next question, or the commit.</summary>
    internal void Post(string sql, object? parameters = null)
    {
        if (round is null)
            Execute(sql, parameters);
        else if (parameters is IEnumerable<object> rows)
            foreach (var row in rows)
                Post(sql, row);
        else
            round.Add(dialect.Statement(sql), parameters, null);
    }

    /// <summary>Asks something that need not be known yet; a server is asked together with what comes next.</summary>
    internal Answer<T> Ask<T>(string sql, object? parameters, Func<DbDataReader, T> map)
    {
        var answer = new Answer<T>(round);
        if (round is null)
            answer.Rows = Rows(sql, parameters, map).ToList();
        else
            round.Add(dialect.Statement(sql), parameters, reader => answer.Rows = All(reader, map));
        return answer;
    }

    /// <summary>Sees to it that there is a row, before anything else is looked at that was asked after it.</summary>
    /// <param name="otherwise">What is thrown else: at once, or when the server's answer is there.</param>
    internal void Demand(string sql, object? parameters, Func<Exception> otherwise)
    {
        if (round is null)
            Check(Rows(sql, parameters, _ => true).Any());
        else
            round.Add(dialect.Statement(sql), parameters, reader => Check(reader.Read()));

        void Check(bool isThere)
        {
            if (!isThere)
                throw otherwise();
        }
    }

    /// <summary>Sends what a server did not get yet.</summary>
    internal void Send() => round?.Send();

    internal T? Scalar<T>(string sql, object? parameters = null)
    {
        if (round is null)
            return connection.ExecuteScalar<T>(dialect.Statement(sql), parameters, transaction);
        var value = Ask(sql, parameters, row => row.GetValue(0)).Rows.FirstOrDefault();
        return value is null or DBNull ? default
            : (T)Convert.ChangeType(value, Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T), System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>The id of the row just inserted.</summary>
    internal long Insert(string sql, object parameters) => Scalar<long>(sql + " RETURNING id", parameters);

    internal IEnumerable<T> Query<T>(string sql, object? parameters, Func<DbDataReader, T> map) =>
        isStream ? Rows(sql, parameters, map) : Ask(sql, parameters, map).Rows;

    internal DbCommand Command(string sql)
    {
        Send();
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        return command;
    }

    private static List<T> All<T>(DbDataReader reader, Func<DbDataReader, T> map)
    {
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(map(reader));
        return rows;
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
