using System.Globalization;
using Aegir.Hosts;

namespace Aegir.Reports;

/// <summary>One page of HTML about plans, comparisons, and what became of a batch: for whoever decides, and for the record. It needs nothing but itself,
/// runs no script, and can be printed.</summary>
/// <param name="title">Its headline.</param>
/// <param name="created">The time it says it was made.</param>
public sealed class Report(string title, DateTimeOffset created)
{
    private readonly List<UpgradePlan> plans = [];
    private readonly List<PackageComparison> packages = [];
    private readonly List<Ending> endings = [];
    private readonly List<AegirTask> tasks = [];

    /// <summary>Takes an upgrade plan, the result of an upgrade or a move, a row of a package comparison, or a task.</summary>
    /// <returns>False for anything else.</returns>
    public bool Add(object? item)
    {
        switch (item)
        {
            case UpgradePlan plan:
                plans.Add(plan);
                return true;
            case UpgradeResult result:
                endings.Add(Ending.Of(result));
                return true;
            case MoveResult result:
                endings.Add(Ending.Of(result));
                return true;
            case PackageComparison row:
                packages.Add(row);
                return true;
            case AegirTask task:
                tasks.Add(task);
                return true;
            default:
                return false;
        }
    }

    public override string ToString()
    {
        var html = new Html();
        html.Element("html lang=\"en\"", () => html
            .Element("head", () => Head(html))
            .Element("body", () =>
            {
                html.Element("header", () => html.Element("h1", title)
                    .Element("p", $"{created.ToString("d MMMM yyyy, HH:mm 'UTC'zzz", CultureInfo.InvariantCulture)} · Aegir.PowerShell"));
                html.Element("main", () => Body(html));
            }));
        return "<!DOCTYPE html>\n" + html;
    }

    private void Head(Html html) => html
        .Empty("meta charset=\"utf-8\"")
        // Should anything ever slip through unescaped, it still runs nothing and asks nobody.
        .Empty("meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"")
        .Empty("meta name=\"viewport\" content=\"width=device-width\"")
        .Empty("meta name=\"color-scheme\" content=\"light dark\"")
        .Element("title", title)
        .Style(HostScripts.Resource("Reports.report.css"));

    private void Body(Html html)
    {
        if (plans.Count + packages.Count + endings.Count + tasks.Count == 0)
            html.Element("p", "There is nothing to report.");
        if (endings.Count > 0)
            EndingSection.Write(html, endings);
        if (plans.Count > 0)
            PlanSection.Write(html, plans);
        if (packages.Count > 0)
            html.Element("section", () =>
            {
                html.Element("h2", "Packages side by side");
                PackageTable.Write(html, packages);
            });
        if (tasks.Count > 0)
            TaskSection.Write(html, tasks);
    }
}
