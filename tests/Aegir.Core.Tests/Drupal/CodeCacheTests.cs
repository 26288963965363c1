using Aegir.Drupal;
using Aegir.Hosts;
using Aegir.Tests.Components;

namespace Aegir.Tests.Drupal;

/// <summary>Compiled code that is kept between commands, by the real PHP.</summary>
public sealed class CodeCacheTests : IDisposable
{
    private const string Fingerprint = "0123456789abcdef0123456789abcdef";

    private readonly TempFolder folder = new();

    public CodeCacheTests()
    {
        folder.Write("web/index.php", "<?php require __DIR__ . '/core/code.php'; require __DIR__ . '/sites/a.test/settings.php'; require '" + folder.At("elsewhere/settings.db.php") + "'; echo said();");
        folder.Write("web/sites/a.test/settings.php", $"<?php $password = '{Planted.Password}';");
        folder.Write("elsewhere/settings.db.php", $"<?php $password = '{Planted.Password}';");
        Says("one");
    }

    private string Kept => folder.At("cache/" + Fingerprint[..16]);

    public void Dispose() => folder.Dispose();

    [NeedsFact("php")]
    public async Task Code_is_kept_but_nothing_that_holds_passwords()
    {
        var variables = await OpenAsync("php");

        Assert.Equal("one", await RunAsync(variables));

        Assert.Contains(Compiled(), file => file.EndsWith("/web/core/code.php.bin", StringComparison.Ordinal));
        Assert.DoesNotContain(Compiled(), file => file.Contains("settings", StringComparison.Ordinal));
        Assert.All(Directory.EnumerateFiles(Kept, "*", SearchOption.AllDirectories), file => Assert.DoesNotContain(Planted.Password, File.ReadAllText(file)));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Kept));
    }

    [NeedsFact("php")]
    public async Task Names_may_hold_what_means_something_to_a_shell_or_to_php()
    {
        const string Odd = """it's; a "$HOME" ${PATH} * [!] (place) \\ =""";
        Directory.CreateDirectory(folder.At(Odd));
        Directory.Move(folder.At("web"), folder.At(Odd + "/web"));
        File.CreateSymbolicLink(folder.At("linked"), folder.At(Odd));

        var variables = await CodeCache.OpenAsync(new LocalHost(), "php", folder.At(Odd + "/cache"), Fingerprint, folder.At("linked/web"), default);

        Assert.Equal(folder.At($"{Odd}/cache/{Fingerprint[..16]}"), variables["AEGIR_CODE_CACHE"]);
        await new LocalHost().RunRequiredAsync(new HostCommand("php", folder.At("linked/web/index.php")) { Environment = variables }, default);
        var kept = Directory.EnumerateFiles(variables["AEGIR_CODE_CACHE"], "*.bin", SearchOption.AllDirectories).ToList();
        Assert.Contains(kept, file => file.EndsWith("/core/code.php.bin", StringComparison.Ordinal));
        Assert.DoesNotContain(kept, file => file.Contains("settings", StringComparison.Ordinal));
    }

    [NeedsFact("php")]
    public async Task What_is_kept_is_used_until_the_file_changes()
    {
        var variables = await OpenAsync("php");
        Assert.Equal("one", await RunAsync(variables));
        var time = File.GetLastWriteTimeUtc(folder.At("web/core/code.php"));

        Says("two", time);
        Assert.Equal("one", await RunAsync(variables));

        Says("two", time.AddSeconds(1));
        Assert.Equal("two", await RunAsync(variables));
    }

    [NeedsFact("php")]
    public async Task Another_state_of_the_code_has_a_folder_of_its_own_and_those_that_nobody_uses_go()
    {
        await OpenAsync("php");
        Directory.SetLastWriteTimeUtc(Kept, DateTime.UtcNow.AddDays(-9));

        var variables = await CodeCache.OpenAsync(new LocalHost(), "php", folder.At("cache"), "fedcba98" + Fingerprint, folder.At("web"), default);

        Assert.Equal("one", await RunAsync(variables));
        Assert.Equal([folder.At("cache/fedcba9801234567")], Directory.GetDirectories(folder.At("cache")));
    }

    [NeedsFact("php")]
    public async Task A_php_that_cannot_goes_on_without()
    {
        folder.Write("php-without", "#!/bin/sh\nexec php -n \"$@\"\n");
        File.SetUnixFileMode(folder.At("php-without"), UnixFileMode.UserRead | UnixFileMode.UserExecute);

        Assert.Empty(await OpenAsync(folder.At("php-without")));
        Assert.Empty(await CodeCache.OpenAsync(new LocalHost(), "php", folder.Write("a-file", "") + "/cache", Fingerprint, folder.At("web"), default));
        Assert.Empty(await CodeCache.OpenAsync(new LocalHost(), "php", folder.At("with:colon"), Fingerprint, folder.At("web"), default));
    }

    private Task<IReadOnlyDictionary<string, string>> OpenAsync(string php) =>
        CodeCache.OpenAsync(new LocalHost(), php, folder.At("cache"), Fingerprint, folder.At("web"), default);

    private IEnumerable<string> Compiled() => Directory.EnumerateFiles(Kept, "*.bin", SearchOption.AllDirectories);

    private async Task<string> RunAsync(IReadOnlyDictionary<string, string> variables) =>
        (await new LocalHost().RunRequiredAsync(new HostCommand("php", folder.At("web/index.php")) { Environment = variables }, default)).Output;

    // PHP keeps nothing of a file that was written within the last two seconds.
    private void Says(string word, DateTime? time = null) =>
        File.SetLastWriteTimeUtc(folder.Write("web/core/code.php", $"<?php function said() {{ return '{word}'; }}"), time ?? DateTime.UtcNow.AddMinutes(-1));
}
