using Aegir.Hub.Requests;
using Aegir.Service.Tests.Components;
using Aegir.Tests.Building;
using Aegir.Tests.Components;

namespace Aegir.Service.Tests;

/// <summary>The service on a hub in PostgreSQL, which other machines work with too.</summary>
[Collection(PostgreSqlTests.Name)]
public sealed class SharedHubTests(PostgreSqlServer server) : IDisposable
{
    private const string DataHome = "XDG_DATA_HOME";

    private readonly TempFolder folder = new();
    private readonly string? dataHome = Environment.GetEnvironmentVariable(DataHome);

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(DataHome, dataHome);
        folder.Dispose();
    }

    [NeedsPostgreSqlFact]
    public async Task Checks_queue_and_webhooks_work_there_and_the_secret_stays_on_its_machine()
    {
        var address = server.MakeHub();
        var repository = new GitRepository(folder.At("repository"));
        repository.Commit(("README", "Nothing to build."));
        using var elsewhere = OpenOn("elsewhere", address);
        elsewhere.Servers.Set(Server.MasterName, master => master with { Folder = folder.At("aegir") });
        elsewhere.Distributions.Add("Ten");
        elsewhere.Distributions.Set("Ten", ten => ten with { Source = new GitUpdates(repository.Path, "main"), Policy = UpdatePolicy.Check });
        using var hub = OpenOn("here", address);
        var webhook = hub.Webhooks.New("Ten");

        await using var service = await ServiceUnderTest.StartAsync(folder, hub, settings => settings.CheckEvery = TimeSpan.FromHours(1));

        // On schedule: it was never looked at.
        await service.AssertChecksAsync(1);
        Assert.NotNull(elsewhere.Distributions.Get("Ten").Updates.Checked);
        // What is handed in on one machine is done on another.
        var task = elsewhere.Queue.Enqueue(new VerifyServerTask(Server.MasterName));
        var ended = await elsewhere.Tasks.WaitAsync(task.Id, TimeSpan.FromMinutes(1), default);
        Assert.True(ended.Status == AegirTaskStatus.Success, $"{ended.Status}: {ended.Message} {ended.Waiting}");
        Assert.Contains("Ten", await service.PageAsync("/"));
        // A push.
        using var answer = await service.Client.SendAsync(Sender.GitHub(webhook, Sender.Push()));
        Assert.Equal("A check will be made.\n", await answer.Content.ReadAsStringAsync());
        await service.AssertChecksAsync(2);

        var id = webhook.Path[(webhook.Path.LastIndexOf('/') + 1)..];
        Assert.Equal(webhook.Secret, File.ReadAllText(folder.At($"here/aegir/webhooks/{id}")));
        Assert.Equal("SecretMissing", Assert.Throws<AegirException>(() => elsewhere.Webhooks.At(id)).Id);
        Assert.Equal("Ten", Assert.Single(elsewhere.Webhooks.Find()).Distribution);
        Assert.DoesNotContain(webhook.Secret!, server.Log);
    }

    // What is each machine's own lies in its user's data folder.
    private AegirHub OpenOn(string machine, string address)
    {
        Environment.SetEnvironmentVariable(DataHome, Directory.CreateDirectory(folder.At(machine)).FullName);
        return AegirHub.Open(address);
    }
}
