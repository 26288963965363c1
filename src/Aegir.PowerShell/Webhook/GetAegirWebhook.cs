using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>Lists the webhooks of distributions, without their secrets.</summary>
[Cmdlet(VerbsCommon.Get, Nouns.Webhook)]
[OutputType(typeof(Webhook))]
public sealed class GetAegirWebhookCommand : HubCmdlet
{
    /// <summary>Names of distributions, with wildcards; all without.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [NameOf(typeof(Distribution))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DistributionNameCompleter))]
    public string[] Distribution { get; set; } = ["*"];

    protected override void Process() => WriteObject(Hub.Webhooks.Find(Distribution), enumerateCollection: true);
}
