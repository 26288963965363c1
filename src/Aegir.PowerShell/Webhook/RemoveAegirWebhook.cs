using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>Removes the webhook of distributions; nobody outside can cause their checks any more.</summary>
[Cmdlet(VerbsCommon.Remove, Nouns.Webhook, SupportsShouldProcess = true)]
[OutputType(typeof(Webhook))]
public sealed class RemoveAegirWebhookCommand : RemoveCmdlet<Webhook>
{
    /// <summary>The distributions, with wildcards.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [NameOf(typeof(Distribution))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DistributionNameCompleter))]
    public string[] Distribution { get; set; } = [];

    protected override IEnumerable<Webhook> Resolve() =>
        Distribution.SelectMany(name => new NamePattern(name).IsWildcard ? Hub.Webhooks.Find([name]) : Found(name, () => Hub.Webhooks.Of(name)));

    protected override string Describe(Webhook item) => $"Remove the webhook of distribution '{item.Distribution}'.";

    protected override void Remove(Webhook item) => Hub.Webhooks.Remove(item.Distribution);
}
