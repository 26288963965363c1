using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>Gets new links that log the first account of enabled sites in, each once, for a day. Nothing keeps them.</summary>
[Cmdlet(VerbsCommon.New, Nouns.SiteLogin, SupportsShouldProcess = true)]
[OutputType(typeof(Site))]
public sealed class NewAegirSiteLoginCommand : SitesCmdlet
{
    protected override string Activity => "Getting login links";

    protected override string Describe(Site item) => $"Get a login link for the first account of '{item.Name}'.";

    protected override async Task<object> DoAsync(AegirHub hub, Site item, ITaskSink sink, CancellationToken cancellation) =>
        await hub.Sites.LoginAsync(item.Name, sink, cancellation).ConfigureAwait(false);

    protected override void WriteResult(Site item, object result) => WriteObject(SiteLogin.Of((InstalledSite)result));
}
