namespace Aegir;

/// <summary>What running work tells whoever watches it; the one stream from the core to a prompt.</summary>
/// <param name="Target">Name of the site, platform or server it is about.</param>
/// <param name="Step">The step that is running; null outside of steps.</param>
/// <param name="Percent">How far the target's work is, 0 to 100; null where that is not known.</param>
/// <param name="Payload">An object for whoever asked for the work, such as an <see cref="UpgradeResult"/>.</param>
public sealed record TaskEvent(
    TaskEventKind Kind, string Target, string? Step, string Message, int? Percent = null, object? Payload = null, Exception? Error = null);

public enum TaskEventKind { Debug, Verbose, Information, Warning, Progress, Failure, Output }

/// <summary>Takes events from any thread.</summary>
public interface ITaskSink
{
    void Emit(TaskEvent taskEvent);
}
