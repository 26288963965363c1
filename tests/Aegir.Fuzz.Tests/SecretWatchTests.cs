using System.Diagnostics;
using Aegir.Tests.Components;

namespace Aegir.Tests;

/// <summary>The watch that is kept over a whole run sees what it is there for.</summary>
public sealed class SecretWatchTests
{
    private const string Planted = "planted-s3cret-for-the-watch";
    private static readonly string Made = new('7', 32);

    [RootFact]
    public void What_leaks_is_named_by_where_it_was()
    {
        using var folder = new TempFolder("aegir-watch-");
        var report = Run(folder, () =>
        {
            // In this order: the arguments are seen before anybody knows that they hold a secret.
            Sh("exec sleep 0.2", "--password=" + Made);
            Sh("umask 077; printf '%s' \"$2\" >\"$1/settings.php\"", folder.Path, $"<?php\n$databases['default']['default'] = ['password' => '{Made}'];\n");
            Sh("umask 022; mkdir \"$1/open\" && printf '%s' \"$2\" >\"$1/open/any.txt\"", folder.Path, Made);
            Sh("printf '%s' \"$2\" | base64 -d >\"$1/site.log\"; rm \"$1/site.log\"", folder.Path, Base64(Planted));
        });

        Assert.Contains(report, line => line.StartsWith("77777777… in the arguments of process", StringComparison.Ordinal));
        Assert.Contains(report, line => line.StartsWith($"77777777… in {folder.At("open/any.txt")}, which others may read", StringComparison.Ordinal));
        Assert.Contains($"planted-… in {folder.At("site.log")}", report);
    }

    [RootFact]
    public void What_is_kept_shut_is_no_finding()
    {
        using var folder = new TempFolder("aegir-watch-");
        var report = Run(folder, () => Sh("""
            umask 077; printf '%s' "$2" | base64 -d >"$1/settings.php"
            mkdir "$1/shut"; umask 022; printf '%s' "$2" | base64 -d >"$1/shut/any.txt"
            """, folder.Path, Base64($"<?php\n$databases['default']['default'] = ['password' => '{new string('8', 32)}'];\n// {Planted}\n")));

        Assert.StartsWith("processes told by the kernel", Assert.Single(report, line => !line.Contains("in the arguments of", StringComparison.Ordinal) || line.Contains("8888", StringComparison.Ordinal)));
    }

    // By this word the watch knows the tests' own installations, whose arguments it passes over.
    [Fact]
    public void No_source_of_ours_gives_drush_a_database() =>
        Assert.All(Sinks.SourceTree.Files("src", "*.*"), file => Assert.DoesNotContain("--db-url", Sinks.SourceTree.Text(file)));

    private static string[] Run(TempFolder folder, Action leaks)
    {
        var watch = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "Aegir.SecretWatch.dll"));
        using var process = Process.Start(new ProcessStartInfo("dotnet", [watch, folder.At("findings"), folder.Path]) { RedirectStandardOutput = true })!;
        Assert.Equal("ready", process.StandardOutput.ReadLine());
        leaks();
        Sh("kill -TERM \"$1\"", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(2)));
        return File.ReadAllLines(folder.At("findings"));
    }

    private static string Base64(string text) => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text));

    private static void Sh(string script, params string[] parameters)
    {
        using var process = Process.Start("sh", ["-c", script, "sh", .. parameters]);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    private sealed class RootFactAttribute : FactAttribute
    {
        public RootFactAttribute()
        {
            if (Environment.UserName != "root")
                Skip = "The kernel tells only root which processes start and which files are written.";
        }
    }
}
