using Aegir.Hosts;

namespace Aegir.Operations;

/// <summary>The machines that work on a site may run on: those that serve its platform, and the hub's own.</summary>
internal static class SiteMachines
{
    public static IReadOnlyList<IHost> Of(OperationServices services, long platformId)
    {
        var platform = services.Store.Read(session => session.Platforms.Get(platformId))!;
        var hub = services.Hub;
        return services.Place(platform.Server).Members.Append(hub).DistinctBy(member => member.Server.Id).Select(member => member.Host).ToList();
    }
}
