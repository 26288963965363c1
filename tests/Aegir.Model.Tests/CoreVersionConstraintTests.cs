namespace Aegir.Tests;

public class CoreVersionConstraintTests
{
    [Theory]
    [InlineData("^8 || ^9", "8.0.0 8.9.20 9.5.11 9.0.0-rc1", "7.98 10.0.0 11.1.1")]
    [InlineData("^9.4 || ^10", "9.4.0 9.5.11 10.3.6 10.3.x-dev", "9.3.22 8.9.20 11.0.0 11.0.0-alpha1")]
    [InlineData("^10.3|^11", "10.3.0 10.3.0-beta1 11.x-dev", "10.2.9 12.0.0")]
    [InlineData(">=8.7.7", "8.7.7 8.8.0 11.1.1", "8.7.6 7.98")]
    [InlineData(">= 8.7.7", "8.7.7", "8.7.6")]
    [InlineData("~8.5", "8.5.0 8.9.20", "8.4.9 9.0.0")]
    [InlineData("~8.5.1", "8.5.1 8.5.9", "8.5.0 8.6.0")]
    [InlineData("~9", "9.0.0 9.5.11", "8.9.20 10.0.0")]
    [InlineData("8.x", "8.0.0 8.9.20", "7.98 9.0.0 10.3.6")]
    [InlineData("7.x", "7.0 7.105", "6.38 8.0.0")]
    [InlineData("8.8.x", "8.8.0 8.8.12", "8.7.9 8.9.0")]
    [InlineData("9.*", "9.5.11", "10.0.0")]
    [InlineData(">=9 <11", "9.0.0 10.6.0", "8.9.20 11.0.0 11.0.0-alpha1")]
    [InlineData(">=9, <11", "10.6.0", "11.0.0")]
    [InlineData(">8.7 <=9.1", "8.7.1 9.1.0", "8.7.0 9.1.1")]
    [InlineData("9.1 - 10", "9.1.0 10.6.0", "9.0.9 11.0.0")]
    [InlineData("9.1 - 10.2.3", "10.2.3", "10.2.4")]
    [InlineData("!=9.0.0", "9.0.1 8.9.20", "9.0.0")]
    [InlineData("10.3.6", "10.3.6", "10.3.5 10.3.7")]
    [InlineData("*", "7.98 8.0.0 11.1.1", "")]
    [InlineData("10.3.x-dev", "10.3.x-dev", "10.3.6 10.4.0")]
    [InlineData(">=10.3.x-dev", "10.3.x-dev 10.4.0", "10.3.6")]
    [InlineData("^10@beta", "10.0.0", "9.5.11")]
    [InlineData("^10.1.0-rc1 || ^11@dev", "10.1.0-rc1 10.1.0 11.0.0", "10.1.0-beta1 10.0.9")]
    public void Satisfies(string constraint, string inside, string outside)
    {
        Assert.All(Words(inside), version => Assert.True(CoreVersionConstraint.Satisfies(version, constraint), version));
        Assert.All(Words(outside), version => Assert.False(CoreVersionConstraint.Satisfies(version, constraint), version));
    }

    [Theory]
    [InlineData("0.3.1", "^0.3", true)]
    [InlineData("0.4.0", "^0.3", false)]
    [InlineData("0.0.4", "^0.0.3", false)]
    [InlineData("0.9.0", "^0", true)]
    public void ACaretKeepsTheFirstNumberThatIsNotNull(string version, string constraint, bool expected) =>
        Assert.Equal(expected, CoreVersionConstraint.Satisfies(version, constraint));

    [Theory]
    [InlineData("10.3.6", null)]
    [InlineData("10.3.6", "")]
    [InlineData("10.3.6", "drupal ten")]
    [InlineData("10.3.6", "^10 || oops")]
    [InlineData("10.3.6", "8.x-1.0")]
    [InlineData("10.3.6", "^99999999999")]
    [InlineData(null, "^10")]
    [InlineData("Unknown", "^10")]
    public void SaysNothingOfWhatItCannotRead(string? version, string? constraint) =>
        Assert.Null(CoreVersionConstraint.Satisfies(version, constraint));

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
