using System.Collections.Concurrent;
using Aegir.Hosts;
using Aegir.Operations;
using Aegir.State;
using Aegir.Tasks;
using Aegir.Tests.Components;

namespace Aegir.Tests.Spokes;

/// <summary>What becomes of work on a cluster while a member is down.</summary>
public sealed class PlaceTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly IStateStore store;
    private readonly TaskRunner runner;
    private readonly OperationServices services;
    private readonly RecordingSink sink = new();
    private readonly ConcurrentDictionary<string, bool> down = new();
    private readonly List<string> worked = [];

    public PlaceTests()
    {
        store = SqliteStore.Open(folder.At("hub.db"));
        runner = new TaskRunner(store);
        store.Write(session =>
        {
            foreach (var name in new[] { "one", "two" })
                session.Servers.Add(new Server { Name = name });
            session.Servers.Add(new Server { Name = "both", Members = ["one", "two"] });
        });
        services = new OperationServices(store, server => new FlakyHost(server.Name, down));
    }

    [Fact]
    public async Task A_member_that_is_down_is_warned_of_and_noted_and_the_others_are_worked_on()
    {
        down["one"] = true;

        var report = await RunAsync(place => place.EachAsync(WorkAsync));

        Assert.Equal(AegirTaskStatus.Warning, report.Status);
        Assert.Equal(["two"], worked);
        Assert.Contains(sink.Events, item => item.Message.Contains("'one' of cluster 'both' is left out", StringComparison.Ordinal));
        var lag = Assert.Single(Lags("one"));
        Assert.Equal(("site", "a.example"), (lag.TargetType, lag.Target));
        Assert.Empty(Lags("two"));
    }

    [Fact]
    public async Task A_member_that_missed_one_thing_is_left_alone_for_the_rest_of_the_task_and_is_not_caught_up()
    {
        down["one"] = true;

        await RunAsync(async place =>
        {
            await place.EachAsync(WorkAsync);
            down["one"] = false;
            await place.EachAsync(WorkAsync);
            store.Write(place.CaughtUp);
        });

        Assert.Equal(["two", "two"], worked);
        Assert.Single(Lags("one"));
    }

    [Fact]
    public async Task A_member_that_lags_behind_is_not_the_lead_until_it_has_caught_up()
    {
        down["one"] = true;
        await RunAsync(place => place.EachAsync(WorkAsync));
        down["one"] = false;

        await RunAsync(async place =>
        {
            Assert.Equal("two", (await place.ReachAsync()).Lead.Server.Name);
            await place.EachAsync(WorkAsync);
            store.Write(place.CaughtUp);
        });
        Assert.Empty(Lags("one"));

        await RunAsync(async place => Assert.Equal("one", (await place.ReachAsync()).Lead.Server.Name));
    }

    [Fact]
    public async Task The_lead_is_one_that_answers()
    {
        down["one"] = true;

        var report = await RunAsync(async place => Assert.Equal("two", (await place.ReachAsync()).Lead.Server.Name));

        Assert.Null(report.Error);
        Assert.Single(Lags("one"));
    }

    [Fact]
    public async Task A_cluster_of_which_none_answers_is_an_error()
    {
        (down["one"], down["two"]) = (true, true);

        Assert.Equal("HostUnreachable", Id(await RunAsync(place => place.EachAsync(WorkAsync))));
        Assert.Equal("HostUnreachable", Id(await RunAsync(place => place.ReachAsync())));
    }

    [Fact]
    public async Task A_server_of_its_own_that_is_down_is_an_error_and_no_lag()
    {
        down["one"] = true;

        Assert.Equal("HostUnreachable", Id(await RunAsync(place => place.EachAsync(WorkAsync), "one")));
        Assert.Empty(Lags("one"));
    }

    [Fact]
    public async Task What_needs_all_members_names_those_that_are_down_or_behind()
    {
        down["two"] = true;
        var error = (await RunAsync(place => place.RequireAllAsync())).Error;
        Assert.Equal("MemberDown", Id(error));
        Assert.Contains("two", error!.Message);

        await RunAsync(place => place.EachAsync(WorkAsync));
        down["two"] = false;
        Assert.Equal("MemberBehind", Id(await RunAsync(place => place.RequireAllAsync())));

        await RunAsync(async place =>
        {
            await place.EachAsync(WorkAsync);
            store.Write(place.CaughtUp);
        });
        Assert.Null((await RunAsync(place => place.RequireAllAsync())).Error);
    }

    public void Dispose()
    {
        runner.Dispose();
        store.Dispose();
        folder.Dispose();
    }

    private static string? Id(TaskReport report) => Id(report.Error);

    private static string? Id(Exception? error) => (error as AegirException)?.Id;

    private IReadOnlyList<MemberLag> Lags(string server) =>
        store.Read(session => session.MemberLags.Of(session.Servers.Get(server)!.Id));

    private Task WorkAsync(PlaceMember member)
    {
        var result = member.Host.RunAsync(new HostCommand("true"), default);
        if (!result.IsFaulted)
            worked.Add(member.Server.Name);
        return result;
    }

    private Task<TaskReport> RunAsync(Func<Place, Task> work, string server = "both") =>
        runner.RunAsync(new PlaceOperation(services, server, work), sink, default);

    private sealed class PlaceOperation(OperationServices services, string server, Func<Place, Task> work) : Operation
    {
        public override string Type => "verify";

        public override string TargetType => "site";

        public override string Target => "a.example";

        public override IReadOnlyList<string> Resources => ["site:1"];

        public override IReadOnlyList<Step> Steps => [new("work", context => work(services.Place(server).For(context)))];
    }

    private sealed class FlakyHost(string name, ConcurrentDictionary<string, bool> down) : IHost
    {
        public string Name => name;

        public Task<CommandResult> RunAsync(HostCommand command, CancellationToken cancellation) => down.GetValueOrDefault(name)
            ? Task.FromException<CommandResult>(new AegirException(AegirErrorKind.Unavailable, "HostUnreachable", $"{name} does not answer.", "Wait."))
            : Task.FromResult(new CommandResult(0, "", ""));
    }
}
