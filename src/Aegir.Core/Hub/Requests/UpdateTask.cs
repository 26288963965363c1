using Aegir.Operations;
using Aegir.Operations.Builds;
using Aegir.State;
using Newtonsoft.Json;

namespace Aegir.Hub.Requests;

/// <summary>A distribution whose source is to be looked at, and followed as far as its policy goes.</summary>
public sealed record UpdateTask(string Distribution) : TaskRequest
{
    public bool CheckOnly { get; init; }

    public bool Force { get; init; }

    public bool ResumeUpgrades { get; init; }

    /// <summary>Null for the distribution's own.</summary>
    public UpdatePolicy? Policy { get; init; }

    [JsonIgnore]
    public override string Type => UpdateDistribution.TaskType;

    [JsonIgnore]
    public override string TargetType => "distribution";

    [JsonIgnore]
    public override string Target => Distribution;

    // Not what a build holds: platforms are built while sites are being upgraded.
    [JsonIgnore]
    public override IReadOnlyList<string> Resources => ["update:" + Distribution];

    public override async Task<object> RunAsync(HubRooms hub, ITaskSink sink, CancellationToken cancellation)
    {
        var options = new UpdateOptions { CheckOnly = CheckOnly, Force = Force, ResumeUpgrades = ResumeUpgrades, Policy = Policy };
        return await hub.Distributions.UpdateAsync(Distribution, options, sink, cancellation).ConfigureAwait(false);
    }

    public override (AegirTaskStatus Status, string Message)? Verdict(object result)
    {
        var update = (UpdateResult)result;
        var isError = update.Outcome is UpdateOutcome.Failed or UpdateOutcome.FailedBefore;
        return (isError ? AegirTaskStatus.Error : AegirTaskStatus.Success, $"{update.Outcome}{(update.Message is { } message ? ": " + message : ".")}");
    }

    /// <exception cref="AegirException">DistributionNotFound.</exception>
    public override RequestPlace Place(StateSession session) =>
        new("", (session.Distributions.Get(Distribution) ?? throw Missing.Distribution(Distribution)).Server, "");
}
