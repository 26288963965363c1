using System.Text;
using System.Text.RegularExpressions;
using Aegir.Tests.Components;
using Aegir.Tests.Upgrades;

namespace Aegir.Tests.Sites;

/// <summary>At no moment of a site's life can others read its password, on a disk or in a process list; nor does anything that is kept or told hold it.</summary>
[Collection(MariaDbTests.Name)]
public sealed partial class SiteSecretTests(MariaDbServer server)
{
    private const string Site = "hush.example.test";

    [NeedsMariaDbTheory]
    [Trait("Oracle", "27")]
    [InlineData(10)]
    [InlineData(7)]
    public async Task From_installation_to_removal(int major)
    {
        using var bench = new SiteBench(server, major);
        using var watch = new SecretWatch(bench.Docroot + "/sites", bench.Folder.At("hub"), bench.Folder.At("aegir"));

        var installed = await bench.InstallAsync(bench.Order(Site) with { Client = "Client" });
        var secrets = new[] { Password().Match(bench.Settings(Site)).Groups[1].Value, Salt().Match(bench.Settings(Site)).Groups[1].Value };
        await bench.Hub.Sites.VerifyAsync(Site, bench.Sink, default);
        await bench.Hub.Sites.ChangeAsync(Site, new SiteChange { AddAliases = ["also.example.test"] }, bench.Sink, default);
        var backup = await bench.Hub.Sites.BackupAsync(Site, new(), bench.Sink, default);
        var login = await bench.Hub.Sites.LoginAsync(Site, bench.Sink, default);
        await bench.Hub.Cron.RunAsync(Site, bench.Sink, default);
        await bench.Hub.Sites.DisableAsync(Site, false, bench.Sink, default);
        await bench.Hub.Sites.EnableAsync(Site, bench.Sink, default);
        await bench.Hub.Sites.RemoveAsync(Site, false, bench.Sink, default);

        watch.Dispose();
        Assert.True(watch.Open.IsEmpty, "Others may read " + string.Join(' ', watch.Open.Keys));
        Assert.NotEmpty(watch.Arguments);
        Assert.All(secrets, secret => Assert.True(secret.Length >= 32, secret));
        var links = new[] { installed.LoginUrl!, login.LoginUrl! }.Select(url => new Uri(url).AbsolutePath.Split('/')[^2]);
        foreach (var secret in secrets.Concat(links))
        {
            Assert.DoesNotContain(watch.Arguments, arguments => arguments.Contains(secret, StringComparison.Ordinal));
            Assert.DoesNotContain(secret, bench.Sink + string.Join('\n', bench.Sink.Events.Select(item => item.Error?.ToString())));
            foreach (var file in Directory.EnumerateFiles(bench.Folder.At("hub"), "hub.db*"))
                Assert.DoesNotContain(secret, Encoding.Latin1.GetString(File.ReadAllBytes(file)));
        }
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(backup.Path));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(backup.Path)!));
    }

    [GeneratedRegex(@"'password' => '([^']+)'")]
    private static partial Regex Password();

    [GeneratedRegex(@"(?:hash_salt'\]|drupal_hash_salt) = '([^']+)'")]
    private static partial Regex Salt();
}
