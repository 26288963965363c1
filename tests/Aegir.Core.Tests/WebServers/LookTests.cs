using Aegir.Drupal;
using Aegir.Hosts;
using Aegir.Tests.Components;
using Aegir.WebServers;

namespace Aegir.Tests.WebServers;

/// <summary>Looks at sites through web servers that redirect.</summary>
public sealed class LookTests
{
    [NeedsWebServersTheory, Both]
    public async Task Redirects_to_https_and_to_another_name_are_followed_on_the_same_machine(WebServerType type)
    {
        using var trial = new WebTrial(type);
        await trial.PublishAsync(trial.Hosted with { Https = HttpsMode.Required, Aliases = ["www.other.test"], Redirection = "www.other.test" });
        var options = new LookOptions { Aliases = ["www.other.test"], Paths = ["/a"] };
        var (http, https) = (ManagedHosting.LocalUrl(trial.Web.Server), ManagedHosting.LocalUrl(trial.Web.Server, https: true));

        var seen = await SiteLook.LookThroughAsync(new LocalHost(), "php", http, WebTrial.Site, "/none", options, default, https);

        Assert.Null(seen.Problem);
        var page = seen.Pages.Single();
        Assert.Equal(200, page.Status);
        Assert.StartsWith("https://www.other.test/a?", page.Redirects.Single(), StringComparison.Ordinal);
        Assert.Contains("HTTP_HOST=www.other.test", page.Text);
        Assert.Contains("HTTPS=on", page.Text);
    }

    [NeedsWebServersTheory, Both]
    public async Task A_redirect_to_a_name_of_another_site_is_no_look_at_this_one(WebServerType type)
    {
        using var trial = new WebTrial(type);
        await trial.PublishAsync(trial.Hosted with { Aliases = ["www.other.test"], Redirection = "www.other.test" });

        var seen = await SiteLook.LookThroughAsync(new LocalHost(), "php", ManagedHosting.LocalUrl(trial.Web.Server), WebTrial.Site, "/none", new LookOptions(), default,
            ManagedHosting.LocalUrl(trial.Web.Server, https: true));

        Assert.Contains("redirects to another site, www.other.test", seen.Problem);
    }

    [NeedsWebServersTheory, Both]
    public async Task The_page_of_maintenance_counts_as_closed_and_its_token_lets_in(WebServerType type)
    {
        using var trial = new WebTrial(type);
        await trial.PublishAsync(trial.Hosted with { State = HostedState.Maintenance, PassToken = "abcdef", Https = HttpsMode.Required });
        Task<LookResult> Look(LookOptions options) => SiteLook.LookThroughAsync(new LocalHost(), "php", ManagedHosting.LocalUrl(trial.Web.Server), WebTrial.Site,
            "/none", options, default, ManagedHosting.LocalUrl(trial.Web.Server, https: true));

        Assert.Null((await Look(new LookOptions { ExpectClosed = true })).Problem);
        Assert.NotNull((await Look(new LookOptions())).Problem);
        Assert.Null((await Look(new LookOptions { Token = "abcdef" })).Problem);
    }
}
