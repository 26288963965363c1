namespace Aegir.Operations.Builds;

/// <summary>What an update must know to end its build. Kept with the task as JSON; holds no secret.</summary>
public sealed record UpdateRecord
{
    public long DistributionId { get; init; }

    public string Distribution { get; init; } = "";

    public string Signature { get; init; } = "";

    /// <summary>The release, where the source tells.</summary>
    public string? Version { get; init; }

    public bool MakesTarget { get; init; }

    /// <summary>Takes an older release for the target as well.</summary>
    public bool Force { get; init; }

    /// <summary>The target when the update began: whoever changed it since knew better.</summary>
    public long? TargetId { get; init; }

    /// <summary>The state of the build.</summary>
    public string Build { get; init; } = "";
}
