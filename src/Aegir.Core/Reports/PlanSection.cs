namespace Aegir.Reports;

/// <summary>Upgrade plans: all in a table, then each with what changes.</summary>
internal static class PlanSection
{
    /// <summary>So many are shown unfolded; of more, one opens what one wants to see. On paper all are.</summary>
    private const int MostOpen = 8;

    public static void Write(Html html, IReadOnlyList<UpgradePlan> plans) => html.Element("section", () =>
    {
        html.Element("h2", plans.Count == 1 ? "The plan" : $"The plans of {plans.Count} sites");
        if (plans.Count > 1)
            html.Table(
                plans,
                ("Site", plan => html.Text(plan.Site)), ("State", plan => html.Badge(plan.State)), ("From", plan => html.Text(plan.From)),
                ("To", plan => html.Text(plan.To)), ("Changes", plan => html.Text(PlanText.Counts(plan))));
        foreach (var plan in plans)
            html.Element(plans.Count > MostOpen ? "details" : "details open=\"\"", () => One(html, plan));
    });

    private static void One(Html html, UpgradePlan plan)
    {
        html.Element("summary", () => html.Element("b", plan.Site).Text(" ").Badge(plan.State)).Element("p", PlanText.Sentence(plan with { Blockers = [] }));
        Lines(html, "bad", plan.Blockers);
        Lines(html, "odd", plan.Warnings);
        if (plan.Packages.Count > 0)
            PackageTable.Write(html, plan.Packages);
    }

    private static void Lines(Html html, string meaning, IReadOnlyList<string> lines)
    {
        if (lines.Count == 0)
            return;
        html.Element($"ul class=\"notes {meaning}\"", () =>
        {
            foreach (var line in lines)
                html.Element("li", line);
        });
    }
}
