namespace Aegir.PowerShell;

/// <summary>The plan of a move in words.</summary>
public static class MoveText
{
    /// <summary>The plan in one sentence, as -WhatIf and the question before it have it.</summary>
    public static string Sentence(MovePlan plan) => plan.CanMove
        ? $"{What(plan)}.{string.Concat(plan.Warnings.Select(warning => " " + warning))}"
        : $"Leave site '{plan.Site}' as it is: {char.ToLowerInvariant(What(plan)[0])}{What(plan)[1..]} is not possible. {string.Join(" ", plan.Blockers)}";

    private static string What(MovePlan plan) => plan.Kind switch
    {
        MoveKind.Rename => $"Rename site '{plan.Site}' to '{plan.NewName}' on platform '{plan.To}'",
        MoveKind.Clone => $"Copy site '{plan.Site}' to a new site '{plan.NewName}' on {Side(plan)}",
        MoveKind.Restore => $"Restore site '{plan.Site}' from {plan.Backup} onto {Side(plan)}, after a backup of what it is now",
        _ when plan.From == plan.To => $"Move the database of site '{plan.Site}' to server '{plan.DatabaseServer}'",
        _ => $"Move site '{plan.Site}' from '{plan.From}' ({plan.FromVersion}) to {Side(plan)}",
    };

    private static string Side(MovePlan plan) =>
        $"'{plan.To}' ({plan.ToVersion})"
        + (plan.ToServer == plan.FromServer ? "" : $" on server '{plan.ToServer}'")
        + (plan.DatabaseServer is { } server && plan.Kind == MoveKind.Migrate ? $", with its database on '{server}'" : "");
}
