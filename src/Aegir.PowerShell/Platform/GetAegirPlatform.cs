using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>Lists platforms.</summary>
[Cmdlet(VerbsCommon.Get, Nouns.Platform)]
[OutputType(typeof(Platform))]
public sealed class GetAegirPlatformCommand : HubCmdlet
{
    /// <summary>Names, with wildcards; all without.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Platform")]
    [NameOf(typeof(Platform), OrOwned = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PlatformNameCompleter))]
    public string[]? Name { get; set; }

    /// <summary>Only platforms of this distribution.</summary>
    [Parameter]
    [NameOf(typeof(Distribution))]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DistributionNameCompleter))]
    public string? Distribution { get; set; }

    /// <summary>Only platforms on this server.</summary>
    [Parameter]
    [NameOf(typeof(Server))]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServerNameCompleter))]
    public string? Server { get; set; }

    /// <summary>Only platforms with this status.</summary>
    [Parameter]
    public PlatformStatus? Status { get; set; }

    protected override void BeginProcessing()
    {
        if (Distribution is not null)
            Attempt(Distribution, () => Distribution = Hub.Distributions.Get(Distribution).Name);
        if (Server is not null)
            Attempt(Server, () => Server = Hub.Servers.Get(Server).Name);
    }

    protected override void Process()
    {
        var filter = new PlatformFilter { Distribution = Distribution, Server = Server, Status = Status };
        foreach (var name in Name ?? ["*"])
        {
            var pattern = new NamePattern(name);
            var any = false;
            foreach (var platform in Hub.Platforms.Find(filter with { Names = [pattern] }))
            {
                any = true;
                WriteObject(platform);
            }
            if (!any && !pattern.IsWildcard)
                Attempt(name, () => Hub.Platforms.Get(name));
        }
    }
}
