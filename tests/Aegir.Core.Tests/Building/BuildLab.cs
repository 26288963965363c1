using Aegir.Operations.Builds;
using Aegir.Tests.Components;

namespace Aegir.Tests.Building;

/// <summary>A hub whose platforms are built into a folder of the test's own.</summary>
public sealed class BuildLab : IDisposable
{
    public BuildLab()
    {
        HubFile = Folder.At("hub/hub.db");
        Hub = AegirHub.Open(HubFile);
        Hub.Servers.Set(Server.MasterName, server => server with { Folder = Folder.At("aegir") });
        Hub.Distributions.Add("Drupal");
    }

    public TempFolder Folder { get; } = new();

    public string HubFile { get; }

    public AegirHub Hub { get; }

    public RecordingSink Sink { get; } = new();

    /// <summary>The folder that platforms are built in unless a path is given.</summary>
    public string Platforms => Folder.At("aegir/platforms");

    public Task<Platform> BuildAsync(BuildRequest request, CancellationToken cancellation = default) => Hub.Platforms.BuildAsync(request, Sink, cancellation);

    public Task<Platform> BuildAsync(string name, PlatformSource source) => BuildAsync(new BuildRequest(name, source));

    /// <summary>A stand-in of Drupal, as a folder.</summary>
    public string StandIn(string release = "drupal-10.3.6", string? folder = null)
    {
        var path = Folder.At(folder ?? release);
        Command.Run(Fixtures.At("make-platform"), release, path);
        return path;
    }

    /// <summary>Fails where a build that failed left something.</summary>
    public void AssertNothingLeft()
    {
        Assert.Empty(Directory.Exists(Platforms) ? Directory.EnumerateFileSystemEntries(Platforms) : []);
        Assert.Empty(Directory.Exists(Folder.At("hub/cache/tmp")) ? Directory.EnumerateFileSystemEntries(Folder.At("hub/cache/tmp")) : []);
        Assert.Empty(Hub.Platforms.Find(new PlatformFilter()));
    }

    public void Dispose()
    {
        Hub.Dispose();
        Folder.Dispose();
    }
}
