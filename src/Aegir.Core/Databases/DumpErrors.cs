namespace Aegir.Databases;

/// <summary>What the exit codes of the scripts that read and write dumps mean, whatever the server.</summary>
internal static class DumpErrors
{
    /// <summary>Null for a code that says nothing about a dump.</summary>
    /// <param name="file">The dump.</param>
    /// <param name="said">What the program said.</param>
    public static AegirException? From(int exitCode, string host, string? file, string said) => exitCode switch
    {
        72 => new(AegirErrorKind.NotFound, "DumpMissing", $"There is no readable dump {file} on {host}.", "Name a dump that is there."),
        73 => new(AegirErrorKind.AlreadyExists, "DumpExists", $"{file} on {host} exists already, or its folder takes no new file.",
            "Name a file that is not there yet, in a folder you may write to."),
        74 => new(AegirErrorKind.Failed, "DumpNotWritten", $"{file} on {host} took only a part of the dump: {said}",
            "Make room on that disk and run the command again."),
        75 => new(AegirErrorKind.Refused, "DatabaseNotEmpty", "The database for the dump holds tables already.",
            "Read a dump into an empty database only: tables of a later release would survive the import."),
        65 => new(AegirErrorKind.Failed, "DumpIncomplete", $"The dump {file} on {host} lacks its last line: a part of the database is missing.",
            "Look for free disk space and at the database server's log, and run the command again."),
        _ => null,
    };
}
