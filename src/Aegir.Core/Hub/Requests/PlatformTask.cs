using Aegir.Operations;
using Aegir.Operations.Builds;
using Aegir.State;
using Newtonsoft.Json;

namespace Aegir.Hub.Requests;

/// <summary>An order for something to be done with a platform that is there.</summary>
public abstract record PlatformTask(string Platform) : TaskRequest
{
    [JsonIgnore]
    public sealed override string TargetType => "platform";

    [JsonIgnore]
    public sealed override string Target => Platform;

    [JsonIgnore]
    public sealed override IReadOnlyList<string> Resources => ["platform:" + Names.PlatformContext(Platform)];

    /// <exception cref="AegirException">PlatformNotFound.</exception>
    public sealed override RequestPlace Place(StateSession session) =>
        RequestPlace.Of(session.Platforms.Get(Platform) ?? throw Missing.Platform(Platform));
}

/// <param name="DeleteFiles">Its code goes too, on the hub and on every machine that serves it.</param>
public sealed record RemovePlatformTask(string Platform, bool DeleteFiles) : PlatformTask(Platform)
{
    [JsonIgnore]
    public override string Type => "remove-platform";

    public override async Task<object> RunAsync(HubRooms hub, ITaskSink sink, CancellationToken cancellation)
    {
        if (DeleteFiles)
            await hub.Platforms.RemoveWithFilesAsync(Platform, sink, cancellation).ConfigureAwait(false);
        else
            hub.Platforms.Remove(Platform);
        return Platform;
    }
}

public sealed record BuildTask(BuildRequest Build) : TaskRequest
{
    [JsonIgnore]
    public override string Type => "build";

    [JsonIgnore]
    public override string TargetType => "platform";

    [JsonIgnore]
    public override string Target => Build.Name;

    [JsonIgnore]
    public override IReadOnlyList<string> Resources => ["platform:" + Names.PlatformContext(Build.Name)];

    public override async Task<object> RunAsync(HubRooms hub, ITaskSink sink, CancellationToken cancellation) =>
        await hub.Platforms.BuildAsync(Build, sink, cancellation).ConfigureAwait(false);

    /// <exception cref="AegirException">SourceInvalid, SourceUrlRefused, SourceUrlSecret, ServerNotFound.</exception>
    public override RequestPlace Place(StateSession session)
    {
        Building.Sources.SourceRules.Check(Build.Source);
        return new("", (session.Servers.Get(Build.Server) ?? throw Missing.Server(Build.Server)).Name, "");
    }
}

/// <summary>A code base that is there already, to be registered.</summary>
public sealed record AddPlatformTask(string Name, string Path, string Server, string? Distribution = null) : TaskRequest
{
    [JsonIgnore]
    public override string Type => "verify";

    [JsonIgnore]
    public override string TargetType => "platform";

    [JsonIgnore]
    public override string Target => Name;

    [JsonIgnore]
    public override IReadOnlyList<string> Resources => ["platform:" + Names.PlatformContext(Name)];

    public override async Task<object> RunAsync(HubRooms hub, ITaskSink sink, CancellationToken cancellation) =>
        await hub.Platforms.AddAsync(Name, Path, Distribution, sink, cancellation, Server).ConfigureAwait(false);

    /// <exception cref="AegirException">ServerNotFound.</exception>
    public override RequestPlace Place(StateSession session) => new("", (session.Servers.Get(Server) ?? throw Missing.Server(Server)).Name, "");
}
