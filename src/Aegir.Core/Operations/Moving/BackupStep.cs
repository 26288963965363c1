using System.Globalization;
using Aegir.Drupal;
using Aegir.Hosts;

namespace Aegir.Operations.Upgrading;

/// <summary>Dumps the database and keeps the settings file as it was; the archive is packed from both once visitors are in again.</summary>
internal sealed class BackupStep(UpgradeWork work)
{
    private UpgradeRecord Record => work.Record;

    /// <summary>The dump; a copy of the database's file for SQLite.</summary>
    public static string Dump(UpgradeRecord record) =>
        record.BackupWork + (record.DatabaseType == DatabaseType.Sqlite ? "/database.sqlite" : "/database.sql");

    public async Task DoAsync(StepContext context)
    {
        var host = work.Host(context);
        await host.RunRequiredAsync(HostCommand.Script(
            "set -eu; umask 077; mkdir -p \"$2/sites/$3\"; cp -p \"$1/settings.php\" \"$2/sites/$3/settings.php\"",
            Record.OldFolder, Record.BackupWork, Record.Directory), context.Cancellation).ConfigureAwait(false);
        // The settings file as it was before the gate.
        await SiteGate.OpenAsync(host, work.Server.Php, Record.BackupWork, Record.Directory, null, context.Cancellation).ConfigureAwait(false);
        await host.RunRequiredAsync(HostCommand.Script(
            "set -eu; mv \"$1/sites/$2/settings.php\" \"$1/settings.php\"; rm -r \"$1/sites\"", Record.BackupWork, Record.Directory),
            context.Cancellation).ConfigureAwait(false);
        var size = await work.Databases(context).DumpAsync(Record.OldDatabase, Dump(Record), context.Cancellation).ConfigureAwait(false);
        context.Info(string.Create(CultureInfo.InvariantCulture, $"Dumped the database, {size / 1048576.0:0.0} MB."));
    }

    public Task UndoAsync(StepContext context) => work.Host(context).RunRequiredAsync(HostCommand.Script(
        "rm -rf -- \"$1\"", Record.BackupWork), context.Cancellation);

    public async Task PackAsync(StepContext context)
    {
        var output = await work.Host(context).ScriptAsync("Operations.Upgrading.pack-backup.sh",
            [Record.OldFolder, Record.BackupWork, Record.BackupArchive], context.Cancellation).ConfigureAwait(false);
        var size = long.Parse(output.Trim(), CultureInfo.InvariantCulture);
        work.Services.Store.Write(session =>
        {
            if (session.Backups.OfSite(Record.SiteId).All(backup => backup.Path != Record.BackupArchive))
                session.Backups.Add(Record.SiteId, context.TaskId, Record.BackupArchive, size, $"Before the upgrade to {Record.To}", Record.FromId, Record.Directory);
        });
    }
}
