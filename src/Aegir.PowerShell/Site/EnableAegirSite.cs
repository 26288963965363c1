using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>Takes disabled sites into service again, once they were seen to work.</summary>
[Cmdlet(VerbsLifecycle.Enable, Nouns.Site, SupportsShouldProcess = true)]
[OutputType(typeof(Site))]
public sealed class EnableAegirSiteCommand : SitesCmdlet
{
    protected override string Activity => "Enabling sites";

    protected override string Describe(Site item) => $"Enable site '{item.Name}'.";

    protected override async Task<object> DoAsync(AegirHub hub, Site item, ITaskSink sink, CancellationToken cancellation) =>
        await hub.Sites.EnableAsync(item.Name, sink, cancellation).ConfigureAwait(false);
}
