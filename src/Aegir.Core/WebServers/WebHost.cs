namespace Aegir.WebServers;

/// <summary>What a virtual host answers.</summary>
internal enum WebAnswer { Site, Redirect, Maintenance, Disabled }

/// <summary>One virtual host of a site.</summary>
/// <param name="Target">Where it redirects to; null for the name that was asked for.</param>
internal sealed record WebHost(bool Https, IReadOnlyList<string> Names, WebAnswer Answer, string? Target = null, bool TargetHttps = false)
{
    /// <summary>The virtual hosts of a site, by the table of aegir-spec 6.4. A site that is shut redirects nobody: whoever may pass sees it
    /// under each of its names.</summary>
    public static IReadOnlyList<WebHost> Of(HostedSite site)
    {
        IReadOnlyList<string> all = [.. site.Aliases.Prepend(site.Name).Distinct(StringComparer.Ordinal)];
        if (site.State != HostedState.Open)
        {
            var answer = site.State == HostedState.Maintenance ? WebAnswer.Maintenance : WebAnswer.Disabled;
            return Schemes(site).Select(https => new WebHost(https, all, answer)).ToList();
        }
        IReadOnlyList<string> served = site.Redirection is { } target ? [target] : all;
        IReadOnlyList<string> others = [.. all.Except(served)];
        var hosts = new List<WebHost>();
        foreach (var https in Schemes(site))
        {
            var secure = https || site.Https == HttpsMode.Required;
            if (https || site.Https != HttpsMode.Required)
                hosts.Add(new WebHost(https, served, WebAnswer.Site));
            else
                hosts.Add(new WebHost(https, served, WebAnswer.Redirect, site.Redirection, secure));
            if (others.Count > 0)
                hosts.Add(new WebHost(https, others, WebAnswer.Redirect, site.Redirection, secure));
        }
        return hosts;
    }

    private static IEnumerable<bool> Schemes(HostedSite site) => site.Https == HttpsMode.Off ? [false] : [false, true];
}
