namespace Aegir.Operations.Moving;

/// <summary>The names a site has after a rename (aegir-spec 2.7, oracle 38): www.old becomes www.new, and old becomes new; names that have
/// nothing to do with the old one stay.</summary>
public static class NewAliases
{
    /// <summary>The aliases after a rename, none twice and none that is the new domain.</summary>
    public static IReadOnlyList<string> Of(IEnumerable<string> aliases, string oldName, string newName) =>
        aliases.Select(alias => Renamed(alias, oldName, newName)).Where(alias => alias != newName).Distinct().ToList();

    /// <summary>What a name of the site is called afterwards.</summary>
    public static string Renamed(string name, string oldName, string newName) =>
        name == oldName ? newName
        : WithoutWww(name) == WithoutWww(oldName) ? Counterpart(newName)
        : name;

    /// <summary>Old names with the new one that links in content are to lead to.</summary>
    internal static Dictionary<string, string> Hosts(string old, IReadOnlyList<string> aliases, MoveSide now)
    {
        var hosts = new Dictionary<string, string> { [old] = now.Site };
        foreach (var alias in aliases.Where(alias => alias != old && WithoutWww(alias) == WithoutWww(old)))
            hosts[alias] = now.Names.Contains(Renamed(alias, old, now.Site)) ? Renamed(alias, old, now.Site) : now.Site;
        return hosts;
    }

    // The form with www. of a name without, and the other way round.
    private static string Counterpart(string name) => name.StartsWith("www.", StringComparison.Ordinal) ? name[4..] : "www." + name;

    private static string WithoutWww(string name) => name.StartsWith("www.", StringComparison.Ordinal) ? name[4..] : name;
}
