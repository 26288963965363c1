using Aegir.Hosts;

namespace Aegir.Tests.Drupal;

public class CodeBaseErrorTests
{
    [Theory]
    [InlineData("nowhere")]
    [InlineData("nowhere/deeper")]
    [InlineData("core/lib/Drupal.php")]
    public async Task APathThatIsNotThere(string below)
    {
        using var tree = CodeBaseTree.Modern();
        var error = await Assert.ThrowsAsync<AegirException>(() => tree.ReadAsync(below));
        Assert.Equal(("PlatformPathNotFound", AegirErrorKind.NotFound), (error.Id, error.Kind));
        Assert.Contains(below, error.Message);
    }

    [Theory]
    [InlineData("relative")]
    [InlineData("/tmp/../etc")]
    public async Task APathThatIsNoPath(string path)
    {
        var reader = new Aegir.Drupal.CodeBaseReader(new LocalHost());
        Assert.Equal("PlatformPathInvalid", (await Assert.ThrowsAsync<AegirException>(() => reader.ReadAsync(path, default))).Id);
    }

    [Fact]
    public async Task AFolderWithoutDrupal()
    {
        using var tree = new CodeBaseTree().Write("index.php", "<?php").Write("composer.json", "{\"extra\": {\"x\": {\"web-root\": \"gone/\"}}}");
        Assert.Equal("NotADrupal", (await Assert.ThrowsAsync<AegirException>(() => tree.ReadAsync())).Id);
        Assert.Equal("NotADrupal", (await Assert.ThrowsAsync<AegirException>(() => tree.FingerprintAsync())).Id);
    }

    // The names of so many modules do not go into a pipe: find is killed where nobody reads them.
    [Theory]
    [InlineData("exit 2")]
    [InlineData("kill -9 $$")]
    [InlineData("head -c 20000 >/dev/null; exit 2")]
    public async Task ATarThatEndsTooEarly(string tar)
    {
        using var tree = CodeBaseTree.Modern();
        foreach (var number in Enumerable.Range(0, 1500))
            tree.Module($"modules/contrib/a_module_with_a_name_of_some_length_{number}");
        using var programs = new Components.TempFolder();
        Components.Command.Run("chmod", "+x", programs.Write("tar", "#!/bin/sh\n" + tar + "\n"));

        var error = await Assert.ThrowsAsync<AegirException>(() => tree.ReadAsync(host: new Components.PathHost(programs.Path)));

        Assert.Equal("PlatformReadFailed", error.Id);
    }

    [Fact]
    public async Task ADrupalThatNamesNoVersion()
    {
        using var tree = new CodeBaseTree().Write("core/lib/Drupal.php", "<?php\nclass Drupal {}\n");
        Assert.Equal("NotADrupal", (await Assert.ThrowsAsync<AegirException>(() => tree.ReadAsync())).Id);
    }

    [Theory]
    [InlineData("includes/bootstrap.inc", "<?php\n// Drupal 4.\n", "modules/system.module", "<?php\ndefine('VERSION', '4.7.11');\n", "4.7.11")]
    [InlineData("includes/bootstrap.inc", "<?php\n", "modules/system/system.module", "<?php\ndefine('VERSION', '6.38');\n", "6.38")]
    [InlineData("includes/bootstrap.inc", "<?php\n", "index.php", "<?php\n", "before 7")]
    [InlineData("core/lib/Drupal.php", "<?php\nclass Drupal {\n  const VERSION = '12.0.0';\n}\n", "index.php", "", "12.0.0")]
    [InlineData("core/lib/Drupal.php", "<?php\nclass Drupal {\n  const VERSION = 'nonsense';\n}\n", "index.php", "", "nonsense")]
    public async Task AVersionThatIsNotSupported(string file, string content, string other, string otherContent, string version)
    {
        using var tree = new CodeBaseTree().Write(file, content).Write(other, otherContent);
        var error = await Assert.ThrowsAsync<AegirException>(() => tree.ReadAsync());
        Assert.Equal(("DrupalNotSupported", AegirErrorKind.Refused), (error.Id, error.Kind));
        Assert.Contains(version, error.Message);
        Assert.Contains("7 to 11", error.Message);
    }

    [UnprivilegedTheory]
    [InlineData("")]
    [InlineData("core")]
    [InlineData("core/lib/Drupal.php")]
    public async Task WhatMayNotBeRead(string below)
    {
        using var tree = CodeBaseTree.Modern();
        tree.Mode(below, "000");
        var error = await Assert.ThrowsAsync<AegirException>(() => tree.ReadAsync(host: Unprivileged.Host()));
        Assert.Equal(("PlatformPathUnreadable", AegirErrorKind.Unavailable), (error.Id, error.Kind));
        Assert.Contains(below, error.Message);
        tree.Mode(below, "755");
    }

    [UnprivilegedTheory]
    [InlineData("modules/token")]
    [InlineData("modules/token/token.info.yml")]
    public async Task APackageThatMayNotBeReadIsAWarning(string below)
    {
        using var tree = CodeBaseTree.Modern().Module("modules/token").Module("modules/views");
        tree.Mode(below, "000");
        var code = await tree.ReadAsync(host: Unprivileged.Host());
        Assert.Contains(code.Packages, package => package.Name == "views");
        Assert.Contains(code.Warnings, warning => warning.Contains(below));
        tree.Mode(below, "755");
    }

    [Theory]
    [InlineData("exit 0")]
    [InlineData("echo oops >&2; exit 4")]
    [InlineData("printf 'state=ok\\0layout=8\\0\\0'; exit 0")]
    [InlineData("printf 'state=ok\\0layout=8\\0\\0x\\0'; head -c 700 /dev/zero | tr '\\0' 'x'; exit 0")]
    [InlineData("echo a welcome message of the login shell; printf '\\0'; exit 0")]
    public async Task AnAnswerThatIsCutShort(string script)
    {
        using var tree = CodeBaseTree.Modern();
        var error = await Assert.ThrowsAsync<AegirException>(() => tree.ReadAsync(host: new CountingHost(command =>
            HostCommand.Script(script) with { ReadOutput = command.ReadOutput })));
        Assert.Equal("PlatformReadFailed", error.Id);
    }

    [Fact]
    public async Task ACancelledReadEnds()
    {
        using var tree = CodeBaseTree.Modern();
        using var source = new CancellationTokenSource();
        var slow = new CountingHost(command => HostCommand.Script("sleep 30") with { ReadOutput = command.ReadOutput });
        var reading = new Aegir.Drupal.CodeBaseReader(slow).ReadAsync(tree.Root, source.Token);
        source.CancelAfter(100);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.WaitAsync(TimeSpan.FromSeconds(10)));
    }
}
