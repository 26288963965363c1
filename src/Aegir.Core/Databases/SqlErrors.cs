using System.Text.RegularExpressions;
using Aegir.Hosts;

namespace Aegir.Databases;

/// <summary>What a failed client program means, in words a person can act on.</summary>
internal static partial class SqlErrors
{
    /// <summary>Columns that do not exist: naming one is how a batch of SQL stops with a reason of its own, on any server.</summary>
    public const string UserExists = "aegir_user_exists", NotOurs = "aegir_not_ours";

    public static AegirException From(CommandResult result, string host, string optionFile, string? file, string? secret)
    {
        var said = Said(result, secret);
        return result.ExitCode switch
        {
            66 => new(AegirErrorKind.NotFound, "OptionFileMissing", $"There is no readable option file {optionFile} on {host}.",
                "Write one with [client], user and password, readable by you alone, and name it with -DatabaseOptionFile."),
            67 => new(AegirErrorKind.Refused, "OptionFileOpen", $"Others may read the option file {optionFile} on {host}, which holds a password.",
                $"Take that right away: chmod 600 {optionFile}"),
            69 => new(AegirErrorKind.Unavailable, "DatabaseClientMissing", $"{host} has neither the client programs of MariaDB nor of MySQL.",
                "Install the package mariadb-client or mysql-client there."),
            _ => DumpErrors.From(result.ExitCode, host, file, said) ?? FromServer(result, said, host),
        };
    }

    private static AegirException FromServer(CommandResult result, string said, string host) => Code(result.Error) switch
    {
        _ when said.Contains(UserExists, StringComparison.Ordinal) => new(AegirErrorKind.AlreadyExists, "DatabaseUserExists",
            "The database server already has a user of that name.", "Choose another name, or drop the user where nothing needs it."),
        _ when said.Contains(NotOurs, StringComparison.Ordinal) => new(AegirErrorKind.Refused, "DatabaseNotOurs",
            "The database holds tables and does not carry this task's mark, so it is not dropped.",
            "Look at what it holds, and drop it by hand where nothing needs it."),
        1007 => new(AegirErrorKind.AlreadyExists, "DatabaseExists", $"That database exists already: {said}", "Choose another name."),
        1040 or 1045 or 1129 or 1130 or 1226 or 1698 or (>= 2000 and < 3000) => new(AegirErrorKind.Unavailable, "DatabaseUnreachable",
            $"The database server does not let {host} in: {said}",
            "Check that it runs, and the host, user and password in the option file."),
        1044 or 1142 or 1143 or 1227 or 1410 => RightsMissing(said),
        _ => new(AegirErrorKind.Failed, "DatabaseFailed", $"The database server failed: {said}",
            "Mend what the message names and run the command again."),
    };

    public static AegirException RightsMissing(string what) => new(AegirErrorKind.Unavailable, "DatabaseRightsMissing",
        $"The account in the option file lacks a right: {what}",
        "Give it ALL PRIVILEGES ON *.* WITH GRANT OPTION.");

    private static string Said(CommandResult result, string? secret)
    {
        // The client prints the whole statement above its error, and a syntax error quotes a part of it.
        var lines = result.Error.Split('\n').Where(line => line.StartsWith("ERROR ", StringComparison.Ordinal));
        var said = lines.LastOrDefault() ?? result.Tail(3);
        return string.IsNullOrEmpty(secret) ? said : said
            .Replace(secret, "***", StringComparison.Ordinal).Replace(Sql.Text(secret), "***", StringComparison.Ordinal);
    }

    private static int Code(string error)
    {
        // "ERROR 1045 (28000)" says the client, "Got error: 1045:" or "Error 2013:" the dump program.
        var found = CodePattern().Matches(error).LastOrDefault();
        return found is null ? 0 : int.Parse(found.Groups[1].Value);
    }

    [GeneratedRegex(@"error:? (\d{4})\b", RegexOptions.IgnoreCase)]
    private static partial Regex CodePattern();
}
