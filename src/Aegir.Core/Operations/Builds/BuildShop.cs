using Aegir.Building.Fetching;
using Aegir.Building.Sources;
using Aegir.Hosts;

namespace Aegir.Operations.Builds;

/// <summary>The workshop of a request.</summary>
public static class BuildShop
{
    internal static Workshop Open(IHost host, BuildRequest request, string work, string cache, string mark, Action<TaskLogLevel, string> log) =>
        Open(host, request.Limits, request.ReleaseFeed, work, cache, mark, log);

    /// <summary>What a build would fetch; leaves nothing behind, in the cache neither.</summary>
    /// <exception cref="AegirException">As <see cref="BuildPlatform.Create"/>, and as the build when it reads the makefile.</exception>
    public static Task<IReadOnlyList<PlannedFetch>> PlanAsync(OperationServices services, BuildRequest request, CancellationToken cancellation)
    {
        BuildPlatform.Create(services, request);
        return VisitAsync(services, request.Limits, request.ReleaseFeed, null, shop => new PlatformBuilder(shop).PlanAsync(request.Source, cancellation), cancellation);
    }

    /// <summary>Reads without building, in a folder that is deleted at the end.</summary>
    /// <param name="cache">Null for one that is deleted too.</param>
    public static async Task<T> VisitAsync<T>(
        OperationServices services, BuildLimits limits, string? feed, string? cache, Func<Workshop, Task<T>> read, CancellationToken cancellation)
    {
        var host = services.Hub.Host;
        var folder = (await host.RunRequiredAsync(new HostCommand("mktemp", "-d"), cancellation).ConfigureAwait(false)).Output.Trim();
        try
        {
            return await read(Open(host, limits, feed, folder, cache ?? folder + "/cache", Path.GetFileName(folder), (_, _) => { })).ConfigureAwait(false);
        }
        finally
        {
            await host.RunAsync(new HostCommand("rm", "-rf", "--", folder), CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static Workshop Open(IHost host, BuildLimits limits, string? feed, string work, string cache, string mark, Action<TaskLogLevel, string> log)
    {
        var shop = new Workshop(host, work, cache, mark) { Limits = limits, Log = log };
        return (feed ?? Environment.GetEnvironmentVariable("AEGIR_RELEASE_FEED")) is { Length: > 0 } address ? shop.With(address) : shop;
    }
}
