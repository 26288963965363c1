using System.Globalization;
using System.Reflection;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Aegir.State;

/// <summary>Brings a store forward, one numbered SQL file after the other; never back.</summary>
internal static class Migrator
{
    private const string Prefix = "Aegir.State.Migrations.";

    public static int Newest => Files().Count == 0 ? 0 : Files().Keys.Max();

    /// <summary>Refuses a file that this version must not write to.</summary>
    /// <exception cref="AegirException">HubNotAHub or HubSchemaTooNew.</exception>
    public static void Check(SqliteConnection connection, string location)
    {
        var version = Version(connection);
        var tables = connection.ExecuteScalar<int>("SELECT count(*) FROM sqlite_master");
        var isHub = connection.ExecuteScalar<int>("SELECT count(*) FROM sqlite_master WHERE name IN ('platform', 'site', 'kept_side')") == 3;
        if (tables > 0 && (version == 0 || !isHub))
            throw new AegirException(AegirErrorKind.Refused, "HubNotAHub",
                $"'{location}' is a SQLite database of something else.",
                "Name a file that a hub wrote, or one that does not exist yet.");
        if (version > Newest)
            throw new AegirException(AegirErrorKind.Refused, "HubSchemaTooNew",
                $"'{location}' was written by a newer version of this module (schema {version}; this one knows up to {Newest}).",
                "Update the module on this machine, or open another hub.");
    }

    public static void Migrate(SqliteConnection connection, string location)
    {
        if (Version(connection) == Newest)
            return;
        using var transaction = connection.BeginTransaction();
        // Another process may have done it while we waited for the lock.
        var version = Version(connection);
        Check(connection, location);
        foreach (var (number, resource) in Files().Where(file => file.Key > version).OrderBy(file => file.Key))
        {
            connection.Execute(Text(resource), transaction: transaction);
            connection.Execute("PRAGMA user_version = " + number.ToString(CultureInfo.InvariantCulture), transaction: transaction);
        }
        transaction.Commit();
    }

    private static int Version(SqliteConnection connection) => connection.ExecuteScalar<int>("PRAGMA user_version");

    private static Dictionary<int, string> Files() => Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .ToDictionary(name => int.Parse(name.AsSpan(Prefix.Length, 4), CultureInfo.InvariantCulture));

    private static string Text(string resource)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
