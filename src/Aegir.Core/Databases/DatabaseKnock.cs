using System.Text.RegularExpressions;
using Aegir.Hosts;

namespace Aegir.Databases;

/// <summary>Finds the address under which a database server sees a machine, by a login that must fail (aegir-spec 2.14). Names that a
/// server looks up, masquerading and several network cards make it another than the machine thinks.</summary>
public static partial class DatabaseKnock
{
    /// <param name="machine">The server's name, for error messages.</param>
    /// <returns>An address or a name, as the accounts of that server have it; null where nothing tells, as with PostgreSQL.</returns>
    /// <exception cref="AegirException">DatabaseUnreachableFrom, DatabaseTakesAnyone, DatabaseDriverMissing.</exception>
    public static async Task<string?> SeenAsync(
        IHost host, string php, string machine, DatabaseAddress address, CancellationToken cancellation)
    {
        var answer = await host.PhpAsync<Answer>(php, "Databases.knock.php", address, cancellation).ConfigureAwait(false);
        if (!answer.Driver)
            throw new AegirException(AegirErrorKind.Unavailable, "DatabaseDriverMissing",
                $"The PHP of '{machine}' lacks the extension pdo_{address.Driver}.", "Install it there: php-mysql or php-pgsql.");
        if (answer.LetIn)
            throw new AegirException(AegirErrorKind.Refused, "DatabaseTakesAnyone",
                $"The database server at {address} lets in an unknown user from '{machine}'.",
                "Drop its anonymous accounts, or the trust it puts in that machine.");
        var seen = Seen().Match(answer.Said);
        if (seen.Success)
            return seen.Groups["host"].Value;
        if (address.Driver == "pgsql" && AskedForPassword().IsMatch(answer.Said))
            return null;
        throw new AegirException(AegirErrorKind.Unavailable, "DatabaseUnreachableFrom",
            $"Sites on '{machine}' do not get through to the database server at {address}: {answer.Said}",
            "Let the server listen on an address that it reaches, open the firewall, and for PostgreSQL name it in pg_hba.conf; "
            + "Set-AegirServer -DatabaseHost says where sites look for the server.");
    }

    // MySQL says the second where no account at all may come from there. MariaDB says the first without a word on passwords where it would ask the
    // operating system instead, as it does for its root account on Debian, and pretends to do so for some of those it does not know.
    [GeneratedRegex(@"Access denied for user '[^']*'@'(?<host>[A-Za-z0-9_.:%-]+)'|Host '(?<host>[A-Za-z0-9_.:%-]+)' .*is not allowed to connect")]
    private static partial Regex Seen();

    [GeneratedRegex("(password|ident|peer|LDAP|PAM|RADIUS|GSSAPI) authentication failed|role \"aegir_nobody\" ", RegexOptions.IgnoreCase)]
    private static partial Regex AskedForPassword();

    private sealed record Answer(bool Driver, bool LetIn, string Said);
}
