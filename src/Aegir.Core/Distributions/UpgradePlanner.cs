using Aegir.Drupal;
using Aegir.Hosts;
using Aegir.Operations;

namespace Aegir.Distributions;

/// <summary>Works out what an upgrade of a site would do and what stands in its way. Reads both sides as they are now; writes nothing.</summary>
public sealed class UpgradePlanner(OperationServices services)
{
    private readonly CodeBases codeBases = new(services);

    /// <param name="allowMissing">Enabled modules that the target may lack.</param>
    /// <exception cref="AegirException">SiteNotFound; SettingsUnreadable and others where a side cannot be read at all.</exception>
    public async Task<PlannedUpgrade> PlanAsync(
        string siteName, IReadOnlyCollection<string> allowMissing, CancellationToken cancellation)
    {
        var offer = UpgradeOffer.Find(services, siteName);
        if (offer.Plan.State != UpgradeState.Ready)
            return offer;
        var (site, server, from, to) = (offer.Site, offer.Server!, offer.From!, offer.To!);
        var host = services.Host(server);
        var location = new SiteLocation(from.Path, site.Directory, site.Name, from.CoreMajor);
        // They do not need each other.
        var (readingCurrent, readingTarget, comparing, readingSite, readingDisk) = (
            codeBases.ReadAsync(from, cancellation),
            codeBases.ReadAsync(to, cancellation),
            codeBases.BehindAsync(to, cancellation),
            SiteReader.ReadAsync(host, server.Php, location, null, cancellation),
            UpgradeDisk.ReadAsync(host, services.BackupFolder, from, to, site, cancellation));
        await Task.WhenAll(readingCurrent, readingTarget, comparing, readingSite, readingDisk).ConfigureAwait(false);
        var (current, target, facts, disk) = (await readingCurrent.ConfigureAwait(false), await readingTarget.ConfigureAwait(false),
            await readingSite.ConfigureAwait(false), await readingDisk.ConfigureAwait(false));

        var rows = PackageComparer.Compare(facts.Packages, current.Packages, target.Packages, facts.Profile ?? "", site.Directory);
        var counts = ComparisonCounts.Of(rows);
        var blockers = PackageBlockers.Find(rows, target, facts, allowMissing).ToList();
        blockers.AddRange(SiteBlockers.Find(facts, site));
        blockers.AddRange(disk.Blockers(facts));
        foreach (var member in await comparing.ConfigureAwait(false))
            blockers.Add($"What '{member}' has of platform '{to.Name}' is not what the hub has: Get-AegirPlatform '{to.Name}' | Invoke-AegirVerify");
        if ((target.Drush ?? server.Drush) is null)
            blockers.Add($"Platform '{to.Name}' brings no drush, and server '{server.Name}' names none: Set-AegirServer {server.Name} -Drush PATH.");
        if (facts.Connected)
            blockers.AddRange(await DatabaseBlockersAsync(server, host, facts, cancellation).ConfigureAwait(false));
        return offer with
        {
            Plan = offer.Plan with
            {
                State = blockers.Count == 0 ? UpgradeState.Ready : UpgradeState.Blocked,
                FromVersion = from.CoreVersion,
                ToVersion = target.CoreVersion,
                Upgrades = counts.Upgrades,
                Downgrades = counts.Downgrades,
                Missing = counts.Missing,
                Errors = counts.Errors,
                Blockers = blockers,
                Warnings = PackageBlockers.Warnings(rows, allowMissing).ToList(),
                Packages = rows,
            },
            Facts = facts,
            TargetCode = target,
        };
    }

    private async Task<IReadOnlyList<string>> DatabaseBlockersAsync(
        Server server, IHost host, SiteFacts facts, CancellationToken cancellation)
    {
        try
        {
            await services.Databases(facts.Database.Type, server, new PlaceMember(server, host)).CheckAsync(cancellation).ConfigureAwait(false);
            return [];
        }
        catch (AegirException error)
        {
            return [$"{error.Message} {error.Action}"];
        }
    }
}
