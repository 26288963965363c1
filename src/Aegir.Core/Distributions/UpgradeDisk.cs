using System.Globalization;
using Aegir.Drupal;
using Aegir.Hosts;

namespace Aegir.Distributions;

/// <summary>Room and rights on the disks that an upgrade writes to. Sizes in bytes.</summary>
internal sealed record UpgradeDisk(
    bool TargetTaken, IReadOnlyList<string> ReadOnly, long FreeOnTarget, long FreeForBackups, long CodeSize, string SiteFolder)
{
    public static async Task<UpgradeDisk> ReadAsync(
        IHost host, string backups, Platform from, Platform to, Site site, CancellationToken cancellation)
    {
        var text = await host.ScriptAsync("Distributions.look-at-sides.sh",
            [$"{from.Path}/sites/{site.Directory}", to.Path, site.Directory, backups], cancellation).ConfigureAwait(false);
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('=', 2))
            .Where(pair => pair.Length == 2).ToLookup(pair => pair[0], pair => pair[1]);
        return new UpgradeDisk(
            lines.Contains("taken"), lines["readonly"].Distinct().ToList(),
            KiB(lines["free_target"]), KiB(lines["free_backups"]), KiB(lines["code"]), $"{to.Path}/sites/{site.Directory}");
    }

    public IEnumerable<string> Blockers(SiteFacts facts)
    {
        if (TargetTaken)
            yield return $"{SiteFolder} is there already: a site on the target has that name. Remove or rename the folder.";
        foreach (var path in ReadOnly)
            yield return $"{path} cannot be written to by this account.";
        // The dump and the archive packed from it stand side by side for a while.
        var forBackups = 2 * facts.DatabaseSize + CodeSize;
        if (forBackups > FreeForBackups)
            yield return $"The backup needs up to {Megabytes(forBackups)}; its disk has {Megabytes(FreeForBackups)} free.";
        var onTarget = CodeSize + (facts.Database.Type == DatabaseType.Sqlite ? facts.DatabaseSize : 0);
        if (onTarget > FreeOnTarget)
            yield return $"The site needs {Megabytes(onTarget)} on the target; its disk has {Megabytes(FreeOnTarget)} free.";
    }

    private static long KiB(IEnumerable<string> values) =>
        1024 * (long.TryParse(values.FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0);

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{(bytes + 1048575) / 1048576} MB");
}
