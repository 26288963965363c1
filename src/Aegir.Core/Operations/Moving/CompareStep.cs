namespace Aegir.Operations.Moving;

/// <summary>Looks whether the platform can take the data that came out of an archive, before any update runs (aegir-spec 2.6, the schema
/// check).</summary>
internal sealed class CompareStep(MoveWork work)
{
    public async Task DoAsync(StepContext context)
    {
        var (lead, side) = (work.New.Lead(context), work.Record.New.Location);
        var facts = await SiteRecord.ReadConnectedAsync(lead.Host, lead.Server.Php, side, work.Token, context.Cancellation).ConfigureAwait(false);
        var allowed = work.Record.Restored!.AllowMissing;
        var rows = PackageComparer.Compare(facts.Packages, work.TargetCode!.Packages, work.TargetCode.Packages, facts.Profile ?? "", side.Directory);
        var against = rows.Where(row => row is { Enabled: true, Change: PackageChange.Error }).Select(row => $"{row.Name}: {row.Reason}")
            .Concat(rows.Where(row => row is { Enabled: true, Change: PackageChange.Missing } && !allowed.Contains(row.Name, StringComparer.OrdinalIgnoreCase))
                .Select(row => $"The platform lacks '{row.Name}', which the backup has enabled."))
            .ToList();
        if (against.Count > 0)
            throw new AegirException(AegirErrorKind.Refused, "BackupDoesNotFit", string.Join(" ", against),
                "Restore it onto the platform it came from, or let missing modules through with -AllowMissing.");
    }
}
