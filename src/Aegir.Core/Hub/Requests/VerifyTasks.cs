using Aegir.Operations;
using Aegir.State;
using Newtonsoft.Json;

namespace Aegir.Hub.Requests;

public sealed record VerifySiteTask(string Site) : SiteTask(Site)
{
    [JsonIgnore]
    public override string Type => "verify";

    public override async Task<object> RunAsync(HubRooms hub, ITaskSink sink, CancellationToken cancellation) =>
        await hub.Sites.VerifyAsync(Site, sink, cancellation).ConfigureAwait(false);
}

public sealed record VerifyPlatformTask(string Platform) : PlatformTask(Platform)
{
    [JsonIgnore]
    public override string Type => "verify";

    public override async Task<object> RunAsync(HubRooms hub, ITaskSink sink, CancellationToken cancellation) =>
        await hub.Platforms.VerifyAsync(Platform, sink, cancellation).ConfigureAwait(false);
}

public sealed record VerifyServerTask(string Server) : TaskRequest
{
    [JsonIgnore]
    public override string Type => "verify";

    [JsonIgnore]
    public override string TargetType => "server";

    [JsonIgnore]
    public override string Target => Server;

    public override async Task<object> RunAsync(HubRooms hub, ITaskSink sink, CancellationToken cancellation) =>
        await hub.Servers.VerifyAsync(Server, sink, cancellation).ConfigureAwait(false);

    /// <exception cref="AegirException">ServerNotFound.</exception>
    public override RequestPlace Place(StateSession session) => new("", (session.Servers.Get(Server) ?? throw Missing.Server(Server)).Name, "");
}
