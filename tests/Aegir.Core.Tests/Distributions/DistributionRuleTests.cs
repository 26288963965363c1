using Aegir.Tests.Components;
using Aegir.Tests.State.Stores;

namespace Aegir.Tests.Distributions;

/// <summary>The nine rules of a distribution and its upgrade target, each through the hub.</summary>
public sealed class DistributionRuleTests : DistributionRules
{
    public DistributionRuleTests() => Begin(Folder.At("hub/hub.db"));
}

/// <summary>The same where several machines share the hub.</summary>
[Collection(PostgreSqlTests.Name)]
public sealed class PostgreSqlDistributionRuleTests : DistributionRules
{
    public PostgreSqlDistributionRuleTests(PostgreSqlServer server)
    {
        if (PostgreSqlServer.WhyNot is null)
            Begin(server.MakeHub());
    }
}

public abstract class DistributionRules : IDisposable
{
    private const string Site = "one.example.test";

    private readonly TempFolder folder = new();
    private readonly RecordingSink sink = new();
    private AegirHub hub = null!;

    protected TempFolder Folder => folder;

    protected void Begin(string address)
    {
        hub = AegirHub.Open(address);
        hub.Distributions.Add("Ten");
        hub.Distributions.Add("Other");
    }

    [StoreFact("php")]
    public async Task Rule_1_A_target_is_a_verified_platform_of_the_distribution()
    {
        await AddAsync("a", "Ten");
        await AddAsync("b", "Other");
        await AddAsync("c", null);

        Assert.Equal("PlatformNotInDistribution", Fails(() => hub.Distributions.SetTarget("Ten", "b")).Id);
        Assert.Equal("PlatformNotInDistribution", Fails(() => hub.Distributions.SetTarget("Ten", "c")).Id);
        Assert.Equal("PlatformNotFound", Fails(() => hub.Distributions.SetTarget("Ten", "gone")).Id);
        Assert.Null(hub.Distributions.Get("Ten").Target);
        hub.Platforms.SetDistribution("b", "Ten");
        Assert.Equal("Ten", hub.Platforms.Get("b").Distribution);
        hub.Platforms.Remove("b");
        Assert.Equal("PlatformNotFound", Fails(() => hub.Distributions.SetTarget("Ten", "b")).Id);
    }

    [StoreFact("php")]
    [Trait("Oracle", "59")]
    public async Task Rule_2_Setting_a_target_unlocks_it_and_locks_the_others_of_the_distribution()
    {
        await AddAsync("a", "Ten");
        await AddAsync("b", "Ten");
        await AddAsync("elsewhere", "Other");
        hub.Platforms.Lock("b");

        hub.Distributions.SetTarget("Ten", "b");

        Assert.Equal(("Locked", "Enabled", "Enabled"), Statuses());
        hub.Distributions.SetTarget("Ten", "a");
        Assert.Equal(("Enabled", "Locked", "Enabled"), Statuses());

        (string, string, string) Statuses() => (Status("a"), Status("b"), Status("elsewhere"));
    }

    [StoreFact("php")]
    public async Task Rule_3_A_locked_platform_takes_no_upgrades_and_its_sites_go_on()
    {
        await AddAsync("old", "Ten", Site);
        await AddAsync("new", "Ten");
        hub.Distributions.SetTarget("Ten", "new");
        Assert.Equal("Locked", Status("old"));

        await hub.Sites.VerifyAsync(Site, sink, default);
        Assert.Equal(UpgradeState.Ready, (await PlanAsync()).State);
        Assert.Equal("PlatformIsTarget", Fails(() => hub.Platforms.Lock("new")).Id);
    }

    [StoreFact("php")]
    public async Task Rule_4_Who_joins_a_distribution_with_a_target_is_locked_and_who_leaves_keeps_the_lock()
    {
        await AddAsync("a", "Ten");
        hub.Distributions.SetTarget("Ten", "a");
        await AddAsync("b", "Ten");
        await AddAsync("c", null);

        Assert.Equal("Locked", Status("b"));
        hub.Platforms.SetDistribution("c", "Ten");
        Assert.Equal("Locked", Status("c"));
        hub.Platforms.SetDistribution("c", null);
        Assert.Equal("Locked", Status("c"));
        hub.Platforms.SetDistribution("a", "Other");
        Assert.Null(hub.Distributions.Get("Ten").Target);
        Assert.Equal("Enabled", Status("a"));
        Assert.Equal("Locked", Status("b"));
    }

    [StoreFact("php")]
    public async Task Rule_5_Clearing_the_target_unlocks_nothing_and_a_target_is_not_removed()
    {
        await AddAsync("old", "Ten", Site);
        await AddAsync("new", "Ten");
        hub.Distributions.SetTarget("Ten", "new");
        Assert.Equal("PlatformIsTarget", Fails(() => hub.Platforms.Remove("new")).Id);

        hub.Distributions.SetTarget("Ten", null);

        Assert.Equal("Locked", Status("old"));
        var plan = await PlanAsync();
        Assert.Equal(UpgradeState.NotOffered, plan.State);
        Assert.Contains("no upgrade target", Assert.Single(plan.Blockers));
        hub.Platforms.Remove("new");
    }

    [StoreFact("php")]
    public async Task Rule_6_A_verify_never_unlocks_and_an_unlock_stands_until_the_target_changes()
    {
        await AddAsync("a", "Ten");
        await AddAsync("b", "Ten");
        hub.Distributions.SetTarget("Ten", "b");

        await hub.Platforms.VerifyAsync("a", sink, default);
        Assert.Equal("Locked", Status("a"));
        hub.Platforms.Unlock("a");
        await hub.Platforms.VerifyAsync("a", sink, default);
        Assert.Equal("Enabled", Status("a"));
        hub.Distributions.SetTarget("Ten", "b");
        Assert.Equal("Locked", Status("a"));
    }

    [StoreFact("php")]
    [Trait("Oracle", "60")]
    public async Task Rule_7_On_the_target_a_site_is_up_to_date_and_elsewhere_an_upgrade_is_on_offer()
    {
        await AddAsync("old", "Ten", Site);
        await AddAsync("new", "Ten");
        hub.Distributions.SetTarget("Ten", "old");
        Assert.Equal(UpgradeState.UpToDate, (await PlanAsync()).State);
        Assert.Empty((await PlanAsync()).Blockers);

        hub.Distributions.SetTarget("Ten", "new");
        Assert.Equal(UpgradeState.Ready, (await PlanAsync()).State);

        hub.Platforms.SetDistribution("old", null);
        Assert.Contains("no distribution", Assert.Single((await PlanAsync()).Blockers));
    }

    [StoreFact("php")]
    public async Task Rule_8_Names_and_paths_are_unique_even_when_they_are_folded_and_Drupal_4_is_refused()
    {
        var path = await AddAsync("Drupal 7.54", "Ten");
        hub.Platforms.Lock("Drupal 7.54");

        var folded = await FailsAsync(() => AddAsync("Drupal 7.5.4", null));
        Assert.Equal("PlatformExists", folded.Id);
        Assert.Contains("Drupal 7.54", folded.Message);
        Assert.Contains("Drupal 7.5.4", folded.Message);
        Assert.Equal("PlatformExists", (await FailsAsync(() => AddAsync("drupal 7.54", null))).Id);
        Assert.Equal("PlatformExists", (await FailsAsync(() => hub.Platforms.AddAsync("other", path, null, sink, default))).Id);
        Command.Run(Fixtures.At("make-platform"), "drupal-4", folder.At("four"));
        Assert.Equal("DrupalNotSupported", (await FailsAsync(() => hub.Platforms.AddAsync("four", folder.At("four"), null, sink, default))).Id);
        Assert.Equal(["Drupal 7.54"], hub.Platforms.Find(new PlatformFilter()).Select(platform => platform.Name));

        hub.Platforms.Remove("Drupal 7.54");
        await hub.Platforms.AddAsync("Drupal 7.5.4", path, null, sink, default);
    }

    [StoreFact("php")]
    public async Task Rule_9_A_code_base_that_cannot_be_read_changes_neither_target_nor_locks()
    {
        await AddAsync("a", "Ten");
        await AddAsync("b", "Ten");
        hub.Distributions.SetTarget("Ten", "a");
        Command.Run(Fixtures.At("make-platform"), "not-drupal", folder.At("broken"));

        var error = await FailsAsync(() => hub.Platforms.AddAsync("broken", folder.At("broken"), "Ten", sink, default));

        Assert.Equal("NotADrupal", error.Id);
        Assert.Equal("a", hub.Distributions.Get("Ten").Target);
        Assert.Equal(("Enabled", "Locked"), (Status("a"), Status("b")));
        Assert.Equal("PlatformNotFound", Fails(() => hub.Platforms.Get("broken")).Id);
    }

    public void Dispose()
    {
        hub?.Dispose();
        folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private static AegirException Fails(Action act) => Assert.Throws<AegirException>(act);

    private static Task<AegirException> FailsAsync(Func<Task> act) => Assert.ThrowsAsync<AegirException>(act);

    private string Status(string platform) => hub.Platforms.Get(platform).Status.ToString();

    private Task<UpgradePlan> PlanAsync() => hub.Upgrades.PlanAsync(Site, [], default);

    /// <summary>Makes a code base and registers it; with a site in it.</summary>
    private async Task<string> AddAsync(string name, string? distribution, string? site = null)
    {
        var path = folder.At("p" + Directory.GetDirectories(folder.Path).Length);
        Command.Run(Fixtures.At("make-platform"), name == "new" ? "drupal-10.3.6" : "drupal-10.1.5", path);
        if (site is not null)
            Command.Run(Fixtures.At("make-site"), path, site, "standard", "sqlite");
        await hub.Platforms.AddAsync(name, path, distribution, sink, default);
        if (site is not null)
            await hub.Sites.ImportAsync(name, site, null, sink, default);
        return path;
    }
}
