using System.Buffers.Binary;
using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Aegir.Building.Fetching;
using Aegir.Hosts;
using Aegir.Tests.Components;
using Aegir.Tests.Fuzzing;

namespace Aegir.Tests;

/// <summary>Small archives that would become large: refused before they take disk or memory, whatever they say of themselves.</summary>
public sealed class BombTests : IDisposable
{
    private static readonly BuildLimits Tight = new() { UnpackedBytes = 1_000_000, UnpackedFiles = 500 };

    // What reading a list that is let through may take.
    private const long Memory = 16 << 20;

    private readonly TempFolder folder = new();

    private static readonly Dictionary<string, Func<byte[]>> All = new()
    {
        ["many entries"] = () => Gzip(write => Many(write, 100_000, "")),
        ["long names"] = () => Gzip(write => Many(write, 400, string.Concat(Enumerable.Repeat("n/", 2_000)))),
        ["names of a megabyte"] = () => Gzip(write => Many(write, 30, string.Concat(Enumerable.Repeat("n/", 500_000)))),
        ["large file"] = () => Gzip(write => write(new PaxTarEntry(TarEntryType.RegularFile, "top/zeros") { DataStream = new MemoryStream(new byte[50_000_000]) })),
        ["many files that are large together"] = () => Gzip(write => Enumerable.Range(0, 20).ToList().ForEach(number =>
            write(new PaxTarEntry(TarEntryType.RegularFile, $"top/{number}") { DataStream = new MemoryStream(new byte[100_000]) }))),
        ["size of all there is"] = () => Sized([("top/a", 1), ("top/b", long.MaxValue)]),
        ["sizes whose sum overflows"] = () => Sized([("top/a", 900_000), ("top/b", long.MaxValue - 100)]),
        ["zip of zeros"] = () => Zip(2, new byte[5_000_000]),
        ["zip that lies"] = () => Replace(Zip(2, new byte[5_000_000]), 5_000_000, 10),
        ["zip that says nothing"] = () => Replace(Zip(2, new byte[5_000_000]), 5_000_000, 0),
        ["zip of many"] = () => Zip(5_000, []),
    };

    public void Dispose() => folder.Dispose();

    [ProgramFact("tar", "unzip")]
    public async Task Are_refused()
    {
        foreach (var (name, make) in All)
        {
            var file = folder.At("bomb");
            await File.WriteAllBytesAsync(file, make());
            var memory = GC.GetTotalAllocatedBytes();

            var error = await Record.ExceptionAsync(() => UnpackAsync(file));

            Assert.True(error is AegirException { Id: "ArchiveUnsafe" or "ArchiveBroken" }, $"{name}: {error}");
            memory = GC.GetTotalAllocatedBytes() - memory;
            Assert.True(memory < Memory, $"{name} took {memory} bytes of memory");
            var left = Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories).Where(path => path != file).Sum(path => new FileInfo(path).Length);
            Assert.True(left <= Tight.UnpackedBytes, $"{name} left {left} bytes on the disk");
        }
    }

    /// <summary>A file that is mostly hole takes no room in the archive.</summary>
    [ProgramFact("tar")]
    public async Task A_sparse_file_counts_as_large_as_it_gets()
    {
        var sparse = folder.Write("top/sparse", "");
        using (var stream = File.OpenWrite(sparse))
            stream.SetLength(1L << 40);
        await new LocalHost().RunRequiredAsync(new HostCommand("tar", "-C", folder.Path, "-S", "-czf", folder.At("bomb"), "top"), default);

        Assert.Equal("ArchiveUnsafe", (await Assert.ThrowsAsync<AegirException>(() => UnpackAsync(folder.At("bomb")))).Id);
    }

    /// <summary>What is deep but within the limits comes out, and can be deleted.</summary>
    [ProgramFact("tar")]
    public async Task Deep_folders_come_out()
    {
        await File.WriteAllBytesAsync(folder.At("deep"), Gzip(write => Many(write, 1, string.Concat(Enumerable.Repeat("d/", 400)))));

        Assert.True(await UnpackAsync(folder.At("deep")));
    }

    private Task<bool> UnpackAsync(string file) =>
        new Archives(new Workshop(new LocalHost(), folder.Path, folder.At("cache"), "m") { Limits = Tight }).UnpackAsync(file, folder.At("out"), null, "test", default);

    private static void Many(Action<TarEntry> write, int count, string prefix)
    {
        for (var number = 0; number < count; number++)
            write(new PaxTarEntry(TarEntryType.RegularFile, $"top/{prefix}{number}"));
    }

    private static byte[] Gzip(Action<Action<TarEntry>> fill)
    {
        using var result = new MemoryStream();
        using (var gzip = new GZipStream(result, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(gzip, TarEntryFormat.Pax, leaveOpen: true))
            fill(tar.WriteEntry);
        return result.ToArray();
    }

    // Headers that announce what does not follow.
    private static byte[] Sized((string Name, long Size)[] files)
    {
        using var result = new MemoryStream();
        foreach (var (name, size) in files)
        {
            var header = new byte[512];
            Encoding.ASCII.GetBytes(name).CopyTo(header, 0);
            Encoding.ASCII.GetBytes("0000644\0" + "0000000\0" + "0000000\0").CopyTo(header, 100);
            header[124] = 0x80;
            BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(128), size);
            Encoding.ASCII.GetBytes("00000000000\0        0").CopyTo(header, 136);
            Encoding.ASCII.GetBytes("ustar\0" + "00").CopyTo(header, 257);
            Encoding.ASCII.GetBytes(Convert.ToString(header.Sum(letter => letter), 8).PadLeft(6, '0') + "\0 ").CopyTo(header, 148);
            result.Write(header);
            if (size < 1_000_000)
                result.Write(new byte[(size + 511) / 512 * 512]);
        }
        result.Write(new byte[1024]);
        return result.ToArray();
    }

    private static byte[] Zip(int count, byte[] content)
    {
        using var result = new MemoryStream();
        using (var zip = new ZipArchive(result, ZipArchiveMode.Create, leaveOpen: true))
            for (var number = 0; number < count; number++)
                using (var stream = zip.CreateEntry($"top/{number}", CompressionLevel.Fastest).Open())
                    stream.Write(content);
        return result.ToArray();
    }

    private static byte[] Replace(byte[] zip, int what, int by)
    {
        for (var at = 0; at < zip.Length - 4; at++)
            if (BinaryPrimitives.ReadInt32LittleEndian(zip.AsSpan(at)) == what)
                BinaryPrimitives.WriteInt32LittleEndian(zip.AsSpan(at), by);
        return zip;
    }
}
