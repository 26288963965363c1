using System.Management.Automation;
using Aegir.Hub.Requests;

namespace Aegir.PowerShell;

/// <summary>Takes sites out of service, after a backup: visitors are answered 503. Such a site can only be enabled or removed.</summary>
[Cmdlet(VerbsLifecycle.Disable, Nouns.Site, SupportsShouldProcess = true)]
[OutputType(typeof(Site), typeof(AegirTask))]
public sealed class DisableAegirSiteCommand : SitesCmdlet
{
    /// <summary>Takes no backup before.</summary>
    [Parameter]
    public SwitchParameter NoBackup { get; set; }

    protected override string Activity => "Disabling sites";

    protected override string Describe(Site item) => $"Disable site '{item.Name}'.";

    protected override TaskRequest Request(Site item) => new DisableTask(item.Name, NoBackup);
}
