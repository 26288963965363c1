using System.Globalization;
using System.Text.RegularExpressions;

namespace Aegir.Operations.Backups;

/// <summary>What archives are called (aegir-spec 2.5).</summary>
public static partial class ArchiveName
{
    /// <summary>The domain and the time, to the second; the first of _1, _2 … that is not taken.</summary>
    public static string First(
        string folder, string site, DateTimeOffset time, BackupCompression compression, Func<string, bool> isTaken)
    {
        var start = string.Create(CultureInfo.InvariantCulture, $"{folder}/{site}-{time:yyyyMMdd.HHmmss}");
        return Enumerable.Range(0, 1000).Select(number => (number == 0 ? start : $"{start}_{number}") + Suffix(compression))
            .First(path => !isTaken(path));
    }

    public static string Suffix(BackupCompression compression) => compression switch
    {
        BackupCompression.Gzip => ".tar.gz",
        BackupCompression.Bzip2 => ".tar.bz2",
        _ => ".tar",
    };

    /// <summary>The domain that a file's name tells; null where it is not that of an archive.</summary>
    public static string? SiteOf(string path) => Dated().Match(path[(path.LastIndexOf('/') + 1)..]) is { Success: true } match && Names.IsDomain(match.Groups[1].Value)
        ? match.Groups[1].Value : null;

    [GeneratedRegex(@"^([a-z0-9.-]+)-\d{8}\.\d{6}(_\d+)?\.(tar|tar\.gz|tgz|tar\.bz2)$")]
    private static partial Regex Dated();

    /// <summary>The compression that a file's name tells; null where it is not that of an archive.</summary>
    public static BackupCompression? CompressionOf(string path) =>
        path.EndsWith(".tar.gz", StringComparison.Ordinal) || path.EndsWith(".tgz", StringComparison.Ordinal) ? BackupCompression.Gzip
        : path.EndsWith(".tar.bz2", StringComparison.Ordinal) ? BackupCompression.Bzip2
        : path.EndsWith(".tar", StringComparison.Ordinal) ? BackupCompression.None
        : null;
}
