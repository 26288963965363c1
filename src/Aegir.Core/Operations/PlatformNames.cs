using Aegir.State;

namespace Aegir.Operations;

/// <summary>When a platform may be added, renamed or removed (design: rules of a distribution, 5 and 8).</summary>
public static class PlatformNames
{
    /// <exception cref="AegirException">PlatformExists: its name, the context name that follows from it, or its path is taken.</exception>
    public static void RequireFree(StateSession session, string name, string path, long exceptId = 0)
    {
        if (session.Platforms.Clash(name, path, exceptId) is not { } other)
            return;
        var why = other.Path == path
            ? $"Platform '{other.Name}' has the path {path} already."
            : other.Name.Equals(name, StringComparison.OrdinalIgnoreCase)
                ? $"There is a platform '{other.Name}' already."
                : $"'{name}' and '{other.Name}' would both be called {Names.PlatformContext(name)}.";
        throw new AegirException(AegirErrorKind.AlreadyExists, "PlatformExists", why,
            "Names and paths are unique over all platforms, locked ones and those on other servers too. Choose another.");
    }

    /// <exception cref="AegirException">PlatformHasSites, PlatformIsTarget or PlatformHasKeptSides.</exception>
    public static void RequireUnused(StateSession session, Platform platform)
    {
        if (platform.SiteCount > 0)
            throw new AegirException(AegirErrorKind.Refused, "PlatformHasSites",
                $"Platform '{platform.Name}' has {platform.SiteCount} sites.",
                $"Move them first: Get-AegirSite -Platform '{platform.Name}' | Invoke-AegirUpgrade");
        if (platform.IsTarget)
            throw new AegirException(AegirErrorKind.Refused, "PlatformIsTarget",
                $"Platform '{platform.Name}' is the upgrade target of '{platform.Distribution}'.",
                $"Choose another target first: Set-AegirDistributionTarget '{platform.Distribution}' -Platform NAME (or -None).");
        var kept = session.KeptSides.OnPlatform(platform.Id);
        if (kept.Count > 0)
            throw new AegirException(AegirErrorKind.Refused, "PlatformHasKeptSides",
                $"{kept.Count} upgraded sites can still be taken back to platform '{platform.Name}'.",
                $"Wait until {kept.Max(side => side.Until).ToLocalTime():g}, when the last of them is given up.");
    }
}
