using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>Writes events to a cmdlet's streams. Only the pipeline thread may.</summary>
/// <param name="turn">Told before each event what it concerns.</param>
internal sealed class EventWriter(PSCmdlet cmdlet, ProgressBoard board, Action<TaskEvent> output, Action<string>? turn = null)
{
    private readonly int pipelineThread = Environment.CurrentManagedThreadId;
    // In a job the cmdlet has ended long since.
    private readonly string source = cmdlet.MyInvocation?.MyCommand?.Name ?? nameof(Aegir);

    public void Write(TaskEvent taskEvent)
    {
        if (Environment.CurrentManagedThreadId != pipelineThread)
            throw new InvalidOperationException("Only the pipeline thread may write.");
        turn?.Invoke(taskEvent.Target);
        switch (taskEvent.Kind)
        {
            case TaskEventKind.Debug:
                cmdlet.WriteDebug(Line(taskEvent));
                break;
            case TaskEventKind.Warning:
                cmdlet.WriteWarning(Line(taskEvent));
                break;
            case TaskEventKind.Information:
                cmdlet.WriteInformation(Information(taskEvent));
                break;
            case TaskEventKind.Progress:
                board.Show(taskEvent.Target, taskEvent.Message, taskEvent.Percent);
                break;
            case TaskEventKind.Output:
                output(taskEvent);
                break;
            default:
                cmdlet.WriteVerbose(Line(taskEvent));
                break;
        }
    }

    private InformationRecord Information(TaskEvent taskEvent)
    {
        var record = new InformationRecord(Line(taskEvent), source);
        record.Tags.AddRange(["Aegir", taskEvent.Target]);
        return record;
    }

    private static string Line(TaskEvent taskEvent) =>
        $"{taskEvent.Target}: {(taskEvent.Step is { } step ? step + ": " : "")}{taskEvent.Message}";
}
