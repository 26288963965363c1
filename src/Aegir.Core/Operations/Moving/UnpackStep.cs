using Aegir.Hosts;
using Aegir.Operations.Backups;

namespace Aegir.Operations.Moving;

/// <summary>Unpacks the archive of a restore on the hub.</summary>
internal sealed class UnpackStep(MoveWork work)
{
    private RestoreSource Source => work.Record.Restored!;

    public async Task DoAsync(StepContext context)
    {
        // Since the plan somebody may have changed it.
        var contents = await ArchiveContents.ReadAsync(work.Services, Source.Archive, context.Cancellation).ConfigureAwait(false);
        if (contents.Problem is { } problem)
            throw new AegirException(AegirErrorKind.Refused, "ArchiveRefused", $"{Source.Archive} is not unpacked: {problem}.", "Take another backup.");
        await ArchiveContents.UnpackAsync(work.Hub(context), Source.Archive, Source.Folder, context.Cancellation).ConfigureAwait(false);
    }

    public Task RemoveAsync(StepContext context) => work.Hub(context).RunRequiredAsync(
        HostCommand.Script("[ ! -d \"$1\" ] || { chmod -R u+rwX \"$1\"; rm -rf -- \"$1\"; }", Source.Folder), context.Cancellation);
}
