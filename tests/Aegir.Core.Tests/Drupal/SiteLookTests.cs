using System.Diagnostics;
using Aegir.Drupal;
using Aegir.Hosts;
using Aegir.Tests.Components;

namespace Aegir.Tests.Drupal;

public sealed class SiteLookTests : IDisposable
{
    private readonly SiteTree tree = new();

    public void Dispose() => tree.Dispose();

    [NeedsPhpFact]
    public async Task A_working_site_has_no_problem()
    {
        tree.Write("robots.txt", "User-agent: *");
        var seen = await Look("/", "/node/1?page=2", "/moved", "/robots.txt", "/sites/example.com/.ht.sqlite");
        Assert.Null(seen.Problem);
        Assert.Equal("Home of example.com", seen.Pages[0].Title);
        Assert.Equal("/ /index.php plain", seen.Pages[0].Text);
        Assert.True(seen.Pages[0].RightSite);
        Assert.Equal([tree.SettingsFile], seen.Pages[0].Settings);
        Assert.StartsWith("/node/1?page=2 /index.php", seen.Pages[1].Text);
        Assert.Equal(["/there"], seen.Pages[2].Redirects);
        Assert.Equal(200, seen.Pages[2].Status);
        Assert.Equal(("User-agent: *", null), (seen.Pages[3].Text, seen.Pages[3].RightSite));
        Assert.Equal("Home of example.com", seen.Pages[4].Title);
    }

    [NeedsPhpTheory]
    [InlineData("http_response_code(500); echo '<title>Oops</title>Twig is too new'; exit;", "answers 500: Oops")]
    [InlineData("throw new Exception('no such table');", "no such table")]
    [InlineData("http_response_code(400); exit;", "trusted_host_patterns")]
    [InlineData("http_response_code(404); exit;", "answers 404")]
    [InlineData("header('Location: /core/install.php'); exit;", "installer")]
    [InlineData("header('Location: http://example.com/core/install.php?langcode=en'); exit;", "installer")]
    [InlineData("header('Location: https://other.org/'); exit;", "another site, other.org")]
    [InlineData("header('Location: /'); exit;", "circle")]
    public async Task A_site_that_does_not_work_says_what_was_seen(string settings, string problem)
    {
        tree.Settings(settings);
        Assert.Contains(problem, (await Look("/")).Problem);
    }

    [NeedsPhpTheory]
    [InlineData("http_response_code(403); exit;")]
    [InlineData("http_response_code(401); exit;")]
    [InlineData("header('Location: https://www.example.com/'); exit;")]
    [InlineData("if (empty($_SERVER['HTTPS'])) { header('Location: https://example.com/'); exit; }")]
    public async Task A_site_may_keep_strangers_out_and_send_them_to_https(string settings)
    {
        tree.Settings(settings);
        Assert.Null((await Look("/")).Problem);
    }

    [NeedsPhpFact]
    public async Task Behind_https_the_page_itself_is_seen()
    {
        tree.Settings("if (empty($_SERVER['HTTPS'])) { header('Location: https://example.com/'); exit; }");
        Assert.Equal("/ /index.php on", (await Look("/")).Pages[0].Text);
    }

    [NeedsPhpFact]
    public async Task Another_sites_answer_is_noticed()
    {
        tree.Write("sites/default/settings.php", "<?php\n");
        tree.Write("index.php", "<?php require 'sites/default/settings.php'; echo 'Hello';");
        Assert.Contains("was answered by another site", (await Look("/")).Problem);
        tree.Write("index.php", "Hello");
        Assert.Contains("without the site's settings.php", (await Look("/")).Problem);
    }

    [NeedsPhpTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task No_server_is_left_when_php_is_killed(bool cancelled)
    {
        tree.Settings("sleep(60);");
        using var cancel = new CancellationTokenSource();
        var look = SiteLook.LookAsync(new LocalHost(), "php", tree.Docroot, SiteTree.Site, SiteTree.Site, new(), cancel.Token);
        Assert.True(await Becomes(() => Servers().Count == 1));
        if (cancelled)
            await cancel.CancelAsync();
        else
            Process.GetProcessById(Parent(Parent(Servers()[0]))).Kill();
        Assert.NotNull(await Record.ExceptionAsync(() => look));
        Assert.True(await Becomes(() => Servers().Count == 0));
    }

    [NeedsPhpFact]
    public async Task A_page_that_hangs_is_given_up()
    {
        tree.Settings("sleep(60);");
        var clock = Stopwatch.StartNew();
        var seen = await SiteLook.LookAsync(new LocalHost(), "php", tree.Docroot, SiteTree.Site, SiteTree.Site,
            new() { Timeout = TimeSpan.FromSeconds(1) }, CancellationToken.None);
        Assert.Contains("no answer", seen.Problem);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(15));
        Assert.Empty(Servers());
    }

    [NeedsPhpFact]
    public async Task Through_a_web_server_that_is_down_there_is_no_answer()
    {
        var seen = await SiteLook.LookThroughAsync(new LocalHost(), "php", "http://127.0.0.1:1", SiteTree.Site, tree.SettingsFile, new(), CancellationToken.None);
        Assert.Equal("/ of example.com gives no answer.", seen.Problem);
    }

    [NeedsPhpFact]
    public async Task Through_a_web_server_a_site_is_told_by_its_name()
    {
        using var server = new Process { StartInfo = new("php", ["-S", "127.0.0.1:0", "-t", tree.Docroot]) { RedirectStandardError = true } };
        server.Start();
        try
        {
            var port = System.Text.RegularExpressions.Regex.Match((await server.StandardError.ReadLineAsync())!, @"127\.0\.0\.1:(\d+)").Groups[1].Value;
            _ = server.StandardError.ReadToEndAsync();
            var settings = tree.SettingsFile;
            Task<LookResult> Through(LookOptions options) => SiteLook.LookThroughAsync(
                new LocalHost(), "php", $"http://127.0.0.1:{port}", SiteTree.Site, settings, options, CancellationToken.None);

            Assert.Null((await Through(new())).Problem);
            Assert.Contains("is not closed", (await Through(new() { ExpectClosed = true })).Problem);
            await SiteGate.CloseAsync(new LocalHost(), "php", tree.Docroot, SiteTree.Site, "one", CancellationToken.None);
            Assert.Null((await Through(new() { ExpectClosed = true })).Problem);
            var let = await Through(new() { Token = "one" });
            Assert.Null(let.Problem);
            Assert.Equal("Home of example.com", let.Pages[0].Title);
            // Another file in its place, with the same gate, of which the web server does not know yet.
            settings = tree.Write("elsewhere/settings.php", File.ReadAllText(tree.SettingsFile) + "// Another database.\n");
            Assert.Contains("is answered by settings of before", (await Through(new() { Token = "one" })).Problem);
        }
        finally
        {
            server.Kill();
        }
    }

    private Task<LookResult> Look(params string[] paths) => SiteLook.LookAsync(
        new LocalHost(), "php", tree.Docroot, SiteTree.Site, SiteTree.Site, new LookOptions { Paths = paths }, CancellationToken.None);

    private List<int> Servers() => [.. Directory.GetDirectories("/proc").Where(folder =>
    {
        try
        {
            var line = File.ReadAllText(Path.Combine(folder, "cmdline"));
            return !line.StartsWith("sh\0") && line.Contains("\0-S\0") && line.Contains(tree.Docroot);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }).Select(folder => int.Parse(Path.GetFileName(folder)))];

    private static int Parent(int process) => int.Parse(File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("PPid:"))[5..]);

    private static async Task<bool> Becomes(Func<bool> condition)
    {
        for (var i = 0; i < 1500 && !condition(); i++)
            await Task.Delay(50);
        return condition();
    }
}
