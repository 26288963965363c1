using System.Management.Automation;
using Aegir.Hub.Requests;

namespace Aegir.PowerShell;

/// <summary>Upgrades sites to the target of their distribution. One that fails is put back as it was, and the others go on.</summary>
[Cmdlet(VerbsLifecycle.Invoke, Nouns.Upgrade, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = SiteSet)]
[OutputType(typeof(UpgradeResult), typeof(AegirTask))]
public sealed class InvokeAegirUpgradeCommand : TaskCmdlet<Site>
{
    private const string SiteSet = "Site";
    private const string PlatformSet = "Platform";

    private readonly Dictionary<string, Site> sites = new(StringComparer.OrdinalIgnoreCase);
    private long? batch;

    /// <summary>Sites, by name or wildcard; piped, also platforms (for all their enabled sites), plans and results.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = SiteSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Site")]
    [SiteReference]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SiteNameCompleter))]
    public SiteReference[] Name { get; set; } = [];

    /// <summary>All enabled sites of these platforms.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PlatformSet)]
    [NameOf(typeof(Platform))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PlatformNameCompleter))]
    public string[] Platform { get; set; } = [];

    /// <summary>So many sites go first; the others follow only when all of these are well.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int Canary { get; set; }

    /// <summary>With more failures than this no further site is begun.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? MaxFailure { get; set; }

    /// <summary>Enabled modules that the target may lack.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] AllowMissing { get; set; } = [];

    /// <summary>For how many days the old side is kept, so that Undo-AegirUpgrade can go back to it.</summary>
    [Parameter]
    [ValidateRange(0, 3650)]
    public int KeepDays { get; set; } = (int)new UpgradeOptions().KeepFor.TotalDays;

    /// <summary>Asks nothing.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override string Activity => "Upgrading sites";

    protected override bool IsForced => Force;

    protected override TaskOptions Order => base.Order with { Batch = batch };

    private UpgradeOptions Options => new()
    {
        ThrottleLimit = ThrottleLimit,
        Canary = Canary,
        MaxFailure = MaxFailure,
        AllowMissing = AllowMissing,
        KeepFor = TimeSpan.FromDays(KeepDays),
    };

    // A site that is named twice, or with its platform too, is upgraded once.
    protected override IEnumerable<Site> Resolve() =>
        (ParameterSetName == PlatformSet ? SitesOfPlatforms(Platform) : SitesOf(Name)).Where(site => sites.TryAdd(site.Name, site));

    protected override IEnumerable<Site> Ask(IReadOnlyList<Site> items)
    {
        foreach (var (site, plan) in Plans(items))
            if (plan is { State: UpgradeState.Ready })
            {
                foreach (var warning in plan.Warnings)
                    WriteWarning($"{plan.Site}: {warning}");
                if (Approve(PlanText.Sentence(plan)))
                    yield return site;
            }
            else if (plan is not null && (!IsWhatIf || Approve(PlanText.Sentence(plan))))
                // There is nothing to say yes to; the result tells why.
                yield return site;
    }

    protected override TaskRequest Request(Site item) => new UpgradeTask(item.Name) { AllowMissing = AllowMissing, KeepFor = Options.KeepFor };

    // Queued or not, they are one batch, with its canaries and its budget of failures.
    protected override Task WorkAsync(AegirHub hub, IAsyncEnumerable<Site> items, ITaskSink sink, CancellationToken cancellation)
    {
        if (!AsTask)
            return hub.Upgrades.RunAsync(Names(items), Options, sink, cancellation);
        batch = hub.Queue.OpenBatch(new BatchOptions { Canary = Canary, MaxFailure = MaxFailure });
        return base.WorkAsync(hub, items, sink, cancellation);
    }

    protected override bool IsOutcome(object? payload) => payload is UpgradeResult || base.IsOutcome(payload);

    protected override void WriteOutcome(object outcome)
    {
        if (outcome is UpgradeResult result)
            WriteUpgrade(result);
        else
            base.WriteOutcome(outcome);
    }

    private void WriteUpgrade(UpgradeResult result)
    {
        var site = sites.GetValueOrDefault(result.Site);
        WriteObject(result);
        switch (result.Outcome)
        {
            case UpgradeOutcome.Blocked:
                WriteError(Errors.Blocked(result, site));
                break;
            case UpgradeOutcome.RolledBack or UpgradeOutcome.Failed:
                WriteError(Errors.Failed(result, site, "the upgrade"));
                break;
            case UpgradeOutcome.Skipped:
                WriteWarning($"{result.Site} was not begun: {result.Message ?? "the batch had stopped before it."}");
                break;
            case UpgradeOutcome.Upgraded when result.FailedStep is not null:
                WriteWarning($"{result.Site} is upgraded, but '{result.FailedStep}' failed: {result.Message} The next command tries again.");
                break;
            default:
                WriteVerbose($"{result}: {result.Message ?? $"on '{result.To}'"}");
                break;
        }
    }

    private static async IAsyncEnumerable<string> Names(IAsyncEnumerable<Site> items)
    {
        await foreach (var site in items.ConfigureAwait(false))
            yield return site.Name;
    }

    // The next few plans are made while one is read.
    private IEnumerable<(Site Site, UpgradePlan? Plan)> Plans(IReadOnlyList<Site> items)
    {
        var hub = WorkingHub;
        var token = Cancellation;
        var begun = new Queue<(Site Site, Task<UpgradePlan> Plan)>();
        var board = new ProgressBoard(this, "Planning upgrades");
        foreach (var _ in items)
            board.Expect();
        var next = 0;
        try
        {
            while (next < items.Count || begun.Count > 0)
            {
                while (next < items.Count && begun.Count < ThrottleLimit)
                {
                    var site = items[next++];
                    board.Show(site.Name, "planning", null);
                    begun.Enqueue((site, Task.Run(() => hub.Upgrades.PlanAsync(site.Name, AllowMissing, token))));
                }
                board.Refresh();
                var (planned, work) = begun.Dequeue();
                UpgradePlan? plan = null;
                Attempt(planned, () => plan = Run((_, _) => work));
                board.Finish(planned.Name);
                yield return (planned, plan);
            }
        }
        finally
        {
            if (!Stopping)
                board.Clear();
        }
    }
}
