namespace Aegir.Reports;

/// <summary>Whether a status is good news; the name of the page's class for it.</summary>
internal static class Meaning
{
    public static string Of(object status) => status switch
    {
        UpgradeOutcome.Upgraded or UpgradeOutcome.UpToDate or UpgradeOutcome.Undone => "good",
        MoveOutcome.Done or UpgradeState.Ready or UpgradeState.UpToDate or AegirTaskStatus.Success or PackageChange.Upgrade => "good",
        UpgradeOutcome.Blocked or UpgradeOutcome.RolledBack or UpgradeOutcome.Failed => "bad",
        MoveOutcome.Blocked or MoveOutcome.RolledBack or MoveOutcome.Failed => "bad",
        UpgradeState.Blocked or AegirTaskStatus.Error or AegirTaskStatus.Interrupted or PackageChange.Error or PackageChange.Downgrade => "bad",
        PackageChange.Same => "plain",
        _ => "odd",
    };
}
