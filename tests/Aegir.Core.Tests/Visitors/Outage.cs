using System.Globalization;

namespace Aegir.Tests.Visitors;

/// <summary>How long visitors waited for the site in one run.</summary>
/// <param name="Longest">Seconds from the last answer before a gap to the first after it, whichever name it came under; the longest gap.</param>
/// <param name="Accepted">How many posts were answered with success.</param>
internal sealed record Outage(double Longest, int Accepted)
{
    public static Outage In(IReadOnlyList<Visit> visits)
    {
        var served = visits.Where(visit => visit.IsServed).Select(visit => visit.Ended).Order().ToList();
        return new Outage(served.Zip(served.Skip(1), (one, next) => next - one).Max(), visits.Count(visit => visit is { IsServed: true, Comment: not null }));
    }

    /// <summary>Writes a line of a table to where the tables of a thorough run go.</summary>
    public static void Show(string name, IReadOnlyList<Outage> outages)
    {
        if (Environment.GetEnvironmentVariable("AEGIR_TEST_FAULT_TABLES") is not { Length: > 0 } folder)
            return;
        var gaps = outages.Select(outage => outage.Longest).Order().ToList();
        // Of twenty runs the 99th percentile lies between the last two.
        double At(double share) => gaps[(int)Math.Floor(share * (gaps.Count - 1))] + (share * (gaps.Count - 1) % 1) * (gaps[(int)Math.Ceiling(share * (gaps.Count - 1))] - gaps[(int)Math.Floor(share * (gaps.Count - 1))]);
        File.WriteAllText($"{folder}/visitors-{name.Replace(' ', '-')}.md", string.Create(CultureInfo.InvariantCulture,
            $"| {name} | {gaps.Count} | {outages.Sum(outage => outage.Accepted):N0} | 0 | {At(0.5):0.00} s | {At(0.99):0.00} s | {gaps[^1]:0.00} s |\n"));
    }
}
