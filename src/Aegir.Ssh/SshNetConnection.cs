using Aegir.Hosts;
using Aegir.Hosts.Ssh;
using Renci.SshNet;

namespace Aegir.Ssh;

/// <summary>A connection that stays open between commands, and is closed when nobody has used it for a minute.</summary>
internal sealed class SshNetConnection : IDisposable
{
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan ClosingTime = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim gate = new(1);
    private readonly SshAddress address;
    private readonly HostKeys keys;
    private readonly HostSecrets secrets;
    private readonly Timer rest;
    private SshClient? client;
    private Pulse? pulse;
    private int users;

    public SshNetConnection(SshAddress address, HostKeys keys, HostSecrets secrets)
    {
        this.address = address;
        this.keys = keys;
        this.secrets = secrets;
        rest = new Timer(_ => CloseIdle());
    }

    /// <param name="use">Is given the connection, and a token that is cancelled when the link is found dead.</param>
    /// <exception cref="AegirException">HostUnreachable, HostKeyUnknown, HostKeyChanged, SshLoginRefused, SshKeyLocked and those of secrets.</exception>
    public async Task<T> UseAsync<T>(Func<SshClient, CancellationToken, Task<T>> use, CancellationToken cancellation)
    {
        var (opened, dead) = await RentAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await use(opened, dead).ConfigureAwait(false);
        }
        finally
        {
            await ReturnAsync().ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        gate.Wait();
        rest.Dispose();
        Close();
        gate.Release();
    }

    private async Task<(SshClient Client, CancellationToken Dead)> RentAsync(CancellationToken cancellation)
    {
        await gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (client is not { IsConnected: true } || pulse is { Dead.IsCancellationRequested: true })
            {
                Close();
                client = await OpenAsync(cancellation).ConfigureAwait(false);
            }
            users++;
            pulse ??= new Pulse(client);
            return (client, pulse.Dead);
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task<SshClient> OpenAsync(CancellationToken cancellation)
    {
        var accepted = keys.Accepted(address);
        var login = Login.Of(address, secrets);
        KnownKey.Prefer(login, accepted);
        var opened = new SshClient(login);
        string? refused = null;
        opened.HostKeyReceived += (_, seen) =>
        {
            var line = KnownKey.Line(address, seen);
            seen.CanTrust = line == accepted;
            refused = seen.CanTrust ? null : line;
        };
        try
        {
            await opened.ConnectAsync(cancellation).ConfigureAwait(false);
            return opened;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            opened.Dispose();
            throw refused is null ? SshNetErrors.From(address, error) : keys.Refused(address, refused);
        }
    }

    private async Task ReturnAsync()
    {
        await gate.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            if (--users > 0)
                return;
            pulse?.Dispose();
            pulse = null;
            if (client is not null)
                rest.Change(Idle, Timeout.InfiniteTimeSpan);
        }
        finally
        {
            gate.Release();
        }
    }

    private void CloseIdle()
    {
        gate.Wait();
        try
        {
            if (users == 0)
                Close();
        }
        finally
        {
            gate.Release();
        }
    }

    private void Close()
    {
        pulse?.Dispose();
        pulse = null;
        // Over a dead link it would wait for an answer.
        if (client is { } old)
            Task.Run(old.Dispose).Wait(ClosingTime);
        client = null;
    }
}
