using Aegir.Hub;
using Aegir.Hub.Requests;
using Aegir.State;
using Newtonsoft.Json;

namespace Aegir.Benchmarks.Hub;

/// <summary>An order for an upgrade whose steps only wait, on a server that takes so many at a time.</summary>
public sealed record FleetTask(string Site, string On) : TaskRequest
{
    public const string Name = "fleet";
    public const int Steps = 5;

    public static readonly TimeSpan Wait = TimeSpan.FromSeconds(1);

    [JsonIgnore]
    public override string Type => "upgrade";

    [JsonIgnore]
    public override string TargetType => "site";

    [JsonIgnore]
    public override string Target => Site;

    public override async Task<object> RunAsync(HubRooms hub, ITaskSink sink, CancellationToken cancellation) =>
        await hub.RunAsync(new WaitingOperation(Site, Steps, Wait), sink, cancellation);

    public override RequestPlace Place(StateSession session) => new("", On, "");
}
