using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>Registers a server and verifies it. One that is not fit yet stays registered, for Invoke-AegirVerify to try again.</summary>
[Cmdlet(VerbsCommon.New, Nouns.Server, SupportsShouldProcess = true)]
[OutputType(typeof(Server))]
public sealed class NewAegirServerCommand : ServerSettingsCmdlet
{
    /// <summary>What it is called; without a host name, that as well.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>Accepts the host key with this fingerprint (SHA256:…), if the machine presents it.</summary>
    [Parameter]
    [Alias("AcceptHostKey")]
    [ValidateNotNullOrEmpty]
    public string? HostKey { get; set; }

    /// <summary>Only registers it.</summary>
    [Parameter]
    public SwitchParameter SkipVerify { get; set; }

    protected override void Process()
    {
        if (!Approve($"Register server '{Name}': {Changes()}."))
            return;
        Attempt(Name, () =>
        {
            var transport = Transport ?? UsualTransport();
            var server = Hub.Servers.Add(Change(new Server
            {
                Name = Name,
                HostName = Member is null or [] && (transport != ServerTransport.Local || Database is not null) ? Name : "localhost",
                Transport = transport,
            }));
            Remember(server);
            Attempt(server, () => Run($"Verifying server {server.Name}", (hub, sink, token) => TryAsync(hub, server.Name, sink, token)));
            WriteObject(Hub.Servers.Get(server.Name));
        });
    }

    // Nobody logs in to a server that is a database service only, or a cluster.
    private ServerTransport UsualTransport() =>
        HostKey is not null || SshUser is not null || SshPort is not null || SshKeyFile is not null
            || WebServer is not (null or WebServerType.None) && HostName is not ("localhost" or "127.0.0.1" or "::1")
            ? ServerTransport.OpenSsh : ServerTransport.Local;

    private async Task<bool> TryAsync(AegirHub hub, string name, ITaskSink sink, CancellationToken cancellation)
    {
        if (HostKey is not null)
            await hub.Servers.TrustHostKeyAsync(name, HostKey, cancellation).ConfigureAwait(false);
        if (!SkipVerify)
            await hub.Servers.VerifyAsync(name, sink, cancellation).ConfigureAwait(false);
        return true;
    }
}
