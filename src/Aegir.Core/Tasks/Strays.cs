using Aegir.Hosts;
using Aegir.Operations;

namespace Aegir.Tasks;

/// <summary>What killed commands of a task leave on its machines: processes that run on, and files that were being written.</summary>
/// <param name="mark">The mark of the task's commands; see <see cref="TaskHost"/>.</param>
internal sealed class Strays(Operation operation, string mark)
{
    /// <summary>Ends them, and takes what they were writing away.</summary>
    public async Task EndAsync(CancellationToken cancellation)
    {
        foreach (var host in operation.Hosts)
            await host.ScriptAsync("Hosts.end-strays.sh", [mark], cancellation).ConfigureAwait(false);
        await SweepAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>The same on one machine.</summary>
    public async Task EndAsync(IHost host, CancellationToken cancellation)
    {
        await host.ScriptAsync("Hosts.end-strays.sh", [mark], cancellation).ConfigureAwait(false);
        if (operation.Folders.Count > 0)
            await SweepAsync(host, cancellation).ConfigureAwait(false);
    }

    /// <summary>Takes away what they were writing; none of them runs any more.</summary>
    public async Task SweepAsync(CancellationToken cancellation)
    {
        foreach (var host in operation.Folders.Count == 0 ? [] : operation.Hosts)
            await SweepAsync(host, cancellation).ConfigureAwait(false);
    }

    private Task SweepAsync(IHost host, CancellationToken cancellation) => host.ScriptAsync("Tasks.sweep.sh", [mark, .. operation.Folders], cancellation);
}
