namespace Aegir.Benchmarks.Measuring;

/// <summary>Where the time of a task goes: the median of each step, with a bar.</summary>
internal static class StepChart
{
    private const int Width = 50;

    public static void Print(string title, IReadOnlyList<IReadOnlyList<(string Step, double Seconds)>> runs)
    {
        var medians = runs[0].Select(step => (step.Step, Seconds: Clock.Median(
            runs.SelectMany(run => run.Where(other => other.Step == step.Step).Select(other => other.Seconds))))).ToList();
        var total = medians.Sum(step => step.Seconds);
        var most = medians.Max(step => step.Seconds);
        Console.WriteLine();
        Console.WriteLine($"  {title} (medians of {runs.Count} runs)");
        foreach (var (step, seconds) in medians)
            Console.WriteLine($"  {step,-15} {Report.Seconds(seconds),8} {100 * seconds / total,4:0} %  {new string('#', (int)Math.Round(Width * seconds / most))}");
        Console.WriteLine();
    }
}
