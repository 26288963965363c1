using Aegir.Tests.Upgrades.Kills;

namespace Aegir.Tests.Faults;

/// <summary>One thing that goes wrong at one point.</summary>
/// <param name="Step">The step that it happens in.</param>
/// <param name="Column">What it is called in the table.</param>
/// <param name="Kill">How our own process is killed; null where something else goes wrong.</param>
internal sealed record FaultCase(FaultedOperation Operation, string Step, string Column, WorkerKill? Kill, Fault? Fault, WorkerCommand? Command)
{
    public override string ToString() => $"{Operation}, {Step}, {Column}{(Fault?.Place is { } place ? $" ({place})" : "")}{(Command is null ? "" : $" (command {Command.Number}: {Command.Label})")}";
}

/// <summary>How a case ended.</summary>
/// <param name="Outcome">back, done or unchanged; with a + where the next command had to see to it.</param>
internal sealed record FaultResult(FaultCase Case, string Outcome, IReadOnlyList<string> Problems);
