using Aegir.Operations;
using Aegir.State;
using Newtonsoft.Json;

namespace Aegir.Hub.Requests;

/// <summary>An order for something to be done with a site that is there.</summary>
/// <param name="Site">Its domain.</param>
public abstract record SiteTask(string Site) : TaskRequest
{
    [JsonIgnore]
    public sealed override string TargetType => "site";

    [JsonIgnore]
    public sealed override string Target => Names.Domain(Site);

    /// <summary>True for what may be done with a disabled site (aegir-spec 1.9).</summary>
    [JsonIgnore]
    protected virtual bool TakesDisabled => false;

    /// <exception cref="AegirException">SiteNotFound, SiteDisabled.</exception>
    public sealed override RequestPlace Place(StateSession session)
    {
        var site = session.Sites.Get(Target) ?? throw Missing.Site(Site);
        if (!TakesDisabled)
            SiteRules.RequireEnabled(site);
        return RequestPlace.Of(site, Needs(site));
    }

    /// <summary>The platform it goes to; null where it stays.</summary>
    private protected virtual string? Needs(Site site) => null;
}
