using System.Text.RegularExpressions;
using Aegir.Hosts;

namespace Aegir.Databases.PostgreSql;

/// <summary>What a failed client program of PostgreSQL means, in words a person can act on.</summary>
internal static partial class PostgreSqlErrors
{
    public static AegirException From(CommandResult result, string host, string serviceFile, string? file)
    {
        var said = Said(result);
        return result.ExitCode switch
        {
            66 => new(AegirErrorKind.NotFound, "OptionFileMissing", $"There is no readable service file {serviceFile} on {host}.",
                "Write one with a section [aegir] and host, user and password, readable by you alone, and name it with -DatabaseOptionFile."),
            67 => new(AegirErrorKind.Refused, "OptionFileOpen", $"Others may read the service file {serviceFile} on {host}, which holds a password.",
                $"Take that right away: chmod 600 {serviceFile}"),
            69 => new(AegirErrorKind.Unavailable, "DatabaseClientMissing", $"{host} has not the client programs of PostgreSQL.",
                "Install the package postgresql-client there, of the server's release or a later one."),
            _ => DumpErrors.From(result.ExitCode, host, file, said) ?? FromServer(said, host, file),
        };
    }

    public static AegirException RightsMissing(string what) => new(AegirErrorKind.Unavailable, "DatabaseRightsMissing",
        $"The account in the service file lacks a right: {what}",
        "Make it a superuser, or give it CREATEDB and CREATEROLE; to adopt databases of others it needs pg_read_all_data as well.");

    public static AegirException NotOurs(string name) => new(AegirErrorKind.Refused, "DatabaseNotOurs",
        $"The database {name} holds tables and does not carry this task's mark, so it is not dropped.",
        "Look at what it holds, and drop it by hand where nothing needs it.");

    private static AegirException FromServer(string said, string host, string? file) => State().Match(said).Groups[1].Value switch
    {
        _ when said.Contains(SqlErrors.UserExists, StringComparison.Ordinal) => UserExists(),
        "42710" when said.Contains("role", StringComparison.Ordinal) => UserExists(),
        "42P04" => new(AegirErrorKind.AlreadyExists, "DatabaseExists", $"That database exists already: {said}", "Choose another name."),
        "42501" => RightsMissing(said),
        "55006" => new(AegirErrorKind.Busy, "DatabaseBusy", $"Others are still connected to the database: {said}",
            "Wait until they are done, or end them, and run the command again."),
        _ when said.Contains("definition of service", StringComparison.Ordinal) => new(AegirErrorKind.NotFound, "OptionFileMissing",
            $"The service file on {host} has no section [aegir].", "Write host, user and password of the account under a line [aegir]."),
        _ when said.Contains("connection to server", StringComparison.Ordinal) || said.Contains("could not translate host name", StringComparison.Ordinal)
            => new(AegirErrorKind.Unavailable, "DatabaseUnreachable", $"The database server does not let {host} in: {said}",
                "Check that it runs, its pg_hba.conf, and the host, user and password in the service file."),
        _ when said.Contains("No space left", StringComparison.Ordinal) && DumpErrors.From(74, host, file, said) is { } full => full,
        _ => new(AegirErrorKind.Failed, "DatabaseFailed", $"The database server failed: {said}",
            "Mend what the message names and run the command again."),
    };

    private static AegirException UserExists() => new(AegirErrorKind.AlreadyExists, "DatabaseUserExists",
        "The database server already has a user of that name.", "Choose another name, or drop the user where nothing needs it.");

    // Below the error come the statement, with a mark under its place, and lines of the server's own source.
    private static string Said(CommandResult result)
    {
        var lines = result.Error.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var said = lines.Where(line => Spoken().IsMatch(line)).ToList();
        return said.Count > 0 ? string.Join(' ', said.TakeLast(3)) : result.Tail(3);
    }

    [GeneratedRegex(@"(ERROR|FATAL|PANIC|DETAIL|HINT|error):\s")]
    private static partial Regex Spoken();

    [GeneratedRegex(@"(?:ERROR|FATAL):\s+([0-9A-Z]{5}):")]
    private static partial Regex State();
}
