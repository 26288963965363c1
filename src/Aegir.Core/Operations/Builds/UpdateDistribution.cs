using Aegir.Hosts;
using Aegir.State;

namespace Aegir.Operations.Builds;

/// <summary>
/// Builds the next platform of a distribution. It is verified like any other; then, in one transaction, it is registered, the signature of its source is
/// kept, and it becomes the target, which locks the others. Of a build that fails nothing changes (design: rules of a distribution, 9).
/// </summary>
public sealed class UpdateDistribution : Operation
{
    public const string TaskType = "update";

    private readonly OperationServices services;
    private readonly UpdateRecord record;
    private readonly BuildPlatform build;

    private UpdateDistribution(OperationServices services, UpdateRecord record, BuildPlatform build) =>
        (this.services, this.record, this.build) = (services, record, build);

    public override string Type => TaskType;

    public override string TargetType => "distribution";

    public override string Target => record.Distribution;

    /// <summary>The platform; its name has tokens as long as it is not known.</summary>
    public string Platform => build.Target;

    /// <summary>Why it did not become the target; null where it did, or was not to.</summary>
    public string? WhyNotTarget { get; private set; }

    public bool IsTarget { get; private set; }

    /// <summary>True once the platform is registered, whatever became of tidying up.</summary>
    public bool IsDone { get; private set; }

    // One build of a distribution at a time.
    public override IReadOnlyList<string> Resources => [Resource(record.DistributionId), .. build.Resources];

    public override IReadOnlyList<IHost> Hosts => build.Hosts;

    public override IReadOnlyList<Step> Steps =>
    [
        .. build.Steps.Select(step => step.Commit is { } register ? step with { Commit = (session, taskId) => Commit(session, taskId, register) } : step),
        new("tell", Tell),
    ];

    /// <summary>What is held while a distribution's platform is built.</summary>
    public static string Resource(long distributionId) => FormattableString.Invariant($"distribution:{distributionId}");

    /// <exception cref="AegirException">As <see cref="BuildPlatform.Create"/>.</exception>
    public static UpdateDistribution Create(OperationServices services, UpdateRecord record, BuildRequest request) =>
        new(services, record, BuildPlatform.Create(services, request));

    public static UpdateDistribution Rebuild(OperationServices services, string state)
    {
        var record = Json.Read<UpdateRecord>(state);
        return new UpdateDistribution(services, record, BuildPlatform.Rebuild(services, record.Build));
    }

    public override string Save() => Json.Write(record with { Build = build.Save() });

    private void Commit(StateSession session, long taskId, Action<StateSession, long> register)
    {
        RequireHeld(session, taskId);
        register(session, taskId);
        session.Distributions.Remember(record.DistributionId, state => state with
        {
            BuiltSignature = build.IsFromMakefile ? build.Hash : record.Signature,
            BuiltVersion = record.Version,
            FailedSignature = null,
            FailedMessage = null,
            Failures = 0,
        });
        IsDone = true;
        if (!record.MakesTarget)
            return;
        var platform = session.Platforms.Get(build.Target)!;
        WhyNotTarget = Obstacle(session, platform);
        if (WhyNotTarget is null)
            DistributionRule.SetTarget(session, platform.Distribution!, platform.Name);
        IsTarget = WhyNotTarget is null;
    }

    // A worker that stood still so long that it was taken for dead must not override what was built since.
    private void RequireHeld(StateSession session, long taskId)
    {
        if (session.Leases.Get(Resource(record.DistributionId))?.TaskId != taskId)
            throw new AegirException(AegirErrorKind.Busy, "LeaseLost", $"Distribution '{record.Distribution}' was taken over by another worker.", "Look at its newest task; nothing is left of this one.");
    }

    private string? Obstacle(StateSession session, Platform platform)
    {
        var target = session.Distributions.TargetId(record.DistributionId) is { } id ? session.Platforms.Get(id) : null;
        if (target?.Id != record.TargetId)
            return target is null ? "the target was taken away while it was built" : $"the target was changed to '{target.Name}' while it was built";
        return !record.Force && DrupalVersion.TryParse(platform.CoreVersion, out var built) && DrupalVersion.TryParse(target?.CoreVersion, out var present) && built < present
            ? $"its Drupal {platform.CoreVersion} is older than {target!.CoreVersion} of the target '{target.Name}'" : null;
    }

    private Task Tell(StepContext context)
    {
        if (WhyNotTarget is not null)
            context.Warn($"'{Platform}' is built, but not the target: {WhyNotTarget}.");
        else
            context.Info(IsTarget ? $"'{Platform}' is the target of '{Target}'; its other platforms are locked." : $"'{Platform}' is built.");
        return Task.CompletedTask;
    }
}
