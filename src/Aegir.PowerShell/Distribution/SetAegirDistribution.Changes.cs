namespace Aegir.PowerShell;

public sealed partial class SetAegirDistributionCommand
{
    private UpdateSource? Source(UpdateSource? present) => ParameterSetName switch
    {
        MakefileSet => new MakefileUpdates(HubLocation(Makefile)),
        GitSet => new GitUpdates(HubRepository(GitUrl), GitBranch, GitTag, Docroot, !NoSubmodule),
        StockSet => new StockUpdates(StockProject, CoreBranch, Constraint),
        ComposerSet when Package(ComposerProject) is var (package, constraint) => new ComposerUpdates(package, constraint, ComposerRepository),
        NoneSet => null,
        _ => present,
    };

    private Distribution Changed(Distribution distribution) => distribution with
    {
        Source = Source(distribution.Source),
        PlatformName = PlatformName ?? distribution.PlatformName,
        Server = Server ?? distribution.Server,
        Policy = Policy ?? distribution.Policy,
        Rules = distribution.Rules with
        {
            Windows = MaintenanceWindow ?? distribution.Rules.Windows,
            Canary = Canary ?? distribution.Rules.Canary,
            MaxFailure = MaxFailure ?? distribution.Rules.MaxFailure,
            ThrottleLimit = ThrottleLimit ?? distribution.Rules.ThrottleLimit,
            AllowMissing = AllowMissing ?? distribution.Rules.AllowMissing,
            KeepDays = KeepDays ?? distribution.Rules.KeepDays,
        },
    };

    // What a person wants to read before saying yes.
    private List<string> Changes(Distribution old, Distribution now)
    {
        var changes = new List<string>();
        if (ParameterSetName != SameSet)
            changes.Add(now.Source is { } source ? $"it follows the {source}" : "it follows nothing");
        if (now.PlatformName != old.PlatformName)
            changes.Add($"its platforms are called '{now.PlatformName}'");
        if (Server is not null)
            changes.Add($"they are built for {now.Server}");
        if (Policy is not null)
            changes.Add($"updates go as far as {now.Policy}");
        if (MaintenanceWindow is not null)
            changes.Add(now.Rules.Windows.Count == 0 ? "it has no maintenance window" : $"sites are upgraded in {string.Join(" and ", now.Rules.Windows)}");
        if (Canary is not null || MaxFailure is not null || ThrottleLimit is not null)
            changes.Add($"{now.Rules.ThrottleLimit} sites at a time, {now.Rules.Canary} of them before the others, until more than {now.Rules.MaxFailure} have failed");
        if (AllowMissing is not null)
            changes.Add(now.Rules.AllowMissing.Count == 0 ? "no module may be missing" : $"these modules may be missing: {string.Join(", ", now.Rules.AllowMissing)}");
        if (KeepDays is not null)
            changes.Add($"old sides are kept for {now.Rules.KeepDays} days");
        return changes;
    }
}
