namespace Aegir.Operations;

/// <summary>The upgrades of a distribution's sites in one maintenance window. Each site is a task of its own; this one tells that they run, and what
/// came of them. One that led to nothing is not kept.</summary>
/// <param name="work">Upgrades them; false where none was begun.</param>
public sealed class UpgradeSites(Distribution distribution, Func<StepContext, Task<bool>> work) : Operation
{
    public const string TaskType = "upgrade-sites";

    private bool isBegun;

    public override string Type => TaskType;

    public override string TargetType => "distribution";

    public override string Target => distribution.Name;

    public override IReadOnlyList<string> Resources => [Resource(distribution.Id)];

    public override IReadOnlyList<Step> Steps =>
    [
        new("upgrade", async context => isBegun = await work(context).ConfigureAwait(false)),
        new("record", _ => Task.CompletedTask)
        {
            Commit = (session, taskId) =>
            {
                if (!isBegun)
                    session.Tasks.DeleteOlder(taskId, TaskType, distribution.Name);
            },
        },
    ];

    /// <summary>What is held while sites are upgraded; platforms are built meanwhile.</summary>
    public static string Resource(long distributionId) => FormattableString.Invariant($"upgrades:{distributionId}");
}
