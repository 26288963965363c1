using Aegir.State;

namespace Aegir.Operations;

/// <summary>A domain is one site's only, as its name or as an alias (aegir-spec 1.4).</summary>
public static class SiteNames
{
    /// <param name="exceptId">A site that may have the names already; 0 for none.</param>
    /// <exception cref="AegirException">NameTaken.</exception>
    public static void RequireFree(StateSession session, IEnumerable<string> names, long exceptId = 0)
    {
        var wanted = names.ToList();
        if (session.Sites.WithName(wanted, exceptId) is { } other)
            throw new AegirException(AegirErrorKind.AlreadyExists, "NameTaken",
                $"'{wanted.First(name => name == other.Name || other.Aliases.Contains(name))}' is a name of site '{other.Name}'.",
                "Choose another name, or take it from that site first.");
    }
}
