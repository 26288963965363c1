using Aegir.State;
using Aegir.Tests.Components;

namespace Aegir.Tests.Spokes;

/// <summary>Names, places and statuses of platforms (aegir-spec 1.3, 2.2).</summary>
public sealed class PlatformRuleTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly RecordingSink sink = new();
    private readonly AegirHub hub;

    public PlatformRuleTests() => hub = AegirHub.Open(folder.At("hub/hub.db"));

    [NeedsPhpFact]
    [Trait("Oracle", "2")]
    public async Task Two_names_that_fold_to_one_context_are_refused_with_both_named()
    {
        await AddAsync("Drupal 7.54");

        var error = await Assert.ThrowsAsync<AegirException>(() => AddAsync("Drupal 7.5.4"));

        Assert.Equal("PlatformExists", error.Id);
        Assert.Contains("'Drupal 7.5.4'", error.Message);
        Assert.Contains("'Drupal 7.54'", error.Message);
        Assert.Contains("@platform_Drupal754", error.Message);
    }

    // The original overlooks locked platforms, although locked is what a distribution's old ones are.
    [NeedsPhpFact]
    [Trait("Oracle", "4")]
    public async Task One_path_is_one_platforms_on_all_servers_and_locked_ones_count()
    {
        using (IStateStore store = SqliteStore.Open(hub.Location))
            store.Write(session => session.Servers.Add(new Server { Name = "other" }));
        var first = await AddAsync("first");
        hub.Platforms.Lock("first");

        var error = await Assert.ThrowsAsync<AegirException>(() => hub.Platforms.AddAsync("second", first.Path, null, sink, default, "other"));

        Assert.Equal("PlatformExists", error.Id);
        Assert.Contains("'first'", error.Message);
    }

    // Here nothing is kept of a platform whose first verify fails, and there is no setting that locks new ones: distributions lock.
    [NeedsPhpFact]
    [Trait("Oracle", "8")]
    public async Task A_platform_is_enabled_by_its_first_good_verify_or_locked_where_its_distribution_has_a_target()
    {
        await Assert.ThrowsAsync<AegirException>(() => hub.Platforms.AddAsync("broken", folder.Write("no/text.txt", ""), null, sink, default));
        Assert.Empty(hub.Platforms.Find(new PlatformFilter()));
        hub.Distributions.Add("Ten");

        Assert.Equal(PlatformStatus.Enabled, (await AddAsync("first", "Ten")).Status);
        hub.Distributions.SetTarget("Ten", "first");
        Assert.Equal(PlatformStatus.Locked, (await AddAsync("second", "Ten")).Status);
    }

    [NeedsPhpFact]
    [Trait("Oracle", "9")]
    public async Task A_locked_platform_is_locked_after_a_verify()
    {
        await AddAsync("code");
        hub.Platforms.Lock("code");

        Assert.Equal(PlatformStatus.Locked, (await hub.Platforms.VerifyAsync("code", sink, default)).Status);
    }

    [NeedsPhpFact]
    [Trait("Oracle", "10")]
    public async Task A_locked_platform_can_be_verified_unlocked_removed_and_left_and_takes_no_new_site()
    {
        await AddAsync("code");
        hub.Platforms.Lock("code");

        var refused = await Assert.ThrowsAsync<AegirException>(() => hub.Sites.InstallAsync(
            new NewSite { Name = "new.example", Platform = "code", Database = DatabaseType.Sqlite }, sink, default));
        Assert.Equal("PlatformLocked", refused.Id);

        await hub.Platforms.VerifyAsync("code", sink, default);
        Assert.Equal(PlatformStatus.Enabled, hub.Platforms.Unlock("code").Status);
        hub.Platforms.Lock("code");
        hub.Platforms.Remove("code");
        Assert.Empty(hub.Platforms.Find(new PlatformFilter()));
    }

    // The original queues an import of each. Here that is for the admin to say, who may be about to move them away.
    [NeedsPhpFact]
    [Trait("Oracle", "12")]
    public async Task A_verify_tells_of_sites_it_does_not_know_but_not_of_sites_default_and_links()
    {
        var docroot = (await AddAsync("code")).Path;
        foreach (var directory in new[] { "a.com", "default" })
            folder.Write(Path.Combine(docroot, "sites", directory, "settings.php"), "<?php\n");
        Directory.CreateSymbolicLink(docroot + "/sites/b.com", "a.com");

        await hub.Platforms.VerifyAsync("code", sink, default);

        Assert.Contains(sink.Events, item => item.Message == "1 sites that the hub does not know: a.com. Adopt them: Import-AegirSite -Platform 'code'");
        Assert.Equal(["a.com", "default"], (await hub.Sites.FindUnknownAsync("code", default)).Order());
        Assert.Empty(hub.Sites.Find(new SiteFilter()));
    }

    public void Dispose()
    {
        hub.Dispose();
        folder.Dispose();
    }

    private async Task<Platform> AddAsync(string name, string? distribution = null)
    {
        var path = folder.At("platforms/" + Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        Command.Run(Fixtures.At("make-platform"), "drupal-7.105", path);
        return await hub.Platforms.AddAsync(name, path, distribution, sink, default);
    }
}
