using Aegir.Operations.Builds;
using Aegir.Tests.Components;

namespace Aegir.Tests.Building;

/// <summary>A platform for another machine is built on the hub's and pushed there; of one that fails nothing stays on either.</summary>
public sealed class RemoteBuildTests
{
    [NeedsLabFact]
    public async Task What_was_built_here_is_served_there()
    {
        using var spokes = new SpokeHub(1);
        var machine = spokes.Lab[0];
        spokes.Code();
        var path = spokes.Lab.Folder.At("platforms/built");
        var platform = await spokes.Hub.Platforms.BuildAsync(Request(spokes, path), spokes.Sink, default);
        Assert.Equal((path + "/web", "m1", PlatformStatus.Enabled), (platform.Path, platform.Server, platform.Status));
        Assert.True(File.Exists(machine.Behind(path + "/web/index.php")));
        Assert.False(File.Exists(machine.Behind(path + "/.aegir-build")));
        Assert.False(File.Exists(path + "/.aegir-build"));
        Assert.Empty(Directory.EnumerateFileSystemEntries(spokes.Lab.Folder.At("platforms"), ".building-*"));
    }

    [NeedsLabFact]
    public async Task Where_the_machine_is_down_nothing_stays_here_either()
    {
        using var spokes = new SpokeHub(1);
        spokes.Code();
        var path = spokes.Lab.Folder.At("platforms/built");
        spokes.Lab[0].CutLink();
        await Assert.ThrowsAnyAsync<Exception>(() => spokes.Hub.Platforms.BuildAsync(Request(spokes, path), spokes.Sink, default));
        spokes.Lab[0].MendLink();
        await spokes.Hub.RecoverAsync(spokes.Sink);
        Assert.False(Directory.Exists(path));
        Assert.False(Directory.Exists(spokes.Lab[0].Behind(path)));
        Assert.Empty(Directory.EnumerateFileSystemEntries(spokes.Lab.Folder.At("platforms"), ".building-*"));
        Assert.Empty(spokes.Hub.Platforms.Find(new PlatformFilter()));
        Assert.Equal("Built", (await spokes.Hub.Platforms.BuildAsync(Request(spokes, path), spokes.Sink, default)).Name);
    }

    private static BuildRequest Request(SpokeHub spokes, string path) =>
        new("Built", new CopySource(spokes.Lab.Folder.At("platforms/code"))) { Path = path, Server = "m1" };
}
