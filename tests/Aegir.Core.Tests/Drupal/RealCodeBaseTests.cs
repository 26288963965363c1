using Aegir.Drupal;
using Aegir.Hosts;

namespace Aegir.Tests.Drupal;

public class RealCodeBaseTests
{
    [RealPlatformTheory]
    [InlineData(RealPlatformTheoryAttribute.Old)]
    [InlineData(RealPlatformTheoryAttribute.New)]
    public async Task ReadsARealCodeBase(string variable)
    {
        var reader = new CodeBaseReader(new LocalHost());
        var code = await reader.ReadAsync(Environment.GetEnvironmentVariable(variable)!, CancellationToken.None);
        Assert.NotNull(code.Drush);
        Assert.NotNull(code.PhpMinimum);
        Assert.Equal(code.Fingerprint, await reader.FingerprintAsync(code.Docroot, CancellationToken.None));
        Assert.All(code.Packages.Where(package => package.Path.StartsWith("core/")), package => Assert.Equal(code.CoreVersion, package.Version));
        Assert.All(["system", "user", "node", "field"], name => Assert.Contains(code.Packages, package => package.Name == name));
        Assert.True(code.Packages.Single(package => package is { Type: PackageType.Module, Name: "system" }).Schema > 0);
        Assert.All(code.Packages, package => Assert.True(package.Version is null || DrupalVersion.TryParse(package.Version, out _), $"{package} {package.Version}"));
        Assert.Contains(code.Packages, package => package is { Type: PackageType.Profile, Name: "standard" });
    }

    [RealPlatformTheory]
    [InlineData("standard")]
    public async Task AnUpgradeToTheNewOneIsOneOfCore(string profile)
    {
        var reader = new CodeBaseReader(new LocalHost());
        var old = await reader.ReadAsync(Environment.GetEnvironmentVariable(RealPlatformTheoryAttribute.Old)!, CancellationToken.None);
        var target = await reader.ReadAsync(Environment.GetEnvironmentVariable(RealPlatformTheoryAttribute.New)!, CancellationToken.None);
        var site = old.Packages.Where(package => package.Project == "drupal" && package.Type == PackageType.Module && package.Profile is null)
            .Select(package => new InstalledPackage(package.Type, package.Name, true, null, package.Schema));
        var rows = PackageComparer.Compare(site, old.Packages, target.Packages, profile, "example.com");
        Assert.Equal(PackageChange.Upgrade, rows[0].Change);
        Assert.Equal(0, ComparisonCounts.Of(rows).Errors);
    }
}

/// <summary>A theory that needs two real code bases.</summary>
internal sealed class RealPlatformTheoryAttribute : TheoryAttribute
{
    public const string Old = "AEGIR_TEST_PLATFORM_OLD";
    public const string New = "AEGIR_TEST_PLATFORM_NEW";

    public RealPlatformTheoryAttribute()
    {
        if (Environment.GetEnvironmentVariable(Old) is null || Environment.GetEnvironmentVariable(New) is null)
            Skip = $"{Old} and {New} name no real code bases";
    }
}
