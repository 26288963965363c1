using System.Globalization;
using Aegir.Drupal;
using Aegir.Hosts;
using Aegir.Operations;

namespace Aegir.Distributions;

/// <summary>Room and rights on the disks that a move writes to. Sizes in bytes.</summary>
/// <param name="KeptUntil">Where the target's folder is one that an earlier move left.</param>
internal sealed record MoveDisk(
    bool TargetTaken, DateTimeOffset? KeptUntil, IReadOnlyList<string> ReadOnly, long FreeOnTarget, long FreeForBackups, long CodeSize, long UploadSize, string SiteFolder)
{
    /// <summary>Asks the machines of the old side, the new side and the hub, each once.</summary>
    /// <param name="copies">True where the uploads are copied, so that room for them is needed.</param>
    public static async Task<MoveDisk> ReadAsync(OperationServices services, MoveDraft draft, bool copies, CancellationToken cancellation)
    {
        var (old, now, hub) = (services.Place(draft.Old.Server).Lead, services.Place(draft.New.Server).Lead, services.Hub);
        var answers = new List<Task<string>>();
        foreach (var machine in new[] { old, now, hub }.Aggregate(new List<PlaceMember>(), (seen, next) => seen.Exists(next.IsOneWith) ? seen : [.. seen, next]))
            answers.Add(machine.Host.ScriptAsync("Distributions.look-at-sides.sh",
            [
                machine.IsOneWith(old) && draft.Request.Kind != MoveKind.Deploy ? draft.Old.Folder : "", machine.IsOneWith(now) ? draft.New.Docroot : "", draft.New.Directory,
                machine.IsOneWith(hub) ? services.BackupFolder : "", copies ? "uploads" : "",
            ], cancellation));
        var lines = (await Task.WhenAll(answers).ConfigureAwait(false)).SelectMany(text => text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            .Select(line => line.Split('=', 2)).Where(pair => pair.Length == 2).ToLookup(pair => pair[0], pair => pair[1]);
        var inPlace = draft.Request.Kind != MoveKind.Deploy && draft.Old.Server == draft.New.Server && draft.Old.Folder == draft.New.Folder;
        var kept = services.Store.Read(session => session.KeptSides.OnPlatform(draft.To.Id)).FirstOrDefault(side => side.Directory == draft.New.Directory);
        return new MoveDisk(
            lines.Contains("taken") && !inPlace && draft.Displaced is null, kept?.Until, lines["readonly"].Distinct().ToList(),
            KiB(lines["free_target"]), KiB(lines["free_backups"]), KiB(lines["code"]), KiB(lines["uploads"]), draft.New.Folder);
    }

    public IEnumerable<string> Blockers(SiteFacts facts)
    {
        foreach (var wrong in Places())
            yield return wrong;
        // The dump and the archive packed from it stand side by side for a while.
        var forBackups = 2 * facts.DatabaseSize + CodeSize;
        if (forBackups > FreeForBackups)
            yield return $"The backup needs up to {Megabytes(forBackups)}; its disk has {Megabytes(FreeForBackups)} free.";
        var onTarget = CodeSize + UploadSize + (facts.Database.Type == DatabaseType.Sqlite ? facts.DatabaseSize : 0);
        if (onTarget > FreeOnTarget)
            yield return $"The site needs {Megabytes(onTarget)} on the target; its disk has {Megabytes(FreeOnTarget)} free.";
    }

    /// <param name="size">Of all that is in an archive.</param>
    public IEnumerable<string> Blockers(long size) =>
    [
        .. Places(),
        .. size > FreeForBackups ? new[] { $"Unpacked, the archive needs {Megabytes(size)}; the disk of the backups has {Megabytes(FreeForBackups)} free." } : [],
        .. size > FreeOnTarget ? new[] { $"The site needs {Megabytes(size)} on the platform; its disk has {Megabytes(FreeOnTarget)} free." } : [],
    ];

    private IEnumerable<string> Places()
    {
        if (TargetTaken && KeptUntil is { } until)
            yield return $"{SiteFolder} is the side that a site left and that is kept until {until.ToLocalTime():g}: Undo-AegirUpgrade goes back to it.";
        else if (TargetTaken)
            yield return $"{SiteFolder} is there already, with settings or uploads: take it away if nothing needs it, or rename the site.";
        foreach (var path in ReadOnly)
            yield return $"{path} cannot be written to by this account.";
    }

    private static long KiB(IEnumerable<string> values) =>
        1024 * (long.TryParse(values.FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0);

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{(bytes + 1048575) / 1048576} MB");
}
