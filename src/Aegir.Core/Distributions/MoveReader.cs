using Aegir.Drupal;
using Aegir.Hosts;
using Aegir.Operations;
using Aegir.Operations.Moving;

namespace Aegir.Distributions;

/// <summary>What both sides of a move are like now, and what that says against it.</summary>
internal sealed record MoveReading(
    SiteFacts Facts, CodeBase TargetCode, IReadOnlyList<PackageComparison> Rows, IReadOnlyList<string> Blockers, IReadOnlyList<string> Warnings);

/// <summary>Reads both sides of a move as they are now; writes nothing.</summary>
internal sealed class MoveReader(OperationServices services)
{
    private readonly CodeBases codeBases = new(services);

    /// <exception cref="AegirException">SettingsUnreadable and others where a side cannot be read at all.</exception>
    public async Task<MoveReading> ReadAsync(MoveDraft draft, IReadOnlyCollection<string> allowMissing, CancellationToken cancellation)
    {
        var (from, to, old) = (draft.From, draft.To, draft.Old);
        var (oldPlace, newPlace) = (services.Place(old.Server), services.Place(draft.New.Server));
        var (lead, newLead) = (oldPlace.Lead, newPlace.Lead);
        var copies = draft.Request.Kind == MoveKind.Clone || !newLead.IsOneWith(lead);
        // They do not need each other.
        var (readingCurrent, readingTarget, comparing, readingSite, readingDisk) = (
            codeBases.ReadAsync(from, cancellation),
            codeBases.ReadAsync(to, cancellation),
            codeBases.BehindAsync(to, cancellation),
            SiteReader.ReadAsync(lead.Host, lead.Server.Php, old.Location, null, cancellation),
            MoveDisk.ReadAsync(services, draft, copies, cancellation));
        await Task.WhenAll(readingCurrent, readingTarget, comparing, readingSite, readingDisk).ConfigureAwait(false);
        var (current, target, facts, disk) = (await readingCurrent.ConfigureAwait(false), await readingTarget.ConfigureAwait(false),
            await readingSite.ConfigureAwait(false), await readingDisk.ConfigureAwait(false));

        // What a backup has enabled is known when it was read in.
        IReadOnlyList<PackageComparison> rows = draft.Request.Kind == MoveKind.Restore ? []
            : PackageComparer.Compare(facts.Packages, current.Packages, target.Packages, facts.Profile ?? "", old.Directory);
        var php = newLead.IsOneWith(lead) ? facts.Php : await PhpAsync(newLead, cancellation).ConfigureAwait(false);
        var blockers = PackageBlockers.Find(rows, target, php, allowMissing).ToList();
        blockers.AddRange(SiteBlockers.Find(facts, draft.Site));
        blockers.AddRange(PlaceBlockers.Find(facts, draft, oldPlace, newPlace, copies));
        blockers.AddRange(disk.Blockers(facts));
        foreach (var member in await comparing.ConfigureAwait(false))
            blockers.Add($"What '{member}' has of platform '{to.Name}' is not what the hub has: Get-AegirPlatform '{to.Name}' | Invoke-AegirVerify");
        if ((target.Drush ?? newLead.Server.Drush) is null)
            blockers.Add($"Platform '{to.Name}' brings no drush, and server '{newLead.Server.Name}' names none: Set-AegirServer {newLead.Server.Name} -Drush PATH.");
        if (!copies)
            blockers.AddRange(await OutsideUploads.BlockersAsync(facts, draft, lead, cancellation).ConfigureAwait(false));
        if (facts.Connected)
            blockers.AddRange(await DatabaseBlockersAsync(draft.New, facts, newPlace, cancellation).ConfigureAwait(false));
        return new MoveReading(facts, target, rows, blockers, PackageBlockers.Warnings(rows, allowMissing).ToList());
    }

    private static async Task<string> PhpAsync(PlaceMember member, CancellationToken cancellation) =>
        (await member.Host.RunRequiredAsync(new HostCommand(member.Server.Php) { Input = "<?php echo PHP_VERSION;" }, cancellation).ConfigureAwait(false)).Output.Trim();

    private async Task<IReadOnlyList<string>> DatabaseBlockersAsync(MoveSide side, SiteFacts facts, Place place, CancellationToken cancellation)
    {
        try
        {
            var server = side.DatabaseServer is { } name ? services.Server(name) : place.Lead.Server;
            await services.Databases(facts.Database.Type, server, place).CheckAsync(cancellation).ConfigureAwait(false);
            return [];
        }
        catch (AegirException error)
        {
            return [$"{error.Message} {error.Action}"];
        }
    }
}
