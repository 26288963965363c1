using Aegir.Hosts;

namespace Aegir.Tests.Drupal;

/// <summary>Counts the commands that go to a host, and may rewrite them.</summary>
internal sealed class CountingHost(Func<HostCommand, HostCommand>? rewrite = null) : IHost
{
    private readonly LocalHost inner = new();

    public int Count { get; private set; }

    public string Name => inner.Name;

    public Task<CommandResult> RunAsync(HostCommand command, CancellationToken cancellation)
    {
        Count++;
        return inner.RunAsync(rewrite is null ? command : rewrite(command), cancellation);
    }
}
