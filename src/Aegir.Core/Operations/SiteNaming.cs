using Aegir.State;

namespace Aegir.Operations;

/// <summary>The rules for what a site may be called (aegir-spec 1.4): a domain is one site's only, as its name or as an alias.</summary>
internal static class SiteNaming
{
    /// <summary>The domain as it is kept.</summary>
    /// <exception cref="AegirException">SiteNameInvalid.</exception>
    public static string Checked(string name)
    {
        var domain = Names.Domain(name);
        return Names.IsDomain(domain) ? domain : throw new AegirException(AegirErrorKind.InvalidInput, "SiteNameInvalid",
            $"'{domain}' is not a domain name.", "Use labels of letters, digits and hyphens with dots between, such as www.example.com.");
    }

    /// <summary>The aliases as they are kept, each once and without the site's own name.</summary>
    /// <exception cref="AegirException">AliasInvalid.</exception>
    public static IReadOnlyList<string> CheckedAliases(string site, IEnumerable<string> aliases)
    {
        var names = aliases.Select(Names.Domain).Where(alias => alias != site).Distinct().ToList();
        return names.Find(alias => !Names.IsAlias(alias)) is { } wrong
            ? throw new AegirException(AegirErrorKind.InvalidInput, "AliasInvalid", $"'{wrong}' cannot be an alias.",
                "Use a domain name; *. may stand in front of one with a dot in it, such as *.example.com.")
            : names;
    }

    /// <summary>The client as it is kept; null for none.</summary>
    /// <exception cref="AegirException">ClientInvalid.</exception>
    public static string? CheckedClient(string? client) => string.IsNullOrWhiteSpace(client) ? null
        : Names.ClientFolder(client).Length > 0 ? EntityName.Check(client, "client")
        : throw new AegirException(AegirErrorKind.InvalidInput, "ClientInvalid", $"'{client}' cannot be the name of a client.",
            "Use a name with Latin letters or digits in it: its folder is called by them.");

    /// <exception cref="AegirException">SiteExists.</exception>
    public static void RequireFree(StateSession session, IReadOnlyCollection<string> names, long exceptId = 0)
    {
        if (session.Sites.WithName(names, exceptId) is not { } other)
            return;
        var taken = names.First(name => name == other.Name || other.Aliases.Contains(name));
        throw new AegirException(AegirErrorKind.AlreadyExists, "SiteExists",
            taken == other.Name
                ? $"There is a site '{other.Name}' already, on platform '{other.Platform}'{(other.Status == SiteStatus.Disabled ? ", disabled" : "")}."
                : $"'{taken}' is an alias of '{other.Name}'.",
            "A domain is one site's only: take another, or remove the other site or its alias.");
    }
}
