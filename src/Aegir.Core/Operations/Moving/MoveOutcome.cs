namespace Aegir.Operations.Moving;

/// <summary>What became of a move whose process is gone, as its machines have it. The store may be a copy of an earlier time, and the site open on its new
/// side: then its database must not go, and what visitors wrote must not be left behind.</summary>
internal sealed class MoveOutcome(MoveWork work)
{
    private MoveRecord Record => work.Record;

    /// <summary>Whether visitors may have been let in on the new side. Where the journal does not know it, the record learns what that side is.</summary>
    /// <param name="recorded">What the journal says.</param>
    /// <exception cref="AegirException">StoreIsOlder.</exception>
    public async Task<bool> HasHappenedAsync(StepContext context, bool recorded)
    {
        var now = (await work.New.LeftMarksAsync(context, Record.New.Folder).ConfigureAwait(false))[0];
        var happened = recorded || (Record.IsNew
            ? now is not null && await work.New.IsOpenAsync(context, Record.New.Directory).ConfigureAwait(false)
            : await IsOldLeftAsync(context).ConfigureAwait(false));
        if (happened && now is not "")
            throw LeftMark.StoreIsOlder(Record.New.Site, $"{Record.New.Folder} was {(now is null ? "removed" : "left")} again");
        if (happened && !recorded)
            await LearnAsync(context).ConfigureAwait(false);
        return happened;
    }

    private async Task<bool> IsOldLeftAsync(StepContext context)
    {
        // In place, the old side may have made room.
        var marks = await work.Old.LeftMarksAsync(context, Record.LeftFolder, Record.Old.Folder).ConfigureAwait(false);
        if (marks[0] == Record.Mark)
            return true;
        return marks is [null, null] ? throw LeftMark.StoreIsOlder(Record.Old.Site, $"{Record.Old.Folder} was removed")
            : marks.Any(mark => mark is { Length: > 0 }) ? throw LeftMark.StoreIsOlder(Record.Old.Site, $"{Record.Old.Folder} was left by another task")
            : false;
    }

    private async Task LearnAsync(StepContext context)
    {
        work.NewFacts = await work.New.FactsAsync(context, work.Token).ConfigureAwait(false);
        if (Record.DatabaseType != DatabaseType.Sqlite)
            (Record.New.Database, Record.New.DatabaseUser) = (work.NewFacts.Database.Name, work.NewFacts.Database.User ?? "");
        else if (Record.New.Database.Length == 0)
            SqliteNames.Choose(Record, work.MovesAlong(SqliteNames.TopFolder(Record)));
    }
}
