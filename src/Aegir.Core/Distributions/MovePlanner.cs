using Aegir.Operations;

namespace Aegir.Distributions;

/// <summary>Works out what a move of a site would do and what stands in its way. Reads both sides as they are now; writes nothing.</summary>
public sealed class MovePlanner(OperationServices services)
{
    private readonly MoveReader reader = new(services);

    /// <exception cref="AegirException">What <see cref="MoveDrafts.Make"/> refuses; SettingsUnreadable and others where a side cannot be read.</exception>
    public async Task<PlannedMove> PlanAsync(MoveRequest request, CancellationToken cancellation)
    {
        var draft = MoveDrafts.Make(services, request);
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
            Blockers = reading.Blockers,
            Warnings = reading.Warnings,
            Packages = reading.Rows,
        };
        return new PlannedMove(plan, draft) { Facts = reading.Facts, TargetCode = reading.TargetCode };
    }
}
