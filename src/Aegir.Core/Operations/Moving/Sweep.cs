using Aegir.Hosts;

namespace Aegir.Operations.Moving;

/// <summary>Takes away what a killed command of the task was in the middle of writing.</summary>
internal static class Sweep
{
    /// <summary>Also gives the old folder the mode it had.</summary>
    public static Task UndoneAsync(MoveWork work, StepContext context) => RunAsync(work, context, work.Record.FolderMode);

    public static Task DoneAsync(MoveWork work, StepContext context) => RunAsync(work, context, "");

    /// <summary>For a clone: the side it is made of is none of ours.</summary>
    public static Task NewAsync(MoveWork work, StepContext context) => work.New.OnEachAsync(
        context, member => SweepAsync(member, context, work.Record.New.Folder, work.Record.Stage, ""));

    private static async Task RunAsync(MoveWork work, StepContext context, string mode)
    {
        var record = work.Record;
        await NewAsync(work, context).ConfigureAwait(false);
        await work.Old.OnEachAsync(context, member => SweepAsync(member, context, record.Old.Folder, record.LeftFolder, mode)).ConfigureAwait(false);
    }

    private static Task SweepAsync(PlaceMember member, StepContext context, string folder, string other, string mode) =>
        member.Host.ScriptAsync("Operations.Moving.sweep.sh", [folder, other, mode], context.Cancellation);
}
