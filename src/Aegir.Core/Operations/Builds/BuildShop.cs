using Aegir.Building.Fetching;
using Aegir.Building.Sources;
using Aegir.Hosts;

namespace Aegir.Operations.Builds;

/// <summary>The workshop of a request.</summary>
public static class BuildShop
{
    internal static Workshop Open(IHost host, BuildRequest request, string work, string cache, string mark, Action<TaskLogLevel, string> log)
    {
        var shop = new Workshop(host, work, cache, mark) { Limits = request.Limits, Log = log };
        return (request.ReleaseFeed ?? Environment.GetEnvironmentVariable("AEGIR_RELEASE_FEED")) is { Length: > 0 } feed ? shop.With(feed) : shop;
    }

    /// <summary>What a build would fetch; leaves nothing behind, in the cache neither.</summary>
    /// <exception cref="AegirException">As <see cref="BuildPlatform.Create"/>, and as the build when it reads the makefile.</exception>
    public static async Task<IReadOnlyList<PlannedFetch>> PlanAsync(OperationServices services, BuildRequest request, CancellationToken cancellation)
    {
        BuildPlatform.Create(services, request);
        var host = services.Hub.Host;
        var folder = (await host.RunRequiredAsync(new HostCommand("mktemp", "-d"), cancellation).ConfigureAwait(false)).Output.Trim();
        try
        {
            return await new PlatformBuilder(Open(host, request, folder, folder + "/cache", "plan", (_, _) => { })).PlanAsync(request.Source, cancellation).ConfigureAwait(false);
        }
        finally
        {
            await host.RunAsync(new HostCommand("rm", "-rf", "--", folder), CancellationToken.None).ConfigureAwait(false);
        }
    }
}
