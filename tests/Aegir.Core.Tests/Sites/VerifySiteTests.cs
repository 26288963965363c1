using System.Net;
using Aegir.Tests.Components;

namespace Aegir.Tests.Sites;

/// <summary>What a verify of a site mends, and that it changes nothing else (aegir-spec 2.2, 2.13).</summary>
[Collection(MariaDbTests.Name)]
public sealed class VerifySiteTests(MariaDbServer server)
{
    private const string Site = "checked.example.test";

    [NeedsMariaDbTheory]
    [Trait("Oracle", "47")]
    [InlineData(10)]
    [InlineData(7)]
    public async Task Owners_and_modes_are_mended_and_a_second_verify_changes_nothing(int major)
    {
        using var bench = new SiteBench(server, major);
        await bench.InstallAsync(bench.Order(Site) with { Aliases = ["also.example.test"] });
        var folder = bench.FolderOf(Site);
        var outside = bench.Folder.Write("outside.txt", "x");
        File.SetUnixFileMode(outside, (UnixFileMode)0x180);
        File.CreateSymbolicLink(folder + "/files/link", outside);
        File.CreateSymbolicLink(folder + "/private/files/up", "/");
        // What Drupal, an update by hand and a careless copy leave (field notes 15, 16).
        Command.Run("sh", "-c", """
            cd "$1"
            mkdir -p files/pictures modules/own
            echo code >modules/own/own.module
            chmod 0666 settings.php; chmod 0777 private files; chgrp root files/pictures; chmod 0700 files/pictures
            rm -rf private/temp files/.htaccess libraries
            echo '<?php' >drushrc.php
            chmod 0644 drushrc.php
            chmod 0555 .
            """, "sh", folder);
        File.Delete(bench.Docroot + "/sites/sites.php");

        await bench.Hub.Sites.VerifyAsync(Site, bench.Sink, default);

        string Of(string path) => Command.Run("stat", "-c", "%a %G", $"{folder}/{path}").Trim();
        Assert.Equal("440 www-data", Of("settings.php"));
        Assert.StartsWith("440 ", Of("drushrc.php"));
        Assert.StartsWith("755 ", Of("."));
        foreach (var name in new[] { "files", "private", "private/temp", "files/pictures" })
            Assert.Equal("2770 www-data", Of(name));
        foreach (var name in new[] { "modules", "modules/own", "libraries" })
            Assert.StartsWith("2775 ", Of(name));
        Assert.True(File.Exists(folder + "/files/.htaccess"));
        Assert.Equal("600 root", Command.Run("stat", "-c", "%a %G", outside).Trim());
        using var visitor = new WebVisitor(bench.Docroot);
        Assert.Equal(HttpStatusCode.OK, visitor.Get("also.example.test").Status);

        var before = SiteBench.Stat(bench.Docroot + "/sites");
        await bench.Hub.Sites.VerifyAsync(Site, bench.Sink, default);
        Assert.Equal(before, SiteBench.Stat(bench.Docroot + "/sites"));
    }

    [NeedsMariaDbFact]
    public async Task A_user_is_let_in_again_from_where_the_site_is_served()
    {
        using var bench = new SiteBench(server);
        var site = (await bench.InstallAsync(Site)).Site;
        var accounts = bench.Accounts(site.DatabaseName!);
        foreach (var account in accounts.Where(account => account.Contains("localhost", StringComparison.Ordinal)))
            server.Query($"DROP USER {account};");
        Assert.NotEqual(accounts, bench.Accounts(site.DatabaseName!));

        await bench.Hub.Sites.VerifyAsync(Site, bench.Sink, default);

        Assert.Equal(accounts, bench.Accounts(site.DatabaseName!));
        Assert.Contains("GRANT ALL PRIVILEGES ON `checkedexamplete`.*", server.Query($"SHOW GRANTS FOR {accounts.First(account => account.Contains("localhost"))};"));
    }

    [NeedsPhpFact]
    public async Task What_the_web_servers_user_owns_is_told_and_no_error()
    {
        if (Unprivileged() is not { } account)
            return;
        using var bench = new SiteBench();
        await bench.InstallAsync(Site);
        var folder = bench.FolderOf(Site);
        // An ordinary account in the web server's group, and a folder that the web server made.
        Command.Run("sh", "-c", "mkdir -p \"$1/files/css\"; chown -R \"$2\" \"$1\"; chown 33:33 \"$1/files/css\"; chmod 0700 \"$1/files/css\"", "sh", folder, account);
        Command.Run("chgrp", "-R", "www-data", folder);
        File.SetUnixFileMode(bench.Folder.Path, (UnixFileMode)0x1ED);

        var (exitCode, output) = Command.Try("setpriv", $"--reuid={account}", $"--regid={account}", "--groups=33", "sh",
            Fixtures.At("../../src/Aegir.Core/Operations/mend-modes.sh"), folder, "www-data", "10");

        Assert.True(exitCode == 0, output);
        Assert.Contains("foreign files/css", output);
    }

    [NeedsPhpFact]
    public async Task A_web_server_that_is_not_in_the_group_it_is_said_to_have_can_still_read_the_settings()
    {
        if (Unprivileged() is null)
            return;
        using var bench = new SiteBench();
        await bench.InstallAsync(Site);
        var folder = bench.FolderOf(Site);
        Command.Run("sh", "-c", "cd \"$1\"; chown -R nobody:nogroup files; chown root:root settings.php; chmod 0444 settings.php", "sh", folder);
        string Settings() => Command.Run("stat", "-c", "%a %G", folder + "/settings.php").Trim();

        await bench.Hub.Sites.VerifyAsync(Site, bench.Sink, default);

        Assert.Equal("444 root", Settings());
        Assert.Contains("'nobody'", Assert.Single(bench.Sink.Events, told => told.Kind == TaskEventKind.Warning).Message);

        bench.Hub.Servers.Set(Server.MasterName, server => server with { WebGroup = "nogroup" });
        await bench.Hub.Sites.VerifyAsync(Site, bench.Sink, default);

        Assert.Equal("440 nogroup", Settings());
    }

    private static string? Unprivileged() => Environment.UserName == "root" && Programs.Find("setpriv") is not null ? "65534" : null;
}
