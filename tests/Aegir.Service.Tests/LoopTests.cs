using Aegir.Service.Tests.Components;
using Aegir.Tests.Building;
using Aegir.Tests.Components;
using Aegir.Tests.Updates;

namespace Aegir.Service.Tests;

/// <summary>The whole loop: from a push to sites that run on it, with nobody at the keyboard.</summary>
public sealed class LoopTests : IDisposable
{
    private readonly UpdateLab lab = new();

    public void Dispose() => lab.Dispose();

    [NeedsFact("git", "flock", "php")]
    public async Task A_push_becomes_the_target_and_sites_follow_and_a_broken_one_changes_nothing()
    {
        var work = lab.Repository();
        var origin = lab.Folder.At("origin.git");
        Command.Run("git", "clone", "-q", "--bare", work.Path, origin);
        work.Git("remote", "add", "origin", origin);
        lab.Hub.Servers.Set(Server.MasterName, server => server with { OpcacheSeconds = 0 });
        lab.Follow(new GitUpdates(origin, "main"), distribution => distribution with
        {
            Policy = UpdatePolicy.Upgrade,
            Rules = new UpgradeRules { Windows = [MaintenanceWindow.Parse("* 00:00-24:00 UTC")] },
        });
        await using var service = await ServiceUnderTest.StartAsync(lab.Folder, lab.Hub);
        var webhook = lab.Hub.Webhooks.New("Drupal");

        await PushAsync(service, webhook, work, 1);
        Assert.Equal("Drupal 7.98-1", lab.Drupal.Target);
        var first = lab.Hub.Platforms.Get("Drupal 7.98-1");
        Command.Run(Fixtures.At("make-site"), first.Path, "www.example.com", "standard", "sqlite");
        await lab.Hub.Sites.ImportAsync(first.Name, "www.example.com", null, lab.Sink, default);

        lab.Push(work, "drupal-7.105");
        await PushAsync(service, webhook, work, 2);
        Assert.Equal([("Drupal 7.105-1", PlatformStatus.Enabled), ("Drupal 7.98-1", PlatformStatus.Locked)], lab.State());
        Assert.Equal("Drupal 7.105-1", lab.Drupal.Target);
        Assert.NotNull(lab.Hub.Platforms.Get("Drupal 7.105-1").Verified);
        Assert.Equal("Drupal 7.105-1", lab.Hub.Sites.Get("www.example.com").Platform);
        Assert.Contains("1 of 1 sites are on it", await service.PageAsync("/"));

        work.Git("rm", "-rq", "includes", "modules");
        work.Commit();
        await PushAsync(service, webhook, work, 3);
        Assert.Equal([("Drupal 7.105-1", PlatformStatus.Enabled), ("Drupal 7.98-1", PlatformStatus.Locked)], lab.State());
        Assert.NotEmpty(lab.Drupal.Updates.FailedMessage!);
        Assert.Contains("build failed", await service.PageAsync("/"));
    }

    private static async Task PushAsync(ServiceUnderTest service, Webhook webhook, GitRepository work, int number)
    {
        work.Git("push", "-q", "origin", "main");
        using var answer = await service.Client.SendAsync(Sender.GitHub(webhook, Sender.Push()));
        Assert.Equal(System.Net.HttpStatusCode.Accepted, answer.StatusCode);
        await service.AssertChecksAsync(number);
    }
}
