using System.Text;

namespace Aegir.Tests.Faults;

/// <summary>What was seen, as Markdown: a table for each operation, steps down, faults across.</summary>
internal static class FaultTable
{
    /// <summary>The folder that tables are written to, in which each run of a matrix has a file; null for none.</summary>
    public static string? Folder => Environment.GetEnvironmentVariable("AEGIR_TEST_FAULT_TABLES") is { Length: > 0 } folder ? folder : null;

    /// <summary>Writes the table of an operation where tables are written to: a long run need not come to its end to be of use.</summary>
    public static void Write(FaultedOperation operation, IReadOnlyList<FaultResult> results)
    {
        if (Folder is { } folder)
            File.WriteAllText($"{folder}/{operation.Verb}.md", $"{Of(results)}\n{Broken(results)}");
    }

    /// <summary>What was found to be wrong; empty where all is whole.</summary>
    public static string Broken(IReadOnlyList<FaultResult> results) => string.Join('\n', results.Where(result => result.Problems.Count > 0)
        .Select(result => $"{result.Case}: {result.Outcome}\n  {string.Join("\n  ", result.Problems)}"));

    public static string Of(IReadOnlyList<FaultResult> results)
    {
        var text = new StringBuilder();
        foreach (var operation in results.GroupBy(result => result.Case.Operation.Verb))
        {
            var columns = operation.Select(result => result.Case.Column).Distinct().ToList();
            text.Append($"\n## {operation.Key}\n\n| step | {string.Join(" | ", columns)} |\n|{string.Concat(Enumerable.Repeat(" --- |", columns.Count + 1))}\n");
            foreach (var step in operation.GroupBy(result => result.Case.Step))
                text.Append($"| {step.Key} | {string.Join(" | ", columns.Select(column => Cell(step.SingleOrDefault(result => result.Case.Column == column))))} |\n");
        }
        return text.ToString();
    }

    private static string Cell(FaultResult? result) => result is null ? "–"
        : (result.Problems.Count > 0 ? "**broken**" : result.Outcome) + (result.Case.Fault?.Place is { } place ? $" ({place})" : "");
}
