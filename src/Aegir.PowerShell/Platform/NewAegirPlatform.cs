using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>Registers a code base that is there already, and verifies it.</summary>
[Cmdlet(VerbsCommon.New, Nouns.Platform, SupportsShouldProcess = true)]
[OutputType(typeof(Platform))]
public sealed class NewAegirPlatformCommand : HubCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>The docroot, or the composer project above it.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The distribution it becomes a release of.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NameOf(typeof(Distribution))]
    [ArgumentCompleter(typeof(DistributionNameCompleter))]
    public string? Distribution { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NameOf(typeof(Server))]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServerNameCompleter))]
    public string Server { get; set; } = Aegir.Server.MasterName;

    protected override void ProcessRecord()
    {
        if (!Approve($"Register the code base in '{Path}' as platform '{Name}'."))
            return;
        Attempt(Name, () =>
        {
            var path = ServerPath(Hub.Servers.Get(Server), Path);
            WriteObject(Run($"Verifying platform {Name}", (hub, sink, token) =>
                hub.Platforms.AddAsync(Name, path, string.IsNullOrEmpty(Distribution) ? null : Distribution, sink, token, Server)));
        });
    }
}
