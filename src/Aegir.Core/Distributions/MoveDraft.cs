using Aegir.Drupal;
using Aegir.Operations.Moving;
using Aegir.State;

namespace Aegir.Distributions;

/// <summary>What is to be done with a site, by the store alone: nothing has been read yet.</summary>
public sealed record MoveDraft(MoveRequest Request, Site Site, Platform From, Platform To)
{
    public required MoveSide Old { get; init; }

    public required MoveSide New { get; init; }

    /// <summary>For a restore; null for all else.</summary>
    public RestoreSource? Restored { get; init; }

    /// <summary>A side that an earlier move of the site left where the new one goes; it makes room.</summary>
    public KeptSide? Displaced { get; init; }
}

/// <summary>A plan, and what was read to make it. The parts are null where the plan is blocked before they were read.</summary>
public sealed record PlannedMove(MovePlan Plan, MoveDraft Draft)
{
    public SiteFacts? Facts { get; init; }

    public CodeBase? TargetCode { get; init; }
}
