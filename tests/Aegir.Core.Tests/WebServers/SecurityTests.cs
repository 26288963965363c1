using Aegir.Tests.Components;

namespace Aegir.Tests.WebServers;

/// <summary>What may and may not be asked of a Drupal behind a real web server (aegir-spec 6.6).</summary>
public sealed class SecurityTests
{
    private const string Secret = "nobody may read this";

    // Every file is there, with the secret in it.
    private static readonly string[] Hidden =
    [
        ".git/config", ".gitignore", ".htaccess.bak", "core/.env", "modules/contrib/token/.svn/entries", "sites/SITE/files/.ht.secret",
        "composer.json", "composer.lock", "core/composer.json", "core/package.json", "core/yarn.lock", "web.config",
        "dump.sql", "dump.sql.gz", "backup.sqlite", "sites/SITE/files/backup.sql", "sites/SITE/files/dump.mysql", "core/includes/layout.inc", "core/scripts/drupal.sh",
        "modules/contrib/token/x.module", "modules/contrib/token/x.install", "modules/contrib/token/x.info.yml", "modules/contrib/token/x.info",
        "themes/x/x.theme", "themes/x/page.html.twig", "themes/x/page.tpl.php", "profiles/x/x.profile", "x.make", "core/core.services.yml",
        "sites/default/services.yml", "sites/development.services.yml", "sites/SITE/files/translations/de.po", "sites/SITE/files/x.yml",
        "sites/SITE/files/config_a1b2/sync/system.site.yml", "sites/SITE/files/config_a1b2/sync/plain.txt", "sites/SITE/files/backup_migrate/manual/x.zip",
        "sites/SITE/private/x.txt", "sites/SITE/private/files/x.pdf", "sites/SITE/private/config/sync/x", "sites/SITE/files/private/x.txt", "sites/SITE/files/php/twig/x",
        "sites/SITE/settings.php", "sites/SITE/settings.local.php", "sites/SITE/drushrc.php", "sites/SITE/settings.php~", "sites/SITE/settings.php.bak", "sites/SITE/settings.php.swp",
        "sites/SITE/files/evil.php", "sites/SITE/files/evil.php5", "sites/SITE/files/evil.phtml", "sites/SITE/files/evil.PHP", "sites/SITE/files/evil.phar",
        "sites/SITE/files/evil.php/x.jpg", "sites/SITE/files/evil.pl", "files/evil.php",
        "update.php", "install.php", "authorize.php", "rebuild.php", "xmlrpc.php", "web.php", "core/install.php", "core/authorize.php", "core/rebuild.php",
        "core/lib/Other.php", "core/modules/statistics/statistics.php", "modules/contrib/token/x.php", "modules/x/index.php", "autoload.php", "cron.php",
        "CHANGELOG.txt", "core/CHANGELOG.txt", "README.md", "core/INSTALL.mysql.txt", "LICENSE.txt", "MAINTAINERS.txt", "sites/README.txt",
        "modules/contrib/token/README.md", "modules/contrib/token/notes.txt", "themes/x/readme.txt", "libraries/x/license.md", "sites/all/modules/x/changelog.txt",
        "vendor/x/x.json", "node_modules/x/x.js", "error.log", "modules/contrib/token/x.ini", "phpunit.xml.dist", "Gruntfile.js",
    ];

    [NeedsWebServersTheory, Both(10), Both(7)]
    public async Task What_is_hidden_is_not_served_and_no_program_runs(WebServerType type, int major)
    {
        using var trial = await DrupalTrial.MakeAsync(type, major);
        Plant(trial);
        Assert.Equal(200, trial.Visitor.Get(DrupalTrial.Site).Status);

        var wrong = new List<string>();
        foreach (var path in Hidden.Select(path => "/" + path.Replace("SITE", DrupalTrial.Site, StringComparison.Ordinal)))
            foreach (var variant in new[] { path, path + "?x=y", path.Replace(".", "%2e", StringComparison.Ordinal), "//" + path[1..], "/x/.." + path })
            {
                var reply = trial.Visitor.Get(DrupalTrial.Site, variant);
                if (reply.Status == 200 || reply.Body.Contains(Secret, StringComparison.Ordinal) || reply.Body.Contains("RAN", StringComparison.Ordinal))
                    wrong.Add($"{variant}: {reply.Status}");
                // A page of the site may be called vendor or node_modules.
                if (variant == path && reply.Status != 404)
                    wrong.Add($"{variant}: {reply.Status}");
            }
        Assert.Empty(wrong);
    }

    [NeedsWebServersTheory, Both(10), Both(7)]
    public async Task What_visitors_need_is_served(WebServerType type, int major)
    {
        using var trial = await DrupalTrial.MakeAsync(type, major, prepare =>
        {
            prepare.Folder.Write("seen/x", "");
            Write(prepare, "modules/contrib/token/token.js", "a script");
            Write(prepare, "core/misc/drupal.css", "a sheet");
            Write(prepare, "sites/SITE/files/a b.txt", "an upload");
            Write(prepare, "sites/SITE/files/modules/readme.txt", "another upload");
            Write(prepare, "sites/SITE/files/robots.txt", "the site's robots");
            Write(prepare, ".well-known/security.txt", "a contact");
        });
        var visitor = trial.Visitor;

        Assert.Contains($"Title of {DrupalTrial.Site}", visitor.Get(DrupalTrial.Site).Body);
        Assert.Equal(200, visitor.Get(DrupalTrial.Site, "/node/1").Status);
        Assert.Equal(200, visitor.Get(DrupalTrial.Site, "/node/1?page=2").Status);
        Assert.Equal(200, visitor.Send("HEAD", DrupalTrial.Site, "/").Status);
        Assert.Equal("the site's robots", visitor.Get(DrupalTrial.Site, "/robots.txt").Body);
        Assert.Equal("a contact", visitor.Get(DrupalTrial.Site, "/.well-known/security.txt").Body);
        Assert.Contains("saved", visitor.Send("POST", DrupalTrial.Site, "/comment/new", body: "nid=1&body=hello").Body);
        Assert.Equal("an upload", visitor.Get(DrupalTrial.Site, $"/sites/{DrupalTrial.Site}/files/a%20b.txt").Body);
        foreach (var path in new[] { $"/sites/{DrupalTrial.Site}/files/pictures/stand-in.png", "/files/pictures/stand-in.png", $"/sites/{DrupalTrial.Site}/files/modules/readme.txt",
            "/modules/contrib/token/token.js", "/core/misc/drupal.css" })
        {
            var reply = visitor.Get(DrupalTrial.Site, path);
            Assert.True(reply.Status == 200, $"{path}: {reply}");
            Assert.Contains("max-age=2592000", reply.Headers["cache-control"]);
        }
        // Drupal makes these when they are first asked for.
        foreach (var path in new[] { $"/sites/{DrupalTrial.Site}/files/styles/large/public/x.png", $"/sites/{DrupalTrial.Site}/files/css/css_new.css", "/no/such/page", "/index.php?q=node/1", "/index.php/node/1",
            "/system/files/x.pdf", $"/sites/{DrupalTrial.Site}/files/js/js_new.js?scope=footer" })
        {
            var reply = visitor.Get(DrupalTrial.Site, path);
            Assert.True(reply.Headers.ContainsKey("x-generator"), $"{path}: {reply}");
            Assert.False(reply.Headers["cache-control"].Contains("2592000", StringComparison.Ordinal));
        }
    }

    [NeedsWebServersTheory, Both]
    public async Task Attacks_are_refused_and_other_requests_are_not(WebServerType type)
    {
        using var trial = new WebTrial(type);
        await trial.PublishAsync();
        int Post(string path) => trial.Visitor.Send("POST", WebTrial.Site, path, body: "a=b").Status;

        Assert.Equal(403, Post("/user/register?element_parents=account/mail/%23value&ajax_form=1&_wrapper_format=drupal_ajax"));
        Assert.Equal(403, Post("/?q=user/password&name[%23post_render][]=passthru&name[%23markup]=id"));
        Assert.Equal(403, Post("/?q=user/password&name%5B%2523post_render%5D%5B%5D=passthru"));
        Assert.Equal(200, Post("/node/add?element_parents=field_image/widget/0&ajax_form=1"));
        Assert.Equal(200, Post("/node/1?destination=/node/2%23comment-3&a[23]=x"));
        foreach (var method in new[] { "TRACE", "TRACK", "PROPFIND", "CONNECTED" })
            Assert.Contains(trial.Visitor.Send(method, WebTrial.Site, "/").Status, new[] { 400, 403, 405, 501 });
        foreach (var method in new[] { "GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS" })
            Assert.Equal(200, trial.Visitor.Send(method, WebTrial.Site, "/jsonapi/node", body: method is "GET" ? null : "a=b").Status);
        Assert.Contains("HTTP_PROXY=\n", trial.Visitor.Get(WebTrial.Site, "/", false, "Proxy: http://evil.example.test").Body);
        Assert.Contains("HTTP_X_AEGIR_TASK=\n", trial.Visitor.Get(WebTrial.Site, "/", false, "X_Aegir_Task: guess").Body);
    }

    [NeedsWebServersTheory, Both]
    public async Task Cron_of_Drupal_7_runs_for_whoever_gives_a_key(WebServerType type)
    {
        using var trial = new WebTrial(type);
        trial.Folder.Write("code/cron.php", "<?php echo 'RAN ', $_GET['cron_key'];");
        await trial.PublishAsync(trial.Hosted with { CoreMajor = 7 });

        Assert.Equal(404, trial.Visitor.Get(WebTrial.Site, "/cron.php").Status);
        Assert.Equal(404, trial.Visitor.Get(WebTrial.Site, "/cron.php?cron_key=").Status);
        Assert.Equal("RAN abc", trial.Visitor.Get(WebTrial.Site, "/cron.php?cron_key=abc").Body);
        await trial.PublishAsync(trial.Hosted with { CoreMajor = 10 });
        Assert.Equal(404, trial.Visitor.Get(WebTrial.Site, "/cron.php?cron_key=abc").Status);
    }

    private static void Plant(DrupalTrial trial)
    {
        foreach (var path in Hidden.Where(path => !path.Contains(".php/", StringComparison.Ordinal)))
            Write(trial, path, $"<?php echo 'RAN'; // {Secret}\n");
    }

    // What a platform or a site needs stays as it is.
    private static void Write(DrupalTrial trial, string path, string text)
    {
        var file = $"{trial.Docroot}/{path.Replace("SITE", DrupalTrial.Site, StringComparison.Ordinal)}";
        if (File.Exists(file))
            return;
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
