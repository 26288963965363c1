namespace Aegir.Distributions;

/// <summary>A plan, and what was read to make it. The parts are null where the plan ended before they were read.</summary>
public sealed record PlannedUpgrade(UpgradePlan Plan, Site Site)
{
    public Platform? From { get; init; }

    public Platform? To { get; init; }

    public PlannedMove? Move { get; init; }
}
