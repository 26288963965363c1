using System.Diagnostics;

namespace Aegir.Benchmarks.Measuring;

/// <summary>Measures several things turn by turn, so that whatever else the machine does hits all of them alike.</summary>
internal static class Clock
{
    public static async Task<double> SecondsAsync(Func<Task> work)
    {
        var watch = Stopwatch.StartNew();
        await work();
        return watch.Elapsed.TotalSeconds;
    }

    /// <summary>Runs every contender once in each round; who begins changes from round to round.</summary>
    /// <returns>For each contender the seconds of its rounds, in the order given.</returns>
    public static async Task<double[][]> InterleaveAsync(int rounds, params Func<Task<double>>[] contenders)
    {
        var seconds = contenders.Select(_ => new double[rounds]).ToArray();
        for (var round = 0; round < rounds; round++)
            for (var turn = 0; turn < contenders.Length; turn++)
            {
                var contender = (round + turn) % contenders.Length;
                seconds[contender][round] = await contenders[contender]();
            }
        return seconds;
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
