using System.Globalization;
using Aegir.Drupal;
using Aegir.Hosts;
using Aegir.Operations;
using Aegir.State;

namespace Aegir.Distributions;

/// <summary>Room and rights on the disks that a move writes to. Sizes in bytes.</summary>
/// <param name="Holder">Whose the folder on the target is, as far as the hub knows, and what that means.</param>
internal sealed record MoveDisk(
    bool TargetTaken, string? Holder, IReadOnlyList<string> ReadOnly, long FreeOnTarget, long FreeForBackups, long CodeSize, long UploadSize, string SiteFolder)
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
        var taken = lines.Contains("taken") && !inPlace && draft.Displaced is null;
        return new MoveDisk(
            taken, taken ? services.Store.Read(session => HolderOf(session, draft)) : null, lines["readonly"].Distinct().ToList(),
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
        if (TargetTaken)
            yield return $"{SiteFolder} {Holder ?? "is there already, with settings or uploads: take it away if nothing needs it, or rename the site."}";
        foreach (var path in ReadOnly)
            yield return $"{path} cannot be written to by this account.";
    }

    private static string? HolderOf(StateSession session, MoveDraft draft)
    {
        if (session.KeptSides.OnPlatform(draft.To.Id).FirstOrDefault(side => side.Directory == draft.New.Directory) is { } kept)
            return $"is the side that a site left and that is kept until {kept.Until.ToLocalTime():g}: Undo-AegirUpgrade goes back to it.";
        return session.Sites.Find(new SiteFilter { Platform = draft.To.Name }).FirstOrDefault(other => other.Directory == draft.New.Directory) is { } site
            ? $"is the folder of site '{site.Name}', and a folder is one site's only: give '{draft.Request.Site}' one of its own on '{draft.From.Name}', and adopt it again." : null;
    }

    private static long KiB(IEnumerable<string> values) =>
        1024 * (long.TryParse(values.FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0);

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{(bytes + 1048575) / 1048576} MB");
}
