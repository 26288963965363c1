using Aegir.Hosts;

namespace Aegir.Operations.Upgrading;

/// <summary>Takes away what a killed command of the task was in the middle of writing.</summary>
internal static class Sweep
{
    /// <summary>Also gives the old folder the mode it had.</summary>
    public static Task UndoneAsync(IHost host, UpgradeRecord record, CancellationToken cancellation) =>
        RunAsync(host, record, record.OldFolderMode, cancellation);

    public static Task DoneAsync(IHost host, UpgradeRecord record, CancellationToken cancellation) => RunAsync(host, record, "", cancellation);

    private static Task RunAsync(IHost host, UpgradeRecord record, string mode, CancellationToken cancellation) =>
        host.ScriptAsync("Operations.Upgrading.sweep.sh", [record.OldFolder, record.NewFolder, mode], cancellation);
}
