using System.Management.Automation;
using Aegir.Hub.Requests;

namespace Aegir.PowerShell;

/// <summary>Runs the cron of sites; without a name, of those that are due.</summary>
[Cmdlet(VerbsLifecycle.Invoke, Nouns.Cron, SupportsShouldProcess = true, DefaultParameterSetName = DueSet)]
[OutputType(typeof(CronResult), typeof(AegirTask))]
public sealed class InvokeAegirCronCommand : TaskCmdlet<Site>
{
    private const string DueSet = "Due";
    private const string SiteSet = "Site";
    private const string AllSet = "All";

    /// <summary>Sites to run now, due or not, with wildcards; piped, also platforms, distributions and servers.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = SiteSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [SiteReference]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SiteNameCompleter))]
    public SiteReference[] Site { get; set; } = [];

    /// <summary>Runs all enabled sites now, due or not.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AllSet)]
    public SwitchParameter All { get; set; }

    /// <summary>How often this is called; the runs are spread over the calls.</summary>
    [Parameter(ParameterSetName = DueSet)]
    public TimeSpan Every { get; set; } = TimeSpan.FromMinutes(5);

    protected override string Activity => "Running cron";

    protected override IEnumerable<Site> Resolve() => ParameterSetName switch
    {
        AllSet => Hub.Sites.Find(new SiteFilter { Status = SiteStatus.Enabled }),
        SiteSet => SitesOf(Site),
        _ => Hub.Cron.Due(Every),
    };

    protected override string Describe(Site item) => $"Run the cron of '{item.Name}'.";

    protected override TaskRequest Request(Site item) => new CronTask(item.Name);

    protected override void WriteDone(Site item, object result)
    {
        var run = (CronResult)result;
        if (run.Outcome == CronOutcome.Failed)
            WriteWarning($"{run.Site}: {run.Message}");
        WriteObject(run);
    }
}
