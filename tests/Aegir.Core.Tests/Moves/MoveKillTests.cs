using Aegir.Tests.Components;
using Aegir.Tests.Upgrades.Kills;

namespace Aegir.Tests.Moves;

/// <summary>The process that moves a site is killed at its commands: then any later command finds it done wholly, or not at all.</summary>
public sealed class MoveKillTests
{
    [NeedsPhpFact]
    public Task A_move_to_another_platform() => KillMatrix.RunAsync("migrate", 10, null);

    [NeedsPhpFact]
    public Task A_rename() => KillMatrix.RunAsync("rename", 10, null, turn: 1);
}

public sealed class CopyKillTests
{
    [NeedsPhpFact]
    public Task A_clone() => KillMatrix.RunAsync("clone", 10, null, turn: 2);

    [NeedsPhpFact]
    public Task A_restore() => KillMatrix.RunAsync("restore", 10, null, turn: 1);
}
