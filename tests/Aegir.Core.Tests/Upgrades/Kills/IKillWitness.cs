namespace Aegir.Tests.Upgrades.Kills;

/// <summary>Knows how a site was, and whether it is whole.</summary>
internal interface IKillWitness
{
    /// <summary>What is wrong; nothing where the site is whole.</summary>
    /// <param name="side">The side it must be on: old or new; null where either will do.</param>
    IReadOnlyList<string> Problems(string? side = null);

    void AssertWhole(string side, string? context = null);
}
