using Aegir.Drupal;
using Aegir.Hosts;

namespace Aegir.Operations.Upgrading;

/// <summary>The site's folder on the target: code and settings copied, uploads moved (never copied), the settings pointed to the new database.</summary>
internal sealed class SiteDirectoryStep(UpgradeWork work)
{
    private UpgradeRecord Record => work.Record;

    public async Task DoAsync(StepContext context)
    {
        var host = work.Host(context);
        var sqlite = Record.DatabaseType == DatabaseType.Sqlite;
        await host.ScriptAsync("Operations.Upgrading.place-site.sh",
        [
            Record.OldFolder, Record.NewFolder, Record.Mark,
            sqlite ? SqliteNames.InFolder(Record, Record.OldDatabase) ?? "" : "",
            sqlite ? SqliteNames.InFolder(Record, Record.NewDatabase!) ?? "" : "",
        ], context.Cancellation).ConfigureAwait(false);
        var output = await host.ScriptAsync("Operations.Upgrading.move-uploads.sh", [Record.OldFolder, Record.NewFolder], context.Cancellation)
            .ConfigureAwait(false);
        foreach (var line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            context.Log(line.StartsWith("linked", StringComparison.Ordinal) ? TaskLogLevel.Warning : TaskLogLevel.Info,
                line.StartsWith("linked", StringComparison.Ordinal)
                    ? $"{line[7..]}/ is on another disk than the target and stays there; the target links to it."
                    : $"{line[6..]}/ moved to the target.");
        await SitesPhp.AddAsync(host, work.Server.Php, work.OldSide, Record.ToDocroot, Record.Mark, context.Cancellation).ConfigureAwait(false);
        await SiteSettings.WriteForNewDatabaseAsync(host, work.Server.Php, work.OldSide, work.NewSide,
            sqlite ? new NewDatabase(SqliteNames.Written(Record), null, null) : new NewDatabase(Record.NewDatabase!, Record.NewUser, work.NewPassword),
            work.Token, context.Cancellation).ConfigureAwait(false);
        await host.ScriptAsync("Operations.Upgrading.open-folder.sh",
            [Record.NewFolder, Record.OldFolderMode, Record.Mark, Record.ConfigFrom ?? "", Record.ConfigTo ?? ""], context.Cancellation).ConfigureAwait(false);
    }

    public async Task UndoAsync(StepContext context)
    {
        var host = work.Host(context);
        await SitesPhp.RemoveAsync(host, work.Server.Php, Record.ToDocroot, Record.Mark, context.Cancellation).ConfigureAwait(false);
        await host.ScriptAsync("Operations.Upgrading.put-back-site.sh", [Record.OldFolder, Record.NewFolder, Record.Mark, Record.OldFolderMode, "", Record.ConfigTo ?? ""], context.Cancellation).ConfigureAwait(false);
    }
}
