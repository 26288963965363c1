using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>Writes events to a cmdlet's streams. Only the pipeline thread may.</summary>
internal sealed class EventWriter(PSCmdlet cmdlet, ProgressBoard board, Action<TaskEvent> output)
{
    private readonly int pipelineThread = Environment.CurrentManagedThreadId;

    public void Write(TaskEvent taskEvent)
    {
        if (Environment.CurrentManagedThreadId != pipelineThread)
            throw new InvalidOperationException("Only the pipeline thread may write.");
        switch (taskEvent.Kind)
        {
            case TaskEventKind.Debug:
                cmdlet.WriteDebug(Line(taskEvent));
                break;
            case TaskEventKind.Warning:
                cmdlet.WriteWarning(Line(taskEvent));
                break;
            case TaskEventKind.Information:
                cmdlet.WriteInformation(Line(taskEvent), ["Aegir", taskEvent.Target]);
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

    private static string Line(TaskEvent taskEvent) =>
        $"{taskEvent.Target}: {(taskEvent.Step is { } step ? step + ": " : "")}{taskEvent.Message}";
}
