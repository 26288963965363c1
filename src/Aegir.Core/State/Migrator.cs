using System.Data.Common;
using System.Globalization;
using System.Reflection;
using Dapper;

namespace Aegir.State;

/// <summary>Brings a store forward, one numbered SQL file after the other; never back.</summary>
internal abstract class Migrator(DbConnection connection, string location, Dialect dialect)
{
    private const string Prefix = "Aegir.State.Migrations.";

    /// <summary>True where there is nothing to bring forward.</summary>
    public bool IsCurrent => Version(null) == Newest;

    private static int Newest => Files().Keys.Max();

    /// <summary>Such as SQLite.</summary>
    protected abstract string Engine { get; }

    /// <summary>Refuses a store that this version must not write to.</summary>
    /// <exception cref="AegirException">HubNotAHub or HubSchemaTooNew.</exception>
    public void Check(DbTransaction? transaction = null)
    {
        var version = Version(transaction);
        var tables = connection.Query<string>(dialect.Tables, transaction: transaction).ToList();
        var isHub = version > 0 && tables.Contains("platform") && tables.Contains("site") && tables.Contains("kept_side");
        if (!isHub && (version > 0 || tables.Count > 0))
            throw new AegirException(AegirErrorKind.Refused, "HubNotAHub",
                $"'{location}' is a {Engine} database of something else.",
                "Name one that a hub wrote, or one that does not exist yet or is empty.");
        if (version > Newest)
            throw new AegirException(AegirErrorKind.Refused, "HubSchemaTooNew",
                $"'{location}' was written by a newer version of this module (schema {version}; this one knows up to {Newest}).",
                "Update the module on this machine, or open another hub.");
    }

    public void Migrate()
    {
        if (IsCurrent)
            return;
        using var transaction = connection.BeginTransaction();
        Lock(transaction);
        // Another process may have done it while we waited for the lock.
        var version = Version(transaction);
        Check(transaction);
        foreach (var (number, resource) in Files().Where(file => file.Key > version).OrderBy(file => file.Key))
        {
            connection.Execute(dialect.Migration(Text(resource)), transaction: transaction);
            SetVersion(number, transaction);
        }
        Finish(transaction);
        transaction.Commit();
    }

    protected abstract int Version(DbTransaction? transaction);

    protected abstract void SetVersion(int version, DbTransaction transaction);

    /// <summary>Keeps others from migrating at the same time.</summary>
    protected virtual void Lock(DbTransaction transaction)
    {
    }

    protected virtual void Finish(DbTransaction transaction)
    {
    }

    private static Dictionary<int, string> Files() => Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .ToDictionary(name => int.Parse(name.AsSpan(Prefix.Length, 4), CultureInfo.InvariantCulture));

    private static string Text(string resource)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
