using System.Globalization;

namespace Aegir.Reports;

/// <summary>Tasks: when which ran, and a table.</summary>
internal static class TaskSection
{
    private const int Row = 22;
    private const int Left = 250;
    private const int Span = 560;

    public static void Write(Html html, IReadOnlyList<AegirTask> tasks) => html.Element("section", () =>
    {
        html.Element("h2", "Tasks");
        var timed = tasks.Where(task => task.Started is not null).OrderBy(task => task.Started).ThenBy(task => task.Id).ToList();
        if (timed.Count > 1)
            Chart(html, timed);
        html.Table(
            tasks,
            ("Task", task => html.Text(task.Id.ToString(CultureInfo.InvariantCulture))),
            ("What", task => html.Text(task.ToString())),
            ("Status", task => html.Badge(task.Status)),
            ("Began", task => html.Text(task.Started?.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture))),
            ("Duration", task => html.Text(task.Duration is { } time ? TimeText.Of(time) : "")),
            ("Last word", task => html.Text(task.Message)));
    });

    private static void Chart(Html html, List<AegirTask> tasks)
    {
        var from = tasks[0].Started!.Value;
        var scale = new TimeScale(tasks.Max(task => (task.Ended ?? task.Started!.Value) - from), Left, Span);
        var height = (tasks.Count * Row) + 28;
        html.Element($"svg class=\"chart\" viewBox=\"0 0 {Left + Span + 90} {height}\" role=\"img\"", () =>
        {
            html.Element("title", "When each task ran");
            scale.Write(html, 0, height - 20);
            for (var index = 0; index < tasks.Count; index++)
                Bar(html, tasks[index], from, scale, 4 + (index * Row));
        });
    }

    private static void Bar(Html html, AegirTask task, DateTimeOffset from, TimeScale scale, int y)
    {
        var start = scale.At(task.Started!.Value - from);
        var end = scale.At((task.Ended ?? task.Started.Value) - from);
        html.Element($"text class=\"name\" x=\"{Left - 8}\" y=\"{y + 13}\"", TimeChart.Short(task.ToString()))
            .Empty($"rect class=\"{Meaning.Of(task.Status)}\" x=\"{Html.Number(start)}\" y=\"{y}\" width=\"{Html.Number(Math.Max(end - start, 2))}\" height=\"16\"");
    }
}
