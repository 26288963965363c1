using Aegir.State;

namespace Aegir.Operations;

/// <summary>The rules of a distribution and its upgrade target, each in one transaction (design: rules of a distribution).</summary>
public static class DistributionRule
{
    /// <summary>Makes a platform the target: it is unlocked, every other platform of the distribution is locked.</summary>
    /// <exception cref="AegirException">PlatformNotInDistribution or PlatformNotVerified.</exception>
    public static void SetTarget(StateSession session, string distribution, string platform)
    {
        var owner = session.Distributions.Get(distribution) ?? throw Missing.Distribution(distribution);
        var target = session.Platforms.Get(platform) ?? throw Missing.Platform(platform);
        if (target.Distribution != owner.Name)
            throw new AegirException(AegirErrorKind.Refused, "PlatformNotInDistribution",
                $"Platform '{target.Name}' is not one of distribution '{owner.Name}'"
                + (target.Distribution is null ? "." : $" but of '{target.Distribution}'."),
                $"Put it there first: Set-AegirPlatform '{target.Name}' -Distribution '{owner.Name}'");
        if (target.Verified is null || target.Status == PlatformStatus.Queued)
            throw new AegirException(AegirErrorKind.Refused, "PlatformNotVerified",
                $"Platform '{target.Name}' was never verified, so no site can be upgraded to it.",
                $"Verify it first: Get-AegirPlatform '{target.Name}' | Invoke-AegirVerify");
        session.Distributions.SetTarget(owner.Id, target.Id);
        session.Platforms.LockAllBut(owner.Id, target.Id);
    }

    /// <summary>Takes the target away; nothing is unlocked.</summary>
    public static void ClearTarget(StateSession session, string distribution)
    {
        var owner = session.Distributions.Get(distribution) ?? throw Missing.Distribution(distribution);
        session.Distributions.SetTarget(owner.Id, null);
    }

    /// <summary>Moves a platform into a distribution, or out of any. It is locked when the distribution it joins has a target; when it was
    /// the target of the one it leaves, that has none any more.</summary>
    public static void Join(StateSession session, Platform platform, string? distribution)
    {
        if (platform.IsTarget && platform.Distribution is { } left)
            ClearTarget(session, left);
        if (distribution is null)
        {
            session.Platforms.SetDistribution(platform.Id, null);
            return;
        }
        var joined = session.Distributions.Get(distribution) ?? throw Missing.Distribution(distribution);
        session.Platforms.SetDistribution(platform.Id, joined.Id);
        if (joined.Target is not null)
            session.Platforms.SetStatus(platform.Id, PlatformStatus.Locked);
    }
}
