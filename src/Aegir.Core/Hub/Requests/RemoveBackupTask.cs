using Aegir.State;
using Newtonsoft.Json;

namespace Aegir.Hub.Requests;

/// <param name="Backup">Its number.</param>
/// <param name="Site">The site it was taken of, which may have been removed since.</param>
public sealed record RemoveBackupTask(long Backup, string Site) : TaskRequest
{
    [JsonIgnore]
    public override string Type => "remove-backup";

    [JsonIgnore]
    public override string TargetType => "site";

    [JsonIgnore]
    public override string Target => Names.Domain(Site);

    public override async Task<object> RunAsync(HubRooms hub, ITaskSink sink, CancellationToken cancellation)
    {
        await hub.Sites.RemoveBackupAsync(Backup, sink, cancellation).ConfigureAwait(false);
        return Backup;
    }

    public override RequestPlace Place(StateSession session) => session.Sites.Get(Target) is { } site ? RequestPlace.Of(site) : new("", "", "");
}
