using System.Management.Automation;
using Aegir.State;

namespace Aegir.PowerShell;

/// <summary>Opens a hub for this session; makes it where there is none.</summary>
[Cmdlet(VerbsCommunications.Connect, Nouns.Hub, DefaultParameterSetName = "Path")]
[OutputType(typeof(HubInfo))]
public sealed class ConnectAegirHubCommand : HubCmdlet
{
    /// <summary>The store's file. Default: what the environment variable AEGIR_HUB says, else a file in the user's data folder.</summary>
    [Parameter(Position = 0, ParameterSetName = "Path")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>A PostgreSQL database that several machines may share: Host=db1,db2;Database=aegir;Username=aegir, or
    /// postgresql://aegir@db1,db2/aegir. Its password is best left to the file that PGPASSFILE names.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "ConnectionString")]
    [ValidateNotNullOrEmpty]
    public string? ConnectionString { get; set; }

    protected override void Process()
    {
        var target = ConnectionString ?? Path ?? AegirHub.DefaultAddress;
        Opened(target, session => session.Open(
            ConnectionString is not null ? HubAddress.Check(ConnectionString) : Path is not null ? GetUnresolvedProviderPathFromPSPath(Path) : target,
            Cancellation));
        WriteObject(HubInfo.Of(Hub));
    }
}
