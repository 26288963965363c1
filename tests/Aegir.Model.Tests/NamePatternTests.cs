namespace Aegir.Tests;

public class NamePatternTests
{
    [Theory]
    [InlineData("site0[1-3].example.com", "site02.example.com", true)]
    [InlineData("site0[1-3].example.com", "site04.example.com", false)]
    [InlineData("SITE[a-c]*", "siteB.example.com", true)]
    [InlineData("[ac-]x", "-x", true)]
    [InlineData("[ac-]x", "bx", false)]
    [InlineData("2.[0-9].*", "2.3.1", true)]
    [InlineData("a[", "a[", true)]
    [InlineData("a[]b", "ab", false)]
    [InlineData("[*]", "anything", false)]
    [InlineData("site[?]", "site1", false)]
    [InlineData("[a*]b", "ab", true)]
    [InlineData("[c-a]x", "bx", false)]
    [InlineData("a[[b]c]", "a[bc]", true)]
    [InlineData("a[[b]c]", "ab", false)]
    public void Sets_are_PowerShells(string pattern, string name, bool matches) => Assert.Equal(matches, new NamePattern(pattern).Matches(name));

    [Theory]
    [InlineData("site[12]", "site")]
    [InlineData("si?e[12]", "si")]
    [InlineData("si*[12]", "si")]
    [InlineData("site1", "site1")]
    public void What_names_begin_with_is_known_of_every_pattern(string pattern, string prefix) => Assert.Equal(prefix, new NamePattern(pattern).Prefix);

    [Fact]
    public void Sets_that_stand_for_too_much_are_refused()
    {
        Assert.Equal(1000, new NamePattern("[0-9][0-9][0-9]").Alternatives.Count);
        Assert.Equal("PatternTooWide", Assert.Throws<AegirException>(() => new NamePattern("[\u0000-\uFFFF]").Alternatives).Id);
        Assert.Equal("PatternTooWide", Assert.Throws<AegirException>(() => new NamePattern("[0-9][0-9][0-9][01]").Matches("0000")).Id);
    }

    [Fact]
    public void A_name_is_no_pattern() => Assert.False(NamePattern.Exact("www*").Matches("www.example.com"));
}
