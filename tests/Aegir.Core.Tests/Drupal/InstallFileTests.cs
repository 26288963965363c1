namespace Aegir.Tests.Drupal;

public class InstallFileTests
{
    [Theory]
    [InlineData("<?php\n", 0, 0)]
    [InlineData("<?php function token_update_8001() {}", 0, 0)]
    [InlineData("<?php\nfunction token_update_8001() {}\nfunction token_update_8010() {}\nfunction token_update_8002() {}\n", 8010, 0)]
    [InlineData("<?php\r\nfunction token_update_8001() {\r\n}\r\n", 8001, 0)]
    [InlineData("<?php\rfunction token_update_8001() {\r}\r", 8001, 0)]
    [InlineData("<?php\n  function  &Token_Update_8001 (&$sandbox) {}\n", 8001, 0)]
    [InlineData("<?php\n// function token_update_8001() {}\n#function token_update_8002() {}\n", 0, 0)]
    [InlineData("<?php\n/*\nfunction token_update_8005() {}\n*/\nfunction token_update_8001() { $a = 'x/*'; }\nfunction token_update_8002() { $b = '*/'; }\n", 8002, 0)]
    [InlineData("<?php\n/* never closed\nfunction token_update_8001() {}\n", 8001, 0)]
    [InlineData("<?php\nfunction token_sub_update_8009() {}\nfunction mytoken_update_8009() {}\nfunction token_update_8001_helper() {}\n", 0, 0)]
    [InlineData("<?php\nfunction token_update_99999999999() {}\nfunction token_update_8001() {}\n", 8001, 0)]
    [InlineData("<?php\nfunction token_post_update_8009() {}\nfunction token_update_dependencies() { return 7; }\n", 0, 0)]
    [InlineData("<?php\nfunction token_update_last_removed() {\n  // Those are gone.\n  return 8305;\n}\nfunction token_update_8400(): void {}\n", 8400, 8305)]
    [InlineData("<?php\nfunction token_update_last_removed(): int { return '8305'; }\n", 0, 8305)]
    [InlineData("<?php\nfunction other_update_last_removed() { return 9; }\nfunction token_update_last_removed() { return 8; }\n", 0, 8)]
    public async Task ReadsUpdateNumbers(string install, int schema, int lastRemoved)
    {
        using var tree = CodeBaseTree.Modern().Module("modules/token", install: install);
        var token = (await tree.ReadAsync()).Packages.Single(package => package.Name == "token");
        Assert.Equal((schema, lastRemoved), (token.Schema, token.LastRemovedUpdate));
    }

    [Theory]
    [InlineData("/*\n")]
    [InlineData("x /* ")]
    [InlineData("function token_update_last_removed(\n")]
    [InlineData("function token_update_")]
    [InlineData("function ")]
    [InlineData("\n ")]
    public async Task AHugeOddFileTakesNoTime(string repeated)
    {
        using var tree = CodeBaseTree.Modern().Module("modules/token", install: string.Concat(Enumerable.Repeat(repeated, 900_000 / repeated.Length)));
        await tree.ReadAsync().WaitAsync(TimeSpan.FromSeconds(20));
    }
}
