using Aegir.Operations;

namespace Aegir.Benchmarks.Hub;

/// <summary>A task whose steps only wait.</summary>
internal sealed class WaitingOperation(string site, int steps, TimeSpan wait) : Operation
{
    public override string Type => "wait";

    public override string TargetType => "site";

    public override string Target => site;

    public override IReadOnlyList<string> Resources => ["site:" + site];

    public override IReadOnlyList<Step> Steps { get; } =
    [
        .. Enumerable.Range(1, steps).Select(number => new Step($"step {number}", async context =>
        {
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, context.Cancellation);
            context.Info("Waited.");
        })),
    ];

    public override string Save() => "{\"site\":\"" + site + "\"}";
}
