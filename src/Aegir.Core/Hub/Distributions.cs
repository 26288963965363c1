using Aegir.Operations;
using Aegir.State;

namespace Aegir.Hub;

/// <summary>The distributions of a hub, and their upgrade targets.</summary>
public sealed class Distributions(IStateStore store)
{
    public IReadOnlyList<Distribution> Find(IEnumerable<string>? names = null) =>
        store.Read(session => session.Distributions.Find(NamePattern.From(names)).ToList());

    /// <exception cref="AegirException">DistributionNotFound.</exception>
    public Distribution Get(string name) => store.Read(session => Existing(session, name));

    /// <exception cref="AegirException">NameInvalid or DistributionExists.</exception>
    public Distribution Add(string name) => store.Write(session =>
    {
        Free(session, Checked(name));
        session.Distributions.Add(name.Trim());
        return Existing(session, name.Trim());
    });

    /// <exception cref="AegirException">DistributionNotFound, NameInvalid or DistributionExists.</exception>
    public Distribution Rename(string name, string newName) => store.Write(session =>
    {
        var distribution = Existing(session, name);
        if (!string.Equals(distribution.Name, newName.Trim(), StringComparison.OrdinalIgnoreCase))
            Free(session, Checked(newName));
        session.Distributions.Rename(distribution.Id, newName.Trim());
        return Existing(session, newName.Trim());
    });

    /// <summary>Removes the distribution; its platforms stay, with their locks, and belong to none.</summary>
    public void Remove(string name) => store.Write(session => session.Distributions.Delete(Existing(session, name).Id));

    /// <summary>Sets the upgrade target and locks the distribution's other platforms; with null there is none any more.</summary>
    public Distribution SetTarget(string name, string? platform) => store.Write(session =>
    {
        if (platform is null)
            DistributionRule.ClearTarget(session, name);
        else
            DistributionRule.SetTarget(session, name, platform);
        return Existing(session, name);
    });

    private static Distribution Existing(StateSession session, string name) =>
        session.Distributions.Get(name) ?? throw Missing.Distribution(name);

    private static string Checked(string name) => EntityName.Check(name, "distribution");

    private static void Free(StateSession session, string name)
    {
        if (session.Distributions.Get(name.Trim()) is { } other)
            throw new AegirException(AegirErrorKind.AlreadyExists, "DistributionExists",
                $"There is a distribution '{other.Name}' already.", "Choose another name.");
    }
}
