using System.Management.Automation;
using Aegir.Hub.Requests;

namespace Aegir.PowerShell;

/// <summary>Takes disabled sites into service again, once they were seen to work.</summary>
[Cmdlet(VerbsLifecycle.Enable, Nouns.Site, SupportsShouldProcess = true)]
[OutputType(typeof(Site), typeof(AegirTask))]
public sealed class EnableAegirSiteCommand : SitesCmdlet
{
    protected override string Activity => "Enabling sites";

    protected override string Describe(Site item) => $"Enable site '{item.Name}'.";

    protected override TaskRequest Request(Site item) => new EnableTask(item.Name);
}
