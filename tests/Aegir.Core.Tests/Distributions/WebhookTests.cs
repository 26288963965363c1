using System.Text;
using Aegir.Tests.Components;

namespace Aegir.Tests.Distributions;

/// <summary>Webhooks of distributions, and where their secrets are kept.</summary>
public sealed class WebhookTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly AegirHub hub;

    public WebhookTests()
    {
        hub = AegirHub.Open(folder.At("hub/hub.db"));
        hub.Distributions.Add("Ten");
        hub.Distributions.Add("Seven");
    }

    public void Dispose()
    {
        hub.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void The_secret_is_shown_once_and_lies_in_a_file_for_its_owner_alone()
    {
        var webhook = hub.Webhooks.New("ten");

        Assert.Matches("^[0-9a-f]{64}$", webhook.Secret);
        Assert.Matches("^/webhooks/[0-9a-f]{32}$", webhook.Path);
        var file = SecretFile(webhook);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(file)!));
        Assert.Null(Assert.Single(hub.Webhooks.Find(["T*"])).Secret);
        Assert.DoesNotContain(webhook.Secret!, webhook.ToString());
        foreach (var stored in Directory.GetFiles(folder.At("hub")))
            Assert.DoesNotContain(webhook.Secret!, Encoding.Latin1.GetString(File.ReadAllBytes(stored)));
    }

    [Fact]
    public void A_new_secret_replaces_the_old_one_and_the_path_stays()
    {
        var (first, other) = (hub.Webhooks.New("Ten"), hub.Webhooks.New("Seven"));
        var second = hub.Webhooks.New("Ten");

        Assert.Equal(first.Path, second.Path);
        Assert.NotEqual(first.Secret, second.Secret);
        Assert.NotEqual(first.Path, other.Path);
        Assert.Equal(second.Secret, hub.Webhooks.At(Id(second))!.Secret);
        Assert.Equal(other.Secret, hub.Webhooks.At(Id(other))!.Secret);
        Assert.Equal(2, Directory.GetFiles(folder.At("hub/webhooks")).Length);
    }

    [Fact]
    public void Removed_or_with_its_distribution_it_is_gone()
    {
        var (ten, seven) = (hub.Webhooks.New("Ten"), hub.Webhooks.New("Seven"));

        hub.Webhooks.Remove("TEN");
        hub.Distributions.Remove("Seven");
        // May be given the id that the other had.
        hub.Distributions.Add("Eight");

        Assert.Null(hub.Webhooks.At(Id(ten)));
        Assert.Null(hub.Webhooks.At(Id(seven)));
        Assert.Empty(hub.Webhooks.Find());
        Assert.False(File.Exists(SecretFile(ten)));
        Assert.Equal("WebhookNotFound", Assert.Throws<AegirException>(() => hub.Webhooks.Remove("Ten")).Id);
        Assert.Equal("DistributionNotFound", Assert.Throws<AegirException>(() => hub.Webhooks.New("Nine")).Id);
    }

    [Fact]
    public void A_secret_that_others_may_read_is_one_no_more()
    {
        var webhook = hub.Webhooks.New("Ten");
        File.SetUnixFileMode(SecretFile(webhook), UnixFileMode.UserRead | UnixFileMode.GroupRead);

        Assert.Equal("SecretExposed", Assert.Throws<AegirException>(() => hub.Webhooks.At(Id(webhook))).Id);

        Assert.NotNull(hub.Webhooks.At(Id(hub.Webhooks.New("Ten"))));
    }

    [Fact]
    public void A_message_is_known_again_by_any_of_its_marks_and_for_its_own_distribution()
    {
        var (ten, seven) = (hub.Webhooks.New("Ten"), hub.Webhooks.New("Seven"));

        Assert.True(hub.Webhooks.Remember(ten, ["id-1", "hash-1"]));
        Assert.False(hub.Webhooks.Remember(ten, ["id-2", "hash-1"]));
        Assert.False(hub.Webhooks.Remember(ten, ["id-1", "hash-2"]));
        Assert.True(hub.Webhooks.Remember(seven, ["id-1", "hash-1"]));
        Assert.True(hub.Webhooks.Remember(ten, ["id-3", "hash-3"]));
        hub.Webhooks.New("Ten");
        Assert.False(hub.Webhooks.Remember(ten, ["id-3", "hash-4"]));
    }

    [Fact]
    public async Task Of_many_that_bring_the_same_message_at_once_one_is_first()
    {
        var webhook = hub.Webhooks.New("Ten");

        var fresh = await Task.WhenAll(Enumerable.Range(0, 16).Select(number => Task.Run(() => hub.Webhooks.Remember(webhook, [$"id-{number}", "hash"]))));

        Assert.Single(fresh, first => first);
    }

    private static string Id(Webhook webhook) => webhook.Path.Split('/').Last();

    private string SecretFile(Webhook webhook) => folder.At("hub/webhooks/" + Id(webhook));
}
