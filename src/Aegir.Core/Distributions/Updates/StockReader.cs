using System.Text.RegularExpressions;
using Aegir.Building.Fetching;
using Aegir.Building.Releases;

namespace Aegir.Distributions.Updates;

/// <summary>Finds the newest supported release of a project that comes with core.</summary>
internal sealed partial class StockReader(Workshop shop)
{
    public static void Check(StockUpdates stock)
    {
        SourceReader.Require(Project().IsMatch(stock.Project), $"'{stock.Project}' is no project of drupal.org.", "Give its machine name, such as drupal or openatrium.");
        SourceReader.Require(stock.Core is null || Core().IsMatch(stock.Core), $"'{stock.Core}' is no branch of Drupal.", "Write a number and .x, such as 7.x.");
        SourceReader.Require(stock.Constraint is null || CoreVersionConstraint.TryParse(stock.Constraint, out _), $"'{stock.Constraint}' is no constraint.",
            "Write it as composer does, such as ^10.3.");
    }

    /// <param name="target">The release that the distribution's target is of; null for none.</param>
    public async Task<SourceLook> ReadAsync(StockUpdates stock, string? target, CancellationToken cancellation)
    {
        var history = await new ReleaseHistories(shop).ReadAsync(stock.Project, stock.Core ?? "8.x", stock.ToString(), null, cancellation).ConfigureAwait(false);
        var release = history.Newest(Wanted(stock, target)) ?? throw new AegirException(AegirErrorKind.NotFound, "ReleaseNotFound",
            $"There is no supported release among the {stock}{(Major(target) is { } major && stock.Constraint is null ? $" in version {major}" : "")}; "
                + (history.Releases.Count == 0 ? "the feed has none." : $"the newest is {history.Releases[0]}."),
            "Follow another major version: Set-AegirDistribution -StockProject … -Constraint …");
        // The distribution is the core (aegir-spec 4.5).
        var file = release.Archive("core") ?? throw new AegirException(AegirErrorKind.NotFound, "ReleaseNotFound",
            $"Release {release} of {stock.Project} has nothing to download.", "Wait until it was packed, or build it by hand.");
        return new SourceLook(release.Version, new ArchiveSource(file.Url, file.Md5), release.Version, history.Known() with { Project = stock.Project });
    }

    // Major versions are not changed by themselves: that needs its preparations.
    private static Func<DrupalVersion, bool> Wanted(StockUpdates stock, string? target)
    {
        if (CoreVersionConstraint.TryParse(stock.Constraint, out var constraint))
            return constraint.IsSatisfiedBy;
        return version => Major(target) is not { } major || version.Major == major;
    }

    private static int? Major(string? release) => DrupalVersion.TryParse(release, out var version) ? version.Major : null;

    [GeneratedRegex(@"\A[a-z][a-z0-9_]{0,100}\z")]
    private static partial Regex Project();

    [GeneratedRegex(@"\A\d{1,2}\.x\z")]
    private static partial Regex Core();
}
