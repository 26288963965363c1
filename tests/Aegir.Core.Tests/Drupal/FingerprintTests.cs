namespace Aegir.Tests.Drupal;

public class FingerprintTests
{
    [Fact]
    public async Task IsTheSameAsLongAsNothingChanged()
    {
        using var tree = Tree();
        var first = (await tree.ReadAsync()).Fingerprint;
        Assert.Matches("^[0-9a-f]{64}$", first);
        Assert.Equal(first, await tree.FingerprintAsync());
        Assert.Equal(first, (await tree.ReadAsync()).Fingerprint);
    }

    [Theory]
    [InlineData("sites/a.com/files/picture.info.yml")]
    [InlineData("sites/a.com/settings.php")]
    [InlineData("sites/new.com/settings.php")]
    [InlineData("sites/sites.php")]
    [InlineData("modules/token/src/Token.php")]
    [InlineData("modules/token/tests/token_test.info.yml")]
    public async Task DoesNotChangeWith(string path)
    {
        using var tree = Tree();
        var first = await tree.FingerprintAsync();
        tree.Write(path, "changed");
        Assert.Equal(first, await tree.FingerprintAsync());
    }

    [Theory]
    [InlineData("core/lib/Drupal.php")]
    [InlineData("modules/token/token.info.yml")]
    [InlineData("modules/token/token.install")]
    [InlineData("modules/new/new.info.yml")]
    [InlineData("sites/a.com/modules/own/own.info.yml")]
    [InlineData("vendor/composer/installed.json")]
    public async Task ChangesWith(string path)
    {
        using var tree = Tree();
        var first = await tree.FingerprintAsync();
        tree.Write(path, "changed");
        Assert.NotEqual(first, await tree.FingerprintAsync());
    }

    [Fact]
    public async Task ChangesWithContentThatKeepsSizeAndTime()
    {
        using var tree = Tree();
        var first = await tree.FingerprintAsync();
        var file = tree.Root + "/modules/token/token.info.yml";
        var time = File.GetLastWriteTimeUtc(file);
        File.WriteAllText(file, File.ReadAllText(file).Replace("1.0.0", "1.0.1"));
        File.SetLastWriteTimeUtc(file, time);
        Assert.NotEqual(first, await tree.FingerprintAsync());
    }

    [Fact]
    public async Task ChangesWhenAFileGoes()
    {
        using var tree = Tree();
        var first = await tree.FingerprintAsync();
        File.Delete(tree.Root + "/modules/token/token.install");
        Assert.NotEqual(first, await tree.FingerprintAsync());
    }

    private static CodeBaseTree Tree() => CodeBaseTree.Modern().Write("composer.json", "{}").Write("vendor/composer/installed.json", "{}")
        .Module("modules/token", install: "<?php\n").Write("sites/a.com/settings.php", "<?php");
}
