using Aegir.Hosts.Ssh;

namespace Aegir.Hosts;

/// <summary>Another machine, reached with the OpenSSH client of this one.</summary>
public sealed class OpenSshHost : SshHost
{
    private readonly HostKeys keys;
    private readonly SshConnections connections;

    public OpenSshHost(Server server, HostKeys keys)
        : base(SshAddress.Of(server))
    {
        this.keys = keys;
        connections = new SshConnections(Address, keys);
    }

    /// <summary>The machine that ssh runs on.</summary>
    internal IHost Client => keys.Client;

    public override void Dispose() => connections.Dispose();

    /// <summary>Runs something that calls ssh by itself, with the words of its command line; the host's name is the last of them.</summary>
    internal Task<T> UseSshAsync<T>(Func<IReadOnlyList<string>, Task<T>> use, CancellationToken cancellation) => connections.UseAsync(
        socket => use(["ssh", .. SshOptions.Of(Address, keys.File), .. SshOptions.Through(socket), Address.HostName]), cancellation);

    internal override Task<(int Code, string Error)> SendAsync(RemoteCommand remote, RemoteOutput output, CancellationToken cancellation) =>
        connections.UseAsync(async socket =>
        {
            remote.IsSent = true;
            var (code, _, error) = await keys.Client.RunAsync(new HostCommand("ssh",
                [.. SshOptions.Of(Address, keys.File), .. SshOptions.Through(socket), "--", Address.HostName, remote.Line])
            {
                Input = remote.Input,
                WriteInput = remote.WriteInput,
                ReadOutput = output.ReadAsync,
                OnLine = output.OnErrorLine,
            }, cancellation).ConfigureAwait(false);
            return (code, error);
        }, cancellation);

    internal override Task<AegirException> ConnectErrorAsync(string said, CancellationToken cancellation) => keys.ErrorAsync(Address, said, cancellation);
}
