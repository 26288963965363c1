using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using Aegir.State;

namespace Aegir.PowerShell;

/// <summary>The hub a runspace has open. Each runspace has its own, so that several can work side by side.</summary>
internal sealed class HubSession
{
    private static readonly ConditionalWeakTable<Runspace, HubSession> Sessions = new();

    private readonly object gate = new();
    private AegirHub? hub;
    private string? address;
    private bool chosen;

    public static HubSession Current => Sessions.GetValue(Runspace.DefaultRunspace, _ => new HubSession());

    public static void CloseCurrent()
    {
        if (Runspace.DefaultRunspace is { } runspace && Sessions.TryGetValue(runspace, out var session))
            session.Close();
    }

    /// <summary>The open hub; the one at the default place where none was chosen.</summary>
    /// <exception cref="AegirException">HubMissing, or what <see cref="AegirHub.Open"/> throws.</exception>
    public AegirHub Open()
    {
        lock (gate)
        {
            // A changed AEGIR_HUB counts at once, unless somebody chose a hub.
            if (hub is not null && !chosen && address != AegirHub.DefaultAddress)
                Close();
            if (hub is { FilePath: { } path } && !File.Exists(path))
            {
                Close();
                throw new AegirException(AegirErrorKind.Unavailable, "HubMissing",
                    $"The hub's store '{path}' is gone.", "Bring it back, or open another hub with Connect-AegirHub -Path.");
            }
            if (hub is null)
            {
                var wanted = AegirHub.DefaultAddress;
                hub = AegirHub.Open(wanted);
                address = wanted;
            }
            return hub;
        }
    }

    public AegirHub Open(string store)
    {
        lock (gate)
        {
            var opened = AegirHub.Open(store);
            Close();
            chosen = true;
            return hub = opened;
        }
    }

    /// <summary>For looking only: null where no hub is open and there is none at the default place.</summary>
    public AegirHub? Peek() => hub is not null || HubAddress.IsThere(AegirHub.DefaultAddress) ? Open() : null;

    public void Close()
    {
        lock (gate)
        {
            hub?.Dispose();
            hub = null;
            chosen = false;
        }
    }
}
