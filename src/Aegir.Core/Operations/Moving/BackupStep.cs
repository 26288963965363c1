using Aegir.Operations.Backups;

namespace Aegir.Operations.Moving;

/// <summary>Dumps the database and keeps the settings file as it was; the archive is packed from both once visitors are in again.</summary>
internal sealed class BackupStep(MoveWork work)
{
    private MoveRecord Record => work.Record;

    public Task DoAsync(StepContext context) => new SiteArchive(work.Services, Record.Backup).CollectAsync(context, work.Token);

    // Before the commit nothing is packed: what is there is known to a store that is newer than ours.
    public Task UndoAsync(StepContext context) => new SiteArchive(work.Services, Record.Backup).RemoveAsync(context, packed: false);

    public async Task PackAsync(StepContext context)
    {
        var size = await new SiteArchive(work.Services, Record.Backup with { Directory = Record.LeftDirectory }).PackAsync(context).ConfigureAwait(false);
        var path = Record.Backup.Archive;
        work.Services.Store.Write(session =>
        {
            if (session.Backups.OfSite(Record.SiteId).All(backup => backup.Path != path))
                session.Backups.Add(Record.SiteId, context.TaskId, path, size, Record.BackupDescription, Record.Old.PlatformId, Record.Old.Directory);
        });
    }
}
