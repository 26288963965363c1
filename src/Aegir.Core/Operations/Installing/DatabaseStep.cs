using Aegir.Databases;

namespace Aegir.Operations.Installing;

/// <summary>An empty database, and a user for it (aegir-spec 2.14).</summary>
internal sealed class DatabaseStep(InstallWork work)
{
    private const int Tries = 5;

    private InstallRecord Record => work.Record;

    public async Task DoAsync(StepContext context)
    {
        var databases = work.Databases(context);
        IReadOnlyList<string> hosts = Record.DatabaseServer is not { } server ? []
            : await work.Services.GrantHostsAsync(work.Services.Server(server), await work.Place(context).ReachAsync().ConfigureAwait(false), context.Cancellation, context.On)
                .ConfigureAwait(false);
        for (var attempt = 1; ; attempt++)
        {
            await ChooseAsync(databases, context).ConfigureAwait(false);
            context.Save();
            try
            {
                await databases.CreateAsync(new DatabaseOrder(Record.Database!, Record.User, work.Password, Record.Mark) { Hosts = hosts }, context.Cancellation)
                    .ConfigureAwait(false);
                break;
            }
            catch (AegirException error) when (error.Id is "DatabaseExists" or "DatabaseUserExists")
            {
                // Another task took the name between our look and our go: it is nothing that we may drop.
                Record.Database = null;
                context.Save();
                if (attempt == Tries)
                    throw;
            }
        }
        Record.DatabaseIsMade = true;
        context.Save();
        context.Info($"The database is {Record.Database}.");
    }

    public async Task UndoAsync(StepContext context)
    {
        if (Record.Database is null)
            return;
        var databases = work.Databases(context);
        if (Record.DatabaseIsMade)
            await databases.DropKeptAsync(Record.Database, Record.User, context.Cancellation).ConfigureAwait(false);
        else
            await DropMarkedAsync(databases, context).ConfigureAwait(false);
    }

    private async Task DropMarkedAsync(ISiteDatabases databases, StepContext context)
    {
        try
        {
            await databases.DropAsync(Record.Database!, Record.User, Record.Mark, context.Cancellation).ConfigureAwait(false);
        }
        catch (AegirException error) when (error.Id == "DatabaseNotOurs")
        {
            // We were ended before it was ours.
        }
    }

    private async Task ChooseAsync(ISiteDatabases databases, StepContext context)
    {
        if (Record.DatabaseType == DatabaseType.Sqlite)
        {
            // Private files are never handed out.
            Record.Database = $"{Record.Folder}/private/.ht.sqlite";
            return;
        }
        Record.Database = await databases.FreeNameAsync(Names.DatabaseCandidates(Record.Site), context.Cancellation).ConfigureAwait(false)
            ?? throw new AegirException(AegirErrorKind.Refused, "DatabaseNamesTaken",
                $"All 101 names that the database of '{Record.Site}' may have are taken.", "Drop databases that no site uses any more.");
        Record.User = Record.Database;
    }
}
