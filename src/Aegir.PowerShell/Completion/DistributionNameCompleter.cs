namespace Aegir.PowerShell;

public sealed class DistributionNameCompleter : NameCompleter
{
    protected override IEnumerable<(string Name, string Tip)> Find(AegirHub hub, NamePattern pattern) => hub.Distributions
        .Find([pattern.Text])
        .Select(distribution => (distribution.Name, distribution.Target is { } target ? $"{distribution.Name}, target {target}" : ""));
}
