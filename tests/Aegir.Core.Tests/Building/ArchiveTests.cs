using System.Formats.Tar;
using Aegir.Building.Fetching;
using Aegir.Tests.Components;

namespace Aegir.Tests.Building;

/// <summary>Archives are unpacked as tar and unzip do it, and not at all where they would write elsewhere.</summary>
public sealed class ArchiveTests : IDisposable
{
    private readonly WorkshopFolder folder = new();

    public void Dispose() => folder.Dispose();

    [NeedsFact("tar", "unzip", "xz", "bzip2")]
    public async Task All_kinds_come_out_alike()
    {
        var source = folder.Folder.At("source/top-1.0");
        folder.Folder.Write("source/top-1.0/a file.txt", "a");
        folder.Folder.Write("source/top-1.0/deep/er/b.php", "<?php");
        folder.Folder.Write("source/top-1.0/.hidden", "h");
        File.SetUnixFileMode(folder.Folder.Write("source/top-1.0/run.sh", "#!/bin/sh"), (UnixFileMode)Convert.ToInt32("755", 8));
        File.CreateSymbolicLink(source + "/deep/link", "../.hidden");
        foreach (var (name, options) in new[] { ("a.tar.gz", "-czf"), ("a.tar.bz2", "-cjf"), ("a.tar.xz", "-cJf"), ("a.tar", "-cf") })
        {
            Command.Run("tar", "-C", folder.Folder.At("source"), options, folder.Folder.At(name), "top-1.0");
            Assert.True(await UnpackAsync(folder.Folder.At(name), folder.Folder.At(name + ".out")));
            Same(source, folder.Folder.At(name + ".out"));
        }
    }

    [NeedsFact("unzip")]
    public async Task A_zip_comes_out_as_it_went_in()
    {
        File.WriteAllBytes(folder.Folder.At("a.zip"), Packed.Zip(("top/a b.txt", "a"), ("top/deep/c.php", "c"), ("__MACOSX/top/._a", "junk")));
        Assert.True(await UnpackAsync(folder.Folder.At("a.zip"), folder.Folder.At("out")));
        Assert.Equal(["a b.txt", "deep/c.php"], Files(folder.Folder.At("out")));
    }

    [NeedsFact("tar")]
    public async Task Several_things_at_the_top_all_stay()
    {
        File.WriteAllBytes(folder.Folder.At("a.tgz"), Packed.Tar(("one/a", "a"), ("two", "b")));
        Assert.True(await UnpackAsync(folder.Folder.At("a.tgz"), folder.Folder.At("out")));
        Assert.Equal(["one/a", "two"], Files(folder.Folder.At("out")));
    }

    [NeedsFact("tar")]
    public async Task Of_a_subtree_nothing_else_comes()
    {
        File.WriteAllBytes(folder.Folder.At("a.tgz"), Packed.Tar(("top/want/a", "a"), ("top/other/b", "b")));
        Assert.True(await UnpackAsync(folder.Folder.At("a.tgz"), folder.Folder.At("out"), "top/want"));
        Assert.Equal(["a"], Files(folder.Folder.At("out")));
        var error = await Assert.ThrowsAsync<AegirException>(() => UnpackAsync(folder.Folder.At("a.tgz"), folder.Folder.At("out2"), "top/none"));
        Assert.Equal("SubtreeMissing", error.Id);
    }

    [NeedsFact("tar")]
    public async Task What_is_no_archive_is_told()
    {
        Assert.False(await UnpackAsync(folder.Folder.Write("a.js", "alert(1)"), folder.Folder.At("out")));
        Assert.False(Directory.Exists(folder.Folder.At("out")));
        Command.Run("gzip", "-k", folder.Folder.At("a.js"));
        Assert.False(await UnpackAsync(folder.Folder.At("a.js.gz"), folder.Folder.At("out")));
        File.WriteAllText(folder.Folder.At("dump.sql"), string.Concat(Enumerable.Repeat("INSERT INTO a VALUES (1);\n", 1000)));
        Command.Run("gzip", "-k", folder.Folder.At("dump.sql"));
        Assert.False(await UnpackAsync(folder.Folder.At("dump.sql.gz"), folder.Folder.At("out")));
        File.WriteAllBytes(folder.Folder.At("empty.tgz"), Packed.Tar(Array.Empty<(string, string)>()));
        Assert.False(await UnpackAsync(folder.Folder.At("empty.tgz"), folder.Folder.At("out")));
    }

    [NeedsFact("tar")]
    public async Task A_broken_archive_is_refused()
    {
        var whole = Packed.Tar(("top/a", new string('a', 100_000)), ("top/b", Guid.NewGuid().ToString()));
        File.WriteAllBytes(folder.Folder.At("a.tgz"), whole[..(whole.Length / 2)]);
        Assert.Equal("ArchiveBroken", (await Assert.ThrowsAsync<AegirException>(() => UnpackAsync(folder.Folder.At("a.tgz"), folder.Folder.At("out")))).Id);
    }

    public static TheoryData<string, byte[]> Hostile => new()
    {
        { "climbs", Packed.Tar(("top/../../escaped", "x")) },
        { "absolute", Packed.Tar(("/tmp/aegir-escaped", "x")) },
        { "link out", Packed.Tar([Packed.Entry(TarEntryType.SymbolicLink, "top/link", "../../..")]) },
        { "absolute link", Packed.Tar([Packed.Entry(TarEntryType.SymbolicLink, "top/link", "/etc/passwd")]) },
        { "file through a link", Packed.Tar([Packed.Entry(TarEntryType.SymbolicLink, "link", ".."), Packed.Entry(TarEntryType.RegularFile, "link/escaped", "x")]) },
        { "link over a link", Packed.Tar([Packed.Entry(TarEntryType.SymbolicLink, "a/b/up", "../.."), Packed.Entry(TarEntryType.SymbolicLink, "a/b/out", "up/../..")]) },
        { "hard link out", Packed.Tar([Packed.Entry(TarEntryType.HardLink, "top/link", "../../etc/passwd")]) },
        { "hard link to all", Packed.Tar([Packed.Entry(TarEntryType.HardLink, "top/link", "/etc/passwd")]) },
        { "device", Packed.Tar([Packed.Entry(TarEntryType.CharacterDevice, "top/null")]) },
        { "pipe", Packed.Tar([Packed.Entry(TarEntryType.Fifo, "top/pipe")]) },
        { "zip climbs", Packed.Zip(("top/../../escaped", "x")) },
        { "zip absolute", Packed.Zip(("/tmp/aegir-escaped", "x")) },
        { "zip link", Packed.ZipWithLink("top/link", "../../..") },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task One_that_would_write_elsewhere_is_refused(string name, byte[] archive)
    {
        var inner = folder.Folder.At("inner/more");
        Directory.CreateDirectory(inner);
        var file = folder.Folder.At("hostile");
        File.WriteAllBytes(file, archive);
        var error = await Assert.ThrowsAsync<AegirException>(() => UnpackAsync(file, inner + "/out"));
        Assert.True(error.Id == "ArchiveUnsafe" && !error.Message.Contains("not understood"), $"{name}: {error.Message}");
        Assert.False(File.Exists("/tmp/aegir-escaped"));
        Assert.Empty(Command.Run("find", folder.Folder.Path, "-name", "escaped"));
    }

    [NeedsFact("tar")]
    public async Task One_that_unpacks_to_too_much_is_refused_before()
    {
        File.WriteAllBytes(folder.Folder.At("a.tgz"), Packed.Tar(("top/zeros", new string('0', 5_000_000))));
        var limits = new BuildLimits { UnpackedBytes = 1_000_000 };
        var error = await Assert.ThrowsAsync<AegirException>(() =>
            new Archives(folder.Open(limits)).UnpackAsync(folder.Folder.At("a.tgz"), folder.Folder.At("out"), null, "test", default));
        Assert.Contains("1000000 bytes", error.Message);
        Assert.False(Directory.Exists(folder.Folder.At("out")));
        error = await Assert.ThrowsAsync<AegirException>(() => new Archives(folder.Open(new BuildLimits { UnpackedFiles = 0 }))
            .UnpackAsync(folder.Folder.At("a.tgz"), folder.Folder.At("out"), null, "test", default));
        Assert.Contains("0 files", error.Message);
    }

    [NeedsFact("tar")]
    public async Task Nothing_keeps_the_right_to_run_as_another()
    {
        var file = folder.Folder.Write("source/top/run", "x");
        File.SetUnixFileMode(file, (UnixFileMode)Convert.ToInt32("6755", 8));
        Command.Run("tar", "-C", folder.Folder.At("source"), "-cf", folder.Folder.At("a.tar"), "top");
        await UnpackAsync(folder.Folder.At("a.tar"), folder.Folder.At("out"));
        Assert.Equal("755", Command.Run("stat", "-c", "%a", folder.Folder.At("out/run")).Trim());
    }

    internal static void Same(string left, string right) => Assert.Equal(
        Command.Run("sh", "-c", "cd \"$1\" && find . -printf '%p %y %m %l\\n' | sort && find . -type f -exec sha256sum {} + | sort -k2", "sh", left),
        Command.Run("sh", "-c", "cd \"$1\" && find . -printf '%p %y %m %l\\n' | sort && find . -type f -exec sha256sum {} + | sort -k2", "sh", right));

    internal static IReadOnlyList<string> Files(string root) => Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(root, file)).Order(StringComparer.Ordinal).ToList();

    private Task<bool> UnpackAsync(string file, string target, string? subtree = null) =>
        new Archives(folder.Open()).UnpackAsync(file, target, subtree, "test", default);
}
