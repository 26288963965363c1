using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>Takes sites out of service, after a backup: visitors are answered 503. Such a site can only be enabled or removed.</summary>
[Cmdlet(VerbsLifecycle.Disable, Nouns.Site, SupportsShouldProcess = true)]
[OutputType(typeof(Site))]
public sealed class DisableAegirSiteCommand : SitesCmdlet
{
    /// <summary>Takes no backup before.</summary>
    [Parameter]
    public SwitchParameter NoBackup { get; set; }

    protected override string Activity => "Disabling sites";

    protected override string Describe(Site item) => $"Disable site '{item.Name}'.";

    protected override async Task<object> DoAsync(AegirHub hub, Site item, ITaskSink sink, CancellationToken cancellation) =>
        await hub.Sites.DisableAsync(item.Name, NoBackup, sink, cancellation).ConfigureAwait(false);
}
