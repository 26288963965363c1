using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Aegir.State;

/// <summary>Tells a store that is away for a time from one that will never do what was asked.</summary>
internal static class StoreTrouble
{
    // Busy, locked, an error of the disk, a full one, a file that cannot be opened.
    private static readonly int[] Passing = [5, 6, 10, 13, 14];

    /// <summary>True for a server that does not answer or is short of something, a file that another has for too long, a full disk.</summary>
    public static bool MayPass(Exception error) => error switch
    {
        AegirException known => known.Id is "HubUnreachable" or "HubDiskFull",
        SqliteException said => Passing.Contains(said.SqliteErrorCode),
        // PostgreSQL's classes of errors: resources, operators, the system.
        DbException { SqlState: ['5', '3' or '7' or '8', ..] } => true,
        _ => false,
    };
}
