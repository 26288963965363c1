using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace Aegir.State;

/// <summary>Says what has become of a store's file.</summary>
internal static class SqliteTrouble
{
    /// <returns>What to tell people; the same error where it says nothing of the file.</returns>
    public static Exception Told(Exception error, string path) => error is not SqliteException said ? error : said.SqliteErrorCode switch
    {
        SQLITE_BUSY or SQLITE_LOCKED => new AegirException(AegirErrorKind.Busy, "HubLocked",
            $"Another program holds the hub's store for too long: '{path}' could not be written.",
            "Find out which one has it open (fuser, lsof), have it let go, and run the command again.", error),
        SQLITE_FULL => new AegirException(AegirErrorKind.Unavailable, "HubDiskFull",
            $"The disk with the hub's store is full: '{path}' could not be written.", "Free some space there, and run the command again.", error),
        SQLITE_READONLY or SQLITE_PERM or SQLITE_CANTOPEN => new AegirException(AegirErrorKind.Unavailable, "HubNotWritable",
            $"The hub's store '{path}' cannot be written: {error.Message}",
            "See that the file and its folder are there and belong to this account, and that their disk is not mounted read-only.", error),
        SQLITE_IOERR => new AegirException(AegirErrorKind.Unavailable, "HubDiskFailed",
            $"The disk with the hub's store gave an error for '{path}': {error.Message}",
            "See what the system's log says of the disk, and run the command again.", error),
        SQLITE_CORRUPT => new AegirException(AegirErrorKind.Unavailable, "HubDamaged",
            $"The hub's store '{path}' is damaged: {error.Message}",
            "Stop what works with it, keep the file, and put a copy in its place, or what 'sqlite3 <file> .recover' can save of it.", error),
        _ => error,
    };
}
