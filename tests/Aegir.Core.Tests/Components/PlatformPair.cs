namespace Aegir.Tests.Components;

/// <summary>An old and a new release of Drupal in folders of the test's own: stand-ins, or copies of the real ones that
/// AEGIR_TEST_PLATFORM_OLD and AEGIR_TEST_PLATFORM_NEW name.</summary>
public sealed class PlatformPair
{
    private readonly string oldRoot;

    private PlatformPair(TempFolder folder, string oldRoot, string newRoot, bool isReal)
    {
        Folder = folder;
        this.oldRoot = oldRoot;
        NewRoot = newRoot;
        IsReal = isReal;
        OldDocroot = Docroot(oldRoot);
        NewDocroot = Docroot(newRoot);
        Major = File.Exists(OldDocroot + "/core/lib/Drupal.php") ? 10 : 7;
    }

    public TempFolder Folder { get; }

    public bool IsReal { get; }

    public string OldRoot => oldRoot;

    public string NewRoot { get; }

    public string OldDocroot { get; }

    public string NewDocroot { get; }

    public int Major { get; }

    public static string? RealOld => Variable("AEGIR_TEST_PLATFORM_OLD");

    public static string? RealNew => Variable("AEGIR_TEST_PLATFORM_NEW");

    /// <summary>The names of the pairs there are on this machine.</summary>
    public static IReadOnlyList<string> Available => RealOld is null || RealNew is null ? ["stand-in 10", "stand-in 7"] : ["stand-in 10", "stand-in 7", "real"];

    public static PlatformPair Make(TempFolder folder, string name) => name switch
    {
        "real" => Real(folder),
        "stand-in 7" => StandIn(folder, 7),
        _ => StandIn(folder),
    };

    /// <summary>The stand-ins of Drupal 10 or 7.</summary>
    public static PlatformPair StandIn(TempFolder folder, int major = 10)
    {
        var (old, target) = major == 7 ? ("drupal-7.98", "drupal-7.105") : ("drupal-10.1.5", "drupal-10.3.6");
        foreach (var release in new[] { old, target })
            Command.Run(Fixtures.At("make-platform"), release, folder.At(release));
        return new PlatformPair(folder, folder.At(old), folder.At(target), false);
    }

    /// <summary>Copies of the real code bases; their files are linked, not copied, and nothing writes into them.</summary>
    public static PlatformPair Real(TempFolder folder)
    {
        Command.Run("cp", "-al", RealOld!, folder.At("old"));
        Command.Run("cp", "-al", RealNew!, folder.At("new"));
        return new PlatformPair(folder, folder.At("old"), folder.At("new"), true);
    }

    /// <summary>Installs a site on the old release, with a page and an upload.</summary>
    /// <param name="database">sqlite, or a URL as drush takes it.</param>
    public void Install(string uri, string database = "sqlite", params string[] modules)
    {
        if (!IsReal)
        {
            Command.RunWith(new() { ["STANDIN_DATABASE"] = database }, Fixtures.At("make-site"),
                [oldRoot, uri, "standard", database == "sqlite" ? database : "-", $"--title=Title of {uri}", .. modules.Select(name => "--module=" + name)]);
            return;
        }
        if (Major >= 8 && !File.Exists(OldDocroot + "/sites/sites.php"))
            File.WriteAllText(OldDocroot + "/sites/sites.php", "<?php\n");
        var url = database == "sqlite" ? $"sqlite://sites/{uri}/files/.ht.sqlite" : database;
        string[] drush7 = Major == 7 ? ["--nocolor"] : [];
        Command.Run(oldRoot + "/vendor/bin/drush",
            [Major == 7 ? "site-install" : "site:install", "standard", "-y", $"--root={OldDocroot}", $"--uri={uri}", $"--sites-subdir={uri}",
                $"--db-url={url}", $"--site-name=Title of {uri}", "--account-pass=secret", .. drush7]);
        Directory.CreateDirectory($"{OldDocroot}/sites/{uri}/files/pictures");
        File.WriteAllText($"{OldDocroot}/sites/{uri}/files/pictures/stand-in.png", "uploaded");
    }

    /// <summary>A one-time login link of the site on the old release, without its host.</summary>
    public string LoginLink(string uri)
    {
        string[] drush7 = Major == 7 ? ["--nocolor"] : [];
        var output = Command.Run(oldRoot + "/vendor/bin/drush",
            [Major == 7 ? "user-login" : "user:login", $"--root={OldDocroot}", $"--uri=http://{uri}", "--no-browser", .. drush7]);
        var link = output.Split('\n', StringSplitOptions.TrimEntries).Last(line => line.Contains("/user/reset/", StringComparison.Ordinal));
        return link[link.IndexOf("/user/reset/", StringComparison.Ordinal)..];
    }

    /// <summary>The salt that the site has in force, as Drupal itself sees it.</summary>
    public string Salt(string uri, bool onNew)
    {
        string[] drush7 = Major == 7 ? ["--nocolor"] : [];
        return Command.Run((onNew ? NewRoot : oldRoot) + "/vendor/bin/drush",
            [Major == 7 ? "php-eval" : "php:eval", Major == 7 ? "print drupal_get_hash_salt();" : "print \\Drupal\\Core\\Site\\Settings::getHashSalt();",
                $"--root={(onNew ? NewDocroot : OldDocroot)}", $"--uri=http://{uri}", .. drush7]).Trim();
    }

    private static string Docroot(string root) => Directory.Exists(root + "/web") ? root + "/web" : root;

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}

public static class Fixtures
{
    /// <summary>A file of tests/fixtures.</summary>
    public static string At(string name)
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Aegir.PowerShell.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests run outside of the project's folder.");
        return Path.Combine(folder, "tests", "fixtures", name);
    }
}
