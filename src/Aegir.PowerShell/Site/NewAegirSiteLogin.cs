using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>Gets new links that log the first account of enabled sites in, each once, for a day. Nothing keeps them.</summary>
[Cmdlet(VerbsCommon.New, Nouns.SiteLogin, SupportsShouldProcess = true)]
[OutputType(typeof(Site))]
public sealed class NewAegirSiteLoginCommand : EachCmdlet<Site>
{
    /// <summary>Names, with wildcards; piped, also platforms, distributions and servers, for their enabled sites.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Site")]
    [SiteReference]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SiteNameCompleter))]
    public SiteReference[] Name { get; set; } = [];

    protected override IEnumerable<Site> Resolve() => SitesOf(Name);

    protected override string Activity => "Getting login links";

    protected override string Describe(Site item) => $"Get a login link for the first account of '{item.Name}'.";

    protected override async Task<object> DoAsync(AegirHub hub, Site item, ITaskSink sink, CancellationToken cancellation) =>
        await hub.Sites.LoginAsync(item.Name, sink, cancellation).ConfigureAwait(false);

    protected override void WriteResult(Site item, object result) => WriteObject(SiteLogin.Of((InstalledSite)result));
}
