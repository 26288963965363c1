using Aegir.State;

namespace Aegir.Distributions.Updates;

/// <summary>What is at stake for the versions that a distribution has in use: that of its target, and those that sites are still on.</summary>
public static class DistributionSecurity
{
    public static Distribution Review(StateSession session, Distribution distribution)
    {
        if (distribution.Updates.Releases is not { } releases)
            return distribution;
        var reviews = session.Platforms.Find(new PlatformFilter { Distribution = distribution.Name, InUse = true }).ToList()
            .Select(platform => ReleaseOf(session, platform, releases.Project)).OfType<string>().Distinct()
            .Select(version => (Version: version, Review: releases.Review(version))).ToList();
        var bad = reviews.Where(item => item.Review.IsAtStake).ToList();
        var old = reviews.Where(item => item.Review.IsUnsupported).ToList();
        return distribution with
        {
            Security = new SecurityReview
            {
                IsAtStake = bad.Count > 0,
                IsUnsupported = old.Count > 0,
                Updates = bad.SelectMany(item => item.Review.Updates).Distinct().ToList(),
                Versions = (bad.Count > 0 ? bad : old).Select(item => item.Version).ToList(),
            },
        };
    }

    /// <summary>The release of a project that a platform has; null where it has none of it, or it does not say.</summary>
    public static string? ReleaseOf(StateSession session, Platform platform, string project) => project == StockUpdates.Drupal
        ? platform.CoreVersion
        : session.Packages.OfPlatform(platform.Id).FirstOrDefault(package => package.Name == project || package.Project == project)?.Version;
}
