using Aegir.Hub;
using Aegir.Hub.Requests;
using Aegir.State;
using Newtonsoft.Json;

namespace Aegir.Benchmarks.Hub;

/// <summary>An order for a task of one empty step.</summary>
public sealed record WaitingTask(string Site) : TaskRequest
{
    public const string Name = "wait";

    [JsonIgnore]
    public override string Type => Name;

    [JsonIgnore]
    public override string TargetType => "site";

    [JsonIgnore]
    public override string Target => Site;

    public override async Task<object> RunAsync(HubRooms hub, ITaskSink sink, CancellationToken cancellation) =>
        await hub.RunAsync(new WaitingOperation(Site, 1, TimeSpan.Zero), sink, cancellation);

    public override RequestPlace Place(StateSession session) => new("", "", "");
}
