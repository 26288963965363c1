using Aegir.Tests.Components;

namespace Aegir.Tests.WebServers;

/// <summary>Values with every sign that means something to a web server: they serve as they are, or are refused in words.</summary>
public sealed class HostileTests
{
    private const string Signs = "a/ \"'$;{}()[]#\\%~*?&|<>!^=,:@+`-é.";

    [NeedsWebServersTheory, Both(1), Both(2)]
    public async Task A_docroot_of_any_name_is_served_or_refused(WebServerType type, int seed)
    {
        using var trial = new WebTrial(type);
        await trial.PublishAsync();
        var random = new Random(seed);
        var named = new[] { "it's a \"test\" of $HOME; #1", "${HOSTNAME}", "$1 %1 %{ENV:PATH}", "{}", "a;b", "x\\", "\\\"", "${aegir_dollar}", "*", "[x]", "%24", "~", "é" };
        var drawn = Enumerable.Range(0, 12).Select(_ => new string([.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => Signs[random.Next(Signs.Length)])]));
        var (served, refused) = (0, 0);
        foreach (var name in (seed == 1 ? named : drawn).Select(name => $"d/{name}x").Where(name => Names.AbsolutePath("/" + name) == "/" + name))
        {
            var site = trial.Hosted with { Docroot = trial.MakeDocroot(name) };
            try
            {
                await trial.PublishAsync(site);
            }
            catch (AegirException error)
            {
                Assert.True(error.Id == "SiteNotServable", $"{name}: {error.Message}");
                refused++;
                continue;
            }
            served++;
            var reply = trial.Visitor.Get(WebTrial.Site, "/a");
            Assert.True(reply.Status == 200, $"{name}: {reply}\n{trial.Web.Log}");
            Assert.Contains($"PHP {site.Docroot}\n", System.Text.Encoding.UTF8.GetString(System.Text.Encoding.Latin1.GetBytes(reply.Body)));
            Assert.Equal("an upload", trial.Visitor.Get(WebTrial.Site, "/files/upload.txt").Body);
            Assert.Equal("an upload", trial.Visitor.Get(WebTrial.Site, $"/sites/{WebTrial.Site}/files/upload.txt").Body);
            await trial.Hosting.PublishPlatformAsync("@platform_x", site.Docroot, default);
        }
        Assert.True(served >= 4, $"{served} served, {refused} refused");
        if (type == WebServerType.Nginx)
            Assert.Equal(0, refused);
    }

    [Theory]
    [InlineData("/a\nb")]
    [InlineData("/a\rb")]
    [InlineData("/a\tb")]
    [InlineData("relative")]
    [InlineData("/a/../b")]
    public void A_docroot_that_no_configuration_can_hold_is_refused(string docroot) => AssertRefused(site => site with { Docroot = docroot });

    [Theory]
    [InlineData("a;b.test")]
    [InlineData("a b.test")]
    [InlineData("../etc")]
    [InlineData("_")]
    [InlineData("*.example.test")]
    [InlineData("a.test\n}")]
    [InlineData("")]
    public void A_name_that_is_no_domain_is_refused(string name)
    {
        AssertRefused(site => site with { Name = name });
        AssertRefused(site => site with { Redirection = name });
        if (name != "*.example.test")
            AssertRefused(site => site with { Aliases = [name] });
    }

    [Fact]
    public void Other_values_that_are_none_are_refused()
    {
        AssertRefused(site => site with { Aliases = ["*.test"] });
        AssertRefused(site => site with { Aliases = ["a.*.test"] });
        AssertRefused(site => site with { Directory = "../x" });
        AssertRefused(site => site with { Directory = "a b" });
        AssertRefused(site => site with { Https = HttpsMode.On, Certificate = "../../etc" });
        AssertRefused(site => site with { Https = HttpsMode.On, Certificate = "*" });
        AssertRefused(site => site with { PassToken = "a\"; return 200; #" });
    }

    private static void AssertRefused(Func<Aegir.WebServers.HostedSite, Aegir.WebServers.HostedSite> change)
    {
        var site = change(new Aegir.WebServers.HostedSite { Name = "one.example.test", Directory = "one.example.test", Docroot = "/var/aegir/platforms/x" });
        var host = new Aegir.Hosts.ScriptedHost();
        foreach (var type in WebServerUnderTest.Types)
        {
            Aegir.WebServers.IWebHosting hosting = type == WebServerType.Nginx
                ? new Aegir.WebServers.Nginx.NginxHosting(host, new Server { Name = "web" })
                : new Aegir.WebServers.Apache.ApacheHosting(host, new Server { Name = "web" });
            var error = Assert.ThrowsAsync<AegirException>(() => hosting.PublishSiteAsync(site, default)).GetAwaiter().GetResult();
            Assert.Equal("SiteNotServable", error.Id);
        }
        Assert.Empty(host.Commands);
    }
}
