using System.Globalization;

namespace Aegir.Reports;

/// <summary>What became of a batch.</summary>
internal static class EndingSection
{
    public static void Write(Html html, IReadOnlyList<Ending> endings) => html.Element("section", () =>
    {
        html.Element("h2", "What became of it").Element("ul class=\"tiles\"", () => Tiles(html, endings));
        var stayed = endings.Where(ending => !ending.IsGood).ToList();
        if (stayed.Count > 0)
            html.Element("h3", "To be looked after").Table(
                stayed, ("Site", ending => html.Text(ending.Site)), ("Outcome", ending => html.Badge(ending.Outcome)), ("Why", ending => Reason(html, ending)));
        TimeChart.Write(html, endings);
        html.Element("h3", "Every site").Table(
            endings,
            ("Site", ending => html.Text(ending.Site)),
            ("What", ending => html.Text(ending.What)),
            ("Outcome", ending => html.Badge(ending.Outcome)),
            ("From", ending => html.Text(ending.From)),
            ("To", ending => html.Text(ending.To)),
            ("Downtime", ending => html.Text(Time(ending.Downtime))),
            ("Duration", ending => html.Text(Time(ending.Duration))),
            ("Task", ending => html.Text(ending.TaskId?.ToString(CultureInfo.InvariantCulture))));
    });

    private static void Tiles(Html html, IReadOnlyList<Ending> endings)
    {
        foreach (var outcome in endings.GroupBy(ending => ending.Outcome).OrderBy(group => !group.First().IsGood).ThenByDescending(group => group.Count()))
            Tile(html, Meaning.Of(outcome.Key), outcome.Count().ToString(CultureInfo.InvariantCulture), outcome.Key.ToString()!);
        var shut = endings.Select(ending => ending.Downtime).Where(time => time > TimeSpan.Zero).Order().ToList();
        if (shut.Count == 0)
            return;
        Tile(html, "plain", TimeText.Of(shut[(shut.Count - 1) / 2]), "median downtime");
        Tile(html, "plain", TimeText.Of(shut[^1]), "longest downtime");
    }

    private static void Tile(Html html, string meaning, string number, string label) =>
        html.Element($"li class=\"{meaning}\"", () => html.Element("b", number).Element("span", label));

    private static void Reason(Html html, Ending ending)
    {
        if (ending.FailedStep is { Length: > 0 } step)
            html.Element("strong", $"at ‘{step}’: ");
        html.Element("span class=\"lines\"", ending.Message);
        if (ending.TaskId is { } task)
            html.Element("code", $"Get-AegirTaskLog -Id {task}");
    }

    private static string Time(TimeSpan time) => time == TimeSpan.Zero ? "" : TimeText.Of(time);
}
