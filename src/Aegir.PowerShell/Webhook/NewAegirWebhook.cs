using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>Makes the webhook of distributions, with a secret that is shown this once. Where there is one, its secret is replaced.</summary>
[Cmdlet(VerbsCommon.New, Nouns.Webhook, SupportsShouldProcess = true)]
[OutputType(typeof(Webhook))]
public sealed class NewAegirWebhookCommand : HubCmdlet
{
    /// <summary>The distributions, with wildcards.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [NameOf(typeof(Distribution))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DistributionNameCompleter))]
    public string[] Distribution { get; set; } = [];

    protected override void Process()
    {
        foreach (var distribution in DistributionsNamed(Distribution).ToList())
            if (Approve($"Make a new webhook secret for distribution '{distribution.Name}'; one that it had is good no more."))
                Attempt(distribution, () => WriteObject(WithSecret(Hub.Webhooks.New(distribution.Name))));
    }

    // Shown in another view than all others, as it is seen this once.
    private static PSObject WithSecret(Webhook webhook)
    {
        var shown = PSObject.AsPSObject(webhook);
        shown.TypeNames.Insert(0, "Aegir.Webhook#New");
        return shown;
    }
}
