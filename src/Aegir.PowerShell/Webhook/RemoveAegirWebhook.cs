using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>Removes the webhook of distributions; nobody outside can cause their checks any more.</summary>
[Cmdlet(VerbsCommon.Remove, Nouns.Webhook, SupportsShouldProcess = true)]
public sealed class RemoveAegirWebhookCommand : HubCmdlet
{
    /// <summary>The distributions, with wildcards.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [NameOf(typeof(Distribution))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DistributionNameCompleter))]
    public string[] Distribution { get; set; } = [];

    protected override void ProcessRecord()
    {
        foreach (var distribution in Distribution.SelectMany(Matching))
            if (Approve($"Remove the webhook of distribution '{distribution}'."))
                Attempt(distribution, () => Hub.Webhooks.Remove(distribution));
    }

    private IEnumerable<string> Matching(string name) =>
        new NamePattern(name).IsWildcard ? Hub.Webhooks.Find([name]).Select(webhook => webhook.Distribution) : [name];
}
