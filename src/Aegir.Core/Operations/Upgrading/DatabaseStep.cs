using Aegir.Databases;

namespace Aegir.Operations.Upgrading;

/// <summary>A new database and user on the same server, with what was dumped from the old one.</summary>
internal sealed class DatabaseStep(UpgradeWork work)
{
    private const int Tries = 5;

    private UpgradeRecord Record => work.Record;

    public async Task DoAsync(StepContext context)
    {
        var databases = work.Databases(context);
        var hosts = Record.DatabaseType == DatabaseType.Sqlite ? []
            : await work.Services.GrantHostsAsync(work.Server, work.Services.Place(Record.Server), context.Cancellation, context.On).ConfigureAwait(false);
        DatabaseOrder order;
        for (var attempt = 1; ; attempt++)
        {
            await ChooseAsync(context).ConfigureAwait(false);
            context.Save();
            order = new DatabaseOrder(Record.NewDatabase!, Record.NewUser, work.NewPassword, Record.Mark)
            {
                Like = (Record.OldDatabase, Record.OldUser),
                Hosts = hosts,
            };
            try
            {
                await databases.CreateAsync(order, context.Cancellation).ConfigureAwait(false);
                break;
            }
            catch (AegirException error) when (error.Id is "DatabaseExists" or "DatabaseUserExists" && attempt < Tries)
            {
                // Another upgrade took the name between our look and our go.
            }
        }
        await databases.ImportAsync(BackupStep.Dump(Record), order, context.Cancellation).ConfigureAwait(false);
        context.Info($"The new database is {Record.NewDatabase}.");
    }

    public async Task UndoAsync(StepContext context)
    {
        if (Record.NewDatabase is null)
            return;
        try
        {
            await work.Databases(context).DropAsync(Record.NewDatabase, Record.NewUser, Record.Mark, context.Cancellation).ConfigureAwait(false);
        }
        catch (AegirException error) when (error.Id == "DatabaseNotOurs")
        {
            // We were ended before it was ours.
        }
    }

    private async Task ChooseAsync(StepContext context)
    {
        if (Record.DatabaseType == DatabaseType.Sqlite)
        {
            SqliteNames.Choose(Record);
            return;
        }
        Record.NewDatabase = await work.Databases(context).FreeNameAsync(Names.DatabaseCandidates(Record.Site), context.Cancellation)
            .ConfigureAwait(false) ?? throw new AegirException(AegirErrorKind.Refused, "DatabaseNamesTaken",
                $"All 101 names that the database of '{Record.Site}' may have are taken.", "Drop databases that no site uses any more.");
        Record.NewUser = Record.NewDatabase;
    }
}
