using Aegir.Building.Fetching;
using Aegir.Building.Makefiles;
using Aegir.Building.Releases;
using Aegir.Distributions.Updates;
using Aegir.Hosts;
using Aegir.Tests.Fuzzing;

namespace Aegir.Tests.Parsers;

/// <summary>Makefiles, and what git, tar, unzip and curl say.</summary>
internal static class BuildParsers
{
    private static readonly SourceUrl Url = SourceUrl.Parse("https://example.test/a.git", "test", SourceKinds.Http);

    public static IReadOnlyList<Parser> All { get; } =
    [
        new("makefile-ini", text => MakefileAsync(text, "site.make"))
        {
            Field = "makefiles/*.make",
            Words = ["projects[x][download][url] = ", "includes[] = site.make", "[download][type] = git", "[patch][] = ", "libraries[y]", "[subdir] = ../", "core = 7.x", "api = 2", "[]", "= \"", "defaults[projects]"],
        },
        new("makefile-yaml", text => MakefileAsync(text, "site.make.yml"))
        {
            Field = "makefiles/*.make.yml",
            Words = ["projects:\n", "  x:\n", "    download: {type: git, url: 'ext::x'}\n", "&a [*a]", "*a", "<<: *a", "!!binary x", "- - - - ", "{{{{", "[[[[", "? [a]: b", "core: 7.x\n", "api: 2\n"],
        },
        new("archive-tar-list", text => ListedAsync(text, "tar")) { Words = ["lrwxrwxrwx 0/0 0 2026-01-01 00:00:00 ", " -> ", " link to ", "crw-rw-rw- 0/0 1,3 2026-01-01 00:00:00 ", "hrw-r--r--"] },
        new("archive-zip-list", text => ListedAsync(text, "zip")) { Words = ["?rw-------  2.0 unx 1 b- 1 ", "lrwxrwxrwx"] },
        new("git-refs", async text =>
        {
            var remote = new GitRemote(Shop(text));
            await EachAsync(() => remote.HeadAsync(Url, null, default), () => remote.HeadAsync(Url, "main", default), () => remote.NewestTagAsync(Url, new NamePattern("*"), default));
        }) { Words = ["\trefs/tags/", "^{}", "\tHEAD\n", "\trefs/heads/main\n"] },
        new("git-checkout", text => new GitFetcher(Shop(text)).FetchAsync(new GitDownload(Url), "/w/1", "test", default)),
        new("download-answer", text => EachAsync([.. new[] { 0, 1, 18, 28, 47, 63, 65, 66, 127, 7 }.Select(code => (Func<Task>)(() =>
            new Downloader(Shop(text, code)).FetchAsync(new Download(Url) { Checksum = Checksum.Parse(new string('0', 40)) }, "test", default)))])),
        new("composer-list", text => new SourceReader(new Workshop(new FileHost(text), "/w", "/c", "m")).ReadAsync(new ComposerUpdates("drupal/recommended-project", "^10", "https://example.test"), null, default))
        { Words = ["\"packages\":{", "\"drupal/recommended-project\":", "\"version\":", "\"metadata-url\":\"", "[[[[", "{}"] },
        new("release-answer", text => new ReleaseHistories(new Workshop(new FileHost(text), "/w", "/c", "m")).ReadAsync("x", "7.x", "test", null, default)),
    ];

    /// <summary>Has all of it run, whichever refuses.</summary>
    public static async Task EachAsync(params Func<Task>[] all)
    {
        AegirException? refusal = null;
        foreach (var each in all)
            try
            {
                await each();
            }
            catch (AegirException error)
            {
                refusal = error;
            }
        if (refusal is not null)
            throw refusal;
    }

    private static Workshop Shop(byte[] text, int code = 0) => new(new AnsweringHost(text, code, System.Text.Encoding.UTF8.GetString(text)), "/w", "/c", "m");

    private static async Task MakefileAsync(byte[] text, string name)
    {
        foreach (var location in new[] { "/m/" + name, "https://example.test/" + name })
        {
            var tree = await new MakefileReader(new Workshop(new FileHost(text), "/w", "/c", "m")).ReadAsync(location, default);
            var makefile = Makefile.From(tree, _ => { });
            foreach (var item in makefile.Items)
                Check(item, location[0] == '/');
        }
    }

    // Whatever it says, it stays below the platform's folder and takes nothing from elsewhere.
    private static void Check(MakeItem item, bool isTrusted)
    {
        foreach (var part in new[] { item.Name, item.DirectoryName, item.Subdir, item.Destination ?? "", item.Download?.Subtree ?? "" })
            Assert.False(part.StartsWith('/') || part.StartsWith('-') || part.Split('/').Contains("..") || part.Any(char.IsControl), part);
        if (!isTrusted)
            Assert.False(item.Download?.Url is { IsLocal: true }, item.Download?.Url?.Text);
    }

    private static async Task ListedAsync(byte[] text, string kind)
    {
        var list = System.Text.Encoding.UTF8.GetString(text).TrimEnd('\n') + "\n" + kind;
        var host = new AnsweringHost(System.Text.Encoding.UTF8.GetBytes(list));
        await new Archives(new Workshop(host, "/w", "/c", "m")).UnpackAsync("/c/a", "/w/1", null, "test", default);
        // What is let through has no name that climbs: it begins behind the first time of its line, and may hold another.
        foreach (var line in list.Split('\n', StringSplitOptions.RemoveEmptyEntries).SkipLast(1))
            Assert.DoesNotMatch(@"\A(?:(?! \d\d:\d\d).)* \d\d:\d\d(:\d\d)?(\.\d+)? (/|\.\./|.*/\.\.(/|\z))", line.Split(" -> ")[0].Split(" link to ")[0]);
    }

    // Everything that is downloaded is there, and every file is the one of the test.
    private sealed class FileHost(byte[] text) : IHost
    {
        private readonly AnsweringHost file = new(text);
        private readonly AnsweringHost cached = new(System.Text.Encoding.UTF8.GetBytes("/c/files/0\n" + new string('0', 64) + "\n"));

        public string Name => "web1";

        public Task<CommandResult> RunAsync(HostCommand command, CancellationToken cancellation) =>
            (command.File is "head" or "cat" ? file : cached).RunAsync(command, cancellation);
    }
}
