namespace Aegir.Tests;

public class PackageComparerTests
{
    private static readonly Package OldCore = new() { Type = PackageType.Platform, Name = "drupal", Version = "10.2.3" };
    private static readonly Package NewCore = OldCore with { Version = "10.3.6" };
    private static readonly Package Standard = new() { Type = PackageType.Profile, Name = "standard", Version = "10.3.6", Path = "core/profiles/standard" };

    [Fact]
    public void NothingChanged()
    {
        var rows = Compare([Installed("views", 8101)], [OldCore, Standard, Module("views", "10.2.3", 8101)], [OldCore, Standard, Module("views", "10.2.3", 8101)]);
        Assert.All(rows, row => Assert.Equal(PackageChange.Same, row.Change));
        Assert.Equal(new ComparisonCounts(0, 0, 0, 0), ComparisonCounts.Of(rows));
    }

    [Trait("Oracle", "32")]
    [Theory]
    [Trait("Oracle", "41")]
    [InlineData("8.x-1.9", 8101, "8.x-1.10", 8101, PackageChange.Upgrade)]
    [InlineData("8.x-1.10", 8101, "8.x-1.10", 8102, PackageChange.Upgrade)]
    [InlineData("8.x-1.10", 8101, "8.x-1.9", 8101, PackageChange.Downgrade)]
    [InlineData("8.x-1.10", 8101, "8.x-1.10", 8101, PackageChange.Same)]
    [InlineData("8.x-1.10", 8102, "8.x-1.11", 8101, PackageChange.Error)]
    [InlineData("8.x-1.10", 8102, "2.0.0", 0, PackageChange.Upgrade)]
    [InlineData("8.x-1.10", 8000, "8.x-1.10", 0, PackageChange.Same)]
    [InlineData("8.x-1.10", 8000, "8.x-1.11", 7001, PackageChange.Upgrade)]
    [InlineData(null, 0, "8.x-1.11", 0, PackageChange.Same)]
    [InlineData("Unknown", 0, "8.x-1.11", 0, PackageChange.Same)]
    public void AnEnabledModule(string? version, int schema, string targetVersion, int targetSchema, PackageChange expected)
    {
        var row = One([Installed("views", schema)], [OldCore, Module("views", version, schema)], [NewCore, Standard, Module("views", targetVersion, targetSchema)]);
        Assert.Equal(expected, row.Change);
        Assert.Equal(expected == PackageChange.Error, row.Reason is not null);
        Assert.Equal((version, schema, targetVersion, targetSchema), (row.Current, row.CurrentSchema, row.Target, row.TargetSchema));
    }

    /// <summary>aegir-spec 9, oracles 29 to 32.</summary>
    [Trait("Oracle", "30")]
    [Fact]
    public void ADisabledModuleIsNeverAnErrorAndNeverCountsAsMissing()
    {
        Package[] target = [NewCore, Standard, Module("views", "1.0.0", 7001)];
        var rows = Compare([Installed("views", 7002, false), Installed("gone", 0, false)], [OldCore], target);
        Assert.Equal(PackageChange.Downgrade, rows.Single(row => row.Name == "views").Change);
        Assert.Equal(PackageChange.Missing, rows.Single(row => row.Name == "gone").Change);
        Assert.Equal((0, 0), (ComparisonCounts.Of(rows).Errors, ComparisonCounts.Of(rows).Missing));
    }

    [Fact]
    public void AnEnabledModuleTheTargetLacksIsMissing()
    {
        var row = One([Installed("views", 8101)], [OldCore, Module("views", "1.0.0", 8101)], [NewCore, Standard]);
        Assert.Equal(PackageChange.Missing, row.Change);
        Assert.Null(row.Target);
    }

    [Fact]
    public void ASiteTooOldForTheTargetNeedsAnIntermediateRelease()
    {
        var target = Module("views", "3.0.0", 9301) with { LastRemovedUpdate = 9200 };
        var row = One([Installed("views", 8101)], [OldCore], [NewCore, Standard, target]);
        Assert.Equal(PackageChange.Error, row.Change);
        Assert.Contains("intermediate release", row.Reason);
        Assert.Equal(PackageChange.Upgrade, One([Installed("views", 9200)], [OldCore], [NewCore, Standard, target]).Change);
        Assert.Equal(PackageChange.Upgrade, One([Installed("views", 0)], [OldCore], [NewCore, Standard, target]).Change);
    }

    [Fact]
    public void ATargetPackageForAnotherCoreIsAnError()
    {
        var row = One([Installed("views", 0)], [OldCore], [NewCore, Standard, Module("views", "1.0.0") with { CoreRequirement = "^8 || ^9" }]);
        Assert.Equal(PackageChange.Error, row.Change);
        Assert.Contains("^8 || ^9", row.Reason);
    }

    [Fact]
    public void WhatLiesInTheSitesDirectoryGoesAlong()
    {
        var own = Module("views", "1.0.0", 8101) with { SiteDirectory = "a.com", Path = "sites/a.com/modules/views" };
        var foreign = own with { SiteDirectory = "b.com", Path = "sites/b.com/modules/views", Version = "9.0.0" };
        var row = One([Installed("views", 8101)], [OldCore, own, foreign], [NewCore, Standard, Module("views", "2.0.0", 8201)], "a.com");
        Assert.Equal((PackageChange.Same, "1.0.0"), (row.Change, row.Target));
        row = One([Installed("views", 8101)], [OldCore, own with { CoreRequirement = "^9" }], [NewCore, Standard], "a.com");
        Assert.Equal(PackageChange.Error, row.Change);
        row = One([Installed("views", 8101)], [OldCore, own], [NewCore, Standard], null);
        Assert.Equal(PackageChange.Missing, row.Change);
    }

    [Fact]
    public void APackageOfAnotherProfileIsNotThere()
    {
        var theirs = Module("views", "1.0.0") with { Profile = "commons", Path = "profiles/commons/modules/views" };
        Assert.Equal(PackageChange.Missing, One([Installed("views", 0)], [OldCore], [NewCore, Standard, theirs]).Change);
        var ours = theirs with { Profile = "standard", Version = "2.0.0" };
        Assert.Equal("2.0.0", One([Installed("views", 0)], [OldCore], [NewCore, Standard, theirs, ours]).Target);
    }

    [Theory]
    [InlineData("10.3.6", "core/modules/views", "profiles/standard/modules/views", "modules/views", "modules/views")]
    [InlineData("10.3.6", "core/modules/views", "profiles/standard/modules/views", null, "profiles/standard/modules/views")]
    [InlineData("7.98", "modules/views", "profiles/standard/modules/views", null, "profiles/standard/modules/views")]
    [InlineData("7.98", "modules/views", "profiles/standard/modules/views", "sites/all/modules/views", "sites/all/modules/views")]
    public void TheMoreSpecialFolderWins(string core, string first, string ofProfile, string? forAll, string expected)
    {
        var packages = new[] { first, ofProfile, forAll }.OfType<string>()
            .Select(path => Module("views", path) with { Path = path, Profile = path.StartsWith("profiles/") ? "standard" : null });
        Assert.Equal(expected, One([Installed("views", 0)], [], [NewCore with { Version = core }, Standard, .. packages]).Target);
    }

    [Fact]
    public void TheTargetMustHaveTheProfile()
    {
        var rows = Compare([], [OldCore, Standard], [NewCore]);
        var row = rows.Single(candidate => candidate.Type == PackageType.Profile);
        Assert.Equal((PackageChange.Error, true), (row.Change, row.Enabled));
        Assert.Contains("standard", row.Reason);
        Assert.Single(PackageComparer.Compare([], [OldCore], [NewCore], "", null));
    }

    [Fact]
    public void AProfileListedAsAModuleIsOneProfile()
    {
        var rows = Compare([Installed("standard", 8001)], [OldCore, Standard], [NewCore, Standard with { Schema = 8002 }]);
        var row = rows.Single(candidate => candidate.Name == "standard");
        Assert.Equal((PackageType.Profile, 8001, PackageChange.Upgrade), (row.Type, row.CurrentSchema, row.Change));
    }

    [Theory]
    [InlineData("10.2.3", "10.3.6", PackageChange.Upgrade)]
    [InlineData("9.5.11", "10.2.3", PackageChange.Upgrade)]
    [InlineData("10.3.6", "10.2.3", PackageChange.Downgrade)]
    [InlineData("7.98", "7.105", PackageChange.Upgrade)]
    [InlineData("7.98", "10.3.6", PackageChange.Error)]
    public void CoreIsARowOfItsOwn(string from, string to, PackageChange expected)
    {
        var rows = Compare([], [OldCore with { Version = from }], [OldCore with { Version = to }, Standard]);
        Assert.Equal(expected, rows.Single(row => row.Type == PackageType.Platform).Change);
    }

    /// <summary>aegir-spec 9, oracle 41.</summary>
    [Fact]
    [Trait("Oracle", "41")]
    public void EnabledFirstThenTypeThenName()
    {
        InstalledPackage[] site = [Installed("zeta", 0), Installed("off", 0, false), new(PackageType.Theme, "alpha", true, null, 0), Installed("beta", 0)];
        var rows = Compare(site, [OldCore], [NewCore, Standard]);
        Assert.Equal(["drupal", "standard", "beta", "zeta", "alpha", "off"], rows.Select(row => row.Name));
    }

    [Fact]
    public void CountsAsTheSpecificationDoes()
    {
        Package[] target = [NewCore, Standard, Module("up", "2.0.0"), Module("offup", "2.0.0"), Module("down", "1.0.0"), Module("bad", "1.0.0", 8001)];
        InstalledPackage[] site =
        [
            Installed("up", 0) with { Version = "1.0.0" }, Installed("offup", 0, false) with { Version = "1.0.0" },
            Installed("down", 0) with { Version = "2.0.0" }, Installed("bad", 8002), Installed("gone", 0), Installed("offgone", 0, false),
        ];
        Assert.Equal(new ComparisonCounts(3, 1, 1, 1), ComparisonCounts.Of(Compare(site, [OldCore, Standard], target)));
    }

    [Fact]
    public void TwoPlatforms()
    {
        Package[] left = [OldCore, Standard, Module("views", "8.x-1.0", 8001), Module("gone", "1.0.0"), Module("own", "1.0.0") with { SiteDirectory = "a.com" }];
        Package[] right = [NewCore, Standard, Module("views", "8.x-1.1", 8001), Module("fresh", "1.0.0")];
        var rows = PackageComparer.Compare(left, right);
        Assert.All(rows, row => Assert.False(row.Enabled));
        Assert.Equal(
            [("drupal", PackageChange.Upgrade), ("standard", PackageChange.Same), ("fresh", PackageChange.Upgrade), ("gone", PackageChange.Missing), ("views", PackageChange.Upgrade)],
            rows.Select(row => (row.Name, row.Change)));
        Assert.Null(rows.Single(row => row.Name == "fresh").Current);
        Assert.Equal(PackageChange.Downgrade, PackageComparer.Compare([Module("a", "1.0.0", 8002)], [Module("a", "1.0.0", 8001)]).Single().Change);
    }

    private static Package Module(string name, string? version, int schema = 0) =>
        new() { Type = PackageType.Module, Name = name, Version = version, Schema = schema, Path = "modules/" + name };

    private static InstalledPackage Installed(string name, int schema, bool enabled = true) => new(PackageType.Module, name, enabled, null, schema);

    private static IReadOnlyList<PackageComparison> Compare(InstalledPackage[] site, Package[] current, Package[] target) =>
        PackageComparer.Compare(site, current, target, "standard", null);

    private static PackageComparison One(InstalledPackage[] site, Package[] current, Package[] target, string? siteDirectory = null) =>
        PackageComparer.Compare(site, current, target, "standard", siteDirectory).Single(row => row.Type == PackageType.Module);
}
