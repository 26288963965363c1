using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>The one place where error records are made.</summary>
internal static class Errors
{
    /// <summary>True for what came out of our own work; PowerShell's own exceptions (stop, -ErrorAction Stop, Select -First) must fly on.</summary>
    public static bool IsOurs(Exception error) => error.GetType().Assembly != typeof(PSCmdlet).Assembly;

    /// <param name="target">The thing the error is about.</param>
    public static ErrorRecord From(Exception error, object? target)
    {
        error = Unwrap(error);
        return error switch
        {
            AegirException known => Record(known, known.Id, CategoryOf(known.Kind), target, known.Message, known.Action),
            DllNotFoundException => Record(error, "SqliteMissing", ErrorCategory.ResourceUnavailable, target, error.Message,
                "Reinstall the module, or copy the library there."),
            _ => Record(error, "UnexpectedError", ErrorCategory.NotSpecified, target, error.Message,
                "Get-AegirTask -First 1 | Get-AegirTaskLog tells what went before; $Error[0].Exception has the details."),
        };
    }

    public static ErrorRecord Blocked(UpgradeResult result, object? target) => Record(
        new AegirException(AegirErrorKind.Refused, "UpgradeBlocked", $"'{result.Site}' cannot be upgraded: {Text(result)}", ""),
        "UpgradeBlocked", ErrorCategory.InvalidOperation, target,
        $"'{result.Site}' cannot be upgraded{(result.From is { Length: > 0 } from ? $" from '{from}' to '{result.To}'" : "")}: {Text(result)}",
        $"Mend what is named, or let missing modules through with -AllowMissing; Get-AegirUpgrade '{result.Site}' shows the whole plan.");

    /// <param name="what">The upgrade, or undoing it.</param>
    public static ErrorRecord Failed(UpgradeResult result, object? target, string what) => Record(
        new AegirException(AegirErrorKind.Failed, "UpgradeFailed", Text(result), "") { Step = result.FailedStep },
        "UpgradeFailed", ErrorCategory.OperationStopped, target,
        $"'{result.Site}': {what} failed at '{result.FailedStep}'. {Text(result)}{(Text(result).Contains('\n') ? "\n" : " ")}"
        + (result.Outcome == UpgradeOutcome.RolledBack ? $"The site is as it was, on '{result.From}'." : "The site could not be put back yet; the next command tries again."),
        (result.TaskId is { } id ? $"Get-AegirTaskLog -Id {id} tells what led to it. " : "") + "Mend it, then try again.");

    /// <summary>For a queued task that failed or was interrupted.</summary>
    public static ErrorRecord Of(AegirTask task)
    {
        var message = $"Task {task.Id} ({task}) {(task.Status == AegirTaskStatus.Error ? "failed" : "was interrupted")}: {Lines(task.Message)}";
        return Record(new AegirException(AegirErrorKind.Failed, "TaskFailed", message, ""), "TaskFailed", ErrorCategory.OperationStopped, task, message,
            $"Get-AegirTaskLog -Id {task.Id} tells what led to it. Mend it, then: Restart-AegirTask {task.Id}");
    }

    /// <summary>For a move that was not begun, or failed.</summary>
    public static ErrorRecord Of(MoveResult result, object? target)
    {
        var (id, what) = result.Outcome == MoveOutcome.Blocked
            ? ("MoveBlocked", $"The {result.Kind.ToString().ToLowerInvariant()} of '{result.OldName}' cannot be begun")
            : ("MoveFailed", $"The {result.Kind.ToString().ToLowerInvariant()} of '{result.OldName}' failed at '{result.FailedStep}'");
        var then = result.Outcome switch
        {
            MoveOutcome.RolledBack => result.Kind == MoveKind.Clone ? " Nothing is left of it." : " The site is as it was.",
            MoveOutcome.Failed => " What is left to undo is tried again by the next command.",
            _ => "",
        };
        return Record(new AegirException(AegirErrorKind.Failed, id, Lines(result.Message), result.Action ?? "") { Step = result.FailedStep }, id,
            result.Outcome == MoveOutcome.Blocked ? ErrorCategory.InvalidOperation : ErrorCategory.OperationStopped, target,
            $"{what}: {Lines(result.Message)}{then}",
            (result.TaskId is { } task ? $"Get-AegirTaskLog -Id {task} tells what led to it. " : "") + (result.Action ?? "Mend it, then try again."));
    }

    /// <summary>For a distribution's platform that could not be built.</summary>
    public static ErrorRecord Of(UpdateResult result, object? target) => Record(
        new AegirException(AegirErrorKind.Failed, "UpdateFailed", Lines(result.Message), ""), "UpdateFailed", ErrorCategory.OperationStopped, target,
        $"The next platform of '{result.Distribution}' could not be built from {result.Version}: {Lines(result.Message)} Target and locks are as they were.",
        (result.TaskId is { } id ? $"Get-AegirTaskLog -Id {id} tells what led to it. " : "")
        + "It is built again when the source has moved, or with Update-AegirDistribution -Force.");

    private static string Text(UpgradeResult result) => Lines(result.Message);

    // Several blockers are a line each.
    private static string Lines(string? message) =>
        message is not { Length: > 0 } ? "no reason is known."
        : message.Contains('\n') ? "\n- " + message.Replace("\n", "\n- ", StringComparison.Ordinal)
        : message;

    private static Exception Unwrap(Exception error)
    {
        while (error is AggregateException { InnerExceptions.Count: 1 } or TypeInitializationException or System.Reflection.TargetInvocationException
            && error.InnerException is { } inner)
            error = inner;
        return error;
    }

    private static ErrorRecord Record(Exception error, string id, ErrorCategory category, object? target, string message, string action) =>
        new(error, id, category, target) { ErrorDetails = new ErrorDetails(message) { RecommendedAction = action } };

    private static ErrorCategory CategoryOf(AegirErrorKind kind) => kind switch
    {
        AegirErrorKind.InvalidInput => ErrorCategory.InvalidArgument,
        AegirErrorKind.NotFound => ErrorCategory.ObjectNotFound,
        AegirErrorKind.AlreadyExists => ErrorCategory.ResourceExists,
        AegirErrorKind.Busy => ErrorCategory.ResourceBusy,
        AegirErrorKind.Refused => ErrorCategory.InvalidOperation,
        AegirErrorKind.Unavailable => ErrorCategory.ResourceUnavailable,
        _ => ErrorCategory.OperationStopped,
    };
}
