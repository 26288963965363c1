using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>Opens a hub for this session; makes it where there is none.</summary>
[Cmdlet(VerbsCommunications.Connect, Nouns.Hub)]
[OutputType(typeof(HubInfo))]
public sealed class ConnectAegirHubCommand : HubCmdlet
{
    /// <summary>The store's file. Default: the environment variable AEGIR_HUB, else a file in the user's data folder.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    protected override void ProcessRecord()
    {
        var path = Path is null ? AegirHub.DefaultPath : GetUnresolvedProviderPathFromPSPath(Path);
        try
        {
            HubSession.Current.Open(path);
        }
        catch (Exception error) when (Errors.IsOurs(error))
        {
            ThrowTerminatingError(Errors.From(error, path));
        }
        WriteObject(HubInfo.Of(Hub));
    }
}
