using System.Text;

namespace Aegir.Tests.Drupal;

public class BrokenInfoTests
{
    public static TheoryData<string, string, string> Broken => new()
    {
        { "bad yaml", "name: [unclosed\ntype: module\n", "is no YAML" },
        { "tabs", "name: x\n\ttype: module\n", "is no YAML" },
        { "empty", "", "is empty" },
        { "blank", " \n\n", "is empty" },
        { "comment only", "# nothing\n", "holds no values" },
        { "a list", "- module\n", "no mapping" },
        { "no type", "name: x\n", "names no type" },
        { "odd type", "name: x\ntype: gizmo\n", "unknown type" },
        { "nul", "name: x\0\ntype: module\n", "NUL" },
        { "merge conflict", "<<<<<<< HEAD\nname: x\n=======\nname: y\n>>>>>>> b\n", "is no YAML" },
        { "deep", "name: " + new string('[', 900_000) + "\ntype: module\n", "nested too deeply" },
        { "long broken line", "name: \"" + new string('a', 990_000) + "\n", "is no YAML" },
        { "too large", "name: " + new string('a', 1_200_000) + "\ntype: module\n", "too large" },
        { "unknown anchor", "*nothing : x\n", "" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task ABrokenInfoFileIsAWarningThatNamesIt(string title, string content, string reason)
    {
        using var tree = CodeBaseTree.Modern().Module("modules/good").Write("modules/bad/bad.info.yml", content);
        var code = await tree.ReadAsync();
        Assert.NotEmpty(title);
        Assert.Contains(code.Packages, package => package.Name == "good");
        Assert.DoesNotContain(code.Packages, package => package.Name == "bad");
        var warning = Assert.Single(code.Warnings);
        Assert.StartsWith("modules/bad/bad.info.yml: ", warning);
        Assert.Contains(reason, warning);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no value at all\n")]
    [InlineData("a\0b = c\n")]
    public async Task ABrokenInfoFileOfDrupal7IsAWarningThatNamesIt(string content)
    {
        using var tree = CodeBaseTree.Legacy().Write("sites/all/modules/bad/bad.info", content);
        var code = await tree.ReadAsync();
        Assert.DoesNotContain(code.Packages, package => package.Name == "bad");
        Assert.StartsWith("sites/all/modules/bad/bad.info: ", Assert.Single(code.Warnings));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Latin1CostsNoPackage(bool modern)
    {
        var info = Encoding.Latin1.GetBytes(modern ? "name: Büro\ntype: module\n" : "name = Büro\ncore = 7.x\n");
        using var tree = modern ? CodeBaseTree.Modern() : CodeBaseTree.Legacy();
        var code = await tree.Write("modules/office/office.info" + (modern ? ".yml" : ""), info).ReadAsync();
        Assert.Equal("Büro", code.Packages.Single(package => package.Name == "office").Title);
        Assert.Contains("not UTF-8", Assert.Single(code.Warnings));
    }

    [Fact]
    public async Task OddButValidFilesAreRead()
    {
        using var tree = CodeBaseTree.Modern()
            .Write("modules/bom/bom.info.yml", "\uFEFFname: Bom\ntype: module\n")
            .Write("modules/crlf/crlf.info.yml", "name: 'Cr: lf'\r\ntype: module\r\nversion: \"1.10\"\r\n")
            .Write("modules/quoted/quoted.info.yml", "'name': >\n  Folded\n  title\n? [odd, key]\n: value\ntype: \"module\"\nversion: 1.10\ndependencies: [a, {b: c}]\n")
            .Write("modules/mine-too/mine-too.info.yml", "name: x\ntype: module\n");
        var code = await tree.ReadAsync();
        var packages = code.Packages.ToDictionary(package => package.Name);
        Assert.Equal("Bom", packages["bom"].Title);
        Assert.Equal(("Cr: lf", "1.10"), (packages["crlf"].Title, packages["crlf"].Version));
        Assert.Equal(("Folded title", "1.10"), (packages["quoted"].Title, packages["quoted"].Version));
        Assert.Contains("machine name", Assert.Single(code.Warnings));
    }

    [Theory]
    [InlineData("name = \"Odd\ndescription = 'never closed\nversion = \"7.x-1.0\"\n", "\"Odd")]
    [InlineData("version = '7.x-1.0'\nname = \"An \\\"odd\\\" \\\\ one\"  \n", "An \"odd\" \\ one")]
    [InlineData("name = 'It' is odd\nversion=7.x-1.0", "'It' is odd")]
    [InlineData("name = \"Two\nlines\"\r\nversion   =   7.x-1.0  \r\n", "Two\nlines")]
    [InlineData("name[en] = Odd\nname = A = B ; C\n;version = 9\nversion = 7.x-0.9\nversion = \"7.x-1.0\"\n", "A = B ; C")]
    public async Task QuotesOfDrupal7AreReadAsDrupalDoes(string info, string title)
    {
        using var tree = CodeBaseTree.Legacy().Write("sites/all/modules/odd/odd.info", info);
        var odd = (await tree.ReadAsync()).Packages.Single(package => package.Name == "odd");
        Assert.Equal((title, "7.x-1.0"), (odd.Title, odd.Version));
    }

    [Fact]
    public async Task AQuoteThatIsNeverClosedTakesNoTime()
    {
        var lines = string.Concat(Enumerable.Range(0, 20_000).Select(number => $"key{number} = \"never closed x\n"));
        using var tree = CodeBaseTree.Legacy().Write("sites/all/modules/odd/odd.info", lines + "name = Odd\ncore = 7.x\n");
        var code = await tree.ReadAsync().WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal("Odd", code.Packages.Single(package => package.Name == "odd").Title);
    }

    [Fact]
    public async Task ABrokenInstalledJsonIsAWarning()
    {
        using var tree = CodeBaseTree.Modern().Module("modules/token", "").Write("composer.json", "{}").Write("vendor/composer/installed.json", "{oops");
        var code = await tree.ReadAsync();
        Assert.Null(code.Packages.Single(package => package.Name == "token").Version);
        Assert.Contains("installed.json: is no JSON", Assert.Single(code.Warnings));
    }
}
