namespace Aegir;

/// <summary>How many packages an upgrade would change, and how many stand in its way (aegir-spec 3.3).</summary>
/// <param name="Upgrades">Newer on the target, enabled or not.</param>
/// <param name="Downgrades">Older on the target, enabled or not.</param>
/// <param name="Missing">Enabled and not on the target.</param>
/// <param name="Errors">Enabled and such that the target cannot run the site.</param>
public sealed record ComparisonCounts(int Upgrades, int Downgrades, int Missing, int Errors)
{
    public static ComparisonCounts Of(IEnumerable<PackageComparison> rows)
    {
        int upgrades = 0, downgrades = 0, missing = 0, errors = 0;
        foreach (var row in rows)
        {
            switch (row.Change)
            {
                case PackageChange.Upgrade:
                    upgrades++;
                    break;
                case PackageChange.Downgrade:
                    downgrades++;
                    break;
                case PackageChange.Missing when row.Enabled:
                    missing++;
                    break;
                case PackageChange.Error when row.Enabled:
                    errors++;
                    break;
            }
        }
        return new ComparisonCounts(upgrades, downgrades, missing, errors);
    }
}
