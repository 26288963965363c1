namespace Aegir;

/// <summary>Why a package that a site has enabled cannot go to a target (aegir-spec 3.3, 3.4, and what that leaves unchecked).</summary>
internal static class UpgradeObstacle
{
    // Drupal 8 and later note this for a module that had no updates when it was installed.
    private const int NoUpdatesYet = 8000;

    /// <summary>True where the code on the target is older than the data; a target without updates (0) never is.</summary>
    public static bool GoesBack(int current, int target) => target > 0 && current > target && current != NoUpdatesYet;

    /// <summary>The reason, as a sentence; null where nothing stands in the way.</summary>
    public static string? Find(InstalledPackage installed, string? version, Package? target, string? targetCore)
    {
        if (target is null)
            return installed.Type == PackageType.Profile ? $"The target has no profile {installed.Name}." : null;
        if (GoesBack(installed.Schema, target.Schema))
            return $"The site's data is at update {installed.Schema}, the target only knows {target.Schema}.";
        if (installed.Type == PackageType.Platform)
            return NeedsMigration(version, target.Version)
                ? $"Drupal {version} cannot be updated to {target.Version}: its content has to be migrated into a new site." : null;
        // Every module of Drupal 8 and later has a number; there, 0 only says that nobody asked.
        var known = installed.Schema > 0 || (Major(targetCore) is 7 && installed.Type == PackageType.Module);
        if (known && installed.Schema < target.LastRemovedUpdate)
            return $"The site needs an intermediate release: its data is at update {installed.Schema}, and the target no longer has the "
                + $"updates up to {target.LastRemovedUpdate}.";
        if (CoreVersionConstraint.Satisfies(targetCore, target.CoreRequirement) == false)
            return $"{installed.Name} {target.Version} requires Drupal {target.CoreRequirement}; the target has {targetCore}.";
        return null;
    }

    private static bool NeedsMigration(string? from, string? to) => Major(from) is > 0 and < 8 && Major(to) >= 8;

    private static int Major(string? core) => DrupalVersion.TryParse(core, out var version) ? version.CoreMajor : 0;
}
