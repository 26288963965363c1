using System.Globalization;
using Aegir.Drupal;
using Aegir.Hosts;

namespace Aegir.Operations.Moving;

/// <summary>Dumps the database and keeps the settings file as it was; the archive is packed from both once visitors are in again.</summary>
internal sealed class BackupStep(MoveWork work, string description)
{
    private MoveRecord Record => work.Record;

    private string DumpName => Record.DatabaseType == DatabaseType.Sqlite ? "database.sqlite" : "database.sql";

    private PlaceMember Hub => work.Services.Hub;

    public async Task DoAsync(StepContext context)
    {
        await KeepSettingsAsync(context).ConfigureAwait(false);
        // Servers are dumped from the hub's machine, files where they are.
        var maker = Record.DatabaseType == DatabaseType.Sqlite ? work.Old.Lead(context) : Hub with { Host = work.Hub(context) };
        var folder = work.WorkFolder(maker);
        await maker.Host.ScriptAsync("Operations.Moving.work-folder.sh", [folder], context.Cancellation).ConfigureAwait(false);
        var size = await work.Old.Databases(context).DumpAsync(Record.Old.Database, $"{folder}/{DumpName}", context.Cancellation).ConfigureAwait(false);
        if (!maker.IsOneWith(Hub))
            await work.Services.Files.CopyAsync(maker.Host, $"{folder}/{DumpName}", work.Hub(context), $"{Record.BackupWork}/{DumpName}", new(),
                context.Cancellation).ConfigureAwait(false);
        context.Info(string.Create(CultureInfo.InvariantCulture, $"Dumped the database, {size / 1048576.0:0.0} MB."));
    }

    public async Task UndoAsync(StepContext context)
    {
        await work.Hub(context).RunRequiredAsync(new HostCommand("rm", "-rf", "--", Record.BackupWork), context.Cancellation).ConfigureAwait(false);
        await DropWorkFolderAsync(work, work.Old.Lead(context), context).ConfigureAwait(false);
    }

    /// <summary>The dump where a machine can read it in: on the hub's for a server's database, on the site's own for a file.</summary>
    public async Task<string> DumpForAsync(PlaceMember lead, StepContext context)
    {
        if (Record.DatabaseType != DatabaseType.Sqlite || lead.IsOneWith(Hub))
            return $"{Record.BackupWork}/{DumpName}";
        var folder = work.WorkFolder(lead);
        await lead.Host.ScriptAsync("Operations.Moving.work-folder.sh", [folder], context.Cancellation).ConfigureAwait(false);
        await work.Services.Files.CopyAsync(work.Hub(context), $"{Record.BackupWork}/{DumpName}", lead.Host, $"{folder}/{DumpName}", new(),
            context.Cancellation).ConfigureAwait(false);
        return $"{folder}/{DumpName}";
    }

    public async Task PackAsync(StepContext context)
    {
        var lead = work.Old.Lead(context);
        var folder = Record.LeftFolder;
        if (!lead.IsOneWith(Hub))
        {
            await DropWorkFolderAsync(work, lead, context).ConfigureAwait(false);
            folder = Record.BackupWork + ".site";
            await work.Services.Files.CopyAsync(lead.Host, Record.LeftFolder, work.Hub(context), folder,
                new() { Exclude = ["/files", "/private", "/.aegir-*", "/.ht.*sqlite*"] }, context.Cancellation).ConfigureAwait(false);
        }
        var output = await work.Hub(context).ScriptAsync("Operations.Moving.pack-backup.sh",
            [folder, Record.BackupWork, Record.BackupArchive, folder == Record.LeftFolder ? "" : folder], context.Cancellation).ConfigureAwait(false);
        var size = long.Parse(output.Trim(), CultureInfo.InvariantCulture);
        work.Services.Store.Write(session =>
        {
            if (session.Backups.OfSite(Record.SiteId).All(backup => backup.Path != Record.BackupArchive))
                session.Backups.Add(Record.SiteId, context.TaskId, Record.BackupArchive, size, description, Record.Old.PlatformId, Record.Old.Directory);
        });
    }

    /// <summary>Deletes what a dump left on a machine that is not the hub's.</summary>
    public static Task DropWorkFolderAsync(MoveWork work, PlaceMember member, StepContext context) => member.IsOneWith(work.Services.Hub)
        ? Task.CompletedTask
        : member.Host.RunRequiredAsync(new HostCommand("rm", "-rf", "--", work.WorkFolder(member)), context.Cancellation);

    // The settings file as it was before the gate.
    private async Task KeepSettingsAsync(StepContext context)
    {
        var hub = work.Hub(context);
        var lead = work.Old.Lead(context);
        var local = lead.IsOneWith(Hub);
        await hub.ScriptAsync("Operations.Moving.keep-settings.sh", [Record.BackupWork, local ? Record.Old.Folder : ""], context.Cancellation)
            .ConfigureAwait(false);
        if (!local)
            await work.Services.Files.CopyAsync(lead.Host, Record.Old.Folder + "/settings.php", hub, $"{Record.BackupWork}/sites/site/settings.php", new(),
                context.Cancellation).ConfigureAwait(false);
        await SiteGate.OpenAsync(hub, Hub.Server.Php, Record.BackupWork, "site", null, context.Cancellation).ConfigureAwait(false);
        await hub.ScriptAsync("Operations.Moving.settle-settings.sh", [Record.BackupWork], context.Cancellation).ConfigureAwait(false);
    }
}
