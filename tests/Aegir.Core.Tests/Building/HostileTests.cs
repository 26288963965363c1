using System.Formats.Tar;
using Aegir.Building.Fetching;
using Aegir.Operations.Builds;
using Aegir.Tests.Components;

namespace Aegir.Tests.Building;

/// <summary>Whatever a source tries, the build ends with a clear error, nothing outside of it was touched, and nothing of it is left.</summary>
public sealed class HostileTests : IDisposable
{
    private static readonly BuildLimits Tight = new()
    {
        DownloadBytes = 3_000_000, UnpackedBytes = 5_000_000, Stall = TimeSpan.FromSeconds(1), Total = TimeSpan.FromSeconds(20), Redirects = 3,
    };

    private readonly BuildLab lab = new();
    private readonly FileServer server = new();

    public void Dispose()
    {
        server.Dispose();
        lab.Dispose();
    }

    [NeedsFact("curl", "tar")]
    public async Task Servers_that_misbehave()
    {
        await RefusedAsync(new ArchiveSource(server.AddStalling("/a.tgz")), "DownloadStalled");
        await RefusedAsync(new ArchiveSource(server.AddShort("/b.tgz", Packed.Tar(("a", "a")))), "DownloadFailed");
        await RefusedAsync(new ArchiveSource(server.AddEndless("/c.tgz")), "DownloadTooLarge");
        await RefusedAsync(new ArchiveSource(server.AddRedirect("/d.tgz", "/d.tgz")), "DownloadRedirected");
        await RefusedAsync(new ArchiveSource(server.AddRedirect("/e.tgz", "file:///etc/passwd")), "DownloadFailed");
        await RefusedAsync(new ArchiveSource(server.Add("/f.tgz", Packed.Tar(("a", "a"))), new string('0', 40)), "ChecksumWrong");
        await RefusedAsync(new MakefileSource(server.AddStalling("/g.make")), "DownloadStalled");
        await RefusedAsync(new MakefileSource(server.AddRedirect("/h.make", "/h.make")), "DownloadRedirected");
    }

    [NeedsFact("curl", "tar")]
    public async Task Archives_that_write_elsewhere()
    {
        await RefusedAsync(new ArchiveSource(server.Add("/a.tgz", Packed.Tar(("x/../../../outside", "x")))), "ArchiveUnsafe");
        await RefusedAsync(new ArchiveSource(server.Add("/b.tgz", Packed.Tar([Packed.Entry(TarEntryType.SymbolicLink, "x/link", lab.Folder.Path)]))), "ArchiveUnsafe");
        await RefusedAsync(new ArchiveSource(server.Add("/c.tgz", Packed.Tar(
            [Packed.Entry(TarEntryType.SymbolicLink, "up", ".."), Packed.Entry(TarEntryType.RegularFile, "up/outside", "x")]))), "ArchiveUnsafe");
        await RefusedAsync(new ArchiveSource(server.Add("/d.tgz", Packed.Tar(("x/zeros", new string('0', 6_000_000))))), "ArchiveUnsafe");
        await RefusedAsync(new ArchiveSource(server.Add("/e.zip", Packed.Zip(("x/../../../outside", "x")))), "ArchiveUnsafe");
        await RefusedAsync(new ArchiveSource(server.Add("/f.tgz", "no archive")), "ArchiveBroken");
    }

    [NeedsFact("curl", "git", "flock")]
    public async Task Makefiles_that_reach_out()
    {
        foreach (var line in new[]
        {
            "projects[x][subdir] = ../../..", "projects[x][destination] = /etc", "projects[x][directory_name] = $(touch outside)",
            "projects[--version][version] = 1.0", "projects[x][download][url] = ext::touch outside", "projects[x][download][url] = ext::touch%20outside",
            "projects[x][download][url] = file:///etc", "projects[x][download][branch] = --upload-pack=touch outside", "projects[x][patch][] = ../../../etc/passwd\nincludes[] = file:///etc/passwd",
            "libraries[x][download][type] = copy\nlibraries[x][download][url] = file:///etc",
        })
            await RefusedAsync(new MakefileSource(server.Add("/site.make", $"core = 7.x\napi = 2\nprojects[drupal] = 7.98\n{line}\n")), "MakefileUnsafe", "SourceUrlRefused");
    }

    [NeedsFact("git", "flock")]
    public async Task Addresses_that_are_commands()
    {
        foreach (var url in new[] { "ext::touch outside", "--upload-pack=touch outside", "-u", "ssh://-oProxyCommand=touch/x" })
            await RefusedAsync(new GitSource(url), "SourceUrlRefused");
        await RefusedAsync(new GitSource("/tmp", "--output=outside"), "SourceInvalid");
        await RefusedAsync(new GitSource("/tmp", Docroot: "../.."), "SourceInvalid");
        await RefusedAsync(new ComposerSource("--working-dir=/"), "SourceInvalid");
        await RefusedAsync(new ComposerSource("a/b", "--no-plugins"), "SourceInvalid");
    }

    private async Task RefusedAsync(PlatformSource source, params string[] ids)
    {
        var outside = Outside();
        var error = await Assert.ThrowsAsync<AegirException>(() => lab.BuildAsync(new BuildRequest("Hostile", source) { Limits = Tight, ReleaseFeed = server.Url }));
        Assert.True(ids.Contains(error.Id), $"{source}: {error.Id} {error.Message}");
        lab.AssertNothingLeft();
        Assert.Equal(outside, Outside());
    }

    // Everything but the store, the cache and the folder of the platforms.
    private string Outside() => Command.Run("find", lab.Folder.Path, "-path", lab.Folder.At("hub"), "-prune", "-o", "-path", lab.Folder.At("aegir"), "-prune", "-o", "-print");
}
