using Aegir.Operations;
using Aegir.Operations.Backups;
using Aegir.Operations.Moving;

namespace Aegir.Distributions;

/// <summary>Works out what a move of a site would do and what stands in its way. Reads both sides as they are now; writes nothing.</summary>
public sealed class MovePlanner(OperationServices services)
{
    private readonly MoveReader reader = new(services);

    /// <exception cref="AegirException">What <see cref="MoveDrafts.Make"/> refuses; SettingsUnreadable and others where a side cannot be read.</exception>
    public async Task<PlannedMove> PlanAsync(MoveRequest request, CancellationToken cancellation)
    {
        var draft = MoveDrafts.Make(services, request);
        var archive = draft.Restored is null ? null : await ArchiveContents.ReadAsync(services, draft.Restored.Archive, cancellation).ConfigureAwait(false);
        var reading = await reader.ReadAsync(draft, request.AllowMissing, cancellation).ConfigureAwait(false);
        var plan = new MovePlan
        {
            Kind = request.Kind,
            Site = draft.Site.Name,
            NewName = draft.New.Site,
            From = draft.From.Name,
            To = draft.To.Name,
            FromVersion = draft.From.CoreVersion,
            ToVersion = reading.TargetCode.CoreVersion,
            FromServer = draft.Old.Server,
            ToServer = draft.New.Server,
            DatabaseServer = draft.New.DatabaseServer,
            Backup = draft.Restored?.Archive,
            Blockers = [.. reading.Blockers, .. ArchiveBlockers.Find(archive, reading.Facts)],
            Warnings = [.. reading.Warnings, .. Warnings(draft, archive)],
            Packages = reading.Rows,
        };
        if (archive is not null)
            draft = draft with { Restored = Source(draft, archive) };
        return new PlannedMove(plan, draft) { Facts = reading.Facts, TargetCode = reading.TargetCode };
    }

    // What the site was called then, so that links in its content can follow.
    private static RestoreSource Source(MoveDraft draft, ArchiveContents archive)
    {
        var known = draft.Restored!.Directory;
        var site = archive.Uri ?? draft.Site.Name;
        var directory = known.Length > 0 ? known : site == draft.Site.Name ? draft.Site.Directory : site;
        return draft.Restored with
        {
            Site = site,
            Directory = directory,
            Uploads = [.. new[] { "files", "private" }.Where(archive.Has)],
        };
    }

    private static IEnumerable<string> Warnings(MoveDraft draft, ArchiveContents? archive)
    {
        if (draft.Displaced is { } kept)
            yield return $"The side that was kept on '{draft.New.Platform}' until {kept.Until.ToLocalTime():g} is given up.";
        if (archive is not null && !archive.Has("files"))
            yield return "The backup has no uploads; those of the site stay, and so does what is beside them in private/.";
    }
}
