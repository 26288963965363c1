namespace Aegir.Reports;

/// <summary>How long each site took, and for how much of it its visitors were shut out.</summary>
internal static class TimeChart
{
    /// <summary>More bars than this say less than the table does.</summary>
    private const int MostBars = 40;

    private const int Row = 22;
    private const int Left = 250;
    private const int Span = 560;
    private const int Width = Left + Span + 90;

    public static void Write(Html html, IReadOnlyList<Ending> endings)
    {
        var timed = endings.Where(ending => ending.Duration > TimeSpan.Zero).OrderByDescending(ending => ending.Duration).ToList();
        if (timed.Count == 0)
            return;
        var bars = timed.Take(MostBars).ToList();
        html.Element("h3", timed.Count > bars.Count ? $"How long it took: the longest {bars.Count} of {timed.Count}" : "How long it took");
        var scale = new TimeScale(bars[0].Duration, Left, Span);
        var height = (bars.Count * Row) + 48;
        html.Element($"svg class=\"chart\" viewBox=\"0 0 {Width} {height}\" role=\"img\"", () =>
        {
            html.Element("title", "Duration of each site, with its downtime");
            Legend(html);
            scale.Write(html, 28, height - 20);
            for (var index = 0; index < bars.Count; index++)
                Bar(html, bars[index], scale, 32 + (index * Row));
        });
    }

    private static void Legend(Html html) => html
        .Empty($"rect class=\"open\" x=\"{Left}\" y=\"4\" width=\"12\" height=\"12\"").Element($"text x=\"{Left + 18}\" y=\"14\"", "visitors let in")
        .Empty($"rect class=\"shut\" x=\"{Left + 130}\" y=\"4\" width=\"12\" height=\"12\"").Element($"text x=\"{Left + 148}\" y=\"14\"", "answered 503");

    // When within the run a site was shut is not known here; the downtime is drawn at the end of the bar.
    private static void Bar(Html html, Ending ending, TimeScale scale, int y)
    {
        var shut = ending.Downtime < ending.Duration ? ending.Downtime : ending.Duration;
        var border = scale.At(ending.Duration - shut);
        var end = scale.At(ending.Duration);
        html.Element($"text class=\"name\" x=\"{Left - 8}\" y=\"{y + 13}\"", Short(ending.Site))
            .Empty($"rect class=\"open\" x=\"{Left}\" y=\"{y}\" width=\"{Html.Number(border - Left)}\" height=\"16\"")
            .Empty($"rect class=\"shut\" x=\"{Html.Number(border)}\" y=\"{y}\" width=\"{Html.Number(end - border)}\" height=\"16\"")
            .Element($"text class=\"{(ending.IsGood ? "time" : "time bad")}\" x=\"{Html.Number(end + 6)}\" y=\"{y + 13}\"",
                TimeText.Of(ending.Duration) + (ending.IsGood ? "" : $" {ending.Outcome}"));
    }

    // A domain's end says least.
    internal static string Short(string name) => name.Length <= 36 ? name : name[..35] + "…";
}
