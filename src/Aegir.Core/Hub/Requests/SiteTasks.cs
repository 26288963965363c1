using Newtonsoft.Json;

namespace Aegir.Hub.Requests;

public sealed record BackupTask(string Site, BackupOptions Options) : SiteTask(Site)
{
    [JsonIgnore]
    public override string Type => "backup";

    public override async Task<object> RunAsync(HubRooms hub, ITaskSink sink, CancellationToken cancellation) =>
        await hub.Sites.BackupAsync(Site, Options, sink, cancellation).ConfigureAwait(false);
}

public sealed record ChangeTask(string Site, SiteChange Change) : SiteTask(Site)
{
    [JsonIgnore]
    public override string Type => "change";

    public override async Task<object> RunAsync(HubRooms hub, ITaskSink sink, CancellationToken cancellation) =>
        await hub.Sites.ChangeAsync(Site, Change, sink, cancellation).ConfigureAwait(false);
}

public sealed record DisableTask(string Site, bool NoBackup = false) : SiteTask(Site)
{
    [JsonIgnore]
    public override string Type => "disable";

    public override async Task<object> RunAsync(HubRooms hub, ITaskSink sink, CancellationToken cancellation) =>
        await hub.Sites.DisableAsync(Site, NoBackup, sink, cancellation).ConfigureAwait(false);
}

public sealed record EnableTask(string Site) : SiteTask(Site)
{
    [JsonIgnore]
    public override string Type => "enable";

    [JsonIgnore]
    protected override bool TakesDisabled => true;

    public override async Task<object> RunAsync(HubRooms hub, ITaskSink sink, CancellationToken cancellation) =>
        await hub.Sites.EnableAsync(Site, sink, cancellation).ConfigureAwait(false);
}

public sealed record RemoveSiteTask(string Site, bool NoBackup = false) : SiteTask(Site)
{
    [JsonIgnore]
    public override string Type => "remove";

    [JsonIgnore]
    protected override bool TakesDisabled => true;

    public override async Task<object> RunAsync(HubRooms hub, ITaskSink sink, CancellationToken cancellation)
    {
        await hub.Sites.RemoveAsync(Site, NoBackup, sink, cancellation).ConfigureAwait(false);
        return Target;
    }
}

public sealed record CronTask(string Site) : SiteTask(Site)
{
    [JsonIgnore]
    public override string Type => "cron";

    public override async Task<object> RunAsync(HubRooms hub, ITaskSink sink, CancellationToken cancellation) =>
        await hub.Cron.RunAsync(Site, sink, cancellation).ConfigureAwait(false);
}
