using Aegir.Tests.Components;
using Aegir.WebServers;

namespace Aegir.Tests.WebServers;

/// <summary>What a real web server answers for a site in each state, and for names that no site has.</summary>
public sealed class StateTests
{
    private const string Token = "0123456789abcdef0123456789abcdef";

    [NeedsWebServersTheory, Both]
    public async Task An_open_site_is_served_under_each_of_its_names(WebServerType type)
    {
        using var trial = new WebTrial(type);
        await trial.PublishAsync(trial.Hosted with { Aliases = ["www.example.test", "*.sub.example.test"] });

        foreach (var name in new[] { WebTrial.Site, "www.example.test", "a.sub.example.test", "ONE.Example.test" })
        {
            var reply = trial.Visitor.Get(name, "/node/1?x=y");
            Assert.True(reply.Status == 200, $"{name}: {reply}\n{trial.Web.Log}");
            Assert.Contains($"PHP {trial.Docroot}\nHTTP_HOST={name.ToLowerInvariant()}\n", reply.Body.Replace(name, name.ToLowerInvariant(), StringComparison.Ordinal));
            Assert.Contains("REQUEST_URI=/node/1?x=y\nQUERY_STRING=x=y\nSCRIPT_NAME=/index.php\n", reply.Body);
            Assert.Contains($"DOCUMENT_ROOT={trial.Docroot}\n", reply.Body);
        }
        Assert.Equal(404, trial.Visitor.Get("sub.example.test").Status);
    }

    [NeedsWebServersTheory, Both]
    [Trait("Oracle", "50")]
    public async Task A_name_that_no_site_has_is_answered_404(WebServerType type)
    {
        using var trial = new WebTrial(type);
        await trial.PublishAsync(trial.Hosted with { Https = HttpsMode.On });

        foreach (var https in new[] { false, true })
        {
            Assert.Equal(404, trial.Visitor.Get("unknown.example.test", "/", https).Status);
            Assert.Equal(404, trial.Visitor.Get("unknown.example.test", "/index.php", https).Status);
            Assert.Equal(404, trial.Visitor.Get("127.0.0.1", "/", https).Status);
        }
        Assert.Contains("default.invalid", trial.Visitor.Get("unknown.example.test", "/", https: true).Certificate!.Subject);
    }

    [NeedsWebServersTheory, Both(HttpsMode.Off), Both(HttpsMode.On), Both(HttpsMode.Required)]
    public async Task Maintenance_shuts_out_all_but_those_with_the_token(WebServerType type, HttpsMode mode)
    {
        using var trial = new WebTrial(type);
        Challenge(trial);
        await trial.PublishAsync(trial.Hosted with
        {
            State = HostedState.Maintenance,
            PassToken = Token,
            Https = mode,
            Aliases = ["www.example.test"],
            Redirection = "www.example.test",
        });

        foreach (var https in mode == HttpsMode.Off ? new[] { false } : [false, true])
            foreach (var name in new[] { WebTrial.Site, "www.example.test" })
                foreach (var path in new[] { "/", "/index.php", $"/sites/{WebTrial.Site}/files/upload.txt" })
                {
                    var shut = trial.Visitor.Get(name, path, https);
                    Assert.True(shut.Status == 503, $"{name}{path}: {shut}");
                    Assert.Equal("60", shut.Headers["retry-after"]);
                    Assert.Equal("closed", shut.Headers["x-aegir-gate"]);
                    Assert.StartsWith("text/html", shut.Headers["content-type"], StringComparison.Ordinal);
                    Assert.Contains("<h1>Back in a moment</h1>", shut.Body);
                    Assert.Equal(503, trial.Visitor.Send("POST", name, path, https, "a=b").Status);
                    Assert.Equal(503, trial.Visitor.Get(name, path, https, "X-Aegir-Task: " + Token[1..]).Status);
                    Assert.Equal(503, trial.Visitor.Get(name, path, https, "X_Aegir_Task: " + Token).Status);

                    var passed = trial.Visitor.Get(name, path, https, "X-Aegir-Task: " + Token);
                    Assert.True(passed.Status == 200, $"{name}{path}: {passed}");
                    if (path == "/")
                        Assert.Contains("HTTP_X_AEGIR_TASK=" + Token, passed.Body);
                }
        Assert.Equal("answer", trial.Visitor.Get(WebTrial.Site, "/.well-known/acme-challenge/question").Body);
    }

    [NeedsWebServersTheory, Both]
    public async Task Maintenance_without_a_token_shuts_out_all(WebServerType type)
    {
        using var trial = new WebTrial(type);
        await trial.PublishAsync(trial.Hosted with { State = HostedState.Maintenance });

        Assert.Equal(503, trial.Visitor.Get(WebTrial.Site).Status);
        Assert.Equal(503, trial.Visitor.Get(WebTrial.Site, "/", false, "X-Aegir-Task: ").Status);
    }

    // The original redirected to a page of its front end; there is none, so that the web server answers by itself.
    [NeedsWebServersTheory, Both(HttpsMode.Off), Both(HttpsMode.Required)]
    [Trait("Oracle", "49")]
    public async Task A_disabled_site_is_answered_503_whatever_is_asked_of_it(WebServerType type, HttpsMode mode)
    {
        using var trial = new WebTrial(type);
        Challenge(trial);
        await trial.PublishAsync(trial.Hosted with { State = HostedState.Disabled, PassToken = Token, Https = mode, Aliases = ["www.example.test"] });

        foreach (var https in mode == HttpsMode.Off ? new[] { false } : [false, true])
            foreach (var path in new[] { "/", "/index.php", "/user/login", $"/sites/{WebTrial.Site}/files/upload.txt" })
            {
                var reply = trial.Visitor.Get("www.example.test", path, https, "X-Aegir-Task: " + Token);
                Assert.Equal(503, reply.Status);
                Assert.False(reply.Headers.ContainsKey("retry-after"));
                Assert.Contains("<h1>Not available</h1>", reply.Body);
                Assert.DoesNotContain("aegir", reply.Body, StringComparison.OrdinalIgnoreCase);
            }
        Assert.Equal("answer", trial.Visitor.Get(WebTrial.Site, "/.well-known/acme-challenge/question").Body);
        await trial.PublishAsync(trial.Hosted);
        Assert.Equal(200, trial.Visitor.Get(WebTrial.Site).Status);
    }

    [NeedsWebServersTheory, Both]
    [Trait("Oracle", "45")]
    public async Task A_site_that_is_withdrawn_is_gone_at_once(WebServerType type)
    {
        using var trial = new WebTrial(type);
        await trial.PublishAsync(trial.Hosted with { Https = HttpsMode.On });
        Assert.Equal(200, trial.Visitor.Get(WebTrial.Site, "/", https: true).Status);

        await trial.Hosting.WithdrawSiteAsync(WebTrial.Site, default);
        await trial.Hosting.ReloadAsync(default);
        await trial.Hosting.WithdrawSiteAsync(WebTrial.Site, default);

        Assert.Equal(404, trial.Visitor.Get(WebTrial.Site).Status);
        Assert.Equal(404, trial.Visitor.Get(WebTrial.Site, "/", https: true).Status);
        Assert.Empty(Directory.EnumerateFileSystemEntries(trial.Web.Tree + "/vhost.d"));
        Assert.False(Directory.Exists($"{trial.Folder.Path}/aegir/config/ssl.d/{WebTrial.Site}"));
        Assert.False(Directory.Exists($"{trial.Folder.Path}/aegir/config/server_master/ssl.d/{WebTrial.Site}"));
    }

    [NeedsWebServersTheory, Both]
    public async Task A_site_that_moves_to_another_docroot_is_served_from_there_at_once(WebServerType type)
    {
        using var trial = new WebTrial(type);
        await trial.PublishAsync();
        Assert.Contains($"PHP {trial.Docroot}\n", trial.Visitor.Get(WebTrial.Site).Body);
        var other = trial.MakeDocroot("newer");

        await trial.PublishAsync(trial.Hosted with { Docroot = other });

        for (var i = 0; i < 20; i++)
            Assert.Contains($"PHP {other}\n", trial.Visitor.Get(WebTrial.Site).Body);
    }

    private static void Challenge(WebTrial trial) =>
        trial.Folder.Write("aegir/config/letsencrypt.d/well-known/acme-challenge/question", "answer");
}
