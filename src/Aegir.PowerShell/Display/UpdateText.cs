using Aegir.Hub;

namespace Aegir.PowerShell;

/// <summary>Tells what an update would do.</summary>
internal static class UpdateText
{
    public static string Sentence(Distribution distribution, UpdatePlan plan)
    {
        if (plan.Outcome is { } outcome)
            return $"Update distribution '{distribution.Name}': {Why(plan, outcome)}";
        var then = plan.Policy >= UpdatePolicy.Target ? ", make it the target and lock the distribution's other platforms" : "";
        return $"Build the next platform of '{distribution.Name}' from {plan.Check.Source}, verify it{then}. To fetch:\n"
            + string.Join('\n', plan.Fetches.Select(fetch => $"  {fetch}"));
    }

    private static string Why(UpdatePlan plan, UpdateOutcome outcome) => outcome switch
    {
        UpdateOutcome.Unchanged => $"{plan.Check.Label} is built already.",
        UpdateOutcome.Moved => $"{plan.Check.Label} is new, and would only be told.",
        _ => plan.Message ?? outcome.ToString(),
    };
}
