using System.Management.Automation;
using Aegir.Hub.Requests;

namespace Aegir.PowerShell;

/// <summary>Looks at the source of distributions; what is new is built, verified and made the target, and sites are upgraded, as far as the policy of
/// each goes.</summary>
[Cmdlet(VerbsData.Update, Nouns.Distribution, SupportsShouldProcess = true)]
[OutputType(typeof(UpdateResult), typeof(AegirTask))]
public sealed class UpdateAegirDistributionCommand : TaskCmdlet<Distribution>
{
    /// <summary>Names, with wildcards; all that follow something without.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Distribution")]
    [NameOf(typeof(Distribution))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DistributionNameCompleter))]
    public string[]? Name { get; set; }

    /// <summary>Looks, remembers and tells; builds nothing.</summary>
    [Parameter]
    public SwitchParameter CheckOnly { get; set; }

    /// <summary>Builds even what is built already, what failed the last time, or what is older.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Upgrades on where failures had stopped it, and tries again the sites that failed.</summary>
    [Parameter]
    public SwitchParameter ResumeUpgrade { get; set; }

    /// <summary>Goes so far this time, whatever the distribution's own policy.</summary>
    [Parameter]
    public UpdatePolicy? Policy { get; set; }

    protected override string Activity => "Updating distributions";

    private UpdateOptions Options => new() { CheckOnly = CheckOnly, Force = Force, ResumeUpgrades = ResumeUpgrade, Policy = Policy };

    protected override IEnumerable<Distribution> Resolve() =>
        Name is null ? Hub.Distributions.Find().Where(distribution => distribution.Source is not null) : DistributionsNamed(Name);

    // What would be built is only looked up for those who ask.
    protected override string Describe(Distribution item) =>
        UpdateText.Sentence(item, Run((hub, token) => hub.Distributions.PlanUpdateAsync(item.Name, Options, token)));

    protected override TaskRequest Request(Distribution item) => new UpdateTask(item.Name)
    {
        CheckOnly = CheckOnly,
        Force = Force,
        ResumeUpgrades = ResumeUpgrade,
        Policy = Policy,
    };

    protected override void WriteDone(Distribution item, object result)
    {
        base.WriteDone(item, result);
        var update = (UpdateResult)result;
        foreach (var site in update.Upgrades.Where(site => site.Outcome == UpgradeOutcome.Blocked))
            WriteError(Errors.Blocked(site, site.Site));
        foreach (var site in update.Upgrades.Where(site => site.HasFailed))
            WriteError(Errors.Failed(site, site.Site, "the upgrade"));
        if (update.Outcome is UpdateOutcome.Failed or UpdateOutcome.FailedBefore)
            WriteError(Errors.Of(update, item));
        else if (update.Message is { } message)
            WriteWarning($"{update.Distribution}: {message}");
        if (update.UpgradeMessage is { } upgrades)
            WriteWarning($"{update.Distribution}: {upgrades}");
    }
}
