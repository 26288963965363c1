using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace Aegir.WebServers;

/// <summary>Files that are to be put in place together. Paths are relative to the server's folder of configuration.</summary>
internal sealed record WebChange
{
    /// <summary>What the configuration of the server itself consists of.</summary>
    public required IReadOnlyDictionary<string, string> Base { get; init; }

    /// <summary>The host that tells which configuration is in force; @STAMP@ stands for that.</summary>
    public required string Stamp { get; init; }

    /// <summary>True to renew <see cref="Base"/>, false to make what is missing of it.</summary>
    public bool RenewsBase { get; init; }

    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();

    /// <summary>What is to go, as patterns of the shell.</summary>
    public IReadOnlyList<string> Remove { get; init; } = [];

    /// <summary>The site that is changed; null for none.</summary>
    public string? Site { get; init; }

    /// <summary>The key of the site's certificate; null for none.</summary>
    public string? Certificate { get; init; }

    /// <summary>True where the certificate is to be made where it is missing.</summary>
    public bool SelfSigned { get; init; }

    /// <summary>True where the site is to be forgotten, and a certificate that was made for it.</summary>
    public bool Withdraws { get; init; }

    /// <summary>The docroot whose rules for Apache stand in for a line @HTACCESS@; null for none.</summary>
    public string? RulesOf { get; init; }

    /// <summary>As text for a script: a tar, packed, in base64.</summary>
    public string Pack()
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(zip))
        {
            foreach (var (path, text) in Base)
                Add(tar, "base/" + path, text);
            foreach (var (path, text) in Files)
                Add(tar, "change/" + path, text);
            Add(tar, "stamp", Stamp);
            Add(tar, "remove", string.Concat(Remove.Select(pattern => pattern + "\n")));
        }
        return Convert.ToBase64String(packed.ToArray());
    }

    private static void Add(TarWriter tar, string path, string text) => tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, path)
    {
        Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)),
    });
}
