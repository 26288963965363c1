using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace Aegir.Tests.Building;

/// <summary>Makes archives, also those that no honest program makes.</summary>
internal static class Packed
{
    /// <summary>A tar.gz of files by their paths.</summary>
    public static byte[] Tar(params (string Path, string Content)[] files) =>
        Tar(files.Select(file => Entry(TarEntryType.RegularFile, file.Path, file.Content)));

    public static byte[] Tar(IEnumerable<TarEntry> entries)
    {
        using var result = new MemoryStream();
        using (var gzip = new GZipStream(result, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(gzip, TarEntryFormat.Pax, leaveOpen: true))
            foreach (var entry in entries)
                tar.WriteEntry(entry);
        return result.ToArray();
    }

    public static TarEntry Entry(TarEntryType type, string path, string content = "") => type switch
    {
        TarEntryType.RegularFile => new PaxTarEntry(type, path) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)), ModificationTime = DateTimeOffset.UnixEpoch.AddDays(1) },
        TarEntryType.SymbolicLink or TarEntryType.HardLink => new PaxTarEntry(type, path) { LinkName = content },
        _ => new PaxTarEntry(type, path),
    };

    public static byte[] Zip(params (string Path, string Content)[] files)
    {
        using var result = new MemoryStream();
        using (var zip = new ZipArchive(result, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (path, content) in files)
            {
                using var stream = zip.CreateEntry(path).Open();
                stream.Write(Encoding.UTF8.GetBytes(content));
            }
        return result.ToArray();
    }

    /// <summary>A zip with a symbolic link in it.</summary>
    public static byte[] ZipWithLink(string path, string target)
    {
        using var result = new MemoryStream();
        using (var zip = new ZipArchive(result, ZipArchiveMode.Create, leaveOpen: true))
        {
            var entry = zip.CreateEntry(path);
            entry.ExternalAttributes = unchecked((int)0xA1FF0000);
            using var stream = entry.Open();
            stream.Write(Encoding.UTF8.GetBytes(target));
        }
        // ZipArchive says that Unix made it where it runs on Unix.
        return result.ToArray();
    }
}
