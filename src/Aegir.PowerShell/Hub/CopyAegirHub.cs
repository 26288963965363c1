using System.Management.Automation;
using Aegir.State;

namespace Aegir.PowerShell;

/// <summary>Copies all that the open hub knows into a new one: from a file to a PostgreSQL database, and back. The open hub stays open, and as it is.</summary>
[Cmdlet(VerbsCommon.Copy, Nouns.Hub, SupportsShouldProcess = true, DefaultParameterSetName = "Path")]
[OutputType(typeof(HubCopyResult))]
public sealed class CopyAegirHubCommand : HubCmdlet
{
    /// <summary>The new store's file.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Path")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>An empty PostgreSQL database, as Connect-AegirHub takes it.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "ConnectionString")]
    [ValidateNotNullOrEmpty]
    public string? ConnectionString { get; set; }

    protected override void Process()
    {
        var target = HubAddress.Show(ConnectionString ?? GetUnresolvedProviderPathFromPSPath(Path));
        Attempt(target, () =>
        {
            var address = ConnectionString is null ? target : HubAddress.Check(ConnectionString);
            if (Approve($"Copy the hub {Hub.Location} to {target}."))
                WriteObject(Run((hub, _) => Task.Run(() => hub.CopyTo(address))));
        });
    }
}
