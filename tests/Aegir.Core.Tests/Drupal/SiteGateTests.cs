using Aegir.Drupal;
using Aegir.Hosts;
using Aegir.Tests.Components;

namespace Aegir.Tests.Drupal;

public sealed class SiteGateTests : IDisposable
{
    private readonly SiteTree tree = new();
    private readonly LocalHost host = new();

    private static CancellationToken None => CancellationToken.None;

    public void Dispose() => tree.Dispose();

    [NeedsPhpTheory]
    [InlineData("<?php\n$a = 1;\n")]
    [InlineData("<?php $a = 1; ?>\n")]
    [InlineData("<?php")]
    [InlineData("<?PHP\r\n// dos\r\n$a = 1;\r\n")]
    [InlineData("\ufeff<?php\n$a = 1;")]
    [InlineData("#!/usr/bin/env php\n<?php\n$a = 1;")]
    [InlineData("<?php // a comment\n$a = 1;")]
    [InlineData("<?php\n/** A doc. */\ndeclare(strict_types=1);\n$a = 1;")]
    [InlineData("<?php\ndeclare(strict_types=1);\nnamespace Our\\Site;\nuse Some\\Thing;\n$a = 1;")]
    [InlineData("<?php\nnamespace Our\\Site {\n$a = 1;\n}")]
    public async Task Closed_and_opened_again_a_file_is_what_it_was(string settings)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(settings);
        File.WriteAllBytes(tree.SettingsFile, bytes);
        var time = new DateTime(2024, 2, 29, 12, 0, 1, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(tree.SettingsFile, time);
        File.SetUnixFileMode(tree.SettingsFile, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        File.SetUnixFileMode(tree.At("sites/example.com"), (UnixFileMode)0b101_101_101);

        await Close("one");
        await Close("one");
        Assert.NotEqual(bytes, File.ReadAllBytes(tree.SettingsFile));
        Assert.DoesNotContain("one", File.ReadAllText(tree.SettingsFile).Replace("None", ""), StringComparison.Ordinal);
        Assert.Equal((75, ""), Run("wrong"));
        var (code, output) = Run("one");
        Assert.Equal(0, code);
        Assert.DoesNotContain("error", output, StringComparison.OrdinalIgnoreCase);

        Assert.Equal(GateState.Open, await SiteGate.OpenAsync(host, "php", tree.Docroot, SiteTree.Site, "one", None));
        Assert.Equal(GateState.Open, await SiteGate.OpenAsync(host, "php", tree.Docroot, SiteTree.Site, "one", None));
        Assert.Equal(bytes, File.ReadAllBytes(tree.SettingsFile));
        Assert.Equal(time, File.GetLastWriteTimeUtc(tree.SettingsFile));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.GroupRead, File.GetUnixFileMode(tree.SettingsFile));
        Assert.Equal((UnixFileMode)0b101_101_101, File.GetUnixFileMode(tree.At("sites/example.com")));
        Assert.Equal(["files", "settings.php"], Directory.GetFileSystemEntries(tree.At("sites/example.com")).Select(Path.GetFileName).Order());
    }

    [NeedsPhpFact]
    public async Task The_gate_of_another_task_is_left_alone()
    {
        Assert.Equal(GateState.Open, await State("one"));
        await Close("one");
        Assert.Equal(GateState.Closed, await State("one"));
        Assert.Equal(GateState.ClosedByAnother, await State("two"));
        var error = await Assert.ThrowsAsync<AegirException>(() => Close("two"));
        Assert.Equal(("SiteIsClosed", AegirErrorKind.Busy), (error.Id, error.Kind));
        Assert.Equal(GateState.ClosedByAnother, await SiteGate.OpenAsync(host, "php", tree.Docroot, SiteTree.Site, "two", None));
        Assert.Equal(GateState.Open, await SiteGate.OpenAsync(host, "php", tree.Docroot, SiteTree.Site, null, None));
    }

    [NeedsPhpFact]
    public async Task Only_the_task_reads_a_closed_site()
    {
        tree.Install();
        await Close("one");
        var error = await Assert.ThrowsAsync<AegirException>(() => SiteReader.ReadAsync(host, "php", tree.Location, null, None));
        Assert.Equal("SiteIsClosed", error.Id);
        Assert.True((await SiteReader.ReadAsync(host, "php", tree.Location, "one", None)).Connected);
    }

    [NeedsPhpFact]
    public async Task Visitors_get_503_and_the_task_gets_the_page()
    {
        await Close("one");
        var closed = new LookOptions { Paths = ["/", "/user/login"], ExpectClosed = true };
        var seen = await SiteLook.LookAsync(host, "php", tree.Docroot, SiteTree.Site, SiteTree.Site, closed, None);
        Assert.Null(seen.Problem);
        Assert.Equal("Back in a moment", seen.Pages[0].Title);
        seen = await SiteLook.LookAsync(host, "php", tree.Docroot, SiteTree.Site, SiteTree.Site, new LookOptions { Token = "one" }, None);
        Assert.Null(seen.Problem);
        Assert.Equal((200, "Home of example.com"), (seen.Pages[0].Status, seen.Pages[0].Title));
        seen = await SiteLook.LookAsync(host, "php", tree.Docroot, SiteTree.Site, SiteTree.Site, new LookOptions { Token = "two" }, None);
        Assert.Contains("503", seen.Problem);

        await SiteGate.OpenAsync(host, "php", tree.Docroot, SiteTree.Site, "one", None);
        seen = await SiteLook.LookAsync(host, "php", tree.Docroot, SiteTree.Site, SiteTree.Site, closed, None);
        Assert.Contains("is not closed", seen.Problem);
    }

    [NeedsPhpFact]
    public async Task A_file_behind_a_link_is_closed_and_the_link_stays()
    {
        var real = tree.Write("shared/settings.php", "<?php\n$a = 1;\n");
        File.Delete(tree.SettingsFile);
        File.CreateSymbolicLink(tree.SettingsFile, "../../shared/settings.php");
        await Close("one");
        Assert.Contains("BEGIN Aegir gate", File.ReadAllText(real));
        await SiteGate.OpenAsync(host, "php", tree.Docroot, SiteTree.Site, "one", None);
        Assert.Equal("<?php\n$a = 1;\n", File.ReadAllText(real));
        Assert.NotNull(new FileInfo(tree.SettingsFile).LinkTarget);
    }

    [NeedsPhpFact]
    public async Task What_is_no_php_is_refused()
    {
        File.WriteAllText(tree.SettingsFile, "nothing");
        Assert.Equal("SettingsUnreadable", (await Assert.ThrowsAsync<AegirException>(() => Close("one"))).Id);
        File.Delete(tree.SettingsFile);
        Assert.Equal("SettingsUnreadable", (await Assert.ThrowsAsync<AegirException>(() => Close("one"))).Id);
    }

    private Task Close(string token) => SiteGate.CloseAsync(host, "php", tree.Docroot, SiteTree.Site, token, None);

    private Task<GateState> State(string token) => SiteGate.StateAsync(host, "php", tree.Docroot, SiteTree.Site, token, None);

    private (int Code, string Output) Run(string token)
    {
        var result = host.RunAsync(new HostCommand("php", "-d", "display_errors=1", tree.SettingsFile)
        {
            Environment = new Dictionary<string, string> { ["AEGIR_TASK"] = token },
        }, None).Result;
        return (result.ExitCode, result.Output.Replace("\ufeff", ""));
    }
}
