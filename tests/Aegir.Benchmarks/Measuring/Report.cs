using System.Globalization;

namespace Aegir.Benchmarks.Measuring;

/// <summary>What was measured, as one table. Ratio is ours to the other's; for a rate, the other's to ours.</summary>
internal sealed class Report
{
    private readonly List<string[]> rows = [];

    public bool HasErrors { get; private set; }

    /// <summary>Says at once what a run of it took.</summary>
    public void Note(string text) => Console.WriteLine("  " + text);

    /// <param name="budget">The most the ratio may be; null for figures that only inform.</param>
    public void Add(string what, string ours, string against, double? ratio, double? budget)
    {
        var ok = ratio is null || budget is null ? "" : ratio <= budget ? "yes" : "MISSED";
        rows.Add([what, ours, against, Times(ratio), Times(budget), ok]);
    }

    /// <summary>A row of two times in seconds.</summary>
    public void AddSeconds(string what, double[] ours, double[] against, double? budget)
    {
        // On a machine that others use, the best run of each says more than the median.
        Note($"best runs:  {Seconds(ours.Min())} and {Seconds(against.Min())}, {Times(ours.Min() / against.Min())}");
        Add(what, Seconds(Clock.Median(ours)), Seconds(Clock.Median(against)), Clock.Median(ours) / Clock.Median(against), budget);
    }

    public void Skip(string what, string why) => rows.Add([what, "not measured", why, "", "", "-"]);

    public void Fail(string what, Exception error)
    {
        HasErrors = true;
        rows.Add([what, "ERROR", "", "", "", "ERROR"]);
        Console.WriteLine(error);
    }

    public void Print()
    {
        string[] head = ["what", "ours", "against", "ratio", "budget", "ok"];
        var widths = head.Select((name, column) => rows.Append(head).Max(row => row[column].Length)).ToArray();
        Console.WriteLine();
        Console.WriteLine(Line(head));
        Console.WriteLine("|" + string.Join("|", widths.Select(width => new string('-', width + 2))) + "|");
        foreach (var row in rows)
            Console.WriteLine(Line(row));

        string Line(string[] cells) => "| " + string.Join(" | ", cells.Select((cell, column) => cell.PadRight(widths[column]))) + " |";
    }

    public static string Seconds(double seconds) => seconds < 1
        ? string.Create(CultureInfo.InvariantCulture, $"{seconds * 1000:0} ms")
        : string.Create(CultureInfo.InvariantCulture, $"{seconds:0.00} s");

    public static string All(IEnumerable<double> seconds) => string.Join(", ", seconds.Select(Seconds));

    public static string Number(double number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Times(double? ratio) => ratio is { } value ? value.ToString("0.00", CultureInfo.InvariantCulture) + "x" : "";
}
