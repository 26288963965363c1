namespace Aegir;

/// <summary>Puts packages side by side (aegir-spec 3.3, with real version numbers).</summary>
public static class PackageComparer
{
    /// <summary>
    /// What a site has against what it would have on a target. Only an enabled package can be an error; an enabled one that the target
    /// lacks is missing. Packages in the site's own directory go along with the site. The rows are ordered enabled first, then type
    /// and name; core and the profile are always among them.
    /// </summary>
    /// <param name="site">What the site has installed; a version it does not know is taken from <paramref name="current"/>.</param>
    /// <param name="profile">The site's profile; empty where it has none.</param>
    /// <param name="siteDirectory">The folder below sites/ that moves with the site; null where none does.</param>
    public static IReadOnlyList<PackageComparison> Compare(
        IEnumerable<InstalledPackage> site, IEnumerable<Package> current, IEnumerable<Package> target, string profile, string? siteDirectory)
    {
        var from = new PackageSet(current, profile, siteDirectory);
        var onto = new PackageSet(target, profile, siteDirectory);
        return Ordered(Complete(site, profile, from).Select(installed =>
        {
            var here = from.Find(installed.Type, installed.Name);
            var there = here?.SiteDirectory is not null ? here : onto.Find(installed.Type, installed.Name);
            var row = new PackageComparison
            {
                Type = installed.Type,
                Name = installed.Name,
                Enabled = installed.Enabled,
                Current = installed.Version ?? here?.Version,
                CurrentSchema = installed.Schema,
                Target = there?.Version,
                TargetSchema = there?.Schema ?? 0,
            };
            var reason = installed.Enabled ? UpgradeObstacle.Find(installed, row.Current, there, onto.CoreVersion) : null;
            return reason is null ? row with { Change = Change(row, there is not null) } : row with { Change = PackageChange.Error, Reason = reason };
        }));
    }

    /// <summary>Two platforms side by side; what belongs to single sites is left out. No row is enabled. What only the right one has is
    /// an upgrade from nothing: <see cref="PackageComparison.Current"/> is null.</summary>
    public static IReadOnlyList<PackageComparison> Compare(IEnumerable<Package> left, IEnumerable<Package> right)
    {
        var ours = left.Where(package => package.SiteDirectory is null).ToLookup(package => (package.Type, package.Name));
        var theirs = right.Where(package => package.SiteDirectory is null).ToLookup(package => (package.Type, package.Name));
        var rows = ours.SelectMany(group => group.Select(package => Row(package, Counterpart(package, theirs[group.Key]))))
            .Concat(theirs.Where(group => !ours.Contains(group.Key)).SelectMany(group => group.Select(package => Row(null, package))));
        return Ordered(rows.Distinct());
    }

    private static PackageComparison Row(Package? left, Package? right)
    {
        var row = new PackageComparison
        {
            Type = (left ?? right)!.Type,
            Name = (left ?? right)!.Name,
            Current = left?.Version,
            CurrentSchema = left?.Schema ?? 0,
            Target = right?.Version,
            TargetSchema = right?.Schema ?? 0,
        };
        return row with { Change = left is null ? PackageChange.Upgrade : Change(row with { Enabled = true }, right is not null) };
    }

    // In the same profile, else where all sites see it, else wherever it is.
    private static Package? Counterpart(Package package, IEnumerable<Package> candidates) => candidates
        .OrderByDescending(candidate => candidate.Profile == package.Profile).ThenBy(candidate => candidate.Profile is not null).FirstOrDefault();

    private static PackageChange Change(PackageComparison row, bool present)
    {
        if (!present)
            return PackageChange.Missing;
        if (UpgradeObstacle.GoesBack(row.CurrentSchema, row.TargetSchema))
            return PackageChange.Downgrade;
        var order = DrupalVersion.TryParse(row.Current, out var current) && DrupalVersion.TryParse(row.Target, out var target)
            ? target.CompareTo(current) : 0;
        if (order < 0)
            return PackageChange.Downgrade;
        return order > 0 || (row.Enabled && row.CurrentSchema < row.TargetSchema) ? PackageChange.Upgrade : PackageChange.Same;
    }

    // Core is in no list of installed packages, and Drupal lists a profile among the modules.
    private static IEnumerable<InstalledPackage> Complete(IEnumerable<InstalledPackage> site, string profile, PackageSet from)
    {
        var all = site.Select(installed => installed.Type == PackageType.Module && installed.Name == profile
            ? installed with { Type = PackageType.Profile } : installed).ToList();
        if (!all.Exists(installed => installed.Type == PackageType.Platform))
            all.Add(new InstalledPackage(PackageType.Platform, "drupal", true, from.CoreVersion, 0));
        if (profile.Length > 0 && !all.Exists(installed => installed.Type == PackageType.Profile && installed.Name == profile))
            all.Add(new InstalledPackage(PackageType.Profile, profile, true, null, 0));
        // Twice in the list (a profile as module and as profile): the one that says most.
        return all.GroupBy(installed => (installed.Type, installed.Name))
            .Select(group => group.OrderByDescending(installed => installed.Enabled).ThenByDescending(installed => installed.Schema).First());
    }

    private static List<PackageComparison> Ordered(IEnumerable<PackageComparison> rows) =>
        [.. rows.OrderByDescending(row => row.Enabled).ThenBy(row => row.Type).ThenBy(row => row.Name, StringComparer.Ordinal)];
}
