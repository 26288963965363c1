using Aegir.Databases;
using Aegir.Hosts;

namespace Aegir.Operations.Moving;

/// <summary>A new database and user, with what was dumped.</summary>
/// <param name="dump">The dump's path on the hub.</param>
internal sealed class DatabaseStep(MoveWork work, string dump)
{
    private const int Tries = 5;

    private MoveRecord Record => work.Record;

    private string Name => Record.DatabaseAtFirst ?? Record.New.Database;

    private bool IsStaged => Record.DatabaseAtFirst?.StartsWith(Record.Stage + "/", StringComparison.Ordinal) == true;

    private bool IsFile => Record.DatabaseType == DatabaseType.Sqlite;

    public async Task DoAsync(StepContext context)
    {
        var databases = work.New.Databases(context);
        var hosts = IsFile ? [] : await work.Services.GrantHostsAsync(
            work.Services.Server(Record.New.DatabaseServer!), work.New.Place, context.Cancellation, context.On).ConfigureAwait(false);
        DatabaseOrder order;
        for (var attempt = 1; ; attempt++)
        {
            await ChooseAsync(context).ConfigureAwait(false);
            context.Save();
            if (IsStaged)
                await Staging.OpenAsync(work, work.New.Lead(context), Name, context).ConfigureAwait(false);
            order = new DatabaseOrder(Name, Record.New.DatabaseUser, work.NewPassword, Record.Mark)
            {
                Like = work.SharesDatabases ? (Record.Old.Database, Record.Old.DatabaseUser) : null,
                Hosts = hosts,
            };
            try
            {
                await databases.CreateAsync(order, context.Cancellation).ConfigureAwait(false);
                break;
            }
            catch (AegirException error) when (error.Id is "DatabaseExists" or "DatabaseUserExists" && attempt < Tries)
            {
                // Another task took the name between our look and our go.
            }
        }
        await ImportAsync(databases, order, context).ConfigureAwait(false);
        context.Info($"The new database is {Name}.");
    }

    public async Task UndoAsync(StepContext context)
    {
        if (IsFile && Record.New.Database.Length == 0)
            await ChooseAsync(context).ConfigureAwait(false);
        if (Record.New.Database.Length == 0)
            return;
        // It goes with the stage.
        if (IsStaged)
        {
            await Staging.RemoveAsync(work, work.New.Lead(context), context).ConfigureAwait(false);
            return;
        }
        try
        {
            await work.New.Databases(context).DropAsync(Name, Record.New.DatabaseUser, Record.Mark, context.Cancellation).ConfigureAwait(false);
        }
        catch (AegirException error) when (error.Id == "DatabaseNotOurs")
        {
            // We were ended before it was ours.
        }
    }

    private async Task ImportAsync(ISiteDatabases databases, DatabaseOrder order, StepContext context)
    {
        var lead = work.New.Lead(context);
        if (!IsFile || lead.IsOneWith(work.Services.Hub))
        {
            await databases.ImportAsync(dump, order, context.Cancellation).ConfigureAwait(false);
            return;
        }
        var there = Record.Stage + "/.aegir-dump";
        await Staging.OpenAsync(work, lead, there, context).ConfigureAwait(false);
        await work.Services.Files.CopyAsync(work.Hub(context), dump, lead.Host, there, new(), context.Cancellation).ConfigureAwait(false);
        await databases.ImportAsync(there, order, context.Cancellation).ConfigureAwait(false);
        await lead.Host.RunRequiredAsync(new HostCommand("rm", "-f", "--", there), context.Cancellation).ConfigureAwait(false);
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
