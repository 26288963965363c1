using Aegir.Hosts;

namespace Aegir.Databases.PostgreSql;

/// <summary>Runs PostgreSQL's own client programs on a host. SQL goes to their standard input, and a service file tells the account.</summary>
internal sealed class PostgreSqlClient(IHost host, string serviceFile)
{
    /// <summary>Runs SQL.</summary>
    /// <param name="database">Null for the one that the service file names, or else postgres.</param>
    /// <returns>The rows of COPY TO STDOUT, each a list of fields.</returns>
    /// <exception cref="AegirException">See <see cref="PostgreSqlErrors"/>.</exception>
    public async Task<IReadOnlyList<string[]>> RunAsync(string sql, string? database, CancellationToken cancellation)
    {
        var parameter = database is null ? "" : PostgreSqlText.Connection(database);
        var output = await ScriptAsync("run-sql.sh", [parameter], null, cancellation, sql).ConfigureAwait(false);
        return [.. output.Split('\n').SkipLast(1).Select(line => line.Split('\t').Select(PostgreSqlText.Field).ToArray())];
    }

    /// <summary>Runs an sh script of this folder.</summary>
    /// <param name="file">The dump that it reads or writes; null for none.</param>
    public async Task<string> ScriptAsync(
        string script, IEnumerable<string> parameters, string? file, CancellationToken cancellation, string? input = null)
    {
        var text = HostScripts.Resource("Databases.PostgreSql.client.sh") + HostScripts.Resource("Databases.PostgreSql." + script);
        var command = HostCommand.Script(text, [serviceFile, .. parameters]) with { Input = input };
        var result = await host.RunAsync(command, cancellation).ConfigureAwait(false);
        return result.Succeeded ? result.Output : throw PostgreSqlErrors.From(result, host.Name, serviceFile, file);
    }
}
