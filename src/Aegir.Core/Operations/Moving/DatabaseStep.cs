using Aegir.Databases;

namespace Aegir.Operations.Moving;

/// <summary>A new database and user, with what was dumped.</summary>
/// <param name="dump">Gives the path of the dump for the machine that the site will be on.</param>
internal sealed class DatabaseStep(MoveWork work, Func<PlaceMember, StepContext, Task<string>> dump)
{
    private const int Tries = 5;

    private MoveRecord Record => work.Record;

    private string Name => Record.DatabaseAtFirst ?? Record.New.Database;

    private bool IsFile => Record.DatabaseType == DatabaseType.Sqlite;

    public async Task DoAsync(StepContext context)
    {
        var databases = work.New.Databases(context);
        var path = await dump(work.New.Lead(context), context).ConfigureAwait(false);
        var hosts = IsFile ? [] : await work.Services.GrantHostsAsync(
            work.Services.Server(Record.New.DatabaseServer!), work.New.Place, context.Cancellation, context.On).ConfigureAwait(false);
        for (var attempt = 1; ; attempt++)
        {
            await ChooseAsync(context).ConfigureAwait(false);
            context.Save();
            if (Record.DatabaseAtFirst?.StartsWith(Record.Stage + "/", StringComparison.Ordinal) == true)
                await Staging.OpenAsync(work, work.New.Lead(context), Record.DatabaseAtFirst, context).ConfigureAwait(false);
            try
            {
                await databases.CreateAsync(new DatabaseOrder(Name, Record.New.DatabaseUser, work.NewPassword, Record.Mark)
                {
                    Like = work.SharesDatabases ? (Record.Old.Database, Record.Old.DatabaseUser) : null,
                    Hosts = hosts,
                }, context.Cancellation).ConfigureAwait(false);
                break;
            }
            catch (AegirException error) when (error.Id is "DatabaseExists" or "DatabaseUserExists" && attempt < Tries)
            {
                // Another task took the name between our look and our go.
            }
        }
        await databases.ImportAsync(path, Name, context.Cancellation).ConfigureAwait(false);
        context.Info($"The new database is {Name}.");
    }

    public async Task UndoAsync(StepContext context)
    {
        await BackupStep.DropWorkFolderAsync(work, work.New.Lead(context), context).ConfigureAwait(false);
        if (Record.New.Database.Length == 0)
            return;
        try
        {
            await work.New.Databases(context).DropAsync(Name, Record.New.DatabaseUser, Record.Mark, context.Cancellation).ConfigureAwait(false);
        }
        catch (AegirException error) when (error.Id == "DatabaseNotOurs")
        {
            // We were ended before it was ours.
        }
    }

    private async Task ChooseAsync(StepContext context)
    {
        if (IsFile)
        {
            SqliteNames.Choose(Record, work.MovesAlong(SqliteNames.TopFolder(Record)));
            return;
        }
        var now = Record.New;
        now.Database = await work.New.Databases(context).FreeNameAsync(Names.DatabaseCandidates(now.Site), context.Cancellation)
            .ConfigureAwait(false) ?? throw new AegirException(AegirErrorKind.Refused, "DatabaseNamesTaken",
                $"All 101 names that the database of '{now.Site}' may have are taken.", "Drop databases that no site uses any more.");
        now.DatabaseUser = now.Database;
    }
}
