using Aegir.Tests.Components;

namespace Aegir.Tests.WebServers;

/// <summary>Every cell of the table of aegir-spec 6.4, asked of real web servers.</summary>
[Trait("Oracle", "48")]
public sealed class RedirectTests
{
    private const string Alias = "www.example.test";
    private const string Other = "shop.example.test";
    private const string Wild = "*.sub.example.test";

    [NeedsWebServersTheory]
    [Both(HttpsMode.Off, null)]
    [Both(HttpsMode.Off, WebTrial.Site)]
    [Both(HttpsMode.Off, Alias)]
    [Both(HttpsMode.On, null)]
    [Both(HttpsMode.On, WebTrial.Site)]
    [Both(HttpsMode.On, Alias)]
    [Both(HttpsMode.Required, null)]
    [Both(HttpsMode.Required, WebTrial.Site)]
    [Both(HttpsMode.Required, Alias)]
    public async Task Every_name_is_served_or_redirected_as_the_table_says(WebServerType type, HttpsMode mode, string? target)
    {
        using var trial = new WebTrial(type);
        trial.Folder.Write("aegir/config/letsencrypt.d/well-known/acme-challenge/question", "answer");
        await trial.PublishAsync(trial.Hosted with { Aliases = [Alias, Other, Wild], Redirection = target, Https = mode });

        foreach (var name in new[] { WebTrial.Site, Alias, Other, "deep.sub.example.test" })
        {
            // What the table says, written out once more.
            var http = (mode, target) switch
            {
                (HttpsMode.Required, null) => $"https://{name}",
                (HttpsMode.Required, _) => $"https://{target}",
                (_, null) => null,
                _ => name == target ? null : $"http://{target}",
            };
            var https = target is null || name == target ? null : $"https://{target}";
            AssertAnswer(trial, name, false, http);
            if (mode == HttpsMode.Off)
                Assert.Equal(404, trial.Visitor.Get(name, "/", https: true).Status);
            else
                AssertAnswer(trial, name, true, https);
            Assert.Equal("answer", trial.Visitor.Get(name, "/.well-known/acme-challenge/question").Body);
        }
    }

    [NeedsWebServersTheory, Both]
    public async Task Whoever_names_a_port_is_redirected_to_a_port(WebServerType type)
    {
        using var trial = new WebTrial(type);
        var (port, httpsPort) = (trial.Web.Server.WebPort, trial.Web.Server.WebHttpsPort);
        await trial.PublishAsync(trial.Hosted with { Aliases = [Alias], Redirection = WebTrial.Site, Https = HttpsMode.On });
        Assert.Equal($"http://{WebTrial.Site}:{port}/a", trial.Visitor.Get($"{Alias}:{port}", "/a").Location);
        Assert.Equal($"https://{WebTrial.Site}:{httpsPort}/a", trial.Visitor.Get($"{Alias}:{httpsPort}", "/a", https: true).Location);

        await trial.PublishAsync(trial.Hosted with { Https = HttpsMode.Required });
        Assert.Equal($"https://{WebTrial.Site}:{httpsPort}/a", trial.Visitor.Get($"{WebTrial.Site}:{port}", "/a").Location);
        Assert.Contains($"HTTP_HOST={WebTrial.Site}:{httpsPort}\n", trial.Visitor.Get($"{WebTrial.Site}:{httpsPort}", "/a", https: true).Body);
    }

    [NeedsWebServersTheory, Both]
    public async Task A_redirect_keeps_the_address_as_it_was_written(WebServerType type)
    {
        using var trial = new WebTrial(type);
        await trial.PublishAsync(trial.Hosted with { Aliases = [Alias], Redirection = WebTrial.Site });

        foreach (var path in new[] { "/", "/node/1?page=2&x=a%20b", "/caf%C3%A9/%25/a%3Fb?q=%26", "/a%2Fb", "/?" })
        {
            var reply = trial.Visitor.Get(Alias, path);
            Assert.Equal(301, reply.Status);
            Assert.Equal($"http://{WebTrial.Site}{path}".TrimEnd('?'), reply.Location!.TrimEnd('?'));
        }
    }

    [NeedsWebServersTheory, Both]
    public async Task A_plain_name_wins_over_the_wildcard_of_another_site(WebServerType type)
    {
        using var trial = new WebTrial(type);
        await trial.Hosting.PublishSiteAsync(trial.Hosted with { Name = "a.test", Aliases = ["*.example.test"], Docroot = trial.MakeDocroot("a") }, default);
        await trial.Hosting.PublishSiteAsync(trial.Hosted with { Name = "b.test", Aliases = ["*.deep.example.test"], Docroot = trial.MakeDocroot("b") }, default);
        await trial.PublishAsync(trial.Hosted with { Aliases = ["zz.example.test"] });

        Assert.Contains($"PHP {trial.Folder.At("a")}\n", trial.Visitor.Get("x.example.test").Body);
        Assert.Contains($"PHP {trial.Folder.At("b")}\n", trial.Visitor.Get("x.deep.example.test").Body);
        Assert.Contains($"PHP {trial.Docroot}\n", trial.Visitor.Get(WebTrial.Site).Body);
        Assert.Contains($"PHP {trial.Docroot}\n", trial.Visitor.Get("zz.example.test").Body);
        await trial.Hosting.WithdrawSiteAsync("b.test", default);
        await trial.Hosting.ReloadAsync(default);
        Assert.Contains($"PHP {trial.Folder.At("a")}\n", trial.Visitor.Get("x.deep.example.test").Body);
    }

    [NeedsWebServersTheory, Both]
    public async Task A_host_in_the_request_line_counts_and_not_another_beside_it(WebServerType type)
    {
        using var trial = new WebTrial(type);
        await trial.PublishAsync();

        var reply = trial.Visitor.Get("evil.example.test", $"http://{WebTrial.Site}/a");

        Assert.DoesNotContain("evil", reply.Body);
    }

    private static void AssertAnswer(WebTrial trial, string name, bool https, string? redirect)
    {
        var reply = trial.Visitor.Get(name, "/a/b?c=d", https);
        if (redirect is null)
        {
            Assert.True(reply.Status == 200, $"{name}: {reply}\n{trial.Web.Log}");
            Assert.Contains($"HTTP_HOST={name}\n", reply.Body);
            Assert.Contains($"HTTPS={(https ? "on" : "")}\n", reply.Body);
        }
        else
        {
            Assert.True(reply.Status == 301, $"{name}: {reply}");
            Assert.Equal(redirect + "/a/b?c=d", reply.Location);
        }
    }
}
