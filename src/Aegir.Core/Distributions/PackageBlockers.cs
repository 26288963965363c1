using Aegir.Drupal;

namespace Aegir.Distributions;

/// <summary>What the packages of a site and of its target say against an upgrade, and what one should know.</summary>
internal static class PackageBlockers
{
    /// <param name="php">The version of the machine that the site will be on.</param>
    public static IEnumerable<string> Find(
        IReadOnlyList<PackageComparison> rows, CodeBase target, string php, IReadOnlyCollection<string> allowMissing)
    {
        foreach (var row in rows.Where(row => row is { Enabled: true, Change: PackageChange.Error }))
            yield return row.Reason is null ? $"{row.Name} cannot go to the target." : $"{row.Name}: {row.Reason}";
        foreach (var row in rows.Where(row => row is { Enabled: true, Change: PackageChange.Missing }))
            if (!Allows(allowMissing, row))
                yield return $"The target lacks the enabled {row.Type.ToString().ToLowerInvariant()} '{row.Name}': add it there, uninstall it on the "
                    + $"site, or let it go with -AllowMissing {row.Name}.";
        if (IsBelow(php, target.PhpMinimum))
            yield return $"Drupal {target.CoreVersion} requires PHP {target.PhpMinimum}; the server has {php}.";
        var required = target.Packages.Where(package => package.PhpRequirement is not null)
            .ToLookup(package => (package.Type, package.Name), package => package.PhpRequirement);
        foreach (var row in rows.Where(row => row.Enabled))
            if (required[(row.Type, row.Name)].FirstOrDefault(need => IsBelow(php, need)) is { } needed)
                yield return $"{row.Name} {row.Target} requires PHP {needed}; the server has {php}.";
    }

    public static IEnumerable<string> Warnings(IReadOnlyList<PackageComparison> rows, IReadOnlyCollection<string> allowMissing)
    {
        foreach (var row in rows.Where(row => row is { Enabled: true, Change: PackageChange.Missing } && Allows(allowMissing, row)))
            yield return $"The target lacks the enabled {row.Type.ToString().ToLowerInvariant()} '{row.Name}', which was allowed.";
        foreach (var row in rows.Where(row => row is { Enabled: true, Change: PackageChange.Downgrade }))
            yield return $"{row.Name} goes back from {row.Current} to {row.Target}.";
    }

    private static bool Allows(IReadOnlyCollection<string> allowMissing, PackageComparison row) =>
        allowMissing.Contains(row.Name, StringComparer.OrdinalIgnoreCase);

    private static bool IsBelow(string php, string? required) => required is not null
        && Version.TryParse(Padded(php), out var have) && Version.TryParse(Padded(required), out var need) && have < need;

    // "8.2.35-1~deb" and "8" are no System.Version.
    private static string Padded(string version)
    {
        var numbers = new string(version.TrimStart('>', '=', '^', '~', ' ').TakeWhile(character => char.IsDigit(character) || character == '.').ToArray());
        return numbers.Contains('.') ? numbers.TrimEnd('.') : numbers + ".0";
    }
}
