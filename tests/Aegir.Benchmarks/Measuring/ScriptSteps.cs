using System.Globalization;

namespace Aegir.Benchmarks.Measuring;

/// <summary>The steps of a script that says "@step", the time and a name where one begins, and "end" where the last one ends.</summary>
internal static class ScriptSteps
{
    private const string Mark = "@step ";

    public static IReadOnlyList<(string Step, double Seconds)> Of(string output)
    {
        var told = output.Split('\n').Where(line => line.StartsWith(Mark, StringComparison.Ordinal))
            .Select(line => line[Mark.Length..].Split(' ', 2))
            .Select(words => (Step: words[1], Start: double.Parse(words[0], CultureInfo.InvariantCulture))).ToList();
        return [.. told.Zip(told.Skip(1), (step, next) => (step.Step, next.Start - step.Start))];
    }
}
