using Aegir.Operations.Backups;
using Aegir.Operations.Builds;
using Aegir.Operations.Installing;
using Aegir.Operations.Moving;
using Aegir.Operations.Removing;
using Aegir.Operations.Spokes;

namespace Aegir.Operations;

/// <summary>The operations of tasks, by the type that those have.</summary>
public static class OperationTypes
{
    /// <summary>Makes the operation of a task again from the state it kept; one without steps where there is nothing to undo or to finish.</summary>
    /// <param name="state">Null where none was kept.</param>
    public static Operation Rebuild(OperationServices services, AegirTask task, string? state) =>
        (state is null ? null : Rebuild(services, task.Type, state)) ?? new AbandonedTask(services, task);

    private static Operation? Rebuild(OperationServices services, string type, string state) => type switch
    {
        UndoMove.TaskType => UndoMove.Rebuild(services, state),
        InstallSite.TaskType => InstallSite.Rebuild(services, state),
        RemoveSite.TaskType => RemoveSite.Rebuild(services, state),
        DisableSite.TaskType => DisableSite.Rebuild(services, state),
        EnableSite.TaskType => EnableSite.Rebuild(services, state),
        ChangeSite.TaskType => ChangeSite.Rebuild(services, state),
        ImportSite.TaskType => ImportSite.Rebuild(services, state),
        VerifySite.TaskType => VerifySite.Rebuild(services, state),
        BackupSite.TaskType => BackupSite.Rebuild(services, state),
        RemoveBackup.TaskType => RemoveBackup.Rebuild(services, state),
        ForgetOldSide.TaskType => ForgetOldSide.Rebuild(services, state),
        BuildPlatform.TaskType => BuildPlatform.Rebuild(services, state),
        UpdateDistribution.TaskType => UpdateDistribution.Rebuild(services, state),
        RemovePlatform.TaskType => RemovePlatform.Rebuild(services, state),
        _ when MoveTypes.KindOf(type) is { } kind => MoveTypes.Operation(kind, new MoveWork(services, Hosts.Json.Read<MoveRecord>(state)) { Rebuilt = true }),
        _ => null,
    };
}
