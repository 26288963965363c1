using System.Net;
using System.Text;
using Aegir.Service.Tests.Components;
using Aegir.Tests.Building;
using Aegir.Tests.Components;

namespace Aegir.Service.Tests;

/// <summary>Messages of git hosts, genuine and not, over HTTP to the whole service.</summary>
public sealed class WebhookTests : IAsyncLifetime
{
    private readonly TempFolder folder = new();
    private ServiceUnderTest service = null!;
    private Webhook webhook = null!;

    public async Task InitializeAsync()
    {
        service = await ServiceUnderTest.StartAsync(folder, change: settings => settings.Webhooks = new() { MaxBytes = 20_000, PerMinute = 40 });
        var repository = new GitRepository(folder.At("repository"));
        repository.Commit(("README", "Nothing to build."));
        service.Hub.Distributions.Add("Ten");
        Follow(new GitUpdates(repository.Path, "main"));
        webhook = service.Hub.Webhooks.New("Ten");
    }

    public async Task DisposeAsync()
    {
        await service.DisposeAsync();
        folder.Dispose();
    }

    public static TheoryData<string> Hosts => ["GitHub", "GitLab", "Bitbucket", "Bitbucket Data Center", "generic"];

    [Theory, MemberData(nameof(Hosts))]
    public async Task A_push_to_the_branch_causes_one_check_and_sent_again_none(string host)
    {
        var (first, again) = (Push(host, "main"), Push(host, "main"));
        again.Content = new StringContent(await first.Content!.ReadAsStringAsync(), Encoding.UTF8, "application/json");
        again.Headers.Clear();
        foreach (var (name, values) in first.Headers)
            again.Headers.Add(name, values);

        Assert.Equal((HttpStatusCode.Accepted, "A check will be made.\n"), await SendAsync(first));
        Assert.Equal((HttpStatusCode.NotFound, "Not found.\n"), await SendAsync(again));

        await service.AssertChecksAsync(1);
        Assert.Equal(1, await service.CountAsync("aegir_distribution_checks_total", "outcome=\"Moved\""));
        Assert.NotNull(service.Hub.Distributions.Get("Ten").Updates.Checked);
        Assert.NotNull(service.Hub.Webhooks.Find().Single().LastDelivery);
    }

    [Theory, MemberData(nameof(Hosts))]
    public async Task A_push_to_another_branch_is_ignored(string host)
    {
        var (status, text) = await SendAsync(Push(host, "topic"));

        Assert.Equal((HttpStatusCode.Accepted, "Ignored: the distribution does not follow refs/heads/topic.\n"), (status, text));
        Assert.Equal(1, await service.CountAsync("aegir_webhook_messages_total", "outcome=\"ignored\""));
        await service.AssertChecksAsync(0);
    }

    [Fact]
    public async Task Whoever_does_not_know_the_secret_learns_nothing()
    {
        var body = Sender.Push();
        var stranger = webhook with { Path = "/webhooks/" + new string('a', 32) };
        HttpRequestMessage[] forged =
        [
            Sender.GitHub(webhook, body, secret: "guessed"),
            Sender.GitHub(webhook, body, secret: ""),
            Sender.GitHub(stranger, body),
            Sender.GitLab(webhook, body, token: "guessed"),
            Sender.GitLab(stranger, body),
            Sender.Message(webhook.Path, body, ("X-GitHub-Event", "push")),
            Sender.Message(webhook.Path, body, ("X-GitHub-Event", "ping"), ("X-Hub-Signature-256", "sha256=")),
            Sender.Message(webhook.Path, body, ("X-GitHub-Event", "push"), ("X-Hub-Signature-256", "sha256=" + new string('z', 64))),
            Sender.Message(webhook.Path, body, ("X-GitHub-Event", "push"), ("X-Hub-Signature", "sha1=" + new string('0', 40))),
            // Signed for another body.
            Sender.Message(webhook.Path, body, ("X-GitHub-Event", "push"), ("X-Hub-Signature-256", Sender.Sign(webhook.Secret!, body + " "))),
            // Two signatures, one of them right.
            Sender.Message(webhook.Path, body, ("X-GitHub-Event", "push"), ("X-Hub-Signature-256", Sender.Sign(webhook.Secret!, body)), ("X-Hub-Signature-256", "sha256=0")),
            Sender.Message(webhook.Path, body),
        ];

        foreach (var message in forged)
            Assert.Equal((HttpStatusCode.NotFound, "Not found.\n"), await SendAsync(message));

        await service.AssertChecksAsync(0);
        Assert.Equal(forged.Length, await service.CountAsync("aegir_webhook_messages_total", "outcome=\"forged\""));
    }

    [Fact]
    public async Task A_body_that_was_overheard_is_no_use_under_another_id_or_event()
    {
        var body = Sender.Push();
        await SendAsync(Sender.GitHub(webhook, body, delivery: "one"));

        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(Sender.GitHub(webhook, body, delivery: "two"))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(Sender.Bitbucket(webhook, body))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(Sender.Generic(webhook, body))).Status);
        await service.AssertChecksAsync(1);
    }

    [Fact]
    public async Task What_was_delivered_is_known_after_a_restart()
    {
        var body = Sender.Push();
        await SendAsync(Sender.GitHub(webhook, body));
        await service.DisposeAsync();
        service = await ServiceUnderTest.StartAsync(folder);

        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(Sender.GitHub(webhook, body))).Status);
        await service.AssertChecksAsync(0);
    }

    [Fact]
    public async Task A_replaced_secret_is_good_no_more_at_the_same_address()
    {
        var replaced = service.Hub.Webhooks.New("Ten");

        Assert.Equal(webhook.Path, replaced.Path);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(Sender.GitHub(webhook, Sender.Push()))).Status);
        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(Sender.GitHub(replaced, Sender.Push()))).Status);
        service.Hub.Webhooks.Remove("ten");
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(Sender.GitHub(replaced, Sender.Push()))).Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_too_large_is_not_read(bool saysSo)
    {
        var body = Sender.Push() + new string(' ', 20_000);
        var message = Sender.GitHub(webhook, body);
        if (!saysSo)
            message.Headers.TransferEncodingChunked = true;

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await SendAsync(message)).Status);
        await service.AssertChecksAsync(0);
    }

    [Fact]
    public async Task What_is_genuine_but_of_no_use_is_told_what_is_wrong()
    {
        var form = Sender.GitHub(webhook, Sender.Push());
        form.Content!.Headers.ContentType = new("application/x-www-form-urlencoded");
        Assert.Equal((HttpStatusCode.UnsupportedMediaType, "Set the webhook's content type to application/json.\n"), await SendAsync(form));

        foreach (var body in new[] { "", "no json", "[]", "{}", """{"ref": 5}""", string.Concat(Enumerable.Repeat("[", 5000)) })
            Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(Sender.GitHub(webhook, body))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(Sender.Bitbucket(webhook, """{"push": {"changes": []}}"""))).Status);
        await service.AssertChecksAsync(0);
    }

    [Fact]
    public async Task A_generic_message_is_good_for_five_minutes()
    {
        string At(double minutes) => $$"""{"time": "{{DateTimeOffset.UtcNow.AddMinutes(minutes):O}}"}""";

        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(Sender.Generic(webhook, At(-6)))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(Sender.Generic(webhook, At(6)))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(Sender.Generic(webhook, """{"ref": "refs/heads/main"}"""))).Status);
        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(Sender.Generic(webhook, At(-4)))).Status);
    }

    [Fact]
    public async Task Pings_are_answered_and_cause_nothing()
    {
        Assert.Equal((HttpStatusCode.OK, "Here.\n"), await SendAsync(Sender.GitHub(webhook, """{"zen": "Keep it logically awesome."}""", "ping")));
        Assert.Equal((HttpStatusCode.OK, "Here.\n"), await SendAsync(Sender.Bitbucket(webhook, """{"test": true}""", "diagnostics:ping")));
        Assert.Equal((HttpStatusCode.OK, "Here.\n"), await SendAsync(Sender.Generic(webhook, """{"event": "ping"}""")));
        Assert.Equal((HttpStatusCode.Accepted, "Ignored: it tells of no push.\n"), await SendAsync(Sender.GitHub(webhook, "{}", "issues")));
        await service.AssertChecksAsync(0);
    }

    [Fact]
    public async Task An_address_that_sends_too_much_is_held_off_and_others_are_not()
    {
        for (var number = 0; number < 40; number++)
            await SendAsync(From("198.51.100.7", Sender.Message(webhook.Path, "{}")));

        Assert.Equal(HttpStatusCode.TooManyRequests, (await SendAsync(From("198.51.100.7", Sender.GitHub(webhook, Sender.Push())))).Status);
        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(From("198.51.100.8", Sender.GitHub(webhook, Sender.Push())))).Status);
        await service.AssertChecksAsync(1);
    }

    [Fact]
    public async Task Many_messages_during_a_check_cause_one_more()
    {
        using var source = new StallingSource();
        Follow(source.Source);
        await SendAsync(Sender.GitHub(webhook, Sender.Push()));
        Assert.True(await Wait.UntilAsync(() => source.Calls == 1, 60));

        for (var number = 0; number < 5; number++)
            Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(Sender.GitHub(webhook, Sender.Push()))).Status);
        source.HangUp();

        await service.AssertChecksAsync(2);
        Assert.Equal(2, source.Calls);
    }

    [Theory]
    [InlineData("refs/tags/10.3.1", true)]
    [InlineData("refs/tags/10.4.0", false)]
    [InlineData("refs/heads/10.3.1", false)]
    public async Task Where_tags_are_followed_a_tag_that_fits_counts(string reference, bool counts)
    {
        Follow(new GitUpdates(folder.At("repository"), TagPattern: "10.3.*"));

        Assert.Equal(counts, (await SendAsync(Sender.GitHub(webhook, Sender.Push(reference)))).Text.StartsWith("A check", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("refs/heads/topic", true)]
    [InlineData("refs/tags/1.0", false)]
    public async Task Where_the_default_branch_is_followed_any_branch_may_be_it(string reference, bool counts)
    {
        Follow(new GitUpdates(folder.At("repository")));

        Assert.Equal(counts, (await SendAsync(Sender.GitHub(webhook, Sender.Push(reference)))).Text.StartsWith("A check", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_source_there_is_nothing_to_check()
    {
        Follow(null);

        Assert.Equal("Ignored: the distribution does not follow refs/heads/main.\n", (await SendAsync(Sender.GitHub(webhook, Sender.Push()))).Text);
    }

    [NeedsTestDataFact]
    public async Task Messages_that_GitHub_sent_are_understood()
    {
        string Payload(string name) => File.ReadAllText(Path.Combine(NeedsTestDataFactAttribute.Folder!, "webhooks", name));

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(Sender.GitHub(webhook, Payload("github-ping.json"), "ping"))).Status);
        Assert.Equal("Ignored: the distribution does not follow refs/tags/simple-tag.\n", (await SendAsync(Sender.GitHub(webhook, Payload("github-push.json")))).Text);
        Assert.Equal("Ignored: the distribution does not follow refs/heads/master.\n", (await SendAsync(Sender.GitHub(webhook, Payload("github-push-new-branch.json")))).Text);
    }

    private void Follow(UpdateSource? source) =>
        service.Hub.Distributions.Set("Ten", distribution => distribution with { Source = source, Policy = UpdatePolicy.Check });

    private HttpRequestMessage Push(string host, string branch)
    {
        var reference = "refs/heads/" + branch;
        return host switch
        {
            "GitHub" => Sender.GitHub(webhook, Sender.Push(reference)),
            "GitLab" => Sender.GitLab(webhook, $$"""{"object_kind": "push", "event_name": "push", "ref": "{{reference}}", "after": "{{Guid.NewGuid():N}}"}"""),
            "Bitbucket" => Sender.Bitbucket(webhook,
                $$"""{"push": {"changes": [{"old": null, "new": {"type": "branch", "name": "{{branch}}", "hash": "{{Guid.NewGuid()}}" } } ] } }"""),
            "Bitbucket Data Center" => Sender.Bitbucket(webhook,
                $$"""{"date": "{{Guid.NewGuid()}}", "changes": [{"ref": {"id": "{{reference}}", "displayId": "{{branch}}", "type": "BRANCH" }, "type": "UPDATE"}]}""", "repo:refs_changed"),
            _ => Sender.Generic(webhook, $$"""{"time": "{{DateTimeOffset.UtcNow:O}}", "ref": "{{reference}}"}"""),
        };
    }

    private static HttpRequestMessage From(string address, HttpRequestMessage message)
    {
        message.Headers.Add("X-Forwarded-For", address);
        return message;
    }

    private async Task<(HttpStatusCode Status, string Text)> SendAsync(HttpRequestMessage message)
    {
        using var answer = await service.Client.SendAsync(message);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
