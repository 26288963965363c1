namespace Aegir.Reports;

/// <summary>How an upgrade or a move of one site ended.</summary>
/// <param name="Message">What went wrong or stands in the way; null where nothing did.</param>
internal sealed record Ending(
    string What, string Site, object Outcome, string From, string To, TimeSpan Duration, TimeSpan Downtime, long? TaskId, string? FailedStep, string? Message)
{
    public bool IsGood => Meaning.Of(Outcome) == "good";

    public static Ending Of(UpgradeResult result) => new(
        result.Outcome == UpgradeOutcome.Undone ? "Undo" : "Upgrade", result.Site, result.Outcome, result.From, result.To, result.Duration, result.Downtime,
        result.TaskId, result.FailedStep, result.Message);

    public static Ending Of(MoveResult result) => new(
        result.Kind.ToString(), result.OldName == result.Site ? result.Site : $"{result.OldName} → {result.Site}", result.Outcome, result.From, result.To,
        result.Duration, result.Downtime, result.TaskId, result.FailedStep, string.Join('\n', new[] { result.Message, result.Action }.OfType<string>()));
}
