using Aegir.Operations;
using Aegir.Operations.Builds;
using Aegir.State;

namespace Aegir.Distributions.Updates;

/// <summary>What a distribution may be told to follow, and how.</summary>
public static class UpdateRules
{
    /// <exception cref="AegirException">SourceInvalid, SourceUrlRefused, NameInvalid, ServerNotFound, MaintenanceWindowMissing.</exception>
    public static Distribution Check(StateSession session, Distribution distribution)
    {
        if (distribution.Source is { } source)
            SourceReader.Check(source);
        BuildNames.Check(distribution.PlatformName, distribution.Name);
        if (distribution.Policy == UpdatePolicy.Upgrade && distribution.Rules.Windows.Count == 0)
            throw new AegirException(AegirErrorKind.InvalidInput, "MaintenanceWindowMissing",
                $"'{distribution.Name}' has no maintenance window to upgrade sites in.",
                "Give one, such as -MaintenanceWindow 'Sat,Sun 01:00-05:00 Europe/Berlin'; '* 00:00-24:00' is any time.");
        return distribution with { Server = (session.Servers.Get(distribution.Server) ?? throw Missing.Server(distribution.Server)).Name };
    }
}
