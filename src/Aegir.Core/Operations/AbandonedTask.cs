using Aegir.Hosts;

namespace Aegir.Operations;

/// <summary>A task with nothing to undo or to finish whose process is gone. What it ran may run on, and write, on the machines of what it worked on.</summary>
public sealed class AbandonedTask(OperationServices services, AegirTask task) : Operation
{
    public override string Type => task.Type;

    public override string TargetType => task.TargetType;

    public override string Target => task.Target;

    public override IReadOnlyList<string> Resources => [];

    public override IReadOnlyList<Step> Steps => [];

    public override IReadOnlyList<IHost> Hosts => [.. Servers().Distinct().SelectMany(server => services.Place(server).Members).Append(services.Hub)
        .DistinctBy(member => member.Server.Id).Select(member => member.Host)];

    public override IReadOnlyList<string> Folders => [.. Sides().Select(side => $"{side.Platform.Path}/sites/{side.Directory}")];

    private IEnumerable<string> Servers() => TargetType switch
    {
        "site" => Sides().Select(side => side.Platform.Server),
        "platform" => services.Store.Read(session => session.Platforms.Get(Target)) is { } platform ? [platform.Server] : [],
        "server" => services.Store.Read(session => session.Servers.Get(Target)) is { } server ? [server.Name] : [],
        _ => [],
    };

    // Where the site is, and what moves have left of it.
    private IReadOnlyList<(Platform Platform, string Directory)> Sides() => TargetType != "site" ? [] : services.Store.Read(session =>
        session.Sites.Get(Target) is not { } site ? [] : session.KeptSides.OfSite(site.Id).Select(side => (session.Platforms.Get(side.PlatformId), side.Directory))
            .Append((session.Platforms.Get(site.Platform), site.Directory)).Where(side => side.Item1 is not null).Select(side => (side.Item1!, side.Directory)).ToList());
}
