using Aegir.Hosts;

namespace Aegir.Operations.Backups;

/// <summary>What an archive of a site holds (aegir-spec 2.5), ours or one of the original system.</summary>
/// <param name="Problem">Why it must not be unpacked; null for none.</param>
/// <param name="Size">Of all files in it, in bytes.</param>
/// <param name="Names">What lies at its top.</param>
/// <param name="Options">What its drushrc.php says of the site: uri, platform, directory, db_type, language, client_name, aliases, redirection.</param>
public sealed record ArchiveContents(string? Problem, long Size, IReadOnlyList<string>? Names, IReadOnlyDictionary<string, string>? Options)
{
    /// <summary>The domain that its drushrc.php names; null where there is none.</summary>
    public string? Uri => Option("uri") is { } uri && Aegir.Names.IsDomain(uri) ? uri : null;

    public string? Option(string name) => Options?.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    public bool Has(string name) => Names?.Contains(name) == true;

    /// <summary>The dump that is in it; null for none.</summary>
    public DatabaseType? Dump => Has("database.sqlite") ? DatabaseType.Sqlite : Has("database.sql") ? DatabaseType.MariaDb : null;

    /// <summary>Reads the list of an archive on the hub.</summary>
    public static Task<ArchiveContents> ReadAsync(OperationServices services, string path, CancellationToken cancellation) =>
        services.Hub.Host.PhpAsync<ArchiveContents>(services.Hub.Server.Php, "Operations.Backups.check-archive.php",
            new { Path = path, Compression = Compression(path) }, cancellation);

    /// <summary>Unpacks it into a folder of the hub.</summary>
    internal static Task UnpackAsync(IHost hub, string path, string folder, CancellationToken cancellation) =>
        hub.ScriptAsync("Operations.Backups.unpack-archive.sh", [path, Compression(path), folder], cancellation);

    private static string Compression(string path) => (ArchiveName.CompressionOf(path) ?? BackupCompression.None).ToString().ToLowerInvariant();
}
