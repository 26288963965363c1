using Newtonsoft.Json;

namespace Aegir.Hub.Requests;

/// <summary>A site that goes to its distribution's target.</summary>
public sealed record UpgradeTask(string Site) : SiteTask(Site)
{
    /// <summary>Enabled modules that the target may lack.</summary>
    public IReadOnlyCollection<string> AllowMissing { get; init; } = [];

    /// <summary>How long the old side is kept to go back to.</summary>
    public TimeSpan KeepFor { get; init; } = new UpgradeOptions().KeepFor;

    [JsonIgnore]
    public override string Type => "upgrade";

    public override async Task<object> RunAsync(HubRooms hub, ITaskSink sink, CancellationToken cancellation) =>
        await hub.Upgrades.RunOneAsync(Site, new UpgradeOptions { AllowMissing = AllowMissing, KeepFor = KeepFor }, sink, cancellation).ConfigureAwait(false);

    public override (AegirTaskStatus Status, string Message)? Verdict(object result) => result switch
    {
        UpgradeResult { Outcome: UpgradeOutcome.UpToDate } done => (AegirTaskStatus.Success, done.Message ?? "Already up to date."),
        UpgradeResult { Outcome: not UpgradeOutcome.Upgraded } done => (AegirTaskStatus.Error, $"{done.Outcome}: {done.Message}"),
        _ => null,
    };

    private protected override string? Needs(Site site) => site.UpgradeTarget;
}

/// <summary>A site that goes back to the side its last upgrade left.</summary>
public sealed record UndoUpgradeTask(string Site) : SiteTask(Site)
{
    [JsonIgnore]
    public override string Type => "undo-upgrade";

    public override async Task<object> RunAsync(HubRooms hub, ITaskSink sink, CancellationToken cancellation) =>
        await hub.Upgrades.UndoAsync(Site, sink, cancellation).ConfigureAwait(false);
}

/// <summary>A site that is moved, renamed, cloned or restored.</summary>
public sealed record MoveTask(MoveRequest Move) : SiteTask(Move.Site)
{
    [JsonIgnore]
    public override string Type => Move.Kind.ToString().ToLowerInvariant();

    [JsonIgnore]
    public override IReadOnlyList<string> Resources =>
        [.. new[] { Target, Move.NewName is { } name ? Names.Domain(name) : Target }.Distinct().Select(site => "site:" + site)];

    public override async Task<object> RunAsync(HubRooms hub, ITaskSink sink, CancellationToken cancellation) =>
        await hub.Moves.RunAsync(Move, sink, cancellation).ConfigureAwait(false);

    public override (AegirTaskStatus Status, string Message)? Verdict(object result) =>
        result is MoveResult { Outcome: not MoveOutcome.Done } done ? (AegirTaskStatus.Error, $"{done.Outcome}: {done.Message}") : null;

    private protected override string? Needs(Site site) => Move.Platform;
}
