using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace Aegir.PowerShell;

/// <summary>Reads secrets from the vaults of SecretManagement, where that module is installed. This one does not need it.</summary>
internal static class SecretVault
{
    private const string Module = "Microsoft.PowerShell.SecretManagement";

    /// <summary>On any thread: in a runspace of its own, in which nobody is asked anything.</summary>
    /// <exception cref="AegirException">VaultMissing, SecretMissing.</exception>
    public static string Read(string name)
    {
        using var runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        runspace.Open();
        using var shell = System.Management.Automation.PowerShell.Create();
        shell.Runspace = runspace;
        try
        {
            if (shell.AddCommand("Get-Command").AddParameter("Name", "Get-Secret").AddParameter("ErrorAction", "Ignore").Invoke().Count == 0)
                throw new AegirException(AegirErrorKind.Unavailable, "VaultMissing",
                    $"The secret '{name}' is in a vault, but {Module} is not installed.",
                    $"Install-PSResource {Module}, and a vault such as Microsoft.PowerShell.SecretStore; or name the secret as env:NAME or file:PATH.");
            shell.Commands.Clear();
            var found = shell.AddCommand("Get-Secret").AddParameter("Name", name).AddParameter("ErrorAction", "Stop").Invoke();
            return Text(found is [var one] ? one.BaseObject : null) ?? throw Missing(name, "It is neither a text nor a credential.", null);
        }
        catch (RuntimeException refused)
        {
            throw Missing(name, refused.Message, refused);
        }
    }

    private static string? Text(object? secret) => secret switch
    {
        string text => text,
        System.Security.SecureString secure => new PSCredential("secret", secure).GetNetworkCredential().Password,
        PSCredential credential => credential.GetNetworkCredential().Password,
        _ => null,
    };

    private static AegirException Missing(string name, string why, Exception? inner) => new(AegirErrorKind.Unavailable, "SecretMissing",
        $"SecretManagement does not give the secret '{name}': {why}",
        "Get-SecretInfo lists what this account may read. A vault that asks for a password must be opened first, or be set up to ask for none.", inner);
}
