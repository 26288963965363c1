using Microsoft.Extensions.Logging;

namespace Aegir.Service.Telemetry;

/// <summary>What running work tells, into the service's log.</summary>
public sealed class LogSink(ILogger<LogSink> logger) : ITaskSink
{
    public void Emit(TaskEvent taskEvent)
    {
        if (taskEvent.Kind != TaskEventKind.Output)
            logger.Log(Level(taskEvent.Kind), "{Target} {Step}: {Message}", taskEvent.Target, taskEvent.Step, taskEvent.Message);
    }

    private static LogLevel Level(TaskEventKind kind) => kind switch
    {
        TaskEventKind.Information => LogLevel.Information,
        TaskEventKind.Warning or TaskEventKind.Failure => LogLevel.Warning,
        _ => LogLevel.Debug,
    };
}
