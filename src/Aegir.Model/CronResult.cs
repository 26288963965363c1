namespace Aegir;

/// <summary>How a cron run ended. Skipped: another task works on the site.</summary>
public enum CronOutcome { Done, Failed, Skipped }

/// <summary>One cron run of one site.</summary>
public sealed record CronResult
{
    public string Site { get; init; } = "";

    public CronOutcome Outcome { get; init; }

    /// <summary>Why it failed or was skipped; null where it went well.</summary>
    public string? Message { get; init; }

    public TimeSpan Duration { get; init; }

    /// <summary>The task, for its log; null where there was none.</summary>
    public long? TaskId { get; init; }

    public override string ToString() => Site;
}
