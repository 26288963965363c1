using System.Globalization;
using Aegir.Hosts;
using Aegir.State;

namespace Aegir.Operations;

/// <summary>Tests one by one what sites on a server need, and names what fails.</summary>
public sealed class VerifyServer(OperationServices services, Server server) : Operation
{
    private static readonly string[] Tools = ["find", "tar", "gzip", "stat", "readlink", "df", "du", "awk", "setsid"];

    public override string Type => "verify";

    public override string TargetType => "server";

    public override string Target => server.Name;

    public override IReadOnlyList<string> Resources => ["server:" + server.Name];

    public override IReadOnlyList<Step> Steps =>
    [
        new("programs", ToolsAsync),
        new("php", PhpAsync),
        new("database service", DatabaseAsync),
        new("folders", FoldersAsync),
        new("record", _ => Task.CompletedTask) { Commit = Record },
    ];

    private async Task ToolsAsync(StepContext context)
    {
        var result = await Host(context).RunAsync(
            HostCommand.Script("for tool; do command -v \"$tool\" >/dev/null || echo \"$tool\"; done", Tools), context.Cancellation).ConfigureAwait(false);
        var missing = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (missing.Length > 0)
            throw Fails("ServerProgramMissing", $"'{server.Name}' lacks {string.Join(", ", missing)}.", "Install GNU coreutils, findutils, tar, gzip, gawk and util-linux.");
    }

    private async Task PhpAsync(StepContext context)
    {
        var result = await Host(context).RunAsync(new HostCommand(server.Php)
        {
            Input = "<?php echo PHP_VERSION, ' ', implode(' ', array_intersect(['pdo_sqlite', 'pdo_mysql', 'pdo_pgsql'], get_loaded_extensions()));",
        }, context.Cancellation).ConfigureAwait(false);
        var words = result.Output.Trim().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (!result.Succeeded || words.Length == 0 || !IsRecent(words[0]))
            throw Fails("ServerPhpUnfit", $"'{server.Php}' on '{server.Name}' is no PHP of 7.4 or later for the command line: {result.Tail(1)}",
                $"Install php-cli, or name it: Set-AegirServer {server.Name} -Php PATH");
        if (words.Length == 1)
            throw Fails("ServerPhpUnfit", $"PHP {words[0]} on '{server.Name}' has none of pdo_mysql, pdo_pgsql and pdo_sqlite.", "Install the PDO driver of your sites' databases.");
        context.Info($"PHP {string.Join(", ", words)}.");
    }

    private async Task DatabaseAsync(StepContext context)
    {
        if (server.Database is DatabaseType.None)
            return;
        var version = await services.Databases(server.Database, server, new PlaceMember(server, Host(context))).CheckAsync(context.Cancellation).ConfigureAwait(false);
        context.Info($"{server.Database} {version} takes new databases and users.");
    }

    private async Task FoldersAsync(StepContext context)
    {
        var folders = new List<string> { services.BackupFolder };
        if (server.WebRoot is not null)
            folders.Add(server.WebRoot);
        await Host(context).RunRequiredAsync(HostCommand.Script(
            "set -eu; umask 077; mkdir -p \"$1\"; shift; umask 022; for folder; do mkdir -p \"$folder\"; [ -w \"$folder\" ]; done", folders),
            context.Cancellation).ConfigureAwait(false);
    }

    private void Record(StateSession session, long taskId) =>
        session.Servers.Update(session.Servers.Get(server.Name)! with { Verified = DateTimeOffset.UtcNow });

    private IHost Host(StepContext context) => context.On(services.Host(server));

    private static bool IsRecent(string version)
    {
        var numbers = version.Split('.');
        return numbers.Length > 1 && int.TryParse(numbers[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major)
            && int.TryParse(numbers[1], NumberStyles.None, CultureInfo.InvariantCulture, out var minor) && (major, minor).CompareTo((7, 4)) >= 0;
    }

    private static AegirException Fails(string id, string message, string action) => new(AegirErrorKind.Unavailable, id, message, action);
}
