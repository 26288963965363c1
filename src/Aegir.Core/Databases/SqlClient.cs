using Aegir.Hosts;

namespace Aegir.Databases;

/// <summary>Runs the server's own client programs on a host. SQL goes to their standard input, and an option file tells the account.</summary>
internal sealed class SqlClient(IHost host, string optionFile)
{
    /// <summary>Quoting counts on this mode; GROUP_CONCAT would cut long lists.</summary>
    private const string Preamble = "SET SESSION sql_mode = '', SESSION group_concat_max_len = 1000000;\n";

    /// <summary>Runs SQL.</summary>
    /// <returns>The rows, each a list of fields.</returns>
    /// <exception cref="AegirException">See <see cref="SqlErrors"/>.</exception>
    public async Task<IReadOnlyList<string[]>> RunAsync(string sql, CancellationToken cancellation, string? secret = null)
    {
        var output = await RunAsync("run-sql.sh", [], Preamble + sql, null, secret, cancellation).ConfigureAwait(false);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t').Select(Sql.Field).ToArray())];
    }

    /// <summary>Runs an sh script of this folder.</summary>
    /// <param name="file">The dump that it reads or writes; null for none.</param>
    /// <param name="login">Whose option file the script finds on its standard input; null for none.</param>
    public Task<string> ScriptAsync(
        string script, IEnumerable<string> parameters, string? file, CancellationToken cancellation, DatabaseOrder? login = null) =>
        RunAsync(script, parameters, login is null ? null : OptionFile(login), file, login?.Password, cancellation);

    // The account of the server's own option file tells the way, the last word says who we are.
    private string OptionFile(DatabaseOrder login) =>
        $"!include {optionFile}\n[client]\nuser={Sql.Option(login.User)}\npassword={Sql.Option(login.Password)}\n";

    private async Task<string> RunAsync(
        string script, IEnumerable<string> parameters, string? input, string? file, string? secret, CancellationToken cancellation)
    {
        var text = HostScripts.Resource("Databases.client.sh") + HostScripts.Resource("Databases." + script);
        var command = HostCommand.Script(text, [optionFile, .. parameters]) with { Input = input };
        var result = await host.RunAsync(command, cancellation).ConfigureAwait(false);
        return result.Succeeded ? result.Output : throw SqlErrors.From(result, host.Name, optionFile, file, secret);
    }
}
