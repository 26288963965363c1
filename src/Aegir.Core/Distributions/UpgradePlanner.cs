using Aegir.Operations;
using Aegir.Operations.Moving;
using Aegir.State;

namespace Aegir.Distributions;

/// <summary>Works out what an upgrade of a site would do and what stands in its way. Reads both sides as they are now; writes nothing.</summary>
/// <param name="ownTask">The task that the upgrade is going to run as, where that has the site's lease already.</param>
public sealed class UpgradePlanner(OperationServices services, long? ownTask = null)
{
    private readonly MoveReader reader = new(services);

    /// <param name="allowMissing">Enabled modules that the target may lack.</param>
    /// <returns>A plan that is blocked, too, where a side cannot be read at all.</returns>
    /// <exception cref="AegirException">SiteNotFound.</exception>
    public async Task<PlannedUpgrade> PlanAsync(
        string siteName, IReadOnlyCollection<string> allowMissing, CancellationToken cancellation)
    {
        var offer = UpgradeOffer.Find(services, siteName, ownTask);
        if (offer.Plan.State != UpgradeState.Ready)
            return offer;
        var (site, from, to) = (offer.Site, offer.From!, offer.To!);
        var databaseServer = site.DatabaseType == DatabaseType.Sqlite ? null : services.DatabaseServer(site).Name;
        var draft = new MoveDraft(new MoveRequest(MoveKind.Upgrade, site.Name), site, from, to)
        {
            Old = MoveSides.Of(site, from, databaseServer),
            New = MoveSides.Of(site, to, databaseServer),
        };
        MoveReading reading;
        try
        {
            reading = await reader.ReadAsync(draft, allowMissing, cancellation).ConfigureAwait(false);
        }
        catch (AegirException error) when (!StoreTrouble.MayPass(error))
        {
            return offer with { Plan = offer.Plan with { State = UpgradeState.Blocked, FromVersion = from.CoreVersion, Blockers = [$"{error.Message} {error.Action}"] } };
        }
        var counts = ComparisonCounts.Of(reading.Rows);
        IReadOnlyList<string> blockers = [.. GoingBack(offer.Plan, reading), .. reading.Blockers];
        return offer with
        {
            Plan = offer.Plan with
            {
                State = blockers.Count == 0 ? UpgradeState.Ready : UpgradeState.Blocked,
                FromVersion = from.CoreVersion,
                ToVersion = reading.TargetCode.CoreVersion,
                Upgrades = counts.Upgrades,
                Downgrades = counts.Downgrades,
                Missing = counts.Missing,
                Errors = counts.Errors,
                Blockers = blockers,
                Warnings = reading.Warnings,
                Packages = reading.Rows,
            },
            Move = new PlannedMove(new MovePlan(), draft) { Facts = reading.Facts, TargetCode = reading.TargetCode },
        };
    }

    // A target that was chosen by mistake must take no site along.
    private static IEnumerable<string> GoingBack(UpgradePlan plan, MoveReading reading) => reading.Rows
        .Where(row => row is { Type: PackageType.Platform, Change: PackageChange.Downgrade })
        .Select(row => $"Drupal would go back from {row.Current} to {row.Target}, which no upgrade does: choose another target, go back to a side that is kept "
            + $"(Undo-AegirUpgrade '{plan.Site}'), or move the site all the same (Move-AegirSite '{plan.Site}' -Platform '{plan.To}').");
}
