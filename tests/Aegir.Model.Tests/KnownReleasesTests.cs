namespace Aegir.Tests;

/// <summary>When security is at stake.</summary>
public sealed class KnownReleasesTests
{
    private static readonly KnownReleases Core = new()
    {
        Supported = ["10.2.", "10.3.", "11.0."],
        Security = ["11.0.8", "10.3.7", "10.2.9", "9.5.11"],
        Insecure = ["10.3.6", "10.2.8", "9.5.10"],
        Unsupported = ["9.5.11", "9.5.10", "10.1.8"],
    };

    [Theory]
    [InlineData("10.3.6", true, false, "10.3.7")]
    [InlineData("10.2.7", true, false, "10.2.9")]
    // What mends the same hole in another branch does not make this one insecure.
    [InlineData("10.3.7", false, false, "")]
    [InlineData("10.2.9", false, false, "")]
    [InlineData("11.0.8", false, false, "")]
    // Its branch is given up: what mends it is elsewhere.
    [InlineData("10.1.8", true, true, "10.3.7 10.2.9")]
    [InlineData("9.5.10", true, true, "9.5.11")]
    [InlineData("9.5.11", false, true, "")]
    [InlineData("no version", false, false, "")]
    public void Of_core(string version, bool isAtStake, bool isUnsupported, string updates)
    {
        var review = Core.Review(version);
        Assert.Equal((isAtStake, isUnsupported, updates), (review.IsAtStake, review.IsUnsupported, string.Join(' ', review.Updates)));
    }

    [Theory]
    [InlineData("7.1", true, "7.2")]
    [InlineData("7.2", false, "")]
    public void Of_a_feed_that_knows_no_branches(string version, bool isAtStake, string updates)
    {
        var review = new KnownReleases { Security = ["7.2"] }.Review(version);
        Assert.Equal((isAtStake, updates), (review.IsAtStake, string.Join(' ', review.Updates)));
    }

    [Theory]
    [InlineData("8.x-1.1", "8.x-1.2")]
    [InlineData("8.x-2.1", "8.x-2.2")]
    [InlineData("8.x-2.2", "")]
    public void Of_a_distribution_with_versions_of_the_old_form(string version, string updates) => Assert.Equal(updates,
        string.Join(' ', new KnownReleases { Supported = ["8.x-1.", "8.x-2."], Security = ["8.x-2.2", "8.x-1.2"] }.Review(version).Updates));
}
