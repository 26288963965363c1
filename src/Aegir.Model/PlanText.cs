namespace Aegir;

/// <summary>An upgrade plan in words.</summary>
public static class PlanText
{
    /// <summary>The plan in one sentence, as -WhatIf and the question before an upgrade have it.</summary>
    public static string Sentence(UpgradePlan plan) => plan.State switch
    {
        UpgradeState.Ready => $"Upgrade site '{plan.Site}' from {From(plan)} to {To(plan)}: {Counts(plan)}.",
        UpgradeState.UpToDate => $"Leave site '{plan.Site}' as it is: it is up to date, on {From(plan)}.",
        UpgradeState.Blocked =>
            $"Leave site '{plan.Site}' as it is: it cannot be upgraded from {From(plan)} to {To(plan)}. {string.Join(" ", plan.Blockers)}",
        _ => $"Leave site '{plan.Site}' as it is: no upgrade is on offer. {string.Join(" ", plan.Blockers)}".TrimEnd(),
    };

    /// <summary>How many packages change in which way, such as "12 upgrades, 1 missing".</summary>
    public static string Counts(UpgradePlan plan)
    {
        (int Count, string One, string Many)[] counts =
        [
            (plan.Upgrades, "upgrade", "upgrades"), (plan.Downgrades, "downgrade", "downgrades"), (plan.Missing, "missing", "missing"),
            (plan.Errors, "error", "errors"),
        ];
        var said = counts.Where(each => each.Count > 0).Select(each => $"{each.Count} {(each.Count == 1 ? each.One : each.Many)}").ToList();
        return said.Count == 0 ? "no package changes" : string.Join(", ", said);
    }

    /// <summary>What is most to be known of it: what stands in the way, or else how many packages change.</summary>
    public static string Brief(UpgradePlan plan) => plan.Blockers.Count > 0 ? plan.Blockers[0] : Counts(plan);

    /// <summary>The enabled packages that change, one a line.</summary>
    public static string Changes(UpgradePlan plan) => string.Join(Environment.NewLine, plan.Packages
        .Where(row => row.Enabled && row.Change != PackageChange.Same)
        .Select(row => $"{row.Name} {row.Current ?? "?"} -> {row.Target ?? "none"} ({row.Change}){(row.Reason is { } why ? ": " + why : "")}"));

    private static string From(UpgradePlan plan) => Side(plan.From, plan.FromVersion);

    private static string To(UpgradePlan plan) => Side(plan.To, plan.ToVersion);

    private static string Side(string platform, string? version) =>
        version is null || platform.Contains(version, StringComparison.Ordinal) ? $"'{platform}'" : $"'{platform}' ({version})";
}
