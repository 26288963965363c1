using Aegir.Operations;
using Aegir.Operations.Backups;
using Aegir.State;
using Newtonsoft.Json;

namespace Aegir.Hub.Requests;

/// <summary>A site that is to be installed. Nobody is there to take its login link: New-AegirSiteLogin makes one.</summary>
public sealed record InstallTask(NewSite Order) : TaskRequest
{
    [JsonIgnore]
    public override string Type => "install";

    [JsonIgnore]
    public override string TargetType => "site";

    [JsonIgnore]
    public override string Target => Names.Domain(Order.Name);

    public override async Task<object> RunAsync(HubRooms hub, ITaskSink sink, CancellationToken cancellation) =>
        await hub.Sites.InstallAsync(Order, sink, cancellation).ConfigureAwait(false);

    /// <exception cref="AegirException">PlatformNotFound.</exception>
    public override RequestPlace Place(StateSession session)
    {
        var platform = session.Platforms.Get(Order.Platform) ?? throw Missing.Platform(Order.Platform);
        return new(Order.Client ?? "", platform.Server, Order.Database == DatabaseType.Sqlite ? "" : Order.DatabaseServer ?? platform.Server, platform.Name);
    }
}

/// <param name="Directory">The folder below sites/.</param>
/// <param name="Name">Its domain; null where the folder is called by it.</param>
public sealed record ImportTask(string Platform, string Directory, string? Name = null) : TaskRequest
{
    [JsonIgnore]
    public override string Type => "import";

    [JsonIgnore]
    public override string TargetType => "site";

    [JsonIgnore]
    public override string Target => Names.Domain(Name ?? Directory);

    public override async Task<object> RunAsync(HubRooms hub, ITaskSink sink, CancellationToken cancellation) =>
        await hub.Sites.ImportAsync(Platform, Directory, Name, sink, cancellation).ConfigureAwait(false);

    /// <exception cref="AegirException">PlatformNotFound.</exception>
    public override RequestPlace Place(StateSession session)
    {
        var platform = session.Platforms.Get(Platform) ?? throw Missing.Platform(Platform);
        return RequestPlace.Of(platform) with { Needs = platform.Name };
    }
}

/// <summary>A site that is to be made of an archive.</summary>
public sealed record DeployTask(ArchivedSite Order) : TaskRequest
{
    [JsonIgnore]
    public override string Type => "deploy";

    [JsonIgnore]
    public override string TargetType => "site";

    // Without a name, the archive tells when it is read.
    [JsonIgnore]
    public override string Target => Order.Name is { } name ? Names.Domain(name) : ArchiveName.SiteOf(Order.Archive) ?? Order.Archive;

    public override async Task<object> RunAsync(HubRooms hub, ITaskSink sink, CancellationToken cancellation) =>
        await hub.Sites.DeployAsync(Order, sink, cancellation).ConfigureAwait(false);

    /// <exception cref="AegirException">PlatformNotFound.</exception>
    public override RequestPlace Place(StateSession session)
    {
        if (Order.Platform is not { } name)
            return new("", Server.MasterName, Order.DatabaseServer ?? "");
        var platform = session.Platforms.Get(name) ?? throw Missing.Platform(name);
        return new("", platform.Server, Order.DatabaseServer ?? platform.Server, platform.Name);
    }
}
