using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>Reads platforms and sites afresh.</summary>
[Cmdlet(VerbsLifecycle.Invoke, Nouns.Verify, SupportsShouldProcess = true, DefaultParameterSetName = SiteSet)]
[OutputType(typeof(Site), typeof(Platform))]
public sealed class InvokeAegirVerifyCommand : EachCmdlet<object>
{
    private const string SiteSet = "Site";
    private const string PlatformSet = "Platform";

    /// <summary>Sites, by name or wildcard; piped, also platforms, which are verified themselves.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = SiteSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [SiteReference]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SiteNameCompleter))]
    public SiteReference[] Site { get; set; } = [];

    /// <summary>Names of platforms, with wildcards.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PlatformSet)]
    [NameOf(typeof(Platform))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PlatformNameCompleter))]
    public string[] Platform { get; set; } = [];

    protected override string Activity => "Verifying";

    protected override IEnumerable<object> Resolve() => ParameterSetName == PlatformSet
        ? PlatformsNamed(Platform)
        : Site.SelectMany(reference => reference.Platform is { } platform
            ? PlatformsNamed([platform])
            : SitesOf([reference]).Cast<object>());

    protected override string Describe(object item) => $"Verify {(item is Platform ? "platform" : "site")} '{item}'.";

    protected override async Task<object> DoAsync(AegirHub hub, object item, ITaskSink sink, CancellationToken cancellation) => item switch
    {
        Platform platform => await hub.Platforms.VerifyAsync(platform.Name, sink, cancellation).ConfigureAwait(false),
        Site site => await hub.Sites.VerifyAsync(site.Name, sink, cancellation).ConfigureAwait(false),
        _ => throw new InvalidOperationException($"A {item.GetType().Name} cannot be verified."),
    };
}
