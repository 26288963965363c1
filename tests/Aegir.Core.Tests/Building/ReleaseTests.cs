using Aegir.Building.Releases;

namespace Aegir.Tests.Building;

/// <summary>Which release a makefile means.</summary>
public sealed class ReleaseTests
{
    [Theory]
    [InlineData(null, "7.x-3.10")]
    [InlineData("3", "7.x-3.10")]
    [InlineData("3.9", "7.x-3.9")]
    [InlineData("7.x-3.9", "7.x-3.9")]
    [InlineData("2", "7.x-2.1")]
    [InlineData("2.x", "7.x-2.1")]
    [InlineData("4", "7.x-4.0-rc2")]
    [InlineData("4.0-rc1", "7.x-4.0-rc1")]
    [InlineData("4.x-dev", "7.x-4.x-dev")]
    [InlineData("5", "7.x-5.x-dev")]
    [InlineData("3.8", null)]
    [InlineData("6", null)]
    public void Of_a_feed_of_Drupal_7(string? version, string? chosen) => Assert.Equal(chosen, ReleaseChoice.Choose(ReleaseFeed.Parse(Feed("""
        <recommended_major>3</recommended_major><supported_majors>2,3</supported_majors>
        """, "7.x-4.x-dev", "7.x-4.0-rc1", "7.x-4.0-rc2", "7.x-5.x-dev", "7.x-3.9", "7.x-3.10", "7.x-2.1", "-7.x-3.8", "!7.x-3.11")), "7.x", version)?.Version);

    [Theory]
    [InlineData(null, "10.3.6")]
    [InlineData("10.3", "10.3.6")]
    [InlineData("10", "10.3.6")]
    [InlineData("9.5.11", "9.5.11")]
    [InlineData("11", "11.0.0-beta1")]
    public void Of_a_feed_for_all_versions(string? version, string chosen) => Assert.Equal(chosen, ReleaseChoice.Choose(ReleaseFeed.Parse(Feed("""
        <supported_branches>10.3.,10.2.</supported_branches>
        """, "11.0.0-beta1", "10.3.6", "10.2.8", "10.3.10-rc1", "9.5.11")), "8.x", version)?.Version);

    [Fact]
    public void A_feed_without_releases_says_so() => Assert.Contains("No release history",
        Assert.Throws<FormatException>(() => ReleaseFeed.Parse("<error>No release history was found for the requested project (x).</error>")).Message);

    [Theory]
    [InlineData("<html>")]
    [InlineData("<html/>")]
    [InlineData("<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><project>&b;</project>")]
    public void What_is_no_feed_is_refused(string text) => Assert.Throws<FormatException>(() => ReleaseFeed.Parse(text));

    [NeedsTestDataFact]
    public void Feeds_of_Drupals_own_tests()
    {
        ReleaseHistory Read(string name) => ReleaseFeed.Parse(File.ReadAllText($"{NeedsTestDataFactAttribute.Folder}/release-history/{name}.xml"));

        var seven = Read("drupal7.2-sec");
        Assert.Equal(("core", "7.2"), (seven.Type, ReleaseChoice.Choose(seven, "7.x", null)?.Version));
        Assert.Equal("7.1", ReleaseChoice.Choose(seven, "7.x", "7.1")?.Version);
        Assert.True(seven.Releases[0].IsSecurityUpdate);

        Assert.Equal("10.0.0", ReleaseChoice.Choose(Read("drupal.10.0.0"), "8.x", null)?.Version);
        var ten = Read("drupal.10.0.0");
        Assert.Equal("9.7.2", ReleaseChoice.Choose(ten, "8.x", "9.7")?.Version);
        Assert.False(ten.IsSupported(ten.Releases.Single(release => release.Version == "9.4.0")));
        Assert.True(ten.IsSupported(ten.Releases.Single(release => release.Version == "9.5.0")));

        var unpublished = Read("drupal.9.8.2-unsupported_unpublished");
        Assert.Contains(unpublished.Releases, release => !release.IsPublished);
        Assert.True(ReleaseChoice.Choose(unpublished, "8.x", null)!.IsPublished);
    }

    /// <param name="versions">One with a minus was withdrawn, one with an exclamation mark is insecure.</param>
    private static string Feed(string head, params string[] versions) => $"""
        <?xml version="1.0" encoding="utf-8"?>
        <project xmlns:dc="http://purl.org/dc/elements/1.1/"><short_name>x</short_name>{head}<releases>
        {string.Concat(versions.Select(version => $"<release><version>{version.TrimStart('-', '!')}</version><status>{(version[0] == '-' ? "unpublished" : "published")}</status>"
            + (version[0] == '!' ? "<terms><term><name>Release type</name><value>Insecure</value></term></terms>" : "") + "</release>"))}
        </releases></project>
        """;
}
