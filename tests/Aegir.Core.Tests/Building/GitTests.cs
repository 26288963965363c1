using Aegir.Building.Fetching;
using Aegir.Tests.Components;

namespace Aegir.Tests.Building;

/// <summary>Checkouts of real repositories over the git protocol, compared file by file with what git checks out.</summary>
public sealed class GitTests : IDisposable
{
    private readonly WorkshopFolder folder = new();
    private readonly GitRepository repository;
    private readonly GitDaemon daemon;
    private readonly string first;
    private readonly string second;

    public GitTests()
    {
        repository = new GitRepository(folder.Folder.At("repositories/views"));
        first = repository.Commit(("views.info", "name = Views\n"), ("deep/a.php", "<?php // 1"));
        repository.Git("tag", "7.x-3.1");
        repository.Git("branch", "7.x-3.x");
        second = repository.Commit(("deep/a.php", "<?php // 2"), ("new", "n"));
        repository.Git("update-ref", "refs/changes/12/3", first);
        daemon = new GitDaemon(folder.Folder.At("repositories"));
    }

    public void Dispose()
    {
        daemon.Dispose();
        folder.Dispose();
    }

    [NeedsFact("git", "flock")]
    public async Task Every_way_to_name_a_revision()
    {
        var url = Url("views");
        foreach (var (download, revision) in new[]
        {
            (url, second), (url with { Branch = "7.x-3.x" }, first), (url with { Tag = "7.x-3.1" }, first), (url with { Revision = first }, first),
            (url with { Revision = first[..8] }, first), (url with { Branch = "main", Revision = first }, first), (url with { Refspec = "refs/changes/12/3" }, first),
            (url with { Name = "7.x-3.1" }, first), (url with { Name = "main" }, second), (url with { Name = second }, second),
        })
        {
            var (target, checkout) = await FetchAsync(download);
            Assert.Equal(revision, checkout.Commit);
            ArchiveTests.Same(repository.CheckedOut(folder.Folder, revision), target);
            Command.Run("rm", "-rf", folder.Folder.At("expected-" + revision));
        }
    }

    [NeedsFact("git", "flock")]
    public async Task What_was_pushed_since_comes_and_what_was_deleted_goes()
    {
        await FetchAsync(Url("views"));
        var third = repository.Commit(("third", "3"));
        repository.Git("branch", "-D", "7.x-3.x");
        Assert.Equal(third, (await FetchAsync(Url("views"))).Checkout.Commit);
        var error = await Assert.ThrowsAsync<AegirException>(() => FetchAsync(Url("views") with { Branch = "7.x-3.x" }));
        Assert.Equal("GitRefNotFound", error.Id);
        Assert.Contains("no branch 7.x-3.x", error.Message);
        Assert.Contains(daemon.Url, error.Message);
    }

    [NeedsFact("git", "flock")]
    public async Task A_commit_that_is_there_needs_no_network()
    {
        await FetchAsync(Url("views"));
        daemon.Dispose();
        Assert.Equal(first, (await FetchAsync(Url("views") with { Revision = first })).Checkout.Commit);
        Assert.Equal("GitFailed", (await Assert.ThrowsAsync<AegirException>(() => FetchAsync(Url("views")))).Id);
    }

    [NeedsFact("git", "flock")]
    public async Task Submodules_come_along()
    {
        var outer = new GitRepository(folder.Folder.At("repositories/outer"));
        outer.Commit(("a", "a"));
        outer.Git("submodule", "add", "-q", daemon.Url + "/views", "sub/views");
        var commit = outer.Commit();
        var (target, _) = await FetchAsync(Url("outer"));
        ArchiveTests.Same(outer.CheckedOut(folder.Folder, commit), target);
        Assert.True(File.Exists(target + "/sub/views/deep/a.php"));
        Assert.Empty(Command.Run("find", target, "-name", ".git"));
        Assert.False(Directory.Exists((await FetchAsync(Url("outer") with { Submodules = false })).Target + "/sub/views/deep"));
    }

    [NeedsFact("git", "flock")]
    public async Task A_working_copy_stays_one_of_its_origin()
    {
        var (target, _) = await FetchAsync(Url("views") with { Branch = "7.x-3.x", WorkingCopy = true });
        Assert.Equal(daemon.Url + "/views", Command.Run("git", "-C", target, "remote", "get-url", "origin").Trim());
        Assert.Equal("7.x-3.x", Command.Run("git", "-C", target, "rev-parse", "--abbrev-ref", "HEAD").Trim());
        Command.Run("git", "-C", target, "fsck");
        Assert.False(File.Exists(target + "/.git/objects/info/alternates"), "it needs the cache");
    }

    [NeedsFact("git", "flock")]
    public async Task Several_at_a_time_share_what_is_kept()
    {
        var fetched = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => FetchAsync(Url("views"))));
        Assert.All(fetched, item => Assert.Equal(second, item.Checkout.Commit));
    }

    [NeedsFact("git", "flock")]
    public async Task A_submodule_from_this_machine_or_of_a_program_is_refused()
    {
        foreach (var url in new[] { folder.Folder.At("repositories/views"), "file://" + folder.Folder.At("repositories/views"), $"ext::touch {folder.Folder.At("ran")}" })
        {
            var outer = new GitRepository(folder.Folder.At("repositories/" + Guid.NewGuid().ToString("N")));
            outer.Commit((".gitmodules", $"[submodule \"x\"]\n\tpath = x\n\turl = {url}\n"));
            outer.Git("update-index", "--add", "--cacheinfo", $"160000,{first},x");
            outer.Git("commit", "-q", "-m", "Submodule");
            var error = await Assert.ThrowsAsync<AegirException>(() => FetchAsync(Url(System.IO.Path.GetFileName(outer.Path))));
            Assert.Equal("GitFailed", error.Id);
            Assert.Contains("not allowed", error.Message);
        }
        Assert.False(File.Exists(folder.Folder.At("ran")));
    }

    [NeedsFact("git", "flock")]
    public async Task A_link_that_leads_out_is_refused()
    {
        File.CreateSymbolicLink(repository.Path + "/out", "../../../..");
        repository.Commit();
        Assert.Equal("ArchiveUnsafe", (await Assert.ThrowsAsync<AegirException>(() => FetchAsync(Url("views")))).Id);
    }

    [Theory]
    [InlineData("ext::sh -c id")]
    [InlineData("ext::sh")]
    [InlineData("file:///srv/x.git")]
    [InlineData("/srv/x.git")]
    [InlineData("--upload-pack=touch")]
    [InlineData("ssh://-oProxyCommand=id/x")]
    [InlineData("git@-oProxyCommand=id:x")]
    [InlineData("http://x.org/a b")]
    [InlineData("http://x.org/$(id)\nb")]
    [InlineData("http://x.org/\"")]
    [InlineData("ftp://x.org/a")]
    [InlineData("gopher://x.org/a")]
    [InlineData("http:///a")]
    [InlineData("")]
    public void Addresses_that_are_more_than_that(string url) => Assert.Equal("SourceUrlRefused",
        Assert.Throws<AegirException>(() => SourceUrl.Parse(url, "test", SourceKinds.Http | SourceKinds.Git)).Id);

    [Theory]
    [InlineData("https://git.example.org/a/b.git")]
    [InlineData("git://git.example.org/a")]
    [InlineData("ssh://git@git.example.org:2222/a.git")]
    [InlineData("git@git.example.org:a/b.git")]
    public void Addresses_that_are_well(string url) => Assert.Equal(url, SourceUrl.Parse(url, "test", SourceKinds.Http | SourceKinds.Git).Text);

    [Fact]
    public void A_password_in_an_address_is_refused_and_not_repeated()
    {
        var error = Assert.Throws<AegirException>(() => SourceUrl.Parse("https://me:s3cret@git.example.org/a.git", "test", SourceKinds.Http));
        Assert.Equal("SourceUrlSecret", error.Id);
        Assert.DoesNotContain("s3cret", error.Message + error.Action);
    }

    private GitDownload Url(string name) => new(SourceUrl.Parse($"{daemon.Url}/{name}", "test", SourceKinds.Git));

    private async Task<(string Target, GitCheckout Checkout)> FetchAsync(GitDownload download)
    {
        var shop = folder.Open();
        var target = folder.Folder.At("work/" + Guid.NewGuid().ToString("N"));
        return (target, await new GitFetcher(shop).FetchAsync(download, target, "test", default));
    }
}
