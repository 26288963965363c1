namespace Aegir.Reports;

/// <summary>An axis of time: from nought to a round figure.</summary>
internal sealed class TimeScale
{
    private static readonly TimeSpan[] Steps =
    [
        .. new double[] { 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 86400 }.Select(TimeSpan.FromSeconds),
    ];

    private readonly TimeSpan longest;
    private readonly TimeSpan step;
    private readonly double left;
    private readonly double span;

    /// <param name="left">Where the axis begins, in units of the drawing.</param>
    /// <param name="span">Its length.</param>
    public TimeScale(TimeSpan longest, double left, double span)
    {
        this.longest = longest > TimeSpan.Zero ? longest : TimeSpan.FromSeconds(1);
        this.left = left;
        this.span = span;
        step = Steps.Cast<TimeSpan?>().FirstOrDefault(each => this.longest / each!.Value <= 7) ?? this.longest / 5;
    }

    public double At(TimeSpan time) => left + (time / longest * span);

    /// <summary>Lines from top to bottom, each with its time below.</summary>
    public void Write(Html html, int top, int bottom)
    {
        for (var time = TimeSpan.Zero; time <= longest; time += step)
            html.Empty($"line x1=\"{Html.Number(At(time))}\" x2=\"{Html.Number(At(time))}\" y1=\"{top}\" y2=\"{bottom}\"")
                .Element($"text class=\"tick\" x=\"{Html.Number(At(time))}\" y=\"{bottom + 14}\"", time == TimeSpan.Zero ? "0" : TimeText.Of(time));
    }
}
