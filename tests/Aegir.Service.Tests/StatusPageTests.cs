using System.Net;
using Aegir.Service.Tests.Components;
using Aegir.State;
using Aegir.Tests.Components;

namespace Aegir.Service.Tests;

/// <summary>What the status page shows, and that it shows nothing else.</summary>
public sealed class StatusPageTests : IDisposable
{
    private const string Script = "<script>alert(1)</script>";

    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Whatever_a_name_or_a_log_line_holds_is_text()
    {
        long task = 0;
        Fill(session =>
        {
            var platform = AddPlatform(session, $"P {Script} \" ' &");
            AddSite(session, "\"><img src=x onerror=alert(1)>.example.com", platform);
            task = session.Tasks.Start(Script, "site", Script, "m/1/1", null);
            session.Tasks.Log(task, TaskLogLevel.Warning, Script, Script);
            session.Journal.Record(task, 0, Script, StepPhase.Begun);
        });
        await using var service = await ServiceUnderTest.StartAsync(folder);

        foreach (var path in new[] { "/", "/sites", "/platforms", "/tasks", $"/tasks/{task}", $"/sites?q={Uri.EscapeDataString(Script)}", "/compare?left=" + Uri.EscapeDataString($"P {Script} \" ' &") + "&right=" + Uri.EscapeDataString($"P {Script} \" ' &") })
        {
            var page = await service.PageAsync(path);
            Assert.DoesNotContain(Script, page);
            Assert.DoesNotContain("<img src=x", page);
            Assert.Single(System.Text.RegularExpressions.Regex.Matches(page, "<script"));
        }
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", await service.PageAsync($"/tasks/{task}"));
    }

    [Fact]
    public async Task Every_answer_forbids_what_comes_from_elsewhere()
    {
        await using var service = await ServiceUnderTest.StartAsync(folder);

        foreach (var path in new[] { "/", "/sites", "/platforms", "/tasks", "/compare", "/assets/aegir.css", "/assets/aegir.js", "/assets/aegir.svg", "/healthz", "/metrics", "/tasks/77", "/nothing" })
        {
            using var answer = await service.Client.GetAsync(path);
            var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
            Assert.Contains("default-src 'none'; style-src 'self'; script-src 'self'", policy);
            Assert.DoesNotContain("unsafe", policy);
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            var text = await answer.Content.ReadAsStringAsync();
            Assert.DoesNotMatch("(src|href)=\"(https?:)?//", text);
            Assert.DoesNotMatch("<[^>]+ (style|on[a-z]+)=", text);
        }
    }

    [Fact]
    public async Task It_only_reads()
    {
        await using var service = await ServiceUnderTest.StartAsync(folder);

        foreach (var path in new[] { "/", "/sites", "/platforms", "/tasks", "/compare", "/metrics" })
            foreach (var method in new[] { HttpMethod.Post, HttpMethod.Put, HttpMethod.Delete })
            {
                using var answer = await service.Client.SendAsync(new HttpRequestMessage(method, path));
                Assert.False(answer.IsSuccessStatusCode, $"{method} {path}: {answer.StatusCode}");
            }
    }

    [Fact]
    public async Task Called_by_another_name_it_does_not_answer()
    {
        await using var service = await ServiceUnderTest.StartAsync(folder, change: settings => settings.HostNames = "status.example.com");

        Assert.Equal(HttpStatusCode.OK, await StatusAsync("status.example.com"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("localhost"));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync("rebound.example.net"));

        async Task<HttpStatusCode> StatusAsync(string host)
        {
            var message = new HttpRequestMessage(HttpMethod.Get, "/");
            message.Headers.Host = host;
            using var answer = await service.Client.SendAsync(message);
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task Five_hundred_sites_are_paged_and_found()
    {
        Fill(session =>
        {
            session.Distributions.Add("Ten");
            var ten = session.Distributions.Get("Ten")!.Id;
            var (old, target) = (AddPlatform(session, "Old", ten), AddPlatform(session, "New", ten));
            session.Distributions.SetTarget(ten, target);
            for (var number = 0; number < 500; number++)
                AddSite(session, $"site{number:000}.example.com", number < 120 ? target : old);
        });
        await using var service = await ServiceUnderTest.StartAsync(folder);

        var overview = await service.PageAsync("/");
        Assert.Contains("120 of 500 sites are on it", overview);
        Assert.Contains("380 behind", overview);
        var first = await service.PageAsync("/sites");
        Assert.Contains("500 sites", first);
        Assert.Contains("site049.example.com", first);
        Assert.DoesNotContain("site050.example.com", first);
        Assert.Contains("site050.example.com", await service.PageAsync("/sites?page=2"));
        Assert.Contains("10 of 10", await service.PageAsync("/sites?page=10"));
        Assert.Contains("site499.example.com", await service.PageAsync("/sites?page=999"));
        Assert.Contains("380 sites", await service.PageAsync("/sites?behind=true&distribution=Ten"));
        Assert.Contains("10 sites", await service.PageAsync("/sites?q=site49&page=1"));
        Assert.Contains("500 sites", await service.PageAsync("/sites?q="));
    }

    [Fact]
    public async Task Platforms_are_put_side_by_side_and_a_site_against_its_target()
    {
        Fill(session =>
        {
            session.Distributions.Add("Ten");
            var ten = session.Distributions.Get("Ten")!.Id;
            var (old, target) = (AddPlatform(session, "Old", ten), AddPlatform(session, "New", ten));
            session.Distributions.SetTarget(ten, target);
            session.Packages.ReplacePlatform(old, [Core("10.1.5"), Module("views", "1.0"), Module("gone", "2.0"), Module("same", "3.0")]);
            session.Packages.ReplacePlatform(target, [Core("10.3.6"), Module("views", "1.1"), Module("same", "3.0")]);
            var site = AddSite(session, "www.example.com", old);
            session.Packages.ReplaceSite(site, [new InstalledPackage(PackageType.Module, "gone", true, "2.0", 0)]);
        });
        await using var service = await ServiceUnderTest.StartAsync(folder);

        var platforms = await service.PageAsync("/compare?left=Old&right=New");
        Assert.Contains("2 upgrades, 0 downgrades", platforms);
        Assert.DoesNotContain("same", platforms.Split("<tbody>")[1]);
        Assert.Contains(">same", await service.PageAsync("/compare?left=Old&right=New&all=true"));
        var site = await service.PageAsync("/compare?site=www.example.com");
        Assert.Contains("1 missing", site);
        using var nobody = await service.Client.GetAsync("/compare?left=Old&right=Nowhere");
        Assert.Equal(HttpStatusCode.NotFound, nobody.StatusCode);
    }

    [Fact]
    public async Task Health_and_metrics_tell_of_the_hub()
    {
        Fill(session => session.Distributions.Add("Ten"));
        await using var service = await ServiceUnderTest.StartAsync(folder);

        Assert.Equal("Healthy", await service.PageAsync("/healthz"));
        Assert.Matches("aegir_sites_outdated\\{[^}]*distribution=\"Ten\"[^}]*\\} 0", await service.PageAsync("/metrics"));
        service.Hub.Dispose();
        using var lost = await service.Client.GetAsync("/healthz");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "Unhealthy"), (lost.StatusCode, await lost.Content.ReadAsStringAsync()));
    }

    private static Package Core(string version) => new() { Type = PackageType.Platform, Name = "drupal", Version = version };

    private static Package Module(string name, string version) => new() { Type = PackageType.Module, Name = name, Version = version, Path = "modules/" + name };

    private static long AddPlatform(StateSession session, string name, long? distribution = null)
    {
        var id = session.Platforms.Add(new Platform { Name = name, Path = "/var/" + Guid.NewGuid(), ProjectRoot = "/var", Status = PlatformStatus.Enabled }, 1, null);
        if (distribution is not null)
            session.Platforms.SetDistribution(id, distribution);
        return id;
    }

    private static long AddSite(StateSession session, string name, long platform) =>
        session.Sites.Add(new Site { Name = name, Directory = name, Status = SiteStatus.Enabled, DatabaseType = DatabaseType.Sqlite }, platform);

    private void Fill(Action<StateSession> fill)
    {
        using var store = SqliteStore.Open(folder.At("hub/hub.db"));
        ((IStateStore)store).Write(fill);
    }
}
