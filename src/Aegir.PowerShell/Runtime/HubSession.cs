using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

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
    public AegirHub Open(CancellationToken cancellation)
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
                hub = Opened(wanted, cancellation);
                address = wanted;
            }
            return hub;
        }
    }

    public AegirHub Open(string store, CancellationToken cancellation)
    {
        lock (gate)
        {
            var opened = Opened(store, cancellation);
            Close();
            chosen = true;
            address = store;
            return hub = opened;
        }
    }

    /// <summary>The same hub once more, with the secrets that this session was given.</summary>
    public AegirHub OpenAnother(AegirHub like, CancellationToken cancellation)
    {
        var opened = Opened(address!, cancellation);
        opened.Secrets.Take(like.Secrets);
        return opened;
    }

    // A server that does not answer is left to itself; what it opens after all is closed.
    private static AegirHub Opened(string store, CancellationToken cancellation)
    {
        var opening = Task.Run(() => AegirHub.Open(store));
        try
        {
            opening.Wait(cancellation);
        }
        catch (AggregateException)
        {
            // Thrown below, as it was.
        }
        catch (OperationCanceledException)
        {
            opening.ContinueWith(late => late.Result.Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
            throw;
        }
        var opened = opening.GetAwaiter().GetResult();
        opened.Secrets.Vault = SecretVault.Read;
        return opened;
    }

    /// <summary>For looking only, at once: null where the hub that commands would use is not open and would have to be made, brought up to this
    /// version, or asked for over the network.</summary>
    public AegirHub? Peek(CancellationToken cancellation)
    {
        var wanted = AegirHub.DefaultAddress;
        return hub is not null && (chosen || address == wanted) || AegirHub.IsCurrent(wanted) ? Open(cancellation) : null;
    }

    public void Close()
    {
        lock (gate)
        {
            if (hub is not null)
                Leftovers.Close(hub);
            hub = null;
            chosen = false;
        }
    }
}
