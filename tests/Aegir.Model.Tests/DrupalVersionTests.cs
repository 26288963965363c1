namespace Aegir.Tests;

public class DrupalVersionTests
{
    /// <summary>Each line in ascending order. The codes of aegir-spec 3.2 are left behind: they make 10.2.3 older than every Drupal 7 and give
    /// 8.6.1 and 8.6.2 one number, so the order is asserted where the original asserts codes.</summary>
    [Theory]
    [Trait("Oracle", "42")]
    [Trait("Oracle", "43")]
    [InlineData("8.6.1 8.6.2 8.9.20 9.0.0 9.5.11 10.2.3 10.10.0 11.0.0")]
    [InlineData("7.0-unstable-10 7.0-alpha1 7.0-beta3 7.0-rc4 7.0-rc12 7.0 7.9 7.54 7.105")]
    [InlineData("7.x-1.0-alpha2 7.x-1.0-beta1 7.x-1.0 7.x-1.x-dev 7.x-2.11 7.x-3.20")]
    [InlineData("8.x-1.5-beta2 8.x-1.5-beta10 8.x-1.5 8.x-1.5+3-dev 8.x-1.5+12-dev 8.x-1.6")]
    [InlineData("10.2.9 10.2.x-dev 10.3.0-dev 10.3.0-alpha1 10.3.0-beta1 10.3.0-rc1 10.3.0 10.3.6 10.3.x-dev 10.4.0 10.x-dev 11.x-dev")]
    [InlineData("2.0.0-alpha1 2.0.0 2.0.1 2.1.0 2.x-dev 3.0.0")]
    [InlineData("6.x-3.0 7.x-2.0 8.x-1.0 1.0.0 8.x-1.12 1.12.0 2.0.0")]
    public void Orders(string ascending)
    {
        var versions = ascending.Split(' ').Select(text =>
        {
            Assert.True(DrupalVersion.TryParse(text, out var version), text);
            return (text, version);
        }).ToList();
        for (var i = 0; i < versions.Count; i++)
        {
            for (var j = 0; j < versions.Count; j++)
                Assert.True(Math.Sign(versions[i].version.CompareTo(versions[j].version)) == i.CompareTo(j), $"{versions[i].text} and {versions[j].text}");
        }
    }

    [Theory]
    [InlineData("7.98", 7)]
    [InlineData("7.x-3.20", 7)]
    [InlineData("8.x-1.12", 8)]
    [InlineData("10.3.x-dev", 10)]
    [InlineData("11.x-dev", 11)]
    [InlineData("8.x-dev", 8)]
    [InlineData(" v10.3.6 ", 10)]
    public void KnowsTheMajorVersionOfCore(string text, int major)
    {
        Assert.True(DrupalVersion.TryParse(text, out var version));
        Assert.Equal(major, version.CoreMajor);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Unknown")]
    [InlineData("VERSION")]
    [InlineData("1.2.3.4.5")]
    [InlineData("10.3.6\n10.3.7")]
    [InlineData("99999999999.1")]
    [InlineData("-1")]
    public void RefusesWhatIsNoVersion(string? text) => Assert.False(DrupalVersion.TryParse(text, out _));

    [Fact]
    public void OrderIsTotal()
    {
        string[] texts = ["7.98", "7.x-2.0", "8.x-1.0", "1.0.0", "1.5.0", "8.x-2.x-dev", "2.x-dev", "6.x-9.9", "10.3.6", "8.x-1.0+1-dev", "1.0.0-rc1"];
        var versions = texts.Select(text => DrupalVersion.TryParse(text, out var version) ? version : throw new InvalidOperationException(text)).ToList();
        foreach (var a in versions)
        {
            foreach (var b in versions)
            {
                Assert.Equal(a.CompareTo(b) == 0, a.Equals(b));
                Assert.Equal(Math.Sign(a.CompareTo(b)), -Math.Sign(b.CompareTo(a)));
                Assert.All(versions, c => Assert.False(a < b && b < c && c <= a));
            }
        }
    }
}
