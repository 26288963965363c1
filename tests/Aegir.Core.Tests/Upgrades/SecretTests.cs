using System.Text;
using System.Text.RegularExpressions;
using Aegir.Tests.Components;

namespace Aegir.Tests.Upgrades;

/// <summary>No password shows anywhere while a site is upgraded, nor afterwards.</summary>
[Collection(MariaDbTests.Name)]
public sealed partial class SecretTests(MariaDbServer server)
{
    private const string Site = "secret.example.test";

    [NeedsMariaDbTheory, Trait("Oracle", "27")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Not_in_processes_files_the_store_or_what_is_told(bool fails)
    {
        using var trial = await Trial.MakeAsync([Site], server, modules: ["faulty"]);
        trial.Switch("STANDIN_FAULT", fails ? "throw" : "none");
        using var watch = new SecretWatch(trial.Pair.NewDocroot + "/sites", trial.Pair.Folder.At("hub"));

        var result = await trial.Test.UpgradeAsync(Site);

        Assert.Equal(fails ? UpgradeOutcome.RolledBack : UpgradeOutcome.Upgraded, result.Outcome);
        var secrets = new List<string> { SiteMaker.Password, Setting().Match(File.ReadAllText(server.OptionFile)).Groups[1].Value };
        if (!fails)
        {
            var written = File.ReadAllText($"{trial.Pair.NewDocroot}/sites/{Site}/settings.php");
            secrets.Add(Password().Matches(written).Last().Groups[1].Value);
            Assert.NotEqual(SiteMaker.Password, secrets[^1]);
        }
        watch.Dispose();
        foreach (var secret in secrets)
        {
            Assert.DoesNotContain(watch.Arguments, arguments => arguments.Contains(secret, StringComparison.Ordinal));
            Assert.DoesNotContain(secret, trial.Test.Sink + string.Join('\n', trial.Test.Sink.Events.Select(item => item.Error?.ToString())));
            Assert.DoesNotContain(secret, result.Message ?? "");
            foreach (var file in Directory.EnumerateFiles(trial.Pair.Folder.At("hub"), "hub.db*"))
                Assert.DoesNotContain(secret, Encoding.Latin1.GetString(File.ReadAllBytes(file)));
        }
        Assert.True(watch.Open.IsEmpty, "Others may read " + string.Join(' ', watch.Open.Keys));
        Assert.NotEmpty(watch.Arguments);
    }

    [NeedsPhpFact]
    public async Task The_store_is_its_owners_alone()
    {
        using var trial = await Trial.MakeAsync("one.example.test");

        await trial.Test.UpgradeAsync("one.example.test");

        var files = Directory.GetFiles(trial.Pair.Folder.At("hub"), "hub.db*");
        Assert.True(files.Length >= 2);
        Assert.All(files, file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(trial.Pair.Folder.At("hub")));
    }

    [GeneratedRegex(@"^password=(.+)$", RegexOptions.Multiline)]
    private static partial Regex Setting();

    [GeneratedRegex(@"'password' => '([^']+)'")]
    private static partial Regex Password();
}
