using Aegir.Tests.Components;

namespace Aegir.Tests.Upgrades.Kills;

/// <summary>The process that upgrades is killed at its commands: then any later command finds the site wholly on one side.</summary>
public sealed class KillTests
{
    [NeedsPhpFact]
    public Task An_upgrade_of_Drupal_10_on_SQLite() => KillMatrix.RunAsync("upgrade", 10, null, turn: 1);

    [NeedsPhpFact]
    public Task An_undo_of_Drupal_10_on_SQLite() => KillMatrix.RunAsync("undo", 10, null);
}

public sealed class KillOfDrupal7Tests
{
    [NeedsPhpFact]
    public Task An_upgrade_of_Drupal_7_on_SQLite() => KillMatrix.RunAsync("upgrade", 7, null);
}

[Collection(PostgreSqlTests.Name)]
public sealed class KillOnPostgreSqlTests(PostgreSqlServer server)
{
    // Elsewhere it does what it does on any other server.
    [NeedsPostgreSqlFact]
    public Task An_upgrade_of_Drupal_10() => KillMatrix.RunAsync("upgrade", 10, server, turn: 1, "backup", "database", "updates", "tidy");
}

public sealed class KillOfRecoveryTests
{
    [NeedsPhpFact]
    public Task A_recovery_that_puts_back() => KillMatrix.RunTwiceAsync("upgrade", kill => kill is { When: "crash", Command.Step: "updates" });

    [NeedsPhpFact]
    public Task A_recovery_that_finishes() => KillMatrix.RunTwiceAsync("upgrade", kill => kill is { When: "before", Command.Step: "open" });
}
