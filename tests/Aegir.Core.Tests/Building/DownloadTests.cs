using System.Security.Cryptography;
using Aegir.Building.Fetching;
using Aegir.Tests.Components;

namespace Aegir.Tests.Building;

/// <summary>Files over loopback HTTP into the cache, from servers good and bad.</summary>
public sealed class DownloadTests : IDisposable
{
    private static readonly BuildLimits Tight = new()
    {
        DownloadBytes = 1_000_000, Stall = TimeSpan.FromSeconds(1), Total = TimeSpan.FromSeconds(20), Redirects = 3,
    };

    private readonly FileServer server = new();
    private readonly WorkshopFolder folder = new();

    public void Dispose()
    {
        server.Dispose();
        folder.Dispose();
    }

    [NeedsFact("curl")]
    public async Task What_comes_is_what_was_served()
    {
        var content = RandomNumberGenerator.GetBytes(300_000);
        var file = await FetchAsync(server.Add("/a.bin", content));
        Assert.Equal(content, File.ReadAllBytes(file.Path));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(content)), file.Sha256);
    }

    [NeedsFact("curl")]
    public async Task A_file_with_a_checksum_is_fetched_once()
    {
        var url = server.Add("/a.bin", "content");
        foreach (var algorithm in new[] { "md5", "sha1", "sha256", "sha512" })
            await FetchAsync(url, Checksum.Of(algorithm, Hash(algorithm, "content")));
        Assert.Equal(4, server.Requests.Count);
        foreach (var algorithm in new[] { "md5", "sha1", "sha256", "sha512" })
            await FetchAsync(url, Checksum.Of(algorithm, Hash(algorithm, "content")));
        Assert.Equal(4, server.Requests.Count);
    }

    [NeedsFact("curl")]
    public async Task A_kept_file_that_was_changed_is_fetched_again()
    {
        var url = server.Add("/a.bin", "content");
        var checksum = Checksum.Of("sha256", Hash("sha256", "content"));
        var file = await FetchAsync(url, checksum);
        File.SetUnixFileMode(file.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.WriteAllText(file.Path, "spoilt!");
        Assert.Equal("content", File.ReadAllText((await FetchAsync(url, checksum)).Path));
    }

    [NeedsFact("curl")]
    public async Task A_file_without_a_checksum_is_asked_for_by_its_tag()
    {
        var url = server.Add("/a.bin", "first", tagged: true);
        await FetchAsync(url);
        Assert.Equal("first", File.ReadAllText((await FetchAsync(url)).Path));
        Assert.Contains("If-None-Match", server.Requests.Last().Headers);
        server.Add("/a.bin", "second", tagged: true);
        Assert.Equal("second", File.ReadAllText((await FetchAsync(url)).Path));
    }

    [NeedsFact("curl")]
    public async Task A_post_sends_what_follows_the_question_mark()
    {
        server.Add("/form", "answer");
        await new Downloader(folder.Open()).FetchAsync(
            new Download(SourceUrl.Parse(server.Url + "/form?a=b&c=d", "test", SourceKinds.Http)) { IsPost = true }, "test", default);
        Assert.Equal(("POST", "/form", "a=b&c=d"), (server.Requests.Single().Method, server.Requests.Single().Path, server.Requests.Single().Body));
    }

    [NeedsFact("curl")]
    public Task A_wrong_checksum() => RefusedAsync(server.Add("/a", "content"), "ChecksumWrong", Hash("sha256", "content"),
        new Checksum("sha256", Hash("sha256", "other")));

    [NeedsFact("curl")]
    public Task A_server_that_stalls() => RefusedAsync(server.AddStalling("/a"), "DownloadStalled", "for 1 s");

    [NeedsFact("curl")]
    public Task A_server_that_sends_less_than_it_says() => RefusedAsync(server.AddShort("/a", new byte[5000]), "DownloadFailed", "ended before all");

    [NeedsFact("curl")]
    public Task A_server_that_says_it_has_too_much() => RefusedAsync(server.Add("/a", new byte[2_000_000]), "DownloadTooLarge", "1000000");

    [NeedsFact("curl")]
    public Task A_server_that_does_not_end() => RefusedAsync(server.AddEndless("/a"), "DownloadTooLarge", "1000000");

    [NeedsFact("curl")]
    public Task A_redirection_to_itself() => RefusedAsync(server.AddRedirect("/a", "/a"), "DownloadRedirected", "3 times");

    [NeedsFact("curl")]
    public Task A_redirection_to_a_file() => RefusedAsync(server.AddRedirect("/a", "file:///etc/passwd"), "DownloadFailed", "protocol");

    [NeedsFact("curl")]
    public Task A_page_that_is_not_there() => RefusedAsync(server.Url + "/nothing", "DownloadFailed", "404");

    [NeedsFact("curl")]
    public Task A_server_that_is_not_there() => RefusedAsync($"http://127.0.0.1:{Loopback.FreePort()}/a", "DownloadFailed", "a");

    [NeedsFact("curl")]
    public async Task One_that_is_stopped_leaves_nothing()
    {
        using var stop = new CancellationTokenSource();
        var fetching = new Downloader(folder.Open()).FetchAsync(
            new Download(SourceUrl.Parse(server.AddStalling("/a"), "test", SourceKinds.Http)), "test", stop.Token);
        while (server.Requests.Count == 0)
            await Task.Delay(10);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fetching);
        Assert.DoesNotContain(folder.Left(), file => file.StartsWith("cache/files", StringComparison.Ordinal));
    }

    private Task<CachedFile> FetchAsync(string url, Checksum? checksum = null, BuildLimits? limits = null) => new Downloader(folder.Open(limits)).FetchAsync(
        new Download(SourceUrl.Parse(url, "test", SourceKinds.Http)) { Checksum = checksum }, "test", default);

    private async Task RefusedAsync(string url, string id, string what, Checksum? checksum = null)
    {
        var error = await Assert.ThrowsAsync<AegirException>(() => FetchAsync(url, checksum, Tight));
        Assert.True(error.Id == id, $"{error.Id}: {error.Message}");
        Assert.Contains(url, error.Message);
        Assert.Contains(what, error.Message);
        Assert.Empty(folder.Left());
    }

    private static string Hash(string algorithm, string content) => Command.Run("sh", "-c", "printf %s \"$1\" | \"$2sum\" | cut -d' ' -f1", "sh", content, algorithm).Trim();
}
